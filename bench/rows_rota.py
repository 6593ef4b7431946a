"""Row `rota`: 26 weeks of duty for 40 officers, four pairs a week, 8 % random leave and two weeks each.

The other is a solver given the same demands as hard rules: nobody away serves, nobody within the gap, no pair
twice, loads equal within one. It may look at all 26 weeks at once; ours knows only what was before each week,
so somebody just back from leave may end two duties behind.
"""

from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

from bench.row import Comparison, row

if TYPE_CHECKING:
    from scheduling.domain.rota import Person

OFFICERS, TEAMS, SIZE, GAP, WEEKS = 40, 4, 2, 2, 26
FIRST = 105_700
LEAVE = 0.08
SOLVER_SECONDS = 120


def _people() -> list["Person"]:
    from scheduling.domain.rota import Person

    dice = Random(2026)
    people = []
    for number in range(OFFICERS):
        away = {week for week in range(FIRST, FIRST + WEEKS) if dice.random() < LEAVE}
        holiday = dice.randrange(FIRST, FIRST + WEEKS - 1)
        people.append(Person(f"370117{number:05d}", away=frozenset(away | {holiday, holiday + 1})))
    return people


def _rolled(people: list["Person"]) -> list[list[str]]:
    """The teams of all weeks by the rolling rule."""
    from scheduling.domain.rota import Duty, Rule, standing, week_plan

    rule = Rule("WH370117/1", TEAMS, SIZE, GAP)
    duties: list[Duty] = []
    teams: list[list[str]] = []
    for week in range(FIRST, FIRST + WEEKS):
        before = standing(week=week, holiday=False, gap=GAP, people=people, duties=duties)
        for team, members in enumerate(week_plan(rule, before).teams):
            teams.append(list(members))
            duties += [Duty(week, team, who) for who in members]
    return teams


def _solved(people: list["Person"]) -> list[list[str]]:
    """The same by CP-SAT: a variable for every pair and week."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    pairs = list(combinations(range(OFFICERS), 2))
    serves = {}
    for week in range(WEEKS):
        for a, b in pairs:
            if FIRST + week not in people[a].away | people[b].away:
                serves[week, a, b] = model.new_bool_var("")
    for week in range(WEEKS):
        model.add(sum(v for (w, _, _), v in serves.items() if w == week) == TEAMS)
    for pair in pairs:
        model.add_at_most_one(v for (_, a, b), v in serves.items() if (a, b) == pair)
    loads = []
    for officer in range(OFFICERS):
        mine: list[list[cp_model.IntVar]] = [[] for _ in range(WEEKS)]
        for (week, a, b), variable in serves.items():
            if officer in (a, b):
                mine[week].append(variable)
        for week in range(WEEKS):
            model.add_at_most_one(v for near in mine[week : week + GAP] for v in near)
        loads.append(sum(v for week in mine for v in week))
    even = WEEKS * TEAMS * SIZE // OFFICERS
    for load in loads:
        model.add_linear_constraint(load, even, even + 1)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SOLVER_SECONDS
    solver.parameters.num_workers = 2
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise AssertionError(f"no rota within {SOLVER_SECONDS} s")
    return [[people[a].id, people[b].id] for (_, a, b), v in sorted(serves.items()) if solver.value(v)]


def _agreed(teams: list[list[str]], spread: int) -> None:
    """Both sides must fill every seat with no pair twice, loads within `spread`."""
    loads: dict[str, int] = {}
    for members in teams:
        for who in members:
            loads[who] = loads.get(who, 0) + 1
    pairs = {tuple(sorted(members)) for members in teams}
    found = (len(teams), len(pairs), len(loads))
    apart = max(loads.values()) - min(loads.values())
    if "" in loads or found != (WEEKS * TEAMS, WEEKS * TEAMS, OFFICERS) or apart > spread:
        raise AssertionError(f"teams, pairs, officers: {found}; loads apart: {apart}")


@row("rota")
def comparisons() -> Iterator[Comparison]:
    people = _people()
    yield Comparison(
        f"{WEEKS} weeks of {TEAMS} pairs from {OFFICERS} officers",
        ours=lambda: _agreed(_rolled(people), 2),
        other_name="OR-Tools CP-SAT, all weeks at once, 2 workers",
        other=lambda: _agreed(_solved(people), 1),
        rounds=3,
    )
