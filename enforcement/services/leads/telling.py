"""What all services of leads share: the organ one acts for, a line of the journal, the venue named."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from enforcement.models import Lead
from registry.models import Venue

FILING = "case_filing"
BEHIND = timedelta(days=366)


def organ_of(actor: User) -> Organ:
    """The organ a person acts for; `not_allowed` for one without."""
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "organ"})
    return actor.organ


def venue_of(venue_id: UUID, actor: User) -> Venue:
    """The venue in scope, or `not_found`."""
    row = Venue.objects.within(actor).filter(uuid=venue_id).first()
    if row is None:
        raise DomainError("not_found", {"venue": str(venue_id)})
    return row


def past_day(on: date | None, field: str, now: datetime, *, first: date | None = None) -> date:
    """A day not after today, not before `first` (else not a year back); today when none is given."""
    today = clock.civil(now)
    day = on or today
    if day > today or day < (first or today - BEHIND):
        raise DomainError("invalid", {"fields": {field: ["日期晚于今天，或者早得不合理"]}})
    return day


def line(lead: Lead, verb: str, before: str, actor: User, now: datetime, **more: Any) -> None:
    """One line about the lead, inside the caller's transaction."""
    record(
        organ=lead.organ_id, actor=actor, verb=verb, noun="lead", noun_id=lead.uuid, now=now, before=before,
        after=lead.state, **more,
    )  # fmt: skip
