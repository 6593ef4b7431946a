"""What differs between two frozen rosters of one scope: who came, who is gone, who is drawn otherwise.

Nobody can prove from a commit that a roster is whole; two of them beside each other show what was changed
between draws (draws.md §8). Verdicts follow from the rules and the roster, so they are not compared.
"""

from typing import NamedTuple

from scheduling.domain.venues import Venue, Venues

JOINED, GONE, REGRADED, MOVED, STATUS = KINDS = ("joined", "gone", "regraded", "moved", "status")


class Differs(NamedTuple):
    """One venue in two rosters; None in the one that lacks it. `kinds` of KINDS."""

    id: str
    before: Venue | None
    after: Venue | None
    kinds: tuple[str, ...]


class Compared(NamedTuple):
    """What differs, by id. `whole`: every row was compared, not only those of places both rosters hold."""

    whole: bool
    rows: tuple[Differs, ...]


def compare(before: Venues, after: Venues, *, whole: bool) -> Compared:
    """Differing venues by id. Without `whole` only townships and categories that both rosters hold count:
    the draws had different filters, and what one never asked for is no change.
    """
    common = set(before.lines) & set(after.lines)
    old = {row.id: row for row in _rest(before, common)}
    new = {row.id: row for row in _rest(after, common)}
    shared = None if whole else _places(before) & _places(after)
    found: list[Differs] = []
    for uid in sorted({*old, *new}, key=str.encode):
        one, other = old.get(uid), new.get(uid)
        if shared is not None and not any(row and _place(row) in shared for row in (one, other)):
            continue
        if kinds := _kinds(one, other):
            found.append(Differs(uid, one, other, kinds))
    return Compared(whole, tuple(found))


def _rest(rows: Venues, common: set[bytes]) -> Venues:
    return Venues([line for line in rows.lines if line not in common])


def _place(row: Venue) -> tuple[str, str]:
    return row.town, row.type


def _places(rows: Venues) -> set[tuple[str, str]]:
    return {_place(row) for row in rows}


def _kinds(before: Venue | None, after: Venue | None) -> tuple[str, ...]:
    if before is None:
        return (JOINED,)
    if after is None:
        return (GONE,)
    told = {
        REGRADED: before.cls != after.cls,
        MOVED: before.cell != after.cell,
        STATUS: before.status != after.status,
    }
    return tuple(kind for kind, differs in told.items() if differs)
