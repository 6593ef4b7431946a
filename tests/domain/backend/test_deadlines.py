"""When periods end: every rule of the time calendar, with the published years."""

from datetime import date, datetime

import pytest

from backend.clock import BEIJING
from backend.domain.deadlines import (
    DayCount,
    Due,
    Unit,
    due,
    due_before,
    due_in_hours,
    due_instant,
    rest,
    unit_of,
)
from tests.domain.backend.calendars import published

CALENDAR = published(2025, 2026)
TUESDAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("law", "length", "unit"),
    [
        *[("行政处罚法", n, "workdays") for n in (2, 3, 5, 7)],  # Art 85
        *[("行政处罚法", n, "natural_days") for n in (15, 30, 60, 90)],
        *[("行政强制法", n, "workdays") for n in (3, 7, 10)],  # Art 69
        *[("行政强制法", n, "natural_days") for n in (15, 30)],
        *[("行政复议法", n, "workdays") for n in (5, 7, 10)],
        ("行政复议法", 60, "natural_days"),
        ("旅游法", 5, "natural_days"),
    ],
)
def test_law_says_in_which_days_a_period_runs(law: str, length: int, unit: Unit) -> None:
    assert unit_of(law, length) == unit


@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        (TUESDAY, 1, date(2026, 9, 16)),
        (TUESDAY, 2, date(2026, 9, 17)),
        (TUESDAY, 3, date(2026, 9, 18)),
        (TUESDAY, 5, date(2026, 9, 21)),  # Sunday the 20th is worked
        (TUESDAY, 7, date(2026, 9, 23)),
        (TUESDAY, 10, date(2026, 9, 29)),  # past 中秋
        (TUESDAY, 20, date(2026, 10, 19)),  # past 国庆, Saturday 10-10 is worked
        (date(2025, 1, 24), 5, date(2025, 2, 7)),  # Friday; Sunday the 26th is worked, past 春节
        (date(2025, 9, 26), 7, date(2025, 10, 13)),  # 国庆 and 中秋 in one, Saturday 10-11 is worked
        (date(2025, 12, 31), 2, date(2026, 1, 5)),  # Sunday 2026-01-04 is worked
    ],
)
def test_working_days_skip_holidays_and_count_makeup_days(start: date, length: int, ends: date) -> None:
    reckoned = due(start, length, "workdays", CALENDAR)
    assert (reckoned.on, reckoned.provisional, reckoned.words()) == (ends, False, ends.isoformat())


@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        (TUESDAY, 15, date(2026, 9, 30)),
        (TUESDAY, 30, date(2026, 10, 15)),
        (TUESDAY, 60, date(2026, 11, 16)),  # the 14th is a Saturday
        (TUESDAY, 90, date(2026, 12, 14)),
        (TUESDAY, 16, date(2026, 10, 8)),  # 国庆: the next working day is the 8th
        (date(2026, 9, 5), 15, date(2026, 9, 20)),  # a Sunday that is worked
        (date(2026, 2, 1), 15, date(2026, 2, 24)),  # 春节
    ],
)
def test_natural_days_end_on_the_next_working_day(start: date, length: int, ends: date) -> None:
    reckoned = due(start, length, "natural_days", CALENDAR)
    assert (reckoned.on, reckoned.provisional) == (ends, False)


@pytest.mark.parametrize(
    ("end", "length", "latest"),
    [
        (date(2026, 9, 24), 7, date(2026, 9, 16)),  # Sunday the 20th is worked
        (date(2026, 10, 9), 5, date(2026, 9, 24)),  # 国庆 between
        (date(2026, 10, 1), 1, date(2026, 9, 30)),
        (date(2025, 2, 5), 3, date(2025, 1, 24)),
    ],
)
def test_backward_period_ends_on_a_working_day(end: date, length: int, latest: date) -> None:
    reckoned = due_before(end, length, CALENDAR)
    assert (reckoned.on, reckoned.words()) == (latest, latest.isoformat())


def test_reckoning_tells_why_each_day_counts_or_not() -> None:
    reckoned = due(date(2026, 9, 17), 3, "workdays", CALENDAR)
    assert reckoned.reckoning == (
        DayCount(date(2026, 9, 18), 1, ""),
        DayCount(date(2026, 9, 19), None, "周末"),
        DayCount(date(2026, 9, 20), 2, "班"),
        DayCount(date(2026, 9, 21), 3, ""),
    )


