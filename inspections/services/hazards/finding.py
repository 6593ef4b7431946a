"""Hazards come from findings by themselves, or are entered at the desk."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.models import Organ, User
from backend.permissions import require
from backend.services.files import Announced
from backend.services.moves import move
from backend.services.numbers import number_take
from inspections.domain.hazards import AUTHORITIES, HAZARD_MOVES, LEVELS
from inspections.models import Finding, Hazard, Inspection
from inspections.services.hazards.telling import NOUN, day_of, files_keep, step_keep
from registry.models import CheckItem, Venue

ON_SPOT = "检查时当场改正"


def hazard_report(
    *,
    hazard_id: UUID,
    venue: UUID,
    level: str,
    place: str,
    description: str,
    wanted: Sequence[str],
    found_on: date | None,
    files: Sequence[Announced],
    actor: User,
    now: datetime,
) -> Hazard:
    """One entered at the desk; the same id again is the same hazard, other content `content_differs`."""
    require(actor, "hazard.report")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "hazard.report"})
    if level not in LEVELS or set(wanted) - AUTHORITIES.keys():
        raise DomainError("invalid", {"fields": {"level": ["没有这种等级或者部门"]}})
    where = Venue.objects.within(actor).filter(pk=venue).first()
    if where is None:
        raise DomainError("not_found", {"venue": str(venue)})
    values: Any = {
        "venue_id": where.pk, "level": level, "place": place.strip(), "description": description.strip(),
        "wanted": ",".join(dict.fromkeys(wanted)), "found_on": day_of(found_on, "found_on", now),
        "files": [str(one.uuid) for one in files],
    }  # fmt: skip
    known = Hazard.objects.everywhere("guard").filter(pk=hazard_id).first()
    if known is not None:
        return _same(known, values, actor)
    try:
        with transaction.atomic():
            row = Hazard.objects.create(
                uuid=hazard_id, organ=organ, created_at=now, number=_number(organ, now), reported_by=actor,
                **values,
            )  # fmt: skip
            kept = files_keep(row, files, actor=actor, now=now)
            step_keep(
                row, "hazard.report", before="", text=row.description, on=row.found_on, files=kept,
                actor=actor, now=now, data={"level": level},
            )  # fmt: skip
            return row
    except IntegrityError:  # a twin was faster
        return _same(Hazard.objects.everywhere("guard").get(pk=hazard_id), values, actor)


def _same(row: Hazard, values: dict[str, Any], actor: User) -> Hazard:
    if not Hazard.objects.within(actor).filter(pk=row.pk).exists():
        raise DomainError("not_found")
    if any(getattr(row, name) != value for name, value in values.items()):
        raise DomainError("content_differs", {"hazard": str(row.pk)})
    return row


def hazards_make(record: Inspection, *, now: datetime) -> int:
    """One hazard for each finding that goes to another authority; one put right on the spot is corrected.

    May run twice: a finding has one hazard for ever. Returns how many are new.
    """
    found = Finding.objects.everywhere("task").filter(inspection=record, current=True, hazard__isnull=True)
    rows = list(found.exclude(transfer_to="").order_by("item"))
    items = CheckItem.objects.everywhere("reference").in_bulk([row.item for row in rows])
    organ = Organ.objects.everywhere("task").get(pk=record.organ_id)
    with transaction.atomic():
        for row in rows:
            item = items.get(row.item)
            said = item.statement_bad or item.question_zh if item else row.item
            words = [row.note] if said in row.note else [said, row.note]
            hazard = Hazard.objects.create(
                organ=organ, created_at=now, number=_number(organ, now), venue_id=row.venue_id, finding=row,
                description="；".join(word for word in words if word), wanted=row.transfer_to,
                found_on=row.found_on, reported_by=record.submitted_by,
            )  # fmt: skip
            step_keep(
                hazard, "hazard.report", before="", text=hazard.description, on=row.found_on, actor=None,
                now=now, data={"finding": str(row.pk)},
            )  # fmt: skip
            if row.corrected_on_spot:
                move(hazard, HAZARD_MOVES, "hazard.correct", facts={"text": ON_SPOT, "hazard_proof": True})
                step_keep(
                    hazard, "hazard.correct", before=Hazard.State.FOUND, text=ON_SPOT, on=row.found_on,
                    actor=None, now=now,
                )  # fmt: skip
    return len(rows)


def _number(organ: Organ, now: datetime) -> str:
    return number_take(organ=organ, kind=NOUN, year=civil(now).year)[0]
