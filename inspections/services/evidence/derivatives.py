"""Views of a photo, made by the task from its original, its marks and the words of its watermark."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from backend import storage
from backend.clock import BEIJING
from backend.models import File
from inspections.domain.evidence import digest
from inspections.models import Inspection, PhotoView
from inspections.services.evidence.pictures import EDITION, FontMissing, views
from registry.models import Officer

log = structlog.get_logger()
NOUN = "inspection"
UNDATED = "时间未记录"


def owner_of(file_id: UUID) -> UUID | None:
    """The record a stored file belongs to; None for a file of another noun."""
    rows = File.objects.everywhere("task").filter(pk=file_id, noun=NOUN)
    return rows.values_list("noun_id", flat=True).first()


def photos_derive(*, inspection_id: UUID, now: datetime) -> int:
    """The views of every stored photo of a record whose ground has changed; returns how many were made."""
    rows = File.objects.everywhere("task").filter(
        noun=NOUN, noun_id=inspection_id, stored_at__isnull=False, media_type__startswith="image/"
    )
    return sum(photo_derive(file_id=row.uuid, now=now) for row in rows.exclude(kind="signature"))


def photo_derive(*, file_id: UUID, now: datetime) -> bool:
    """Plain and marked view of one photo; may run twice. Without the Chinese font the task fails.

    A photo that cannot be decoded is noted by its thumbnail's task; it has no views.
    """
    row = (
        File.objects.everywhere("task")
        .filter(pk=file_id, noun=NOUN, stored_at__isnull=False, media_type__startswith="image/")
        .exclude(kind="signature")
        .first()
    )
    if row is None:
        return False
    record = (
        Inspection.objects.everywhere("task").select_related("visit__venue").filter(pk=row.noun_id).first()
    )
    if record is None:
        return False
    lines, marks = watermark(row, record), row.meta.get("marks", [])
    basis = digest([EDITION, row.sha256, marks, lines])
    made = PhotoView.objects.everywhere("task").filter(file=file_id, basis=basis)
    if made.count() == len(PhotoView.Layer.choices):
        return False
    try:
        pictures = views(storage.get(row.path), marks, lines)
    except FontMissing:
        raise
    except Exception as error:  # decoders of broken photos raise nearly anything
        log.warning("photo_not_viewed", file=str(file_id), error=str(error))
        return False
    for layer, data in zip((PhotoView.Layer.PLAIN, PhotoView.Layer.MARKED), pictures, strict=True):
        _kept(row, record, layer, basis, data, now)
    return True


def _kept(row: File, record: Inspection, layer: str, basis: str, data: bytes, now: datetime) -> None:
    path = f"views/{basis[:2]}/{basis}-{layer}.jpg"
    storage.put(path, data)
    values: dict[str, Any] = {"inspection": record, "basis": basis, "path": path, "made_at": now}
    PhotoView.objects.everywhere("task").update_or_create(file=row.uuid, layer=layer, defaults=values)


def watermark(row: File, record: Inspection) -> list[str]:
    """Time and venue; the registered place; both certificate numbers and the short hash."""
    venue = record.visit.venue
    taken = row.meta.get("taken_at")
    time = (
        datetime.fromisoformat(taken).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") if taken else UNDATED
    )
    certificates = "、".join(_certificates(row, record)) or "—"
    short = " ".join(row.sha256[at : at + 4] for at in range(0, 16, 4))
    return [f"{time}　{venue.name}", venue.address or "—", f"执法证 {certificates}　SHA-256 {short}"]


def _certificates(row: File, record: Inspection) -> list[str]:
    """Of the officers the photo names, in its order; of an older phone those who signed the record."""
    named = [UUID(one) for one in row.meta.get("officers", [])]
    if not named:
        signed = record.signatures.filter(kind__in=("officer", "officer2"), officer__isnull=False)
        named = [one for one in signed.values_list("officer", flat=True) if one is not None]
    numbers = dict(Officer.objects.everywhere("task").filter(pk__in=named).values_list("pk", "cert_no"))
    return [numbers[one] for one in dict.fromkeys(named) if one in numbers]
