"""From the beacon to the venues: seed, subkeys, tickets, and the draw of a cell (§2.6–2.8, N11)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from math import isqrt
from typing import NamedTuple, overload

from scheduling.domain.canonical import canon
from scheduling.domain.encoding import Profile
from scheduling.domain.policy import Policy
from scheduling.domain.quota import Cell, cell_order, cells_with_least

# places of a waiting list known with the draw itself
HEADS = 3
EVERY_TICKET = b"\xff" * 33


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


Pair = tuple[bytes, bytes]  # ticket, id as its bytes


class Tickets(Sequence[Ticket]):
    """Tickets in order, each made when somebody looks at it."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        """In ascending order."""
        self._pairs = pairs

    def pairs(self) -> Sequence[Pair]:
        """What is known of them with the draw."""
        return self._pairs

    def _known(self) -> Sequence[Pair]:
        return self._pairs

    def __len__(self) -> int:
        """How many."""
        return len(self._pairs)

    @overload
    def __getitem__(self, at: int) -> Ticket: ...
    @overload
    def __getitem__(self, at: slice) -> list[Ticket]: ...
    def __getitem__(self, at: int | slice) -> Ticket | list[Ticket]:
        """By place, from 0."""
        if isinstance(at, slice):
            return [_made(pair) for pair in self._known()[at]]
        return _made(self._known()[at])

    def __iter__(self) -> Iterator[Ticket]:
        """In order."""
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        """Whether the tickets are the same, however they are held."""
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # lists are compared, never looked up


def _made(pair: Pair) -> Ticket:
    ticket, uid = pair
    return Ticket(uid.decode(), ticket.hex())


class Waiting(Tickets):
    """Who would follow in a cell; sorted when somebody asks for more than the front."""

    def __init__(self, front: list[Pair], n: int, size: int, order: Callable[[], list[Pair]]) -> None:
        """`front` are the lowest of `size` tickets, the first n of them selected; `order` sorts all."""
        super().__init__(front[n:])
        self._n, self._size, self._order = n, max(0, size - n), order

    @cached_property
    def _all(self) -> list[Pair]:
        return self._order()[self._n :]

    def _known(self) -> Sequence[Pair]:
        return self._all

    def heads(self, n: int) -> list[Ticket]:
        """The first n."""
        return Tickets(self._pairs)[:n] if n <= len(self._pairs) else self[:n]

    def __len__(self) -> int:
        """Everybody eligible who was not selected."""
        return self._size


@dataclass(frozen=True)
class CellDraw:
    """The draw of one cell: the selected venues and the waiting list, both in ticket order."""

    cls: str
    cell: str
    eligible: int
    quota: int
    selected: Tickets
    waiting: Waiting

    def placed(self) -> Iterator[tuple[int, Ticket]]:
        """(rank from 1, ticket) of everybody who was drawn or waits."""
        return enumerate((*self.selected, *self.waiting), start=1)

    def front(self) -> list[Pair]:
        """(ticket, id) by rank, as far as known with the draw: the drawn, and who heads the waiting list."""
        return [*self.selected.pairs(), *self.waiting.pairs()[:HEADS]]


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


def tickets(profile: Profile, key: bytes, ids: Iterable[bytes]) -> list[Pair]:
    """(ticket, id) ascending."""
    return _tickets_below(profile, key, ids, EVERY_TICKET)


def lowest(profile: Profile, key: bytes, ids: Sequence[bytes], n: int) -> list[Pair]:
    """The n lowest of `tickets`, without sorting the rest.

    Tickets are even over their range, so n of them lie below a bound a little above n/N of it; where chance
    has it otherwise, or there is little to save, all are sorted.
    """
    bound = n + 6 * isqrt(n) + 6
    if 2 * bound < len(ids):
        found = _tickets_below(profile, key, ids, ((bound << 64) // len(ids)).to_bytes(8, "big"))
        if len(found) >= n:
            return found[:n]
    return tickets(profile, key, ids)[:n]


def _tickets_below(profile: Profile, key: bytes, ids: Iterable[bytes], bound: bytes) -> list[Pair]:
    """The key is hashed once and its state copied: the same bytes sooner."""
    copy = profile.new(key).copy
    found = []
    for uid in ids:
        hasher = copy()
        hasher.update(uid)
        if (ticket := hasher.digest()) < bound:
            found.append((ticket, uid))
    # a tie of two tickets would be a collision of the hash: the id never decides
    found.sort()
    return found


def draw_cell(profile: Profile, key: bytes, ids: Sequence[bytes], n: int) -> tuple[Tickets, Waiting]:
    """The n lowest tickets, and the others in the order in which they would follow."""
    front = lowest(profile, key, ids, n + HEADS)
    return Tickets(front[:n]), Waiting(front, n, len(ids), partial(tickets, profile, key, ids))


def places(
    profile: Profile, seed: bytes, pools: Iterable[Sequence[bytes]], wanted: Collection[str]
) -> dict[str, tuple[int, str]]:
    """id → (rank from 1, ticket) in its cell, of those wanted; `pools` are the ids of whole cells."""
    key = subkeys(profile, seed).venue
    spelled = {uid.encode() for uid in wanted}
    return {
        uid.decode(): (rank, ticket.hex())
        for ids in pools
        for rank, (ticket, uid) in enumerate(tickets(profile, key, ids), start=1)
        if uid in spelled
    }


def draw(
    profile: Profile,
    keys: Subkeys,
    pools: Mapping[tuple[str, str], Sequence[bytes]],
    quota: Mapping[str, int],
    policy: Policy,
) -> list[CellDraw]:
    """The draw of every cell with an eligible venue, by class and by name of the cell.

    `pools`: (class, cell) → ids that may be drawn, as bytes in any order.
    """
    drawn = []
    for cls in sorted({of for of, _ in pools}):
        pool = {cell: ids for (of, cell), ids in sorted(pools.items()) if of == cls}
        laid = cell_order(profile, keys.alloc, cls, [Cell(name, len(ids)) for name, ids in pool.items()])
        least = policy["cellmin"].get(cls, 0)
        shares = cells_with_least(profile, keys.alloc, cls, quota[cls], laid, least)
        for name, ids in pool.items():
            selected, waiting = draw_cell(profile, keys.venue, ids, shares[name])
            drawn.append(CellDraw(cls, name, len(ids), shares[name], selected, waiting))
    return drawn
