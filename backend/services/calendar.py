"""The working calendar: load a year's table, and read all tables as one WorkCalendar."""

import csv
import json
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from backend.domain.errors import DomainError
from backend.domain.workdays import OF_THE_NEXT_NOTICE, DayKind, SpecialDay, WorkCalendar
from backend.models import CalendarChange, CalendarYear, ClockShift, SchoolVacation, SpecialDate, User
from backend.permissions import require

STATUTORY = Path(__file__).resolve().parent.parent / "data" / "statutory_holidays.json"

Vacation = tuple[str, date, date]
Version = tuple[tuple[int, UUID], ...]
# The tables as last read by this process, with the version they were read at.
_kept: tuple[Version, WorkCalendar, tuple[Vacation, ...]] | None = None


def work_calendar(division: str = "") -> WorkCalendar:
    """All loaded tables, with the school vacations of `division` and those above it.

    One query asks whether another process has changed a table since; only then are they read again.
    """
    global _kept  # noqa: PLW0603 one copy for the whole process
    version = _version()
    if _kept is None or _kept[0] != version:
        _kept = (version, *_read())
    _, calendar, vacations = _kept
    if not division:
        return calendar
    own = tuple((first, last) for code, first, last in vacations if division.startswith(code))
    return WorkCalendar(calendar.years, calendar.special, own)


def _version() -> Version:
    return tuple(CalendarYear.objects.everywhere("reference").order_by("year").values_list("year", "stamp"))


def _read() -> tuple[WorkCalendar, tuple[Vacation, ...]]:
    years = CalendarYear.objects.everywhere("reference").values_list("year", flat=True)
    rows = SpecialDate.objects.everywhere("reference").all()
    vacations = SchoolVacation.objects.everywhere("reference").values_list(
        "division_id", "starts_on", "ends_on"
    )
    days = [SpecialDay(row.on, DayKind(row.kind), row.name) for row in rows]
    return WorkCalendar.of(years, days), tuple(vacations)


def calendar_load_year(
    *, year: int, source: str, days: Iterable[SpecialDay], now: datetime, actor: User | None = None
) -> int:
    """Load or replace one year's table; returns how many open clocks moved or became exact.

    The notice of a year may also change the last days of December before it (2018-12-29 to 31 for 2019).
    """
    rows = list(days)
    eve = date(year - 1, *OF_THE_NEXT_NOTICE)
    wrong = [day.on.isoformat() for day in rows if not eve <= day.on <= date(year, 12, 31)]
    if wrong:
        raise ValueError(f"days outside {year}: {', '.join(wrong)}")
    with transaction.atomic():
        row, _ = CalendarYear.objects.everywhere("loader").update_or_create(
            year=year, defaults={"source": source, "loaded_at": now}
        )
        old = SpecialDate.objects.everywhere("loader")
        gone = old.filter(Q(year=row) | Q(on__in=[day.on for day in rows if day.on.year < year]))
        told = {year, *(day.on.year for day in rows), *(on.year for on in gone.values_list("on", flat=True))}
        gone.delete()
        of_the_next = set(old.filter(on__year=year).values_list("on", flat=True))
        SpecialDate.objects.bulk_create(
            [
                SpecialDate(on=day.on, year=row, kind=day.kind.value, name=day.name)
                for day in rows
                if day.on not in of_the_next
            ]
        )
        return calendar_touch(years={year - 1, year}, told=told, now=now, source=source, actor=actor)


def calendar_touch(
    *,
    years: Collection[int],
    now: datetime,
    told: Collection[int] = (),
    source: str = "",
    actor: User | None = None,
) -> int:
    """After a change of these years' tables: tell every process, recompute the open clocks they touch.

    Which clocks moved is kept with the change; `told`: the years it names, where they are fewer.
    """
    from backend.services.clocks import clocks_moved

    with transaction.atomic():
        CalendarYear.objects.everywhere("loader").update(stamp=uuid4())
        moved = clocks_moved(now=now, years=years)
        change = CalendarChange.objects.create(
            at=now, years=sorted(told or years), source=source, changed_by=actor
        )
        ClockShift.objects.bulk_create(
            [
                ClockShift(
                    change=change, clock=one.clock, before=one.before, after=one.clock.due_on,
                    was_provisional=one.was_provisional, provisional=one.clock.provisional,
                )
                for one in moved
            ]
        )  # fmt: skip
        return len(moved)


def calendar_edit(
    *, year: int, source: str, days: Iterable[SpecialDay], keep: str, actor: User, now: datetime
) -> CalendarChange:
    """A year's table set at the desk, by the organ above all others; `keep` "" only tries it.

    Tried, the change with its shifts is returned as it would be, and nothing remains of it.
    """
    require(actor, "calendar.edit")
    if actor.organ is None or actor.organ.parent_id is not None:
        raise DomainError("not_allowed", {"verb": "calendar.edit"})
    with transaction.atomic():
        tried = transaction.savepoint()
        try:
            calendar_load_year(year=year, source=source, days=days, now=now, actor=actor)
        except ValueError as error:
            raise DomainError("invalid", {"fields": {"days": [f"日期不在 {year} 年内"]}}) from error
        change = (
            CalendarChange.objects.everywhere("guard")
            .filter(changed_by=actor)
            .prefetch_related("shifts__clock")
            .latest("at")
        )
        list(change.shifts.all())  # read while they are there
        if keep:
            transaction.savepoint_commit(tried)
        else:
            transaction.savepoint_rollback(tried)
    return change


def seed_days(year: int) -> list[SpecialDay]:
    """The table of `chinesecalendar` with our list of 法定节假日; NotImplementedError for an unknown year."""
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


def read_days(path: Path) -> list[SpecialDay]:
    """A year's table from a CSV file with the columns date, kind (statutory|bridge|makeup) and name."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        return [
            SpecialDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"])
            for row in csv.DictReader(source)
        ]
