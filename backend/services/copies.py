"""Reduced copies of photos on their way: what the supervisor sees until the camera's own bytes are here."""

import hashlib
from datetime import datetime
from uuid import UUID

from backend import storage
from backend.domain.errors import DomainError
from backend.domain.media import media_type
from backend.models import File, User


def copy_receive(*, file_id: UUID, data: bytes, actor: User, now: datetime) -> File:  # noqa: ARG001 as every service
    """Keep one small copy of an announced photo whose original is still to come.

    It is no evidence: nothing signs or counts it, it goes when the original is stored, and one that comes
    after the original or after another copy is thanked for and dropped. Refused: not_found for a file nobody
    announced or outside one's jurisdiction; invalid for anything but a JPEG.
    """
    row = File.objects.everywhere("guard").filter(uuid=file_id).first()
    if row is None or (row.uploaded_by_id != actor.uuid and not _seen(file_id, actor)):
        raise DomainError("not_found")
    if media_type(data) != "image/jpeg":
        raise DomainError("invalid", {"fields": {"body": ["小图应为 JPEG"]}})
    if row.stored_at is not None or row.reduced:
        return row
    digest = hashlib.sha256(data).hexdigest()
    path = f"copies/{row.uuid}-{digest[:16]}.jpg"
    storage.put(path, data)
    waiting = File.objects.everywhere("guard").filter(uuid=file_id, stored_at__isnull=True, reduced="")
    if not waiting.update(reduced=path):
        kept = File.objects.everywhere("guard").get(uuid=file_id)
        if kept.reduced != path:  # the original, or another copy, was faster
            storage.drop(path)
    row.refresh_from_db()
    return row


def _seen(file_id: UUID, actor: User) -> bool:
    return File.objects.within(actor).filter(uuid=file_id).exists()


def copy_drop(*, file_id: UUID) -> None:
    """The original is stored: its copy goes. May run twice."""
    row = File.objects.everywhere("task").filter(uuid=file_id, stored_at__isnull=False).first()
    if row is None or not row.reduced:
        return
    File.objects.everywhere("task").filter(uuid=file_id).update(reduced="")
    storage.drop(row.reduced)
