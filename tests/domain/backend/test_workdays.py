"""Which days are worked, by the published tables of 2025 and 2026."""

from datetime import date

import pytest

from backend.domain.workdays import DayKind, SpecialDay, WorkCalendar
from tests.domain.backend.calendars import published

CALENDAR = published(2025, 2026)


@pytest.mark.parametrize(
    ("on", "worked", "label"),
    [
        (date(2026, 9, 15), True, ""),
        (date(2026, 9, 19), False, "周末"),
        (date(2026, 9, 20), True, "班"),
        (date(2026, 9, 25), False, "中秋"),
        (date(2026, 10, 1), False, "国庆"),
        (date(2026, 10, 7), False, "休"),
        (date(2026, 10, 10), True, "班"),
        (date(2025, 1, 26), True, "班"),
        (date(2025, 10, 6), False, "中秋"),
    ],
)
def test_published_day_is_worked_or_not(on: date, worked: bool, label: str) -> None:
    assert (CALENDAR.is_workday(on), CALENDAR.label(on)) == (worked, label)


@pytest.mark.parametrize("year", [2025, 2026])
def test_year_has_its_statutory_holidays_and_its_workdays(year: int) -> None:
    days = [
        date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
    statutory = sum(CALENDAR.is_statutory_holiday(day) is True for day in days)
    assert (statutory, sum(CALENDAR.is_workday(day) for day in days)) == (13, 248)


@pytest.mark.parametrize(
    ("on", "statutory"),
    [
        (date(2026, 10, 3), True),
        (date(2026, 10, 4), False),
        (date(2026, 9, 26), False),
        (date(2026, 9, 16), False),
        (date(2027, 10, 1), True),
        (date(2027, 2, 6), None),
    ],
)
def test_statutory_holiday_is_no_weekend_and_no_bridge_day(on: date, statutory: bool | None) -> None:
    assert CALENDAR.is_statutory_holiday(on) is statutory


def test_year_without_a_table_is_never_guessed() -> None:
    with pytest.raises(ValueError, match="no calendar for 2027"):
        CALENDAR.is_workday(date(2027, 3, 10))


@pytest.mark.parametrize(
    ("on", "may", "must"),
    [
        (date(2027, 3, 10), True, True),
        (date(2027, 3, 13), True, False),
        (date(2027, 2, 10), True, False),
        (date(2027, 5, 1), False, False),
        (date(2026, 9, 20), True, True),
        (date(2026, 9, 25), False, False),
    ],
)
def test_unknown_day_may_be_worked_or_must_be(on: date, may: bool, must: bool) -> None:
    assert (CALENDAR.may_be_workday(on), CALENDAR.must_be_workday(on)) == (may, must)


def test_unknown_day_says_so_on_the_day_strip() -> None:
    assert CALENDAR.label(date(2027, 3, 10)) == "未公布"


def test_vacation_holds_both_its_ends() -> None:
    calendar = WorkCalendar.of([2026], [], [(date(2026, 7, 10), date(2026, 8, 31))])
    days = (date(2026, 7, 9), date(2026, 7, 10), date(2026, 8, 31), date(2026, 9, 1))
    assert [calendar.is_vacation(day) for day in days] == [False, True, True, False]


def test_workdays_between_leave_the_first_day_out() -> None:
    assert CALENDAR.workdays_between(date(2026, 9, 15), date(2026, 10, 19)) == 20


def test_later_row_of_a_table_wins() -> None:
    on = date(2026, 9, 16)
    calendar = WorkCalendar.of(
        [2026], [SpecialDay(on, DayKind.MAKEUP, "班"), SpecialDay(on, DayKind.BRIDGE, "休")]
    )
    assert not calendar.is_workday(on)
