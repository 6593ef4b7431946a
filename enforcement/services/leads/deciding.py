"""What becomes of a lead: checked, not accepted, no case, joined to another, transferred and answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import may, require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from enforcement.domain.leads import LEAD, OPEN, REFUSALS
from enforcement.models import Lead
from enforcement.selectors.alike import alike_card, leads_alike
from enforcement.services.leads.telling import FILING, line, past_day, venue_of
from enforcement.services.leads.terms import CHECKS, lead_clock
from enforcement.services.periods import period_start
from registry.models import Venue
from scheduling.services.marks import mark_end, mark_set

# sources of a lead that are somebody's complaint (投诉举报)
COMPLAINTS = ("hotline", "report")


def lead_verify(
    *, lead_id: UUID, note: str, actor: User, now: datetime, venue: UUID | None = None, another: str = ""
) -> Lead:
    """The facts were checked: the period for filing begins (V24). A lead without a venue may name it now.

    `lead_alike` with the open leads of that venue unless `another` says why it is another matter: as at its
    registration; it may be joined instead.
    """
    require(actor, "lead.verify")
    today = clock.civil(now)
    with transaction.atomic():
        named = None if venue is None else venue_of(venue, actor).uuid
        if named is not None:  # two at once: the second one sees the first
            Venue.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=named)
        lead = lock(Lead, lead_id, actor)
        before = lead.state
        place = named or lead.venue_id
        told: dict[str, Any] = (
            {"another_reason": another.strip()} if _alike(lead, place, another.strip(), actor) else {}
        )
        move(lead, LEAD, "lead.verify", reason=note, venue_id=place, **told)
        if place is not None and lead.source in COMPLAINTS:
            mark_set(venue=place, kind="complaint", cause=lead.ref, on=today)
        line(lead, "lead.verify", before, actor, now, reason=note)
        _clocks_end(lead, CHECKS, today)
        period_start(rule=FILING, of=lead, on=today, actor=actor, now=now)
    return lead


def _alike(lead: Lead, place: UUID | None, another: str, actor: User) -> bool:
    """Whether the venue named now has open leads; refused until it is said why this is another matter."""
    if place is None or place == lead.venue_id:
        return False
    alike = leads_alike(actor, venue=place, channel=lead.channel, number="", but=lead.uuid)
    if alike and not another and may(actor, "lead.view"):
        raise DomainError("lead_alike", {"leads": [alike_card(row) for row in alike]})
    return bool(alike)


def lead_refuse(*, lead_id: UUID, ground: str, reason: str, actor: User, now: datetime) -> Lead:
    """Not accepted (不予受理), on one of the grounds; whoever reported is still to be told."""
    require(actor, "lead.refuse")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        before = lead.state
        words = reason.strip() or (REFUSALS[ground][0] if ground in REFUSALS else "")
        facts = {"ground": ground, "reason": reason.strip()}
        move(lead, LEAD, "lead.refuse", facts=facts, ground=ground, reason=words)
        _clocks_end(lead, CHECKS, clock.civil(now))
        line(lead, "lead.refuse", before, actor, now, data={"ground": ground}, reason=words)
    return lead


def lead_dismiss(*, lead_id: UUID, reason: str, actor: User, now: datetime) -> Lead:
    """No case comes of it, with the reason; the period for filing ends."""
    require(actor, "lead.dismiss")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        before = lead.state
        move(lead, LEAD, "lead.dismiss", facts={"reason": reason}, reason=reason)
        _end(lead, clock.civil(now))
        line(lead, "lead.dismiss", before, actor, now, reason=reason)
    return lead


def lead_join(*, lead_id: UUID, other: UUID, actor: User, now: datetime) -> Lead:
    """It belongs to another open lead: all it says stays with it, and its reporter is still to be told."""
    require(actor, "lead.join")
    with transaction.atomic():
        for uuid in sorted((lead_id, other)):  # locked in primary-key order
            first = lock(Lead, uuid, actor)
        lead = first if first.uuid == lead_id else lock(Lead, lead_id, actor)
        return joined(lead, other, actor=actor, now=now)


def joined(lead: Lead, other: UUID, *, actor: User, now: datetime) -> Lead:
    """Join inside the caller's transaction."""
    target = lock(Lead, other, actor)
    before = lead.state
    facts = {
        "other_is_open": target.state in OPEN and target.uuid != lead.uuid,
        "same_venue": None in (lead.venue_id, target.venue_id) or lead.venue_id == target.venue_id,
    }
    move(lead, LEAD, "lead.join", facts=facts, joined_to_id=target.uuid)
    _end(lead, clock.civil(now))
    line(lead, "lead.join", before, actor, now, data={"other": str(target.uuid)})
    line(target, "lead.gain", target.state, actor, now, data={"joined": str(lead.uuid)})
    return lead


def lead_transfer(*, lead_id: UUID, to_organ: str, reason: str, actor: User, now: datetime) -> Lead:
    """To the organ whose matter it is; the day it should have answered is kept on a clock."""
    require(actor, "lead.transfer")
    today = clock.civil(now)
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        before = lead.state
        facts = {"to_organ": to_organ.strip(), "reason": reason.strip()}
        move(
            lead, LEAD, "lead.transfer", facts=facts, to_organ=to_organ.strip(), reason=reason.strip(),
            transferred_on=today,
        )  # fmt: skip
        _end(lead, today)
        line(lead, "lead.transfer", before, actor, now, reason=f"{to_organ.strip()}：{reason.strip()}")
        lead_clock(lead, "answer", on=today, actor=actor, now=now)
    return lead


def lead_answer(*, lead_id: UUID, text: str, actor: User, now: datetime, on: date | None = None) -> Lead:
    """What the organ it was transferred to answered; its clock stops on that day."""
    require(actor, "lead.answer")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        day = past_day(on, "on", now, first=lead.transferred_on)
        facts = {"text": text.strip(), "answered": lead.answered_on is not None}
        move(lead, LEAD, "lead.answer", facts=facts, answer=text.strip(), answered_on=day)
        _clocks_end(lead, ("lead_answer",), day)
        line(lead, "lead.answer", lead.state, actor, now, data={"on": day.isoformat()}, reason=text)
    return lead


def _end(lead: Lead, on: date) -> None:
    """Nothing more is checked or filed of it; what its reporter is owed stays."""
    _clocks_end(lead, (*CHECKS, FILING), on)
    mark_end(kind="complaint", cause=lead.ref, on=on)


def _clocks_end(lead: Lead, rules: tuple[str, ...], on: date) -> None:
    for rule in rules:
        clocks_done(noun="lead", noun_id=lead.uuid, rule=rule, on=on)


def lead_is_open(lead: Lead) -> None:
    """`move_not_open` unless the lead is registered or verified."""
    if lead.state not in OPEN:
        raise DomainError("move_not_open", {"state": lead.state, "verb": "lead.visit"})
