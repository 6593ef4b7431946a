"""Doors of inspections for Celery. Every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from inspections.services import following


@shared_task(name="inspections.tasks.inspection_follow")
def inspection_follow(inspection_id: str) -> None:
    """What follows a stored record: its clock of publication."""
    following.inspection_follow(inspection_id=UUID(inspection_id), now=clock.now())
