"""A worker's hold on an import: taken once, shown alive by a beat, taken over from a dead one."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from backend import clock
from registry.models import RosterImport

SILENT_AFTER = timedelta(minutes=5)


class Superseded(RuntimeError):
    """Another worker holds the import now; this one stops and leaves no trace."""


class StillWorking(RuntimeError):
    """Another worker holds the import and is alive; the delivery comes back later."""


def take(import_id: UUID, *, before: str, during: str, now: datetime) -> UUID | None:
    """The hold of a new worker, or None when there is nothing to do; StillWorking while another is alive.

    `before` → `during` is the first taking; an import that is `during` already is taken over from a worker
    that was silent for five minutes. The two may be the same state.
    """
    worker = uuid4()
    free = Q(state=during) & (Q(worker__isnull=True) | Q(beat_at__lt=now - SILENT_AFTER))
    if before != during:
        free |= Q(state=before)
    taken = (
        RosterImport.objects.everywhere("task")
        .filter(free, uuid=import_id)
        .update(state=during, worker=worker, beat_at=now, progress=0)
    )
    if taken:
        return worker
    if RosterImport.objects.everywhere("task").filter(uuid=import_id, state=during).exists():
        raise StillWorking(str(import_id))
    return None


def beat(import_id: UUID, worker: UUID, progress: int) -> None:
    """Say how far the work is, at once visible to everybody; Superseded when another has taken over."""
    held = RosterImport.objects.everywhere("task").filter(uuid=import_id, worker=worker)
    # The present moment, not the task's: a long work shows that it is alive.
    if not held.update(progress=progress, beat_at=clock.now()):
        raise Superseded(str(import_id))
