"""The log of a scope (摇号日志): read it, append to it; the database keeps it append-only."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.models import Approval
from scheduling.domain import drawlog
from scheduling.domain.amendments import Seat, Standing
from scheduling.models import Draw, DrawLogLine, DrawSecret, Visit, VisitOfficer
from scheduling.selectors.packages import log_of, scope_profile, standing_of
from scheduling.services.vault import unlocked

DIRECT = "direct"


def log_lines(scope: str) -> list[bytes]:
    """All lines of the scope from the first, as bytes without LF."""
    return [row.line.encode() for row in log_of(scope)]


def log_append(draw: Draw, ev: str, fields: Mapping[str, Any], at: datetime) -> DrawLogLine:
    """The next line about this draw; `draw_order` when the log cannot take it, `conflict` when raced."""
    if draw.no is None:
        raise DomainError("draw_order", {"event": ev, "why": "the draw has no commit"})
    lines = log_lines(draw.scope)
    entry = drawlog.append(
        lines, scope=draw.scope, no=draw.no, at=int(at.timestamp()), ev=ev, fields=fields,
        profile=scope_profile(draw.scope),
    )  # fmt: skip
    try:
        with transaction.atomic():
            return DrawLogLine.objects.create(
                scope=draw.scope, seq=entry.seq, organ_id=draw.organ_id, draw=draw, ev=ev, at=at,
                line=entry.line.decode(), head=entry.head,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": draw.state, "verb": ev}) from error


def draw_secret(draw: Draw) -> bytes:
    """The secret of a sealed draw, for the length of a computation; empty in open mode."""
    if not draw.sealed:
        return b""
    kept = DrawSecret.objects.everywhere("guard").get(draw=draw)
    return unlocked(kept.locked, draw.pk)


def draw_standing(draw: Draw) -> Standing:
    """The result of a draw as it stands now, whether its secret was shown or not."""
    found = standing_of(draw, draw_secret(draw))
    if found is None:
        raise DomainError("draw_order", {"event": "REPLACE", "why": "there is no result"})
    return found


def assigned_log(visits: Sequence[Visit], *, approval: Approval, now: datetime) -> None:
    """One ASSIGN line for every seat of these visits that was open in the result and is now filled."""
    drawn = {row.pk: row for row in visits if row.draw_id is not None}
    seats = (
        VisitOfficer.objects.everywhere("guard")
        .select_related("officer", "visit__venue")
        .filter(visit_id__in=drawn, ended_at__isnull=True)
        .exclude(direct_reason="")
        .order_by("visit__number", "seat")
    )
    states: dict[UUID, Standing] = {}
    for seat in seats:
        draw = drawn[seat.visit_id].draw
        assert draw is not None
        state = states.get(draw.pk) or states.setdefault(draw.pk, draw_standing(draw))
        place = Seat(seat.visit.venue.code, seat.seat)
        if state.assigned.get(place) == seat.officer.cert_no:  # approved once before, told once
            continue
        fields = {
            "leaf": state.leaf(state.rows[place.venue]),
            "slot": seat.seat,
            "officer": seat.officer.cert_no,
            "code": DIRECT,
            "approval": approval_digest(approval),
        }
        log_append(draw, "ASSIGN", fields, now)
        state.assign(place, seat.officer.cert_no)


def approval_digest(approval: Approval) -> str:
    """Digest of the question and its decision: what the leader saw, who decided and when."""
    shown = {
        "approval": str(approval.uuid),
        "act": approval.act,
        "content": approval.content,
        "by": str(approval.decided_by_id),
        "at": approval.decided_at.isoformat() if approval.decided_at else "",
    }
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
