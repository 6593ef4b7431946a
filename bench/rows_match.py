"""Row `match`: 20,000 venues, 200 officers, 40,000 seats, from rosters to teams by name.

SciPy's `linear_sum_assignment` fills one round after another, each officer at most once in a round: once as
the same problem (costs from the seed and from the pairs so far), once for the loads alone. OR-Tools' min-cost
flow knows nothing of pairs or of a seed, sees seats one by one and may seat an officer twice in a team.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bench.row import Comparison, row

if TYPE_CHECKING:
    from scheduling.domain.policy import Policy
    from scheduling.domain.roster import Officer, Pair, Venue

VENUES, OFFICERS, TOWNS, KINDS = 20_000, 200, 12, 6
SEATS = 2
ORDER, KEY = b"o" * 32, b"m" * 32
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


def hashed(key: bytes, ids: Sequence[str]) -> Any:
    """A number per id out of the public seed, as everybody computes it again."""
    import numpy as np

    digests = b"".join([hashlib.sha256(key + uid.encode()).digest()[:8] for uid in ids])
    return np.frombuffer(digests, dtype=">u8")


def by_scipy(
    officers: Sequence["Officer"], venues: Sequence["Venue"], barred: Sequence["Pair"], *, seeded: bool
) -> Callable[[], Mapping[str, list[str]]]:
    """Rounds of as many seats as there are officers, present loads as costs.

    `seeded`: the same problem as ours. Venues and officers in the order of their hashes, ties by a hash of
    the seat, and the second of a team preferably somebody the first has met the fewest times; each round
    fills first the leading seats of its venues and then the others. Otherwise none of that: who sits where
    follows from the order of the roster, is known before any seed, and pairs are as they come.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    people = len(officers)

    def plain() -> Mapping[str, list[str]]:
        fit = eligible(officers, venues, barred)
        load, holders = np.zeros(people), np.full(len(fit), -1)
        for begin in range(0, len(fit), people):
            part = fit[begin : begin + people]
            seats, who = linear_sum_assignment(np.where(part, load, 1e9))
            good = part[seats, who]
            holders[begin + seats[good]] = who[good]
            load[who[good]] += 1
        return named(holders, officers, venues)

    def solve() -> Mapping[str, list[str]]:
        ids = [venue.id for venue in venues]
        laid = [officers[n] for n in np.argsort(hashed(ORDER, [one.id for one in officers]))]
        fit = eligible(laid, venues, barred)
        ties = [hashed(KEY + bytes([slot]), ids) % people for slot in range(SEATS)]
        order = np.argsort(hashed(KEY, ids))
        load, met, each = np.zeros(people), np.zeros((people, people)), np.arange(people)
        holders = np.full(len(fit), -1)
        for begin in range(0, len(order), people // SEATS):
            part = order[begin : begin + people // SEATS]
            first = np.full(len(part), -1)
            for slot in range(SEATS):
                can = fit[part * SEATS + slot]
                turn = (each - ties[slot][part].astype(np.int64)[:, None]) % people
                cost = load * 1e6 + turn
                if slot:
                    can = can & (each != first[:, None])
                    cost = cost + met[first] * 1e3
                rows, who = linear_sum_assignment(np.where(can, cost, 1e12))
                good = can[rows, who]
                rows, who = rows[good], who[good]
                holders[part[rows] * SEATS + slot] = who
                load[who] += 1
                if slot:
                    np.add.at(met, (first[rows], who), 1)
                    np.add.at(met, (who, first[rows]), 1)
                first[rows] = who
        return named(holders, laid, venues)

    return solve if seeded else plain


def balance(teams: Mapping[str, Sequence[str | None]], officers: Sequence["Officer"]) -> str:
    """How even loads and pairs came out."""
    load, pairs = Counter(one.id for one in officers), Counter[tuple[str, ...]]()
    for team in teams.values():
        sitting = [uid for uid in team if uid is not None]
        if len(set(sitting)) != SEATS:
            raise AssertionError("an open seat, or somebody twice in a team")
        load.update(sitting)
        pairs[tuple(sorted(sitting))] += 1
    return f"spread {max(load.values()) - min(load.values())}, a pair up to {max(pairs.values())} times"


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

    def ours() -> Mapping[str, Sequence[str | None]]:
        found = teams(Seating(SHA256, ORDER, KEY, rules, officers, venues, barred), rules, ())
        if found.open:
            raise AssertionError(f"{len(found.open)} open seats")
        return found.matching.teams

    seeded = by_scipy(officers, venues, barred, seeded=True)
    plain = by_scipy(officers, venues, barred, seeded=False)
    work = f"{VENUES} venues, {OFFICERS} officers, rosters to teams, {balance(ours(), officers)}"
    same, unseeded = (balance(one(), officers) for one in (seeded, plain))
    yield Comparison(work, ours, f"SciPy in rounds, the same problem: {same}", seeded, rounds=5)
    yield Comparison(work, ours, f"SciPy in rounds, loads alone: {unseeded}", plain, rounds=5)
    yield Comparison(work, ours, "OR-Tools min-cost flow", by_ortools(officers, venues, barred), rounds=3)
