"""Start a deadline of a lead; set one of a channel as the bureau has it."""

from datetime import date, datetime

from django.db import transaction

from backend.domain.deadlines import UNITS
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Clock, User
from backend.permissions import require
from backend.services.clocks import Shown, clock_start
from enforcement.models import ChannelTerm, Lead
from enforcement.selectors.channels import channel_named, channels, terms_of
from enforcement.services.leads.telling import organ_of

CHECKS = ("lead_check", "lead_check_extended")
LONGEST = 366


def lead_clock(lead: Lead, term: str, *, on: date, actor: User, now: datetime) -> Clock | None:
    """Start one deadline of the lead (rule `lead_<term>`); None where its channel has no such term."""
    code = channel_named(lead.channel, lead.source).code
    row = terms_of(lead.organ_id)[code].get(term)
    if row is None:
        return None
    return clock_start(
        organ=lead.organ_id, rule=f"lead_{term}", noun="lead", noun_id=lead.uuid,
        start_event=row.start_event, starts_on=on, length=row.length, unit=row.unit, basis=row.words(),
        actor=actor, now=now, shown=Shown(label=_called(lead)),
    )  # fmt: skip


def _called(lead: Lead) -> str:
    """By its venue and number."""
    return f"{lead.venue.name} {lead.number}" if lead.venue else f"{lead.number} {lead.content[:30]}"


def channel_term_set(
    *, channel: str, term: str, length: int, unit: str, basis: str, reason: str, actor: User, now: datetime
) -> ChannelTerm:
    """The bureau's own deadline from now on, with its basis and reason; running clocks keep theirs."""
    require(actor, "lead.terms")
    organ = organ_of(actor)
    wrong = {}
    if channel not in channels() or term not in channels()[channel].terms:
        wrong["term"] = ["该渠道没有这一期限"]
    if unit not in UNITS:
        wrong["unit"] = ["单位应为工作日、日或者月"]
    if not 1 <= length <= LONGEST:
        wrong["length"] = [f"应为 1 至 {LONGEST}"]
    if wrong:
        raise DomainError("invalid", {"fields": wrong})
    if not reason.strip() or not basis.strip():
        raise DomainError("reason_needed")
    with transaction.atomic():
        former = ChannelTerm.objects.everywhere("guard").filter(
            organ=organ, channel=channel, term=term, ended_at__isnull=True
        )
        former.update(ended_at=now)
        row = ChannelTerm.objects.create(
            organ=organ, created_at=now, channel=channel, term=term, length=length, unit=unit,
            basis=basis.strip(), set_by=actor,
        )  # fmt: skip
        record(
            organ=organ, actor=actor, verb="lead.terms", noun="channelterm", noun_id=row.uuid, now=now,
            after="set", data={"channel": channel, "term": term, "length": length, "unit": unit},
            reason=reason,
        )  # fmt: skip
    return row
