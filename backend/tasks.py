"""Doors of the ground for Celery: deliveries, the sweep, the sealer. Every task may run twice."""

from datetime import timedelta
from uuid import UUID

import structlog
from celery import shared_task
from django.db.models import F, Q

from backend import clock
from backend.celery import app
from backend.models import Delivery, Organ
from backend.services import clocks, documents, files
from backend.services.copies import copy_drop
from backend.services.journal import journal_seal
from backend.services.thumbnails import file_derive as derive

log = structlog.get_logger()
RETRY_SECONDS = (10, 60, 300, 1800, 7200)
STUCK_AFTER = timedelta(minutes=10)


@shared_task(name="backend.tasks.deliver")
def deliver(delivery_id: str) -> None:
    """Claim one delivery by one conditional UPDATE and run its follower; a second claim finds nothing."""
    now = clock.now()
    claimed = (
        Delivery.objects.everywhere("task")
        .filter(uuid=delivery_id, state=Delivery.State.PENDING)
        .update(state=Delivery.State.CLAIMED, claimed_at=now, attempts=F("attempts") + 1)
    )
    if not claimed:
        return
    row = Delivery.objects.everywhere("task").select_related("line").get(uuid=delivery_id)
    app.loader.import_default_modules()  # a process that is no worker knows only what it imported itself
    try:
        app.tasks[row.task].run(str(row.line.noun_id))
    except Exception as error:  # whatever the follower trips over is kept with the delivery and retried
        log.exception("follower_failed", task=row.task, noun=str(row.line.noun_id))
        _put_back(row, str(error))
        return
    Delivery.objects.everywhere("task").filter(uuid=delivery_id).update(
        state=Delivery.State.DONE, done_at=clock.now(), error=""
    )


def _put_back(row: Delivery, error: str) -> None:
    tries = row.attempts
    failed = tries > len(RETRY_SECONDS)
    Delivery.objects.everywhere("task").filter(uuid=row.uuid).update(
        state=Delivery.State.FAILED if failed else Delivery.State.PENDING,
        not_before=clock.now() + timedelta(seconds=RETRY_SECONDS[min(tries, len(RETRY_SECONDS)) - 1]),
        error=error[:300],
    )


@shared_task(name="backend.tasks.sweep")
def sweep() -> int:
    """Run what a dead broker or worker left behind; returns how many deliveries were found.

    A follower that has ended its worker too often is given up, so that it cannot do so for ever.
    """
    now = clock.now()
    stuck = Delivery.objects.everywhere("task").filter(
        state=Delivery.State.CLAIMED, claimed_at__lt=now - STUCK_AFTER
    )
    stuck.filter(attempts__gt=len(RETRY_SECONDS)).update(state=Delivery.State.FAILED, error="worker lost")
    stuck.update(state=Delivery.State.PENDING)
    due = list(
        Delivery.objects.everywhere("task")
        .filter(Q(state=Delivery.State.PENDING), not_before__lte=now)
        .order_by("not_before")
        .values_list("uuid", flat=True)[:500]
    )
    for uuid in due:
        deliver(str(uuid))
    return len(due)


@shared_task(name="backend.tasks.seal")
def seal() -> int:
    """Seal the journals of all organs; returns how many lines."""
    now = clock.now()
    codes = Organ.objects.everywhere("task").values_list("code", flat=True)
    return sum(journal_seal(organ_code=code, now=now) for code in codes)


@shared_task(name="backend.tasks.file_derive")
def file_derive(file_id: str) -> None:
    """Thumbnail of a stored photo; the original is never touched. A signature lets its papers be made."""
    derive(file_id=UUID(file_id), now=clock.now())
    copy_drop(file_id=UUID(file_id))
    documents.documents_resume(file_id=UUID(file_id), now=clock.now())


@shared_task(name="backend.tasks.document_make")
def document_make(document_id: str) -> None:
    """PDF, copy for Word and public variant of a document asked for."""
    documents.document_make(document_id=UUID(document_id), now=clock.now())


@shared_task(name="backend.tasks.clocks_recompute")
def clocks_recompute() -> int:
    """Recompute provisional clocks whose calendars have come; returns how many moved."""
    return clocks.clocks_recompute(now=clock.now())


@shared_task(name="backend.tasks.files_sweep")
def files_sweep() -> int:
    """Remove parts of uploads abandoned for 30 days, and parts no row knows; returns how many."""
    now = clock.now()
    return files.files_sweep(now=now) + files.parts_sweep(now=now)
