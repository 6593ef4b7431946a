from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain.encoding import SHA256
from scheduling.domain.fairness import (
    SEEDS,
    Bin,
    SeatChance,
    chances,
    further,
    load_bins,
    pair_counts,
    seeds_for,
    simulated,
    terms_after,
)
from scheduling.domain.matching import members, nth
from scheduling.domain.roster import Officer, Pair, Venue
from scheduling.domain.seats import Seating, Terms
from tests.domain.scheduling import drawn

OFFICER = Officer("I1", "一中队", ("lead",), ("*",), "2026-01-01", "2026-12-31", "2026-12-31", 0, 9)
RULES = drawn.policy(seats={"*": ["lead", ""]}, relax=["rotation"])


def officer(number: int, **changed: object) -> Officer:
    return OFFICER._replace(id=f"I{number}", **changed)  # type: ignore[arg-type]


def venue(number: int, eligible: str = "Y", cls: str = "A", cell: str = "艾山街道/网吧") -> Venue:
    return Venue(f"V{number}", cls, cell, "某店", "open", "", 0, eligible)


def seating(
    officers: Sequence[Officer], venues: Sequence[Venue], blocked: Sequence[Pair] = (), **changed: object
) -> Seating:
    rules = drawn.policy(**{"seats": {"*": ["lead", ""]}, "relax": ["rotation"], **changed})
    return Seating(SHA256, b"order", b"match", rules, officers, venues, blocked)


@given(st.integers(1, 2**220 - 1), st.data())
@settings(max_examples=50)
def test_nth_officer_is_found_by_halving_as_by_counting(mask: int, data: st.DataObject) -> None:
    listed = list(members(mask))
    n = data.draw(st.integers(0, len(listed) - 1))
    assert nth(mask, n) == listed[n]


def test_loads_are_told_as_a_distribution() -> None:
    assert load_bins({"a": 0, "b": 0, "c": 2}, [("a", "c"), ("a", "-")]) == [
        Bin(0, 2, 1),
        Bin(2, 1, 1),
        Bin(3, 0, 1),
    ]


def test_pairs_are_counted_with_those_that_never_met() -> None:
    assert pair_counts("abcd", [("a", "b"), ("b", "a"), ("a", "c"), ("d", "-")]) == {0: 4, 1: 1, 2: 1}


def test_chance_of_a_class_is_its_number_over_the_eligible() -> None:
    pool = [*(venue(n) for n in range(6)), venue(7, "cap"), venue(8, cls="D"), venue(9, "case", cls="C")]
    found = chances(pool, {"A": 2, "D": 1, "C": 0}, RULES)
    assert [(row.grade, row.eligible, row.chance) for row in found] == [
        ("A", 6, Fraction(1, 3)),
        ("D", 1, Fraction(1)),
    ]


def test_minima_make_the_chance_one_of_the_cell_and_the_sum_stays() -> None:
    pool = [*(venue(n) for n in range(8)), venue(8, cell="汶源街道/网吧"), venue(9, cell="汶源街道/网吧")]
    rules = drawn.policy(seats={"*": ["", ""]}, cellmin={"A": 1})
    found = chances(pool, {"A": 4}, rules)
    assert sum(row.chance * row.eligible for row in found) == 4
    assert {row.cell: row.chance for row in found}["汶源街道/网吧"] == (1 + Fraction(2, 8)) / 2
    full = chances(pool[8:], {"A": 2}, drawn.policy(seats={"*": ["", ""]}, cellmin={"A": 2}))
    assert [row.chance for row in full] == [1]


def test_simulation_is_the_same_every_time_and_counts_every_seed() -> None:
    given_ = seating([officer(n) for n in range(4)], [venue(n) for n in range(3)], [Pair("I0", "V0")])
    found = simulated(given_, Terms(), 30)
    assert found == simulated(given_, Terms(), 30)
    assert all(sum(row.times.values()) == 30 for row in found)
    assert found[0].candidates == ("I1", "I2", "I3")
    assert "I0" not in found[0].times
    assert all(0 < row.most < 30 for row in found)
    assert SeatChance("V", 0, "", (), {}).most == 0


def test_equal_officers_have_about_equal_chances() -> None:
    given_ = seating([officer(n) for n in range(5)], [venue(n) for n in range(4)])
    for row in simulated(given_, Terms(), 200):
        # 200 seeds, chance 1/5: five standard deviations are 28
        assert all(12 <= times <= 68 for times in row.times.values())


def test_many_seats_are_tried_with_fewer_seeds_and_too_many_with_none() -> None:
    assert [seeds_for(seats) for seats in (0, 40, 600, 3000, 3001)] == [SEEDS, SEEDS, 100, 20, 0]


def test_what_the_commit_did_not_name_is_tried_for_the_next_draw() -> None:
    away = [officer(1, towns=("汶源街道",)), officer(2, quals=())]
    given_ = seating(away, [venue(1)])
    assert further(given_, given_.policy, 1, ()) == [("cap", 1), ("town", 0), ("load", 1)]
    assert terms_after(given_.policy, 1, [Pair("I1", "V1")]).lifted == {Pair("I1", "V1")}
    assert terms_after(given_.policy, 0, ()) == Terms()


@pytest.mark.parametrize("any_town", [False, True])
def test_candidates_are_those_of_every_rule_but_the_load(any_town: bool) -> None:
    full = officer(1, cap=0)
    given_ = seating([full, officer(2, quals=(), towns=("汶源街道",))], [venue(1)])
    expected = [("I1",), ("I1", "I2")] if any_town else [("I1",), ("I1",)]
    assert given_.candidates(Terms(any_town=any_town)) == {"V1": expected}
