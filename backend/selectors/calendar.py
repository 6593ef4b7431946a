"""The tables of the working calendar and their changes, as they are shown."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend.models import CalendarChange, CalendarYear, ClockShift, User
from backend.selectors.clocks import clock_card


def year_cards(actor: User) -> list[dict[str, Any]]:
    """Every loaded year with its days, the latest first."""
    rows = CalendarYear.objects.within(actor).prefetch_related("days").order_by("-year")
    return [
        {
            "year": row.year,
            "source": row.source,
            "loaded_at": row.loaded_at,
            "days": [{"on": day.on, "kind": day.kind, "name": day.name} for day in row.days.all()],
        }
        for row in rows
    ]


def change_list(actor: User) -> QuerySet[CalendarChange]:
    """Changes with the shifts of the actor's organs."""
    mine = ClockShift.objects.within(actor).select_related("clock")
    return (
        CalendarChange.objects.within(actor)
        .select_related("changed_by")
        .prefetch_related(Prefetch("shifts", mine, to_attr="mine"))
    )


def change_cards(rows: Iterable[CalendarChange]) -> list[dict[str, Any]]:
    """In brief."""
    return [_brief(row, len(row.mine)) for row in rows]  # type: ignore[attr-defined] # prefetched by change_list


def shift_list(actor: User, change: UUID) -> QuerySet[ClockShift]:
    """The clocks of the actor's organs that moved by a change."""
    return ClockShift.objects.within(actor).filter(change=change).select_related("clock")


def shift_cards(shifts: Iterable[ClockShift], today: date) -> list[dict[str, Any]]:
    """Clocks with their days before and after."""
    return [
        {
            "clock": clock_card(one.clock, today),
            "before": one.before,
            "after": one.after,
            "was_provisional": one.was_provisional,
            "provisional": one.provisional,
        }
        for one in shifts
    ]


def change_made(row: CalendarChange, actor: User, today: date) -> dict[str, Any]:
    """A change as just made or tried: its rows may be gone, what is in hand is shown."""
    organ = actor.organ
    mine = [one for one in row.shifts.all() if organ and organ.lo <= one.clock.organ_id < organ.hi]
    return _brief(row, len(mine)) | {"shifts": shift_cards(mine, today)}


def _brief(row: CalendarChange, moved: int) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "at": row.at,
        "years": row.years,
        "source": row.source,
        "changed_by": row.changed_by.name if row.changed_by else "",
        "moved": moved,
    }
