"""What nobody could have done better: a solver's word for it.

The least by which duties must differ in a year whose leave is all known, and the fewest repeated pairs a week
can have given whose turn it is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

from ortools.sat.python import cp_model

from scheduling.domain.rota import Duty, Person, Rule, Standing, WeekPlan
from tests.domain.scheduling.rotas import FIRST


def least_spread(people: Collection[Person], weeks: int, *, seats: int, gap: int) -> int:
    """Every seat of every week filled, nobody away serves or serves twice within `gap`; pairs are free."""
    model = cp_model.CpModel()
    serves = {
        (person.id, week): model.new_bool_var(f"{person.id} {week}")
        for person in people
        for week in range(FIRST, FIRST + weeks)
        if week not in person.away
    }
    low, high = model.new_int_var(0, weeks, "least"), model.new_int_var(0, weeks, "most")
    for week in range(FIRST, FIRST + weeks):
        model.add(sum(serves[p.id, week] for p in people if (p.id, week) in serves) == seats)
    for person in people:
        own = {
            week: serves[person.id, week] for week in range(FIRST, FIRST + weeks) if week not in person.away
        }
        for week in own:
            model.add_at_most_one(own[near] for near in range(week, week + gap) if near in own)
        model.add(sum(own.values()) >= low)
        model.add(sum(own.values()) <= high)
    model.minimize(high - low)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, 60
    if solver.solve(model) != cp_model.OPTIMAL:
        raise AssertionError("the solver did not prove its answer in time")
    return round(solver.objective_value)


def repeats(before: Standing, plan: WeekPlan) -> int:
    """How often, in sum, those of one team had been together before."""
    teams = [sorted(who for who in team if who) for team in plan.teams]
    return sum(before.together.get((a, b), 0) for team in teams for a, b in combinations(team, 2))


def repeats_least(rule: Rule, before: Standing) -> int:
    """The fewest repeats a week of teams of two can have, if nobody serves before somebody on a lower level.

    It knows of the rule only that: who serves and who with whom are its own to choose.
    """
    assert rule.size == 2

    def level(who: str) -> tuple[int, int]:
        count = before.people[who]
        return (count.holidays, count.load) if before.holiday else (0, count.load)

    people = sorted(before.people)
    seats = min(rule.teams * rule.size, len(people))
    lowest = sorted(map(level, people))[:seats]
    model = cp_model.CpModel()
    pairs = {pair: model.new_bool_var("") for pair in combinations(people, 2)}
    alone = {who: model.new_bool_var("") for who in people}
    for who in people:
        serves = sum(chosen for pair, chosen in pairs.items() if who in pair) + alone[who]
        model.add(serves == 1 if level(who) < lowest[-1] else serves <= 1)
        if level(who) > lowest[-1]:
            model.add(serves == 0)
    model.add(sum(pairs.values()) == seats // 2)
    model.add(sum(alone.values()) == seats % 2)
    model.minimize(sum(before.together.get(pair, 0) * chosen for pair, chosen in pairs.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, 60
    if solver.solve(model) != cp_model.OPTIMAL:
        raise AssertionError("the solver did not prove its answer in time")
    return round(solver.objective_value)


def among_equals(people: Iterable[Person], duties: Iterable[Duty]) -> int:
    """The greatest difference among people who were present for equally many weeks."""
    served = Counter(duty.officer for duty in duties)
    equals: dict[int, list[int]] = defaultdict(list)
    for person in people:
        equals[len(person.away)].append(served[person.id])
    return max(max(loads) - min(loads) for loads in equals.values())
