"""Every way to bend a draw that code can meet, by its name; docs/draws.md §15 tells of the others."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from registry.models import Venue
from scheduling.domain import drawlog
from scheduling.domain.beacon import CHAIN, drand_round
from scheduling.domain.encoding import SHA256
from scheduling.domain.sampling import seed
from scheduling.models import Draw, DrawFile, DrawLogLine, DrawPick, Visit
from scheduling.selectors.door import public_visit
from scheduling.selectors.draws import beside_rows, draw_detail, public_get, roster_beside
from scheduling.selectors.draws.owed import draws_owed
from scheduling.selectors.draws.public import public_draws
from scheduling.selectors.packages import package_bytes
from scheduling.selectors.visits import visit_cards
from scheduling.services.drawlogs import draw_secret
from scheduling.services.draws import draw_commit, draw_draw, draw_edit, draw_reveal, draw_void
from tests.database import triggers_lifted
from tests.domain.scheduling.drawn import levels, verdicts
from tests.factories_scheduling import recusal_make
from tests.services.scheduling.drawn import (
    DICE,
    OTHER_THROWS,
    SSQ,
    THROWS,
    WITNESSES,
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    events,
    listed,
    over,
    photo_of,
    replaced,
    revealed,
    sealed,
    visits_of_draw,
    whole,
)

NUMBERS = "03-08-15-21-27-30+11"


def commit_of(supervisor: User, draft: Draw | None = None, **values: Any) -> Draw:
    given: dict[str, Any] = {
        "draw_id": (draft or drafted(supervisor)).uuid, "beacon": DICE,
        "moment": clock.now() + timedelta(hours=2), "actor": supervisor, "now": clock.now(),
    }  # fmt: skip
    return draw_commit(**{**given, **values})


def lines_of(draw: Draw) -> list[bytes]:
    rows = DrawLogLine.objects.everywhere("guard").filter(scope=draw.scope).order_by("seq")
    return [row.line.encode() for row in rows]


def refused(code: str) -> Any:
    return pytest.raises(DomainError, match=code)


def test_attack_rerun_until_pleasant(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    picks = listed(draw, supervisor)
    for throws in (OTHER_THROWS, THROWS):
        with refused("move_not_open"):
            drawn(draw, supervisor, throws)
    # a drawn draw is not voided either; a new one has the next number, in sight of everybody
    with refused("move_not_open"):
        draw_void(draw_id=draw.uuid, code="order", reason="不如意", actor=supervisor, now=clock.now())
    again = listed(draw, supervisor)
    assert (again, events(draw)) == (picks, ["COMMIT", "BEACON", "RESULT"])


def test_attack_void_and_draw_again_in_the_dark(district: District, supervisor: User) -> None:
    first = committed(supervisor)
    draw_void(draw_id=first.uuid, code="order", reason="重来", actor=supervisor, now=clock.now())
    second = committed(supervisor)
    assert second.no == 2
    assert [(row.no, row.state) for row in public_draws().order_by("no")] == [(1, "void"), (2, "committed")]
    first = drawn(Draw.objects.everywhere("guard").get(pk=first.pk), supervisor)
    seen = public_get(first.pk, clock.now())
    assert seen is not None and len(seen["picks"]) == 9
    assert seen["attempts"] == {"committed": 2, "void": 1}
    assert not visits_of_draw(first)


def test_attack_choose_rows_after_the_seed_is_known(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    friend = district.venues[0]
    friend.status = "closed"
    friend.save()
    draw = drawn(draw, supervisor)
    assert listed(draw, supervisor)[friend.code]["eligible"] == "Y"  # the roster of the commit counts
    row = DrawFile.objects.everywhere("guard").get(draw=draw, name="venues.tsv")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DrawFile.objects.everywhere("guard").filter(pk=row.pk).update(content="")


def test_attack_leave_the_friend_out_of_the_roster(district: District, supervisor: User) -> None:
    friend = district.venues[0]
    friend.status = "closed"
    friend.save()
    draw = whole(supervisor)
    assert listed(draw, supervisor)[friend.code]["eligible"] == "closed"  # in the roster, and why not drawn
    seen = public_get(draw.pk, clock.now())
    assert seen is not None and seen["excluded"] == {"closed": 1}


def test_attack_leave_out_or_re_class_before_the_commit(district: District, supervisor: User) -> None:
    first = whole(supervisor)
    friend, other, gone = district.venues[0], district.venues[1], district.venues[2]
    register = Venue.objects.everywhere("guard")
    register.filter(pk=friend.pk).update(status="cancelled")
    register.filter(pk=other.pk).update(credit_grade="D")
    register.filter(pk=gone.pk).update(status="cancelled", left_on=clock.today())
    with clock.at(over(first)):
        later = clock.today() + timedelta(days=7)
        draw = committed(supervisor, visit_from=later, visit_to=later + timedelta(days=9))
    beside = roster_beside(draw.pk)
    assert beside is not None and beside.before == first and beside.whole
    told = {row["code"]: row for row in beside_rows(beside.rows, draw.scope)}
    # before anything is drawn everybody reads who is gone, since when, and who is drawn otherwise
    assert told[friend.code]["kinds"] == ["gone"] and told[friend.code]["left_on"] is None
    assert told[gone.code]["left_on"] == clock.today()
    assert (told[other.code]["was_grade"], told[other.code]["grade"]) == (other.credit_grade, "D")
    assert beside.counts["gone"] == 2


def test_attack_fake_recusal_to_avoid_or_force_a_pair(district: District, supervisor: User) -> None:
    draw, officer = committed(supervisor), district.officers[0]
    for venue in district.venues:
        recusal_make(officer, venue, supervisor)
    drawn(draw, supervisor)
    # the pairs of the commit count: who steps back afterwards is replaced in sight of everybody
    blocked = DrawFile.objects.everywhere("guard").get(draw=draw, name="blocked.tsv")
    assert officer.cert_no not in blocked.content
    assert any(officer.cert_no in pick.team for pick in draw.picks.filter(selected=True))


def test_attack_roster_exchanged_in_the_database(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    row = DrawFile.objects.everywhere("guard").get(draw=draw, name="venues.tsv")
    lines = row.content.split("\n")
    with triggers_lifted():
        less = "\n".join([*lines[:1], *lines[2:]])
        DrawFile.objects.everywhere("guard").filter(pk=row.pk).update(content=less)
    with refused("draw_roster_differs"):
        drawn(draw, supervisor)


def test_attack_grind_the_commit_against_a_weak_beacon(district: District, supervisor: User) -> None:
    moment = clock.now() + timedelta(hours=2)
    round_ = {"kind": "drand", "chain": CHAIN, "round": drand_round(int(moment.timestamp()))}
    for weak in (SSQ, {"kind": "first", "of": [round_, SSQ]}, {"kind": "all", "of": [SSQ, SSQ, SSQ]}):
        with refused("draw_beacon_weak"):
            commit_of(supervisor, beacon=weak, moment=moment)
    # and there is nothing free in a commit to vary
    commit = json.loads(committed(supervisor).commit)
    assert sorted(commit) == [
        "beacon", "blocked", "escrow", "moment", "no", "officers", "policy", "prev", "quota", "reveal_by",
        "scope", "secret", "spec", "venues", "verifier",
    ]  # fmt: skip


def test_attack_withheld_secret(district: District, supervisor: User) -> None:
    """Not a free second try: it stays owed, the draw counts as failed, and nothing is committed before."""
    draw = drawn(sealed(supervisor), supervisor)
    assert draw.reveal_by is not None
    with clock.at(draw.reveal_by + timedelta(minutes=1)):
        (owed,) = draws_owed(clock.now())
        assert (owed.act, owed.overdue(clock.now())) == ("draw.reveal", True)
        with refused("draw_reveal_owed"):
            commit_of(supervisor, drafted(supervisor, visit_from=clock.today(), visit_to=clock.today()))
        assert draw_reveal(draw_id=draw.uuid, actor=supervisor, now=clock.now()).revealed_at
    assert levels(package_bytes(draw))["secret"] == "FAIL"


def test_attack_withheld_secret_of_a_void_draw(district: District, supervisor: User) -> None:
    draw = sealed(supervisor)
    draw_void(draw_id=draw.uuid, code="secret", reason="密钥可能泄露", actor=supervisor, now=clock.now())
    drawn(Draw.objects.everywhere("guard").get(pk=draw.pk), supervisor)
    assert [row.act for row in draws_owed(clock.now())] == ["draw.reveal"]


def test_attack_sealed_without_escrow(district: District, supervisor: User) -> None:
    draft = drafted(supervisor)
    with refused("draw_escrow_missing"):
        commit_of(supervisor, draft, reveal_by=over(draft), escrow=photo_of(draft, supervisor, "x"))


def test_attack_two_commitments_shown_to_two_audiences(district: District, supervisor: User) -> None:
    """The head on the notice is that of the one log; another log does not lead to it."""
    draw = whole(supervisor)
    head = visit_cards(visits_of_draw(draw), actor=supervisor)[0]["draw"]["head"]
    assert verdicts(package_bytes(draw), head)["log"][0] == "PASS"
    assert verdicts(package_bytes(draw), "ab" * 32)["log"][0] == "FAIL"


def test_attack_beacon_operator_collusion_or_preview(district: District, supervisor: User) -> None:
    """Who knows the value beforehand still lacks the sealed secret."""
    draw = drawn(sealed(supervisor), supervisor)
    secret = draw_secret(draw)
    with ZipFile(BytesIO(package_bytes(draw))) as package:
        told = b"".join(package.read(name) for name in package.namelist())
    (known,) = [json.loads(line)["values"] for line in lines_of(draw) if b"BEACON" in line]
    guess = seed(SHA256, draw.commit.encode(), known)
    draw = revealed(draw, supervisor)
    assert draw.seed == seed(SHA256, draw.commit.encode(), known, secret).hex() != guess.hex()
    assert not any(word.encode() in told for word in (secret.hex(), draw.seed))


def test_attack_beacon_operator_of_one_source_among_several(district: District, supervisor: User) -> None:
    """Of sources together each changes the seed, and without all of them there is no draw."""
    together = {"kind": "all", "of": [SSQ, DICE]}
    open_one = commit_of(supervisor, beacon=together)
    with refused("draw_beacon_wrong"):
        drawn(open_one, supervisor, values=[NUMBERS])
    seeds = {seed(SHA256, open_one.commit.encode(), [NUMBERS, throws]) for throws in (THROWS, OTHER_THROWS)}
    assert len(seeds) == 2
    assert drawn(open_one, supervisor, values=[NUMBERS, THROWS]).state == "drawn"


def test_attack_dice_thrown_by_the_bureau_alone(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    for few in ([], WITNESSES[:2], [WITNESSES[0], WITNESSES[0], WITNESSES[1]]):
        with refused("draw_witnesses_few"):
            drawn(draw, supervisor, witnesses=few)
    with refused("draw_sheet_missing"):
        drawn(draw, supervisor, sheet=None)


def test_attack_back_dated_commit(district: District, supervisor: User) -> None:
    with refused("draw_commit_late"):
        commit_of(supervisor, moment=clock.now() + timedelta(minutes=59))
    draw = committed(supervisor)
    with refused("draw_invalid"):
        drawlog.append(
            lines_of(draw),
            scope=draw.scope,
            no=1,
            at=int(clock.now().timestamp()) - 9,
            ev="VOID",
            fields={"code": "order"},
        )


def test_attack_wrong_round_as_a_typo(district: District, supervisor: User) -> None:
    moment = clock.now() + timedelta(hours=2)
    right = drand_round(int(moment.timestamp()))
    for wrong in (right - 1, right + 1):
        with refused("draw_invalid"):
            commit_of(supervisor, beacon={"kind": "drand", "chain": CHAIN, "round": wrong}, moment=moment)


def test_attack_draw_before_the_moment_or_long_after(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    assert draw.moment is not None
    given: dict[str, Any] = {
        "draw_id": draw.uuid, "values": [THROWS], "witnesses": WITNESSES, "actor": supervisor,
        "sheet": photo_of(draw, supervisor, "sheet"),
    }  # fmt: skip
    for moment, code in (
        (draw.moment - timedelta(seconds=1), "draw_too_early"),
        (draw.moment + timedelta(days=3, seconds=1), "draw_too_late"),
    ):
        with refused(code):
            draw_draw(**given, now=moment)


def test_attack_closed_to_skip_a_friend(district: District, supervisor: User) -> None:
    """Evidence or nothing; the skipped venue stays published as skipped, and who takes its place is fixed."""
    draw = whole(supervisor)
    friend = visits_of_draw(draw)[0]
    with refused("draw_evidence_few"):
        replaced(draw, supervisor, friend, photo=None)
    waiting = (
        DrawPick.objects.everywhere("guard")
        .filter(draw=draw, grade=(mine := _pick(draw, friend)).grade, selected=False, eligible="Y")
        .order_by("ticket")
    )
    own = [row.code for row in waiting if row.cell == mine.cell]
    expected = own[0] if own else waiting[0].code
    draw = replaced(draw, supervisor, friend, "suspended")
    seen = public_get(draw.pk, clock.now())
    assert seen is not None
    (change,) = seen["changes"]
    assert (change["code"], change["out"]["code"], change["brought"]["code"]) == (
        "suspended",
        friend.venue.code,
        expected,
    )


def _pick(draw: Draw, visit: Visit) -> DrawPick:
    return DrawPick.objects.everywhere("guard").get(draw=draw, venue_id=visit.venue_id)


def test_attack_replace_away_a_record_already_made(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    visit = visits_of_draw(draw)[0]
    Visit.objects.everywhere("guard").filter(pk=visit.pk).update(state="started")
    with refused("move_not_open"):
        replaced(draw, supervisor, visit)


def test_attack_swap_officers_afterwards(district: District, supervisor: User) -> None:
    """Another officer comes by the rule alone; the desk names the one who leaves, never the one who comes."""
    draw = whole(supervisor)
    visit = visits_of_draw(draw)[0]
    draw = replaced(draw, supervisor, visit, "transfer", seat=0)
    assert events(draw)[-1] == "REPLACE"
    assert levels(package_bytes(draw))["replace"] == "PASS"


def test_attack_many_tiny_draws_and_publish_the_nice_ones(district: District, supervisor: User) -> None:
    first = committed(supervisor)
    with refused("draw_open"):
        committed(supervisor)
    drawn(first, supervisor)
    with at_moment(first, timedelta(hours=1)):
        assert committed(supervisor).no == 2
    assert [row.no for row in public_draws().order_by("no")] == [1, 2]


def test_attack_change_the_rules_after_the_commit(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    with refused("move_not_open"):
        draw_edit(draw_id=draw.uuid, rules={"overall": 100}, actor=supervisor, now=clock.now())


def test_attack_choose_the_code_version(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    digest = json.loads(draw.commit)["verifier"]
    assert digest == draw_detail(draw, supervisor)["verifier"]
    assert levels(package_bytes(draw))["canon"] == "PASS"


def test_attack_leak_of_the_list_before_the_visits(
    district: District, supervisor: User, inspector: User, client: Any
) -> None:
    """Of a sealed draw no public door names a drawn venue, and no officer sees his visits before the day."""
    draw = drawn(sealed(supervisor), supervisor)
    visits = visits_of_draw(draw)
    at = f"/api/v1/public/draws/{draw.uuid}"
    told = client.get(at).json()
    assert (told["seed"], told["picks"], told["open_seats"], told["sealed"]) == ("", [], [], True)
    drawn_one = client.get(f"{at}/why?code={visits[0].venue.code}").json()
    other = next(v for v in district.venues if v.code not in {row.venue.code for row in visits})
    left_out = client.get(f"{at}/why?code={other.code}").json()
    for answer in (drawn_one, left_out):
        assert (answer["standing"], answer["selected"], answer["ticket"], answer["rank"]) == (
            "sealed", False, "", None,
        )  # fmt: skip
    files = levels(client.get(f"{at}/package").content)
    assert files["draw"] == "PARTIAL"
    assert client.get(f"/api/v1/public/visits/{visits[0].token}").status_code == 404
    assert public_visit(visits[0].token, draw.visit_from) is not None
    assert not Visit.objects.within(inspector).exists()
    listed = client.get("/api/v1/public/draws").json()["rows"]
    codes = [row.venue.code for row in visits]
    assert not any(code in json.dumps([listed, told]) for code in codes)


def test_attack_edit_the_log(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    rows = DrawLogLine.objects.everywhere("guard").filter(draw=draw)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(line="{}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete("default")
    assert events(draw) == ["COMMIT", "BEACON", "RESULT"]
