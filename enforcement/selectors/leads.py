"""Leads as they are listed: by channel, state and clock, due first, and which are new to whoever looks."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from backend import clock
from backend.models import Approval, Clock, User
from backend.permissions import verbs_for
from backend.selectors.clocks import clock_card
from enforcement.domain.leads import LEAD, OPEN
from enforcement.models import Lead, LeadReporter, LeadSeen
from enforcement.selectors.channels import channel_named, channel_words, channels

SOON_NATURAL_DAYS = 3
DUES = ("overdue", "soon", "running", "none")


def lead_list(
    actor: User,
    *,
    states: Sequence[str] = (),
    channel: str = "",
    due: str = "",
    unread: bool = False,
    venue: UUID | None = None,
    q: str = "",
) -> QuerySet[Lead]:
    """Leads in scope with `due_on` (their next open day), `named` (a reporter is kept) and `unread`."""
    rows = _told(actor)
    if states:
        rows = rows.filter(state__in=states)
    if channel:
        rows = rows.filter(_by_channel(channel))
    if venue is not None:
        rows = rows.filter(venue=venue)
    if unread:
        rows = rows.filter(_new_to(actor), state__in=OPEN)
    if q:
        rows = rows.filter(
            Q(number__icontains=q)
            | Q(external_number__icontains=q)
            | Q(content__icontains=q)
            | Q(venue__name__icontains=q)
        )
    return rows.filter(_by_clock(due, clock.today())) if due else rows


def _told(actor: User) -> QuerySet[Lead]:
    running = Clock.objects.everywhere("guard").filter(
        noun="lead", noun_id=OuterRef("pk"), done_on__isnull=True
    )
    first = running.order_by().values("noun_id").annotate(first=Min("due_on")).values("first")
    reporters = LeadReporter.objects.everywhere("guard").filter(lead=OuterRef("pk"))
    return (
        Lead.objects.within(actor)
        .select_related("venue", "extension", "joined_to")
        .annotate(due_on=Subquery(first), named=Exists(reporters), unread=_new_to(actor))
    )


def _new_to(actor: User) -> Q:
    """Not opened yet by this person."""
    return ~Q(Exists(LeadSeen.objects.within(actor).filter(lead=OuterRef("pk"))))


def _by_channel(channel: str) -> Q:
    """Those of the channel; older ones without a channel belong to the plainest of their source."""
    known = channels().get(channel)
    wanted = Q(channel=channel)
    if known is not None and channel_named("", known.source).code == channel:
        wanted |= Q(channel="", source=known.source)
    return wanted


def _by_clock(due: str, today: date) -> Q:
    if due == "overdue":
        return Q(due_on__lt=today)
    if due == "soon":
        return Q(due_on__range=(today, today + timedelta(days=SOON_NATURAL_DAYS)))
    return Q(due_on__isnull=due == "none")


def lead_get(lead_id: UUID, actor: User) -> Lead | None:
    """One lead in scope."""
    return _told(actor).filter(uuid=lead_id).first()


def lead_day(lead: Lead) -> date:
    """The day it came to us: as it was told, else the day it was taken down."""
    return lead.received_on or clock.civil(lead.created_at)


def lead_summary(actor: User) -> dict[str, Any]:
    """How many stand where: by state, by channel, by clock; each number is a filter of the list."""
    rows = lead_list(actor)
    states = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    by_channel: dict[str, int] = {}
    for code, source, n in rows.order_by().values_list("channel", "source").annotate(n=Count("pk")):
        known = channel_named(code, source).code
        by_channel[known] = by_channel.get(known, 0) + n
    today = clock.today()
    return {
        "states": [{"code": state, "count": states.get(state, 0)} for state in Lead.State.values],
        "channels": [
            {"code": row.code, "zh": row.zh, "en": row.en, "count": by_channel.get(row.code, 0)}
            for row in channels().values()
        ],
        "overdue": rows.filter(_by_clock("overdue", today)).count(),
        "soon": rows.filter(_by_clock("soon", today)).count(),
        "unread": rows.filter(_new_to(actor), state__in=OPEN).count(),
    }


def lead_verbs(lead: Lead, actor: User) -> list[str]:
    """The moves open to this person from its state and from what was done already."""
    channel = channel_named(lead.channel, lead.source)
    named = bool(getattr(lead, "named", False))
    asked = lead.extension
    waits = asked is not None and asked.state == Approval.State.ASKED and asked.asked_by_id != actor.pk
    off = {
        "lead.extend": asked is not None and asked.state != Approval.State.REJECTED,
        "lead.grant": not waits,
        "lead.deny": not waits,
        "lead.answer": lead.answered_on is not None,
        "lead.unmask": not named,
        "lead.name": named or not channel.reporter,
        "lead.reply": "reply" not in channel.terms and not named,
    }
    return [verb for verb in verbs_for(actor, LEAD, lead.state) if not off.get(verb, False)]


def lead_cards(leads: list[Lead], actor: User) -> list[dict[str, Any]]:
    """Leads as listed; one query for all their clocks. Of the reporter only whether there is one."""
    today = clock.today()
    running: dict[UUID, Clock] = {}
    rows = Clock.objects.within(actor).filter(
        noun="lead", noun_id__in=[lead.uuid for lead in leads], done_on__isnull=True
    )
    for row in rows.order_by("-due_on"):
        running[row.noun_id] = row
    return [_card(lead, running, actor, today) for lead in leads]


def _card(lead: Lead, running: Mapping[UUID, Clock], actor: User, today: date) -> dict[str, Any]:
    channel = channel_named(lead.channel, lead.source)
    due = running.get(lead.uuid)
    return {
        "uuid": lead.uuid,
        "number": lead.number,
        "state": lead.state,
        "source": lead.source,
        "channel": channel_words(channel),
        "external_number": lead.external_number,
        "received_on": lead.received_on or clock.civil(lead.created_at),
        "content": lead.content,
        "venue": {"uuid": lead.venue_id, "name": lead.venue.name, "code": lead.venue.code}
        if lead.venue
        else None,
        "cause": {"noun": lead.cause_noun, "uuid": lead.cause_id},
        "created_at": lead.created_at,
        "reason": lead.reason,
        "due": clock_card(due, today) if due else None,
        "named": bool(getattr(lead, "named", False)),
        "unread": bool(getattr(lead, "unread", False)),
        "verbs": lead_verbs(lead, actor),
    }
