"""Orders to rectify and findings as they are shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.api import found
from backend.domain.deadlines import rest
from backend.models import Clock, User
from backend.permissions import may, verbs_for
from backend.services.clocks import due_words
from inspections.domain.states import RECTIFICATION_MOVES
from inspections.models import Finding, Hazard, Inspection, Rectification
from registry.models import CheckItem
from scheduling.domain.states import LOST_VISIT
from scheduling.models import Visit
from scheduling.selectors.items import items_in_force

RULE = "rectification_due"
# an order that waits for its recheck: none is planned, or what was planned fell away
WAITING = (
    Q(state=Rectification.State.ORDERED)
    & ~Q(inspection__state=Inspection.State.WITHDRAWN)
    & (Q(recheck_visit__isnull=True) | Q(recheck_visit__state__in=LOST_VISIT))
)


def rectification_list(
    actor: User,
    *,
    states: Sequence[str] = (),
    venue: UUID | None = None,
    inspection: UUID | None = None,
    overdue_on: date | None = None,
) -> QuerySet[Rectification]:
    """Orders of the actor's organ tree, narrowed; `overdue_on`: open ones whose day lies before it."""
    rows = Rectification.objects.within(actor).select_related("venue", "recheck_visit", "inspection")
    narrow = {"state__in": states, "venue": venue, "inspection": inspection, "due_on__lt": overdue_on}
    if overdue_on:
        narrow["state__in"] = (Rectification.State.ORDERED, Rectification.State.RECHECKED)
    return rows.filter(**{key: value for key, value in narrow.items() if value})


def rectification_rows(rows: Sequence[Rectification], actor: User, today: date) -> list[dict[str, Any]]:
    """Cards of orders; one query for their clocks."""
    clocks = {
        one.noun_id: one
        for one in Clock.objects.everywhere("guard").filter(
            noun="rectification", noun_id__in=[row.pk for row in rows], rule=RULE
        )
    }
    stuck = rechecks_stuck(rows, today)
    return [_row(row, clocks.get(row.pk), actor, today) | {"stuck": row.pk in stuck} for row in rows]


def rechecks_stuck(rows: Iterable[Rectification], today: date) -> set[UUID]:
    """Orders whose day has come and of whose items none is on the list any more (V10): no recheck is planned
    by itself, a person settles them. Their visits are read with them; two queries where any could be.
    """
    waiting = {
        row.pk: row.findings
        for row in rows
        if row.state == Rectification.State.ORDERED
        and row.due_on <= today
        and (row.recheck_visit is None or row.recheck_visit.state in LOST_VISIT)
    }
    if not waiting:
        return set()
    wanted = {uuid for findings in waiting.values() for uuid in findings}
    found = Finding.objects.everywhere("guard").filter(pk__in=wanted).values_list("pk", "item")
    items = {str(uuid): item for uuid, item in found}
    standing = items_in_force(set(items.values()), today)
    return {
        order
        for order, findings in waiting.items()
        if not any(items.get(uuid) in standing for uuid in findings)
    }


def _row(row: Rectification, clock: Clock | None, actor: User, today: date) -> dict[str, Any]:
    running = row.state in (Rectification.State.ORDERED, Rectification.State.RECHECKED)
    return {
        "uuid": row.uuid,
        "number": row.number,
        "state": row.state,
        "inspection": row.inspection_id,
        "venue": {"uuid": row.venue_id, "code": row.venue.code, "name": row.venue.name},
        "findings": row.findings,
        "content": row.content,
        "basis": row.basis,
        "ordered_on": row.ordered_on,
        "due_on": row.due_on,
        "due_words": due_words(clock) if clock else row.due_on.isoformat(),
        "provisional": clock.provisional if clock else False,
        "rest": rest(row.due_on, today),
        "overdue": running and today > row.due_on,
        "recheck_visit": _visit(row.recheck_visit),
        "closed_on": row.closed_on,
        "result": row.result,
        "verbs": verbs_for(actor, RECTIFICATION_MOVES, row.state),
    }


def _visit(visit: Visit | None) -> dict[str, Any] | None:
    if visit is None:
        return None
    return {"uuid": visit.uuid, "number": visit.number, "state": visit.state}


def rectification_get(rectification_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """One order with the findings it rests on."""
    row = found(rectification_list(actor).filter(pk=rectification_id).first())
    findings = Finding.objects.within(actor).filter(pk__in=row.findings).select_related("venue", "inspection")
    return rectification_rows([row], actor, today)[0] | {
        "finding_rows": finding_rows(list(findings.order_by("item")), actor)
    }


def finding_list(
    actor: User,
    *,
    venue: UUID | None = None,
    inspection: UUID | None = None,
    item: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Finding]:
    """Findings of records that were not withdrawn, of the actor's organ tree, narrowed."""
    rows = (
        Finding.objects.within(actor)
        .filter(current=True)
        .exclude(inspection__state=Inspection.State.WITHDRAWN)
        .select_related("venue", "inspection")
    )
    narrow = {
        "venue": venue,
        "inspection": inspection,
        "item": item,
        "found_on__gte": first,
        "found_on__lte": last,
    }
    return rows.filter(**{key: value for key, value in narrow.items() if value})


def finding_rows(rows: Sequence[Finding], actor: User) -> list[dict[str, Any]]:
    """Cards of findings: the question, the violations, their open orders, their hazards; three queries."""
    items = CheckItem.objects.everywhere("reference").in_bulk([row.item for row in rows])
    orders = _orders(rows)
    hazards = {
        one.finding_id: {"uuid": one.uuid, "number": one.number, "state": one.state}
        for one in Hazard.objects.everywhere("guard").filter(finding__in=rows)
    }
    verbs = [verb for verb in ("rectification.order", "case.file", "lead.report") if may(actor, verb)]
    shown = []
    for row in rows:
        item, under = items.get(row.item), orders.get(str(row.pk), [])
        shown.append(
            {
                "uuid": row.uuid,
                "inspection": row.inspection_id,
                "inspection_state": row.inspection.state,
                "venue": {"uuid": row.venue_id, "code": row.venue.code, "name": row.venue.name},
                "item": row.item,
                "question": item.question_zh if item else row.item,
                "statement": item.statement_bad if item else "",
                "level": item.level if item else "",
                "violations": row.violations,
                "transfer_to": [organ for organ in row.transfer_to.split(",") if organ],
                "note": row.note,
                "corrected": row.corrected_on_spot,
                "found_on": row.found_on,
                "rectifications": under,
                "hazard": hazards.get(row.pk),
                "verbs": [verb for verb in verbs if verb != "rectification.order" or not under],
            }
        )
    return shown


def _orders(rows: Sequence[Finding]) -> dict[str, list[dict[str, Any]]]:
    """finding → open or closed orders that name it."""
    found: dict[str, list[dict[str, Any]]] = {}
    orders = Rectification.objects.everywhere("guard").filter(
        inspection_id__in={row.inspection_id for row in rows}
    )
    for order in orders.order_by("ordered_on", "number"):
        for finding in order.findings:
            card = {"uuid": order.uuid, "number": order.number, "state": order.state}
            found.setdefault(finding, []).append(card)
    return found
