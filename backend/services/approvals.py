"""Approvals: ask, decide, make up afterwards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Approval, Organ, User
from backend.permissions import require


def approval_ask(
    *,
    organ: Organ | str,
    noun: str,
    noun_id: UUID,
    act: str,
    content: dict[str, Any],
    actor: User,
    now: datetime,
) -> Approval:
    """Ask for one decision."""
    code = organ if isinstance(organ, str) else organ.code
    with transaction.atomic():
        return _ask(code, noun, noun_id, act, content, actor, now)


def _ask(
    code: str, noun: str, noun_id: UUID, act: str, content: dict[str, Any], actor: User, now: datetime
) -> Approval:
    row = Approval.objects.create(
        organ_id=code, created_at=now, noun=noun, noun_id=noun_id, act=act, content=content, asked_by=actor
    )
    record(
        organ=code,
        actor=actor,
        verb="approval.ask",
        noun=noun,
        noun_id=noun_id,
        now=now,
        after="asked",
        data={"act": act, "approval": str(row.uuid)},
    )
    return row


def approval_decide(
    *,
    approval: Approval,
    approve: str,
    verb: str,
    actor: User,
    now: datetime,
    reason: str = "",
    retro: str = "",
) -> Approval:
    """`approve` is "approved" or "rejected"; a rejection and a retroactive approval need a reason.

    The asker does not decide on his own request.
    """
    if approve not in (Approval.State.APPROVED, Approval.State.REJECTED):
        raise ValueError(f"a decision is approved or rejected, not {approve!r}")
    require(actor, verb)
    if approval.asked_by_id == actor.uuid:
        raise DomainError("own_record")
    if (approve == Approval.State.REJECTED or retro) and not (reason or retro):
        raise DomainError("reason_needed")
    with transaction.atomic():
        changed = (
            Approval.objects.within(actor)
            .filter(uuid=approval.uuid, state=Approval.State.ASKED)
            .update(
                state=approve, decided_by=actor, decided_at=now, reason=reason or retro, retro=bool(retro)
            )
        )
        if not changed:
            raise DomainError("conflict", {"state": approval.state, "verb": verb})
        record(
            organ=approval.organ_id,
            actor=actor,
            verb=verb,
            noun=approval.noun,
            noun_id=approval.noun_id,
            now=now,
            before="asked",
            after=approve,
            data={"approval": str(approval.uuid), "retro": bool(retro)},
            reason=reason or retro,
        )
    approval.refresh_from_db()
    return approval
