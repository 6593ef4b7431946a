"""Repeated visits (重复检查预警): whoever else was, is or will be at the same premises around these days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.api import found
from backend.models import User
from registry.models import Venue
from scheduling.domain.terms import apart
from scheduling.models import Visit
from scheduling.selectors.data import visit_terms

CALLED_OFF = (Visit.State.CANCELLED, Visit.State.REPLACED)


def near_visits(visits: Iterable[Visit]) -> dict[UUID, list[dict[str, Any]]]:
    """visit → other visits of any organ at its venue, or at one of the same credit code, not far in time.

    One query for all. A sealed draw's visit that nobody may know of yet is left out, whoever asks.
    """
    rows = list(visits)
    if not rows:
        return {}
    window = visit_terms()["repeat_visit"].length
    first = min(row.planned_from for row in rows) - timedelta(days=window)
    last = max(row.planned_to for row in rows) + timedelta(days=window)
    codes = {row.venue.uscc for row in rows} - {""}
    others = (
        Visit.objects.everywhere("guard")
        .filter(Q(venue__in={row.venue_id for row in rows}) | Q(venue__uscc__in=codes))
        .filter(planned_from__lte=last, planned_to__gte=first)
        .exclude(state__in=CALLED_OFF)
        .exclude(
            Q(draw__reveal_by__isnull=False, draw__revealed_at__isnull=True)
            & ~Q(state__in=(Visit.State.STARTED, Visit.State.FINISHED))
        )
        .select_related("venue", "organ")
        .order_by("planned_from", "number")
    )
    at: dict[str, list[Visit]] = defaultdict(list)
    for other in others:
        for key in {str(other.venue_id), other.venue.uscc} - {""}:
            at[key].append(other)
    return {row.pk: _near(row, at, window) for row in rows}


def near_venue(*, venue: UUID, first: date, last: date, actor: User) -> list[dict[str, Any]]:
    """What a visit that is only thought of would come near."""
    at = found(Venue.objects.within(actor).filter(pk=venue).first())
    row = Visit(venue=at, organ_id=at.organ_id, planned_from=first, planned_to=last)
    return near_visits([row])[row.pk]


def _near(row: Visit, at: dict[str, list[Visit]], window: int) -> list[dict[str, Any]]:
    both = {
        other.pk: other
        for key in (str(row.venue_id), row.venue.uscc)
        for other in at.get(key, ())
        if other.pk != row.pk
    }
    return [
        {"organ": other.organ.name, "own": other.organ_id == row.organ_id, "on": days[0], "days": far}
        for other in both.values()
        if (days := _days(other)) and (far := apart(_days(row), days)) <= window
    ]


def _days(row: Visit) -> tuple[date, date]:
    return (row.finished_on, row.finished_on) if row.finished_on else (row.planned_from, row.planned_to)
