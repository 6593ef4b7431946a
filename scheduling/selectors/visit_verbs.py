"""The moves open on a visit to one person: by its state, his role, his seat, and what is still missing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Approval, User
from backend.permissions import verbs_for
from scheduling.domain.states import VISIT_MOVES
from scheduling.models import Draw, Visit, VisitOfficer
from scheduling.selectors.joint import leads

ASKED = "asked of the person"
# whoever goes there does these, also for an organ that only takes part
OF_THE_TEAM = ("visit.start", "visit.backfill", "visit.confirm")


def visit_verbs(
    row: Visit,
    team: Sequence[VisitOfficer],
    approval: Approval | None,
    draw: Draw | None,
    actor: User,
    *,
    ahead: int = 0,
) -> list[str]:
    """The moves open now to this person; only a member of the team starts a visit and answers for it."""
    mine = next((member for member in team if member.officer.user_id == actor.pk), None)
    facts = {
        "team": len(team),
        "certified": len(team),
        "approved": approval is not None and approval.state == Approval.State.APPROVED,
        "reason": ASKED,
        "urgent": ASKED,
        "precheck": row.precheck,
        "has_scan": row.scanned_at is not None,
        "confirmed": mine is not None and mine.confirmed_at is not None,
        "ahead": ahead,
        "untold": draw is not None and draw.untold,
        "told": row.noticed_at is not None,
        "outside": row.outside_reason,
        "reported": row.outside_report,
    }
    verbs = [verb for verb in verbs_for(actor, VISIT_MOVES, row.state) if _open(row.state, verb, facts)]
    has_seat = len(team) < row.seats
    asked = approval is not None and approval.state != Approval.State.REJECTED
    closed = {
        **dict.fromkeys(OF_THE_TEAM, mine is None),
        "visit.assign": not has_seat,
        "visit.ask": asked,
        "visit.approve": _asker(approval, draw) == actor.pk,
        "visit.replace": draw is None or draw.revealed_at is not None,
        "visit.relieve": draw is None or draw.revealed_at is not None,
    }
    if not leads(row, actor):
        verbs = [verb for verb in verbs if verb in OF_THE_TEAM]
    return [verb for verb in verbs if not closed.get(verb, False)]


def _asker(approval: Approval | None, draw: Draw | None) -> UUID | None:
    """Who asked for the approval: nobody decides on his own request. A draw is asked about by who drew it."""
    if approval is not None and approval.state == Approval.State.ASKED:
        return approval.asked_by_id
    return draw.drawn_by_id if approval is None and draw is not None else None


def _open(state: str, verb: str, facts: dict[str, Any]) -> bool:
    try:
        next_state(VISIT_MOVES, state, verb, facts)
    except DomainError:
        return False
    return True
