"""Follow-ups as they are shown: the penalty in brief, what was planned and done, the day it is due."""

from collections.abc import Sequence
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
        row.noun_id: row
        for row in Clock.objects.within(actor).filter(noun="followup", noun_id__in=[r.uuid for r in rows])
    }
    return [_card(row, clocks.get(row.uuid), actor, today) for row in rows]


def _card(row: FollowUp, due: Clock | None, actor: User, today: date) -> dict[str, Any]:
    case = row.case
    return {
        "uuid": row.uuid,
        "state": row.state,
        "case_number": case.number,
        "decision_number": case.decision_number,
        "closed_case_on": case.closed_on,
        "violation": case.violation.title_zh,
        "venue": {"uuid": case.venue_id, "name": case.venue.name, "code": case.venue.code},
        "plan": row.plan,
        "conclusion": row.conclusion,
        "opinion": row.opinion,
        "closed_on": row.closed_on,
        "due": clock_card(due, today) if due else None,
        "steps": [{"kind": step.kind, "on": step.on, "text": step.text} for step in row.steps.all()],
        "verbs": verbs_for(actor, FOLLOW_UP, row.state),
    }
