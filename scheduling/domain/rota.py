"""The duty rota (值班轮值): who serves in a week, in which team and patrol area, from what stands before it.

A rolling rule. Whoever may serve and has the least duty serves, in a week with a holiday whoever has the
fewest of those; of equals, and of teams, those are taken whose members were together the fewest times, then
who is known to be away soon, then the smallest hashes. Nobody serves twice within `gap` weeks: a seat nobody
may take stays open and is shown. All that the rule looks at is in `Standing`, which is stored with the week:
anybody in the bureau can compute it again. Weeks published by a rule of before keep it: number 1 filled seat
by seat, as a substitute still is chosen; number 2 did not look at leave to come.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from scheduling.domain.encoding import SHA256
from scheduling.domain.grouping import Grouping

NEVER = 0  # the week number of a last duty that never was
SLACK = 1  # by how many duties a substitute may exceed the least
SEAT_BY_SEAT, BLIND_TO_LEAVE, RULE = 1, 2, 3  # the rules there were; the last is in force
AHEAD = 8  # weeks after the one to be filled in which known leave counts

Pair = tuple[str, str]
Counts = tuple[int, int]  # duties, duties in holiday weeks


@dataclass(frozen=True, slots=True)
class Rule:
    """How a bureau rotates. `seed` names the ties; it is given by number and never chosen."""

    seed: str
    teams: int
    size: int
    gap: int
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One seat somebody held or holds in a week."""

    week: int
    team: int
    officer: str
    holiday: bool = False
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may serve from week `since` on, but not in the weeks `away`."""

    id: str
    since: int = NEVER
    away: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Count:
    """What one person brings to a week: duties, duties in holiday weeks, the last one before it, and in how
    many of the weeks AHEAD he is known to be away.
    """

    load: int
    holidays: int
    last: int
    away: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """All a week is computed from. `people` may serve in it; pairs and areas count what was before."""

    week: int
    holiday: bool
    people: Mapping[str, Count]
    together: Mapping[Pair, int] = field(default_factory=dict)
    walked: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (person, area) → times
    latest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # areas of the last duty
    rule: int = RULE

    def as_json(self) -> dict[str, Any]:
        """Plain values, sorted, for the row and for anybody who computes again."""
        return {
            "week": self.week,
            "holiday": int(self.holiday),
            "people": [self._row(who, count) for who, count in sorted(self.people.items())],
            "together": [[a, b, n] for (a, b), n in sorted(self.together.items())],
            "walked": [[who, area, n] for (who, area), n in sorted(self.walked.items())],
            "latest": [[who, list(areas)] for who, areas in sorted(self.latest.items())],
            **({} if self.rule == SEAT_BY_SEAT else {"rule": self.rule}),
        }

    def _row(self, who: str, count: Count) -> list[str | int]:
        ahead = [count.away] if self.rule == RULE else []
        return [who, count.load, count.holidays, count.last, *ahead]

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> "Standing":
        """What `as_json` wrote."""
        return cls(
            value["week"],
            bool(value["holiday"]),
            {who: Count(*counts) for who, *counts in value["people"]},
            {(a, b): n for a, b, n in value["together"]},
            {(who, area): n for who, area, n in value["walked"]},
            {who: tuple(areas) for who, areas in value["latest"]},
            value.get("rule", SEAT_BY_SEAT),
        )


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The teams of a week ("" is an open seat) and the areas of each team."""

    teams: tuple[tuple[str, ...], ...]
    areas: tuple[tuple[str, ...], ...]