def test_reckoning_of_natural_days_shows_the_days_it_rolls_over() -> None:
    reckoned = due(date(2026, 9, 29), 2, "natural_days", CALENDAR)
    assert [(day.on.day, day.number, day.why) for day in reckoned.reckoning] == [
        (30, 1, ""),
        (1, 2, "国庆"),
        *[(n, None, "顺延") for n in range(2, 9)],
    ]


@pytest.mark.parametrize(
    ("unit", "ends"), [("workdays", date(2026, 9, 24)), ("natural_days", date(2026, 9, 21))]
)
def test_suspended_days_are_not_counted(unit: Unit, ends: date) -> None:
    pause = (date(2026, 9, 17), date(2026, 9, 18))
    reckoned = due(TUESDAY, 4 if unit == "natural_days" else 6, unit, CALENDAR, [pause])
    assert (reckoned.on, [day.why for day in reckoned.reckoning][1:3]) == (ends, ["中止", "中止"])


def test_period_does_not_roll_onto_a_suspended_day() -> None:
    pause = (date(2026, 10, 8), date(2026, 10, 9))
    assert due(TUESDAY, 16, "natural_days", CALENDAR, [pause]).on == date(2026, 10, 10)


def test_suspension_that_still_runs_makes_the_date_provisional() -> None:
    reckoned = due(TUESDAY, 3, "workdays", CALENDAR, [(date(2026, 9, 16), date(2026, 9, 17))], suspended=True)
    assert reckoned.words() == "不早于 2026-09-21（中止中）"


def test_date_that_needs_an_unknown_year_says_so() -> None:
    reckoned = due(date(2026, 12, 28), 20, "workdays", CALENDAR)
    assert reckoned.words() == "不早于 2027-01-18（2027 年日历未公布）"
    assert (reckoned.needs_years, reckoned.provisional) == ((2027,), True)


def test_natural_days_ending_in_an_unknown_year_wait_for_it() -> None:
    reckoned = due(date(2026, 12, 15), 30, "natural_days", CALENDAR)
    assert reckoned.words() == "不早于 2027-01-14（2027 年日历未公布）"


def test_natural_days_passing_through_an_unknown_year_wait_only_for_its_end() -> None:
    reckoned = due(date(2024, 12, 20), 20, "natural_days", published(2025))
    assert (reckoned.on, reckoned.needs_years) == (date(2025, 1, 9), ())


def test_backward_date_in_an_unknown_year_is_the_latest_safe_one() -> None:
    reckoned = due_before(date(2027, 2, 26), 7, CALENDAR)
    assert reckoned.words() == "不晚于 2027-01-07（2027 年日历未公布）"


def test_two_unknown_years_and_a_suspension_are_all_named() -> None:
    reckoned = Due(date(2028, 1, 3), (2027, 2028), (), suspended=True)
    assert reckoned.words() == "不早于 2028-01-03（中止中，2027、2028 年日历未公布）"


def test_period_without_a_day_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        due(TUESDAY, 0, "workdays", CALENDAR)
    with pytest.raises(ValueError, match="at least one day"):
        due_before(TUESDAY, 0, CALENDAR)


def test_period_that_never_ends_is_a_bug() -> None:
    with pytest.raises(ValueError, match="does not end"):
        due(TUESDAY, 5, "workdays", CALENDAR, [(TUESDAY, date(2040, 1, 1))])
    with pytest.raises(ValueError, match="does not end"):
        due_before(TUESDAY, 4000, CALENDAR)


def test_rest_is_negative_when_overdue() -> None:
    assert [rest(date(2026, 9, 18), date(2026, 9, day)) for day in (15, 18, 20)] == [3, 0, -2]


def test_a_period_in_hours_runs_through_nights_and_holidays() -> None:
    from_night = datetime(2026, 9, 30, 22, 30, tzinfo=BEIJING)
    assert due_instant(from_night, 24) == datetime(2026, 10, 1, 22, 30, tzinfo=BEIJING)
    found = due_in_hours(from_night, 48)
    assert (found.on, found.provisional) == (date(2026, 10, 2), False)
    assert [(day.on.day, day.number) for day in found.reckoning] == [(30, 1), (1, 25), (2, 48)]
    with pytest.raises(ValueError, match="at least one hour"):
        due_instant(from_night, 0)
