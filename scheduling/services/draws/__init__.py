"""Draws (随机抽查): drafted, committed, drawn or void. Every attempt stays in the log; none is redone."""

from scheduling.services.draws.approving import draw_approve, draw_ask
from scheduling.services.draws.committing import draw_commit
from scheduling.services.draws.delaying import draw_correct, draw_delay
from scheduling.services.draws.drafting import draw_draft, draw_edit
from scheduling.services.draws.drawing import draw_draw
from scheduling.services.draws.joining import draw_decline, draw_join
from scheduling.services.draws.replacing import draw_replace, draw_supplement
from scheduling.services.draws.sealing import draw_reveal, draw_seal
from scheduling.services.draws.stamping import draw_stamp
from scheduling.services.draws.voiding import draw_void

__all__ = [
    "draw_approve",
    "draw_ask",
    "draw_commit",
    "draw_correct",
    "draw_decline",
    "draw_delay",
    "draw_draft",
    "draw_draw",
    "draw_edit",
    "draw_join",
    "draw_replace",
    "draw_reveal",
    "draw_seal",
    "draw_stamp",
    "draw_supplement",
    "draw_void",
]
