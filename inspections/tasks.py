"""Doors of inspections for Celery. Every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from inspections.services import following


@shared_task(name="inspections.tasks.inspection_follow")
def inspection_follow(inspection_id: str) -> None:
    """What follows a stored record: its clock of publication."""
    following.inspection_follow(inspection_id=UUID(inspection_id), now=clock.now())


@shared_task(name="inspections.tasks.visit_follow")
def visit_follow(visit_id: str) -> None:
    """What was made up beside a visit, for the records of it: faults that hold no more, and new ones."""
    following.visit_follow(visit_id=UUID(visit_id), now=clock.now())
