"""The rows of a record: its columns, answers, findings and signatures."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from inspections.domain.checklist import Found
from inspections.domain.record import Record
from inspections.models import Answer, Finding, Inspection, Signature
from inspections.services.submission.files import photo_ids
from inspections.services.submission.sent import Sent
from scheduling.models import Visit


def columns(sent: Sent) -> dict[str, Any]:
    """The columns of the present revision."""
    record = sent.record
    return {
        "rev": record.rev,
        "digest": sent.digest,
        "form_version": record.form_version,
        "outcome": record.outcome,
        "result_codes": list(record.codes),
        "statement": record.statement,
        "objection": record.objection,
        "party_name": record.party_name,
        "party_role": record.party_role,
        "call_record": record.call_record,
        "door_photo": record.door_photo,
        "started_at": record.started_at,
        "finished_at": record.finished_at,
        "finished_on": sent.on,
        "device_time": record.device_time,
        "clock_offset_ms": record.offset_ms,
        "scan_mode": record.scan.mode if record.scan else "",
        "scanned_at": record.scan.at if record.scan else None,
        "scan_reason": record.scan.reason if record.scan else "",
        "gps": record.gps,
        "recorders": list(record.recorders),
        "photos": photo_ids(record),
        "submitted_by": sent.actor,
        "submitted_at": sent.now,
    }


def answers_write(row: Inspection, record: Record) -> None:
    """One row for each answer."""
    rows = [
        Answer(
            inspection=row,
            item=given.item,
            conforms=given.conforms,
            note=given.note,
            photos=[str(photo) for photo in given.photos],
            detail={
                "corrected": given.corrected,
                "corrected_photos": [str(photo) for photo in given.corrected_photos],
                "follow": given.follow,
            },
        )
        for given in record.answers
    ]
    if rows:
        Answer.objects.bulk_create(rows)


def findings_write(row: Inspection, visit: Visit, found: Iterable[Found], sent: Sent) -> None:
    """The findings of a first revision."""
    rows = [_finding(row, visit, one, sent) for one in found]
    if rows:
        Finding.objects.bulk_create(rows)


def _finding(row: Inspection, visit: Visit, one: Found, sent: Sent) -> Finding:
    return Finding(
        organ_id=row.organ_id,
        created_at=sent.now,
        inspection=row,
        venue_id=visit.venue_id,
        item=one.item,
        violations=list(one.violations),
        transfer_to=one.transfer_to,
        note=one.note,
        corrected_on_spot=one.corrected,
        found_on=sent.on,
    )


def findings_renew(row: Inspection, visit: Visit, found: Iterable[Found], sent: Sent) -> None:
    """The findings of a later revision: an item keeps its finding, orders and cases still point to it."""
    before = {one.item: one for one in Finding.objects.everywhere("guard").filter(inspection=row)}
    fresh = []
    kept = []
    for one in found:
        old = before.pop(one.item, None)
        if old is None:
            fresh.append(one)
            continue
        old.note, old.corrected_on_spot, old.current, old.found_on = one.note, one.corrected, True, sent.on
        kept.append(old)
    for old in before.values():
        old.current = False
        kept.append(old)
    if kept:
        fields = ["note", "corrected_on_spot", "current", "found_on"]
        Finding.objects.everywhere("guard").bulk_update(kept, fields)
    findings_write(row, visit, fresh, sent)


def signatures_write(row: Inspection, record: Record, known: Collection[UUID]) -> None:
    """One row for each signature; an officer nobody knows keeps his name alone."""
    rows = [
        Signature(
            inspection=row,
            kind=one.kind,
            name=one.name,
            role=one.role,
            officer_id=one.officer if one.officer in known else None,
            file=one.file,
            refusal_reason=one.refusal_reason,
            witness=one.witness,
            signed_at=one.signed_at,
        )
        for one in record.signatures
    ]
    if rows:
        Signature.objects.bulk_create(rows)
