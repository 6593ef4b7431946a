"""Rechecks (复查) that come due: each order to rectify whose day has come gets its visit, made once."""

from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction

from backend.clock import civil
from backend.domain.deadlines import due
from backend.journal import record
from backend.services.calendar import work_calendar
from inspections.models import Finding, Rectification
from inspections.selectors.rectifications import WAITING
from inspections.services.rectifications import NOUN, RECHECK, precheck_words, recheck_outside
from registry.models import Officer
from scheduling.models import VisitOfficer
from scheduling.selectors.data import visit_terms
from scheduling.selectors.items import items_in_force
from scheduling.services.visits.planning import visit_plan_due

log = structlog.get_logger()


def rechecks_plan(*, now: datetime) -> int:
    """A visit for every order whose day has come and which waits for none; returns how many. Safe to repeat.

    One order's trouble is not another's.
    """
    today = civil(now)
    waiting = Rectification.objects.everywhere("task").filter(WAITING, due_on__lte=today)
    made = 0
    for uuid in waiting.order_by("due_on", "number").values_list("pk", flat=True):
        try:
            made += _plan(uuid, today, now)
        except Exception:
            log.exception("recheck_failed", rectification=str(uuid))
    return made


def _plan(rectification_id: UUID, today: date, now: datetime) -> int:
    with transaction.atomic():
        order = (
            Rectification.objects.everywhere("task")
            .select_for_update(of=("self",))
            .filter(WAITING, pk=rectification_id)
            .select_related("venue__organ", "inspection", "ordered_by")
            .first()
        )
        if order is None:
            return 0
        found = Finding.objects.everywhere("task").filter(pk__in=order.findings).order_by("item")
        codes = list(dict.fromkeys(found.values_list("item", flat=True)))
        in_force = items_in_force(codes, today)
        items = [code for code in codes if code in in_force]
        if not items:  # nothing left to check (V10): the supervisor is told (recheck_none)
            log.warning("recheck_without_items", rectification=str(order.pk), items=codes)
            return 0
        term = visit_terms()["recheck_window"]
        visit = visit_plan_due(
            venue=order.venue,
            trigger=RECHECK,
            items=items,
            officers=_team(order),
            planned_from=today,
            planned_to=due(today, term.length, term.unit, work_calendar()).on,
            basis=order.basis,
            cause=(NOUN, order.uuid),
            precheck_reason=precheck_words(order),
            outside_reason=recheck_outside(order),
            asked_by=order.ordered_by,
            now=now,
        )
        order.recheck_visit = visit
        order.save(update_fields=["recheck_visit"])
        record(
            organ=order.organ_id, actor=None, verb="rectification.recheck", noun=NOUN, noun_id=order.uuid,
            now=now, before=order.state, after=order.state, data={"visit": str(visit.uuid)},
        )  # fmt: skip
    return 1


def _team(order: Rectification) -> list[Officer]:
    """Who saw the findings, in their seats; officers of an organ that took part are not asked again."""
    seats = VisitOfficer.objects.everywhere("task").filter(
        visit=order.inspection.visit_id, officer__organ=order.organ_id
    )
    return [seat.officer for seat in seats.select_related("officer").order_by("seat")]
