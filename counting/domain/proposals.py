"""Which draws to make next so that all plan rows are met with the fewest visits (综合查一次).

A covering problem: every due row needs so many distinct venues of its categories between two days. A
proposal is a draw, never a choice of venues: a set of categories, a number, the days, and the rows every
venue drawn will serve because its categories lie within all of theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from scheduling.domain.quota import Share, class_quota

# A draw is committed, drawn, matched and approved before its first visit.
LEAD_NATURAL_DAYS = 7
SPAN_NATURAL_DAYS = 30
# Up to so many rows that share venues the bound is searched to the end; beyond, taken greedily.
SEARCHED = 20


@dataclass(frozen=True, slots=True)
class Due:
    """What one plan row still needs: venues to draw, from its free ones, within its days."""

    plan_row: UUID
    categories: frozenset[str]
    left: int
    free: frozenset[UUID]
    first: date
    last: date
    late: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """One draw: how many venues of which categories, for which rows, between which days."""

    categories: tuple[str, ...]
    count: int
    rows: tuple[UUID, ...]
    pool: int
    draw_by: date
    visit_from: date
    visit_to: date
    late: bool


class Unmet(NamedTuple):
    """What no draw can give a row any more."""

    plan_row: UUID
    left: int


@dataclass(frozen=True, slots=True)
class Proposals:
    """The draws, their visits, what stays unmet, and the fewest visits any way could need."""

    draws: tuple[Proposal, ...]
    unmet: tuple[Unmet, ...]
    bound: int

    @property
    def visits(self) -> int:
        """Venues drawn altogether."""
        return sum(draw.count for draw in self.draws)

    @property
    def fewest(self) -> bool:
        """Whether no other way needs fewer visits."""
        return self.visits == self.bound


@dataclass(frozen=True, slots=True)
class Pool:
    """The venues a draw may take: category → its venues, and how many visits of the year each has left."""

    members: Mapping[str, frozenset[UUID]]
    rooms: Mapping[UUID, int]


class _Taken(NamedTuple):
    """What one draw of the plan uses up."""

    categories: frozenset[str]
    venues: int
    rows: frozenset[UUID]


class _Cover:
    """The greedy cover in the making; sets of venues are bits of one number."""

    def __init__(self, dues: Sequence[Due], pool: Pool) -> None:
        """Give every venue of the pool its bit."""
        bit = {venue: 1 << place for place, venue in enumerate(pool.rooms)}
        self.dues = dues
        self.left = {due.plan_row: due.left for due in dues}
        self.taken: list[_Taken] = []
        self.free = {due.plan_row: _mask(due.free, bit) for due in dues}
        self.members = {code: _mask(venues, bit) for code, venues in pool.members.items()}
        by_room: dict[int, int] = {}
        for venue, room in pool.rooms.items():
            by_room[room] = by_room.get(room, 0) | bit[venue]
        self.by_room = sorted(by_room.items())

    def venues(self, categories: frozenset[str], rows: Iterable[Due]) -> int:
        """How many venues a draw of these categories is sure to find that are free for all these rows.

        A draw before this one for one of the rows has used up its venues; one for others only those
        whose last visit of the year it took, at worst the ones with fewest left.
        """
        found = 0
        for code in categories:
            found |= self.members.get(code, 0)
        known = set()
        for due in rows:
            found &= self.free[due.plan_row]
            known.add(due.plan_row)
        before = [one for one in self.taken if one.categories & categories]
        others = sum(one.venues for one in before if not one.rows & known)
        sure = found.bit_count() - sum(one.venues for one in before if one.rows & known)
        for room, mask in self.by_room:
            gone = min((found & mask).bit_count(), others // max(room, 1))
            others -= gone * room
            sure -= gone
        return max(0, sure)

    def wanted(self, categories: frozenset[str], rows: Sequence[Due]) -> int:
        """How many venues the draw should take: all that a row of just these categories needs, else the
        fewest any of the rows needs, so that no category bears what others could.
        """
        left = [self.left[due.plan_row] for due in rows]
        whole = [self.left[due.plan_row] for due in rows if due.categories == categories]
        return min(max(whole) if whole else min(left), self.venues(categories, rows))


def _mask(venues: Iterable[UUID], bit: Mapping[UUID, int]) -> int:
    found = 0
    for venue in venues:
        found |= bit.get(venue, 0)
    return found


def proposals_of(dues: Iterable[Due], pool: Pool, workdays: Sequence[date], today: date) -> Proposals:
    """The draws in order of their days. `workdays` are those after today; without one nothing can be drawn.

    The row with the earliest deadline goes first, and takes along every row one draw can serve as well;
    among those the one that saves most visits. `bound` is the heaviest set of rows no two of which can
    share a visit: every way to meet them needs as many.
    """
    rows = sorted(dues, key=lambda due: (due.last, due.first))
    cover = _Cover(rows, pool)
    draws: list[Proposal] = []
    for due in rows:
        while cover.left[due.plan_row] > 0 and (made := _draw(cover, due, workdays, today)) is not None:
            draws.append(made)
    unmet = tuple(Unmet(due.plan_row, cover.left[due.plan_row]) for due in rows if cover.left[due.plan_row])
    lost = dict(unmet)
    met = [(due, due.left - lost.get(due.plan_row, 0)) for due in rows]
    ordered = sorted(draws, key=lambda draw: (draw.visit_from, draw.visit_to, draw.categories))
    return Proposals(tuple(ordered), unmet, bound([(due, need) for due, need in met if need > 0]))


def _draw(cover: _Cover, due: Due, workdays: Sequence[date], today: date) -> Proposal | None:
    """The next draw for a row, with all the rows it can take along."""
    served, categories = [due], due.categories
    if not cover.venues(categories, served):
        categories = _with_venues(cover, due)
    count = cover.wanted(categories, served)
    first, last = due.first, due.last
    days = _days(first, last, workdays, today)
    if not count or days is None:
        return None
    while (more := _companion(cover, served, categories, (first, last), workdays, today)) is not None:
        other, categories, count, days = more
        served.append(other)
        first, last = max(first, other.first), min(last, other.last)
    pool = cover.venues(categories, served)
    cover.taken.append(_Taken(categories, count, frozenset(row.plan_row for row in served)))
    for row in served:
        cover.left[row.plan_row] = max(0, cover.left[row.plan_row] - count)
    return Proposal(
        tuple(sorted(categories)), count, tuple(row.plan_row for row in served), pool, *days,
        any(row.late for row in served),
    )  # fmt: skip


def _with_venues(cover: _Cover, due: Due) -> frozenset[str]:
    """A category of the row that is sure to have free venues although draws before may have used up some."""
    for code in sorted(due.categories):
        if cover.venues(frozenset({code}), [due]):
            return frozenset({code})
    return due.categories


_Days = tuple[date, date, date]


def _companion(
    cover: _Cover,
    served: Sequence[Due],
    categories: frozenset[str],
    days: tuple[date, date],
    workdays: Sequence[date],
    today: date,
) -> tuple[Due, frozenset[str], int, _Days] | None:
    """The row that joins with the most visits saved: with the categories, venues and days then left."""
    best: tuple[Due, frozenset[str], int, _Days] | None = None
    most = 0
    known = {row.plan_row for row in served}
    for other in cover.dues:
        common = categories & other.categories
        if other.plan_row in known or not cover.left[other.plan_row] or not common:
            continue
        shared = _days(max(days[0], other.first), min(days[1], other.last), workdays, today)
        if shared is None:
            continue
        count = cover.wanted(common, [*served, other])
        saved = min(count, cover.left[other.plan_row])
        if saved > most:
            best, most = (other, common, count, shared), saved
    return best


def _days(first: date, last: date, workdays: Sequence[date], today: date) -> _Days | None:
    """The day to draw by, and the first and last day of visits: as early as a draw can be ready."""
    inside = [on for on in workdays if first <= on <= last]
    if not inside:
        return None
    ready = today + timedelta(days=LEAD_NATURAL_DAYS)
    visit_from = next((on for on in inside if on >= ready), inside[-1])
    visit_to = [on for on in inside if on <= visit_from + timedelta(days=SPAN_NATURAL_DAYS)][-1]
    before = [on for on in workdays if on < visit_from]
    return (before[-1] if before else visit_from), visit_from, visit_to


# The lower bound --------------------------------------------------------------------------------
def bound(dues: Sequence[tuple[Due, int]]) -> int:
    """The heaviest set of rows no two of which one visit could serve, component by component."""
    needs = [need for _, need in dues]
    shares = [
        {b for b, (other, _) in enumerate(dues) if a != b and _shares(due, other)}
        for a, (due, _) in enumerate(dues)
    ]
    open_rows = set(range(len(dues)))
    total = 0
    while open_rows:
        part = _component(min(open_rows), shares)
        open_rows -= part
        total += _heaviest(part, shares, needs) if len(part) <= SEARCHED else _greedy(part, shares, needs)
    return total


def _shares(one: Due, other: Due) -> bool:
    """Whether one visit could serve both."""
    meet = max(one.first, other.first) <= min(one.last, other.last)
    return meet and not one.free.isdisjoint(other.free)


def _component(start: int, shares: Sequence[set[int]]) -> set[int]:
    found, todo = {start}, [start]
    while todo:
        for row in shares[todo.pop()] - found:
            found.add(row)
            todo.append(row)
    return found


def _heaviest(rows: set[int], shares: Sequence[set[int]], needs: Sequence[int]) -> int:
    """Take the row with most neighbours, or leave it; rows nobody shares with are taken."""
    if not rows:
        return 0
    row = max(rows, key=lambda one: (len(shares[one] & rows), -one))
    without = rows - {row}
    taken = needs[row] + _heaviest(without - shares[row], shares, needs)
    if not shares[row] & rows:
        return taken
    return max(taken, _heaviest(without, shares, needs))


def _greedy(rows: set[int], shares: Sequence[set[int]], needs: Sequence[int]) -> int:
    left, total = set(rows), 0
    while left:
        row = max(left, key=lambda one: (needs[one], -one))
        total += needs[row]
        left -= shares[row] | {row}
    return total


# By credit grade --------------------------------------------------------------------------------
def by_grade(count: int, grades: Mapping[str, Share]) -> dict[str, int]:
    """`count` venues over the grades: first what the draw policy asks of each, then by weight × venues left.

    The policy may ask for more than `count`; then that many are drawn.
    """
    asked = class_quota(grades, 0).n
    floors = {
        grade: share._replace(registered=0, bp=0, least=asked[grade]) for grade, share in grades.items()
    }
    first = min(floors)
    # a register of `count` venues drawn whole is a district ratio of exactly that many
    floors[first] = floors[first]._replace(registered=count)
    return class_quota(floors, 10_000).n
