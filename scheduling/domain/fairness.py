"""How fair a draw and its match are: loads and pairs as distributions, exact and simulated chances."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from scheduling.domain.policy import RELAXATIONS, Policy
from scheduling.domain.roster import ELIGIBLE, OPEN_SEAT, Pair, Venue
from scheduling.domain.seats import Seating, Terms

# 200 seeds show a chance to ± 7 in a hundred; more seats than this in all are not tried while somebody waits
SEEDS = 200
FEWEST = 20
SEATS_IN_ALL = 60_000


class Bin(NamedTuple):
    """How many officers have this load before the draw, and after it."""

    load: int
    before: int
    after: int


def load_bins(loads: Mapping[str, int], teams: Iterable[Sequence[str]]) -> list[Bin]:
    """A distribution, never a list of persons."""
    more = Counter(uid for team in teams for uid in team if uid != OPEN_SEAT)
    before = Counter(loads.values())
    after = Counter(load + more[uid] for uid, load in loads.items())
    return [Bin(load, before[load], after[load]) for load in sorted({*before, *after})]


def pair_counts(officers: Collection[str], teams: Iterable[Sequence[str]]) -> dict[int, int]:
    """Times together in this draw → number of pairs; 0 counts the pairs that never met."""
    met = Counter(pair for team in teams for pair in combinations(sorted(set(team) - {OPEN_SEAT}), 2))
    found = Counter(met.values())
    people = len(officers)
    found[0] = people * (people - 1) // 2 - len(met)
    return dict(sorted(found.items()))


class Chance(NamedTuple):
    """The exact chance of every eligible venue of a class, or of one of its cells where cells have minima."""

    grade: str
    cell: str
    eligible: int
    chance: Fraction


def chances(venues: Iterable[Venue], quota: Mapping[str, int], policy: Policy) -> list[Chance]:
    """n/E in every cell of a class (N11); with `cellmin` the minimum first, the rest in proportion."""
    cells: dict[str, Counter[str]] = {}
    for venue in venues:
        if venue.eligible == ELIGIBLE:
            cells.setdefault(venue.cls, Counter())[venue.cell] += 1
    found = []
    for grade, sizes in sorted(cells.items()):
        least, n, total = policy["cellmin"].get(grade, 0), quota.get(grade, 0), sizes.total()
        if not least:
            found.append(Chance(grade, "", total, Fraction(n, total)))
            continue
        fixed = {cell: min(least, size) for cell, size in sizes.items()}
        free = total - sum(fixed.values())
        share = Fraction(n - sum(fixed.values()), free) if free else Fraction(0)
        found += [
            Chance(grade, cell, size, (fixed[cell] + share * (size - fixed[cell])) / size)
            for cell, size in sorted(sizes.items())
        ]
    return found


@dataclass(frozen=True)
class SeatChance:
    """Who may take a seat by all rules but load, and how often each did over the seeds tried."""

    venue: str
    slot: int
    needs: str
    candidates: tuple[str, ...]
    times: Mapping[str, int]

    @property
    def most(self) -> int:
        """How often the likeliest took it."""
        return max(self.times.values(), default=0)


def terms_after(policy: Policy, relaxed: int, lifted: Collection[Pair]) -> Terms:
    """The terms of the match that counts: the first `relaxed` relaxations applied."""
    terms = Terms()
    for relaxation in policy["relax"][:relaxed]:
        terms = terms.relaxed(relaxation, policy, lifted)
    return terms


def seeds_for(seats: int) -> int:
    """How many seeds are tried for so many seats; 0 = too many seats to try enough of them."""
    seeds = min(SEEDS, SEATS_IN_ALL // max(seats, 1))
    return seeds if seeds >= FEWEST else 0


def simulated(seating: Seating, terms: Terms, seeds: int) -> list[SeatChance]:
    """The match of the venues drawn under other seeds, 0, 1, 2 …: the same every time it is asked."""
    counted: dict[tuple[str, int], Counter[str]] = {}
    for trial in range(seeds):
        order = seating.profile.h("fairness", b"order", trial)
        key = seating.profile.h("fairness", b"match", trial)
        teams = replace(seating, order=order, key=key).match(terms).run().teams
        for venue, team in teams.items():
            for slot, uid in enumerate(team):
                counted.setdefault((venue, slot), Counter())[uid or OPEN_SEAT] += 1
    candidates = seating.candidates(terms)
    return [
        SeatChance(
            venue.id, slot, need, candidates[venue.id][slot], dict(counted.get((venue.id, slot), Counter()))
        )
        for venue in seating.venues
        for slot, need in enumerate(seating.needs(venue))
    ]


def further(
    seating: Seating, policy: Policy, relaxed: int, lifted: Collection[Pair]
) -> list[tuple[str, int]]:
    """What the relaxations the commit does not name would have given: (relaxation, seats left open), each
    alone on top of those applied. For the next draw only; this one keeps its teams.
    """
    terms = terms_after(policy, relaxed, lifted)
    untried = [name for name in RELAXATIONS if name not in policy["relax"] and name != "rotation"]
    return [(name, len(seating.match(terms.relaxed(name, policy, lifted)).run().open)) for name in untried]
