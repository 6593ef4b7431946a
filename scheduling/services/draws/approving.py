"""Approve all visits of a draw in one act: items, basis, officers and caps n/N as the leader saw them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Approval, User
from backend.permissions import require
from backend.services.approvals import approval_ask, approval_decide
from backend.services.moves import lock
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, Visit
from scheduling.services.visits.approving import visits_approved
from scheduling.services.visits.asking import approval_content, present_teams


def draw_ask(*, draw_id: UUID, actor: User, now: datetime) -> Draw:
    """Ask for the visits of the draw that have a whole team and no approval; again after a rejection."""
    require(actor, "visit.ask")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "visit.ask")
        if draw.approval is not None and draw.approval.state == Approval.State.ASKED:
            raise DomainError("conflict", {"state": draw.approval.state, "verb": "visit.ask"})
        visits = _whole(draw)
        if not visits:
            raise DomainError(
                "facts_missing", {"missing": ["visits"], "state": draw.state, "verb": "visit.ask"}
            )
        approval = approval_ask(
            organ=draw.organ_id, noun="draw", noun_id=draw.uuid, act="draw.approve",
            content=approval_content(visits) | {"items": list(draw.items), "draw": draw.name, "no": draw.no},
            actor=actor, now=now,
        )  # fmt: skip
        Draw.objects.everywhere("guard").filter(pk=draw.pk).update(approval=approval)
        draw.approval = approval
    return draw


def draw_approve(*, draw_id: UUID, approve: str, reason: str = "", actor: User, now: datetime) -> Draw:
    """Decide on the visits that were asked about: all of them move planned → approved, or none.

    A visit that was cancelled or approved on its own meanwhile is left as it is.
    """
    verb = "visit.approve" if approve == Approval.State.APPROVED else "visit.reject"
    require(actor, verb)
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "visit.approve")
        if draw.approval is None:
            raise DomainError("facts_missing", {"missing": ["approval"], "state": draw.state, "verb": verb})
        approval = approval_decide(
            approval=draw.approval, approve=approve, verb=verb, actor=actor, now=now, reason=reason
        )
        draw.approval = approval
        if approve == Approval.State.APPROVED:
            asked = {UUID(row["visit"]) for row in approval.content["visits"]}
            visits = [row for row in _whole(draw) if row.pk in asked]
            visits_approved(visits, approval=approval, reason=reason, now=now)
    return draw


def _whole(draw: Draw) -> list[Visit]:
    """The planned visits of the draw without an open seat, by number."""
    rows = list(
        Visit.objects.everywhere("guard")
        .select_related("venue", "draw")
        .filter(draw=draw, state=Visit.State.PLANNED)
        .order_by("number")
    )
    teams = present_teams(rows)
    return [row for row in rows if len(teams.get(row.pk, [])) == row.seats]
