"""Look into a lead by a visit (到场核查): planned as any visit, with the lead as its cause."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock
from enforcement.models import Lead
from enforcement.selectors.channels import channel_named
from enforcement.services.leads.deciding import lead_is_open
from enforcement.services.leads.telling import line
from scheduling.models import Visit
from scheduling.services.visits import visit_plan


def lead_visit(*, lead_id: UUID, values: dict[str, Any], actor: User, now: datetime) -> Visit:
    """`values` as `visit_plan` takes them; venue and trigger are the lead's unless they are given."""
    require(actor, "lead.visit")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        lead_is_open(lead)
        venue = values.pop("venue", None) or lead.venue_id
        if venue is None:
            raise DomainError("invalid", {"fields": {"venue": ["线索没有登记场所，请先选择"]}})
        trigger = values.pop("trigger", "") or channel_named(lead.channel, lead.source).trigger
        visit = visit_plan(venue_id=venue, trigger=trigger, cause=lead.ref, actor=actor, now=now, **values)
        line(lead, "lead.visit", lead.state, actor, now, data={"visit": str(visit.uuid)})
    return visit
