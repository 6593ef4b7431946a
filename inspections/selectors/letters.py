"""Letters about hazards as the organ they went to reads them: what is asked, by when, and what it did."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.domain.deadlines import rest
from backend.domain.errors import DomainError
from backend.models import Clock, User
from backend.permissions import verbs_for
from inspections.domain.hazards import LETTER_MOVES, letter_state
from inspections.models import HazardTransfer

STATES = ["sent", "received", "answered"]
_WHERE = {
    "sent": Q(received_at__isnull=True, answered_on__isnull=True),
    "received": Q(received_at__isnull=False, answered_on__isnull=True),
    "answered": Q(answered_on__isnull=False),
}


def letter_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[HazardTransfer]:
    """Those that went to the actor's own organ; of the hazard only what the letter says."""
    if actor.organ_id is None:
        return HazardTransfer.objects.everywhere("guard").none()
    rows = HazardTransfer.objects.everywhere("guard").filter(receiver_id=actor.organ_id)
    rows = rows.select_related("hazard__venue", "organ", "received_by", "document")
    wanted = Q()
    for state in states:
        wanted |= _WHERE[state]
    return rows.filter(wanted) if states else rows


def letter_get(letter_id: UUID, actor: User) -> HazardTransfer | None:
    """One of them."""
    return letter_list(actor).filter(pk=letter_id).first()


def letter_cards(rows: Sequence[HazardTransfer], actor: User, today: date) -> list[dict[str, Any]]:
    """As listed; one query for their clocks."""
    found = Clock.objects.everywhere("guard").filter(
        noun="hazardtransfer", noun_id__in=[row.pk for row in rows]
    )
    due = {one.noun_id: one.due_on for one in found}
    return [_card(row, due.get(row.pk, row.due_on), actor, today) for row in rows]


def _card(row: HazardTransfer, due: date, actor: User, today: date) -> dict[str, Any]:
    state = letter_state(received=row.received_at is not None, answered=row.answered_on is not None)
    venue = row.hazard.venue
    return {
        "uuid": row.uuid, "state": state, "number": row.number, "organ": row.organ.name,
        "venue": {"code": venue.code, "name": venue.name, "address": venue.address},
        "place": row.hazard.place, "level": row.hazard.level, "content": row.content,
        "transferred_on": row.transferred_on, "due_on": due, "rest": rest(due, today),
        "received_by": row.received_by.name if row.received_by else "", "received_at": row.received_at,
        "outcome": row.outcome, "answer": row.answer, "answered_by": row.answered_by,
        "answer_number": row.answer_number, "answered_on": row.answered_on, "files": len(row.files),
        "paper": row.document.state == "made", "verbs": verbs_for(actor, LETTER_MOVES, state),
    }  # fmt: skip


def letter_paper(letter_id: UUID, actor: User) -> Any:
    """The PDF of the letter; not_found where it went elsewhere, or is not made yet."""
    row = letter_get(letter_id, actor)
    if row is None or row.document.file is None:
        raise DomainError("not_found", {"letter": str(letter_id)})
    return row.document.file
