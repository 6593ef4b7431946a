"""The stages of a reminder."""

from datetime import date, datetime, timedelta

import pytest

from backend.clock import BEIJING
from counting.domain.reminders import (
    ESCALATED,
    PATIENCE_NATURAL_DAYS,
    SOON_NATURAL_DAYS,
    WAITING,
    instant_stage,
    milestone_of,
    stage_of,
)

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("kind", "rest", "stage"),
    [
        ("reveal", 8, ""),
        ("reveal", 7, "soon"),
        ("reveal", 0, "today"),
        ("reveal", -1, "overdue"),
        ("lead", 4, ""),
        ("lead", 3, "soon"),
        ("leave", 30, "waiting"),
        ("leave", None, "waiting"),
        ("lead", None, ""),
    ],
)
def test_thing_is_told_at_the_stage_it_has_reached(kind: str, rest: int | None, stage: str) -> None:
    due_on = None if rest is None else TODAY + timedelta(days=rest)
    assert stage_of(kind, due_on, TODAY) == stage


WISHES = {
    "approve", "leave", "swap", "swap_answer", "lead_extend", "hazard", "hazard_close", "letter", "repair",
}  # fmt: skip


def test_what_no_law_sets_a_day_for_is_told_at_once_and_escalated() -> None:
    assert PATIENCE_NATURAL_DAYS.keys() <= WAITING & ESCALATED


def test_no_duty_or_wish_of_a_person_is_escalated() -> None:
    assert ESCALATED.isdisjoint({"duty", "leave", "swap", "swap_answer"})
    assert WAITING - SOON_NATURAL_DAYS.keys() - ESCALATED == WISHES


@pytest.mark.parametrize(
    ("length", "rest", "stage"),
    [
        (90, 31, ""), (90, 30, "d30"), (90, 16, "d30"), (90, 15, "d15"), (90, 6, "d15"), (90, 5, "d5"),
        (90, 2, "d5"), (90, 1, "d1"), (90, 0, "today"), (90, -1, "overdue"),
        (30, 30, ""), (30, 15, "d15"), (9, 9, ""), (9, 5, "d5"), (3, 2, ""), (3, 1, "d1"),
    ],
)  # fmt: skip
def test_a_clock_is_told_at_the_milestones_shorter_than_itself(length: int, rest: int, stage: str) -> None:
    due_on = TODAY + timedelta(days=rest)
    starts_on = due_on - timedelta(days=length)
    assert milestone_of(starts_on, due_on, TODAY, certain=True) == stage


def test_a_day_that_may_still_move_is_never_overdue() -> None:
    assert milestone_of(date(2026, 9, 1), date(2026, 9, 14), TODAY, certain=False) == "today"


def test_a_period_in_hours_is_told_until_its_minute() -> None:
    ends = datetime(2026, 9, 16, 8, 50, tzinfo=BEIJING)
    at = (ends - timedelta(hours=23), ends, ends + timedelta(minutes=1))
    assert [instant_stage(ends, now) for now in at] == ["d1", "today", "overdue"]
