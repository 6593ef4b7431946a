"""What follows a record: outing, orders, hazards, clock of publication (V09), and what is made up."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.models import Clock
from backend.services.clocks import Shown, clock_start, clocks_done
from inspections.domain.irregularities import BACKFILL_NATURAL_DAYS, OFFICERS_LEAST
from inspections.domain.publication import DUE_BASIS, DUE_WORKDAYS
from inspections.models import Inspection, Irregularity, Signature
from inspections.services.hazards import hazards_make
from inspections.services.ordering import orders_make
from scheduling.models import RecusalRequest, Visit, VisitOfficer
from scheduling.services.visits import owed_start, visit_outing, visit_scanned

NOUN = "inspection"
RULE = "result_publication"


def publication_clock(row: Inspection, *, now: datetime) -> Clock:
    """Start the clock, or return the running one; a revision with another last day closes the former's."""
    others = Clock.objects.everywhere("guard").filter(
        noun=NOUN, noun_id=row.uuid, rule=RULE, done_on__isnull=True
    )
    others.exclude(starts_on=row.finished_on).update(done_on=row.finished_on)
    return clock_start(
        organ=row.organ_id,
        rule=RULE,
        noun=NOUN,
        noun_id=row.uuid,
        start_event="检查结束",
        starts_on=row.finished_on,
        length=DUE_WORKDAYS,
        unit="workdays",
        basis=DUE_BASIS,
        actor=None,
        now=now,
        shown=Shown(label=f"{row.visit.venue.name} {row.visit.number}"),
    )


def publication_done(row: Inspection, *, on: date) -> None:
    """Nothing is owed any more: published, withdrawn, or settled not to count."""
    clocks_done(noun=NOUN, noun_id=row.uuid, rule=RULE, on=on)


def inspection_follow(*, inspection_id: UUID, now: datetime) -> None:
    """What follows a stored record: the outing of its visit, its clock of publication, the orders prepared on
    the spot, hazards of other authorities; may run twice.
    """
    with transaction.atomic():
        row = (
            Inspection.objects.everywhere("task")
            .select_for_update(of=("self",))
            .filter(pk=inspection_id, state__in=(Inspection.State.SUBMITTED, Inspection.State.RETURNED))
            .first()
        )
        if row is None:
            return
        visit = _visit(row.visit_id)
        visit_outing(visit=visit, now=now)
        if visit.scanned_at is None and row.scanned_at is not None:
            visit_scanned(
                visit=visit, scan_mode=row.scan_mode, scanned_at=row.scanned_at, reason=row.scan_reason
            )
        owed_start(visit, actor=None, now=now)
        publication_clock(row, now=now)
        orders_make(row, now=now)
        hazards_make(row, now=now)


def visit_follow(*, visit_id: UUID, now: datetime) -> None:
    """A colleague confirmed, a code was made up, a recusal was granted: what that means for records already
    made. A fault that holds no more is no longer current, a new one is marked; may run twice.
    """
    with transaction.atomic():
        visit = _visit(visit_id)
        rows = Inspection.objects.everywhere("task").exclude(state=Inspection.State.WITHDRAWN)
        for row in rows.select_for_update(of=("self",)).filter(visit=visit).order_by("pk"):
            _lift(row, visit)
            _mark_recused(row, visit, now)


def _visit(visit_id: UUID) -> Visit:
    rows = Visit.objects.everywhere("task").select_related("approval").select_for_update(of=("self",))
    return rows.get(pk=visit_id)


def _lift(row: Inspection, visit: Visit) -> None:
    confirmed = VisitOfficer.objects.everywhere("task").filter(visit=visit, confirmed_at__isnull=False)
    signed = Signature.objects.everywhere("task").filter(inspection=row, kind__in=("officer", "officer2"))
    signed = signed.filter(Q(file__isnull=False) | Q(signed_at__isnull=False), officer__isnull=False)
    present = set(confirmed.values_list("officer_id", flat=True)) | set(
        signed.values_list("officer_id", flat=True)
    )
    codes = ["officers_too_few"] if len(present) >= OFFICERS_LEAST else []
    last = row.finished_at + timedelta(days=BACKFILL_NATURAL_DAYS)
    if visit.scanned_at is not None and visit.scanned_at <= last:
        codes.append("scan_outstanding")
    faults = Irregularity.objects.everywhere("task").filter(inspection=row, code__in=codes, current=True)
    faults.filter(settled_at__isnull=True).update(current=False)


def _mark_recused(row: Inspection, visit: Visit, now: datetime) -> None:
    granted = RecusalRequest.objects.everywhere("task").filter(visit=visit, state="granted")
    for request in granted.select_related("officer"):
        signed = Signature.objects.everywhere("task").filter(inspection=row, officer=request.officer_id)
        if not signed.exists() and row.submitted_by_id != request.officer.user_id:
            continue
        data = {"officer": str(request.officer_id), "name": request.officer.name}
        known = Irregularity.objects.everywhere("task").filter(
            inspection=row, code="officer_recused", current=True
        )
        if all(fault.data.get("officer") != data["officer"] for fault in known):
            Irregularity.objects.create(
                inspection=row, rule="V02", code="officer_recused", data=data, found_at=now
            )
