"""Evaluations (评价) of checks: what they may say, and when a month's may be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

GOOD, FAIR, BAD = 3, 2, 1
SCORES = (GOOD, FAIR, BAD)
FEWEST = 5  # of an organ and month; below nobody reads them
# a right fetched in December may be used in the new year
AFTERWARDS = timedelta(days=90)


@dataclass(frozen=True)
class Counted:
    """What the evaluations of one organ and month add up to; of too few only that there are some."""

    count: int | None
    good: int | None
    fair: int | None
    bad: int | None
    mean_hundredths: int | None


def month_of(on: date) -> str:
    """2026-09-15 → 2026-09: all that is kept of the time."""
    return f"{on:%Y-%m}"


def readable(month: str, count: int, today: date) -> bool:
    """A month is read once it is over and five are in: a late one could otherwise be told apart."""
    return count >= FEWEST and month < month_of(today)


def counted(scores: Iterable[int], month: str, today: date) -> Counted:
    """Counts per answer and the mean, rounded half up; nothing of a month that may not be read."""
    rows = list(scores)
    if not readable(month, len(rows), today):
        return Counted(None, None, None, None, None)
    mean = (2 * 100 * sum(rows) + len(rows)) // (2 * len(rows))
    return Counted(len(rows), rows.count(GOOD), rows.count(FAIR), rows.count(BAD), mean)


def accepted(year: int, on: date) -> bool:
    """Whether a right of this year's key may still be used."""
    return (on - AFTERWARDS).year <= year <= on.year
