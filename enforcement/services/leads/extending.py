"""More time to check a lead (延长核查期限): asked once with its reason, decided by the leader."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Approval, Clock, User
from backend.permissions import require
from backend.services.approvals import approval_ask, approval_decide
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from enforcement.domain.leads import LEAD
from enforcement.models import Lead
from enforcement.services.leads.telling import line
from enforcement.services.leads.terms import CHECKS, lead_clock

ACT = "lead.extend"


def _running(lead: Lead) -> Clock | None:
    rows = Clock.objects.everywhere("guard").filter(
        noun="lead", noun_id=lead.uuid, rule=CHECKS[0], done_on__isnull=True
    )
    return rows.order_by("starts_on").last()


def lead_extend(*, lead_id: UUID, reason: str, actor: User, now: datetime) -> Lead:
    """Ask for it while the first period still runs; a refused request may be made again."""
    require(actor, ACT)
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        running = _running(lead)
        asked = lead.extension
        facts = {
            "reason": reason.strip(),
            "before_due": running is not None and civil(now) <= running.due_on,
            "extended": asked is not None and asked.state != Approval.State.REJECTED,
        }
        next_state(LEAD, lead.state, ACT, facts)
        approval = approval_ask(
            organ=lead.organ_id, noun="lead", noun_id=lead.uuid, act=ACT,
            content={"number": lead.number, "reason": reason.strip(), "due": str(running and running.due_on)},
            actor=actor, now=now,
        )  # fmt: skip
        move(lead, LEAD, ACT, facts=facts, extension=approval)
        line(lead, ACT, lead.state, actor, now, data={"approval": str(approval.uuid)}, reason=reason)
    return lead


def lead_decide_extension(
    *, lead_id: UUID, approve: str, actor: User, now: datetime, reason: str = ""
) -> Lead:
    """`approved`: the longer period, from the same day, follows the first; `rejected` has its reason."""
    verb = "lead.grant" if approve == Approval.State.APPROVED else "lead.deny"
    require(actor, verb)
    with transaction.atomic():
        lead = lock(Lead, lead_id, actor)
        asked = lead.extension
        waits = asked is not None and asked.state == Approval.State.ASKED
        next_state(LEAD, lead.state, verb, {"asked": waits})
        running = _running(lead)
        if asked is None or running is None:
            raise DomainError("conflict", {"state": lead.state, "verb": verb})
        approval_decide(approval=asked, approve=approve, verb=verb, actor=actor, now=now, reason=reason)
        if approve == Approval.State.APPROVED:
            clocks_done(noun="lead", noun_id=lead.uuid, rule=CHECKS[0], on=civil(now))
            lead_clock(lead, "check_extended", on=running.starts_on, actor=actor, now=now)
    return lead
