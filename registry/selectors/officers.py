"""Officers as they are shown."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.api import found
from backend.models import User
from backend.permissions import may
from registry.domain.officers import certified
from registry.models import Officer
from registry.selectors.venues import recusal_list


def officer_list(
    *, actor: User, q: str = "", status: str = "", category: str = "", mine: bool = False
) -> QuerySet[Officer]:
    """The officers of the actor's organ tree; `q` is a part of the name or the start of a certificate."""
    rows = Officer.objects.within(actor).select_related("user")
    if q:
        rows = rows.filter(Q(name__contains=q) | Q(cert_no__startswith=q.upper()))
    if status:
        rows = rows.filter(status=status)
    if category:
        held = rows.values_list("pk", "quals")
        rows = rows.filter(pk__in=[pk for pk, quals in held if category in quals])
    if mine:
        rows = rows.filter(user=actor)
    return rows


def officer_card(row: Officer, *, actor: User, today: date) -> dict[str, Any]:
    """One officer in the list."""
    own = row.user_id == actor.uuid
    verbs = ["officer.edit"] if may(actor, "officer.edit") else []
    if may(actor, "recusal.declare") and (own or verbs):
        verbs.append("recusal.declare")
    return {
        "uuid": row.uuid,
        "name": row.name,
        "cert_no": row.cert_no,
        "cert_valid_to": row.cert_valid_to,
        "cert_revoked_on": row.cert_revoked_on,
        "certified": certified(valid_to=row.cert_valid_to, revoked_on=row.cert_revoked_on, on=today),
        "unit": row.unit,
        "phone": row.phone,
        "quals": row.quals,
        "lead_quals": row.lead_quals,
        "towns": row.towns,
        "carried_load": row.carried_load,
        "status": row.status,
        "user": row.user.username if row.user else None,
        "verbs": verbs,
    }


def officer_get(*, officer_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """One officer with the recusals (reasons for supervisors and himself only)."""
    row = found(Officer.objects.within(actor).select_related("user").filter(uuid=officer_id).first())
    return officer_card(row, actor=actor, today=today) | {
        "recusals": recusal_list(actor=actor, officer=row.uuid)
    }
