"""Whether the year can be done: the most visits caps and working days allow, what is short, and the ways out.

Caps (年度频次上限) are hard for every visit that counts to them; complaints, checks ordered from above and
rechecks do not (国办发〔2024〕54号). Nothing here is per person: officers are counted as teams of a day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

# Two visits in the morning and two in the afternoon, until the brigade has set its own number.
DEFAULT_VISITS_PER_TEAM_DAY = 4
DEFAULT_GROUND = "默认值（上午、下午各 2 家），待本大队核定"
TEAM = 2
RAISES_SHOWN = 5

# category → cap of the venue's grade; the smallest of them is the venue's limit
Limits = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """One venue against its caps of the year: visits that count are `taken`, those to come are `arranged`.

    An arranged visit that counts is taken too. A venue that may not be visited any more is not `open`.
    """

    venue: UUID
    organ: str
    limits: Limits
    taken: int = 0
    arranged: int = 0
    open: bool = True

    @property
    def limit(self) -> int:
        """Visits of the year, of several categories the smallest."""
        return limit_of(self.limits)

    @property
    def room(self) -> int:
        """Visits that may still be planned within the cap."""
        return max(0, self.limit - self.taken) if self.open else 0


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One working day to come of one organ: officers on duty whose certificate is good, teams they make."""

    on: date
    organ: str
    officers: int
    leads: int
    certain: bool = True  # False: the year's calendar is not published, the day may turn out to be free

    @property
    def teams(self) -> int:
        """Teams of two, each with somebody qualified to lead."""
        return min(self.officers // TEAM, self.leads)


@dataclass(frozen=True, slots=True)
class Supply:
    """What the year can still give: venues against their caps, working days, visits of a team on a day."""

    stands: Sequence[Stand]
    days: Sequence[TeamDay]
    per_team_day: int = DEFAULT_VISITS_PER_TEAM_DAY


@dataclass(frozen=True, slots=True)
class Bound:
    """The most visits the year can come to within the caps, and of what it is made."""

    done: int
    pending: int
    arranged: int
    room: int
    capacity: int
    ahead: int  # the most of arranged + room that the days can carry
    need: int

    @property
    def most(self) -> int:
        """Made, awaiting review, and the most that can still be made."""
        return self.done + self.pending + self.ahead

    @property
    def short(self) -> int:
        """What is missing to the target even then."""
        return max(0, self.need - self.most)

    @property
    def binding(self) -> str:
        """What holds the number down: `caps`, `days`, or `both` when either alone would allow more."""
        if self.ahead == self.arranged + self.room:
            return "caps"
        return "days" if self.ahead == self.capacity else "both"


@dataclass(frozen=True, slots=True)
class Action:
    """One way to close the gap, by how much, and what it comes to."""

    key: str  # exempt | cap | days | target
    amount: int
    most: int
    short: int
    categories: tuple[str, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether nothing is missing any more."""
        return self.short == 0


def limit_of(limits: Limits) -> int:
    """The smallest cap."""
    return min(cap for _, cap in limits)


def most_visits(ahead: Mapping[int, int], days: Iterable[int]) -> int:
    """The most visits when a venue is visited at most once a day: `ahead` is visits still possible → venues.

    A maximum flow from venues to days. By its minimum cut: for every k, the k days with most capacity
    are held down by their venues (each gives at most k), the others by their own capacity.
    """
    capacities = sorted(days)
    below = [0]
    for capacity in capacities:
        below.append(below[-1] + capacity)
    most = len(capacities)
    # beyond the largest number of visits of a venue only the cut at the venues is left
    cuts = {*range(min(most, max(ahead, default=0)) + 1), most}
    found: list[int] = [
        sum(venues * min(visits, k) for visits, venues in ahead.items()) + below[most - k] for k in cuts
    ]
    return min(found)


def bound_of(supply: Supply, *, done: int, pending: int, need: int) -> Bound:
    """The bound of an organ tree: organs do not lend each other officers, so each has its own flow."""
    return _bound(_groups(supply.stands), supply.days, supply.per_team_day, (done, pending, need))


# (organ, limits, taken, arranged) → venues: 20,000 venues make a few hundred groups
_Groups = Counter[tuple[str, Limits, int, int]]


def _groups(stands: Iterable[Stand]) -> _Groups:
    closed: Limits = (("", 0),)
    return Counter((s.organ, s.limits if s.open else closed, s.taken, s.arranged) for s in stands)


def _bound(groups: _Groups, days: Sequence[TeamDay], per: int, made: tuple[int, int, int]) -> Bound:
    done, pending, need = made
    ahead: dict[str, Counter[int]] = {}
    room = arranged = 0
    for (organ, limits, taken, to_come), venues in groups.items():
        free = max(0, limit_of(limits) - taken)
        room += free * venues
        arranged += to_come * venues
        ahead.setdefault(organ, Counter())[free + to_come] += venues
    carried = sum(
        most_visits(counts, (day.teams * per for day in days if day.organ == organ))
        for organ, counts in ahead.items()
    )
    capacity = sum(day.teams * per for day in days)
    return Bound(done, pending, arranged, room, capacity, carried, need)


def actions_of(supply: Supply, bound: Bound) -> tuple[Action, ...]:
    """The smallest ways to close the gap, each with its outcome; none when nothing is short."""
    if not bound.short:
        return ()
    groups = _groups(supply.stands)
    made = (bound.done, bound.pending, bound.need)
    return (
        *_raises(groups, supply, bound, made),
        *_more_days(groups, supply, bound, made),
        *_exempt(bound),
        Action("target", bound.need - bound.most, bound.most, 0),
    )


def _raised(groups: _Groups, categories: Iterable[str]) -> _Groups:
    """The groups when the caps of these categories, of every grade, are one higher."""
    chosen = set(categories)
    found: _Groups = Counter()
    for (organ, limits, taken, arranged), venues in groups.items():
        more = tuple((code, cap + (code in chosen)) for code, cap in limits)
        found[organ, more, taken, arranged] += venues
    return found


def _raises(groups: _Groups, supply: Supply, bound: Bound, made: tuple[int, int, int]) -> Iterable[Action]:
    """One category more at a time, the largest gain first; last the fewest categories found that close it."""

    def most(categories: Sequence[str]) -> int:
        return _bound(_raised(groups, categories), supply.days, supply.per_team_day, made).most

    known = sorted({code for _, limits, _, _ in groups for code, _ in limits if code})
    single = sorted(((most([code]), code) for code in known), key=lambda pair: (-pair[0], pair[1]))
    for reached, code in single[:RAISES_SHOWN]:
        if reached > bound.most:
            yield Action("cap", 1, reached, max(0, bound.need - reached), (code,))
    chosen: list[str] = []
    for _, code in single:
        chosen.append(code)
        reached = most(chosen)
        if reached >= bound.need and len(chosen) > 1:
            yield Action("cap", 1, reached, 0, tuple(sorted(chosen)))
        if reached >= bound.need:
            return


def _more_days(groups: _Groups, supply: Supply, bound: Bound, made: tuple[int, int, int]) -> Iterable[Action]:
    """The fewest team-days more that close the gap, or that bring all the caps still allow."""
    by_caps = bound.done + bound.pending + bound.arranged + bound.room
    goal = min(bound.need, by_caps)
    organs = Counter(organ for organ, _, _, _ in groups.elements())
    if goal <= bound.most or not supply.per_team_day:
        return
    organ = max(sorted(organs), key=lambda code: organs[code])
    spare = TeamDay(date.max, organ, TEAM, 1)
    low, high = 1, bound.arranged + bound.room
    while low < high:
        middle = (low + high) // 2
        days = [*supply.days, *[spare] * middle]
        if _bound(groups, days, supply.per_team_day, made).most >= goal:
            high = middle
        else:
            low = middle + 1
    reached = _bound(groups, [*supply.days, *[spare] * low], supply.per_team_day, made).most
    yield Action("days", low, reached, max(0, bound.need - reached))


def _exempt(bound: Bound) -> Iterable[Action]:
    """Visits that do not count to the cap, as far as the days can carry them."""
    more = min(bound.short, bound.capacity - bound.ahead)
    if more > 0:
        yield Action("exempt", more, bound.most + more, bound.short - more)


# Plan rows --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RowState:
    """One plan row as it stands: its register on the cut-off day, and what became of its venues.

    `quota` is the number of venues the plan asks for, None while its wording is not settled.
    """

    plan_row: UUID
    register: frozenset[UUID]
    quota: int | None
    done: frozenset[UUID]  # drawn and accepted
    ahead: frozenset[UUID]  # drawn, its visit or its record still open
    free: frozenset[UUID]  # could still be drawn: open, room under the cap, neither done nor ahead
    last_on: date
    drawn: int = 0  # visits drawn
    lost: int = 0  # of these published late, or overdue
    rounds: int = 1  # draws a year the wording asks for
    draws: int = 0  # draws made


@dataclass(frozen=True, slots=True)
class RowCheck:
    """Whether one plan row can be met."""

    row: RowState
    need: int  # the larger of quota and the share every row must reach
    least: int  # the share every row must reach (达标)
    late: bool

    @property
    def to_draw(self) -> int:
        """Venues that must still be drawn; one at least while a round is missing."""
        left = max(0, self.need - len(self.row.done) - len(self.row.ahead))
        return max(left, 1) if self.row.draws < self.row.rounds and self.row.register else left

    @property
    def short(self) -> int:
        """Venues missing even when every free one is drawn."""
        reach = len(self.row.done) + len(self.row.ahead) + len(self.row.free)
        return max(0, self.need - reach)

    @property
    def stand(self) -> str:
        """unsettled, empty, met, short, late, to_draw or under_way."""
        for word, holds in (
            ("unsettled", self.row.quota is None),
            ("empty", not self.row.register),
            ("met", len(self.row.done) >= self.need),
            ("short", self.short > 0),
            ("late", self.late),
            ("to_draw", self.to_draw > 0),
        ):
            if holds:
                return word
        return "under_way"


def ceil_share(count: int, bp: int) -> int:
    """count · bp / 10000, rounded up: the fewest venues that make the share."""
    return -(-count * bp // 10_000)


def row_check(row: RowState, *, target_bp: int, today: date) -> RowCheck:
    """One plan row against its quota and the share of 达标."""
    least = ceil_share(len(row.register), target_bp)
    return RowCheck(row, max(row.quota or 0, least), least, row.last_on < today)


@dataclass(frozen=True, slots=True)
class Reach:
    """A ratio of things met: how many now, at the most, and how many the target asks for."""

    over: int
    need: int
    now: tuple[UUID, ...]
    most: tuple[UUID, ...]
    never: tuple[UUID, ...] = field(default=())

    @property
    def short(self) -> int:
        """Missing at the most."""
        return max(0, self.need - len(self.most))


def coverage_by_ratio(checks: Iterable[RowCheck], *, need_bp: int) -> Reach:
    """达标覆盖率, first reading: rows whose share is reached, or can be reached, ÷ rows with a register."""
    rows = [check for check in checks if check.row.register]
    return _reach(
        [check.row.plan_row for check in rows],
        [check.row.plan_row for check in rows if len(check.row.done) >= check.least],
        [
            check.row.plan_row
            for check in rows
            if len(check.row.done) + len(check.row.ahead) + len(check.row.free) >= check.least
        ],
        need_bp,
    )


def coverage_by_tasks(checks: Iterable[RowCheck], met: Iterable[UUID], *, need_bp: int) -> Reach:
    """Second reading: rows all of whose drawn visits were accepted and published in time.

    What was published late stays late: such a row is lost for the year. A row without a draw can still
    have one while a venue is free.
    """
    rows = [check for check in checks if check.row.register]
    done = set(met)
    return _reach(
        [check.row.plan_row for check in rows],
        [check.row.plan_row for check in rows if check.row.plan_row in done],
        [
            check.row.plan_row
            for check in rows
            if not check.row.lost and (check.row.drawn or check.row.free or check.row.plan_row in done)
        ],
        need_bp,
    )


def _reach(rows: Sequence[UUID], now: Sequence[UUID], most: Sequence[UUID], need_bp: int) -> Reach:
    best = set(most)
    never = tuple(row for row in rows if row not in best)
    return Reach(len(rows), ceil_share(len(rows), need_bp), tuple(now), tuple(most), never)


def sampling_reach(checks: Sequence[RowCheck], whole: RowState, *, need_bp: int) -> Reach:
    """抽查比例 of the organ: distinct venues drawn and accepted, at the most with every venue still free."""
    done = set(whole.done)
    ahead = (set(whole.ahead) | set(whole.free)) & whole.register
    for check in checks:
        ahead |= check.row.ahead & whole.register
    now = tuple(sorted(done & whole.register))
    most = tuple(sorted((done | ahead) & whole.register))
    return Reach(len(whole.register), ceil_share(len(whole.register), need_bp), now, most)
