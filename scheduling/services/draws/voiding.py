"""Void a committed draw: with a code and a reason, never out of sight; its beacon is still owed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock, move
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw
from scheduling.services.drawlogs import log_append


def draw_void(*, draw_id: UUID, code: str, reason: str, actor: User, now: datetime) -> Draw:
    """Committed → void. `code` is beacon, roster, order or secret.

    What would have been drawn stays computable: the beacon is still recorded (`draw_draw` on the void draw).
    """
    require(actor, "draw.void")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        before = draw.state
        move(
            draw, DRAW_MOVES, "draw.void", facts={"reason": reason},
            void_code=code, void_reason=reason, voided_at=now,
        )  # fmt: skip
        log_append(draw, "VOID", {"code": code}, now)
        record(
            organ=draw.organ_id, actor=actor, verb="draw.void", noun="draw", noun_id=draw.uuid, now=now,
            before=before, after=draw.state, data={"code": code}, reason=reason,
        )  # fmt: skip
    return draw
