"""The part of a year a target speaks of, and the periods a report or a table is asked for."""

from calendar import monthrange
from datetime import date

WINDOWS = ("year", "H1", "H2", "Q1", "Q2", "Q3", "Q4")
MONTHS = tuple(f"M{month}" for month in range(1, 13))
PERIODS = WINDOWS + MONTHS
_SPANS = {
    "year": (1, 12),
    "H1": (1, 6),
    "H2": (7, 12),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
} | {name: (month, month) for month, name in enumerate(MONTHS, 1)}
_WORDS = {
    "year": "全年",
    "H1": "上半年",
    "H2": "下半年",
    "Q1": "第一季度",
    "Q2": "第二季度",
    "Q3": "第三季度",
    "Q4": "第四季度",
} | {name: f"{month}月" for month, name in enumerate(MONTHS, 1)}


def days(year: int, window: str) -> tuple[date, date]:
    """First and last day of `window` in `year`; ValueError for an unknown window."""
    if window not in _SPANS:
        raise ValueError(f"unknown window {window!r}")
    first, last = _SPANS[window]
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def words(year: int, window: str) -> str:
    """2026年第三季度."""
    return f"{year}年{'' if window == 'year' else _WORDS[window]}"


def within(on: date, year: int, window: str) -> bool:
    """Whether a day lies in the window."""
    start, end = days(year, window)
    return start <= on <= end
