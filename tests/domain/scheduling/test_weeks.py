"""Weeks of duty and their holidays."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.workdays import DayKind, SpecialDay, WorkCalendar
from scheduling.domain.weeks import WeekKind, monday, sunday, week_kind, week_of, weeks_away

SPRING = [SpecialDay(date(2026, 2, 14), DayKind.MAKEUP, "班")]
SPRING += [SpecialDay(date(2026, 2, 15), DayKind.BRIDGE, "休")]
SPRING += [SpecialDay(date(2026, 2, day), DayKind.STATUTORY, "春节") for day in range(16, 20)]
SPRING += [SpecialDay(date(2026, 2, day), DayKind.BRIDGE, "休") for day in range(20, 24)]
CALENDAR = WorkCalendar.of([2026], SPRING)


def kind(on: date, calendar: WorkCalendar = CALENDAR) -> WeekKind:
    return week_kind(week_of(on), calendar)


@settings(max_examples=25)
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_its_week(on: date) -> None:
    week = week_of(on)
    assert monday(week).weekday() == 0
    assert monday(week) <= on <= sunday(week)
    assert week_of(on + timedelta(days=7)) == week + 1


def test_week_of_a_holiday_bears_its_name_bridge_days_included() -> None:
    named = [kind(date(2026, 2, day)).holiday for day in (2, 9, 16, 23)]
    assert named == ["", "春节", "春节", "春节"]


def test_bridge_day_far_from_any_holiday_keeps_its_own_word() -> None:
    lone = WorkCalendar.of([2026], [SpecialDay(date(2026, 7, 6), DayKind.BRIDGE, "休")])
    assert kind(date(2026, 7, 6), lone).holiday == "休"


def test_makeup_day_makes_no_holiday_week() -> None:
    table = WorkCalendar.of([2026], [SpecialDay(date(2026, 7, 5), DayKind.MAKEUP, "班")])
    assert kind(date(2026, 7, 5), table) == WeekKind("", ())


def test_week_of_an_unpublished_year_is_provisional_and_knows_only_fixed_holidays() -> None:
    assert kind(date(2027, 10, 1)) == WeekKind("法定节假日", (2027,))
    assert kind(date(2026, 12, 31)).needs_years == (2027,)
    assert kind(date(2027, 3, 1)).provisional
    assert not kind(date(2026, 3, 2)).provisional


def test_one_day_of_leave_or_an_expired_certificate_takes_the_week() -> None:
    week = week_of(date(2026, 9, 16))
    leave = [(date(2026, 9, 16), date(2026, 9, 21))]
    weeks = range(week, week + 5)
    assert weeks_away(leave, weeks, valid_to=date(2026, 10, 10)) == {week, week + 1, week + 3, week + 4}
