"""The stages of a reminder."""

from datetime import date, timedelta

import pytest

from counting.domain.reminders import ESCALATED, SOON_NATURAL_DAYS, WAITING, stage_of

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("kind", "rest", "stage"),
    [
        ("publish", 8, ""),
        ("publish", 7, "soon"),
        ("publish", 0, "today"),
        ("publish", -1, "overdue"),
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


def test_no_duty_or_wish_of_a_person_is_escalated() -> None:
    assert ESCALATED.isdisjoint({"duty", "leave", "swap", "swap_answer"})
    assert WAITING - SOON_NATURAL_DAYS.keys() - ESCALATED == {"approve", "leave", "swap", "swap_answer"}
