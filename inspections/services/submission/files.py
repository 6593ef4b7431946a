"""The files a record announces: new rows, parked ones joined, different ones left as they are."""

from dataclasses import dataclass
from uuid import UUID

from backend.models import File
from inspections.domain.record import Photo, Record
from inspections.services.submission.papers import paper_files
from inspections.services.submission.sent import Sent

NOUN = "inspection"
KINDS = {"video": "video", "audio": "voice"}  # by the type the phone tells; a type by its bytes comes later
NAME = 300  # letters of File.name; the whole name stays in its meta


@dataclass(frozen=True, slots=True)
class Announced:
    """Which announced files are still to come, and which differ from a file stored under their id."""

    missing: tuple[UUID, ...]
    differ: tuple[UUID, ...]


def files_announce(sent: Sent, organ: str) -> Announced:
    """Announce the photos of a record and join those that came before it; at most three queries."""
    photos = sent.record.photos
    if not photos:
        return Announced((), ())
    kept = {
        row.uuid: row
        for row in File.objects.everywhere("guard")
        .select_for_update(of=("self",))
        .filter(uuid__in=[photo.id for photo in photos])
    }
    signed = {one.file for one in sent.record.signatures} | paper_files(sent.record.papers)
    fresh, joined, missing, differ = [], [], [], []
    for photo in photos:
        kind = "signature" if photo.id in signed else KINDS.get(photo.type.partition("/")[0], "photo")
        row = kept.get(photo.id)
        if row is None:
            fresh.append(_file(sent, organ, photo, kind))
            missing.append(photo.id)
        elif _another(row, sent, photo):
            differ.append(photo.id)
            missing.append(photo.id)
        else:
            if row.state == File.State.PARKED or row.meta != photo.meta:  # parked, or told of anew
                joined.append(_joined(row, organ, photo, kind))
            if row.stored_at is None:
                missing.append(photo.id)
    if fresh:
        File.objects.bulk_create(fresh)
    if joined:
        fields = ["state", "kind", "meta", "name", "organ"]
        File.objects.everywhere("guard").bulk_update(joined, fields)
    return Announced(tuple(missing), tuple(differ))


def _another(row: File, sent: Sent, photo: Photo) -> bool:
    """Other bytes, or a file of another record."""
    same = row.sha256 == photo.sha256 and row.size == photo.size
    return not same or (row.noun, row.noun_id) != (NOUN, sent.uuid)


def _file(sent: Sent, organ: str, photo: Photo, kind: str) -> File:
    return File(
        uuid=photo.id,
        organ_id=organ,
        created_at=sent.now,
        noun=NOUN,
        noun_id=sent.uuid,
        kind=kind,
        name=photo.meta["name"][:NAME],
        sha256=photo.sha256,
        size=photo.size,
        media_type=photo.type,
        meta=photo.meta,
        uploaded_by=sent.actor,
    )


def _joined(row: File, organ: str, photo: Photo, kind: str) -> File:
    row.state = File.State.STORED if row.stored_at else File.State.ANNOUNCED
    row.kind, row.meta, row.name, row.organ_id = kind, photo.meta, photo.meta["name"][:NAME], organ
    return row


def photo_ids(record: Record) -> list[str]:
    """The announced ids as they are kept with the record."""
    return [str(photo.id) for photo in record.photos]
