"""Bodies that are kept beside: unreadable ones, and those that may not replace what is stored."""

import hashlib
from datetime import datetime
from uuid import UUID

from backend.models import User
from inspections.domain.evidence import manifest_digest
from inspections.domain.record import Record
from inspections.models import Inspection, InspectionVersion, SpoiltPayload
from inspections.services.evidence.signing import receipt_sign
from inspections.services.submission.sent import Sent


def payload_keep(*, inspection_id: UUID, raw: bytes, problem: str, actor: User, now: datetime) -> None:
    """Keep an unreadable body for forensics, once; what an officer sent is never thrown away."""
    row = SpoiltPayload(
        organ=actor.organ,
        inspection_id=inspection_id,
        sent_by=actor,
        sent_at=now,
        problem=problem[:300],
        body=raw,
        digest=hashlib.sha256(raw).hexdigest(),
    )
    SpoiltPayload.objects.bulk_create([row], ignore_conflicts=True)


def version_of(sent: Sent, inspection: Inspection, kept: str) -> InspectionVersion:
    """The row of one body."""
    version = InspectionVersion(
        inspection=inspection,
        rev=sent.record.rev,
        digest=sent.digest,
        kept=kept,
        body=sent.body,
        files=files_digest(sent.record),
        photos=len(sent.record.photos),
        sent_by=sent.actor,
        sent_at=sent.now,
    )
    if kept == InspectionVersion.Kept.STORED:
        receipt_sign(version)
    return version


def version_beside(sent: Sent, inspection: Inspection, kept: str) -> None:
    """Keep a body that is not stored for the supervisor to see, once."""
    InspectionVersion.objects.bulk_create([version_of(sent, inspection, kept)], ignore_conflicts=True)


def files_digest(record: Record) -> str:
    """One digest for the announced files."""
    return manifest_digest([(str(photo.id), photo.sha256, photo.size) for photo in record.photos])
