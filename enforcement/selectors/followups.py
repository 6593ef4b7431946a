"""Follow-ups as they are shown: the penalty in brief, what was planned and done, the day it is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend.models import Clock, User
from backend.permissions import verbs_for
from backend.selectors.clocks import clock_card
from enforcement.domain.states import FOLLOW_UP
from enforcement.models import FollowUp, FollowUpStep


def follow_up_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[FollowUp]:
    """Those in scope."""
    steps = Prefetch("steps", FollowUpStep.objects.everywhere("guard"))
    rows = FollowUp.objects.within(actor).select_related("case__venue", "case__violation")
    rows = rows.prefetch_related(steps)
    return rows.filter(state__in=states) if states else rows


def follow_up_get(follow_up_id: UUID, actor: User) -> FollowUp | None:
    """One in scope."""
    return follow_up_list(actor).filter(uuid=follow_up_id).first()


def follow_up_cards(rows: list[FollowUp], actor: User, today: date) -> list[dict[str, Any]]:
    """One query for all their clocks."""
    clocks = {
        (row.noun_id, row.rule): row
        for row in Clock.objects.within(actor).filter(noun="followup", noun_id__in=[r.uuid for r in rows])
    }
    return [_card(row, clocks, actor, today) for row in rows]


def _card(
    row: FollowUp, clocks: Mapping[tuple[UUID, str], Clock], actor: User, today: date
) -> dict[str, Any]:
    due, answer_due = clocks.get((row.uuid, "follow_up")), clocks.get((row.uuid, "opinion_answer"))
    case = row.case
    return {
        "uuid": row.uuid,
        "state": row.state,
        "case_number": case.number,
        "decision_number": case.decision_number,
        "closed_case_on": case.closed_on,
        "violation": case.violation.title_zh,
        "violation_en": case.violation.title_en or case.violation.title_zh,
        "venue": {"uuid": case.venue_id, "name": case.venue.name, "code": case.venue.code},
        "plan": row.plan,
        "conclusion": row.conclusion,
        "opinion": row.opinion,
        "opinion_to": row.opinion_to,
        "opinion_sent_on": row.opinion_sent_on,
        "answer": row.answer,
        "answered_on": row.answered_on,
        "answer_due": clock_card(answer_due, today) if answer_due else None,
        "closed_on": row.closed_on,
        "due": clock_card(due, today) if due else None,
        "steps": [{"kind": step.kind, "on": step.on, "text": step.text} for step in row.steps.all()],
        "verbs": _verbs(row, actor),
    }


def _verbs(row: FollowUp, actor: User) -> list[str]:
    """An opinion is sent once, and only a sent one is answered."""
    shut = "follow_up.answer" if row.opinion_sent_on is None else "follow_up.send"
    return [verb for verb in verbs_for(actor, FOLLOW_UP, row.state) if verb != shut]
