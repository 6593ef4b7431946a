"""The public list of penalties for the credit platforms, in the shape of docs/publication.md."""

from collections.abc import Iterable
from typing import Any

from backend.clock import civil
from enforcement.domain.publication import COLUMNS
from inspections.exports import STANDING

HEADINGS = (*COLUMNS.values(), "公示状态", "公示日期")


def penalty_rows(cards: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The list's cells, row by row, everything as text."""
    return [
        [
            *(str(card[key]) for key in COLUMNS),
            STANDING[card["standing"]],
            civil(card["published_at"]).isoformat(),
        ]
        for card in cards
    ]
