"""Calendars for tests: the published ones, and any that could yet be published."""

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from backend.domain.workdays import DayKind, SpecialDay, WorkCalendar
from backend.services.calendar import seed_days

DAY = timedelta(days=1)


@cache
def published(*years: int) -> WorkCalendar:
    """The State Council's tables of these years."""
    return WorkCalendar.of(years, [day for year in years for day in seed_days(year)])


def _run(first: date, days: int) -> set[date]:
    return {first + i * DAY for i in range(days)}


def _last_days_of_december(draw: st.DrawFn, year: int) -> list[SpecialDay]:
    """What the notice of the next year may still do to 28 to 31 December."""
    found = []
    for on in sorted(_run(date(year, 12, 28), 4)):
        changed = draw(st.booleans())
        kind = DayKind.BRIDGE if on.weekday() < 5 else DayKind.MAKEUP
        found += [SpecialDay(on, kind, "休")] if changed else []
    return found


@st.composite
def plausible(draw: st.DrawFn, year: int) -> WorkCalendar:
    """2026 as published, and any table that `year` could get: lunar feasts where the moon may put them,
    bridge days beside every feast, and any weekend a make-up day."""
    new_year = date(year, 1, 21) + draw(st.integers(0, 30)) * DAY
    qingming = date(year, 4, draw(st.integers(4, 6)))
    dragon_boat = date(year, 5, 28) + draw(st.integers(0, 28)) * DAY
    mid_autumn = date(year, 9, 8) + draw(st.integers(0, 29)) * DAY
    statutory = _run(date(year, 1, 1), 1) | _run(date(year, 5, 1), 2) | _run(date(year, 10, 1), 3)
    statutory |= _run(new_year - DAY, 4) | {qingming, dragon_boat, mid_autumn}
    off = set(statutory) | _run(date(year, 10, 1), draw(st.integers(7, 8)))
    off |= _run(new_year - draw(st.integers(1, 2)) * DAY, draw(st.integers(8, 10)))
    for feast in (qingming, dragon_boat, mid_autumn, date(year, 5, 1), date(year, 1, 1)):
        off |= _run(feast - draw(st.integers(0, 2)) * DAY, draw(st.integers(1, 5)))
    weekends = [d for d in _run(date(year, 1, 1), 365) if d.weekday() >= 5 and d not in off]
    made_up = draw(st.sets(st.sampled_from(sorted(weekends)), max_size=40))
    special = [
        SpecialDay(day, DayKind.STATUTORY if day in statutory else DayKind.BRIDGE, "休")
        for day in sorted(off)
        if day.year == year
    ]
    special += [SpecialDay(day, DayKind.MAKEUP, "班") for day in sorted(made_up)]
    special += _last_days_of_december(draw, year - 1)
    known = published(2026)
    return WorkCalendar(known.years | {year}, {**known.special, **{row.on: row for row in special}})
