"""Penalties on the spot that came from the field: judged after they were kept (V23)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.models import Document
from backend.services.documents.requesting import document_tell
from enforcement.domain.simple import WORDS, simple_faults

FORM = "spot_penalty"
PREFIX = "simple_"


def spot_penalty_check(*, document_id: UUID, now: datetime) -> list[str]:
    """Write beside the paper why its penalty was not one for the spot; may run twice."""
    with transaction.atomic():
        rows = Document.objects.everywhere("task").select_for_update(of=("self",))
        row = rows.filter(pk=document_id, form=FORM).first()
        if row is None:
            return []
        fine = row.values.get("fine_fen") or 0
        found = simple_faults(
            party=str(row.values.get("party_kind", "")),
            classes=WORDS.get(str(row.values.get("penalty", "")), ()),
            fine_fen=fine if isinstance(fine, int) else 0,
        )
        known = {one["code"] for one in row.irregularities}
        fresh = [PREFIX + code for code in found if PREFIX + code not in known]
        if fresh:
            row.irregularities += [{"code": code, "data": {"rule": "V23"}} for code in fresh]
            row.save(update_fields=["irregularities"])
            document_tell(row, "document.judge", actor=None, now=now)
    return fresh
