"""What a bureau's draws add up to in a year: voids, replacements, secrets not shown; never by person."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

# a figure → the event of the log it counts
LINES = {
    "replacements": "REPLACE",
    "supplements": "SUPPLEMENT",
    "assignments": "ASSIGN",
    "delays": "BEACON_DELAY",
    "errata": "ERRATUM",
}
FIGURES = ("committed", "drawn", "void", "sealed", "owed", "missing", *LINES)


class Counted(NamedTuple):
    """One committed draw; `reveal_by` None in open mode, `events` how many lines of each."""

    organ: str
    year: int
    state: str
    reveal_by: datetime | None
    events: Mapping[str, int]


def reveal_missing(draw: Counted, now: datetime) -> bool:
    """A secret promised and not shown in time (N21): counted against the bureau."""
    return draw.reveal_by is not None and "REVEAL" not in draw.events and now > draw.reveal_by


def draws_tally(draws: Iterable[Counted], now: datetime) -> dict[tuple[str, int], dict[str, int]]:
    """(organ, year) → how many of each figure; lines are counted where a draw can have several."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for draw in draws:
        row = found.setdefault((draw.organ, draw.year), dict.fromkeys(FIGURES, 0))
        missing = reveal_missing(draw, now)
        sealed = draw.reveal_by is not None
        row["committed"] += 1
        row["drawn"] += draw.state == "drawn"
        row["void"] += draw.state == "void"
        row["sealed"] += sealed
        row["missing"] += missing
        row["owed"] += sealed and not missing and "REVEAL" not in draw.events
        for name, event in LINES.items():
            row[name] += draw.events.get(event, 0)
    return found
