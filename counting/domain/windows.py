"""The part of a year a target speaks of."""

from datetime import date

WINDOWS = ("year", "H1", "H2", "Q1", "Q2", "Q3", "Q4")
_MONTHS = {
    "year": (1, 12),
    "H1": (1, 6),
    "H2": (7, 12),
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
}
_LAST_DAY = {1: 31, 3: 31, 4: 30, 6: 30, 7: 31, 9: 30, 10: 31, 12: 31}


def days(year: int, window: str) -> tuple[date, date]:
    """First and last day of `window` in `year`; ValueError for an unknown window."""
    if window not in _MONTHS:
        raise ValueError(f"unknown window {window!r}")
    first, last = _MONTHS[window]
    return date(year, first, 1), date(year, last, _LAST_DAY[last])


def within(on: date, year: int, window: str) -> bool:
    """Whether a day lies in the window."""
    start, end = days(year, window)
    return start <= on <= end
