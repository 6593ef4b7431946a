"""The manifest of a record: signed once, when it and every file it announced are stored."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from backend.journal import record as journal
from backend.models import File
from backend.services.signing import key_now, key_register
from inspections.domain.manifests import Arrived, Revision, first_of, manifest_text, receipt_text
from inspections.models import EvidenceManifest, Inspection, InspectionVersion

log = structlog.get_logger()
NOUN = "inspection"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since 1970."""
    return (at - EPOCH) // timedelta(milliseconds=1)


def revision_of(version: InspectionVersion) -> Revision:
    """A stored version as the signed texts name it."""
    return Revision(
        uuid=str(version.inspection_id),
        rev=version.rev,
        digest=version.digest,
        received_ms=milliseconds(version.sent_at),
        photos=version.photos,
        files=version.files,
    )


def receipt_sign(version: InspectionVersion) -> bool:
    """Sign what is received; asked again, the receipt carries the same key and signature.

    A record is never refused for want of a key: without one the receipt is unsigned until it is asked again.
    """
    try:
        key = key_now()
    except OSError as error:
        log.exception("receipt_unsigned", inspection=str(version.inspection_id), error=str(error))
        return False
    version.key, version.signature = key.id, key.sign(receipt_text(revision_of(version), key.id))
    return True


def version_now(row: Inspection) -> InspectionVersion:
    """The stored version of the present revision."""
    stored = InspectionVersion.objects.everywhere("guard").filter(inspection=row, rev=row.rev)
    return stored.get(kept=InspectionVersion.Kept.STORED)


def announced_of(version: InspectionVersion) -> list[dict[str, Any]]:
    """The announced files as the phone told of them."""
    return [dict(photo) for photo in first_of(json.loads(version.body)["photos"])]


def arrived_of(version: InspectionVersion) -> dict[str, Arrived]:
    """id → what is stored of the announced files, under the hash that was announced."""
    told = {photo["id"]: photo["sha256"] for photo in announced_of(version)}
    rows = File.objects.everywhere("guard").filter(
        noun=NOUN, noun_id=version.inspection_id, stored_at__isnull=False
    )
    return {
        str(row.uuid): Arrived(row.media_type, milliseconds(row.stored_at))
        for row in rows
        if row.stored_at is not None and told.get(str(row.uuid)) == row.sha256
    }


def manifest_sign(*, inspection_id: UUID, now: datetime) -> EvidenceManifest | None:
    """Sign the present revision if all of it is there; None while something is missing. May run twice."""
    row = Inspection.objects.everywhere("task").filter(pk=inspection_id).first()
    if row is None:
        return None
    signed = EvidenceManifest.objects.everywhere("task").filter(inspection=row, rev=row.rev)
    if (found := signed.first()) is not None:
        return found
    version = version_now(row)
    arrived = arrived_of(version)
    announced = announced_of(version)
    if len(arrived) < len(announced):
        return None
    key = key_register(now=now)
    text = manifest_text(revision_of(version), announced, arrived, key=key.id, signed_ms=milliseconds(now))
    try:
        with transaction.atomic():
            made = EvidenceManifest.objects.create(
                inspection=row, rev=row.rev, body=text, key=key.id, signature=key.sign(text), signed_at=now
            )
            _tell(row, made, len(announced), now)
    except IntegrityError:  # a twin was faster
        return signed.first()
    return made


def _tell(row: Inspection, made: EvidenceManifest, files: int, now: datetime) -> None:
    journal(
        organ=row.organ_id,
        actor=None,
        verb="evidence.sign",
        noun=NOUN,
        noun_id=row.pk,
        now=now,
        data={"rev": made.rev, "files": files, "key": made.key, "signature": made.signature[:32]},
    )
