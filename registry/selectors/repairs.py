"""Applications to repair a record of dishonesty as they are shown, and what one still lacks."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.api import found
from backend.models import Clock, Document, File, User
from backend.permissions import verbs_for
from backend.selectors.clocks import clock_card
from backend.selectors.documents import document_file
from registry.domain.credit import REPAIR, AppealTerm, appeal_term_read, repair_missing
from registry.domain.states import REPAIR_MOVES
from registry.models import DishonestyRecord, RepairApplication

TERM = Path(__file__).resolve().parents[1] / "repair_term.json"
DECIDES = ("repair.grant", "repair.deny")


@cache
def repair_term() -> AppealTerm:
    """How long an application may take, in the shape of an appeal's."""
    return appeal_term_read(json.loads(TERM.read_text(encoding="utf-8")))


def repair_lacks(row: RepairApplication) -> list[str]:
    """What its way still lacks; an application that lacks something can only be denied."""
    return repair_missing(
        row.record.level, row.mode, over=False, proof="1" if row.files else "", pledge=row.pledge,
        training=row.training,
    )  # fmt: skip


def repair_cards(
    records: Iterable[DishonestyRecord], actor: User, today: date
) -> dict[UUID, list[dict[str, Any]]]:
    """record → its applications, the newest first; three queries for any number."""
    rows = RepairApplication.objects.within(actor).filter(record__in=[one.uuid for one in records])
    people = ("taken_by", "checked_by", "decided_by", "document")
    known = list(rows.select_related("record", *people))
    ids = [row.uuid for row in known]
    told: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    if not ids:
        return told
    files = {
        str(one.uuid): _file(one)
        for one in File.objects.everywhere("guard").filter(noun="repairapplication", noun_id__in=ids)
    }
    clocks = Clock.objects.everywhere("guard").filter(noun="repairapplication", noun_id__in=ids, rule=REPAIR)
    due = {one.noun_id: clock_card(one, today) for one in clocks}
    for row in known:
        told[row.record_id].append(_card(row, files, actor) | {"due": due.get(row.uuid)})
    return told


def _card(row: RepairApplication, files: dict[str, dict[str, Any]], actor: User) -> dict[str, Any]:
    lacks = repair_lacks(row) if row.state in ("filed", "checked") else row.grounds
    shut = set(DECIDES) if row.checked_by_id == actor.uuid else set()
    shut |= {"repair.grant"} if lacks else set()
    paper = row.document
    return {
        "uuid": row.uuid,
        "state": row.state,
        "mode": row.mode,
        "applied_on": row.applied_on,
        "text": row.text,
        "files": [files[one] for one in row.files if one in files],
        "pledge": row.pledge,
        "training": row.training,
        "lacks": lacks,
        "taken_by": row.taken_by.name,
        "checked_by": row.checked_by.name if row.checked_by else "",
        "checked_on": row.checked_on,
        "check_note": row.check_note,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "decided_on": row.decided_on,
        "reason": row.reason,
        "number": paper.number if paper else "",
        "document": paper.uuid if paper else None,
        "paper": paper.state if paper else None,
        "verbs": [verb for verb in verbs_for(actor, REPAIR_MOVES, row.state) if verb not in shut],
    }


def _file(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }  # fmt: skip


def repair_paper(application_id: UUID, part: str, actor: User) -> Any:
    """The file of its decision; not_found where there is none, or none yet."""
    row = found(RepairApplication.objects.within(actor).filter(uuid=application_id).first())
    made: Document = found(row.document)
    return document_file(made.uuid, part, actor)


def repairs_public(venue: UUID) -> list[dict[str, Any]]:
    """What everybody may read of a venue's applications that were decided: day, number, what was lacking."""
    rows = RepairApplication.objects.everywhere("published").filter(
        record__venue=venue, state__in=("granted", "denied")
    )
    return [
        {
            "applied_on": row.applied_on, "decided_on": row.decided_on, "outcome": row.state,
            "level": row.record.level, "number": row.document.number if row.document else "",
            "grounds": row.grounds,
        }
        for row in rows.select_related("record", "document")[:20]
    ]  # fmt: skip
