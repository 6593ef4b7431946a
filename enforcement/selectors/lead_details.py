"""One lead with all that belongs to it: clocks, replies, what is alike, its venue's history, its course."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend import clock
from backend.models import Approval, Clock, JournalLine, User
from backend.selectors.clocks import clock_card
from backend.selectors.journal import journal_cards
from enforcement.models import Case, Lead, LeadReporter
from enforcement.selectors.alike import alike_card, leads_alike
from enforcement.selectors.channels import channel_named, channel_words
from enforcement.selectors.leads import lead_cards
from inspections.models import Rectification
from scheduling.models import Visit

LAST = 5
# lines of the journal that are no event of the lead's course
_ASIDE = ("clock.start", "clock.recompute", "approval.ask")


def lead_detail(lead: Lead, actor: User) -> dict[str, Any]:
    """The card with everything; of the reporter only that there is one and whether he wants a reply."""
    today = clock.today()
    clocks = (
        Clock.objects.within(actor).filter(noun="lead", noun_id=lead.uuid).order_by("due_on", "starts_on")
    )
    channel = channel_named(lead.channel, lead.source)
    wants = LeadReporter.objects.within(actor).filter(lead=lead).values_list("wants_reply", flat=True).first()
    return lead_cards([lead], actor)[0] | {
        "clocks": [clock_card(row, today) for row in clocks],
        "wants_reply": wants,
        "takes_reply": "reply" in channel.terms,
        "ground": lead.ground,
        "another_reason": lead.another_reason,
        "joined_to": _brief(lead.joined_to) if lead.joined_to else None,
        "joined": [_brief(row) for row in Lead.objects.within(actor).filter(joined_to=lead)],
        "to_organ": lead.to_organ,
        "transferred_on": lead.transferred_on,
        "answer": lead.answer,
        "answered_on": lead.answered_on,
        "extension": _extension(lead.extension),
        "replies": [_reply(row) for row in lead.replies.select_related("recorded_by")],
        "alike": [
            alike_card(row)
            for row in leads_alike(
                actor, venue=lead.venue_id, channel=lead.channel, number=lead.external_number, but=lead.uuid
            )
            if lead.joined_to is None
        ],
        "visits": [_visit(row) for row in visits_of(lead, actor)],
        "case": _case_of(lead, actor),
        "history": venue_history(lead.venue_id, actor, but=lead.uuid) if lead.venue_id else None,
        "course": _course(lead, actor),
    }


def _brief(lead: Lead) -> dict[str, Any]:
    return {
        "uuid": lead.uuid, "number": lead.number, "state": lead.state, "content": lead.content[:120],
        "channel": channel_words(channel_named(lead.channel, lead.source)),
        "external_number": lead.external_number, "created_at": lead.created_at,
    }  # fmt: skip


def _extension(row: Approval | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"state": row.state, "asked": row.content.get("reason", ""), "answer": row.reason}


def _reply(row: Any) -> dict[str, Any]:
    return {
        "mode": row.mode, "to": row.to, "on": row.on, "text": row.text, "reason": row.reason,
        "by": row.recorded_by.name,
    }  # fmt: skip


def visits_of(lead: Lead, actor: User) -> QuerySet[Visit]:
    """The visits that looked into it."""
    return Visit.objects.within(actor).filter(cause_noun="lead", cause_id=lead.uuid).order_by("planned_from")


def _visit(row: Visit) -> dict[str, Any]:
    on = row.finished_on or row.planned_to
    return {"uuid": row.uuid, "number": row.number, "state": row.state, "on": on}


def _case_of(lead: Lead, actor: User) -> dict[str, Any] | None:
    row = (
        Case.objects.within(actor).filter(cause_noun="lead", cause_id=lead.uuid).order_by("-filed_on").first()
    )
    return {"uuid": row.uuid, "number": row.number, "state": row.state, "on": row.filed_on} if row else None


def venue_history(venue: UUID, actor: User, *, but: UUID) -> dict[str, Any]:
    """What this venue had before: visits made, cases, other leads, orders still open; the last ones named."""
    visits = Visit.objects.within(actor).filter(venue=venue, finished_on__isnull=False)
    cases = Case.objects.within(actor).filter(venue=venue)
    leads = Lead.objects.within(actor).filter(venue=venue).exclude(pk=but)
    orders = Rectification.objects.within(actor).filter(venue=venue)
    last = [
        _past("visit", v.uuid, v.number, v.finished_on, v.state)
        for v in visits.order_by("-finished_on")[:LAST]
    ]
    last += [_past("case", c.uuid, c.number, c.filed_on, c.state) for c in cases.order_by("-filed_on")[:LAST]]
    for lead in leads.order_by("-created_at")[:LAST]:
        last.append(_past("lead", lead.uuid, lead.number, clock.civil(lead.created_at), lead.state))
    last.sort(key=lambda row: row["on"], reverse=True)
    running = (Rectification.State.ORDERED, Rectification.State.RECHECKED)
    return {
        "visits": visits.count(),
        "cases": cases.count(),
        "leads": leads.count(),
        "orders_open": orders.filter(state__in=running).count(),
        "last": last[:LAST],
    }


def _past(noun: str, uuid: UUID, title: str, on: date | None, state: str) -> dict[str, Any]:
    return {"noun": noun, "uuid": uuid, "title": title, "on": on, "state": state}


def _course(lead: Lead, actor: User) -> list[dict[str, Any]]:
    """Who did what when, newest first, with the words of the reason."""
    lines = JournalLine.objects.within(actor).filter(noun="lead", noun_id=lead.uuid).exclude(verb__in=_ASIDE)
    cards = journal_cards(list(lines.select_related("seal", "note").order_by("-id")), words=True)
    return [{key: card[key] for key in ("verb", "actor", "at", "reason", "after")} for card in cards]
