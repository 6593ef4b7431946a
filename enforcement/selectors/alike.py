"""Leads that may be the same matter: of one venue while open, or of one number of one channel."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.models import User
from enforcement.domain.leads import OPEN
from enforcement.models import Lead

MOST = 10


def leads_alike(
    actor: User, *, venue: UUID | None, channel: str, number: str, but: UUID | None = None
) -> list[Lead]:
    """The open leads of the venue, and any that came with this number by this channel; newest first."""
    wanted = Q(pk__in=[])
    if venue is not None:
        wanted |= Q(venue=venue, state__in=OPEN)
    if number.strip():
        wanted |= Q(channel=channel, external_number=number.strip())
    rows = Lead.objects.within(actor).filter(wanted, joined_to__isnull=True).select_related("venue")
    if but is not None:
        rows = rows.exclude(pk=but)
    return list(rows.order_by("-created_at", "uuid")[:MOST])


def alike_card(lead: Lead) -> dict[str, Any]:
    """Enough to know the matter again."""
    return {
        "uuid": str(lead.uuid),
        "number": lead.number,
        "state": lead.state,
        "channel": lead.channel,
        "external_number": lead.external_number,
        "content": lead.content[:120],
        "venue": lead.venue.name if lead.venue else "",
        "created_at": lead.created_at.isoformat(),
    }
