"""The receipt (回执): the signed proof that a revision is stored; asked again it is the same."""

from collections.abc import Sequence
from typing import Any

from inspections.domain.irregularities import sentence
from inspections.domain.manifests import RECEIPT
from inspections.models import Inspection, InspectionVersion, Irregularity
from inspections.services.evidence.signing import receipt_sign


def receipt_card(
    row: Inspection, version: InspectionVersion, *, missing: Sequence[str], marked: Sequence[Irregularity]
) -> dict[str, Any]:
    """The receipt of one revision, with what is still to come and what is irregular now."""
    if not version.signature and receipt_sign(version):  # stored before there was a key
        version.save(update_fields=["key", "signature"])
    return {
        "receipt": {
            "spec": RECEIPT,
            "uuid": row.uuid,
            "rev": version.rev,
            "digest": version.digest,
            "received_at": version.sent_at,
            "photos": version.photos,
            "files": version.files,
            "key": version.key,
            "signature": version.signature,
        },
        "missing": list(missing),
        "irregularities": [
            {"rule": one.rule, "code": one.code, "message": sentence(one.code, one.data)} for one in marked
        ],
        "state": row.state,
    }
