"""Doors of the registry for Celery; every task may run twice."""

from uuid import UUID

from celery import shared_task

from backend import clock
from registry.services.geocodes import geocode_run as run
from registry.services.rosters import roster_import_read as read
from registry.services.rosters import roster_import_write as write


@shared_task(name="registry.tasks.roster_import_read")
def roster_import_read(import_id: str) -> None:
    """Read an uploaded roster; a second run finds it read, or takes over from a dead one."""
    read(import_id=UUID(import_id), now=clock.now())


@shared_task(name="registry.tasks.roster_import_write")
def roster_import_write(import_id: str) -> None:
    """Write a confirmed roster; a second run finds it written, or takes over from a dead one."""
    write(import_id=UUID(import_id), now=clock.now())


@shared_task(name="registry.tasks.geocode_run")
def geocode_run(batch: str) -> None:
    """Ask the provider for every open question of a batch; answered ones are not asked again."""
    run(batch=UUID(batch), now=clock.now())
