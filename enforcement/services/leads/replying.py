"""Whoever reported: named later, what he was told, and the look at who he is, which always leaves a line."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock
from enforcement.domain.leads import LEAD, REPLIED_TO, REPLY_MODES
from enforcement.models import Lead, LeadReply, LeadReporter, LeadSeen
from enforcement.selectors.channels import channel_named
from enforcement.services.leads.telling import line, past_day


def lead_reply(
    *,
    lead_id: UUID,
    mode: str,
    to: str,
    text: str,
    actor: User,
    now: datetime,
    on: date | None = None,
    reason: str = "",
) -> Lead:
    """What was told, to whom and how, which stops the clock of the reply; or why nobody can be told."""
    require(actor, "lead.reply")
    if mode not in REPLY_MODES or to not in REPLIED_TO:
        raise DomainError("invalid", {"fields": {"mode": ["没有这种方式或者对象"]}})
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        facts = {"mode": mode, "text": text.strip(), "reason": reason.strip()}
        next_state(LEAD, lead.state, "lead.reply", facts)
        day = past_day(on, "on", now, first=lead.received_on)
        LeadReply.objects.create(
            lead=lead, mode=mode, to="nobody" if mode == "none" else to, on=day, text=text.strip(),
            reason=reason.strip(), recorded_by=actor, recorded_at=now,
        )  # fmt: skip
        clocks_done(noun="lead", noun_id=lead.uuid, rule="lead_reply", on=day)
        data = {"mode": mode, "to": to, "on": day.isoformat()}
        line(lead, "lead.reply", lead.state, actor, now, data=data, reason=text.strip() or reason.strip())
    return lead


def lead_name(
    *, lead_id: UUID, name: str, phone: str, address: str, wants_reply: bool, actor: User, now: datetime
) -> Lead:
    """Whoever reported is known by now (补录举报人): kept apart as from the first, and once."""
    require(actor, "lead.name")
    said = {"name": name.strip(), "phone": phone.strip(), "address": address.strip()}
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        known = LeadReporter.objects.everywhere("guard").filter(lead=lead).exists()
        takes = channel_named(lead.channel, lead.source).reporter
        facts = {"reporter": any(said.values()), "named": known, "takes": takes}
        next_state(LEAD, lead.state, "lead.name", facts)
        LeadReporter.objects.create(
            lead=lead,
            name=said["name"],
            phone=said["phone"],
            address=said["address"],
            wants_reply=wants_reply,
        )
        line(lead, "lead.name", lead.state, actor, now, data={"wants_reply": wants_reply})
    return lead


def lead_unmask(*, lead_id: UUID, reason: str, actor: User, now: datetime) -> LeadReporter:
    """Who reported it, to whoever may know and says why; `not_found` for an anonymous report."""
    require(actor, "lead.unmask")
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        next_state(LEAD, lead.state, "lead.unmask", {"reason": reason.strip()})
        reporter = LeadReporter.objects.within(actor).filter(lead=lead).first()
        if reporter is None:
            raise DomainError("not_found", {"reporter": ""})
        line(lead, "lead.unmask", lead.state, actor, now, reason=reason)
    return reporter


def lead_see(*, lead_id: UUID, actor: User, now: datetime) -> None:
    """This person has opened it; once is enough, and nobody else is told."""
    require(actor, "lead.view")
    lead = Lead.objects.within(actor).filter(pk=lead_id).first()
    if lead is None:
        raise DomainError("not_found")
    LeadSeen.objects.everywhere("guard").get_or_create(lead=lead, person=actor, defaults={"at": now})
