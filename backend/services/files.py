"""Files: announce, receive chunks, verify, store; ACK means stored and synced (web protocol)."""

import hashlib
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Sum
from PIL import Image, ImageOps, UnidentifiedImageError

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Chunk, File, User

log = structlog.get_logger()
ABANDONED_AFTER = timedelta(days=30)
PIXELS_MAX = 50_000_000
THUMBNAIL = (480, 480)


def file_receive(
    *, file_id: UUID, offset: int, data: bytes, total: int, sha256: str, owner: tuple[str, UUID], actor: User, now: datetime
) -> File:
    """Take one chunk. The file's row says the true offset; the last chunk verifies and stores the whole.

    A file nobody announced is parked: kept, listed, and joined when its record announces it.
    Refusals: wrong_offset (with the true one), hash_mismatch (parts dropped, start at 0), chunk_too_big,
    file_too_big, quota_full, storage_down.
    """
    _sizes(data, total)
    row = _row(file_id, total, sha256, owner, actor, now)
    if row.state == File.State.STORED:
        return row
    if row.sha256 != sha256 or row.size != total:
        raise DomainError("content_differs", {"file": str(file_id)})
    if offset != row.offset or offset + len(data) > row.size:
        raise DomainError("wrong_offset", {"offset": row.offset, "complete": False})
    if not data and row.size:
        return row
    _put(f"parts/{row.uuid}/{offset}", data)
    with transaction.atomic():
        moved = (
            File.objects.everywhere("guard")
            .filter(uuid=row.uuid, offset=offset)
            .exclude(state=File.State.STORED)
            .update(offset=offset + len(data))
        )
        if not moved:
            true = File.objects.everywhere("guard").get(uuid=row.uuid)
            raise DomainError("wrong_offset", {"offset": true.offset, "complete": true.state == File.State.STORED})
        Chunk.objects.create(file=row, offset=offset, size=len(data), received_at=now)
    row.offset = offset + len(data)
    if row.offset == row.size:
        _assemble(row, actor, now)
    return row


def _sizes(data: bytes, total: int) -> None:
    if len(data) > settings.CHUNK_MAX_BYTES * 2:
        raise DomainError("chunk_too_big", {"limit": settings.CHUNK_MAX_BYTES})
    if total > settings.FILE_MAX_BYTES:
        raise DomainError("file_too_big", {"limit_mb": settings.FILE_MAX_BYTES // 1024**2})


def _row(file_id: UUID, total: int, sha256: str, owner: tuple[str, UUID], actor: User, now: datetime) -> File:
    """The file's row: announced before, or parked now. Another person's file of another organ is not found."""
    row = File.objects.everywhere("guard").filter(uuid=file_id).first()
    if row is not None:
        if row.uploaded_by_id != actor.uuid and not File.objects.within(actor).filter(uuid=file_id).exists():
            raise DomainError("not_found")
        return row
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "file.upload"})
    used = File.objects.everywhere("guard").filter(uploaded_by=actor).aggregate(n=Sum("size"))["n"] or 0
    if used + total > settings.USER_QUOTA_BYTES:
        raise DomainError("quota_full", {"used": used})
    try:
        with transaction.atomic():
            return File.objects.create(
                uuid=file_id,
                organ=actor.organ,
                created_at=now,
                noun=owner[0],
                noun_id=owner[1],
                sha256=sha256,
                size=total,
                media_type="application/octet-stream",
                state=File.State.PARKED,
                uploaded_by=actor,
            )
    except IntegrityError:
        return File.objects.everywhere("guard").get(uuid=file_id)


def _put(path: str, data: bytes) -> None:
    try:
        default_storage.save(path, ContentFile(data))
    except DomainError:
        raise
    except Exception as error:
        log.exception("storage_down", path=path)
        raise DomainError("storage_down") from error


def _assemble(row: File, actor: User, now: datetime) -> None:
    """Join the parts, check the hash, write the content address, then the row: in that order."""
    parts = list(row.chunks.order_by("offset"))
    whole = b"".join(_read(part.path) for part in parts)
    digest = hashlib.sha256(whole).hexdigest()
    if len(whole) != row.size or digest != row.sha256:
        file_reset(row, "校验值不符")
        raise DomainError("hash_mismatch", {"file": str(row.uuid), "offset": 0})
    if not default_storage.exists(row.path):
        _put(row.path, whole)
    file_stored(row, actor=actor, now=now, head=whole[:64])
    for part in parts:
        default_storage.delete(part.path)


