"""From the beacon to the venues: seed, subkeys, tickets, and the draw of a cell (§2.6–2.8, N11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scheduling.domain.canonical import canon
from scheduling.domain.encoding import Profile
from scheduling.domain.policy import Policy
from scheduling.domain.quota import Cell, cell_order, cells_with_least
from scheduling.domain.roster import ELIGIBLE, Venue


class Subkeys(NamedTuple):
    """One key per purpose, so that no two choices share a hash."""

    venue: bytes
    alloc: bytes
    order: bytes
    match: bytes


class Ticket(NamedTuple):
    """A venue's number in the draw; the lowest tickets of a cell are selected."""

    id: str
    ticket: str


@dataclass(frozen=True)
class CellDraw:
    """The draw of one cell: the selected venues and the waiting list, both in ticket order."""

    cls: str
    cell: str
    eligible: int
    quota: int
    selected: tuple[Ticket, ...]
    waiting: tuple[Ticket, ...]


def commit_digest(profile: Profile, commit: bytes) -> bytes:
    """The digest that goes into the log before the beacon is known."""
    return profile.h("commit", commit)


def secret_digest(profile: Profile, scope: str, no: int, secret: bytes) -> bytes:
    """What a sealed commit shows of its secret."""
    return profile.h("secret", scope, no, secret)


def seed(profile: Profile, commit: bytes, values: Sequence[str], secret: bytes = b"") -> bytes:
    """The seed everything follows from; in open mode the secret is empty."""
    return profile.h("seed", commit_digest(profile, commit), canon(list(values), "beacon"), secret)


def subkeys(profile: Profile, seed: bytes) -> Subkeys:
    """The four keys of a seed."""
    return Subkeys(*(profile.h(name, seed) for name in Subkeys._fields))


def tickets(profile: Profile, key: bytes, ids: Iterable[str]) -> list[tuple[bytes, str]]:
    """(ticket, id) ascending. The key is hashed once and the state copied: the same bytes in less time."""
    prefix = profile.new(key)
    found = []
    for uid in ids:
        hasher = prefix.copy()
        hasher.update(uid.encode())
        found.append((hasher.digest(), uid))
    # a tie of two tickets would be a collision of the hash: the id never decides
    found.sort()
    return found


def draw_cell(profile: Profile, key: bytes, ids: Iterable[str], n: int) -> tuple[list[Ticket], list[Ticket]]:
    """The n lowest tickets, and the others in the order in which they would follow."""
    ordered = [Ticket(uid, ticket.hex()) for ticket, uid in tickets(profile, key, ids)]
    return ordered[:n], ordered[n:]


def draw(
    profile: Profile, keys: Subkeys, venues: Iterable[Venue], quota: Mapping[str, int], policy: Policy
) -> list[CellDraw]:
    """The draw of every cell with an eligible venue, by class and by name of the cell."""
    pools: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for venue in venues:
        if venue.eligible == ELIGIBLE:
            pools[venue.cls][venue.cell].append(venue.id)
    drawn = []
    for cls, pool in sorted(pools.items()):
        laid = cell_order(profile, keys.alloc, cls, [Cell(name, len(ids)) for name, ids in pool.items()])
        least = policy["cellmin"].get(cls, 0)
        shares = cells_with_least(profile, keys.alloc, cls, quota[cls], laid, least)
        for name, ids in sorted(pool.items()):
            selected, waiting = draw_cell(profile, keys.venue, ids, shares[name])
            drawn.append(CellDraw(cls, name, len(ids), shares[name], tuple(selected), tuple(waiting)))
    return drawn
