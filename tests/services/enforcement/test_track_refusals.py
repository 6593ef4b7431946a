"""What becomes of a side track that is not granted or is taken back: its state, its clocks, its line."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.models import Clock, JournalLine
from enforcement.models import CaseTrack
from enforcement.services.cases import case_end
from tests.cast import Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement.course import due_of, on_day, refused
from tests.services.enforcement.test_tracks import ASKED, HEAVY, act, begin, lacks

pytestmark = pytest.mark.django_db
TOLD = {"on": "2026-09-16", "hearing_on": "2026-09-28", "place": "大队会议室", "chair": "季文度"}


def stood(row: CaseTrack) -> tuple[str, date | None, str | None]:
    """State, end and what became of the request, as the rows have it."""
    now = CaseTrack.objects.everywhere("guard").select_related("approval").get(pk=row.pk)
    return now.state, now.ended_on, now.approval.state if now.approval else None


def clocks(row: CaseTrack) -> dict[str, tuple[date, date | None]]:
    rows = Clock.objects.everywhere("guard").filter(noun_id=row.pk)
    return {one.rule: (one.due_on, one.done_on) for one in rows}


def last_line(row: CaseTrack) -> tuple[str, str, dict[str, Any]]:
    """Verb, state of the case and data of its latest line."""
    lines = JournalLine.objects.everywhere("guard").filter(noun="case", noun_id=row.case_id)
    line = lines.exclude(verb__startswith="clock.").latest("id")
    return line.verb, line.after, line.data


def moved(row: CaseTrack, before: str, after: str) -> dict[str, str]:
    return {"track": str(row.pk), "from": before, "to": after}


def test_a_preservation_that_is_not_approved_holds_nothing_and_starts_no_clock(cast: Cast) -> None:
    case = case_make(cast)
    row = begin(case, "preservation.ask", cast.inspector, **ASKED)
    assert lacks(row, "preservation.reject", cast.inspector, reason="不必") == "not_allowed"
    assert lacks(row, "preservation.reject", cast.leader) == "invalid"  # the reason is missing
    act(row, "preservation.reject", cast.leader, reason="证据不会灭失")
    assert stood(row) == ("rejected", date(2026, 9, 15), "rejected")
    assert clocks(row) == {}
    assert last_line(row) == ("preservation.reject", "filed", moved(row, "asked", "rejected"))
    for verb in ("preservation.reject", "preservation.approve", "preservation.dispose"):
        given = {"on": "2026-09-15", "result": "returned"} if verb.endswith("dispose") else {"reason": "再次"}
        given = {"on": "2026-09-15"} if verb.endswith("approve") else given
        actor = cast.inspector if verb.endswith("dispose") else cast.leader
        assert lacks(row, verb, actor, **given) == "move_not_open"
    case_end(case_id=case.pk, verb="case.withdraw", reason="不成立", actor=cast.leader, now=clock.now())


def test_a_preservation_that_is_held_is_disposed_of_and_no_longer_rejected(cast: Cast) -> None:
    row = begin(case_make(cast), "preservation.ask", cast.inspector, **ASKED)
    act(row, "preservation.approve", cast.leader, on="2026-09-15")
    assert lacks(row, "preservation.reject", cast.leader, reason="不必") == "move_not_open"
    assert clocks(row) == {"preservation": (date(2026, 9, 23), None)}


def test_instalments_that_are_refused_leave_the_day_of_payment_as_it_was(cast: Cast) -> None:
    case = case_make(cast, "served")
    plan = [{"on": "2026-10-20", "fen": 300_000}, {"on": "2026-11-20", "fen": 500_000}]
    row = begin(case, "instalments.ask", cast.inspector, schedule=plan, reason="经营困难")
    assert lacks(row, "instalments.reject", cast.inspector, reason="有能力") == "not_allowed"
    act(row, "instalments.reject", cast.leader, reason="有能力一次缴清")
    assert stood(row) == ("rejected", date(2026, 9, 15), "rejected")
    due = due_of(case, "case_payment")
    assert (due.due_on, due.done_on) == (date(2026, 9, 30), None)
    assert not Clock.objects.everywhere("guard").filter(noun_id=case.pk, rule="case_instalments").exists()
    assert last_line(row) == ("instalments.reject", "served", moved(row, "asked", "rejected"))
    assert lacks(row, "instalments.approve", cast.leader) == "move_not_open"
    again = begin(case, "instalments.ask", cast.inspector, schedule=plan, reason="补充了财务报表")
    act(again, "instalments.approve", cast.leader)
    assert lacks(again, "instalments.reject", cast.leader, reason="反悔") == "move_not_open"
    assert due_of(case, "case_instalments").due_on == date(2026, 11, 20)


def test_a_referral_that_is_not_approved_parks_nothing_and_meets_its_three_days(cast: Cast) -> None:
    case = case_make(cast)
    row = begin(case, "referral.propose", cast.inspector, crime="侵犯著作权罪", reason="数额较大")
    assert clocks(row) == {"referral_approval": (date(2026, 9, 18), None)}
    with on_day(2026, 9, 19):
        assert lacks(row, "referral.reject", cast.leader, reason="不构成犯罪") == ["late_reason"]
    with on_day(2026, 9, 18):
        assert lacks(row, "referral.reject", cast.inspector, reason="不构成犯罪") == "not_allowed"
        act(row, "referral.reject", cast.leader, reason="不构成犯罪")
    assert stood(row) == ("rejected", date(2026, 9, 18), "rejected")
    assert clocks(row) == {"referral_approval": (date(2026, 9, 18), date(2026, 9, 18))}
    assert not due_of(case, "case_decision").suspensions.exists()
    assert last_line(row) == ("referral.reject", "filed", moved(row, "proposed", "rejected"))
    sent = {"at": "2026-09-15T09:00", "to": "区公安分局", "receipt": "收1号", "copied": "区人民检察院"}
    assert lacks(row, "referral.hand_over", cast.inspector, **sent) == "move_not_open"
    other = begin(case, "referral.propose", cast.inspector, crime="侵犯著作权罪", reason="又查明数额巨大")
    act(other, "referral.approve", cast.leader)
    assert lacks(other, "referral.reject", cast.leader, reason="反悔") == "move_not_open"


@pytest.mark.parametrize("told", [False, True])
def test_a_hearing_that_is_taken_back_no_longer_keeps_the_decision(cast: Cast, told: bool) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    begin(case, "discussion.record", cast.leader, on="2026-09-15", people="负责人", conclusion="同意")
    with on_day(2026, 9, 16):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
        if told:
            row = act(row, "hearing.notify", cast.legal_reviewer, **TOLD)
    decide = {**HEAVY, "band_reason": "情节严重"}
    with on_day(2026, 9, 22):  # the window for statement is over
        assert refused(cast, case, "decide", **decide).data["missing"] == ["hearing_record"]
        assert lacks(row, "hearing.withdraw", cast.inspector) == "invalid"  # the reason is missing
        act(row, "hearing.withdraw", cast.inspector, reason="当事人书面撤回")
        assert stood(row) == ("withdrawn", date(2026, 9, 22), None)
        before = "notified" if told else "requested"
        assert last_line(row) == ("hearing.withdraw", "informed", moved(row, before, "withdrawn"))
        assert due_of(case, "hearing_request").done_on == date(
            2026, 9, 16
        )  # met by the request, and stays so
        hold = {"on": "2026-09-22", "record": "双方陈述"}
        assert lacks(row, "hearing.hold", cast.legal_reviewer, **hold) == "move_not_open"
        assert lacks(row, "hearing.withdraw", cast.inspector, reason="再次") == "move_not_open"
        assert step(cast, case, "decide", **decide).state == "decided"


def test_a_hearing_that_was_held_is_not_taken_back(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2026, 9, 16):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
        row = act(row, "hearing.notify", cast.legal_reviewer, **TOLD)
    with on_day(2026, 9, 28):
        act(row, "hearing.hold", cast.legal_reviewer, on="2026-09-28", record="双方陈述")
        assert lacks(row, "hearing.withdraw", cast.inspector, reason="反悔") == "move_not_open"
