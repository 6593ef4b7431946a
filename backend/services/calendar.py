"""The working calendar: load a year's table, and read all tables as one WorkCalendar."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.cache import cache
from django.db import transaction

from backend.domain.workdays import DayKind, SpecialDay, WorkCalendar
from backend.models import CalendarYear, SchoolVacation, SpecialDate

_KEY = "work-calendar"
STATUTORY = Path(__file__).resolve().parent.parent / "data" / "statutory_holidays.json"


def work_calendar() -> WorkCalendar:
    """All loaded tables. Cached in the process; loading a year clears it."""
    found: WorkCalendar | None = cache.get(_KEY)
    if found is not None:
        return found
    years = CalendarYear.objects.everywhere("reference").values_list("year", flat=True)
    rows = SpecialDate.objects.everywhere("reference").all()
    vacations = SchoolVacation.objects.everywhere("reference").values_list("starts_on", "ends_on")
    calendar = WorkCalendar.of(
        years, (SpecialDay(r.on, DayKind(r.kind), r.name) for r in rows), list(vacations)
    )
    cache.set(_KEY, calendar, 60)
    return calendar


def calendar_load_year(*, year: int, source: str, days: Iterable[SpecialDay], now: datetime) -> int:
    """Load or replace one year's table and recompute the clocks that waited for it; returns how many moved."""
    from backend.services.clocks import clocks_recompute

    rows = list(days)
    wrong = [day.on.isoformat() for day in rows if day.on.year != year]
    if wrong:
        raise ValueError(f"days outside {year}: {', '.join(wrong)}")
    with transaction.atomic():
        CalendarYear.objects.everywhere("reference").filter(year=year).delete()
        row = CalendarYear.objects.create(year=year, source=source, loaded_at=now)
        SpecialDate.objects.bulk_create(
            [SpecialDate(on=day.on, year=row, kind=day.kind.value, name=day.name) for day in rows]
        )
        cache.delete(_KEY)
        return clocks_recompute(now=now)


def seed_days(year: int) -> list[SpecialDay]:
    """The year's table from the `chinesecalendar` package and our list of 法定节假日; NotImplementedError if unknown."""
    import chinese_calendar

    names = json.loads(STATUTORY.read_text(encoding="utf-8")).get(str(year))
    if names is None:
        raise NotImplementedError(f"no statutory holidays of {year}")
    days = []
    on = date(year, 1, 1)
    while on.year == year:
        off, holiday = chinese_calendar.get_holiday_detail(on)
        name = names.get(on.isoformat())
        if name is not None:
            days.append(SpecialDay(on, DayKind.STATUTORY, name))
        elif off and (on.weekday() < 5 or holiday is not None):
            days.append(SpecialDay(on, DayKind.BRIDGE, "休"))
        elif not off and on.weekday() >= 5:
            days.append(SpecialDay(on, DayKind.MAKEUP, "班"))
        on += timedelta(days=1)
    return days
