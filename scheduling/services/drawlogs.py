"""The log of a scope (摇号日志): read it, append to it; the database keeps it append-only."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.models import Approval
from scheduling.domain import drawlog, merkle
from scheduling.domain.encoding import SHA256
from scheduling.domain.roster import Result, result_line
from scheduling.models import Draw, DrawLogLine, DrawPick, Visit, VisitOfficer
from scheduling.selectors.packages import log_of

DIRECT = "direct"


def log_lines(scope: str) -> list[bytes]:
    """All lines of the scope from the first, as bytes without LF."""
    return [row.line.encode() for row in log_of(scope)]


def log_append(draw: Draw, ev: str, fields: Mapping[str, Any], at: datetime) -> DrawLogLine:
    """The next line about this draw; `draw_order` when the log cannot take it, `conflict` when raced."""
    if draw.no is None:
        raise DomainError("draw_order", {"event": ev, "why": "the draw has no commit"})
    lines = log_lines(draw.scope)
    entry = drawlog.append(lines, scope=draw.scope, no=draw.no, at=int(at.timestamp()), ev=ev, fields=fields)
    try:
        with transaction.atomic():
            return DrawLogLine.objects.create(
                scope=draw.scope, seq=entry.seq, organ_id=draw.organ_id, draw=draw, ev=ev, at=at,
                line=entry.line.decode(), head=entry.head,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": draw.state, "verb": ev}) from error


def assigned_log(visits: Sequence[Visit], *, approval: Approval, now: datetime) -> None:
    """One ASSIGN line for every seat of these visits that was open in the result and is now filled."""
    drawn = {row.pk: row for row in visits if row.draw_id is not None}
    seats = (
        VisitOfficer.objects.everywhere("guard")
        .select_related("officer")
        .filter(visit_id__in=drawn, ended_at__isnull=True)
        .exclude(direct_reason="")
        .order_by("visit__number", "seat")
    )
    for seat in seats:
        visit = drawn[seat.visit_id]
        assert visit.draw is not None
        fields = {
            "leaf": _leaf(visit),
            "slot": seat.seat,
            "officer": seat.officer.cert_no,
            "code": DIRECT,
            "approval": approval_digest(approval),
        }
        log_append(visit.draw, "ASSIGN", fields, now)


def _leaf(visit: Visit) -> str:
    """The leaf of the venue's row in results.tsv."""
    assert visit.draw is not None
    pick = DrawPick.objects.everywhere("guard").get(draw=visit.draw, venue_id=visit.venue_id)
    line = result_line(Result(pick.code, pick.grade, pick.cell, tuple(pick.team)))
    return merkle.row_leaf(SHA256, bytes.fromhex(visit.draw.seed), line).hex()


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
