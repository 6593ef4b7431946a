"""Register a lead: its channel and numbers, its deadlines, its reporter apart, and nothing twice."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import may, require
from backend.services.numbers import number_take, series_lock
from enforcement.models import Lead, LeadReporter
from enforcement.selectors.alike import alike_card, leads_alike
from enforcement.selectors.channels import channel_named
from enforcement.services.leads.deciding import joined
from enforcement.services.leads.telling import line, organ_of, past_day, venue_of
from enforcement.services.leads.terms import lead_clock
from inspections.models import Finding, Patrol
from inspections.services.patrols import patrol_lead
from registry.models import Venue

Found = Finding | Patrol | None


def lead_register(
    *,
    content: str,
    actor: User,
    now: datetime,
    source: str = "",
    channel: str = "",
    venue: UUID | None = None,
    finding: UUID | None = None,
    patrol: UUID | None = None,
    external_number: str = "",
    received_on: date | None = None,
    reporter: Mapping[str, Any] | None = None,
    another: str = "",
    join: UUID | None = None,
) -> Lead:
    """Register one lead; from a finding or a patrol it takes the venue, and points back to it.

    `lead_alike` with the open leads of this venue, and those of the same number of the same channel, unless
    `another` says why it is another matter or `join` names the one it belongs to: it is then registered all
    the same, with its number, reporter and reply, and joined. Whoever may not read leads is not told: his
    report is kept as it is. A patrol is led to one lead and no further
    one: `move_not_open`.
    """
    require(actor, "lead.report")
    if join is not None:
        require(actor, "lead.join")
    organ = organ_of(actor)
    way = channel_named(channel, source)
    received = past_day(received_on, "received_on", now)
    place, found = _place(actor, venue, finding, patrol)
    with transaction.atomic():
        if place is not None:  # two who register at once: the second one sees the first
            Venue.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=place.pk)
        year = clock.civil(now).year
        if external_number.strip():  # nor do two of one number miss each other where no venue is named
            series_lock(organ=organ, kind="lead", year=year)
        alike = leads_alike(
            actor, venue=place.pk if place else None, channel=way.code, number=external_number
        )
        if alike and join is None and not another.strip() and may(actor, "lead.view"):
            raise DomainError("lead_alike", {"leads": [alike_card(row) for row in alike]})
        if patrol is not None:
            patrol_lead(patrol_id=patrol, actor=actor, now=now)
        number, seq = number_take(organ=organ, kind="lead", year=year)
        lead = Lead.objects.create(
            organ=organ, created_at=now, number=number, source=way.source, channel=way.code,
            external_number=external_number.strip(), received_on=received, venue=place, content=content,
            reported_by=actor, cause_noun=found.ref[0] if found else "",
            cause_id=found.uuid if found else None,
            another_reason=another.strip() if alike else "",
        )  # fmt: skip
        named = way.reporter and _reporter(lead, reporter)
        data = {"source": lead.source, "channel": way.code, "seq": seq, "named": bool(named)}
        line(lead, "lead.report", "", actor, now, data=data, reason=lead.another_reason)
        lead_clock(lead, "check", on=received, actor=actor, now=now)
        if way.number or not named or named.wants_reply:
            lead_clock(lead, "reply", on=received, actor=actor, now=now)
        if join is not None:
            joined(lead, join, actor=actor, now=now)
    return lead


def _reporter(lead: Lead, given: Mapping[str, Any] | None) -> LeadReporter | None:
    """Whoever gave a name or a way to reach him; nobody for an anonymous report."""
    said = {key: str((given or {}).get(key, "")).strip() for key in ("name", "phone", "address")}
    if not any(said.values()):
        return None
    return LeadReporter.objects.create(
        lead=lead, name=said["name"], phone=said["phone"], address=said["address"],
        wants_reply=bool((given or {}).get("wants_reply", True)),
    )  # fmt: skip


def _place(
    actor: User, venue: UUID | None, finding: UUID | None, patrol: UUID | None
) -> tuple[Venue | None, Found]:
    """The venue and what led to it."""
    if patrol is not None:
        require(actor, "patrol.lead")
        seen = Patrol.objects.within(actor).select_related("venue").filter(uuid=patrol).first()
        if seen is None:
            raise DomainError("not_found", {"patrol": str(patrol)})
        return seen.venue or (venue_of(venue, actor) if venue else None), seen
    if finding is not None:
        rows = Finding.objects.within(actor).select_related("venue")
        found = rows.filter(uuid=finding, current=True).first()
        if found is None:
            raise DomainError("not_found", {"finding": str(finding)})
        return found.venue, found
    return (venue_of(venue, actor) if venue is not None else None), None
