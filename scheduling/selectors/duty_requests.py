"""Requests for leave and for swaps as they are listed: one's own, or all for those who decide."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.api import found
from backend.models import User
from backend.permissions import may, verbs_for
from scheduling.domain.states import LEAVE_MOVES, SWAP_MOVES
from scheduling.domain.weeks import sunday, week_of
from scheduling.models import DutySeat, LeaveRequest, SwapRequest
from scheduling.selectors.changes import leave_conflicts, swap_warnings

Card = dict[str, Any]
_DECIDING = frozenset({"leave.approve", "leave.reject", "swap.approve", "swap.reject"})


def leave_request_list(actor: User, *, state: str = "") -> QuerySet[LeaveRequest]:
    """Requests for leave the person may see."""
    rows = LeaveRequest.objects.within(actor).select_related("officer", "approval__decided_by")
    if not may(actor, "leave.approve"):
        rows = rows.filter(officer__user=actor)
    return rows.filter(state=state) if state else rows


def leave_request_cards(rows: Iterable[LeaveRequest], actor: User) -> list[Card]:
    """Requests with the verbs open to this person; nobody decides on his own."""
    return [_leave_card(row, actor) for row in rows]


def _leave_card(row: LeaveRequest, actor: User) -> Card:
    own = row.officer.user_id == actor.uuid
    return {
        "uuid": row.uuid,
        "state": row.state,
        "officer": row.officer_id,
        "name": row.officer.name,
        "own": own,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "back_on": row.back_on,
        "reason": row.reason,
        "asked_at": row.created_at,
        "decided_by": row.approval.decided_by.name if row.approval.decided_by else "",
        "decision": row.approval.reason,
        "verbs": [
            verb for verb in verbs_for(actor, LEAVE_MOVES, row.state) if own == (verb == "leave.withdraw")
        ],
    }


def leave_request_get(*, request_id: UUID, actor: User) -> Card:
    """One request with the visits and the duty it meets."""
    row = found(leave_request_list(actor).filter(pk=request_id).first())
    conflicts = leave_conflicts(row.officer_id, row.starts_on, row.ends_on)
    return _leave_card(row, actor) | {"conflicts": conflicts}


def swap_request_list(actor: User, *, state: str = "") -> QuerySet[SwapRequest]:
    """Swaps the person may see: those he is a side of, or all."""
    rows = SwapRequest.objects.within(actor).select_related(
        "giver", "taker", "given__week", "taken__week", "approval__decided_by"
    )
    if not may(actor, "swap.approve"):
        rows = rows.filter(Q(giver__user=actor) | Q(taker__user=actor))
    return rows.filter(state=state) if state else rows


def swap_request_cards(rows: Iterable[SwapRequest], actor: User) -> list[Card]:
    """Swaps with the verbs open to this person: each side its own, the decision to neither."""
    return [_swap_card(row, actor) for row in rows]


def _swap_card(row: SwapRequest, actor: User) -> Card:
    asked, answers = row.giver.user_id == actor.uuid, row.taker.user_id == actor.uuid
    mine = {"swap.withdraw": asked, "swap.agree": answers, "swap.decline": answers}
    decided = row.approval.decided_by if row.approval else None
    return {
        "uuid": row.uuid,
        "state": row.state,
        "giver": row.giver.name,
        "taker": row.taker.name,
        "given": _duty(row.given),
        "taken": _duty(row.taken) if row.taken else None,
        "reason": row.reason,
        "asked_at": row.created_at,
        "decided_by": decided.name if decided else "",
        "decision": row.approval.reason if row.approval else "",
        "verbs": [
            verb
            for verb in verbs_for(actor, SWAP_MOVES, row.state)
            if mine.get(verb, verb in _DECIDING and not (asked or answers))
        ],
    }


def _duty(seat: DutySeat) -> Card:
    week = seat.week
    return {
        "uuid": seat.uuid,
        "starts_on": week.starts_on,
        "ends_on": sunday(week_of(week.starts_on)),
        "holiday": week.holiday,
        "team": seat.team + 1,
    }


def swap_request_get(*, swap_id: UUID, actor: User) -> Card:
    """One swap with the rules it would break."""
    row = found(swap_request_list(actor).filter(pk=swap_id).first())
    open_states = (SwapRequest.State.ASKED, SwapRequest.State.AGREED)
    return _swap_card(row, actor) | {"warnings": swap_warnings(row) if row.state in open_states else []}
