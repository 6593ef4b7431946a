"""The evidence package (证据包) of a record: originals, signed texts, and the program that verifies them."""

import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db import transaction

import inspections
from backend import storage
from backend.api import found
from backend.domain.errors import DomainError
from backend.journal import record as journal
from backend.models import File, JournalLine, SigningKey, User
from backend.permissions import require
from backend.services.signing import Key, key_register
from inspections.domain.evidence import canonical, text_digest
from inspections.domain.manifests import manifest_text, receipt_text
from inspections.domain.packages import (
    LIST,
    README,
    SIGNATURE,
    file_name,
    list_text,
    marks_text,
    signed_text,
    told,
)
from inspections.models import EvidenceManifest, Inspection, InspectionVersion
from inspections.services.evidence.signing import (
    NOUN,
    announced_of,
    arrived_of,
    milliseconds,
    receipt_sign,
    revision_of,
    version_now,
)

VERIFIER = Path(inspections.__file__).parent / "verifier" / "evidence_verify.py"


def package_make(*, inspection_id: UUID, actor: User, now: datetime) -> IO[bytes]:
    """The package of the present revision, as a file that is gone when it is closed.

    Originals that have not come are named in it as missing. One whose bytes are no longer those that were
    announced is told (`evidence_damaged`): a package is whole or is not made.
    """
    require(actor, "evidence.export")
    row = found(Inspection.objects.within(actor).filter(pk=inspection_id).first())
    version, key = version_now(row), key_register(now=now)
    texts = _texts(row, version, key, now)
    out = tempfile.TemporaryFile()  # noqa: SIM115 the door sends and closes it
    try:
        digests = {name: told(data) for name, data in texts.items()}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in texts.items():
                package.writestr(name, data)
            digests |= _originals(package, version)
            listed = list_text(text_digest(version.body), digests, key=key.id, made_ms=milliseconds(now))
            package.writestr(LIST, listed)
            package.writestr(SIGNATURE, key.sign(listed))
        _tell(row, version, len(digests), text_digest(listed), actor, now)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _texts(row: Inspection, version: InspectionVersion, key: Key, now: datetime) -> dict[str, bytes]:
    """Every file but the originals and the list."""
    if not version.signature:  # stored before receipts were signed
        receipt_sign(version)
    announced = announced_of(version)
    stored = EvidenceManifest.objects.everywhere("guard").filter(inspection=row, rev=row.rev).first()
    if stored is not None:
        manifest = signed_text(stored.body, stored.signature)
    else:
        told_now = manifest_text(
            revision_of(version), announced, arrived_of(version), key=key.id, signed_ms=milliseconds(now)
        )
        manifest = signed_text(told_now, key.sign(told_now))
    receipt = receipt_text(revision_of(version), version.key)
    texts = {
        "README.txt": README,
        "evidence_verify.py": VERIFIER.read_text(encoding="utf-8"),
        "journal.jsonl": "".join(f"{line}\n" for line in _journal(row)),
        "keys.json": canonical(_keys()),
        "manifest.json": manifest,
        "marks.json": marks_text(announced),
        "receipt.json": signed_text(receipt, version.signature),
        "record.json": version.body,
    }
    return {name: text.encode() for name, text in texts.items()}


def _keys() -> list[dict[str, object]]:
    return [
        {
            "key": row.key,
            "public": row.public,
            "since_ms": milliseconds(row.since),
            "until_ms": milliseconds(row.until) if row.until else None,
        }
        for row in SigningKey.objects.everywhere("published").order_by("since", "key")
    ]


def _journal(row: Inspection) -> list[str]:
    """One line for each of the journal about the record: what was done when, and its hash."""
    lines = JournalLine.objects.everywhere("guard").filter(noun=NOUN, noun_id=row.pk)
    return [
        canonical(
            {
                "at_ms": milliseconds(line.at),
                "hash": line.seal.hash if hasattr(line, "seal") else "",
                "record": line.data.get("digest", ""),
                "rev": line.data.get("rev"),
                "seq": line.seal.seq if hasattr(line, "seal") else None,
                "verb": line.verb,
            }
        )
        for line in lines.select_related("seal").order_by("id")
    ]


def _originals(package: zipfile.ZipFile, version: InspectionVersion) -> dict[str, tuple[str, int]]:
    """Write the originals that have come, one at a time, each checked against what was announced."""
    announced = {photo["id"]: photo["sha256"] for photo in announced_of(version)}
    rows = File.objects.everywhere("guard").filter(pk__in=list(announced), stored_at__isnull=False)
    digests = {}
    for row in rows.filter(noun=NOUN, noun_id=version.inspection_id).order_by("pk"):
        if announced[str(row.pk)] != row.sha256:
            continue
        data = storage.get(row.path)
        if told(data) != (row.sha256, row.size):
            raise DomainError("evidence_damaged", {"file": str(row.pk)})
        name = file_name({"id": str(row.pk), "type": row.media_type})
        package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED)
        digests[name] = told(data)
    return digests


def _tell(
    row: Inspection, version: InspectionVersion, files: int, digest: str, actor: User, now: datetime
) -> None:
    with transaction.atomic():
        journal(
            organ=row.organ_id,
            actor=actor,
            verb="evidence.export",
            noun=NOUN,
            noun_id=row.pk,
            now=now,
            data={"rev": version.rev, "files": files, "package": digest},
        )
