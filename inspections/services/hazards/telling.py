"""What all steps of a hazard share: its files, its day, its step and its line of the journal."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.services.files import Announced, files_announce
from inspections.models import Hazard, HazardStep

NOUN = "hazard"
BEHIND = timedelta(days=366)


def day_of(on: date | None, field: str, now: datetime, *, first: date | None = None) -> date:
    """A day not after today, not before `first` (else not a year back); today when none is given."""
    today = civil(now)
    day = on or today
    if day > today or day < (first or today - BEHIND):
        raise DomainError("invalid", {"fields": {field: ["日期晚于今天，或者早得不合理"]}})
    return day


def files_keep(hazard: Hazard, files: Sequence[Announced], *, actor: User, now: datetime) -> list[str]:
    """Announce what belongs to a step; the bytes come by their hash. Their ids in order."""
    files_announce(files=files, owner=hazard.ref, organ_id=hazard.organ_id, actor=actor, now=now)
    return [str(one.uuid) for one in files]


def step_keep(
    hazard: Hazard,
    verb: str,
    *,
    before: str,
    text: str,
    actor: User | None,
    now: datetime,
    on: date | None = None,
    files: Sequence[str] = (),
    data: dict[str, Any] | None = None,
) -> None:
    """The step and its line, inside the caller's transaction."""
    HazardStep.objects.create(
        hazard=hazard, verb=verb, on=on or civil(now), text=text.strip(), files=list(files),
        recorded_by=actor, recorded_at=now,
    )  # fmt: skip
    record(
        organ=hazard.organ_id, actor=actor, verb=verb, noun=NOUN, noun_id=hazard.uuid, now=now, before=before,
        after=hazard.state, data={"files": list(files), **(data or {})}, reason=text.strip(),
    )  # fmt: skip
