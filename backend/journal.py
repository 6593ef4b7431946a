"""The journal: `record()` is called in the caller's transaction; followers hear of it after the commit."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from backend.models import Delivery, JournalLine, JournalNote, Organ, User

log = structlog.get_logger()

# What follows which line: "noun.verb" → names of Celery tasks. A test resolves each.
FOLLOWERS: dict[str, tuple[str, ...]] = {
    "case.inform": ("enforcement.tasks.notice_paper",),
    "case.serve": ("enforcement.tasks.service_paper",),
    "document.arrive": ("backend.tasks.document_make", "enforcement.tasks.spot_penalty_check"),
    "document.request": ("backend.tasks.document_make",),
    "export.request": ("counting.tasks.export_make",),
    "file.store": ("backend.tasks.file_derive", "inspections.tasks.photo_follow"),
    "geocode.ask": ("registry.tasks.geocode_run",),
    "inspection.accept": ("enforcement.tasks.follow_up_record",),
    "inspection.correct": ("inspections.tasks.result_paper",),
    "inspection.publish": ("inspections.tasks.result_paper",),
    "inspection.submit": ("inspections.tasks.inspection_follow", "inspections.tasks.evidence_follow"),
    "recusal.grant": ("inspections.tasks.visit_follow",),
    "roster_import.confirm": ("registry.tasks.roster_import_write",),
    "roster_import.upload": ("registry.tasks.roster_import_read",),
    "visit.approve": ("scheduling.tasks.approval_papers",),
    "visit.backfill": ("inspections.tasks.visit_follow",),
    "visit.confirm": ("inspections.tasks.visit_follow",),
    "visit.finish": ("scheduling.tasks.notice_paper",),
    "visit.notify": ("scheduling.tasks.notice_paper",),
    "visit.scan": ("inspections.tasks.visit_follow",),
    "visit.start": ("scheduling.tasks.notice_paper",),
}


def digest(text: str) -> str:
    """Keyed digest (HMAC-SHA256, hex) that stands for words in the chain; "" for no words."""
    if not text:
        return ""
    return hmac.new(settings.JOURNAL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def record(
    *,
    organ: Organ | str,
    actor: User | None,
    verb: str,
    noun: str,
    noun_id: UUID,
    now: datetime,
    before: str = "",
    after: str = "",
    data: dict[str, Any] | None = None,
    reason: str = "",
) -> JournalLine:
    """Write one line, its note and a delivery per follower; must run inside the caller's transaction.

    `verb` is the full "noun.verb". `data`, `before` and `after` hold ids, codes and whole numbers: a word
    in Chinese is a ValueError, for nothing in the chain can ever be erased. Words go into `reason`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() outside a transaction")
    _no_words({"before": before, "after": after, **(data or {})})
    line = JournalLine.objects.create(
        organ_id=organ if isinstance(organ, str) else organ.code,
        actor_id=actor.uuid if actor else None,
        verb=verb,
        noun=noun,
        noun_id=noun_id,
        before=before,
        after=after,
        data=data or {},
        reason_digest=digest(reason),
        at=now,
    )
    if reason:
        JournalNote.objects.create(line=line, text=reason)
    tasks = FOLLOWERS.get(verb, ())
    if tasks:
        rows = [Delivery(line=line, task=name, not_before=now) for name in tasks]
        Delivery.objects.bulk_create(rows)
        transaction.on_commit(lambda: nudge([str(row.uuid) for row in rows]), robust=True)
    return line


def _no_words(value: Any, at: str = "data") -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _no_words(key, at)
            _no_words(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            _no_words(inner, at)
    elif isinstance(value, str):
        if not value.isascii():
            raise ValueError(f"the journal keeps no words: {at}")
    elif value is not None and not isinstance(value, int):
        raise ValueError(f"the journal keeps ids, codes and whole numbers, no {type(value).__name__}: {at}")


def nudge(deliveries: list[str]) -> None:
    """Wake a worker for these deliveries. A dead broker loses nothing: the sweep finds the rows."""
    from backend.tasks import deliver

    for uuid in deliveries:
        try:
            deliver.delay(uuid)
        except Exception as error:  # whatever a dead broker raises; one wait is enough
            log.warning("nudge_lost", deliveries=deliveries, error=str(error))
            return


def line_bytes(line: JournalLine, *, seq: int, prev: str) -> bytes:
    """The canonical bytes a seal hashes: sorted keys, no spaces, UTF-8."""
    body = {
        "actor": str(line.actor_id or ""),
        "after": line.after,
        "at": int(line.at.timestamp() * 1000),
        "before": line.before,
        "data": line.data,
        "id": line.pk,
        "noun": line.noun,
        "noun_id": str(line.noun_id),
        "organ": line.organ_id,
        "prev": prev,
        "reason": line.reason_digest,
        "seq": seq,
        "verb": line.verb,
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
