"""Which registered object each row of a roster speaks of, each at most once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A row of the file or a registered venue: its numbers, and its name and address in plain form.

    ``key`` is the row number or the place in the register; ``code`` an object code stated.
    """

    key: int
    numbers: frozenset[str] | set[str]
    name: str
    address: str
    code: str | None = None


Rule = Callable[[Claim, Claim], bool]
# From the surest to the weakest: stated code; same name and address; same address (renamed); same name
# (moved, or without address).
_RULES: tuple[Rule, ...] = (
    lambda row, venue: row.code is not None and row.code == venue.code,
    lambda row, venue: row.name == venue.name and row.address == venue.address,
    lambda row, venue: bool(row.address) and row.address == venue.address,
    lambda row, venue: bool(row.name) and row.name == venue.name,
)


def claimed(rows: Sequence[Claim], known: Sequence[Claim]) -> tuple[dict[int, int], dict[int, int]]:
    """Row → place in the register, and second row → first row of what the file lists twice.

    Rows and venues meet only when they share a number. A weaker rule holds only where exactly one row and
    one venue are left to each other; otherwise the row is another premises under the same code.
    """
    doubles = _doubles(rows)
    by_number: dict[str, list[Claim]] = defaultdict(list)
    for venue in known:
        for number in (*venue.numbers, f"code {venue.code}"):
            by_number[number].append(venue)
    open_rows = [row for row in rows if row.key not in doubles]
    found: dict[int, int] = {}
    for rule in _RULES:
        taken = set(found.values())
        wishes: dict[int, list[int]] = {}
        for row in open_rows:
            numbers = (f"code {row.code}",) if row.code else row.numbers
            near = {venue.key: venue for number in numbers for venue in by_number.get(number, ())}
            hits = [key for key, venue in near.items() if key not in taken and rule(row, venue)]
            if len(hits) == 1:
                wishes.setdefault(hits[0], []).append(row.key)
        found |= {rows_of[0]: venue for venue, rows_of in wishes.items() if len(rows_of) == 1}
        open_rows = [row for row in open_rows if row.key not in found]
    return found, doubles


def _doubles(rows: Sequence[Claim]) -> dict[int, int]:
    first: dict[tuple[str, ...], int] = {}
    doubles: dict[int, int] = {}
    for row in rows:
        listed = [(number, row.name, row.address) for number in sorted(row.numbers)]
        marks: list[tuple[str, ...]] = [("code", row.code)] if row.code else [*listed]
        earlier = [first[mark] for mark in marks if mark in first]
        if earlier:
            doubles[row.key] = earlier[0]
        for mark in marks:
            first.setdefault(mark, row.key)
    return doubles
