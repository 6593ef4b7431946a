"""Doors of enforcement for Celery. Every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from enforcement.services import cases, spot


@shared_task(name="enforcement.tasks.spot_penalty_check")
def spot_penalty_check(document_id: str) -> None:
    """Whether a penalty from the field was one for the spot; and its case."""
    spot.spot_penalty_check(document_id=UUID(document_id), now=clock.now())
    cases.simple_follow(document_id=UUID(document_id), now=clock.now())
