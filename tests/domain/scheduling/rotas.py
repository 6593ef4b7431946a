"""A bureau's year of duty, week by week, with random leave: for the properties and for the long run."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from scheduling.domain.rota import Duty, Person, Rule, Standing, WeekPlan, standing, week_plan
from scheduling.domain.weeks import week_of

FIRST = week_of(date(2026, 1, 5))
AREAS = ("一片区", "二片区", "三片区", "四片区")


def bureau(officers: int, weeks: int, dice: Random, *, share: float = 0.08) -> list[Person]:
    """Officers who are away in `share` of all weeks and for two weeks running besides."""
    people = []
    for number in range(officers):
        away = {week for week in range(FIRST, FIRST + weeks) if dice.random() < share}
        if share:
            holiday = dice.randrange(FIRST, FIRST + max(weeks - 1, 1))
            away |= {holiday, holiday + 1}
        people.append(Person(f"3701172600{number:02d}", away=frozenset(away)))
    return people


def year(
    rule: Rule, people: Iterable[Person], weeks: int, *, holidays: Iterable[int] = (), since: int = FIRST
) -> list[Duty]:
    """All duties of `weeks` weeks; `holidays` are offsets from the first."""
    duties: list[Duty] = []
    for _ in weeks_of(rule, people, weeks, duties, holidays=holidays, since=since):
        pass
    return duties


def weeks_of(
    rule: Rule,
    people: Iterable[Person],
    weeks: int,
    duties: list[Duty],
    *,
    holidays: Iterable[int] = (),
    since: int = FIRST,
) -> Iterator[tuple[Standing, WeekPlan]]:
    """Week by week: what stood before it and what it became; `duties` grows."""
    everybody, festive = list(people), {since + offset for offset in holidays}
    for week in range(since, since + weeks):
        before = standing(week=week, holiday=week in festive, gap=rule.gap, people=everybody, duties=duties)
        plan = week_plan(rule, before)
        for team, members in enumerate(plan.teams):
            duties += [Duty(week, team, who, week in festive, plan.areas[team]) for who in members if who]
        yield before, plan


def figures(people: Iterable[Person], duties: list[Duty]) -> dict[str, Any]:
    """Load, gaps, pairs and areas of a run, naming nobody."""
    weeks: dict[str, list[Duty]] = {person.id: [] for person in people}
    for duty in duties:
        weeks[duty.officer].append(duty)
    gaps = [b.week - a.week for own in weeks.values() for a, b in pairwise(own)]
    again = [bool(set(a.areas) & set(b.areas)) for own in weeks.values() for a, b in pairwise(own)]
    teams: dict[tuple[int, int], list[str]] = {}
    for duty in duties:
        teams.setdefault((duty.week, duty.team), []).append(duty.officer)
    pairs = Counter(tuple(sorted(members)) for members in teams.values() if len(members) == 2)
    loads = [len(own) for own in weeks.values()]
    festive = [sum(duty.holiday for duty in own) for own in weeks.values()]
    return {
        "load": [min(loads), max(loads)],
        "holiday_load": [min(festive), max(festive)],
        "least_gap_weeks": min(gaps, default=0),
        "back_to_back": sum(gap == 1 for gap in gaps),
        "pair_repeats": sum(count - 1 for count in pairs.values()),
        "same_area_running": sum(again),
        "seats_filled": len(duties),
    }


def timed(rule: Rule, people: list[Person], weeks: int, **kinds: Any) -> tuple[list[Duty], float]:
    """The duties, and how many milliseconds they took."""
    began = time.perf_counter()
    duties = year(rule, people, weeks, **kinds)
    return duties, round((time.perf_counter() - began) * 1000, 1)
