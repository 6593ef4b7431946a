"""The rolling rule: nobody twice running, equal loads, no pair repeated while another is to be had."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import rota
from scheduling.domain.grouping import Grouping
from scheduling.domain.rota import Count, Duty, Person, Rule, Standing, choose, standing, week_plan
from tests.domain.scheduling.rota_least import among_equals, least_spread, repeats, repeats_least
from tests.domain.scheduling.rotas import AREAS, FIRST, bureau, figures, weeks_of, year

RULE = Rule("WH370117/1", teams=2, size=2, gap=2, areas=AREAS)
A, B, C, D = "37011700001", "37011700002", "37011700003", "37011700004"


def before(**people: Count) -> Standing:
    return Standing(FIRST, holiday=False, people={f"3701170000{k[1]}": v for k, v in people.items()})


def test_year_of_forty_officers_is_as_even_as_it_can_be() -> None:
    people = bureau(40, 52, Random(7))
    found = figures(people, year(Rule("WH370117/1", 4, 2, 2, AREAS), people, 52, holidays=(6, 7, 39)))
    assert found["load"] == [10, 11]
    assert found["holiday_load"][1] - found["holiday_load"][0] <= 1
    assert (found["back_to_back"], found["pair_repeats"], found["seats_filled"]) == (0, 0, 416)


# without looking at leave to come, each of these years ended with somebody two duties before another
@pytest.mark.parametrize("seed", [1, 2, 34])
def test_year_with_leave_ends_with_equals_one_duty_apart(seed: int) -> None:
    people = bureau(24, 52, Random(seed))
    duties = year(Rule(f"WH370117/{seed}", 3, 2, 2), people, 52, holidays=(5, 6, 16, 17, 24, 37, 38, 39))
    assert among_equals(people, duties) <= 1
    assert figures(people, duties)["seats_filled"] == 312


def test_solver_says_what_difference_leave_makes_unavoidable() -> None:
    absent = Person(A, away=frozenset(range(FIRST, FIRST + 9)))
    people = [absent, *(Person(f"3701170001{n}") for n in range(3))]
    # ten seats: the absent can take the last alone, the other nine are three each
    assert least_spread(people, 10, seats=1, gap=1) == 2
    assert least_spread(people[1:], 9, seats=1, gap=2) == 0


def test_who_goes_away_soon_serves_before_his_equals() -> None:
    people = [Person(A), Person(B), Person(C, away=frozenset({FIRST + 2, FIRST + 9})), Person(D)]
    found = standing(week=FIRST, holiday=False, gap=2, people=people, duties=())
    assert found.people[C] == Count(0, 0, rota.NEVER, 1)
    for seed in range(20):
        assert C in week_plan(Rule(f"WH/{seed}", 1, 2, 2), found).teams[0]


def test_week_that_did_not_look_at_leave_to_come_keeps_its_rule() -> None:
    people = bureau(13, 20, Random(2))
    found = standing(week=FIRST + 8, holiday=False, gap=2, people=people, duties=year(RULE, people, 8))
    kept = found.as_json() | {"rule": rota.BLIND_TO_LEAVE}
    kept["people"] = [row[:4] for row in kept["people"]]
    old = Standing.of_json(kept)
    assert (old.as_json(), old.rule) == (kept, rota.BLIND_TO_LEAVE)
    assert all(count.away == 0 for count in old.people.values())


def test_small_brigade_repeats_no_more_pairs_than_it_must() -> None:
    people = bureau(13, 52, Random(3), share=0)
    found = figures(people, year(RULE, people, 52))
    assert found["load"] == [16, 16]
    assert found["pair_repeats"] == 104 - 13 * 12 // 2


@settings(max_examples=25)
@given(
    officers=st.integers(1, 18), teams=st.integers(1, 4), size=st.integers(2, 3), gap=st.integers(1, 4),
    seed=st.integers(0, 2**32),
)  # fmt: skip
def test_no_week_breaks_gap_or_leave_or_names_anybody_twice(
    officers: int, teams: int, size: int, gap: int, seed: int
) -> None:
    people = bureau(officers, 12, Random(seed))
    duties = year(Rule(f"WH/{seed}", teams, size, gap, AREAS), people, 12)
    away = {person.id: person.away for person in people}
    own: dict[str, list[int]] = {}
    for duty in duties:
        assert duty.week not in away[duty.officer]
        own.setdefault(duty.officer, []).append(duty.week)
    assert all(b - a >= gap for weeks in own.values() for a, b in pairwise(weeks))


@settings(max_examples=25)
@given(officers=st.integers(8, 20), seed=st.integers(0, 2**32))
def test_equals_never_drift_apart(officers: int, seed: int) -> None:
    people = bureau(officers, 20, Random(seed), share=0)
    duties = year(Rule(f"WH/{seed}", 2, 2, 2), people, 20)
    low, high = figures(people, duties)["load"]
    assert high - low <= 1


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), order=st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing_and_the_stored_standing_gives_the_same_week(
    seed: int, order: Random
) -> None:
    people = bureau(9, 8, Random(seed))
    duties = year(RULE, people, 8)
    first = standing(week=FIRST + 8, holiday=True, gap=2, people=people, duties=duties)
    order.shuffle(people)
    order.shuffle(duties)
    again = standing(week=FIRST + 8, holiday=True, gap=2, people=people, duties=duties)
    kept = Standing.of_json(json.loads(json.dumps(first.as_json())))
    assert first.as_json() == again.as_json() == kept.as_json()
    assert week_plan(RULE, first) == week_plan(RULE, again) == week_plan(RULE, kept)


def test_no_pair_is_repeated_that_another_choice_for_its_week_would_have_spared() -> None:
    """A solver that knows of the rule only whose turn it is finds no week with fewer repeats."""
    people, rule = bureau(10, 26, Random(5)), Rule("WH370117/5", 2, 2, 2, AREAS)
    had = [(repeats(*week), week[0]) for week in weeks_of(rule, people, 26, [], holidays=(5, 16))]
    found = [(n, repeats_least(rule, before)) for n, before in had if n]
    assert len(found) >= 3  # 52 teams of 45 pairs at most
    assert [ours for ours, _ in found] == [least for _, least in found]


@settings(max_examples=40)
@given(
    counts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=0, max_size=7),
    times=st.lists(st.integers(0, 2), min_size=21, max_size=21),
    teams=st.integers(1, 3), size=st.integers(2, 3), holiday=st.booleans(),
)  # fmt: skip
def test_a_week_is_the_least_repeated_of_those_whose_turn_it_is(
    counts: list[tuple[int, int]], times: list[int], teams: int, size: int, holiday: bool
) -> None:
    ids = [f"P{n}" for n in range(len(counts))]
    people = {who: Count(load, festive, 0) for who, (load, festive) in zip(ids, counts, strict=True)}
    together = dict(zip(combinations(ids, 2), times, strict=False))
    standing_ = Standing(FIRST, holiday, people, together)
    plan = week_plan(Rule("WH/1", teams, size, 2), standing_)

    def level(who: str) -> tuple[int, int]:
        return people[who].holidays if holiday else 0, people[who].load

    def repeats(grouped: Sequence[Sequence[str]]) -> int:
        return sum(together[pair] for team in grouped for pair in combinations(sorted(team), 2))

    served = [who for team in plan.teams for who in team if who]
    assert len(served) == len(set(served)) == min(teams * size, len(ids))
    levels = sorted(level(who) for who in ids)[: len(served)]
    assert sorted(level(who) for who in served) == levels
    others = (
        [order[at : at + size] for at in range(0, len(order), size)]
        for order in permutations(ids, len(served))
        if sorted(level(who) for who in order) == levels
    )
    assert repeats([[who for who in team if who] for team in plan.teams]) == min(map(repeats, others))


def test_a_week_of_the_rule_before_comes_out_as_it_was_published() -> None:
    people = bureau(13, 8, Random(1), share=0)
    duties = year(RULE, people, 8)
    found = standing(week=FIRST + 8, holiday=False, gap=2, people=people, duties=duties)
    kept = found.as_json()
    del kept["rule"]
    kept["people"] = [row[:4] for row in kept["people"]]
    old = Standing.of_json(kept)
    assert (old.as_json(), old.rule) == (kept, rota.SEAT_BY_SEAT)
    taken: list[str] = []
    for team in range(RULE.teams):
        members: list[str] = []
        for _ in range(RULE.size):
            members.append(choose(RULE.seed, old, team=team, members=members, taken=taken))
            taken.append(members[-1])
    flat = [who for team in week_plan(RULE, old).teams for who in team]
    assert flat == taken


def test_a_search_that_takes_too_long_goes_on_with_more_repeats() -> None:
    names = [f"P{n:02d}" for n in range(18)]
    strangers = set(names[:2])  # only these have not met everybody yet
    found = Grouping(names, (), 0, 2, lambda a, b: int({a, b} != strangers)).teams()
    assert sorted(who for team in found for who in team) == names
    assert (names[0], names[1]) in found


def test_first_is_who_has_the_least_duty_then_the_longest_rest() -> None:
    people = before(_1=Count(3, 0, 5), _2=Count(2, 0, 9), _3=Count(2, 0, 8))
    assert choose("WH/1", people, team=0, members=(), taken=()) == C


def test_partner_may_have_one_duty_more_to_avoid_a_repeated_pair() -> None:
    counts = {A: Count(2, 0, 1), B: Count(2, 0, 2), C: Count(3, 0, 3), D: Count(4, 0, 0)}
    standing_ = Standing(FIRST, holiday=False, people=counts, together={(A, B): 1})
    assert choose("WH/1", standing_, team=0, members=[A], taken={A}) == C


def test_holiday_week_asks_for_holidays_first() -> None:
    counts = {A: Count(2, 1, 1), B: Count(3, 0, 9)}
    ordinary, festive = (Standing(FIRST, holiday=flag, people=counts) for flag in (False, True))
    assert choose("WH/1", ordinary, team=0, members=(), taken=()) == A
    assert choose("WH/1", festive, team=0, members=(), taken=()) == B


def test_tie_is_settled_by_the_named_seed_alone() -> None:
    same = Count(0, 0, 0)
    people = before(_1=same, _2=same, _3=same, _4=same)
    chosen = {choose(f"WH/{n}", people, team=0, members=(), taken=()) for n in range(40)}
    assert chosen == {A, B, C, D}
    assert (
        rota.tie("WH/1", FIRST, 0, A).hex()
        == "262dbb2db091e6c3a7bc6bdf8bc044fe4a2dbf6e20fcd95f41c9fd99bf607e35"
    )


@pytest.mark.parametrize("number", [rota.SEAT_BY_SEAT, rota.BLIND_TO_LEAVE, rota.RULE])
def test_seat_nobody_may_take_stays_open(number: int) -> None:
    people = replace(before(_1=Count(0, 0, 0), _2=Count(0, 0, 0), _3=Count(0, 0, 0)), rule=number)
    plan = week_plan(RULE, people)
    assert sorted(plan.teams[0] + plan.teams[1])[:1] == [""]
    assert plan.teams[1][1] == ""


def test_newcomer_does_not_serve_the_arrears_of_months() -> None:
    old = [Person(A), Person(B)]
    duties = [Duty(FIRST + n, 0, (A, B)[n % 2], holiday=n < 2) for n in range(6)]
    late = Person(C, since=FIRST + 6)
    found = standing(week=FIRST + 8, holiday=False, gap=2, people=[*old, late], duties=duties)
    assert found.people[C] == Count(3, 1, rota.NEVER)


def test_nobody_stands_before_he_came_or_beside_a_published_duty() -> None:
    duties = [Duty(FIRST + 1, 0, A), Duty(FIRST + 1, 0, "37011700009")]  # the second has left the bureau
    found = standing(
        week=FIRST, holiday=False, gap=2, people=[Person(A), Person(B), Person(C, since=FIRST + 1)],
        duties=duties,
    )  # fmt: skip
    assert list(found.people) == [B]


def test_areas_go_round_so_that_nobody_owns_a_street() -> None:
    people = bureau(16, 40, Random(5), share=0)
    rule = Rule("WH/1", teams=4, size=2, gap=2, areas=AREAS)
    found = figures(people, year(rule, people, 40))
    assert found["same_area_running"] == 0


def test_fewer_areas_than_teams_are_shared_and_every_area_is_walked() -> None:
    shared = week_plan(Rule("WH/1", 3, 2, 2, ("甲", "乙")), before(_1=Count(0, 0, 0)))
    assert {area for areas in shared.areas for area in areas} == {"甲", "乙"}
    assert all(shared.areas)
    dealt = week_plan(RULE, before(_1=Count(0, 0, 0)))
    assert sorted(area for areas in dealt.areas for area in areas) == sorted(AREAS)


def test_change_names_the_rules_it_would_break() -> None:
    person = Person(A, away=frozenset({FIRST + 4}))
    duties = [Duty(FIRST + 3, 0, A), Duty(FIRST + 4, 0, B)]

    def faults(week: int, without: tuple[int, ...] = ()) -> list[str]:
        return rota.change_faults(week=week, gap=2, person=person, duties=duties, without=without)

    assert faults(FIRST + 4) == ["gap", "away"]
    assert faults(FIRST + 4, (FIRST + 3,)) == ["away"]
    assert faults(FIRST + 8) == []


def test_balance_counts_people_and_names_nobody() -> None:
    assert rota.spread([3, 4, 3, 3]) == [(3, 3), (4, 1)]
