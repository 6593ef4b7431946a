"""Sealed draws: nobody knows before the reveal, and everybody can compute after it."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import override_settings

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, JournalNote, User
from scheduling.models import Draw, DrawLogLine, DrawPick, DrawSecret, Visit
from scheduling.selectors.door import public_visit
from scheduling.selectors.draws import draw_detail, draw_minutes, pick_list
from scheduling.selectors.draws.changes import proofs_by_visit
from scheduling.selectors.draws.owed import draws_owed
from scheduling.selectors.packages import files_frozen, package_bytes
from scheduling.selectors.visits import visit_list
from scheduling.services.draws import draw_commit, draw_reveal, draw_seal, draw_void
from scheduling.services.vault import envelope_make, envelope_open, locked, unlocked
from tests.domain.scheduling.drawn import levels
from tests.services.scheduling.drawn import (
    DICE,
    HOLDER,
    PASSPHRASE,
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    events,
    over,
    photo_of,
    revealed,
    sealed,
    verified,
    visits_of_draw,
    whole,
)


def fresh(draw: Draw) -> Draw:
    return Draw.objects.everywhere("guard").get(pk=draw.pk)


def refused(act: Any, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act(**values)
    return caught.value


def test_a_sealed_draw_from_envelope_to_reveal(district: District, supervisor: User, tmp_path: Path) -> None:
    draw = sealed(supervisor)
    commit = json.loads(draw.commit)
    assert (len(commit["secret"]), len(commit["escrow"]), draw.escrow_holder) == (64, 64, HOLDER)
    draw = drawn(draw, supervisor)
    assert events(draw) == ["COMMIT", "BEACON", "RESULT"]
    assert (draw.seed, len(draw.root), len(visits_of_draw(draw))) == ("", 64, 9)
    before = levels(package_bytes(draw))
    assert (before["secret"], before["log"], "FAIL" in before.values()) == ("PARTIAL", "PASS", False)
    draw = revealed(draw, supervisor)
    assert events(draw) == ["COMMIT", "BEACON", "RESULT", "REVEAL"]
    assert len(draw.seed) == 64
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_the_secret_is_nowhere_before_the_reveal(district: District, supervisor: User) -> None:
    draw = drawn(sealed(supervisor), supervisor)
    kept = DrawSecret.objects.everywhere("guard").get(draw=draw)
    secret = unlocked(kept.locked, draw.pk).hex()
    journal = list(JournalLine.objects.everywhere("guard").values_list("data", flat=True))
    notes = list(JournalNote.objects.everywhere("guard").values_list("text", flat=True))
    log = list(DrawLogLine.objects.everywhere("guard").values_list("line", flat=True))
    told = json.dumps([journal, notes, log, draw_detail(draw, supervisor), kept.locked], default=str)
    assert secret not in told
    seed = revealed(draw, supervisor).seed
    assert seed not in told


def test_without_escrow_there_is_no_sealed_commit(district: District, supervisor: User) -> None:
    draft = drafted(supervisor)
    given: dict[str, Any] = {
        "draw_id": draft.uuid, "beacon": DICE, "moment": clock.now() + timedelta(hours=2),
        "actor": supervisor, "now": clock.now(), "reveal_by": over(draft),
    }  # fmt: skip
    receipt = photo_of(draft, supervisor, "x")
    assert refused(draw_commit, **given, escrow=receipt).code == "draw_escrow_missing"
    draw_seal(draw_id=draft.uuid, holder=HOLDER, passphrase=PASSPHRASE, actor=supervisor, now=clock.now())
    assert refused(draw_commit, **given).code == "draw_escrow_missing"
    for early in (over(draft) - timedelta(seconds=1), clock.now() + timedelta(days=93)):
        wrong = {**given, "reveal_by": early, "escrow": receipt}
        assert refused(draw_commit, **wrong).code == "invalid"
    assert events(draft) == []


def test_a_new_seal_before_the_commit_makes_the_old_envelope_worthless(
    district: District, supervisor: User
) -> None:
    draft = drafted(supervisor)
    given: dict[str, Any] = {"draw_id": draft.uuid, "holder": HOLDER, "passphrase": PASSPHRASE}
    first = draw_seal(**given, actor=supervisor, now=clock.now()).envelope
    draw = drawn(sealed(supervisor, draft), supervisor)
    with clock.at(over(draw)):
        values = {"draw_id": draw.uuid, "envelope": first, "passphrase": PASSPHRASE}
        wrong = refused(draw_reveal, **values, actor=supervisor, now=clock.now())
    assert wrong.code == "draw_secret_wrong"


def test_the_secret_comes_from_where_the_caller_says_and_else_is_another_each_time(
    district: District, supervisor: User
) -> None:
    draft = drafted(supervisor)
    given: dict[str, Any] = {"draw_id": draft.uuid, "holder": HOLDER, "passphrase": PASSPHRASE}
    sources: tuple[dict[str, Any], ...] = ({"fresh": Random(1).randbytes}, {}, {})
    told, *others = (
        envelope_open(
            draw_seal(**given, **more, actor=supervisor, now=clock.now()).envelope, PASSPHRASE, draft.pk
        )
        for more in sources
    )
    assert told == Random(1).randbytes(32)
    assert len({told, *others}) == 3


def test_the_holder_can_open_his_envelope_without_our_key(district: District, supervisor: User) -> None:
    draft = drafted(supervisor)
    made = draw_seal(
        draw_id=draft.uuid, holder=HOLDER, passphrase=PASSPHRASE, actor=supervisor, now=clock.now()
    )
    draw = draw_commit(
        draw_id=draft.uuid, beacon=DICE, moment=clock.now() + timedelta(hours=2), actor=supervisor,
        now=clock.now(), escrow=photo_of(draft, supervisor, "receipt"), reveal_by=over(draft),
    )  # fmt: skip
    drawn(draw, supervisor)
    with override_settings(DRAW_SECRET_KEY="another"):
        with pytest.raises(DomainError, match="draw_secret_wrong"):
            revealed(draw, supervisor)
        with pytest.raises(DomainError, match="draw_envelope_wrong"):
            revealed(draw, supervisor, envelope=made.envelope, passphrase="not the holder's words")
        assert revealed(draw, supervisor, envelope=made.envelope, passphrase=PASSPHRASE).seed


def test_an_envelope_is_of_one_draw_and_one_passphrase(district: District, supervisor: User) -> None:
    one, other = drafted(supervisor).pk, drafted(supervisor).pk
    envelope = envelope_make(b"s" * 32, PASSPHRASE, one)
    assert envelope_open(f" {envelope}\n", PASSPHRASE, one) == b"s" * 32
    for text, words, draw in (
        (envelope, PASSPHRASE, other), (envelope, "x", one), (envelope[:-4], PASSPHRASE, one),
        ("nonsense", PASSPHRASE, one), ("not base64!:x", PASSPHRASE, one),
    ):  # fmt: skip
        with pytest.raises(DomainError, match="draw_envelope_wrong"):
            envelope_open(text, words, draw)
    with pytest.raises(DomainError, match="draw_secret_wrong"):
        unlocked(locked(b"s" * 32, one), other)


def test_the_secret_is_shown_once_and_not_before_the_visits_are_over(
    district: District, supervisor: User
) -> None:
    draw = sealed(supervisor)
    given: dict[str, Any] = {"draw_id": draw.uuid, "actor": supervisor}
    assert refused(draw_reveal, **given, now=clock.now()).code == "move_not_open"
    drawn(draw, supervisor)
    with at_moment(draw, timedelta(days=1)):
        assert refused(draw_reveal, **given, now=clock.now()).code == "draw_visits_open"
        Visit.objects.everywhere("guard").filter(draw=draw).update(state="cancelled")
        draw_reveal(**given, now=clock.now())
        assert refused(draw_reveal, **given, now=clock.now()).code == "move_not_open"


def test_an_open_draw_has_nothing_to_reveal(district: District, supervisor: User) -> None:
    given = {"draw_id": whole(supervisor).uuid, "actor": supervisor, "now": clock.now()}
    assert refused(draw_reveal, **given).code == "move_not_open"


def test_a_void_sealed_draw_shows_its_would_be_result_with_its_secret(
    district: District, supervisor: User
) -> None:
    draw = sealed(supervisor)
    draw_void(draw_id=draw.uuid, code="roster", reason="名录漏登", actor=supervisor, now=clock.now())
    draw = drawn(fresh(draw), supervisor)
    assert (draw.seed, draw.root, events(draw)) == ("", "", ["COMMIT", "VOID", "BEACON"])
    assert not DrawPick.objects.everywhere("guard").filter(draw=draw).exists()
    with at_moment(draw, timedelta(hours=3)):
        draw = draw_reveal(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    assert events(draw) == ["COMMIT", "VOID", "BEACON", "REVEAL"]
    assert DrawPick.objects.everywhere("guard").filter(draw=draw, selected=True).count() == 9
    assert not visits_of_draw(draw)


def test_until_the_reveal_only_desks_that_must_know_are_told(
    district: District, supervisor: User, leader: User, inspector: User, auditor: User
) -> None:
    mine = district.officers[0]
    mine.user = inspector
    mine.save()
    draw = drawn(sealed(supervisor), supervisor)
    for actor, knows in ((supervisor, True), (leader, True), (auditor, True), (inspector, False)):
        assert bool(pick_list(draw, actor)) is knows
        assert bool(draw_minutes(draw, actor)["picks"]) is knows
        assert bool(draw_detail(draw, actor)["seed"]) is False
        assert visit_list(actor).exists() is knows
    own = Visit.objects.everywhere("guard").filter(draw=draw, team__officer=mine)
    others = Visit.objects.everywhere("guard").filter(draw=draw).exclude(pk__in=own)
    with clock.at(over(draw) - timedelta(days=2)):
        assert set(visit_list(inspector)) == set(own)
        Visit.objects.everywhere("guard").filter(pk=others[0].pk).update(state="started")
        assert visit_list(inspector).count() == own.count() + 1
    draw = revealed(draw, supervisor)
    assert len(pick_list(draw, inspector, selected=True)) == 9


def test_a_venue_reads_its_own_proof_from_its_first_day_on(district: District, supervisor: User) -> None:
    draw = drawn(sealed(supervisor), supervisor)
    visit = visits_of_draw(draw)[3]
    assert public_visit(visit.token, draw.visit_from - timedelta(days=1)) is None
    shown = public_visit(visit.token, draw.visit_from)
    assert shown is not None
    proof = shown["proof"]
    assert (proof["event"], proof["root"], proof["n"]) == ("RESULT", draw.root, 9)
    assert proof["row"].startswith(visit.venue.code)
    last = DrawLogLine.objects.everywhere("guard").get(draw=draw, ev="RESULT")
    assert (proof["head"], shown["head"]) == (last.head, last.head)
    assert len(proofs_by_visit(visits_of_draw(draw))) == 9


def test_what_is_owed_is_told_with_its_day(district: District, supervisor: User) -> None:
    draw = sealed(supervisor)
    assert draw.moment is not None and draw.reveal_by is not None

    def owed() -> list[tuple[str, Any, bool]]:
        now = clock.now()
        return [(row.act, row.due_at, row.overdue(now)) for row in draws_owed(now, organs=[draw.organ_id])]

    latest = draw.moment.replace(microsecond=0) + timedelta(days=3)
    assert owed() == [("draw.draw", latest, False)]
    with clock.at(latest + timedelta(minutes=1)):
        assert owed() == [("draw.void", latest, True)]
    drawn(draw, supervisor)
    assert owed() == [("draw.reveal", draw.reveal_by, False)]
    with clock.at(draw.reveal_by + timedelta(seconds=1)):
        assert owed() == [("draw.reveal", draw.reveal_by, True)]
        # no further draw of the scope until it is shown, late as it is
        with pytest.raises(DomainError, match="draw_reveal_owed"):
            committed(supervisor, visit_from=clock.today(), visit_to=clock.today())
        draw_reveal(draw_id=draw.uuid, actor=supervisor, now=clock.now())
        assert owed() == []


def test_a_void_draw_owes_its_beacon(district: District, supervisor: User) -> None:
    draw = committed(supervisor)
    draw_void(draw_id=draw.uuid, code="roster", reason="名录漏登", actor=supervisor, now=clock.now())
    assert [row.act for row in draws_owed(clock.now())] == ["draw.draw"]
    drawn(fresh(draw), supervisor)
    assert draws_owed(clock.now()) == []


def test_the_next_roster_does_not_tell_whom_a_sealed_draw_has_chosen(
    district: District, supervisor: User
) -> None:
    """`count` in a public roster holds arranged visits; those of a sealed draw only once they have begun."""
    first = drawn(sealed(supervisor), supervisor)
    begun, *waiting = visits_of_draw(first)
    with at_moment(first, timedelta(days=1)):
        second = committed(supervisor)
        seen = package_rows(second)
    assert {seen[visit.venue.code] for visit in (begun, *waiting)} == {"0"}
    with at_moment(first, timedelta(days=1, hours=3)):
        draw_void(draw_id=second.uuid, code="order", reason="重来", actor=supervisor, now=clock.now())
        Visit.objects.everywhere("guard").filter(pk=begun.pk).update(state="started", started_at=clock.now())
        seen = package_rows(committed(supervisor))
    assert seen[begun.venue.code] == "1"
    assert {seen[visit.venue.code] for visit in waiting} == {"0"}


def package_rows(draw: Draw) -> dict[str, str]:
    """venue → `count` in its public roster."""
    lines = files_frozen(draw)["venues.tsv"].decode().splitlines()[1:]
    return {line.split("\t")[0]: line.split("\t")[6] for line in lines}
