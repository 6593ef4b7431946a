"""Files: announce, receive chunks, verify, store; ACK means stored and synced (web protocol)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Sum, Value, When

from backend import storage
from backend.domain.errors import DomainError
from backend.domain.media import media_type
from backend.journal import record
from backend.models import Chunk, File, Organ, User

ABANDONED_AFTER = timedelta(days=30)
ORPHANED_AFTER = timedelta(days=1)

Owner = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Announced:
    """One line of a manifest: a file that will come."""

    uuid: UUID
    kind: str
    sha256: str
    size: int
    media: str
    meta: dict[str, Any] = field(default_factory=dict)


def file_receive(
    *,
    file_id: UUID,
    offset: int,
    data: bytes,
    total: int,
    sha256: str,
    owner: Owner,
    actor: User,
    now: datetime,
) -> File:
    """Take one chunk. The file's row says the true offset; the last chunk verifies and stores the whole.

    A file nobody announced is parked: kept, listed, and joined when its record announces it. A file that
    is already stored answers so, whatever is sent. Refusals: content_differs, wrong_offset (with the true
    one), hash_mismatch (parts dropped, start at 0), chunk_too_big, file_too_big, quota_full, storage_down.
    """
    _sizes(data, total)
    row = _row(file_id, total, sha256, owner, actor, now)
    if row.sha256 != sha256 or row.size != total:
        raise DomainError("content_differs", {"file": str(file_id)})
    if row.stored_at is None and row.offset < row.size:
        if offset != row.offset or offset + len(data) > row.size:
            raise DomainError("wrong_offset", {"offset": row.offset, "complete": False})
        if offset == 0:
            _quota(row, actor)
        if len(data) == row.size:  # a small file in one call is its own only part
            _keep(row, data, actor, now)
            return row
        _take(row, offset, data, now)
    if row.stored_at is None and row.offset == row.size:
        _assemble(row, actor, now)
    return row


def _sizes(data: bytes, total: int) -> None:
    limit = settings.CHUNK_MAX_BYTES
    if len(data) > (2 * limit if len(data) == total else limit):  # a small file may come in one call
        raise DomainError("chunk_too_big", {"limit": settings.CHUNK_MAX_BYTES})
    if total > settings.FILE_MAX_BYTES:
        raise DomainError("file_too_big", {"limit_mb": settings.FILE_MAX_BYTES // 1024**2})


def _row(file_id: UUID, total: int, sha256: str, owner: Owner, actor: User, now: datetime) -> File:
    """The file's row: announced before, or parked now. A file outside one's jurisdiction is not found."""
    row = File.objects.everywhere("guard").filter(uuid=file_id).first()
    if row is None:
        if actor.organ is None:
            raise DomainError("not_allowed", {"verb": "file.upload"})
        row = _park(file_id, total, sha256, owner, actor.organ, actor, now)
    if row.uploaded_by_id != actor.uuid and not File.objects.within(actor).filter(uuid=file_id).exists():
        raise DomainError("not_found")
    return row


def _park(
    file_id: UUID, total: int, sha256: str, owner: Owner, organ: Organ, actor: User, now: datetime
) -> File:
    try:
        with transaction.atomic():
            return File.objects.create(
                uuid=file_id,
                organ=organ,
                created_at=now,
                noun=owner[0],
                noun_id=owner[1],
                sha256=sha256,
                size=total,
                media_type="application/octet-stream",
                state=File.State.PARKED,
                uploaded_by=actor,
            )
    except IntegrityError:  # a twin was faster
        return File.objects.everywhere("guard").get(uuid=file_id)


def _quota(row: File, actor: User) -> None:
    """Bytes begun or stored by this person, with this file."""
    begun = File.objects.everywhere("guard").filter(uploaded_by=actor).exclude(uuid=row.uuid)
    used = begun.filter(Q(offset__gt=0) | Q(stored_at__isnull=False)).aggregate(n=Sum("size"))["n"] or 0
    if used + row.size > settings.USER_QUOTA_BYTES:
        raise DomainError("quota_full", {"used": used, "limit": settings.USER_QUOTA_BYTES})


def _take(row: File, offset: int, data: bytes, now: datetime) -> None:
    """Write the part, then move the offset by compare and set; of two racers one wins."""
    if not data:
        return
    part = Chunk(file=row, offset=offset, size=len(data), key=_hash(data)[:16], received_at=now)
    storage.put(part.path, data)
    with transaction.atomic():
        moved = (
            File.objects.everywhere("guard")
            .filter(uuid=row.uuid, offset=offset, stored_at__isnull=True)
            .update(offset=offset + len(data))
        )
        if moved:
            part.save(force_insert=True)
    if moved:
        row.offset = offset + len(data)
        return
    row.refresh_from_db()
    if not row.chunks.filter(offset=offset, key=part.key).exists():
        storage.drop(part.path)
    if row.stored_at is None and row.offset < row.size:
        raise DomainError("wrong_offset", {"offset": row.offset, "complete": False})


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _assemble(row: File, actor: User, now: datetime) -> None:
    """Join the parts, check the hash, write the content address, then the row: in that order.

    May be repeated after a crash at any point, and may run twice at once.
    """
    parts = list(row.chunks.order_by("offset"))
    try:
        whole = b"".join(storage.get(part.path) for part in parts)
    except FileNotFoundError:
        whole = b""
    _keep(row, whole, actor, now)
    for part in parts:
        storage.drop(part.path)


def _keep(row: File, whole: bytes, actor: User, now: datetime) -> None:
    """All bytes of a file: checked, written under their content address, then said to be stored."""
    if len(whole) != row.size or _hash(whole) != row.sha256:
        row.refresh_from_db()
        if row.stored_at is not None:  # a twin has stored it and removed the parts meanwhile
            return
        file_reset(row, "校验值不符")
        raise DomainError("hash_mismatch", {"file": str(row.uuid), "offset": 0})
    if not _kept(row):
        storage.put(row.path, whole)
    _stored(row, actor=actor, now=now, whole=whole)


def _kept(row: File) -> bool:
    """Whether the content address holds exactly these bytes: a damaged copy is written anew."""
    try:
        return _hash(storage.get(row.path)) == row.sha256
    except FileNotFoundError:
        return False


def _stored(row: File, *, actor: User, now: datetime, whole: bytes) -> None:
    """The row after the bytes: stored (or parked until announced), with the type by its magic bytes."""
    with transaction.atomic():
        won = (
            File.objects.everywhere("guard")
            .filter(uuid=row.uuid, stored_at__isnull=True)
            .update(
                stored_at=now,
                offset=F("size"),
                media_type=media_type(whole),
                problem="",
                state=Case(
                    When(state=File.State.ANNOUNCED, then=Value(File.State.STORED)), default=F("state")
                ),
            )
        )
        if won:
            row.chunks.all().delete()
            record(
                organ=row.organ_id,
                actor=actor,
                verb="file.store",
                noun="file",
                noun_id=row.uuid,
                now=now,
                after="stored",
                data={"sha256": row.sha256, "size": row.size, "owner": str(row.noun_id)},
            )
    row.refresh_from_db()


def file_reset(row: File, problem: str) -> None:
    """Drop the parts; the client begins at 0."""
    with transaction.atomic():
        paths = [part.path for part in row.chunks.all()]
        row.chunks.all().delete()
        File.objects.everywhere("guard").filter(uuid=row.uuid, stored_at__isnull=True).update(
            offset=0, problem=problem
        )
    row.offset, row.problem = 0, problem
    for path in paths:
        storage.drop(path)


def files_announce(
    *, files: Sequence[Announced], owner: Owner, organ_id: str, actor: User, now: datetime
) -> list[File]:
    """Tell of files that will come, in the order given; three queries for any number of new ones.

    One that was parked is joined. Another content, owner or organ under the same name: content_differs.
    """
    ids = [told.uuid for told in files]
    known = File.objects.everywhere("guard").in_bulk(ids)
    File.objects.bulk_create(
        [_announced(told, owner, organ_id, actor, now) for told in files if told.uuid not in known],
        ignore_conflicts=True,  # a chunk may have parked it this very moment: joined below
    )
    if len(known) < len(set(ids)):
        known = File.objects.everywhere("guard").in_bulk(ids)
    return [_join(known[told.uuid], told, owner, organ_id) for told in files]


def _announced(told: Announced, owner: Owner, organ_id: str, actor: User, now: datetime) -> File:
    return File(
        uuid=told.uuid,
        organ_id=organ_id,
        created_at=now,
        noun=owner[0],
        noun_id=owner[1],
        kind=told.kind,
        sha256=told.sha256,
        size=told.size,
        media_type=told.media,
        meta=told.meta,
        uploaded_by=actor,
    )


def _join(row: File, told: Announced, owner: Owner, organ_id: str) -> File:
    """The announced row; a parked one becomes announced or stored, whichever it is by now."""
    if (row.sha256, row.size, row.noun_id, row.organ_id) != (told.sha256, told.size, owner[1], organ_id):
        raise DomainError("content_differs", {"file": str(told.uuid)})
    if row.state == File.State.PARKED:
        File.objects.everywhere("guard").filter(uuid=row.uuid, state=File.State.PARKED).update(
            state=Case(
                When(stored_at__isnull=True, then=Value(File.State.ANNOUNCED)),
                default=Value(File.State.STORED),
            ),
            noun=owner[0],
            kind=told.kind,
            meta=told.meta,
        )
        row.refresh_from_db()
    return row


def file_announce(
    *,
    file_id: UUID,
    owner: Owner,
    kind: str,
    meta: dict[str, Any],
    sha256: str,
    size: int,
    media: str,
    organ_id: str,
    actor: User,
    now: datetime,
) -> File:
    """`files_announce` for one."""
    told = Announced(file_id, kind, sha256, size, media, meta)
    return files_announce(files=[told], owner=owner, organ_id=organ_id, actor=actor, now=now)[0]


def file_bytes(row: File) -> bytes:
    """The stored original, byte for byte; FileNotFoundError when the storage has lost it."""
    return storage.get(row.path)


def files_sweep(*, now: datetime) -> int:
    """Drop the parts of uploads without a chunk for 30 days; the rows stay, listed as missing."""
    begun = File.objects.everywhere("task").filter(stored_at__isnull=True, offset__gt=0)
    count = 0
    for row in begun.order_by("uuid"):
        last = row.chunks.order_by("-received_at").first()
        if last is None or now - last.received_at > ABANDONED_AFTER:
            file_reset(row, "上传中断超过 30 天")
            count += 1
    return count


def parts_sweep(*, now: datetime) -> int:
    """Remove parts a day old that no row knows (a crash left them); content addresses are never removed."""
    count = 0
    for folder in storage.folders("parts"):
        known = {
            chunk.path
            for chunk in Chunk.objects.everywhere("task").filter(file_id=folder).select_related("file")
        }
        for path in storage.names(f"parts/{folder}"):
            if path not in known and storage.older(path, now - ORPHANED_AFTER):
                storage.drop(path)
                count += 1
    return count
