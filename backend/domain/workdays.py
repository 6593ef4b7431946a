"""Which days are worked: statutory holidays, make-up days (调休), weekends, school vacations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

# Holidays of every year (全国年节及纪念日放假办法, 2024 revision); the lunar ones need the year's table.
FIXED_STATUTORY = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

# Where a year's table may put holidays on weekdays, the lunar ones and their bridge days included
# (month, day) to (month, day): 元旦, 春节, 清明, 劳动节, 端午, 中秋与国庆, 元旦.
_HOLIDAY_WINDOWS = (
    ((1, 1), (1, 4)),
    ((1, 17), (3, 1)),
    ((4, 1), (4, 9)),
    ((4, 27), (5, 8)),
    ((5, 24), (6, 29)),
    ((9, 4), (10, 12)),
    ((12, 28), (12, 31)),
)
# The last days of a year belong to the next year's notice: 2018-12-29 was worked for 2019, 12-31 was off.
OF_THE_NEXT_NOTICE = (12, 28)


class DayKind(StrEnum):
    """What a year's table says of a day that differs from the plain week."""

    STATUTORY = "statutory"  # 法定节假日
    BRIDGE = "bridge"  # 调休放假
    MAKEUP = "makeup"  # 调休上班


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One row of a year's table."""

    on: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The loaded tables. `years` are those whose table is known; other years are never guessed."""

    years: frozenset[int]
    special: Mapping[date, SpecialDay]
    vacations: tuple[tuple[date, date], ...] = field(default=())

    @classmethod
    def of(
        cls,
        years: Iterable[int],
        special: Iterable[SpecialDay],
        vacations: Iterable[tuple[date, date]] = (),
    ) -> "WorkCalendar":
        """Build from rows."""
        return cls(frozenset(years), {day.on: day for day in special}, tuple(vacations))

    def known(self, on: date) -> bool:
        """Whether the table of the day's year is loaded."""
        return on.year in self.years

    def waits_for(self, on: date) -> int | None:
        """The year whose notice may still change this day, or None when it is settled.

        A day of a year without a table waits for that year; the last days of December, which the notice for
        the next year may take or give, wait for that one.
        """
        if not self.known(on):
            return on.year
        late = (on.month, on.day) >= OF_THE_NEXT_NOTICE
        return on.year + 1 if late and on.year + 1 not in self.years else None

    def is_workday(self, on: date) -> bool:
        """A working day of a known year; ValueError for a year without a table (ask `known` first)."""
        if not self.known(on):
            raise ValueError(f"no calendar for {on.year}")
        row = self.special.get(on)
        if row is not None:
            return row.kind is DayKind.MAKEUP
        return on.weekday() < 5

    def may_be_workday(self, on: date) -> bool:
        """False only for days that cannot be worked; an unknown year may make any weekend a make-up day."""
        if self.waits_for(on) is None:
            return self.is_workday(on)
        return (on.month, on.day) not in FIXED_STATUTORY

    def must_be_workday(self, on: date) -> bool:
        """True only for days worked under any plan of holidays; an unknown year's windows are not."""
        if self.waits_for(on) is None:
            return self.is_workday(on)
        day = (on.month, on.day)
        return on.weekday() < 5 and not any(first <= day <= last for first, last in _HOLIDAY_WINDOWS)

    def is_statutory_holiday(self, on: date) -> bool | None:
        """A 法定节假日 proper (no weekend, no bridge day); None when the year's table is not loaded."""
        if not self.known(on):
            return True if (on.month, on.day) in FIXED_STATUTORY else None
        row = self.special.get(on)
        return row is not None and row.kind is DayKind.STATUTORY

    def is_vacation(self, on: date) -> bool:
        """Whether the day lies in a loaded school vacation (寒暑假), ends included."""
        return any(start <= on <= end for start, end in self.vacations)

    def card(self, on: date) -> dict[str, Any]:
        """The day as the doors print it; null where the year's table is not known yet."""
        return {
            "on": on,
            "workday": self.is_workday(on) if self.known(on) else None,
            "statutory": self.is_statutory_holiday(on),
            "vacation": self.is_vacation(on),
            "label": self.label(on),
        }

    def label(self, on: date) -> str:
        """Why the day is as it is, in one word for the day strip."""
        row = self.special.get(on)
        if row is not None:
            return "班" if row.kind is DayKind.MAKEUP else row.name
        if not self.known(on):
            return "未公布"
        return "" if on.weekday() < 5 else "周末"

    def workdays_between(self, start: date, end: date) -> int:
        """Working days in (start, end], all in known years."""
        days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_workday(day))
