"""Leads as they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.models import User
from backend.permissions import verbs_for
from enforcement.domain.states import LEAD
from enforcement.models import Lead


def lead_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[Lead]:
    """Leads in scope."""
    rows = Lead.objects.within(actor).select_related("venue")
    return rows.filter(state__in=states) if states else rows


def lead_get(lead_id: UUID, actor: User) -> Lead | None:
    """One lead in scope."""
    return Lead.objects.within(actor).select_related("venue").filter(uuid=lead_id).first()


def lead_cards(leads: list[Lead], actor: User) -> list[dict[str, Any]]:
    """Leads as listed."""
    return [
        {
            "uuid": row.uuid,
            "state": row.state,
            "source": row.source,
            "content": row.content,
            "venue": {"uuid": row.venue_id, "name": row.venue.name, "code": row.venue.code}
            if row.venue
            else None,
            "cause": {"noun": row.cause_noun, "uuid": row.cause_id},
            "created_at": row.created_at,
            "reason": row.reason,
            "verbs": verbs_for(actor, LEAD, row.state),
        }
        for row in leads
    ]
