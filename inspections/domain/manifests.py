"""What the server signs: the receipt of a revision, and the manifest once every file of it has come.

Both are canonical JSON; the signature is over its UTF-8 bytes, and `spec` says which of the two it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspections.domain.evidence import canonical
from inspections.domain.marks import marks_digest

RECEIPT, MANIFEST, PACKAGE = "WENXUN-RECEIPT/1", "WENXUN-EVIDENCE/1", "WENXUN-PACKAGE/1"
COMPLETE, PARTIAL = "complete", "partial"


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored revision of a record, as the server knows it."""

    uuid: str
    rev: int
    digest: str
    received_ms: int
    photos: int
    files: str  # evidence.manifest_digest of what was announced


@dataclass(frozen=True, slots=True)
class Arrived:
    """An announced file that is stored: its type by its bytes, and when the last of them came."""

    type: str
    received_ms: int


def receipt_text(of: Revision, key: str) -> str:
    """What was received and announced."""
    return canonical(
        {
            "digest": of.digest,
            "files": of.files,
            "key": key,
            "photos": of.photos,
            "received_ms": of.received_ms,
            "rev": of.rev,
            "spec": RECEIPT,
            "uuid": of.uuid,
        }
    )


def manifest_text(
    of: Revision,
    announced: Sequence[Mapping[str, Any]],
    arrived: Mapping[str, Arrived],
    *,
    key: str,
    signed_ms: int,
) -> str:
    """Every announced file with what arrived of it; `partial` when something is still to come."""
    files = [_line(photo, arrived.get(str(photo["id"]))) for photo in first_of(announced)]
    whole = all(line["received_ms"] is not None for line in files)
    return canonical(
        {
            "files": sorted(files, key=lambda line: line["id"]),
            "key": key,
            "record": {"digest": of.digest, "received_ms": of.received_ms, "rev": of.rev, "uuid": of.uuid},
            "signed_ms": signed_ms,
            "spec": MANIFEST,
            "stage": COMPLETE if whole else PARTIAL,
        }
    )


def first_of(announced: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each announced file once."""
    return list({str(photo["id"]): photo for photo in announced}.values())


def _line(photo: Mapping[str, Any], come: Arrived | None) -> dict[str, Any]:
    return {
        "id": str(photo["id"]),
        "sha256": photo["sha256"],
        "size": photo["size"],
        "type": come.type if come else photo["type"],
        "taken_at": photo.get("taken_at"),
        "received_ms": come.received_ms if come else None,
        "marks": marks_digest(photo.get("marks") or ()),
    }
