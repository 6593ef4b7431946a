"""When a period ends: working and natural days, months, suspensions, and dates that are provisional.

The first day is not counted. A period in working days skips holidays (行政处罚法 Art 85); one in natural days
or months whose last day is no working day ends on the next one. A period in months ends on the day of the
same number, or on the month's last day where there is none (民法典 Art 202). A backward period ends on a
working day. Where a date needs a year without a table, or a suspension still runs, it is the earliest day
possible (the latest safe one, counting backward) and says so: acting by it is never late. A period in hours
runs from its instant through nights and holidays.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from backend.domain.workdays import WorkCalendar

Unit = Literal["workdays", "natural_days", "months", "hours"]
UNITS: tuple[Unit, ...] = ("workdays", "natural_days", "months")  # of days; hours run from an instant
Suspension = tuple[date, date]
_LIMIT = 3660
_DAY = timedelta(days=1)

# Up to how many days a period of this law runs in working days; longer ones run in natural days.
WORKDAYS_UP_TO: dict[str, int] = {
    "行政处罚法": 7,  # 行政处罚法 Art 85: 二日、三日、五日、七日
    "行政强制法": 10,  # 行政强制法 Art 69: 十日以内
    "行政复议法": 10,  # 行政复议法 Art 88 (2023): 三日、五日、七日、十日
}


def unit_of(law: str, length: int) -> Unit:
    """Working or natural days by the law the period comes from (domain rules §4.2); other laws: natural."""
    return "workdays" if length <= WORKDAYS_UP_TO.get(law, 0) else "natural_days"


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the reckoning: its number in the period, or why it was not counted."""

    on: date
    number: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period; provisional while it waits for `needs_years` or for a suspension's end."""

    on: date
    needs_years: tuple[int, ...]
    reckoning: tuple[DayCount, ...]
    suspended: bool = False
    backward: bool = False

    @property
    def provisional(self) -> bool:
        """Whether the date may still move."""
        return bool(self.needs_years) or self.suspended

    def words(self) -> str:
        """The date as it is shown: exact, or 不早于 (backward 不晚于) with what it waits for."""
        if not self.provisional:
            return self.on.isoformat()
        waits = ["中止中"] if self.suspended else []
        if self.needs_years:
            waits.append(f"{'、'.join(str(year) for year in self.needs_years)} 年日历未公布")
        bound = "不晚于" if self.backward else "不早于"
        return f"{bound} {self.on.isoformat()}（{'，'.join(waits)}）"


def _suspended(on: date, suspensions: Iterable[Suspension]) -> bool:
    return any(start <= on <= end for start, end in suspensions)


def months_on(start: date, months: int) -> date:
    """The day of the same number `months` later, or that month's last day (民法典 Art 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def due(
    start: date,
    length: int,
    unit: Unit,
    calendar: WorkCalendar,
    suspensions: Iterable[Suspension] = (),
    *,
    suspended: bool = False,
) -> Due:
    """The last day of a period of `length` units from `start` (`start` itself not counted).

    Days inside a suspension (both ends included) are not counted: a period in months moves by as many days.
    `suspended`: the last suspension has no end yet and was given as ending today, so the date can only move
    later. `length` is at least 1.
    """
    if length < 1:
        raise ValueError("a period has at least one day")
    pauses = tuple(suspensions)
    days: list[DayCount] = []
    needs: set[int] = set()
    number = 0
    on = start
    count = (months_on(start, length) - start).days if unit == "months" else length
    while number < count:
        on = _next(on, start)
        why = _not_counted(on, unit, calendar, pauses, needs)
        if why is None:
            number += 1
        days.append(DayCount(on, number if why is None else None, calendar.label(on) if why is None else why))
    if unit != "workdays":
        on = _roll(on, calendar, pauses, days, needs)
    return Due(on, tuple(sorted(needs)), tuple(days), suspended=suspended)


def _next(on: date, start: date) -> date:
    if abs((on - start).days) > _LIMIT:
        raise ValueError("the period does not end")
    return on + _DAY


def _not_counted(
    on: date, unit: Unit, calendar: WorkCalendar, pauses: tuple[Suspension, ...], needs: set[int]
) -> str | None:
    """Why the day does not count, or None; years without a table are added to `needs`."""
    if _suspended(on, pauses):
        return "中止"
    if unit != "workdays":
        return None
    _ask(on, calendar, needs)
    return None if calendar.may_be_workday(on) else calendar.label(on)


def _ask(on: date, calendar: WorkCalendar, needs: set[int]) -> None:
    year = calendar.waits_for(on)
    if year is not None:
        needs.add(year)


def _roll(
    on: date, calendar: WorkCalendar, pauses: tuple[Suspension, ...], days: list[DayCount], needs: set[int]
) -> date:
    """The last day, or the next working day outside suspensions when it is a holiday."""
    while True:
        paused = _suspended(on, pauses)
        if not paused:
            _ask(on, calendar, needs)
        if not paused and calendar.may_be_workday(on):
            return on
        on += _DAY
        days.append(DayCount(on, None, "顺延"))


def due_instant(starts_at: datetime, hours: int) -> datetime:
    """The instant at which a period in hours (二十四小时) ends: no hour is left out."""
    if hours < 1:
        raise ValueError("a period has at least one hour")
    return starts_at + timedelta(hours=hours)


def over_at(due_at: datetime, now: datetime) -> bool:
    """Whether a period in hours is over: its last minute, like a last day, is still in time."""
    return now >= due_at + timedelta(minutes=1)


def due_in_hours(starts_at: datetime, hours: int) -> Due:
    """The same as a day, the reckoning counts the hours gone by each day's end."""
    ends_at = due_instant(starts_at, hours)
    days = []
    on = starts_at.date()
    while on <= ends_at.date():
        midnight = datetime.combine(on + _DAY, starts_at.timetz())
        midnight = midnight.replace(hour=0, minute=0, second=0, microsecond=0)
        days.append(DayCount(on, int((min(midnight, ends_at) - starts_at).total_seconds()) // 3600, ""))
        on += _DAY
    return Due(ends_at.date(), (), tuple(days))


def due_before(end: date, length: int, calendar: WorkCalendar) -> Due:
    """The last day on which something owed `length` working days before `end` may still be done.

    `end` itself is not counted; the result is a working day. In a year without a table only days that are
    worked under any plan of holidays count, so the day is a safe one.
    """
    if length < 1:
        raise ValueError("a period has at least one day")
    days: list[DayCount] = []
    needs: set[int] = set()
    number = 0
    on = end
    while number < length:
        if (end - on).days > _LIMIT:
            raise ValueError("the period does not end")
        on -= _DAY
        _ask(on, calendar, needs)
        worked = calendar.must_be_workday(on)
        number += worked
        days.append(DayCount(on, number if worked else None, calendar.label(on)))
    return Due(on, tuple(sorted(needs)), tuple(days), backward=True)


def rest(due_on: date, today: date) -> int:
    """Natural days left; negative when overdue."""
    return (due_on - today).days
