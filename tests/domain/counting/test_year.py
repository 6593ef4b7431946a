"""A year told week by week in one run: duty rotates, what is proposed is drawn, by officers who are not on
leave, what is drawn is visited on working days, and all of it adds up.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from uuid import UUID

from counting.domain.feasibility import ceil_share
from counting.domain.proposals import Due, Pool, Proposal, by_grade, proposals_of
from scheduling.domain import drawing
from scheduling.domain.caps import DEFAULT_CAP
from scheduling.domain.quota import Share
from scheduling.domain.roster import OPEN_SEAT, Officer, Venue
from scheduling.domain.rota import Duty, Person, Rule
from scheduling.domain.rules import Rules, kind_of, policy_of
from scheduling.domain.weeks import week_of
from tests.domain.backend.calendars import published
from tests.domain.scheduling import rotas

FIRST, LAST = date(2026, 1, 5), date(2026, 12, 31)
CALENDAR = published(2026)
WORKDAYS = [day for n in range(361) if CALENDAR.is_workday(day := FIRST + timedelta(days=n))]
WEEKS = 52
FESTIVE = (6, 7, 39)  # 春节, 国庆: offsets of their weeks
# each away for two weeks of the year, one after the other
PEOPLE = [
    Person(f"37011726{n:03}", away=frozenset({rotas.FIRST + 3 * n, rotas.FIRST + 3 * n + 1}))
    for n in range(14)
]
TOWNS = ("艾山街道", "里辛街道", "汶源街道")
CATEGORIES = ("NET", "KTV", "GAM", "PER", "ART", "INT", "SCR", "EHT", "TRA", "PUB", "PRI", "FIL")
WEIGHTS = {"A": 1, "B": 2, "C": 4, "D": 8}


@dataclass(frozen=True)
class Row:
    """A plan row: so many in a hundred of its categories between two months."""

    uuid: UUID
    categories: frozenset[str]
    bp: int
    first: date
    last: date


def row(number: int, categories: str, bp: int, months: tuple[int, int]) -> Row:
    first, last = months
    end = date(2026, last + 1, 1) - timedelta(days=1) if last < 12 else LAST
    return Row(UUID(int=number), frozenset(categories.split()), bp, date(2026, first, 1), end)


PLAN = (
    row(1, "NET KTV GAM", 2500, (2, 6)),
    row(2, "NET INT", 5000, (3, 10)),
    row(3, "TRA", 10000, (4, 11)),
    row(4, "PUB PRI", 2000, (3, 10)),
    row(5, "SCR EHT", 3000, (5, 9)),
    row(6, "FIL KTV", 2000, (6, 11)),
    row(7, "ART PER", 1000, (3, 12)),
    row(8, " ".join(CATEGORIES), 500, (1, 12)),
)


@dataclass
class District:
    """Two hundred and sixty venues, fourteen officers, and what has happened so far."""

    categories: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    grades: dict[UUID, str] = field(default_factory=dict)
    visits: dict[UUID, list[date]] = field(default_factory=dict)
    served: dict[UUID, set[UUID]] = field(default_factory=lambda: {one.uuid: set() for one in PLAN})
    sent: list[tuple[str, date]] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    open_seats: int = 0
    draws: int = 0

    def __post_init__(self) -> None:
        for number in range(260):
            uid = UUID(int=1000 + number)
            first = CATEGORIES[number % len(CATEGORIES)]
            self.categories[uid] = (first, "PER") if first == "KTV" and number % 24 == 1 else (first,)
            self.grades[uid] = "AABBBBBBCD"[number % 10]
            self.visits[uid] = []

    def register(self, categories: frozenset[str]) -> frozenset[UUID]:
        return frozenset(uid for uid, held in self.categories.items() if categories & set(held))

    def room(self, uid: UUID) -> int:
        return DEFAULT_CAP - len(self.visits[uid])

    def dues(self, today: date) -> list[Due]:
        found = []
        for one in PLAN:
            register, done = self.register(one.categories), self.served[one.uuid]
            left = ceil_share(len(register), one.bp) - len(done)
            if left > 0:
                free = frozenset(uid for uid in register - done if self.room(uid))
                start = max(one.first, today + timedelta(days=1))
                found.append(Due(one.uuid, one.categories, left, free, start, one.last))
        return found

    def pool(self) -> Pool:
        open_ = [uid for uid in self.categories if self.room(uid)]
        members = {
            code: frozenset(uid for uid in open_ if code in self.categories[uid]) for code in CATEGORIES
        }
        return Pool(members, {uid: self.room(uid) for uid in open_})

    def draw(self, made: Proposal, today: date) -> None:
        """Committed today, drawn from dice, every drawn venue visited within the days of the proposal."""
        self.draws += 1
        about = frozenset(made.categories)
        held = {f"91370117{uid.int:010d}": uid for uid in sorted(self.register(about), key=lambda u: u.int)}
        graded = by_grade(made.count, self._shares(list(held.values())))
        rules = Rules(
            bp=dict.fromkeys("ABCD", 0), least=graded, overall=0, lift_recent=False,
            exclude_natural_days=dict.fromkeys("ABCD", 0), rotation_natural_days=0, relax=(),
        )  # fmt: skip
        kinds = {
            code: kind_of({}, self.categories[uid], about, self.grades[uid]) for code, uid in held.items()
        }
        commit = drawing.prepare(
            scope="370117", no=self.draws, prev="0" * 64, beacon={"kind": "dice", "n": 40}, moment=0,
            verifier="0" * 64, blocked=(), officers=self.officers(made.visit_from),
            policy=policy_of(
                rules, {}, kinds.values(), item_class="general", asof=today, first=made.visit_from,
                last=made.visit_to,
            ),
            venues=[
                Venue(
                    code, self.grades[uid], f"{TOWNS[uid.int % 3]}/{kinds[code].word}", "", "open", "",
                    len(self.visits[uid]), "",
                )
                for code, uid in held.items()
            ],
        )  # fmt: skip
        thrown = f"dice:40:{Random(self.draws).randrange(10**39, 10**40)}"
        result = drawing.draw(commit_bytes=commit.commit_bytes, rosters=commit.rosters, values=[thrown])
        for code, team in result.teams.items():
            self.open_seats += team.count(OPEN_SEAT)
            assert len(set(team)) == len(team) == 2
            self.visits[held[code]].append(made.visit_from)
            self.sent += [(who, made.visit_from) for who in team if who != OPEN_SEAT]
            for uuid in made.rows:
                self.served[uuid].add(held[code])

    def _shares(self, held: list[UUID]) -> dict[str, Share]:
        return {
            grade: Share(
                sum(self.grades[uid] == grade for uid in held),
                sum(self.grades[uid] == grade and self.room(uid) > 0 for uid in held),
                0, 0, WEIGHTS[grade],
            )
            for grade in "ABCD"
        }  # fmt: skip

    def officers(self, on: date) -> list[Officer]:
        """Whoever is not on leave in that week, with the visits of the year so far."""
        quals = tuple(sorted({*CATEGORIES, *(f"L:{code}" for code in CATEGORIES)}))
        carried = Counter(who for who, _ in self.sent)
        return [
            Officer(
                one.id, "一中队", quals, ("*",), "2026-01-01", "2026-12-31", "2028-01-01", carried[one.id], 99
            )
            for one in PEOPLE
            if week_of(on) not in one.away
        ]


@cache
def year_told() -> District:
    """Every Monday: what is due by now is drawn, so that visits come as late as nothing forces them."""
    district = District()
    rule = Rule("WH370117/1", teams=2, size=2, gap=2, areas=rotas.AREAS)
    duty = rotas.weeks_of(rule, PEOPLE, WEEKS, district.duties, holidays=FESTIVE)
    for week, _ in enumerate(duty):
        monday = FIRST + timedelta(weeks=week)
        ahead = [day for day in WORKDAYS if day > monday]
        found = proposals_of(district.dues(monday), district.pool(), ahead, monday)
        for made in found.draws[:1]:
            district.draw(made, monday)
    return district


def test_every_plan_row_is_met_by_the_end_of_the_year() -> None:
    told = year_told()
    assert {one.uuid.int: max(0, left_of(told, one)) for one in PLAN} == dict.fromkeys(range(1, 9), 0)


def left_of(told: District, one: Row) -> int:
    return ceil_share(len(told.register(one.categories)), one.bp) - len(told.served[one.uuid])


def test_no_venue_is_visited_beyond_its_cap_and_no_seat_stays_open() -> None:
    told = year_told()
    assert (max(map(len, told.visits.values())) <= DEFAULT_CAP, told.open_seats) == (True, 0)


def test_rows_that_share_venues_share_visits() -> None:
    """综合查一次: fewer visits than the rows ask for one by one, and none outside what a row asked for."""
    told = year_told()
    asked = sum(ceil_share(len(told.register(one.categories)), one.bp) for one in PLAN)
    visited = {uid for uid, days in told.visits.items() if days}
    assert visited == set().union(*told.served.values())
    assert sum(map(len, told.visits.values())) < asked - ceil_share(260, 500)


def test_duty_of_the_year_is_even_and_nobody_serves_twice_running() -> None:
    found = rotas.figures(PEOPLE, year_told().duties)
    least_repeats = 2 * WEEKS - 14 * 13 // 2
    assert (found["back_to_back"], found["load"][1] - found["load"][0] <= 1) == (0, True)
    assert (found["pair_repeats"], found["seats_filled"]) == (least_repeats, 4 * WEEKS)


def test_nobody_has_duty_or_a_visit_while_on_leave_and_visits_are_even() -> None:
    told, away = year_told(), {one.id: one.away for one in PEOPLE}
    assert [duty for duty in told.duties if duty.week in away[duty.officer]] == []
    assert [(who, on) for who, on in told.sent if week_of(on) in away[who]] == []
    assert {on for _, on in told.sent} <= set(WORKDAYS)
    loads = Counter(who for who, _ in told.sent)
    assert len(loads) == len(PEOPLE) and max(loads.values()) - min(loads.values()) <= 2
