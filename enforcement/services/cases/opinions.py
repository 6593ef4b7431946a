"""Opinions sent back to who licenses (审批监管意见): each with paper and answer, one waiting at a time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Clock, Document, User
from backend.services.clocks import clocks_done
from backend.services.documents import document_request, document_void
from backend.services.moves import move
from enforcement.domain.states import FOLLOW_UP
from enforcement.models import FollowUp, FollowUpOpinion, FollowUpStep
from enforcement.selectors.papers import case_facts
from enforcement.services.cases.followups import follow_up_line, follow_up_take
from enforcement.services.cases.taking import act_day
from enforcement.services.periods import period_again

RULE, FORM = "opinion_answer", "licensing_opinion"
SOURCES = "审批监管执法配合机制（答复期限由本单位设定，待核实）"
TAKEN = ("party_name", "party_id", "licence", "cause", "decision_number", "decided_on", "penalty")


def follow_up_send(
    *, follow_up_id: UUID, opinion: str, opinion_to: str, actor: User, now: datetime, on: date | None = None,
    seen: int | None = None,
) -> FollowUp:  # fmt: skip
    """The opinion goes to who licenses the venue on its paper; a further one once this one is answered.

    Refusals: move_not_open, facts_missing, invalid (a day before the case closed, or ahead), opinion_sent,
    opinion_same.
    """
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.send", seen, actor)
        waiting = row.opinions.filter(answered_on__isnull=True, voided_on__isnull=True).first()
        if waiting is not None:
            raise DomainError("opinion_sent", {"to": waiting.to, "on": waiting.sent_on.isoformat()})
        facts = {"opinion": opinion.strip(), "opinion_to": opinion_to.strip()}
        next_state(FOLLOW_UP, row.state, "follow_up.send", facts)
        day = act_day(on, row.case.closed_on, now)
        move(row, FOLLOW_UP, "follow_up.send", facts=facts)
        due = period_again(rule=RULE, of=row, on=day, actor=actor, now=now)
        paper = _paper(row, facts, day, due, actor, now)
        if row.opinions.filter(document=paper).exists():
            raise DomainError("opinion_same", {"to": facts["opinion_to"], "number": paper.number})
        FollowUpOpinion.objects.create(
            follow_up=row, to=facts["opinion_to"], text=facts["opinion"], sent_on=day, document=paper
        )
        data = {"on": day.isoformat(), "paper": str(paper.uuid)}
        follow_up_line(
            row, "follow_up.send", row.state, actor, now, reason=f"{opinion_to}：{opinion}", data=data
        )
    return row


def follow_up_answer(
    *, follow_up_id: UUID, answer: str, actor: User, now: datetime, on: date | None = None,
    seen: int | None = None,
) -> FollowUp:  # fmt: skip
    """What the licensing side did or said to the last opinion; a later answer takes the first's place."""
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.answer", seen, actor)
        last = row.opinions.filter(voided_on__isnull=True).last()
        facts: dict[str, Any] = {"sent": last is not None, "answer": answer.strip()}
        next_state(FOLLOW_UP, row.state, "follow_up.answer", facts)
        if last is None:  # the guard above names it
            raise DomainError("not_found", {"follow_up": str(follow_up_id)})
        day = act_day(on, last.sent_on, now)
        move(row, FOLLOW_UP, "follow_up.answer", facts=facts)
        last.answer, last.answered_on = facts["answer"], day
        last.save(update_fields=["answer", "answered_on"])
        clocks_done(noun="followup", noun_id=row.uuid, rule=RULE, on=day)
        data = {"on": day.isoformat(), "sent": last.sent_on.isoformat()}
        follow_up_line(row, "follow_up.answer", row.state, actor, now, reason=answer, data=data)
    return row


def follow_up_void(
    *, follow_up_id: UUID, document: UUID, reason: str, actor: User, now: datetime, seen: int | None = None
) -> FollowUp:
    """Void the paper of a prompt, which may be made anew then, or an opinion nobody has answered.

    Its number stays used. Refusals: not_found, conflict, opinion_answered, reason_needed, move_not_open.
    """
    today = clock.civil(now)
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.void", seen, actor)
        opinion = row.opinions.filter(document=document).first()
        if opinion is None and not FollowUpStep.objects.within(actor).filter(
            follow_up=row, document=document
        ).exists():  # fmt: skip
            raise DomainError("not_found", {"document": str(document)})
        if opinion is not None and opinion.answered_on is not None:
            raise DomainError("opinion_answered", {"on": opinion.answered_on.isoformat()})
        move(row, FOLLOW_UP, "follow_up.void", facts={"reason": reason.strip()})
        document_void(document_id=document, reason=reason, actor=actor, now=now, verb="follow_up.void")
        if opinion is not None:
            opinion.voided_on = today
            opinion.save(update_fields=["voided_on"])
            clocks_done(noun="followup", noun_id=row.uuid, rule=RULE, on=today)
        follow_up_line(
            row, "follow_up.void", row.state, actor, now, reason=reason, data={"paper": str(document)}
        )
    return row


def _paper(
    row: FollowUp, facts: dict[str, str], day: date, due: Clock, actor: User, now: datetime
) -> Document:
    known = case_facts(row.case)
    values = {key: known.get(key) or "" for key in TAKEN} | {
        "to_organ": facts["opinion_to"],
        "content": "\n".join(
            f"{one.on.isoformat()}　{one.get_kind_display()}：{one.text}" for one in row.steps.all()
        ),
        "opinion": facts["opinion"],
        "reply_by": due.due_on.isoformat(),
        "sources": SOURCES,
    }
    return document_request(
        form=FORM, of=row.ref, organ=row.case.organ, values=values, issued_on=day, actor=actor, now=now
    )
