"""Photos of earlier findings, to stand beside those of a recheck (复查)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.models import File, User
from inspections.models import Answer, Finding, Inspection

NOUN = "inspection"
MOST = 4  # of one finding: as many as can be looked at side by side
Card = dict[str, Any]


def photos_of(findings: Sequence[Finding]) -> dict[UUID, list[Card]]:
    """finding → its stored photos, those after a correction on the spot marked; two queries."""
    if not findings:
        return {}
    answers = Answer.objects.everywhere("guard").filter(
        inspection__in={row.inspection_id for row in findings}, item__in={row.item for row in findings}
    )
    given = {
        (record, item): [(one, False) for one in photos]
        + [(one, True) for one in detail.get("corrected_photos", [])]
        for record, item, photos, detail in answers.values_list("inspection", "item", "photos", "detail")
    }
    wanted = {one for listed in given.values() for one, _ in listed}
    files = {
        str(row.pk): row
        for row in File.objects.everywhere("guard").filter(
            pk__in=wanted, noun=NOUN, stored_at__isnull=False, media_type__startswith="image/"
        )
    }
    shown: dict[UUID, list[Card]] = defaultdict(list)
    for row in findings:
        for photo, after in given.get((row.inspection_id, row.item), []):
            file = files.get(photo)
            if file is not None and file.noun_id == row.inspection_id and len(shown[row.pk]) < MOST:
                shown[row.pk].append(_card(file, after=after))
    return shown


def _card(row: File, *, after: bool) -> Card:
    return {
        "id": row.pk,
        "taken_at": row.meta.get("taken_at"),
        "sha256": row.sha256,
        "after": after,
        "thumb": f"/api/v1/files/{row.pk}/content?thumb=1",
    }


def earlier_of(record: Inspection, actor: User) -> list[Card]:
    """The last earlier finding of this venue under each item that fails again or is checked again."""
    items = list(record.answers.exclude(conforms=None).values_list("item", flat=True))
    rows = (
        Finding.objects.within(actor)
        .filter(venue=record.visit.venue_id, item__in=items, current=True, found_on__lte=record.finished_on)
        .exclude(inspection=record)
        .exclude(inspection__state=Inspection.State.WITHDRAWN)
    )
    last: dict[str, Finding] = {}
    for row in rows.order_by("-found_on", "-created_at", "pk"):
        last.setdefault(row.item, row)
    photos = photos_of(list(last.values()))
    return [_finding(row, photos.get(row.pk, [])) for row in sorted(last.values(), key=lambda one: one.item)]


def _finding(row: Finding, photos: list[Card]) -> Card:
    found_on: date = row.found_on
    return {
        "item": row.item,
        "inspection": row.inspection_id,
        "found_on": found_on,
        "corrected": row.corrected_on_spot,
        "note": row.note,
        "photos": photos,
    }
