"""What happens to a result after it: replacements, direct assignments, supplements (N19, N20)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, NoReturn

from backend.domain.errors import DomainError
from scheduling.domain import merkle
from scheduling.domain.drawing import Drawn
from scheduling.domain.encoding import number
from scheduling.domain.policy import OFFICER_CODES, Policy
from scheduling.domain.quota import Cell, cell_order, cells
from scheduling.domain.roster import (
    OPEN_SEAT,
    Change,
    Result,
    Rosters,
    Venue,
    changes_write,
    result_line,
    results_write,
)
from scheduling.domain.sampling import HEADS, CellDraw, Ticket, subkeys, tickets
from scheduling.domain.seats import Seating


class Seat(NamedTuple):
    """A slot of a standing venue."""

    venue: str
    slot: int


@dataclass(frozen=True)
class Replacement:
    """One line REPLACE: its row of replace.tsv, and the rows before and after with their leaves."""

    change: Change
    out: Result
    in_: Result | None
    out_leaf: str
    in_leaf: str

    @property
    def fields(self) -> dict[str, Any]:
        """What the line holds beside the digest of its evidence."""
        return {"k": self.change.k, "code": self.change.code, "out": self.out_leaf, "in": self.in_leaf}


@dataclass(frozen=True)
class Supplement:
    """One line SUPPLEMENT: the committed entry, the new rows in order of their ids, and their root."""

    k: int
    extra: Mapping[str, int]
    rows: tuple[Result, ...]
    root: str

    @property
    def fields(self) -> dict[str, Any]:
        """What the line holds."""
        return {"k": self.k, "extra": dict(self.extra), "n": len(self.rows), "root": self.root}


class Standing:
    """A result as it stands after every line since. Each act changes it as its line of the log would."""

    def __init__(self, drawn: Drawn, policy: Policy, rosters: Rosters) -> None:
        """As the match left it."""
        self.drawn, self.policy, self.rosters = drawn, policy, rosters
        self.profile, self.terms = drawn.profile, drawn.terms
        self.seed = bytes.fromhex(drawn.seed)
        self.keys = subkeys(self.profile, self.seed)
        self.venue = {venue.id: venue for venue in rosters.venues}
        self.rows = {row.id: row for row in drawn.rows}
        self.waiting = {(c.cls, c.cell): [ticket.id for ticket in c.waiting] for c in drawn.cells}
        self.loads = dict(drawn.loads)
        self.assigned: dict[Seat, str] = {}
        self.former: dict[Seat, set[str]] = defaultdict(set)
        self.replacements: list[Replacement] = []
        self.supplements: list[Supplement] = []
        # as the match sees it: officers in their hashed order, and who may take which seat
        self._pool = self._seating(()).pool(self.terms)

    def _seating(self, venues: Sequence[Venue]) -> Seating:
        """The seats of these venues under the terms of the result, with loads as they are now."""
        officers = [officer._replace(load=self.loads[officer.id]) for officer in self.rosters.officers]
        return Seating(
            self.profile,
            self.keys.order,
            self.keys.match,
            self.policy,
            officers,
            venues,
            self.rosters.blocked,
        )

    def heads(self) -> list[str]:
        """Who follows next in every cell, as far as a row is kept of them."""
        return [uid for ids in self.waiting.values() for uid in ids[:HEADS]]

    def places(self, wanted: Collection[str]) -> Iterator[tuple[CellDraw, int, Ticket]]:
        """The cell, the rank in it and the ticket of these venues."""
        return (
            (cell, rank, ticket)
            for cell in self.drawn.cells
            for rank, ticket in cell.placed()
            if ticket.id in wanted
        )

    def leaf(self, row: Result) -> str:
        """The leaf of a row."""
        return merkle.row_leaf(self.profile, self.seed, result_line(row)).hex()

    def by_leaf(self, leaf: str) -> Result:
        """The standing row with this leaf."""
        found = next((row for row in self.rows.values() if self.leaf(row) == leaf), None)
        if found is None:
            _refused("REPLACE", "no standing row has this leaf")
        return found

    def holder(self, seat: Seat) -> str:
        """The officer in a seat, by the match or by direct assignment; "-" when it is open."""
        return self.assigned.get(seat, self.rows[seat.venue].team[seat.slot])

    def team(self, venue: str) -> list[str]:
        """The officers of a standing venue."""
        slots = range(len(self.rows[venue].team))
        return [o for s in slots if (o := self.holder(Seat(venue, s))) != OPEN_SEAT]

    # a venue is out

    def replace(self, code: str, out: str) -> Replacement:
        """The next of its cell, otherwise the lowest ticket of its class, takes the place of a venue."""
        if code not in self.policy["replace"]:
            _refused("REPLACE", f"the commit has no code {code}")
        row = self._standing(out)
        for officer in self.team(out):
            self._count(officer, -1)
        del self.rows[out]
        uid = self._next(row)
        brought = self._brought(uid) if uid else None
        return self._replaced(code, row, brought)

    def _standing(self, venue: str) -> Result:
        if venue not in self.rows:
            _refused("REPLACE", f"{venue} is not selected")
        return self.rows[venue]

    def _next(self, out: Result) -> str:
        """Who follows; "" when the class has nobody left. Skipped venues never return."""
        own = self.waiting[out.cls, out.cell]
        rest = [uid for (cls, _), ids in self.waiting.items() if cls == out.cls for uid in ids]
        if own:
            uid = own[0]
        elif rest:
            uid = tickets(self.profile, self.keys.venue, [one.encode() for one in rest])[0][1].decode()
        else:
            return ""
        venue = self.venue[uid]
        self.waiting[venue.cls, venue.cell].remove(uid)
        return uid

    def _brought(self, uid: str) -> Result:
        """The row of a venue brought in: its seats are filled one by one, nobody else is moved."""
        venue = self.venue[uid]
        needs = self._seating([venue]).needs(venue)
        self.rows[uid] = Result(uid, venue.cls, venue.cell, (OPEN_SEAT,) * len(needs))
        for slot in range(len(needs)):
            self._put(Seat(uid, slot), self._follower(Seat(uid, slot)))
        return self.rows[uid]

    def _replaced(self, code: str, out: Result, in_: Result | None) -> Replacement:
        change = Change(
            len(self.replacements) + 1, code, out.id, in_.id if in_ else "", in_.team if in_ else ()
        )
        made = Replacement(change, out, in_, self.leaf(out), self.leaf(in_) if in_ else "")
        self.replacements.append(made)
        return made

    # an officer is out

    def relieve(self, code: str, seat: Seat) -> Replacement:
        """Another officer for one seat of the same venue, by the same rule."""
        if code not in OFFICER_CODES:
            _refused("REPLACE", f"no such code: {code}")
        row = self._standing(seat.venue)
        if not 0 <= seat.slot < len(row.team) or row.team[seat.slot] == OPEN_SEAT:
            _refused("REPLACE", "the match left this seat open")
        follower = self._follower(seat)
        self.former[seat].add(row.team[seat.slot])
        self._put(seat, follower)
        return self._replaced(code, row, self.rows[seat.venue])

    def _put(self, seat: Seat, officer: str) -> None:
        """The seat changes hands, and the loads with it."""
        row = self.rows[seat.venue]
        self._count(row.team[seat.slot], -1)
        self._count(officer, 1)
        self.rows[seat.venue] = _with(row, seat.slot, officer)

    def _count(self, officer: str, change: int) -> None:
        """One more or one less; an officer lent by a neighbour is not on the roster."""
        if officer in self.loads:
            self.loads[officer] += change

    def _follower(self, seat: Seat) -> str:
        """The candidate rule of the match with present loads: no path is searched, "-" when nobody can.

        Whoever sits in the team, or ever sat in this seat, is no candidate.
        """
        pool, venue = self._pool, self.venue[seat.venue]
        can = self._seating([venue]).match(self.terms).eligible[seat.slot]
        barred = {*self.team(seat.venue), *self.former[seat]}
        found = [
            o
            for o, uid in enumerate(pool.ids)
            if can >> o & 1 and uid not in barred and self.loads[uid] < pool.caps[o]
        ]
        found = _least(found, lambda o: self.loads[pool.ids[o]])
        first = self.holder(Seat(seat.venue, 0))
        if seat.slot == 1 and first != OPEN_SEAT:
            found = _least(found, lambda o: self._met(first, pool.ids[o]))
        if not found:
            return OPEN_SEAT
        ticket = self.profile.hash(self.keys.match + bytes([seat.slot]) + seat.venue.encode())
        return pool.ids[found[number(ticket, len(found))]]

    def _met(self, one: str, other: str) -> int:
        """In how many standing teams two officers sit together."""
        return sum(one in team and other in team for team in map(self.team, self.rows))

    # an open seat is filled, more venues are drawn

    def assign(self, seat: Seat, officer: str) -> None:
        """ASSIGN: somebody, perhaps from elsewhere, takes a seat that is open; the row stays as it is.

        Whoever was assigned to it before is free.
        """
        if self._standing(seat.venue).team[seat.slot] != OPEN_SEAT:
            _refused("ASSIGN", "this seat is not open")
        self._count(self.assigned.get(seat, OPEN_SEAT), -1)
        self.assigned[seat] = officer
        self._count(officer, 1)

    def supplement(self) -> Supplement:
        """The next entry of `max_extra`, all classes at once; each cell goes on in its waiting list."""
        k = len(self.supplements) + 1
        if k > len(self.policy["max_extra"]):
            _refused("SUPPLEMENT", f"the commit has {k - 1} of them")
        extra = self.policy["max_extra"][k - 1]
        chosen = [uid for cls in sorted(extra) for uid in self._more(cls, k, extra[cls])]
        venues = [venue for venue in self.rosters.venues if venue.id in set(chosen)]
        seating = self._seating(venues)
        run = seating.match(replace(self.terms, from_zero=False))
        run.acquaint([self.team(uid) for uid in self.rows])
        matching = run.run()
        self.loads = dict(matching.loads)
        rows = tuple(
            Result(v.id, v.cls, v.cell, tuple(o or OPEN_SEAT for o in matching.teams[v.id]))
            for v in sorted(venues, key=lambda venue: venue.id.encode())
        )
        self.rows |= {row.id: row for row in rows}
        leaves = [bytes.fromhex(self.leaf(row)) for row in rows]
        made = Supplement(k, extra, rows, merkle.root(self.profile, leaves).hex())
        self.supplements.append(made)
        return made

    def _more(self, cls: str, k: int, extra: int) -> list[str]:
        """The next of every cell of a class; taken off the waiting lists."""
        lists = {cell: ids for (of, cell), ids in self.waiting.items() if of == cls}
        laid = [Cell(cell, len(ids)) for cell, ids in lists.items()]
        n = min(extra, sum(cell.size for cell in laid))
        laid = cell_order(self.profile, self.keys.alloc, cls, laid)
        shares = cells(self.profile, self.keys.alloc, f"{cls}/sup{k}", n, laid)
        chosen = []
        for cell, ids in lists.items():
            chosen += ids[: shares[cell]]
            self.waiting[cls, cell] = ids[shares[cell] :]
        return chosen

    # the log is read again

    def follow(self, line: Mapping[str, Any]) -> None:
        """Do what a line of the log did; refuse one that tells otherwise."""
        if line["ev"] == "ASSIGN":
            self.assign(Seat(self.by_leaf(line["leaf"]).id, line["slot"]), line["officer"])
        elif line["ev"] == "SUPPLEMENT":
            _told(line, self.supplement().fields)
        elif line["ev"] == "REPLACE":
            out = self.by_leaf(line["out"])
            if line["code"] in OFFICER_CODES:
                made = self.relieve(line["code"], Seat(out.id, self._slot_of(line, out)))
            else:
                made = self.replace(line["code"], out.id)
            _told(line, made.fields)

    def _slot_of(self, line: Mapping[str, Any], out: Result) -> int:
        """The seat a REPLACE of an officer is about: the one whose new row has the leaf `in`."""
        for slot in range(len(out.team)):
            row = _with(out, slot, self._follower(Seat(out.id, slot)))
            if self.leaf(row) == line["in"]:
                return slot
        return len(out.team)

    def files(self) -> dict[str, bytes]:
        """replace.tsv and supplement-K.tsv, those there are."""
        files = {f"supplement-{made.k}.tsv": results_write(made.rows) for made in self.supplements}
        if self.replacements:
            files["replace.tsv"] = changes_write(made.change for made in self.replacements)
        return files


def standing(drawn: Drawn, policy: Policy, rosters: Rosters, lines: Iterable[Mapping[str, Any]]) -> Standing:
    """A result as the lines of its draw have left it."""
    found = Standing(drawn, policy, rosters)
    for line in lines:
        found.follow(line)
    return found


def _with(row: Result, slot: int, officer: str) -> Result:
    """The row with another officer in one slot."""
    return row._replace(team=(*row.team[:slot], officer, *row.team[slot + 1 :]))


def _least(officers: Sequence[int], of: Callable[[int], int]) -> list[int]:
    """Those of the least number, in their order."""
    numbers = {o: of(o) for o in officers}
    return [o for o in officers if numbers[o] == min(numbers.values())]


def _told(line: Mapping[str, Any], fields: Mapping[str, Any]) -> None:
    if any(line[key] != value for key, value in fields.items()):
        _refused(line["ev"], f"line {line['seq']} tells otherwise")


def _refused(event: str, why: str) -> NoReturn:
    raise DomainError("draw_order", {"event": event, "why": why})
