"""Row `match`: 20,000 venues, 200 officers, 40,000 seats, from rosters to teams by name.

The others know nothing of pairs, or of a seed anybody can re-compute. SciPy's
`linear_sum_assignment` fills one round after another, each officer at most once in a round, present loads as
costs; OR-Tools' min-cost flow sees seats one by one and may seat an officer twice in a team.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bench.row import Comparison, row

if TYPE_CHECKING:
    from scheduling.domain.policy import Policy
    from scheduling.domain.roster import Officer, Pair, Venue

VENUES, OFFICERS, TOWNS, KINDS = 20_000, 200, 12, 6
SEATS = 2
DAYS = ("2026-09-21", "2026-09-30", "2027-12-31")


def district() -> tuple[list["Officer"], list["Venue"], list["Pair"]]:
    """Half the officers lead in a category, half work everywhere, the others in four townships of twelve;
    two officers are barred from each venue.
    """
    from scheduling.domain.roster import Officer, Pair, Venue

    dice = random.Random(2026)  # nosec B311 # the same district every time
    towns = [f"3701170{n:02d}" for n in range(TOWNS)]
    officers = [
        Officer(
            f"370117{n:05d}",
            "一中队",
            tuple(f"L:K{kind}" for kind in range(KINDS) if dice.random() < 0.5),
            ("*",) if dice.random() < 0.5 else tuple(sorted(dice.sample(towns, 4))),
            *DAYS,
            0,
            VENUES,
        )
        for n in range(OFFICERS)
    ]
    venues = [
        Venue(f"91370117MA{n:08d}", "B", cell, f"场所{n}", "open", "", 0, "Y")
        for n, cell in enumerate(f"{dice.choice(towns)}/K{dice.randrange(KINDS)}" for _ in range(VENUES))
    ]
    barred = [Pair(one.id, venue.id) for venue in venues for one in dice.sample(officers, 2)]
    return officers, venues, barred


def policy() -> "Policy":
    """A lead of the category and anybody besides."""
    from datetime import date

    from scheduling.domain.rules import Kind, Rules, policy_of

    kinds = [Kind(f"K{n}", f"K{n}") for n in range(KINDS)]
    day = date(2026, 9, 21)
    return policy_of(Rules(relax=()), {}, kinds, item_class="general", asof=day, first=day, last=day)


def eligible(officers: Sequence["Officer"], venues: Sequence["Venue"], barred: Sequence["Pair"]) -> Any:
    """Seats × officers, true where he may sit: a row per kind of seat, then the barred pairs taken out."""
    import numpy as np

    from scheduling.domain.seats import covers, qualified

    rows: dict[str, Any] = {}
    for venue in venues:
        if venue.cell not in rows:
            there = np.array([covers(one, venue.town) for one in officers])
            lead = np.array([qualified(one, f"L:{venue.type}") for one in officers])
            rows[venue.cell] = np.stack([there & lead, there])
    fit = np.concatenate([rows[venue.cell] for venue in venues])
    at = {one.id: n for n, one in enumerate(officers)}
    place = {venue.id: n * SEATS for n, venue in enumerate(venues)}
    who = np.fromiter((at[pair.officer] for pair in barred), dtype=np.int64, count=len(barred))
    where = np.fromiter((place[pair.venue] for pair in barred), dtype=np.int64, count=len(barred))
    for slot in range(SEATS):
        fit[where + slot, who] = False
    return fit


def named(holders: Any, officers: Sequence["Officer"], venues: Sequence["Venue"]) -> Mapping[str, list[str]]:
    """Teams by name."""
    ids = [one.id for one in officers]
    held = holders.tolist()
    return {v.id: [ids[o] for o in held[n * SEATS : n * SEATS + SEATS]] for n, v in enumerate(venues)}


def by_scipy(
    officers: Sequence["Officer"], venues: Sequence["Venue"], barred: Sequence["Pair"]
) -> Callable[[], object]:
    """Rounds of as many seats as there are officers."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    def solve() -> object:
        fit = eligible(officers, venues, barred)
        load, holders = np.zeros(len(officers)), np.full(len(fit), -1)
        for begin in range(0, len(fit), len(officers)):
            part = fit[begin : begin + len(officers)]
            seats, people = linear_sum_assignment(np.where(part, load, 1e9))
            good = part[seats, people]
            holders[begin + seats[good]] = people[good]
            load[people[good]] += 1
        return named(holders, officers, venues)

    return solve


def by_ortools(
    officers: Sequence["Officer"], venues: Sequence["Venue"], barred: Sequence["Pair"]
) -> Callable[[], object]:
    """One flow: source → officer (free up to the mean, dear above) → seat → sink."""
    import numpy as np
    from ortools.graph.python import min_cost_flow

    def solve() -> object:
        fit = eligible(officers, venues, barred)
        seats, people = len(fit), len(officers)
        flow = min_cost_flow.SimpleMinCostFlow()
        seat, one = np.nonzero(fit)
        zeros = np.zeros(len(seat), dtype=np.int64)
        arcs = flow.add_arcs_with_capacity_and_unit_cost(one + 1, seat + 1 + people, zeros + 1, zeros)
        mean, heads = seats // people, np.arange(people) + 1
        for capacity, cost in ((mean, 0), (1, 1), (seats, 3)):
            flow.add_arcs_with_capacity_and_unit_cost(
                np.zeros(people, dtype=np.int64), heads, np.full(people, capacity), np.full(people, cost)
            )
        sink = np.full(seats, seats + people + 1)
        flow.add_arcs_with_capacity_and_unit_cost(
            np.arange(seats) + 1 + people,
            sink,
            np.ones(seats, dtype=np.int64),
            np.zeros(seats, dtype=np.int64),
        )
        flow.set_node_supply(0, seats)
        flow.set_node_supply(seats + people + 1, -seats)
        if flow.solve_max_flow_with_min_cost() != flow.OPTIMAL:
            raise AssertionError("no flow was found")
        used = flow.flows(arcs) > 0
        holders = np.full(seats, -1)
        holders[seat[used]] = one[used]
        return named(holders, officers, venues)

    return solve


@row("match")
def comparisons() -> Iterator[Comparison]:
    from scheduling.domain.encoding import SHA256
    from scheduling.domain.seats import Seating
    from scheduling.domain.teams import teams

    officers, venues, barred = district()
    rules = policy()

    def ours() -> object:
        seating = Seating(SHA256, b"o" * 32, b"m" * 32, rules, officers, venues, barred)
        return teams(seating, rules, ())

    found = teams(Seating(SHA256, b"o" * 32, b"m" * 32, rules, officers, venues, barred), rules, ())
    loads = found.matching.loads.values()
    spread = max(loads) - min(loads)
    if found.open or spread > 1:
        raise AssertionError(f"{len(found.open)} open seats, spread {spread}")
    work = f"{VENUES} venues, {OFFICERS} officers, rosters to teams, spread {spread}"
    yield Comparison(
        work, ours, "SciPy linear_sum_assignment in rounds", by_scipy(officers, venues, barred), rounds=5
    )
    yield Comparison(work, ours, "OR-Tools min-cost flow", by_ortools(officers, venues, barred), rounds=3)
