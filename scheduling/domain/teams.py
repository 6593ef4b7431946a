"""The teams of a draw: match, relax in the committed order, and say in full why a seat is open (N14)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduling.domain.limits import Limits
from scheduling.domain.matching import Match, Matching
from scheduling.domain.policy import Policy
from scheduling.domain.roster import Pair, Venue
from scheduling.domain.seats import Seating, Terms


@dataclass(frozen=True)
class OpenSeat:
    """A seat nobody can take. `reason` is the rule that left nobody: qualification, window, certificate,
    town, blocked; or `cap` when those who fit are full, `team` when they sit in this team already.

    `funnel` counts the officers left after each rule; `officers` are all a search for one more could move;
    `fills_with` is the first committed relaxation under which the seat is filled, "" when none is enough.
    """

    venue: str
    slot: int
    needs: str
    reason: str
    funnel: dict[str, int]
    officers: tuple[str, ...]
    fills_with: str = ""


@dataclass(frozen=True)
class Shortage:
    """The same officers short for several seats: `seats` only they can fill, `capacity` they have together.

    `raise_by` is the least by which the cap of each would have to rise.
    """

    officers: tuple[str, ...]
    seats: int
    capacity: int
    lacking: int
    raise_by: int
    open: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Stage:
    """Open seats after a relaxation; the first stage has no relaxation."""

    relaxation: str
    open: int


@dataclass(frozen=True)
class Teams:
    """The match that counts, what was relaxed for it, and what is missing in it and before relaxing."""

    matching: Matching
    relaxed: int
    terms: Terms
    stages: tuple[Stage, ...]
    open: tuple[OpenSeat, ...]
    open_unrelaxed: tuple[OpenSeat, ...]
    shortages: tuple[Shortage, ...]


def teams(seating: Seating, policy: Policy, lifted: Collection[Pair]) -> Teams:
    """Match; while seats are open apply one more relaxation and match anew from nothing."""
    terms, stages = Terms(), []
    unrelaxed: tuple[OpenSeat, ...] = ()
    for relaxation in ("", *policy["relax"]):
        if relaxation:
            terms = terms.relaxed(relaxation, policy, lifted)
        run = seating.match(terms)
        matching = run.run()
        opened, shortages = _report(seating, terms, run)
        stages.append(Stage(relaxation, len(opened)))
        still = {(seat.venue, seat.slot) for seat in opened}
        unrelaxed = tuple(_filled(s, still, relaxation) for s in unrelaxed) if relaxation else opened
        if not opened:
            break
    return Teams(matching, len(stages) - 1, terms, tuple(stages), opened, unrelaxed, shortages)


def _filled(seat: OpenSeat, still: Collection[tuple[str, int]], relaxation: str) -> OpenSeat:
    if seat.fills_with or (seat.venue, seat.slot) in still:
        return seat
    return replace(seat, fills_with=relaxation)


def _report(seating: Seating, terms: Terms, run: Match) -> tuple[tuple[OpenSeat, ...], tuple[Shortage, ...]]:
    """Every open seat with its reason, and the groups of officers that are short."""
    by_id = {venue.id: venue for venue in seating.venues}
    opened = []
    limits = Limits(run)
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for seat in run.open_seats():
        officers = limits.officers(seat)
        opened.append(_open_seat(seating, terms, run, seat, officers, by_id))
        if opened[-1].reason == "cap":
            groups[officers].append(seat)
    return tuple(opened), tuple(_shortage(run, officers, seats) for officers, seats in groups.items())


def _open_seat(
    seating: Seating,
    terms: Terms,
    run: Match,
    seat: int,
    officers: tuple[int, ...],
    by_id: Mapping[str, Venue],
) -> OpenSeat:
    venue = by_id[run.venues[run.of_venue[seat]]]
    slot = run.slot(seat)
    need = seating.needs(venue)[slot]
    funnel = seating.funnel(venue, need, terms)
    emptied = [rule for rule, left in funnel.items() if not left]
    full = all(run.load[o] >= run.pool.caps[o] for o in officers)
    reason = emptied[0] if emptied else "cap" if full else "team"
    return OpenSeat(venue.id, slot, need, reason, funnel, tuple(run.pool.ids[o] for o in officers))


def _shortage(run: Match, officers: tuple[int, ...], found: Sequence[int]) -> Shortage:
    """Open seats whose searches went through the same officers share one shortage."""
    seats = sum(len(run.held[o]) for o in officers) + len(found)

    def room(more: int) -> int:
        return sum(max(0, run.pool.caps[o] + more - run.pool.loads[o]) for o in officers)

    furthest = max(run.pool.loads[o] for o in officers) + seats
    return Shortage(
        tuple(run.pool.ids[o] for o in officers),
        seats,
        room(0),
        seats - room(0),
        bisect_left(range(furthest + 1), seats, key=room),
        tuple((run.venues[run.of_venue[seat]], run.slot(seat)) for seat in found),
    )
