"""What the year may come to: a band with its middle, from the pace of the weeks so far and what is arranged.

按周波动的工作日均速法: over the complete weeks i of the year with w_i working days and v_i visits,

    pace p = Σv ÷ Σw           variance of a working day s² = Σ (v_i − p·w_i)² ÷ w_i ÷ (k − 1)
    middle = base + max(arranged, ⌊p·L⌋)        half = ⌈z·√(s²·L·(1 + L ÷ Σw))⌉, z = 1.2816 (80 %)

for L working days to come; visits that count to the cap never exceed the room the caps leave. All numbers
are exact fractions, and never of a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import isqrt

# z² of an 80 % interval
Z2 = Fraction(16_424, 10_000)
# with fewer complete weeks nothing is known of how weeks vary
WEEKS_LEAST = 4


@dataclass(frozen=True, slots=True)
class Week:
    """One complete week, or several joined because one of them had no working day."""

    workdays: int
    visits: int


@dataclass(frozen=True, slots=True)
class Band:
    """What may come: low ≤ middle ≤ high."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of visit: its weeks, what is already arranged of it, and the most that may still come."""

    weeks: Sequence[Week]
    arranged: int = 0
    most: int | None = None


def weeks_of(days: Iterable[date], workdays: Iterable[date], today: date) -> list[Week]:
    """The complete weeks (Monday to Sunday) before the one of `today`; the year's first may be a part of one.

    A week without a working day is joined to the one after it, so that nothing done in it is lost.
    """
    end = today - timedelta(days=today.weekday())
    visits: dict[date, int] = {}
    for on in days:
        visits[_monday(on)] = visits.get(_monday(on), 0) + 1
    worked: dict[date, int] = {}
    for on in workdays:
        worked[_monday(on)] = worked.get(_monday(on), 0) + 1
    weeks: list[Week] = []
    carried = 0
    for monday in sorted({*visits, *worked}):
        if monday >= end:
            continue
        carried += visits.get(monday, 0)
        if worked.get(monday):
            weeks.append(Week(worked[monday], carried))
            carried = 0
    if carried and weeks:
        weeks[-1] = Week(weeks[-1].workdays, weeks[-1].visits + carried)
    return weeks


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def pace(weeks: Sequence[Week]) -> Fraction:
    """Visits of a working day; 0 without a week."""
    days = sum(week.workdays for week in weeks)
    return Fraction(sum(week.visits for week in weeks), days) if days else Fraction(0)


def variance(weeks: Sequence[Week]) -> Fraction:
    """How much the visits of one working day vary, read from the weeks; 0 for fewer than two."""
    if len(weeks) < 2:
        return Fraction(0)
    rate = pace(weeks)
    return sum((week.visits - rate * week.workdays) ** 2 / week.workdays for week in weeks) / Fraction(
        len(weeks) - 1
    )


def half_width2(weeks: Sequence[Week], days: int) -> Fraction:
    """The square of half the band over `days` working days: their variation and the pace's own error."""
    known = sum(week.workdays for week in weeks)
    if not known:
        return Fraction(0)
    return Z2 * variance(weeks) * days * (1 + Fraction(days, known))


def ceil_sqrt(square: Fraction) -> int:
    """The least whole number whose square is at least `square`."""
    whole = -(-square.numerator // square.denominator)
    root = isqrt(whole)
    return root if root * root >= whole else root + 1


def band(base: int, series: Sequence[Series], days: tuple[int, int]) -> Band:
    """What `base` may grow to over the fewest and the most working days to come.

    The parts vary on their own: their squares add up. With no working day left nothing comes any more.
    """
    fewest, most = days
    middles = [_growth(one, (fewest + most) // 2) for one in series]
    lows = [_growth(one, fewest) for one in series]
    highs = [_growth(one, most) for one in series]
    down = ceil_sqrt(sum((half_width2(one.weeks, fewest) for one in series), Fraction(0)))
    up = ceil_sqrt(sum((half_width2(one.weeks, most) for one in series), Fraction(0)))
    middle = sum(middles)
    ceiling = sum(_ceiling(one, most) for one in series)
    return Band(
        base + max(0, min(middle, sum(lows) - down)),
        base + middle,
        base + max(middle, min(sum(highs) + up, ceiling)),
    )


def _growth(one: Series, days: int) -> int:
    """What comes over so many working days: at the pace, at least what is arranged, at most what may come."""
    if not days:
        return 0
    wanted = max(one.arranged, int(pace(one.weeks) * days))
    return wanted if one.most is None else min(wanted, one.most)


def _ceiling(one: Series, days: int) -> int:
    """The most of one part: what the caps leave, else its pace and its own half width."""
    if one.most is not None:
        return one.most if days else 0
    return _growth(one, days) + ceil_sqrt(half_width2(one.weeks, days))


def plan_band(base: int, arranged: int, most: int) -> Band:
    """Before there is a pace: what is made, what is arranged on top, and the most the year allows."""
    high = max(base + arranged, most)
    return Band(base, base + arranged, high)
