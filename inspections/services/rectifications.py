"""Orders to rectify (责令改正): ordered from findings, rechecked by a visit, closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.clocks import Shown, clock_start, clocks_done
from backend.services.documents.requesting import Numbered
from backend.services.moves import lock, move
from backend.services.numbers import number_take
from inspections.domain.states import RECTIFICATION_MOVES
from inspections.models import Finding, Inspection, Rectification
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Visit
from scheduling.services.marks import mark_set
from scheduling.services.visits import visit_plan

NOUN = "rectification"
RULE = "rectification_due"
BASIS = "《中华人民共和国行政处罚法》第二十八条第一款"
OPEN = (Rectification.State.ORDERED, Rectification.State.RECHECKED)
RECHECK = "recheck"  # 责令改正复查, exempt from the cap


def rectification_order(
    *,
    inspection_id: UUID,
    findings: Sequence[UUID],
    content: str,
    due_on: date,
    basis: str = "",
    ordered_on: date | None = None,
    numbered: Numbered | None = None,
    actor: User,
    now: datetime,
) -> Rectification:
    """Order the venue to put findings of one record right by a day; a day nobody works moves to the next.

    `ordered_on`: the day it was handed over, when that was before today; `numbered`: the number it bore
    then. Refusals: not_found, invalid (a day that is not ahead), conflict (a finding already under an order).
    """
    require(actor, "rectification.order")
    today = ordered_on or civil(now)
    if due_on <= today:
        raise DomainError("invalid", {"fields": {"due_on": ["改正期限应晚于今天"]}})
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        if row.state == Inspection.State.WITHDRAWN:
            raise DomainError("move_not_open", {"state": row.state, "verb": "rectification.order"})
        found = _findings(row, findings)
        organ = Organ.objects.everywhere("guard").get(pk=row.organ_id)
        given = numbered or Numbered(*_next(organ, today.year))
        order = Rectification.objects.create(
            organ=organ,
            created_at=now,
            number=given.number,
            inspection=row,
            venue_id=found[0].venue_id,
            findings=[str(one.uuid) for one in found],
            content=content,
            basis=basis or BASIS,
            ordered_by=actor,
            ordered_on=today,
            due_on=due_on,
        )
        clock = clock_start(
            organ=organ,
            rule=RULE,
            noun=NOUN,
            noun_id=order.uuid,
            start_event="责令改正",
            starts_on=today,
            length=(due_on - today).days,
            unit="natural_days",
            basis=order.basis,
            actor=actor,
            now=now,
            shown=Shown(label=f"{found[0].venue.name} {order.number}"),
        )
        order.due_on = clock.due_on
        order.save(update_fields=["due_on"])
        data = {
            "year": given.year,
            "seq": given.seq,
            "due": order.due_on.isoformat(),
            "findings": order.findings,
        }
        _tell(order, "rectification.order", actor=actor, now=now, before="", data=data)
    return order


def _next(organ: Organ, year: int) -> tuple[str, int, int]:
    number, seq = number_take(organ=organ, kind=NOUN, year=year)
    return number, year, seq


def _findings(row: Inspection, wanted: Sequence[UUID]) -> list[Finding]:
    """The findings, all of this record and under no open order."""
    found = list(
        Finding.objects.everywhere("guard")
        .filter(inspection=row, current=True, pk__in=wanted)
        .order_by("item")
    )
    if not found or len(found) != len(set(wanted)):
        raise DomainError("not_found", {"findings": [str(one) for one in wanted]})
    orders = Rectification.objects.everywhere("guard").filter(inspection=row, state__in=OPEN)
    taken = {one for findings in orders.values_list("findings", flat=True) for one in findings}
    double = [str(one.uuid) for one in found if str(one.uuid) in taken]
    if double:
        raise DomainError("conflict", {"findings": double, "verb": "rectification.order"})
    return found


def rectification_recheck(
    *,
    rectification_id: UUID,
    officers: Sequence[UUID],
    planned_from: date,
    planned_to: date,
    reason: str = "",
    actor: User,
    now: datetime,
) -> Rectification:
    """Ask scheduling for the recheck (复查) of the items ordered; it does not count to the cap (V37)."""
    require(actor, "rectification.recheck")
    with transaction.atomic():
        order = lock(Rectification, rectification_id, actor)
        if order.recheck_visit is not None and order.recheck_visit.state in OPEN_VISIT:
            raise DomainError("recheck_planned", {"visit": order.recheck_visit.number})
        items = Finding.objects.everywhere("guard").filter(pk__in=order.findings).order_by("item")
        visit = visit_plan(
            venue_id=order.venue_id,
            trigger=RECHECK,
            items=list(items.values_list("item", flat=True)),
            officers=officers,
            planned_from=planned_from,
            planned_to=planned_to,
            basis=order.basis,
            cause=(NOUN, order.uuid),
            precheck="recheck",
            precheck_reason=precheck_words(order),
            outside_reason=recheck_outside(order),
            reason=reason,
            actor=actor,
            now=now,
        )
        before = order.state
        move(order, RECTIFICATION_MOVES, "rectification.recheck", recheck_visit=visit)
        _tell(
            order, "rectification.recheck", actor=actor, now=now, before=before, reason=reason,
            data={"visit": str(visit.uuid)},
        )  # fmt: skip
    return order


def precheck_words(order: Rectification) -> str:
    """Why the recheck is made on the spot."""
    return f"复核{order.number}的整改情况"


def recheck_outside(order: Rectification) -> str:
    """A venue outside the district was visited for a reason once; its recheck has the same."""
    return str(
        Visit.objects.everywhere("guard")
        .values_list("outside_reason", flat=True)
        .get(pk=order.inspection.visit_id)
    )


def rectification_record(row: Inspection, *, actor: User, now: datetime) -> None:
    """An accepted record of a recheck: its order has been rechecked."""
    visit = Visit.objects.everywhere("guard").get(pk=row.visit_id)
    if visit.cause_noun != NOUN or visit.cause_id is None:
        return
    order = Rectification.objects.everywhere("guard").filter(pk=visit.cause_id).first()
    if order is None or order.state != Rectification.State.ORDERED:
        return
    move(order, RECTIFICATION_MOVES, "rectification.record")
    _tell(order, "rectification.record", actor=actor, now=now, before="ordered",
          data={"inspection": str(row.uuid)})  # fmt: skip


def rectification_close(
    *, rectification_id: UUID, corrected: bool, result: str, actor: User, now: datetime
) -> Rectification:
    """Close: put right (已改正), or not by its day (逾期未改); the second only when the day has passed or
    a recheck saw it.
    """
    require(actor, "rectification.close")
    with transaction.atomic():
        order = lock(Rectification, rectification_id, actor)
        before = order.state
        verb = "rectification.close" if corrected else "rectification.fail"
        today = civil(now)
        move(
            order, RECTIFICATION_MOVES, verb, facts={"overdue": today > order.due_on}, closed_by=actor,
            closed_on=today, result=result,
        )  # fmt: skip
        clocks_done(noun=NOUN, noun_id=order.uuid, rule=RULE, on=today)
        if not corrected:
            mark_set(venue=order.venue_id, kind="unrectified", cause=order.ref, on=today)
        _tell(order, verb, actor=actor, now=now, before=before, reason=result)
    return order


def _tell(
    order: Rectification,
    verb: str,
    *,
    actor: User,
    now: datetime,
    before: str,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    record(
        organ=order.organ_id,
        actor=actor,
        verb=verb,
        noun=NOUN,
        noun_id=order.uuid,
        now=now,
        before=before,
        after=order.state,
        data=data,
        reason=reason,
    )
