"""Doors of counting for Celery; every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from counting.services import exports
from counting.services.reminders import remind as tell


@shared_task(name="counting.tasks.remind")
def remind() -> int:
    """Tell everybody what is due; returns how many reminders are new. A second run finds them told."""
    return tell(now=clock.now())


@shared_task(name="counting.tasks.export_make")
def export_make(export_id: str) -> None:
    """The file of an export that was asked for."""
    exports.export_make(export_id=UUID(export_id), now=clock.now())
