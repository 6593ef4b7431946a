"""What follows a record: its outing, its orders, its clock of publication (公示期限, V09)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.models import Clock
from backend.services.clocks import clock_start, clocks_done
from inspections.domain.publication import DUE_BASIS, DUE_WORKDAYS
from inspections.models import Inspection
from inspections.services.ordering import orders_make
from scheduling.models import Visit
from scheduling.services.visits import visit_outing

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
    )


def publication_done(row: Inspection, *, on: date) -> None:
    """Nothing is owed any more: published, withdrawn, or settled not to count."""
    clocks_done(noun=NOUN, noun_id=row.uuid, rule=RULE, on=on)


def inspection_follow(*, inspection_id: UUID, now: datetime) -> None:
    """What follows a stored record: the outing of its visit, its clock of publication, the orders prepared on
    the spot; may run twice.
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
        visit = Visit.objects.everywhere("task").select_for_update(of=("self",)).get(pk=row.visit_id)
        visit_outing(visit=visit, now=now)
        publication_clock(row, now=now)
        orders_make(row, now=now)
