"""Follow-up supervision (处罚后续监管, V36): opened when a penalty closes, then the industry section's."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from enforcement.domain.states import FOLLOW_UP
from enforcement.models import Case, FollowUp, FollowUpStep
from enforcement.selectors.followups import visit_pending
from enforcement.services.cases.taking import act_day
from enforcement.services.periods import period_start


def follow_up_open(case: Case, *, actor: User, now: datetime) -> FollowUp | None:
    """One for each closed penalty, with its period; None where nothing was penalised."""
    if case.outcome != Case.Outcome.PENALTY:
        return None
    row = FollowUp.objects.create(organ_id=case.organ_id, created_at=now, case=case)
    period_start(rule="follow_up", of=row, on=clock.civil(now), actor=actor, now=now)
    follow_up_line(row, "follow_up.open", "", actor, now)
    return row


def follow_up_plan(
    *, follow_up_id: UUID, plan: str, actor: User, now: datetime, seen: int | None = None
) -> FollowUp:
    """What will be done; a new plan takes the old one's place."""
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.plan", seen, actor)
        before = row.state
        move(row, FOLLOW_UP, "follow_up.plan", facts={"plan": plan}, plan=plan)
        follow_up_line(row, "follow_up.plan", before, actor, now, reason=plan)
    return row


def follow_up_step(
    *, follow_up_id: UUID, kind: str, text: str, actor: User, now: datetime, on: date | None = None,
    seen: int | None = None,
) -> FollowUp:  # fmt: skip
    """One thing that was done: recheck, visit back, guidance; a prompt to repair is made of its record."""
    if kind == FollowUpStep.Kind.REPAIR:
        raise DomainError("repair_needs_its_record")
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.step", seen, actor)
        next_state(FOLLOW_UP, row.state, "follow_up.step", {"text": text})
        day = act_day(on, row.case.closed_on, now)
        FollowUpStep.objects.create(
            follow_up=row, kind=kind, on=day, text=text, recorded_by=actor, recorded_at=now
        )
        data = {"kind": kind, "on": day.isoformat()}
        follow_up_line(row, "follow_up.step", row.state, actor, now, reason=text, data=data)
    return row


def follow_up_close(
    *, follow_up_id: UUID, conclusion: str, actor: User, now: datetime, opinion: str = "",
    seen: int | None = None,
) -> FollowUp:  # fmt: skip
    """Closed with its conclusion after at least one step, no visit under way; an `opinion` given stands."""
    today = clock.civil(now)
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.close", seen, actor)
        before = row.state
        facts = {
            "conclusion": conclusion, "steps": row.steps.count(), "pending": visit_pending(row) is not None,
        }  # fmt: skip
        move(
            row, FOLLOW_UP, "follow_up.close", facts=facts, conclusion=conclusion,
            opinion=opinion or row.opinion, closed_on=today,
        )  # fmt: skip
        clocks_done(noun="followup", noun_id=row.uuid, rule="follow_up", on=today)
        follow_up_line(row, "follow_up.close", before, actor, now, reason=conclusion)
    return row


def follow_up_take(follow_up_id: UUID, verb: str, seen: int | None, actor: User) -> FollowUp:
    """The follow-up, locked; `seen`: how many acts the page knew of, `conflict` when it has had more."""
    require(actor, verb)
    row = lock(FollowUp, follow_up_id, actor)
    if seen is not None and seen != row.rev:
        raise DomainError("conflict", {"state": row.state, "verb": verb})
    return row


def follow_up_line(
    row: FollowUp, verb: str, before: str, actor: User | None, now: datetime, **more: Any
) -> None:
    """One more act, and its line."""
    same = FollowUp.objects.everywhere("guard").filter(pk=row.pk, rev=row.rev)
    if verb != "follow_up.open" and same.update(rev=row.rev + 1) != 1:
        raise DomainError("conflict", {"state": before, "verb": verb})
    row.refresh_from_db(fields=["rev"])
    record(
        organ=row.organ_id,
        actor=actor,
        verb=verb,
        noun="follow_up",
        noun_id=row.uuid,
        now=now,
        before=before,
        after=row.state,
        **more,
    )