def _read(path: str) -> bytes:
    with default_storage.open(path, "rb") as source:
        data: bytes = source.read()
    return data


def file_stored(row: File, *, actor: User, now: datetime, head: bytes) -> None:
    """The row after the bytes: stored, with the type by its magic bytes."""
    parked = row.state == File.State.PARKED
    with transaction.atomic():
        row.chunks.all().delete()
        row.state = File.State.STORED if not parked else File.State.PARKED
        row.stored_at = now
        row.media_type = media_type(head)
        row.save(update_fields=["state", "stored_at", "media_type"])
        record(
            organ=row.organ_id,
            actor=actor,
            verb="file.store",
            noun="file",
            noun_id=row.uuid,
            now=now,
            after=row.state,
            data={"sha256": row.sha256, "size": row.size, "owner": str(row.noun_id)},
        )


def file_reset(row: File, problem: str) -> None:
    """Drop the parts; the client begins at 0."""
    paths = [part.path for part in row.chunks.all()]
    with transaction.atomic():
        row.chunks.all().delete()
        row.offset = 0
        row.problem = problem
        row.save(update_fields=["offset", "problem"])
    for path in paths:
        default_storage.delete(path)


_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftyp", 4, "video/mp4"),
    (b"%PDF-", 0, "application/pdf"),
    (b"PK\x03\x04", 0, "application/zip"),
)


def media_type(head: bytes) -> str:
    """The type by magic bytes; what the client claims is not believed."""
    for magic, at, name in _MAGIC:
        if head[at : at + len(magic)] == magic:
            return name
    return "application/octet-stream"


def file_announce(
    *, file_id: UUID, owner: tuple[str, UUID], kind: str, meta: dict[str, Any], sha256: str, size: int, media: str,
    organ_id: str, actor: User, now: datetime,
) -> File:  # fmt: skip
    """Tell of a file that will come. One that was parked is joined; another's or another content is refused."""
    row, made = File.objects.everywhere("guard").get_or_create(
        uuid=file_id,
        defaults={
            "organ_id": organ_id, "created_at": now, "noun": owner[0], "noun_id": owner[1], "kind": kind,
            "sha256": sha256, "size": size, "media_type": media, "meta": meta, "uploaded_by": actor,
        },
    )  # fmt: skip
    if made:
        return row
    if row.sha256 != sha256 or row.size != size or row.noun_id != owner[1]:
        raise DomainError("content_differs", {"file": str(file_id)})
    if row.state == File.State.PARKED:
        row.state = File.State.STORED if row.stored_at else File.State.ANNOUNCED
        row.kind, row.meta = kind, meta
        row.save(update_fields=["state", "kind", "meta"])
    return row


def file_bytes(row: File) -> bytes:
    """The stored original, byte for byte."""
    return _read(row.path)


def file_derive(*, file_id: UUID, now: datetime) -> None:  # noqa: ARG001
    """Thumbnail of a stored photo with orientation applied and no metadata; a broken photo is noted, not lost."""
    row = File.objects.everywhere("task").filter(uuid=file_id).first()
    if row is None or not row.media_type.startswith("image/") or row.thumbnail or not row.stored_at:
        return
    import pillow_heif

    pillow_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(file_bytes(row)), formats=("JPEG", "PNG", "WEBP", "HEIF")) as image:
            if image.width * image.height > PIXELS_MAX:
                raise ValueError("超过 5000 万像素")
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail(THUMBNAIL)
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=80)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        File.objects.everywhere("task").filter(uuid=file_id).update(problem=f"照片无法解码：{error}"[:200])
        return
    path = f"thumbs/{row.sha256[:2]}/{row.sha256}.jpg"
    default_storage.save(path, ContentFile(out.getvalue()))
    File.objects.everywhere("task").filter(uuid=file_id).update(thumbnail=path)


def files_sweep(*, now: datetime) -> int:
    """Drop the parts of uploads without a chunk for 30 days; the rows stay, listed as missing."""
    stale = File.objects.everywhere("task").filter(stored_at__isnull=True, offset__gt=0).order_by("uuid")
    count = 0
    for row in stale:
        last = row.chunks.order_by("-received_at").first()
        if last is None or now - last.received_at > ABANDONED_AFTER:
            file_reset(row, "上传中断超过 30 天")
            count += 1
    return count
