"""A beacon that is late, and a mistake that changes nothing (信标顺延、勘误): both said in the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock
from scheduling.domain.delays import Delay, delay_check, delay_next
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, DrawChange, DrawLogLine
from scheduling.selectors.packages import delays
from scheduling.services.drawlogs import log_append
from scheduling.services.draws.evidence import Evidence, evidence_of


def draw_delay(
    *,
    draw_id: UUID,
    i: int,
    issue: str = "",
    reason: str,
    page: UUID | None = None,
    actor: User,
    now: datetime,
) -> Draw:
    """One line BEACON_DELAY: source number `i`, depth first, was not produced 24 hours after its time.

    The next round of drand follows from the time of the line; the next issue of a lottery is named. `page`
    is a picture of the official page that says so. `draw_order` when the source is not late.
    """
    require(actor, "draw.delay")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "draw.delay", {"reason": reason})
        if draw.values:
            raise DomainError("move_not_open", {"state": draw.state, "verb": "draw.delay"})
        late, at = delays(draw), int(now.timestamp())
        due, following = delay_next(draw.beacon, late, i, at)
        said = Delay(i, due, following or issue, at)
        delay_check(draw.beacon, late, said)
        proof = evidence_of(draw, {"page": page}, actor=actor, now=now)
        fields = {"i": i, "from": due, "to": said.next, "evidence": proof.digest}
        line = log_append(draw, "BEACON_DELAY", fields, now)
        _told(draw, line, proof, reason, "draw.delay", {"i": i}, actor=actor, now=now)
    return draw


def draw_correct(
    *,
    draw_id: UUID,
    ref: int,
    code: str,
    reason: str,
    page: UUID | None = None,
    actor: User,
    now: datetime,
) -> Draw:
    """One line ERRATUM about an earlier line `ref`: what was shown or uploaded wrongly. No value changes."""
    require(actor, "draw.correct")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "draw.correct", {"reason": reason})
        proof = evidence_of(draw, {"page": page}, actor=actor, now=now)
        line = log_append(draw, "ERRATUM", {"ref": ref, "code": code, "evidence": proof.digest}, now)
        _told(draw, line, proof, reason, "draw.correct", {"ref": ref}, code=code, actor=actor, now=now)
    return draw


def _told(
    draw: Draw,
    line: DrawLogLine,
    proof: Evidence,
    reason: str,
    verb: str,
    data: dict[str, Any],
    *,
    code: str = "",
    actor: User,
    now: datetime,
) -> None:
    DrawChange.objects.create(
        draw=draw, line=line, code=code, evidence=proof.text, files=proof.files, reason=reason, actor=actor
    )
    record(
        organ=draw.organ_id, actor=actor, verb=verb, noun="draw", noun_id=draw.uuid, now=now,
        before=draw.state, after=draw.state, data={**data, "evidence": proof.digest}, reason=reason,
    )  # fmt: skip
