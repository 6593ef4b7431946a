"""Follow-ups as they are shown: the penalty in brief, what was planned and done, the day it is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend.models import Clock, User
from backend.permissions import may, verbs_for
from backend.selectors.clocks import clock_card
from enforcement.domain.states import FOLLOW_UP
from enforcement.models import Case, FollowUp, FollowUpOpinion, FollowUpStep, FollowUpVisit
from inspections.models import Inspection
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Trigger, Visit, VisitOfficer
from scheduling.selectors.visits import teams_of

TRIGGER = "follow_up"


def follow_up_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[FollowUp]:
    """Those in scope."""
    steps = Prefetch("steps", FollowUpStep.objects.everywhere("guard").select_related("document"))
    visits = Prefetch("visits", FollowUpVisit.objects.everywhere("guard").select_related("visit"))
    rows = FollowUp.objects.within(actor).select_related("case__venue", "case__violation")
    sent = Prefetch("opinions", FollowUpOpinion.objects.everywhere("guard").select_related("document"))
    rows = rows.prefetch_related(steps, visits, sent)
    return rows.filter(state__in=states) if states else rows


def follow_up_get(follow_up_id: UUID, actor: User) -> FollowUp | None:
    """One in scope."""
    return follow_up_list(actor).filter(uuid=follow_up_id).first()


def follow_up_brief(case: Case, actor: User) -> dict[str, Any] | None:
    """What was done after the case closed, for its course."""
    if case.closed_on is None or not may(actor, "follow_up.view"):
        return None
    row = FollowUp.objects.within(actor).filter(case=case).first()
    if row is None:
        return None
    steps = FollowUpStep.objects.within(actor).filter(follow_up=row).select_related("document")
    return {"uuid": row.uuid, "steps": [_step(step) for step in steps]}


def _step(step: FollowUpStep) -> dict[str, Any]:
    return {
        "kind": step.kind, "on": step.on, "text": step.text, "record": step.inspection_id,
        "paper": step.document_id, "number": step.document.number if step.document else "",
    }  # fmt: skip


def visit_pending(row: FollowUp) -> Visit | None:
    """The visit it waits for: not made yet, or its record not accepted yet."""
    return next((one.visit for one in row.visits.select_related("visit") if _pending(one.visit)), None)


def _pending(visit: Visit) -> bool:
    if visit.state in OPEN_VISIT:
        return True
    unread = (Inspection.State.SUBMITTED, Inspection.State.RETURNED)
    sent = Inspection.objects.everywhere("guard").filter(visit=visit, organ_id=visit.organ_id)
    return visit.state == Visit.State.FINISHED and sent.filter(state__in=unread).exists()


def follow_up_cards(rows: list[FollowUp], actor: User, today: date) -> list[dict[str, Any]]:
    """One query each for all their clocks, the records of their visits and who goes."""
    clocks = {
        (row.noun_id, row.rule, row.starts_on): row
        for row in Clock.objects.within(actor).filter(noun="followup", noun_id__in=[r.uuid for r in rows])
    }
    visits = [one.visit for row in rows for one in row.visits.all()]
    teams = teams_of(visits)
    sent = Inspection.objects.everywhere("guard").filter(visit__in=visits)
    records = {(record.visit_id, record.organ_id): record for record in sent}
    shown = {
        row.uuid: [_visit(one, teams, records.get((one.visit_id, row.organ_id))) for one in row.visits.all()]
        for row in rows
    }
    counts = Trigger.objects.everywhere("reference").filter(code=TRIGGER, counts_to_cap=True).exists()
    return [_card(row, clocks, shown[row.uuid], actor, today, counts=counts) for row in rows]


def _visit(
    one: FollowUpVisit, teams: Mapping[UUID, list[VisitOfficer]], record: Inspection | None
) -> dict[str, Any]:
    team = teams.get(one.visit_id, [])
    unread = record is not None and record.state in (Inspection.State.SUBMITTED, Inspection.State.RETURNED)
    return {
        "uuid": one.visit_id,
        "number": one.visit.number,
        "state": one.visit.state,
        "kind": one.kind,
        "reason": one.reason,
        "planned_from": one.visit.planned_from,
        "planned_to": one.visit.planned_to,
        "officers": [seat.officer.name for seat in team],
        "open_seats": max(one.visit.seats - len(team), 0),
        "record": record.uuid if record else None,
        "pending": one.visit.state in OPEN_VISIT or unread,
    }


def _card(
    row: FollowUp,
    clocks: Mapping[tuple[UUID, str, date], Clock],
    visits: list[dict[str, Any]],
    actor: User,
    today: date,
    *,
    counts: bool,
) -> dict[str, Any]:
    due = next((one for key, one in clocks.items() if key[:2] == (row.uuid, "follow_up")), None)
    opinions = list(row.opinions.all())
    case = row.case
    return {
        "uuid": row.uuid,
        "state": row.state,
        "case_number": case.number,
        "decision_number": case.decision_number,
        "closed_case_on": case.closed_on,
        "case": case.uuid,
        "violation_code": case.violation_id,
        "violation": case.violation.title_zh,
        "violation_en": case.violation.title_en or case.violation.title_zh,
        "venue": {"uuid": case.venue_id, "name": case.venue.name, "code": case.venue.code},
        "plan": row.plan,
        "conclusion": row.conclusion,
        "opinion": row.opinion,
        "opinions": [
            _opinion(one, clocks.get((row.uuid, "opinion_answer", one.sent_on)), actor, today)
            for one in opinions
        ],
        "closed_on": row.closed_on,
        "due": clock_card(due, today) if due else None,
        "steps": [_step(step) for step in row.steps.all()],
        "visits": visits,
        "visit_counts": counts,
        "rev": row.rev,
        "verbs": _verbs(row, opinions, actor, pending=any(visit["pending"] for visit in visits)),
    }


def _opinion(one: FollowUpOpinion, due: Clock | None, actor: User, today: date) -> dict[str, Any]:
    paper = one.document
    waits = one.answered_on is None and one.voided_on is None
    return {
        "to": one.to, "text": one.text, "sent_on": one.sent_on, "answer": one.answer,
        "answered_on": one.answered_on, "voided_on": one.voided_on,
        "document": paper.uuid if paper else None, "number": paper.number if paper else "",
        "state": paper.state if paper else None, "problem": paper.problem if paper else "",
        "due": clock_card(due, today) if due and waits else None,
        "verbs": ["follow_up.void"] if waits and paper and may(actor, "follow_up.void") else [],
    }  # fmt: skip


def _verbs(row: FollowUp, opinions: list[FollowUpOpinion], actor: User, *, pending: bool) -> list[str]:
    """One opinion waits at a time, and only a sent one is answered; one visit at a time, and none left open.

    A paper is voided where it stands.
    """
    standing = [one for one in opinions if one.voided_on is None]
    waits = any(one.answered_on is None for one in standing)
    shut = {"follow_up.void"} | ({"follow_up.send"} if waits else set())
    shut |= set() if standing else {"follow_up.answer"}
    shut |= {"follow_up.visit", "follow_up.close"} if pending else set()
    return [verb for verb in verbs_for(actor, FOLLOW_UP, row.state) if verb not in shut]
