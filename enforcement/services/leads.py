"""Leads (线索): register, verify, dismiss."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from enforcement.domain.states import LEAD
from enforcement.models import Lead
from enforcement.services.periods import period_start
from inspections.models import Finding, Patrol
from inspections.services.patrols import patrol_lead
from registry.models import Venue
from scheduling.services.marks import mark_end, mark_set

FILING = "case_filing"
# sources of a lead that are somebody's complaint (投诉举报)
COMPLAINTS = ("hotline", "report")


def organ_of(actor: User) -> Organ:
    """The organ a person acts for; `not_allowed` for one without."""
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "organ"})
    return actor.organ


def lead_register(
    *,
    source: str,
    content: str,
    actor: User,
    now: datetime,
    venue: UUID | None = None,
    finding: UUID | None = None,
    patrol: UUID | None = None,
) -> Lead:
    """Register one lead; from a finding or a patrol it takes the venue, and points back to it.

    A patrol is led to one lead and no further one: `move_not_open`.
    """
    require(actor, "lead.report")
    organ = organ_of(actor)
    place = None
    found: Finding | Patrol | None = None
    if patrol is not None:
        require(actor, "patrol.lead")
        found = Patrol.objects.within(actor).select_related("venue").filter(uuid=patrol).first()
        if found is None:
            raise DomainError("not_found", {"patrol": str(patrol)})
        place = found.venue or (_venue(venue, actor) if venue else None)
    elif finding is not None:
        found = (
            Finding.objects.within(actor).select_related("venue").filter(uuid=finding, current=True).first()
        )
        if found is None:
            raise DomainError("not_found", {"finding": str(finding)})
        place = found.venue
    elif venue is not None:
        place = _venue(venue, actor)
    with transaction.atomic():
        if patrol is not None:
            patrol_lead(patrol_id=patrol, actor=actor, now=now)
        lead = Lead.objects.create(
            organ=organ,
            created_at=now,
            source=source,
            venue=place,
            content=content,
            reported_by=actor,
            cause_noun=found.ref[0] if found else "",
            cause_id=found.uuid if found else None,
        )
        record(
            organ=organ,
            actor=actor,
            verb="lead.report",
            noun="lead",
            noun_id=lead.uuid,
            now=now,
            after=lead.state,
            data={"source": source},
        )
    return lead


def _venue(venue_id: UUID, actor: User) -> Venue:
    row = Venue.objects.within(actor).filter(uuid=venue_id).first()
    if row is None:
        raise DomainError("not_found", {"venue": str(venue_id)})
    return row


def lead_verify(*, lead_id: UUID, note: str, actor: User, now: datetime, venue: UUID | None = None) -> Lead:
    """The facts were checked: the period for filing begins (V24). A lead without a venue may name it now."""
    require(actor, "lead.verify")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        before = lead.state
        place = lead.venue_id if venue is None else _venue(venue, actor).uuid
        move(lead, LEAD, "lead.verify", reason=note, venue_id=place)
        if place is not None and lead.source in COMPLAINTS:
            mark_set(venue=place, kind="complaint", cause=lead.ref, on=clock.civil(now))
        record(
            organ=lead.organ_id,
            actor=actor,
            verb="lead.verify",
            noun="lead",
            noun_id=lead.uuid,
            now=now,
            before=before,
            after=lead.state,
            reason=note,
        )
        period_start(rule=FILING, of=lead, on=clock.civil(now), actor=actor, now=now)
    return lead


def lead_dismiss(*, lead_id: UUID, reason: str, actor: User, now: datetime) -> Lead:
    """No case comes of it, with the reason; the period for filing ends."""
    require(actor, "lead.dismiss")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        before = lead.state
        move(lead, LEAD, "lead.dismiss", facts={"reason": reason}, reason=reason)
        clocks_done(noun="lead", noun_id=lead.uuid, rule=FILING, on=clock.civil(now))
        mark_end(kind="complaint", cause=lead.ref, on=clock.civil(now))
        record(
            organ=lead.organ_id,
            actor=actor,
            verb="lead.dismiss",
            noun="lead",
            noun_id=lead.uuid,
            now=now,
            before=before,
            after=lead.state,
            reason=reason,
        )
    return lead
