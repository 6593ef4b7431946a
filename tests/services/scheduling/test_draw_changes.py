"""After the result: venues and officers replaced, venues added, sources delayed, mistakes told."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from registry.models import Officer
from scheduling.domain.beacon import CHAIN, drand_round
from scheduling.domain.sampling import HEADS
from scheduling.models import Draw, DrawChange, DrawLogLine, DrawPick, Visit, VisitOfficer
from scheduling.selectors.draws import draw_detail, pick_next, public_get
from scheduling.selectors.draws.changes import proofs_by_visit
from scheduling.selectors.packages import scope_profile
from scheduling.services.drawlogs import draw_standing, log_append
from scheduling.services.draws import (
    draw_approve,
    draw_ask,
    draw_commit,
    draw_correct,
    draw_delay,
    draw_draw,
    draw_supplement,
)
from scheduling.services.visits import visit_approve, visit_ask, visit_assign
from tests.services.scheduling.drawn import (
    LOTTERIES,
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    events,
    listed,
    photo_of,
    replaced,
    revealed,
    sealed,
    sheet_of,
    two_cells,
    verified,
    visits_of_draw,
    whole,
)

EXTRA = {"overall": 3000, "extra": [{"A": 1, "B": 2}, {"C": 1}]}


def standing(visit: Visit) -> Visit:
    return Visit.objects.everywhere("guard").select_related("venue").get(pk=visit.pk)


def team(visit: Visit) -> dict[int, str]:
    rows = VisitOfficer.objects.everywhere("guard").filter(visit=visit, ended_at__isnull=True)
    return dict(rows.values_list("seat", "officer__cert_no"))


def pick(draw: Draw, visit: Visit) -> DrawPick:
    return DrawPick.objects.everywhere("guard").get(draw=draw, venue_id=visit.venue_id)


def supplemented(draw: Draw, actor: User) -> Draw:
    with at_moment(draw, timedelta(hours=6)):
        return draw_supplement(draw_id=draw.uuid, reason="专项需要", actor=actor, now=clock.now())


def test_a_venue_that_is_gone_is_replaced_from_its_waiting_list(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    draw = whole(supervisor)
    gone = visits_of_draw(draw)[0]
    draw = replaced(draw, supervisor, gone)
    change = DrawChange.objects.everywhere("guard").select_related("brought__venue").get(draw=draw)
    assert standing(gone).state == "replaced"
    assert (pick(draw, gone).out_code, pick(draw, gone).origin) == ("moved", "result")
    new = change.brought
    assert new is not None
    assert (new.state, new.draw_id, pick(draw, new).origin) == ("planned", draw.pk, "replace")
    assert sorted(team(new).values()) == sorted(pick(draw, new).team)
    evidence = json.loads(change.evidence)
    assert sorted(evidence) == ["photo", "place", "signers", "statement"]
    proof = proofs_by_visit([new])[new.pk]
    line = DrawLogLine.objects.everywhere("guard").get(draw=draw, ev="REPLACE")
    assert (proof["event"], proof["head"], proof["leaf"]) == (
        "REPLACE",
        line.head,
        json.loads(line.line)["in"],
    )
    status, words = verified(draw, tmp_path)
    assert status == 0, words


@pytest.mark.parametrize("under", [sealed, committed])
def test_who_follows_is_known_however_many_came_before(
    district: District, supervisor: User, under: Callable[..., Draw]
) -> None:
    two_cells(district)
    draw = drawn(under(supervisor, rules=EXTRA), supervisor)
    mine = [visit for visit in visits_of_draw(draw) if visit.venue.code in _of_one_cell(draw)]
    supplemented(draw, supervisor)
    for hours, gone in enumerate(mine[: HEADS + 1], start=7):
        follows = pick_next(draw, gone.venue.code)
        assert follows is not None
        draw = replaced(draw, supervisor, gone, later=timedelta(hours=hours))
        change = DrawChange.objects.everywhere("guard").filter(draw=draw).latest("line__seq")
        assert change.brought is not None
        assert (change.brought.venue.code, follows.cell) == (follows.code, pick(draw, gone).cell)
    told = listed(revealed(draw, supervisor) if draw.sealed else draw, supervisor)
    assert {row.code: (row.rank, row.ticket) for row in draw.picks.all()} == {
        code: (told[code]["rank"], told[code]["ticket"]) for code in draw.picks.values_list("code", flat=True)
    }


def _of_one_cell(draw: Draw) -> set[str]:
    rows = draw.picks.filter(selected=True).values_list("cell", "code")
    cells = [cell for cell, _ in rows]
    largest = max(cells, key=cells.count)
    return {code for cell, code in rows if cell == largest}


def test_a_visit_that_began_is_not_replaced_away(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    visits = visits_of_draw(draw)
    for visit, state in zip(visits, ("started", "finished", "cancelled"), strict=False):
        Visit.objects.everywhere("guard").filter(pk=visit.pk).update(state=state)
        for code, seat in (("suspended", None), ("sick", 0)):
            with pytest.raises(DomainError, match="move_not_open"):
                replaced(draw, supervisor, visit, code, seat=seat)
    assert events(draw) == ["COMMIT", "BEACON", "RESULT"]
    assert [standing(v).state for v in visits[:3]] == ["started", "finished", "cancelled"]


@pytest.mark.parametrize(
    "missing", [{"photo": None}, {"statement": None}, {"place": " "}, {"signers": ["甲", "甲 "]}]
)
def test_a_venue_is_not_replaced_without_evidence(
    district: District, supervisor: User, missing: dict[str, Any]
) -> None:
    draw = whole(supervisor)
    with pytest.raises(DomainError, match="draw_evidence_few"):
        replaced(draw, supervisor, visits_of_draw(draw)[0], **missing)
    assert events(draw) == ["COMMIT", "BEACON", "RESULT"]


def test_an_officer_is_replaced_by_the_same_rule_and_approved_anew(
    district: District, supervisor: User, leader: User, tmp_path: Path
) -> None:
    draw = whole(supervisor)
    with at_moment(draw, timedelta(hours=1)):
        draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
        draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    visit = visits_of_draw(draw)[0]
    before = team(visit)
    draw = replaced(draw, supervisor, visit, "leave", seat=1, photo=None, place="", signers=["执法队长"])
    after = standing(visit)
    assert (after.state, after.approval_id) == ("planned", None)
    assert team(visit)[0] == before[0] and team(visit)[1] not in before.values()
    former = VisitOfficer.objects.everywhere("guard").get(visit=visit, seat=1, ended_at__isnull=False)
    assert former.ended_at is not None
    change = DrawChange.objects.everywhere("guard").get(draw=draw)
    assert (change.seat, change.officer_out, change.officer_in) == (1, before[1], team(visit)[1])
    with at_moment(draw, timedelta(hours=6)):
        visit_ask(visit_id=visit.pk, actor=supervisor, now=clock.now())
        visit_approve(visit_id=visit.pk, approve="approved", actor=leader, now=clock.now())
        for seat in (None, 2):
            with pytest.raises(DomainError, match="invalid"):
                replaced(draw, supervisor, visit, "sick", seat=seat)
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_a_visit_that_waits_for_its_approval_keeps_its_officers(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    visit = visits_of_draw(draw)[0]
    with at_moment(draw, timedelta(hours=1)):
        visit_ask(visit_id=visit.pk, actor=supervisor, now=clock.now())
    with pytest.raises(DomainError, match="conflict"):
        replaced(draw, supervisor, visit, "sick", seat=0)


def test_a_seat_nobody_can_take_is_open_and_assigned_once(
    district: District, supervisor: User, leader: User, tmp_path: Path
) -> None:
    people = Officer.objects.everywhere("guard")
    draw = whole(supervisor, rules={"overall": 3000, "officer_cap": 3, "relax": []})
    visit = visits_of_draw(draw)[0]
    draw = replaced(draw, supervisor, visit, "sick", seat=1)
    assert sorted(team(visit)) == [0]
    assert [seat["visit"] for seat in draw.open_seats] == [str(visit.pk)]
    free = people.exclude(cert_no__in=[*team(visit).values(), pick(draw, visit).team[0]]).first()
    assert free is not None
    with at_moment(draw, timedelta(hours=6)):
        visit_assign(
            visit_id=visit.pk, seat=1, officer_id=free.uuid, reason="借调", actor=supervisor, now=clock.now()
        )
        for _ in range(2):  # approved, relieved of its lead, approved again: the assignment is told once
            visit_ask(visit_id=visit.pk, actor=supervisor, now=clock.now())
            visit_approve(visit_id=visit.pk, approve="approved", actor=leader, now=clock.now())
            Visit.objects.everywhere("guard").filter(pk=visit.pk).update(state="planned", approval=None)
    assert events(draw) == ["COMMIT", "BEACON", "RESULT", "REPLACE", "ASSIGN"]
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_a_supplement_takes_what_the_commit_announced(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    draw = whole(supervisor, rules=EXTRA)
    assert draw.extra_left == 2
    first = {visit.pk for visit in visits_of_draw(draw)}
    draw = supplemented(draw, supervisor)
    new = [visit for visit in visits_of_draw(draw) if visit.pk not in first]
    assert [pick(draw, visit).origin for visit in new] == ["supplement"] * 3
    assert {proof["event"] for proof in proofs_by_visit(new).values()} == {"SUPPLEMENT"}
    draw = replaced(draw, supervisor, new[0], later=timedelta(hours=6))
    draw = supplemented(draw, supervisor)
    assert draw.extra_left == 0
    with pytest.raises(DomainError, match="draw_order"):
        supplemented(draw, supervisor)
    assert draw_detail(draw, supervisor)["verbs"].count("draw.supplement") == 0
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_changes_of_a_sealed_draw_name_nobody_in_public_before_the_reveal(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    draw = drawn(sealed(supervisor, rules=EXTRA), supervisor)
    gone = visits_of_draw(draw)[0]
    draw = replaced(draw, supervisor, gone)
    draw = supplemented(draw, supervisor)
    seen = public_get(draw.pk, clock.now())
    assert seen is not None
    assert [(row["ev"], row["out"], row["brought"]) for row in seen["changes"]] == [
        ("REPLACE", None, None), ("SUPPLEMENT", None, None),
    ]  # fmt: skip
    assert gone.venue.code not in json.dumps([seen["log"], seen["picks"], seen["changes"]], default=str)
    desk = draw_detail(draw, supervisor)["changes"]
    assert desk[0]["out"]["code"] == gone.venue.code
    draw = revealed(draw, supervisor)
    seen = public_get(draw.pk, clock.now())
    assert seen is not None and seen["changes"][0]["out"]["code"] == gone.venue.code
    with pytest.raises(DomainError, match="draw_order"):
        replaced(draw, supervisor, visits_of_draw(draw)[0])
    status, words = verified(draw, tmp_path)
    assert status == 0, words


# late sources and mistakes


def awaiting(supervisor: User, beacon: Any) -> Draw:
    draft = drafted(supervisor)
    return draw_commit(
        draw_id=draft.uuid, beacon=beacon, moment=clock.now() + timedelta(hours=2), actor=supervisor,
        now=clock.now(),
    )  # fmt: skip


def test_a_lottery_that_was_not_drawn_is_awaited_as_its_next_issue(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    draw = awaiting(supervisor, LOTTERIES)
    given: dict[str, Any] = {"draw_id": draw.uuid, "i": 1, "reason": "当日停开", "actor": supervisor}
    page = photo_of(draw, supervisor, "page")
    with pytest.raises(DomainError, match="draw_source_not_late"):
        draw_delay(**given, issue="2026246", page=page, now=clock.now())
    late = clock.now() + timedelta(days=2)
    with clock.at(late):
        with pytest.raises(DomainError, match="draw_evidence_few"):
            draw_delay(**given, issue="2026246", now=clock.now())
        draw_delay(**given, issue="2026246", page=page, now=clock.now())
        with pytest.raises(DomainError, match="draw_order"):
            draw_delay(**given, issue="2026247", page=page, now=clock.now())
    with clock.at(late + timedelta(days=2)):
        values = ["03 07 11 19 24 30 08", "07192", "719"]
        shown = draw_detail(draw, supervisor)["awaited"]["of"][1]["issue"]
        draw = draw_draw(
            draw_id=draw.uuid, values=values, sheet=sheet_of(draw, supervisor).uuid, actor=supervisor,
            now=clock.now(),
        )  # fmt: skip
    assert (shown, draw.values[1]) == ("2026246", "pl5:2026246:07192")
    with pytest.raises(DomainError, match="move_not_open"):
        draw_delay(**given, issue="2026248", page=page, now=late + timedelta(days=3))
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_a_mistake_is_told_and_changes_nothing(district: District, supervisor: User, tmp_path: Path) -> None:
    draw = whole(supervisor)
    with at_moment(draw, timedelta(hours=1)):
        given: dict[str, Any] = {
            "draw_id": draw.uuid, "code": "display", "reason": "公示页名称误植", "actor": supervisor,
            "page": photo_of(draw, supervisor, "page"), "now": clock.now(),
        }  # fmt: skip
        draw_correct(**given, ref=3)
        with pytest.raises(DomainError, match="draw_order"):
            draw_correct(**given, ref=9)
    assert events(draw) == ["COMMIT", "BEACON", "RESULT", "ERRATUM"]
    assert draw_detail(draw, supervisor)["changes"][0]["reason"] == "公示页名称误植"
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_a_log_keeps_the_profile_it_began_with(
    district: District, supervisor: User, settings: Any, tmp_path: Path
) -> None:
    settings.DRAW_PROFILE = "SSJ-DRAW/1-SM3"
    draw = drawn(sealed(supervisor), supervisor)
    draw = replaced(draw, supervisor, visits_of_draw(draw)[0])
    draw = revealed(draw, supervisor)
    assert json.loads(draw.commit)["spec"] == "SSJ-DRAW/1-SM3"
    status, words = verified(draw, tmp_path)
    assert status == 0, words
    settings.DRAW_PROFILE = "SSJ-DRAW/1"
    assert scope_profile(draw.scope).spec == "SSJ-DRAW/1-SM3"


def test_a_draw_by_drand_shows_the_signature_of_its_round(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    """The one round whose signature is published in the vectors: a commit of its day."""
    signature = json.loads(Path("tests/vectors/draw_x3.json").read_text())["drand"]
    moment = clock.now().fromtimestamp(1694775602, clock.BEIJING)
    with clock.at(moment - timedelta(hours=2)):
        draft = drafted(supervisor)
        beacon = {"kind": "drand", "chain": CHAIN, "round": drand_round(1694775602)}
        draw = draw_commit(
            draw_id=draft.uuid, beacon=beacon, moment=moment, actor=supervisor, now=clock.now()
        )
    with clock.at(moment + timedelta(minutes=1)):
        given: dict[str, Any] = {"draw_id": draw.uuid, "values": [signature["value"]], "actor": supervisor}
        wrong = signature["signature"][:-1] + "0"
        for proof in (wrong, "00" * 48):
            with pytest.raises(DomainError, match="draw_beacon_wrong"):
                draw_draw(**given, proofs=[proof], now=clock.now())
        draw = draw_draw(**given, proofs=[signature["signature"]], now=clock.now())
    assert draw.state == "drawn"
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_the_visit_of_another_draw_is_not_found(district: District, supervisor: User) -> None:
    first = whole(supervisor)
    with at_moment(first, timedelta(hours=1)):
        second = drawn(committed(supervisor), supervisor)
    with pytest.raises(DomainError, match="not_found"):
        replaced(second, supervisor, visits_of_draw(first)[0])


def test_when_nobody_is_left_the_venue_has_no_successor(
    district: District, supervisor: User, tmp_path: Path
) -> None:
    everybody = {"overall": 10000, "bp": dict.fromkeys("ABCD", 10000)}
    draw = whole(supervisor, rules=everybody)
    assert len(visits_of_draw(draw)) == 30
    draw = replaced(draw, supervisor, visits_of_draw(draw)[0], "cancelled")
    change = DrawChange.objects.everywhere("guard").get(draw=draw)
    assert (change.brought, len(visits_of_draw(draw))) == (None, 29)
    assert draw_detail(draw, supervisor)["changes"][0]["brought"] is None
    status, words = verified(draw, tmp_path)
    assert status == 0, words


def test_a_draft_has_no_log_and_a_committed_draw_no_result(district: District, supervisor: User) -> None:
    with pytest.raises(DomainError, match="draw_order"):
        log_append(drafted(supervisor), "VOID", {"code": "order"}, clock.now())
    with pytest.raises(DomainError, match="draw_order"):
        draw_standing(committed(supervisor))
