"""Weeks of duty (值班周): Monday to Sunday, numbered by Monday, and the holidays that fall into them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain.workdays import DayKind, WorkCalendar

DAYS = 7
# Bridge days bear no name of their own: they belong to the nearest 法定节假日, never further away than this.
_NEAR_DAYS = 9


def week_of(on: date) -> int:
    """The number of the week a day lies in; 1 January of year 1 was a Monday."""
    return (on.toordinal() - 1) // DAYS


def monday(week: int) -> date:
    """The first day of a week."""
    return date.fromordinal(week * DAYS + 1)


def sunday(week: int) -> date:
    """The last day of a week."""
    return monday(week) + timedelta(days=DAYS - 1)


@dataclass(frozen=True, slots=True)
class WeekKind:
    """The holiday of a week ("" for none), and the years whose notice (放假安排) it still waits for."""

    holiday: str
    needs_years: tuple[int, ...]

    @property
    def provisional(self) -> bool:
        """Whether the week may still turn out to be another kind."""
        return bool(self.needs_years)


def week_kind(week: int, calendar: WorkCalendar) -> WeekKind:
    """What the loaded tables say; of an unknown year only the fixed holidays are known, and it says so."""
    days = [monday(week) + timedelta(days=n) for n in range(DAYS)]
    needs = tuple(sorted({day.year for day in days if not calendar.known(day)}))
    return WeekKind(next((name for day in days if (name := _holiday(day, calendar))), ""), needs)


def _holiday(day: date, calendar: WorkCalendar) -> str:
    row = calendar.special.get(day)
    if row is None:
        return "法定节假日" if calendar.is_statutory_holiday(day) else ""
    if row.kind is DayKind.MAKEUP:
        return ""
    if row.kind is DayKind.STATUTORY:
        return row.name
    return _nearest_name(day, calendar)


def _nearest_name(day: date, calendar: WorkCalendar) -> str:
    for distance in range(1, _NEAR_DAYS):
        for beside in (day - timedelta(days=distance), day + timedelta(days=distance)):
            row = calendar.special.get(beside)
            if row is not None and row.kind is DayKind.STATUTORY:
                return row.name
    return calendar.special[day].name


def weeks_away(
    leaves: Iterable[tuple[date, date]], weeks: Iterable[int], *, valid_to: date
) -> frozenset[int]:
    """The weeks somebody cannot serve: a day of leave in them, or a certificate that ends before Sunday."""
    days = list(leaves)

    def off(week: int) -> bool:
        return any(first <= sunday(week) and last >= monday(week) for first, last in days)

    return frozenset(week for week in weeks if off(week) or sunday(week) > valid_to)