# What stands before a week ------------------------------------------------------------------------
def standing(
    *, week: int, holiday: bool, gap: int, people: Collection[Person], duties: Collection[Duty]
) -> Standing:
    """Count the duties of everybody who may serve in `week`.

    Duties of later weeks count too: they are published, and a substitute must keep the gap to both sides. Who
    came later than others begins with the least they had by then, so that nobody serves his arrears.
    """
    weeks: dict[str, list[Duty]] = {person.id: [] for person in people}
    for duty in duties:
        if duty.officer in weeks:
            weeks[duty.officer].append(duty)
    free = [p for p in people if p.since <= week and week not in p.away and _rested(weeks[p.id], week, gap)]
    credit = {p.id: _credit(p, people, weeks) for p in free}
    ids = frozenset(credit)
    return Standing(
        week,
        holiday,
        {p.id: _count(p, weeks[p.id], week, credit[p.id]) for p in free},
        _together(duties, ids),
        _walked(duties, ids),
        {p.id: last.areas for p in free if (last := _latest(weeks[p.id], week)) and last.areas},
    )


def _rested(duties: Iterable[Duty], week: int, gap: int) -> bool:
    return all(abs(duty.week - week) >= gap for duty in duties)


def _credit(person: Person, people: Iterable[Person], weeks: Mapping[str, Sequence[Duty]]) -> Counts:
    earlier = [weeks[p.id] for p in people if p.since < person.since]
    before = [[d for d in duties if d.week < person.since] for duties in earlier]
    if not before:
        return 0, 0
    return min(map(len, before)), min(sum(d.holiday for d in duties) for duties in before)


def _count(person: Person, duties: Sequence[Duty], week: int, credit: Counts) -> Count:
    last = _latest(duties, week)
    return Count(
        len(duties) + credit[0],
        sum(d.holiday for d in duties) + credit[1],
        last.week if last else NEVER,
        sum(week < gone <= week + AHEAD for gone in person.away),
    )


def _latest(duties: Iterable[Duty], week: int) -> Duty | None:
    return max((d for d in duties if d.week < week), key=lambda duty: duty.week, default=None)


def _together(duties: Iterable[Duty], ids: frozenset[str]) -> dict[Pair, int]:
    teams: dict[tuple[int, int], list[str]] = {}
    for duty in duties:
        if duty.officer in ids:
            teams.setdefault((duty.week, duty.team), []).append(duty.officer)
    found: dict[Pair, int] = {}
    for members in teams.values():
        for a, b in combinations(sorted(members), 2):
            found[a, b] = found.get((a, b), 0) + 1
    return found


