"""Draws as they are shown to the desk, in print and to everybody."""

from scheduling.selectors.draws.cards import (
    draw_cards,
    draw_detail,
    draw_get,
    draw_list,
    draw_minutes,
    shown_to,
)
from scheduling.selectors.draws.heads import log_heads
from scheduling.selectors.draws.lookup import lookup_draws, lookup_list, public_why
from scheduling.selectors.draws.picks import pick_cards, pick_list, pick_next
from scheduling.selectors.draws.preview import draw_preview
from scheduling.selectors.draws.public import public_draws, public_get, public_list
from scheduling.selectors.draws.review import draw_review
from scheduling.selectors.draws.rosters import beside_rows, roster_beside

__all__ = [
    "beside_rows",
    "draw_cards",
    "draw_detail",
    "draw_get",
    "draw_list",
    "draw_minutes",
    "draw_preview",
    "draw_review",
    "log_heads",
    "lookup_draws",
    "lookup_list",
    "pick_cards",
    "pick_list",
    "pick_next",
    "public_draws",
    "public_get",
    "public_list",
    "public_why",
    "roster_beside",
    "shown_to",
]
