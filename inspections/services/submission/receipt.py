"""The receipt (回执): the proof that a revision is stored; asked again it is the same."""

from collections.abc import Sequence
from typing import Any

from backend.journal import digest as keyed_digest
from inspections.domain.evidence import canonical
from inspections.domain.irregularities import sentence
from inspections.models import Inspection, InspectionVersion, Irregularity


def receipt_card(
    row: Inspection, version: InspectionVersion, *, missing: Sequence[str], marked: Sequence[Irregularity]
) -> dict[str, Any]:
    """The receipt of one revision, with what is still to come and what is irregular now."""
    core = {
        "uuid": str(row.uuid),
        "rev": version.rev,
        "digest": version.digest,
        "received_ms": int(version.sent_at.timestamp() * 1000),
        "photos": version.photos,
        "files": version.files,
    }
    return {
        "receipt": {
            "uuid": row.uuid,
            "rev": version.rev,
            "digest": version.digest,
            "received_at": version.sent_at,
            "photos": version.photos,
            "files": version.files,
            "signature": keyed_digest(canonical(core)),
        },
        "missing": list(missing),
        "irregularities": [
            {"rule": one.rule, "code": one.code, "message": sentence(one.code, one.data)} for one in marked
        ],
        "state": row.state,
    }
