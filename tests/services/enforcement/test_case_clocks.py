"""Clocks of a case that follow each other, stand still, move with the calendar and remind its people."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.workdays import DayKind, SpecialDay
from backend.models import CalendarChange, Clock, ClockShift, Organ, Reminder, User
from backend.services.calendar import calendar_edit, calendar_load_year
from counting.services.reminders import remind
from enforcement.services.cases import case_mark, case_suspend, track_act, track_begin
from tests.cast import Cast
from tests.factories_enforcement import NO_PENALTY, case_make, lead_make, step
from tests.services.enforcement.course import due_of, on_day, refused

pytestmark = pytest.mark.django_db
NEW_YEAR = [SpecialDay(date(2027, 3, 15), DayKind.BRIDGE, "休")]


def dispute(cast: Cast, case: Any, kind: str, on: str, ended: str, result: str) -> None:
    with on_day(2026, 9, int(on[-2:])):
        row = track_begin(
            case_id=case.uuid, verb=f"{kind}.receive", values={"on": on, "body": "区政府"},
            actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
    with on_day(2026, 9, int(ended[-2:])):
        track_act(
            track_id=row.uuid, verb=f"{kind}.conclude", values={"on": ended, "result": result},
            actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip


def test_the_court_is_applied_to_within_three_months_after_every_remedy(cast: Cast) -> None:
    case = case_make(cast, "served")
    suit, court = due_of(case, "litigation_request"), due_of(case, "court_application")
    assert (suit.due_on, court.starts_on, court.due_on) == (
        date(2027, 3, 15), date(2027, 3, 15), date(2027, 6, 15),
    )  # fmt: skip
    assert (suit.provisional, court.provisional, court.needs_years) == (True, True, [2027])
    calendar_load_year(year=2027, source="通知", days=NEW_YEAR, now=clock.now())
    court.refresh_from_db()
    assert (court.starts_on, court.due_on, court.provisional) == (date(2027, 3, 16), date(2027, 6, 16), False)
    moved = ClockShift.objects.everywhere("guard").filter(clock=court).get()
    assert (moved.before, moved.after, moved.was_provisional) == (date(2027, 6, 15), date(2027, 6, 16), True)
    step(cast, case, "pay")
    step(cast, case, "perform")
    court.refresh_from_db()
    assert court.done_on == date(2026, 9, 15)


def test_after_a_review_the_party_has_fifteen_days_to_sue_and_then_the_court_is_applied_to(
    cast: Cast,
) -> None:
    case = case_make(cast, "served")
    dispute(cast, case, "review", "2026-09-16", "2026-09-21", "upheld")
    assert due_of(case, "litigation_request").done_on == date(2026, 9, 16)
    suit = due_of(case, "suit_after_review")
    assert suit.due_on == date(2026, 10, 8)  # fifteen days end on 6 October, a holiday
    assert [row.due_on for row in courts(case)] == [date(2027, 1, 8)]
    dispute(cast, case, "litigation", "2026-09-22", "2026-09-30", "rejected")
    assert [row.starts_on for row in courts(case)] == [date(2026, 9, 30)]


def courts(case: Any) -> list[Clock]:
    rows = Clock.objects.everywhere("guard").filter(noun_id=case.uuid, rule="court_application")
    return list(rows.filter(done_on__isnull=True))


def test_a_revoked_decision_is_not_taken_to_court(cast: Cast) -> None:
    case = case_make(cast, "served")
    dispute(cast, case, "review", "2026-09-16", "2026-09-21", "revoked")
    assert courts(case) == []


def test_an_act_found_after_two_years_is_filed_only_where_it_did_harm(cast: Cast) -> None:
    with pytest.raises(DomainError) as late:
        case_make(cast, occurred_on=date(2024, 9, 14))
    assert late.value.data["fields"].keys() == {"occurred_on"}
    assert case_make(cast, occurred_on=date(2024, 9, 15)).found_on == date(2026, 9, 15)
    case = case_make(cast, "reviewed", occurred_on=date(2024, 9, 14), harm="yes")
    marks: dict[str, Any] = {"complex_case": False, "public_interest": False, "actor": cast.leader}
    case = case_mark(case_id=case.uuid, harm=False, now=clock.now(), **marks)
    assert refused(cast, case, "intend").data["missing"] == ["within_time_limit"]
    case_mark(case_id=case.uuid, harm=True, now=clock.now(), **marks)
    case_mark(case_id=case.uuid, now=clock.now(), **marks)  # says nothing of harm: it stays
    case = step(cast, case, "tell")
    case_mark(case_id=case.uuid, harm=False, now=clock.now(), **marks)
    step(cast, case, "statement")
    assert refused(cast, case, "decide").data["missing"] == ["within_time_limit"]
    barred = {**NO_PENALTY, "ground": "time_barred", "classes": [], "fine_fen": 0}
    assert step(cast, case, "decide", **barred).ground == "time_barred"


def test_the_time_of_an_act_runs_to_the_day_its_lead_came(cast: Cast) -> None:
    with on_day(2026, 9, 1):
        lead = lead_make(cast, verified="属实")
    case = case_make(cast, lead=lead.uuid, occurred_on=date(2024, 9, 2))
    assert case.found_on == date(2026, 9, 1)


@pytest.mark.parametrize(("hour", "day"), [(15, 15), (16, 16)])
def test_the_day_turns_at_midnight_in_beijing(cast: Cast, hour: int, day: int) -> None:
    minute = 59 if hour == 15 else 0
    case = case_make(cast, "reviewed")
    with clock.at(datetime(2026, 9, 15, hour, minute, 59, tzinfo=UTC)):
        case = step(cast, case, "tell")
    assert due_of(case, "case_statement").starts_on == date(2026, 9, day)
    assert case.informed_on == date(2026, 9, day)


def test_the_last_minute_of_the_window_is_the_partys(cast: Cast) -> None:
    case = case_make(cast, "informed")  # five working days end on Monday 21 September: Sunday is worked
    with clock.at(datetime(2026, 9, 21, 15, 59, 59, tzinfo=UTC)):
        assert refused(cast, case, "decide").data["missing"] == ["statement_window"]
    with clock.at(datetime(2026, 9, 21, 16, 0, 0, tzinfo=UTC)):
        assert step(cast, case, "decide").decided_on == date(2026, 9, 22)


def told(person: User, kind: str) -> list[str]:
    rows = Reminder.objects.everywhere("guard").filter(person=person, kind=kind).order_by("created_at")
    return list(rows.values_list("stage", flat=True))


def test_a_clock_is_told_at_30_15_5_and_1_days_once_to_its_people_and_goes_up_when_over(cast: Cast) -> None:
    case_make(cast)  # ninety days end on Monday 14 December
    for month, day in (
        (11, 13),
        (11, 14),
        (11, 29),
        (11, 29),
        (12, 9),
        (12, 12),
        (12, 13),
        (12, 14),
        (12, 15),
    ):
        with on_day(2026, month, day):
            remind(now=clock.now())
    stages = ["d30", "d15", "d5", "d1", "today", "overdue"]
    for person in (cast.inspector, cast.colleague, cast.leader):
        assert told(person, "case_decision") == stages
    assert told(cast.supervisor, "case_decision") == ["escalated"]
    assert told(cast.legal_reviewer, "case_decision") == []
    standing = Reminder.objects.everywhere("guard").filter(person=cast.inspector, over_at__isnull=True)
    row = standing.get(kind="case_decision")
    assert (row.stage, row.at_noun, row.title) == ("overdue", "case", "蓝鲸网咖 (钢)文综立字〔2026〕1号")


def test_a_clock_that_stands_still_reminds_nobody_and_a_provisional_one_is_never_overdue(cast: Cast) -> None:
    still = case_make(cast)
    case_suspend(case_id=still.uuid, basis="鉴定", actor=cast.leader, now=clock.now())
    with on_day(2026, 12, 20):
        case_make(cast, "decided")  # publication and service end in 2027, whose table is not known
        remind(now=clock.now())
    assert told(cast.inspector, "case_decision") == []
    with on_day(2026, 12, 31):
        remind(now=clock.now())
    with on_day(2027, 1, 20):
        remind(now=clock.now())
    assert told(cast.inspector, "case_service") == ["today"]


def test_a_table_is_tried_before_it_is_kept(cast: Cast) -> None:
    case = case_make(cast, "decided")
    held = due_of(case, "case_service")
    given: dict[str, Any] = {
        "year": 2026, "source": "更正", "days": [SpecialDay(date(2026, 9, 16), DayKind.BRIDGE, "休")],
        "actor": cast.supervisor,
    }  # fmt: skip
    before = CalendarChange.objects.everywhere("guard").count()
    tried = calendar_edit(**given, keep="", now=clock.now())
    assert held.pk in {one.clock_id for one in tried.shifts.all()}
    assert CalendarChange.objects.everywhere("guard").count() == before
    assert due_of(case, "case_service").due_on == held.due_on
    kept = calendar_edit(**given, keep="yes", now=clock.now())
    moved = kept.shifts.get(clock=held)
    assert (moved.before, moved.after) == (held.due_on, due_of(case, "case_service").due_on)
    assert moved.before != moved.after
    with pytest.raises(DomainError) as wrong:
        calendar_edit(**{**given, "year": 2024}, keep="", now=clock.now())
    assert wrong.value.data["fields"].keys() == {"days"}


def test_only_the_organ_above_all_sets_the_calendar(cast: Cast) -> None:
    cast.supervisor.organ = Organ(code="WH370117-1", lo="WH370117-1", hi="WH370117-1~", parent=cast.organ)
    for actor in (cast.inspector, cast.supervisor):
        with pytest.raises(DomainError) as refusal:
            calendar_edit(year=2026, source="x", days=[], keep="yes", actor=actor, now=clock.now())
        assert refusal.value.code == "not_allowed"
