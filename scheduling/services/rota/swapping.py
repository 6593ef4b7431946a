"""Swaps (换班): an officer asks another, he agrees, a supervisor approves and sees the rules it breaks."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Approval, User
from backend.permissions import require
from backend.services.approvals import approval_ask, approval_decide
from backend.services.moves import lock, move
from registry.models import Officer
from scheduling.domain.states import SWAP_MOVES
from scheduling.models import DutySeat, SwapRequest
from scheduling.selectors.changes import swap_warnings
from scheduling.services.rota.changing import Ground, seat_give, seat_open, seats_exchange
from scheduling.services.rota.leaving import officer_of


def swap_ask(
    *, given_id: UUID, taker_id: UUID, taken_id: UUID | None, reason: str, actor: User, now: datetime
) -> SwapRequest:
    """Offer one's own seat to another officer, for one of his seats or for nothing."""
    require(actor, "swap.ask")
    giver = officer_of(actor)
    if not reason.strip():
        raise DomainError("reason_needed")
    with transaction.atomic():
        given = seat_open(given_id, actor, now)
        taker = Officer.objects.within(actor).filter(pk=taker_id, organ_id=given.organ_id).first()
        taken = seat_open(taken_id, actor, now) if taken_id else None
        if taker is None or given.officer_id != giver.pk or (taken and taken.officer_id != taker.pk):
            raise DomainError("not_found")
        if taker.pk == giver.pk:
            raise DomainError("invalid", {"fields": {"taker": ["不能与自己换班"]}})
        row = SwapRequest.objects.create(
            organ_id=given.organ_id, created_at=now, given=given, giver=giver, taker=taker, taken=taken,
            reason=reason,
        )  # fmt: skip
        _told(row, "swap.ask", actor, now, reason)
    return row


def swap_answer(*, swap_id: UUID, agree: str, actor: User, now: datetime) -> SwapRequest:
    """The other officer agrees (`agreed`: a supervisor is asked) or declines (`declined`)."""
    verb = "swap.agree" if agree == SwapRequest.State.AGREED else "swap.decline"
    require(actor, verb)
    with transaction.atomic():
        row = lock(SwapRequest, swap_id, actor)
        if row.taker.user_id != actor.pk:
            raise DomainError("not_found")
        move(row, SWAP_MOVES, verb)
        if row.state == SwapRequest.State.AGREED:
            row.approval = approval_ask(
                organ=row.organ_id, noun="swaprequest", noun_id=row.uuid, act="swap.approve", content={},
                actor=actor, now=now,
            )  # fmt: skip
            row.save(update_fields=["approval"])
        _told(row, verb, actor, now)
    return row


def swap_withdraw(*, swap_id: UUID, actor: User, now: datetime) -> SwapRequest:
    """Whoever asked takes it back while nobody has decided."""
    require(actor, "swap.withdraw")
    with transaction.atomic():
        row = lock(SwapRequest, swap_id, actor)
        if row.giver.user_id != actor.pk:
            raise DomainError("not_found")
        move(row, SWAP_MOVES, "swap.withdraw")
        _told(row, "swap.withdraw", actor, now)
    return row


def swap_decide(*, swap_id: UUID, approve: str, reason: str = "", actor: User, now: datetime) -> SwapRequest:
    """Approve or reject an agreed swap; one that breaks a rule needs a reason, kept with the seats."""
    verb = "swap.approve" if approve == Approval.State.APPROVED else "swap.reject"
    require(actor, verb)
    with transaction.atomic():
        row = lock(SwapRequest, swap_id, actor)
        if actor.pk in (row.giver.user_id, row.taker.user_id):
            raise DomainError("own_record")
        warnings = swap_warnings(row) if verb == "swap.approve" else []
        move(row, SWAP_MOVES, verb, facts={"reason": reason, "warnings": warnings})
        assert row.approval is not None
        approval_decide(
            approval=row.approval, approve=approve, verb=verb, actor=actor, now=now, reason=reason
        )
        if row.state == SwapRequest.State.APPROVED:
            _swap(row, reason, actor, now)
    return row


def _swap(row: SwapRequest, reason: str, actor: User, now: datetime) -> None:
    ground = Ground(DutySeat.Origin.SWAP, reason or row.reason, row.uuid)
    given = seat_open(row.given_id, actor, now)
    if row.taken_id is None:
        seat_give(given, row.taker, ground, actor=actor, now=now)
        return
    seats_exchange(given, seat_open(row.taken_id, actor, now), ground, actor=actor, now=now)


def _told(row: SwapRequest, verb: str, actor: User, now: datetime, reason: str = "") -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="swaprequest", noun_id=row.uuid, now=now,
        after=row.state, data={"given": str(row.given_id), "taken": str(row.taken_id or "")}, reason=reason,
    )  # fmt: skip
