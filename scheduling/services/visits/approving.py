"""Approve visits (检查审批): one at a time, or those of a whole draw in one act."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Approval, User
from backend.permissions import require
from backend.services.approvals import approval_decide
from backend.services.clocks import clocks_done
from scheduling.domain.states import TEAM, VISIT_MOVES
from scheduling.models import Visit
from scheduling.selectors.campaigns import campaign_lacking
from scheduling.services.drawlogs import assigned_log
from scheduling.services.visits.asking import approval_open, caps_of, present_teams
from scheduling.services.visits.owning import own_visit

APPROVED, REJECTED = Approval.State.APPROVED, Approval.State.REJECTED


def visit_ask(*, visit_id: UUID, actor: User, now: datetime) -> Visit:
    """Ask (again) for the approval of a planned visit, after a rejection or after an open seat was filled."""
    require(actor, "visit.ask")
    with transaction.atomic():
        row = own_visit(visit_id, actor, "visit.ask")
        team = present_teams([row]).get(row.pk, [])
        next_state(VISIT_MOVES, row.state, "visit.ask", {"team": len(team)})
        if row.approval is not None and row.approval.state != REJECTED:
            raise DomainError("conflict", {"state": row.approval.state, "verb": "visit.ask"})
        approval_open(row, actor=actor, now=now)
    return row


def visit_approve(*, visit_id: UUID, approve: str, reason: str = "", actor: User, now: datetime) -> Visit:
    """Decide on one visit: `approved` or `rejected` (with a reason; the visit stays planned).

    A visit that began without approval is approved after the fact (补办), which needs a reason, as does one
    above the cap. A visit of a draw nobody asked about is asked about by whoever drew it.
    """
    verb = "visit.approve" if approve == APPROVED else "visit.reject"
    require(actor, verb)
    with transaction.atomic():
        row = own_visit(visit_id, actor, verb)
        team = present_teams([row]).get(row.pk, [])
        late = row.state != Visit.State.PLANNED
        facts = {
            "team": len(team), "reason": reason, "approved": _approved(row), "precheck": row.precheck != "",
        }  # fmt: skip
        if approve == REJECTED:
            facts |= {"team": TEAM, "precheck": True}
        elif not late:
            facts["campaign"] = campaign_lacking(row)
        next_state(VISIT_MOVES, row.state, "visit.approve", facts)
        approval = _asked(row, now)
        retro = reason if late and approve == APPROVED else ""
        approval_decide(
            approval=approval, approve=approve, verb=verb, actor=actor, now=now, reason=reason, retro=retro
        )
        if approve == APPROVED:
            visits_approved([row], approval=approval, late=late, reason=reason, now=now)
        return Visit.objects.within(actor).get(pk=row.pk)


def _approved(row: Visit) -> bool:
    return row.approval is not None and row.approval.state == APPROVED


def _asked(row: Visit, now: datetime) -> Approval:
    """The open question about this visit."""
    if row.approval is not None and row.approval.state == Approval.State.ASKED:
        return row.approval
    if row.approval is None and row.draw is not None and row.draw.drawn_by is not None:
        return approval_open(row, actor=row.draw.drawn_by, now=now)
    raise DomainError(
        "conflict", {"state": row.approval.state if row.approval else "", "verb": "visit.approve"}
    )


def visits_approved(
    visits: Sequence[Visit], *, approval: Approval, reason: str, now: datetime, late: bool = False
) -> None:
    """Planned → approved by one compare-and-set, with the caps as they stand (n/N); inside a transaction.

    A visit above its cap needs the leader's own reason. Direct assignments enter the log of the draw.
    """
    caps = caps_of(visits)
    for row in visits:
        cap = caps[row.pk]
        full = row.counts_to_cap and cap.used >= cap.limit
        if full and not late and not row.cap_reason:
            raise DomainError("cap_reached", {"used": cap.used, "limit": cap.limit, "visit": str(row.uuid)})
        if full and not late and not reason:
            raise DomainError("reason_needed", {"visit": str(row.uuid)})
        state = {} if late else {"state": Visit.State.APPROVED}
        changed = (
            Visit.objects.everywhere("guard")
            .filter(pk=row.pk, state=row.state)
            .update(approval=approval, cap_used=cap.used, cap_limit=cap.limit, **state)
        )
        if changed != 1:
            raise DomainError("conflict", {"state": row.state, "verb": "visit.approve"})
        if late:
            clocks_done(noun="visit", noun_id=row.uuid, rule="visit_approval", on=civil(now))
    assigned_log(visits, approval=approval, now=now)
