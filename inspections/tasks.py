"""Doors of inspections for Celery. Every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from inspections.services import following
from inspections.services import papers as results
from inspections.services.evidence.derivatives import owner_of, photo_derive, photos_derive
from inspections.services.evidence.signing import manifest_sign
from inspections.services.rechecks import rechecks_plan


@shared_task(name="inspections.tasks.inspection_follow")
def inspection_follow(inspection_id: str) -> None:
    """What follows a stored record: its clock of publication."""
    following.inspection_follow(inspection_id=UUID(inspection_id), now=clock.now())


@shared_task(name="inspections.tasks.visit_follow")
def visit_follow(visit_id: str) -> None:
    """What was made up beside a visit, for the records of it: faults that hold no more, and new ones."""
    following.visit_follow(visit_id=UUID(visit_id), now=clock.now())


@shared_task(name="inspections.tasks.evidence_follow")
def evidence_follow(inspection_id: str) -> None:
    """Sign the record if all of it is there, then make the views that are lacking."""
    manifest_sign(inspection_id=UUID(inspection_id), now=clock.now())
    photos_derive(inspection_id=UUID(inspection_id), now=clock.now())


@shared_task(name="inspections.tasks.photo_follow")
def photo_follow(file_id: str) -> None:
    """Sign the record of a stored file if it was the last, then the file's views."""
    if (owner := owner_of(UUID(file_id))) is None:
        return
    manifest_sign(inspection_id=owner, now=clock.now())
    photo_derive(file_id=UUID(file_id), now=clock.now())


@shared_task(name="inspections.tasks.rechecks_due")
def rechecks_due() -> int:
    """Every night: a visit for each order to rectify whose day has come; returns how many are new."""
    return rechecks_plan(now=clock.now())


@shared_task(name="inspections.tasks.result_paper")
def result_paper(inspection_id: str) -> None:
    """The notice of a result that was published or corrected."""
    results.result_paper(inspection_id=UUID(inspection_id), now=clock.now())
