"""Doors of counting for Celery; every task may run twice."""

from celery import shared_task

from backend import clock
from counting.services.reminders import remind as tell


@shared_task(name="counting.tasks.remind")
def remind() -> int:
    """Tell everybody what is due; returns how many reminders are new. A second run finds them told."""
    return tell(now=clock.now())
