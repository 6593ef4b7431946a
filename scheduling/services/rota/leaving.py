"""Requests for leave: an officer asks, a supervisor decides; approved, it is Leave and moves his duty."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Approval, User
from backend.permissions import require
from backend.services.approvals import approval_ask, approval_decide
from backend.services.moves import lock, move
from registry.models import Officer
from scheduling.domain.states import LEAVE_MOVES
from scheduling.models import LeaveRequest
from scheduling.services.leaves import leave_shorten, leave_write


def officer_of(actor: User) -> Officer:
    """The actor's own row in the register; only his own duty is his to ask for."""
    row = Officer.objects.within(actor).filter(user=actor, status=Officer.Status.ACTIVE).first()
    if row is None:
        raise DomainError("officer_needed")
    return row


def leave_ask(
    *, starts_on: date, ends_on: date, reason: str = "", actor: User, now: datetime
) -> LeaveRequest:
    """Ask for days off, both included, not wholly in the past."""
    require(actor, "leave.ask")
    officer = officer_of(actor)
    if ends_on < max(starts_on, civil(now)):
        raise DomainError("invalid", {"fields": {"ends_on": ["截止日期早于开始日期或今天"]}})
    with transaction.atomic():
        row = LeaveRequest(
            organ_id=officer.organ_id, created_at=now, officer=officer, starts_on=starts_on, ends_on=ends_on,
            reason=reason,
        )  # fmt: skip
        row.approval = approval_ask(
            organ=officer.organ_id, noun="leaverequest", noun_id=row.uuid, act="leave.approve",
            content={"from": starts_on.isoformat(), "to": ends_on.isoformat()}, actor=actor, now=now,
        )  # fmt: skip
        row.save(force_insert=True)
        record(
            organ=officer.organ_id, actor=actor, verb="leave.ask", noun="leaverequest", noun_id=row.uuid,
            now=now, after=row.state,
            data={"officer": str(officer.uuid), "from": starts_on.isoformat(), "to": ends_on.isoformat()},
            reason=reason,
        )  # fmt: skip
    return row


def leave_withdraw(*, request_id: UUID, actor: User, now: datetime) -> LeaveRequest:
    """Take back a request nobody has decided."""
    require(actor, "leave.withdraw")
    with transaction.atomic():
        row = lock(LeaveRequest, request_id, actor)
        if row.officer.user_id != actor.pk:
            raise DomainError("not_found")
        move(row, LEAVE_MOVES, "leave.withdraw")
        record(
            organ=row.organ_id, actor=actor, verb="leave.withdraw", noun="leaverequest", noun_id=row.uuid,
            now=now, after=row.state,
        )  # fmt: skip
    return row


def leave_end(*, request_id: UUID, reason: str = "", actor: User, now: datetime) -> LeaveRequest:
    """He is back from today on (销假): the days that remain are no leave, days that were stay.

    Leave that has not begun falls away whole. Duty that others took over stays theirs: published weeks are
    not computed anew, those to come know that he is there.
    """
    require(actor, "leave.end")
    with transaction.atomic():
        row = lock(LeaveRequest, request_id, actor)
        if row.officer.user_id == actor.pk:
            raise DomainError("own_record")
        today = civil(now)
        move(
            row,
            LEAVE_MOVES,
            "leave.end",
            facts={"over": row.ends_on < today},
            back_on=max(today, row.starts_on),
        )
        leave_shorten(row.leave, last_on=today - timedelta(days=1), now=now)
        record(
            organ=row.organ_id, actor=actor, verb="leave.end", noun="leaverequest", noun_id=row.uuid, now=now,
            before=LeaveRequest.State.APPROVED, after=row.state, data={"back": today.isoformat()},
            reason=reason,
        )  # fmt: skip
    return row


def leave_decide(
    *, request_id: UUID, approve: str, reason: str = "", actor: User, now: datetime
) -> LeaveRequest:
    """Approve or reject; approved, every published week it touches gets a substitute by the rota's key."""
    verb = "leave.approve" if approve == Approval.State.APPROVED else "leave.reject"
    require(actor, verb)
    with transaction.atomic():
        row = lock(LeaveRequest, request_id, actor)
        if row.officer.user_id == actor.pk:
            raise DomainError("own_record")
        move(row, LEAVE_MOVES, verb, facts={"reason": reason})
        approval_decide(
            approval=row.approval, approve=approve, verb=verb, actor=actor, now=now, reason=reason
        )
        if approve == Approval.State.APPROVED:
            row.leave = leave_write(
                officer=row.officer, starts_on=row.starts_on, ends_on=row.ends_on, reason=row.reason,
                actor=actor, now=now,
            )  # fmt: skip
            row.save(update_fields=["leave"])
    return row
