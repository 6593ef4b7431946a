"""Visits on a calendar and on a map: slim rows of a span of days."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.models import User
from backend.permissions import may
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Visit, VisitDay
from scheduling.selectors.caps import categories_of

# a month of a large district; beyond, the page says how many it does not show
MOST = 2_000
ARRANGED_IN = (Visit.State.PLANNED, Visit.State.APPROVED)


def visit_board(actor: User, first: date, last: date) -> dict[str, Any]:
    """Visits finished in [first, last], and those still open whose window meets it; four queries.

    `on` is the day a visit was made or is set for; without one it waits to be set.
    """
    rows = (
        Visit.objects.within(actor)
        .filter(
            Q(finished_on__range=(first, last))
            | Q(finished_on__isnull=True, state__in=OPEN_VISIT, planned_from__lte=last, planned_to__gte=first)
        )
        .select_related("venue__township")
        .order_by("planned_to", "number")
    )
    count = rows.count()
    shown = list(rows[:MOST])
    days = _days(shown)
    categories = categories_of(list({row.venue_id: row.venue for row in shown}.values()))
    verbs = ["visit.arrange"] if may(actor, "visit.arrange") else []
    return {
        "from_on": first,
        "to_on": last,
        "count": count,
        "left": max(0, count - MOST),
        "visits": [_row(row, days.get(row.pk), categories.get(row.venue_id, []), verbs) for row in shown],
    }


def _days(visits: Sequence[Visit]) -> dict[UUID, VisitDay]:
    rows = VisitDay.objects.everywhere("guard").filter(
        visit__in=[row.pk for row in visits], ended_at__isnull=True
    )
    return {row.visit_id: row for row in rows}


def _row(visit: Visit, day: VisitDay | None, categories: Sequence[str], verbs: list[str]) -> dict[str, Any]:
    venue = visit.venue
    return {
        "uuid": visit.uuid,
        "number": visit.number,
        "state": visit.state,
        "on": visit.finished_on or (day.on if day else None),
        "planned_from": visit.planned_from,
        "planned_to": visit.planned_to,
        "trigger": visit.trigger_id,
        "remote": visit.remote,
        "venue": venue.uuid,
        "name": venue.sign_name or venue.name,
        "address": venue.address,
        "township": {"code": venue.township_id or "", "name": venue.township.name if venue.township else ""},
        "categories": list(categories),
        "lng": float(venue.lng) if venue.lng is not None else None,
        "lat": float(venue.lat) if venue.lat is not None else None,
        "datum": venue.datum,
        "verbs": verbs if visit.state in ARRANGED_IN else [],
    }


def visit_days(visit: Visit) -> list[dict[str, Any]]:
    """Every day a visit was set for, newest first, with who moved it and why."""
    rows = VisitDay.objects.everywhere("guard").filter(visit=visit).select_related("set_by")
    return [
        {
            "on": row.on,
            "reason": row.reason,
            "by": row.set_by.name,
            "at": row.set_at,
            "ended_at": row.ended_at,
        }
        for row in rows.order_by("-set_at", "-pk")
    ]
