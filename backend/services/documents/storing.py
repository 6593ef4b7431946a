"""Bytes the house makes itself: stored under their hash, with a row that was never announced."""

import hashlib
from datetime import datetime
from uuid import UUID

from backend import storage
from backend.models import File, User


def bytes_keep(data: bytes) -> str:
    """Store bytes durably under their hash, before any row speaks of them; repeating it writes the same."""
    digest = hashlib.sha256(data).hexdigest()
    path = File(sha256=digest).path
    try:
        kept = hashlib.sha256(storage.get(path)).hexdigest() == digest
    except FileNotFoundError:
        kept = False
    if not kept:
        storage.put(path, data)
    return digest


def file_row(
    *,
    data: bytes,
    digest: str,
    name: str,
    media: str,
    owner: tuple[str, UUID],
    organ: str,
    actor: User,
    now: datetime,
) -> File:
    """The row of bytes already kept."""
    return File.objects.create(
        organ_id=organ,
        created_at=now,
        noun=owner[0],
        noun_id=owner[1],
        kind="document",
        name=name[:300],
        sha256=digest,
        size=len(data),
        media_type=media,
        state=File.State.STORED,
        offset=len(data),
        uploaded_by=actor,
        stored_at=now,
    )
