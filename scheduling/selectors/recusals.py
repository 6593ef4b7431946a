"""Requests that an officer keep away (回避申请): their reason is private, as that of every recusal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.models import User
from backend.permissions import may, verbs_for
from scheduling.domain.states import RECUSAL_MOVES
from scheduling.models import RecusalRequest, Visit


def requests_of(visits: Iterable[Visit]) -> dict[UUID, list[RecusalRequest]]:
    """visit → its requests, the first one first."""
    found: dict[UUID, list[RecusalRequest]] = defaultdict(list)
    rows = RecusalRequest.objects.everywhere("guard").filter(visit_id__in=[row.pk for row in visits])
    for row in rows.select_related("officer", "decided_by", "substitute").order_by("created_at"):
        found[row.visit_id].append(row)
    return found


def request_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[RecusalRequest]:
    """Requests of the actor's organ tree."""
    rows = RecusalRequest.objects.within(actor).select_related(
        "officer", "decided_by", "substitute", "visit__venue"
    )
    return rows.filter(state__in=states) if states else rows


def request_card(row: RecusalRequest, actor: User | None) -> dict[str, Any]:
    """One request; reason and decision only for whoever supervises, decides, or took it down."""
    told = actor is not None and (may(actor, "recusal.view") or row.taken_by_id == actor.pk)
    return {
        "uuid": row.uuid,
        "visit": row.visit_id,
        "officer": row.officer_id,
        "officer_name": row.officer.name,
        "state": row.state,
        "party": row.party if told else "",
        "party_role": row.party_role if told else "",
        "reason": row.reason if told else "",
        "taken_at": row.created_at,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "decided_at": row.decided_at,
        "decision": row.decision if told else "",
        "substitute": row.substitute.name if row.substitute else "",
        "verbs": _verbs(row, actor) if actor else [],
    }


def _verbs(row: RecusalRequest, actor: User) -> list[str]:
    """Nobody decides about himself, and only whoever took it down takes it back."""
    closed = {"recusal.withdraw"} if row.taken_by_id != actor.pk else {"recusal.grant", "recusal.refuse"}
    if row.officer.user_id == actor.pk:
        closed |= {"recusal.grant", "recusal.refuse"}
    return [verb for verb in verbs_for(actor, RECUSAL_MOVES, row.state) if verb not in closed]
