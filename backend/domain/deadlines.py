"""When a period ends: working and natural days, suspensions, and dates that are provisional.

The first day is not counted. A period in working days skips holidays (行政处罚法 Art 85); one in natural days
whose last day is no working day ends on the next one. A backward period ends on a working day. Where a date
needs a year without a table it is the earliest day possible and says so: acting by it is never late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backend.domain.workdays import WorkCalendar

Unit = Literal["workdays", "natural_days"]
Suspension = tuple[date, date]
_LIMIT = 3660


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the reckoning: its number in the period, or why it was not counted."""

    on: date
    number: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period; provisional when `needs_years` is not empty."""

    on: date
    needs_years: tuple[int, ...]
    reckoning: tuple[DayCount, ...]

    @property
    def provisional(self) -> bool:
        """Whether the date waits for a calendar not yet published."""
        return bool(self.needs_years)

    def words(self) -> str:
        """The date as it is shown: exact, or 不早于 with the missing year."""
        if not self.needs_years:
            return self.on.isoformat()
        years = "、".join(str(year) for year in self.needs_years)
        return f"不早于 {self.on.isoformat()}（{years} 年日历未公布）"


def _suspended(on: date, suspensions: Iterable[Suspension]) -> bool:
    return any(start <= on <= end for start, end in suspensions)


def due(
    start: date, length: int, unit: Unit, calendar: WorkCalendar, suspensions: Iterable[Suspension] = ()
) -> Due:
    """The last day of a period of `length` units from `start` (`start` itself not counted).

    Days inside a suspension (both ends included) are not counted. `length` is at least 1.
    """
    if length < 1:
        raise ValueError("a period has at least one day")
    pauses = tuple(suspensions)
    days: list[DayCount] = []
    needs: set[int] = set()
    number = 0
    on = start
    while number < length:
        on += timedelta(days=1)
        if (on - start).days > _LIMIT:
            raise ValueError("the period does not end")
        if _suspended(on, pauses):
            days.append(DayCount(on, None, "中止"))
            continue
        if unit == "workdays":
            if not calendar.known(on):
                needs.add(on.year)
            if not calendar.may_be_workday(on):
                days.append(DayCount(on, None, calendar.label(on)))
                continue
        number += 1
        days.append(DayCount(on, number, calendar.label(on)))
    if unit == "natural_days":
        on = _roll(on, calendar, days, needs)
    return Due(on, tuple(sorted(needs)), tuple(days))


def _roll(on: date, calendar: WorkCalendar, days: list[DayCount], needs: set[int]) -> date:
    """The last day, or the next working day when it is a holiday."""
    while True:
        if not calendar.known(on):
            needs.add(on.year)
        if calendar.may_be_workday(on):
            return on
        on += timedelta(days=1)
        days.append(DayCount(on, None, "顺延"))


def due_before(end: date, length: int, calendar: WorkCalendar) -> Due:
    """The last day on which something owed `length` working days before `end` may still be done.

    `end` itself is not counted; the result is a working day. In an unknown year the latest safe
    day counts only days surely worked, so weekends there are not counted.
    """
    if length < 1:
        raise ValueError("a period has at least one day")
    days: list[DayCount] = []
    needs: set[int] = set()
    number = 0
    on = end
    while number < length:
        on -= timedelta(days=1)
        if (end - on).days > _LIMIT:
            raise ValueError("the period does not end")
        if not calendar.known(on):
            needs.add(on.year)
            worked = on.weekday() < 5 and calendar.may_be_workday(on)
        else:
            worked = calendar.is_workday(on)
        if not worked:
            days.append(DayCount(on, None, calendar.label(on)))
            continue
        number += 1
        days.append(DayCount(on, number, calendar.label(on)))
    return Due(on, tuple(sorted(needs)), tuple(days))


def rest(due_on: date, today: date) -> int:
    """Natural days left; negative when overdue."""
    return (due_on - today).days
