"""Performances as they are listed and shown on a visit."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.models import User
from backend.permissions import may
from registry.models import Performance

# a phone keeps those of these days around today
BEFORE_NATURAL_DAYS, AHEAD_NATURAL_DAYS = 7, 60


def performance_list(
    actor: User, *, q: str = "", venue: UUID | None = None, around: date | None = None
) -> QuerySet[Performance]:
    """Those in scope that were not withdrawn; `around` a day: lately held or soon to come."""
    rows = Performance.objects.within(actor).filter(withdrawn_at__isnull=True).select_related("venue")
    if q:
        rows = rows.filter(
            Q(name__icontains=q)
            | Q(approval_no__icontains=q)
            | Q(organiser__icontains=q)
            | Q(place__icontains=q)
        )
    if venue is not None:
        rows = rows.filter(venue=venue)
    if around is not None:
        rows = rows.filter(
            ends_on__gte=around - timedelta(days=BEFORE_NATURAL_DAYS),
            starts_on__lte=around + timedelta(days=AHEAD_NATURAL_DAYS),
        )
    return rows


def performance_get(performance_id: UUID, actor: User) -> Performance | None:
    """One in scope that stands."""
    return performance_list(actor).filter(pk=performance_id).first()


def performance_card(row: Performance, actor: User | None = None) -> dict[str, Any]:
    """As a desk and a phone read it."""
    own = actor is not None and may(actor, "performance.edit") and actor.organ_id == row.organ_id
    return {
        "uuid": row.uuid,
        "name": row.name,
        "approval_no": row.approval_no,
        "approved_by": row.approved_by,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "place": row.place,
        "venue": {"uuid": row.venue.uuid, "name": row.venue.name} if row.venue else None,
        "organiser": row.organiser,
        "organiser_licence": row.organiser_licence,
        "performers": row.performers,
        "programme": row.programme,
        "note": row.note,
        "verbs": ["performance.edit", "performance.withdraw"] if own and row.withdrawn_at is None else [],
    }


def performance_named(row: Performance) -> str:
    """How papers and records name it."""
    return f"演出“{row.name}”（批准文号：{row.approval_no}）"