def _walked(duties: Iterable[Duty], ids: frozenset[str]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for duty in duties:
        for area in duty.areas if duty.officer in ids else ():
            found[duty.officer, area] = found.get((duty.officer, area), 0) + 1
    return found


# The week -----------------------------------------------------------------------------------------
def week_plan(rule: Rule, before: Standing) -> WeekPlan:
    """Teams and areas of a week; a pure function of the rule and of what stands before it."""
    teams = _seat_by_seat(rule, before) if before.rule == SEAT_BY_SEAT else _together_least(rule, before)
    return WeekPlan(tuple(teams), _areas(rule, before, teams))


def _together_least(rule: Rule, before: Standing) -> list[tuple[str, ...]]:
    """All below the level of the last seat serve; who of that level, and who with whom, the search says."""

    def level(who: str) -> Counts:
        count = before.people[who]
        return count.holidays if before.holiday else 0, count.load

    seats = min(rule.teams * rule.size, len(before.people))
    # half of the weeks in which everybody has his turn
    rest = len(before.people) // (2 * rule.teams * rule.size)

    def key(who: str) -> tuple[Counts, int, bool, bytes]:
        count = before.people[who]
        # who will be away has fewer weeks left for his turn; a rule of before knew of none (away = 0)
        return level(who), -count.away, before.week - count.last <= rest, tie(rule.seed, before.week, 0, who)

    order = sorted(before.people, key=key)
    must = [who for who in order if level(who) < level(order[seats - 1])]
    others = [who for who in order if level(who) == level(order[seats - 1])]
    met = before.together
    found = Grouping(
        must, others, seats - len(must), rule.size, lambda a, b: met.get((a, b) if a < b else (b, a), 0)
    ).teams()
    found += [()] * (rule.teams - len(found))
    return [(*members, *[""] * (rule.size - len(members))) for members in found]


def _seat_by_seat(rule: Rule, before: Standing) -> list[tuple[str, ...]]:
    taken: set[str] = set()
    teams: list[tuple[str, ...]] = []
    for team in range(rule.teams):
        members: list[str] = []
        for _ in range(rule.size):
            who = choose(rule.seed, before, team=team, members=members, taken=taken)
            if who:
                members.append(who)
                taken.add(who)
        teams.append((*members, *[""] * (rule.size - len(members))))
    return teams


def choose(seed: str, before: Standing, *, team: int, members: Sequence[str], taken: Collection[str]) -> str:
    """Who takes the next seat of a team beside `members`: the first, a partner, a substitute; "" for nobody.

    One duty more than the least is allowed only to meet somebody new, where all with the least would repeat.
    """
    free = {who: count for who, count in before.people.items() if who not in taken and who not in members}
    if before.holiday:
        fewest = min((count.holidays for count in free.values()), default=0)
        free = {who: count for who, count in free.items() if count.holidays == fewest}
    if not free:
        return ""
    least = min(count.load for count in free.values())
    met = {who: _times(before, who, members) for who in free}
    near = [who for who, count in free.items() if count.load == least]
    if members and all(met[who] for who in near):
        near += [who for who, count in free.items() if count.load == least + SLACK and not met[who]]

    def key(who: str) -> tuple[int | bytes, ...]:
        count = free[who]
        return met[who], count.load, count.last, tie(seed, before.week, team, who)

    return min(near, key=key)


def _times(before: Standing, who: str, members: Sequence[str]) -> int:
    return sum(before.together.get((min(who, other), max(who, other)), 0) for other in members)


def tie(seed: str, week: int, team: int, who: str) -> bytes:
    """The hash that settles a tie: H("rota", seed, be64(week), be64(team), id)."""
    return SHA256.h("rota", seed, week, team, who)


# Patrol areas -------------------------------------------------------------------------------------
def _areas(rule: Rule, before: Standing, teams: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Every area to one team (to several where areas are fewer), so that nobody owns a street.

    Begin with areas dealt in hashed order, then exchange two as long as that means fewer repeats.
    """
    if not rule.areas:
        return tuple(() for _ in teams)
    order = sorted(rule.areas, key=lambda area: SHA256.h("rota/area", rule.seed, before.week, area))
    slots = max(len(order), len(teams))
    dealt = [order[n % len(order)] for n in range(slots)]

    def cost(slot: int, area: str) -> tuple[int, int]:
        members = [who for who in teams[slot % len(teams)] if who]
        again = sum(area in before.latest.get(who, ()) for who in members)
        return again, sum(before.walked.get((who, area), 0) for who in members)

    def both(a: int, b: int, first: str, second: str) -> tuple[int, int]:
        one, two = cost(a, first), cost(b, second)
        return one[0] + two[0], one[1] + two[1]

    better = True
    while better:
        better = False
        for a in range(slots):
            for b in range(a + 1, slots):
                if both(a, b, dealt[b], dealt[a]) < both(a, b, dealt[a], dealt[b]):
                    dealt[a], dealt[b] = dealt[b], dealt[a]
                    better = True
    shares = [dealt[n :: len(teams)] for n in range(len(teams))]
    return tuple(tuple(area for area in rule.areas if area in share) for share in shares)


# What a change would break ------------------------------------------------------------------------
def change_faults(
    *, week: int, gap: int, person: Person, duties: Iterable[Duty], without: Collection[int] = ()
) -> list[str]:
    """Rules a person would break by serving in `week`: gap, away. `without`: weeks he gives up for it."""
    own = [d for d in duties if d.officer == person.id and d.week not in without]
    faults = [] if _rested(own, week, gap) else ["gap"]
    return faults + (["away"] if week in person.away else [])


def spread(counts: Iterable[int]) -> list[tuple[int, int]]:
    """(duties, how many people have that many), ascending: the balance of the team, naming nobody."""
    found: dict[int, int] = {}
    for count in counts:
        found[count] = found.get(count, 0) + 1
    return sorted(found.items())
