"""The least by which duties must differ in a year whose leave is all known: a solver's word for it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from ortools.sat.python import cp_model

from scheduling.domain.rota import Duty, Person
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


def among_equals(people: Iterable[Person], duties: Iterable[Duty]) -> int:
    """The greatest difference among people who were present for equally many weeks."""
    served = Counter(duty.officer for duty in duties)
    equals: dict[int, list[int]] = defaultdict(list)
    for person in people:
        equals[len(person.away)].append(served[person.id])
    return max(max(loads) - min(loads) for loads in equals.values())
