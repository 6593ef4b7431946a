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
from enforcement.services.cases.taking import act_day
from enforcement.services.periods import period_start


def follow_up_open(case: Case, *, actor: User, now: datetime) -> FollowUp | None:
    """One for each closed penalty, with its period; None where nothing was penalised."""
    if case.outcome != Case.Outcome.PENALTY:
        return None
    row = FollowUp.objects.create(organ_id=case.organ_id, created_at=now, case=case)
    period_start(rule="follow_up", of=row, on=clock.civil(now), actor=actor, now=now)
    _line(row, "follow_up.open", "", actor, now)
    return row


def follow_up_plan(*, follow_up_id: UUID, plan: str, actor: User, now: datetime) -> FollowUp:
    """What will be done; a new plan takes the old one's place."""
    require(actor, "follow_up.plan")
    with transaction.atomic():
        row = lock(FollowUp, follow_up_id, actor)
        before = row.state
        move(row, FOLLOW_UP, "follow_up.plan", facts={"plan": plan}, plan=plan)
        _line(row, "follow_up.plan", before, actor, now, reason=plan)
    return row


def follow_up_step(
    *, follow_up_id: UUID, kind: str, text: str, actor: User, now: datetime, on: date | None = None
) -> FollowUp:
    """One thing that was done: recheck, visit back, guidance, prompt to repair the credit."""
    require(actor, "follow_up.step")
    with transaction.atomic():
        row = lock(FollowUp, follow_up_id, actor)
        next_state(FOLLOW_UP, row.state, "follow_up.step", {"text": text})
        day = act_day(on, row.case.closed_on, now)
        FollowUpStep.objects.create(
            follow_up=row, kind=kind, on=day, text=text, recorded_by=actor, recorded_at=now
        )
        data = {"kind": kind, "on": day.isoformat()}
        _line(row, "follow_up.step", row.state, actor, now, reason=text, data=data)
    return row


def follow_up_close(
    *, follow_up_id: UUID, conclusion: str, actor: User, now: datetime, opinion: str = ""
) -> FollowUp:
    """Closed with its conclusion after at least one step; an `opinion` given before stands."""
    require(actor, "follow_up.close")
    today = clock.civil(now)
    with transaction.atomic():
        row = lock(FollowUp, follow_up_id, actor)
        before = row.state
        move(
            row,
            FOLLOW_UP,
            "follow_up.close",
            facts={"conclusion": conclusion, "steps": row.steps.count()},
            conclusion=conclusion,
            opinion=opinion or row.opinion,
            closed_on=today,
        )
        clocks_done(noun="followup", noun_id=row.uuid, rule="follow_up", on=today)
        _line(row, "follow_up.close", before, actor, now, reason=conclusion)
    return row


def follow_up_send(
    *, follow_up_id: UUID, opinion: str, opinion_to: str, actor: User, now: datetime, on: date | None = None
) -> FollowUp:
    """The opinion goes to who licenses the venue, and its answer is waited for; sent once.

    Refusals: move_not_open, facts_missing, invalid (a day before the case closed, or ahead), opinion_sent.
    """
    require(actor, "follow_up.send")
    with transaction.atomic():
        row = lock(FollowUp, follow_up_id, actor)
        if row.opinion_sent_on is not None:
            raise DomainError("opinion_sent", {"to": row.opinion_to, "on": row.opinion_sent_on.isoformat()})
        facts = {"opinion": opinion, "opinion_to": opinion_to}
        next_state(FOLLOW_UP, row.state, "follow_up.send", facts)
        day = act_day(on, row.case.closed_on, now)
        move(row, FOLLOW_UP, "follow_up.send", facts=facts, opinion_sent_on=day, **facts)
        period_start(rule="opinion_answer", of=row, on=day, actor=actor, now=now)
        data = {"on": day.isoformat()}
        _line(row, "follow_up.send", row.state, actor, now, reason=f"{opinion_to}：{opinion}", data=data)
    return row


def follow_up_answer(
    *, follow_up_id: UUID, answer: str, actor: User, now: datetime, on: date | None = None
) -> FollowUp:
    """What the licensing side did or said; a later answer stands in the place of the first."""
    require(actor, "follow_up.answer")
    with transaction.atomic():
        row = lock(FollowUp, follow_up_id, actor)
        facts = {"sent": row.opinion_sent_on is not None, "answer": answer}
        next_state(FOLLOW_UP, row.state, "follow_up.answer", facts)
        day = act_day(on, row.opinion_sent_on, now)
        move(row, FOLLOW_UP, "follow_up.answer", facts=facts, answer=answer, answered_on=day)
        clocks_done(noun="followup", noun_id=row.uuid, rule="opinion_answer", on=day)
        data = {"on": day.isoformat()}
        _line(row, "follow_up.answer", row.state, actor, now, reason=answer, data=data)
    return row


def _line(row: FollowUp, verb: str, before: str, actor: User, now: datetime, **more: Any) -> None:
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
