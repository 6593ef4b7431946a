"""Officers to seats: as many as possible, as evenly as possible, and the whole truth about open seats."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import matching, sampling
from scheduling.domain.encoding import SHA256
from scheduling.domain.limits import Limits
from scheduling.domain.matching import Capacity, Match, Matching, Pool, Reach, members
from scheduling.domain.roster import Officer, Pair, Venue
from scheduling.domain.seats import Seating, Terms, covers, qualified
from scheduling.domain.teams import OpenSeat, Shortage, Stage, Teams, teams
from tests.domain.scheduling import drawn

Seats = Mapping[str, Sequence[Sequence[str]]]


def match(seed: bytes, officers: Sequence[Capacity], seats: Seats) -> Matching:
    keys = sampling.subkeys(SHA256, seed)
    return matching.match(SHA256, keys.order, keys.match, officers, seats)


@st.composite
def districts(draw: st.DrawFn, officers: int, venues: int, slots: int) -> tuple[list[Capacity], Seats]:
    count = draw(st.integers(1, officers))
    names = [f"I{n}" for n in range(count)]
    people = [Capacity(uid, draw(st.integers(0, 2)), draw(st.integers(0, 4))) for uid in names]
    some = st.lists(st.sampled_from(names), unique=True)
    team = st.lists(some, min_size=2, max_size=slots)
    return people, {f"V{n}": draw(team) for n in range(draw(st.integers(1, venues)))}


SEEDS = st.binary(min_size=32, max_size=32)


def most_filled(officers: Sequence[Capacity], seats: Seats) -> int:
    """Maximum flow officer → (officer, venue) → seat, by plain augmentation: how many seats can be filled."""
    edges: dict[object, dict[object, int]] = {}

    def edge(a: object, b: object, capacity: int) -> None:
        edges.setdefault(a, {})[b] = capacity
        edges.setdefault(b, {}).setdefault(a, 0)

    for uid, load, cap in officers:
        edge("source", uid, max(0, cap - load))
    for venue, slots in seats.items():
        for slot, ids in enumerate(slots):
            edge((venue, slot), "sink", 1)
            for uid in ids:
                edge(uid, (uid, venue), 1)
                edge((uid, venue), (venue, slot), 1)
    flow = 0
    while True:
        came: dict[object, object] = {"source": None}
        queue = deque(["source"])
        while queue and "sink" not in came:
            node = queue.popleft()
            for onward, left in edges.get(node, {}).items():
                if left and onward not in came:
                    came[onward] = node
                    queue.append(onward)  # type: ignore[arg-type]
        if "sink" not in came:
            return flow
        node2: object = "sink"
        while (before := came[node2]) is not None:
            edges[before][node2] -= 1
            edges[node2][before] += 1
            node2 = before
        flow += 1


def filled(found: Matching) -> int:
    return sum(uid is not None for team in found.teams.values() for uid in team)


@given(districts(6, 8, 4), SEEDS)
def test_teams_are_distinct_eligible_and_within_caps(
    given: tuple[list[Capacity], Seats], seed: bytes
) -> None:
    officers, seats = given
    found = match(seed, officers, seats)
    loads = {uid: load for uid, load, _ in officers}
    for venue, team in found.teams.items():
        present = [uid for uid in team if uid is not None]
        assert len(set(present)) == len(present)
        for slot, uid in enumerate(team):
            assert uid is None or uid in seats[venue][slot]
            assert (uid is None) == ((venue, slot) in found.open)
        for uid in present:
            loads[uid] += 1
    assert found.loads == loads
    assert all(loads[uid] <= max(cap, load) for uid, load, cap in officers)


@settings(max_examples=200)
@given(districts(6, 8, 4), SEEDS)
def test_as_many_seats_are_filled_as_any_flow_fills(given: tuple[list[Capacity], Seats], seed: bytes) -> None:
    officers, seats = given
    assert filled(match(seed, officers, seats)) == most_filled(officers, seats)


def fillings(officers: Sequence[Capacity], seats: Seats) -> Iterator[dict[str, int]]:
    """Load vectors of every assignment there is that fills the most seats."""
    most = most_filled(officers, seats)
    places = [(venue, [*ids, None]) for venue, slots in seats.items() for ids in slots]
    caps = {uid: cap for uid, _, cap in officers}
    for choice in product(*(ids for _, ids in places)):
        taken = [(venue, uid) for (venue, _), uid in zip(places, choice, strict=True) if uid is not None]
        if len(taken) != most or len(set(taken)) != most:
            continue
        loads = {uid: load for uid, load, _ in officers}
        for _, uid in taken:
            loads[uid] += 1
        if all(loads[uid] <= max(caps[uid], load) for uid, load, _ in officers):
            yield loads


@settings(max_examples=60)
@given(districts(4, 3, 2), SEEDS)
def test_no_other_full_assignment_is_more_even(given: tuple[list[Capacity], Seats], seed: bytes) -> None:
    officers, seats = given
    found = match(seed, officers, seats).loads
    squares = sum(load * load for load in found.values())
    for other in fillings(officers, seats):
        assert sum(load * load for load in other.values()) >= squares
        assert max(other.values()) >= max(found.values())


@given(districts(6, 6, 3), SEEDS, st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(
    given: tuple[list[Capacity], Seats],
    seed: bytes,
    shuffle: "st.Random",  # type: ignore[name-defined]
) -> None:
    officers, seats = given
    mixed, names = list(officers), list(seats)
    shuffle.shuffle(mixed)
    shuffle.shuffle(names)
    again = {venue: [shuffle.sample(list(ids), len(ids)) for ids in seats[venue]] for venue in names}
    assert match(seed, mixed, again) == match(seed, officers, seats)


@given(districts(5, 8, 3), SEEDS)
def test_an_open_seat_is_limited_by_all_its_search_goes_through(
    given: tuple[list[Capacity], Seats], seed: bytes
) -> None:
    officers, seats = given
    pool = Pool(SHA256, seed, officers)
    run = Match(SHA256, seed, pool, {uid: [pool.mask(ids) for ids in slots] for uid, slots in seats.items()})
    run.run()
    limits = Limits(run)
    for seat in run.open_seats():
        reach = run.search([seat], 0, lambda o: run.load[o] < pool.caps[o])
        assert isinstance(reach, Reach)
        assert limits.officers(seat) == tuple(members(reach.seen | reach.swapped))


@settings(max_examples=200)
@given(districts(6, 8, 4), SEEDS)
def test_both_implementations_match_alike(given: tuple[list[Capacity], Seats], seed: bytes) -> None:
    officers, seats = given
    people = {uid: (load, cap) for uid, load, cap in officers}
    stranger = drawn.verifier()
    case = SimpleNamespace(h=stranger.PROFILES[SHA256.spec], seed=seed)
    run = stranger.Assignment(case, people, {venue: [list(i) for i in s] for venue, s in seats.items()})
    run.run()
    theirs = {
        uid: tuple(run.people[run.who[v, s]] if (v, s) in run.who else None for s in range(len(run.may[v])))
        for v, uid in enumerate(run.rooms)
    }
    found = match(seed, officers, seats)
    assert (theirs, dict(zip(run.people, run.load, strict=True))) == (found.teams, found.loads)


# who may take a seat, and what is said when nobody can

OFFICER = Officer("I1", "一中队", ("lead",), ("艾山街道",), "2026-01-01", "2026-12-31", "2026-12-31", 0, 9)


@pytest.mark.parametrize(
    ("need", "town", "fits"),
    [
        ("", "艾山街道", True),
        ("lead", "艾山街道", True),
        ("NET", "艾山街道", False),
        ("U:一中队", "艾山街道", True),
        ("U:二中队", "艾山街道", False),
        ("", "汶源街道", False),
    ],
)
def test_a_seat_asks_for_qualification_or_unit_and_town(need: str, town: str, fits: bool) -> None:
    assert (qualified(OFFICER, need) and covers(OFFICER, town)) is fits
    assert covers(OFFICER._replace(towns=("*",)), town)


def venue(uid: str) -> Venue:
    return Venue(uid, "A", "艾山街道/网吧", "某店", "open", "", 0, "Y")


def seated(
    officers: Sequence[Officer],
    venues: Sequence[Venue],
    *,
    blocked: Sequence[Pair] = (),
    lifted: Sequence[Pair] = (),
    **changed: object,
) -> Teams:
    rules = drawn.policy(**{"seats": {"*": ["lead", ""]}, "relax": [], **changed})
    seating = Seating(SHA256, b"order", b"match", rules, officers, venues, blocked)
    return teams(seating, rules, lifted)


COLLEAGUE = OFFICER._replace(id="I2", quals=())
FULL_FUNNEL = {"qualification": 1, "window": 1, "certificate": 1, "town": 1, "blocked": 1}


@pytest.mark.parametrize(
    ("lead", "blocked", "reason", "left"),
    [
        (OFFICER._replace(quals=("NET",)), [], "qualification", [0, 0, 0, 0, 0]),
        (OFFICER._replace(to_on="2026-10-14"), [], "window", [1, 0, 0, 0, 0]),
        (OFFICER._replace(from_on="2026-09-29"), [], "window", [1, 0, 0, 0, 0]),
        (OFFICER._replace(valid_on="2026-10-14"), [], "certificate", [1, 1, 0, 0, 0]),
        (OFFICER._replace(towns=("汶源街道",)), [], "town", [1, 1, 1, 0, 0]),
        (OFFICER, [Pair("I1", "V1")], "blocked", [1, 1, 1, 1, 0]),
        (OFFICER._replace(cap=0), [], "cap", [1, 1, 1, 1, 1]),
    ],
)
def test_an_open_seat_names_the_rule_that_left_nobody(
    lead: Officer, blocked: list[Pair], reason: str, left: list[int]
) -> None:
    found = seated([lead, COLLEAGUE], [venue("V1")], blocked=blocked)
    reached = ("I1",) if reason == "cap" else ()
    funnel = dict(zip(FULL_FUNNEL, left, strict=True))
    assert found.open == (OpenSeat("V1", 0, "lead", reason, funnel, reached),)
    assert found.open_unrelaxed == found.open


def test_one_officer_cannot_be_two() -> None:
    found = seated([OFFICER], [venue("V1")])
    assert found.matching.teams == {"V1": ("I1", None)}
    assert found.open == (OpenSeat("V1", 1, "", "team", FULL_FUNNEL, ("I1",)),)
    assert found.shortages == ()


def test_specialists_short_of_one_seat_are_named_with_their_capacity() -> None:
    specialists = [OFFICER._replace(id=f"S{n}", cap=3) for n in range(3)]
    others = [COLLEAGUE._replace(id=f"O{n}", cap=99) for n in range(4)]
    venues = [venue(f"V{n}") for n in range(10)]
    found = seated([*specialists, *others], venues, relax=["rotation", "cap"])
    (shortage,) = found.shortages or teams_before(specialists, others, venues)
    assert (sorted(shortage.officers), shortage.seats, shortage.capacity) == (["S0", "S1", "S2"], 10, 9)
    assert (shortage.lacking, shortage.raise_by, len(shortage.open)) == (1, 1, 1)
    assert found.stages == (Stage("", 1), Stage("rotation", 1), Stage("cap", 0))
    assert (found.relaxed, found.open) == (2, ())
    assert [seat.fills_with for seat in found.open_unrelaxed] == ["cap"]
    assert sorted(load for uid, load in found.matching.loads.items() if uid[0] == "S") == [3, 3, 4]


def teams_before(
    specialists: Sequence[Officer], others: Sequence[Officer], venues: Sequence[Venue]
) -> tuple[Shortage, ...]:
    return seated([*specialists, *others], venues).shortages


def test_what_every_cap_must_rise_counts_carried_over_loads() -> None:
    officers = [OFFICER._replace(id="S0", load=5, cap=2), OFFICER._replace(id="S1", cap=1)]
    (shortage,) = seated(
        [*officers, COLLEAGUE._replace(cap=99)], [venue(f"V{n}") for n in range(4)]
    ).shortages
    assert shortage.capacity == 1
    assert (shortage.lacking, shortage.raise_by) == (3, 3)


@pytest.mark.parametrize(
    ("relaxation", "changed"),
    [
        ("cap", {"cap": 0}),
        ("town", {"towns": ("汶源街道",)}),
        ("load", {"load": 9}),
        ("rotation", {}),
    ],
)
def test_each_relaxation_gives_what_it_says(relaxation: str, changed: dict[str, object]) -> None:
    lead = OFFICER._replace(**changed)  # type: ignore[arg-type]
    pairs = [Pair("I1", "V1")] if relaxation == "rotation" else []
    found = seated([lead, COLLEAGUE], [venue("V1")], blocked=pairs, lifted=pairs, relax=[relaxation])
    assert found.matching.teams == {"V1": ("I1", "I2")}
    assert found.stages == (Stage("", 1), Stage(relaxation, 0))


def test_recusal_and_qualification_are_never_relaxed() -> None:
    everything = ["load", "town", "rotation", "cap"]
    pairs = [Pair("I1", "V1"), Pair("I9", "V1")]
    found = seated([OFFICER, COLLEAGUE], [venue("V1")], blocked=pairs, lifted=[pairs[1]], relax=everything)
    assert (found.relaxed, [seat.reason for seat in found.open]) == (4, ["blocked"])
    assert found.open_unrelaxed[0].fills_with == ""


def test_a_type_without_seats_is_refused() -> None:
    with pytest.raises(Exception, match="draw_invalid"):
        seated([OFFICER], [venue("V1")], seats={"歌舞": ["", ""]})


def test_terms_pile_up() -> None:
    rules = drawn.policy(cap_step=2)
    terms = Terms().relaxed("cap", rules, []).relaxed("load", rules, []).relaxed("town", rules, [])
    assert terms == Terms(cap_more=2, any_town=True, from_zero=True)
