from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from counting.domain.proposals import SEARCHED, Due, Pool, Unmet, bound, by_grade, proposals_of
from scheduling.domain.quota import Share

TODAY = date(2026, 9, 15)
WORKDAYS = [TODAY + timedelta(days=n) for n in range(1, 108) if (TODAY + timedelta(days=n)).weekday() < 5]


def u(number: int) -> UUID:
    return UUID(int=number)


def venues(first: int, count: int) -> frozenset[UUID]:
    return frozenset(u(n) for n in range(first, first + count))


NET, KTV, GAM = venues(1000, 30), venues(2000, 20), venues(3000, 10)
MEMBERS = {"NET": NET, "KTV": KTV, "GAM": GAM}
POOL = Pool(MEMBERS, dict.fromkeys(NET | KTV | GAM, 2))
EVERY = frozenset(MEMBERS)


def due(
    row: int,
    categories: Sequence[str],
    left: int,
    first: int = 9,
    last: int = 12,
    free: frozenset[UUID] | None = None,
) -> Due:
    """A row of these categories between two months."""
    own = frozenset().union(*(MEMBERS[code] for code in categories))
    end = date(2026, 12, 31) if last == 12 else date(2026, last + 1, 1) - timedelta(days=1)
    return Due(u(row), frozenset(categories), left, own if free is None else free, date(2026, first, 1), end)


def test_rows_of_one_category_share_their_visits() -> None:
    found = proposals_of([due(1, ["NET"], 5), due(2, ["NET"], 8)], POOL, WORKDAYS, TODAY)
    (draw,) = found.draws
    assert (draw.categories, draw.count, draw.rows, draw.pool) == (("NET",), 8, (u(1), u(2)), 30)
    assert (found.visits, found.bound, found.fewest) == (8, 8, True)


def test_a_narrower_row_is_drawn_first_and_counts_for_the_wider() -> None:
    found = proposals_of([due(1, ["KTV", "GAM"], 10), due(2, ["KTV"], 4)], POOL, WORKDAYS, TODAY)
    assert [(d.categories, d.count, d.rows) for d in found.draws] == [
        (("GAM", "KTV"), 6, (u(1),)), (("KTV",), 4, (u(1), u(2))),
    ]  # fmt: skip
    assert (found.visits, found.bound) == (10, 10)


def test_rows_whose_days_do_not_meet_need_their_own_visits() -> None:
    found = proposals_of([due(1, ["NET"], 5, 9, 10), due(2, ["NET"], 5, 11, 12)], POOL, WORKDAYS, TODAY)
    assert [(d.rows, d.count) for d in found.draws] == [((u(1),), 5), ((u(2),), 5)]
    assert found.fewest


def test_the_share_of_the_organ_is_served_by_every_draw() -> None:
    whole = due(9, sorted(EVERY), 12)
    found = proposals_of([due(1, ["NET"], 6), due(2, ["KTV"], 3), whole], POOL, WORKDAYS, TODAY)
    assert [(d.categories, d.count) for d in found.draws] == [
        (("GAM", "KTV", "NET"), 3), (("KTV",), 3), (("NET",), 6),
    ]  # fmt: skip
    assert (found.visits, found.bound) == (12, 12)


def test_visits_begin_when_a_draw_can_be_ready_and_end_in_time() -> None:
    found = proposals_of([due(1, ["NET"], 5, 9, 10), due(2, ["KTV"], 2, 9, 9)], POOL, WORKDAYS, TODAY)
    first, second = found.draws
    assert (first.draw_by, first.visit_from, first.visit_to) == (
        date(2026, 9, 21), date(2026, 9, 22), date(2026, 9, 30),
    )  # fmt: skip
    assert (second.visit_from, second.visit_to) == (date(2026, 9, 22), date(2026, 10, 22))
    hurried = Due(u(3), frozenset({"GAM"}), 1, GAM, date(2026, 9, 1), date(2026, 9, 16), late=True)
    (draw,) = proposals_of([hurried], POOL, WORKDAYS, TODAY).draws
    assert (draw.draw_by, draw.visit_from, draw.late) == (date(2026, 9, 16), date(2026, 9, 16), True)


def test_what_no_draw_can_give_is_said() -> None:
    few = due(1, ["GAM"], 14)
    ended = due(2, ["NET"], 3, 1, 8)
    found = proposals_of([few, ended], POOL, WORKDAYS, TODAY)
    assert [(d.count, d.rows) for d in found.draws] == [(10, (u(1),))]
    assert set(found.unmet) == {Unmet(u(1), 4), Unmet(u(2), 3)}


def test_a_venue_at_its_last_visit_serves_one_draw_alone() -> None:
    tight = Pool(MEMBERS, dict.fromkeys(NET | KTV | GAM, 1))
    rows = [due(1, ["GAM"], 6, 9, 9), due(2, ["GAM"], 6, 11, 12)]
    found = proposals_of(rows, tight, WORKDAYS, TODAY)
    assert ([d.count for d in found.draws], found.unmet) == ([6, 4], (Unmet(u(2), 2),))
    roomy = proposals_of(rows, POOL, WORKDAYS, TODAY)
    assert ([d.count for d in roomy.draws], roomy.unmet) == ([6, 6], ())


def test_a_row_turns_to_the_category_that_still_has_venues() -> None:
    tight = Pool(MEMBERS, dict.fromkeys(NET | KTV | GAM, 1))
    rows = [due(1, ["GAM"], 10, 9, 9), due(2, ["KTV"], 18, 9, 9), due(3, ["GAM", "KTV"], 4, 11, 12)]
    found = proposals_of(rows, tight, WORKDAYS, TODAY)
    assert (found.draws[-1].categories, found.draws[-1].count) == (("GAM", "KTV"), 2)
    rows[2] = due(3, ["GAM", "KTV"], 4, 11, 12, free=GAM)
    assert proposals_of(rows, tight, WORKDAYS, TODAY).unmet == (Unmet(u(3), 4),)
    elsewhere = [due(1, ["GAM", "KTV"], 30, 9, 9), due(2, ["NET", "KTV"], 5, 11, 12)]
    last = proposals_of(elsewhere, tight, WORKDAYS, TODAY).draws[-1]
    assert (last.categories, last.count) == (("KTV", "NET"), 5)
    used = [due(1, ["GAM", "KTV"], 30, 9, 9), due(2, ["NET", "KTV"], 5, 11, 12, free=venues(1000, 20))]
    assert proposals_of(used, tight, WORKDAYS, TODAY).draws[-1].categories == ("NET",)


@st.composite
def due_rows(draw: st.DrawFn) -> list[Due]:
    sets = st.lists(st.sampled_from(sorted(EVERY)), min_size=1, max_size=3, unique=True)
    rows = []
    for row in range(draw(st.integers(1, 5))):
        first = draw(st.integers(9, 12))
        rows.append(due(row, draw(sets), draw(st.integers(1, 8)), first, draw(st.integers(first, 12))))
    return rows


@settings(max_examples=40, deadline=None)
@given(due_rows())
def test_every_row_is_met_or_said_and_no_way_beats_the_bound(rows: list[Due]) -> None:
    found = proposals_of(rows, POOL, WORKDAYS, TODAY)
    unmet = dict(found.unmet)
    assert found.visits >= found.bound
    for row in rows:
        serving = [d for d in found.draws if row.plan_row in d.rows]
        assert sum(d.count for d in serving) + unmet.get(row.plan_row, 0) >= row.left
        for one in serving:
            assert row.first <= one.visit_from <= one.visit_to <= row.last
            assert set(one.categories) <= row.categories


@settings(max_examples=40, deadline=None)
@given(due_rows())
def test_the_bound_is_the_heaviest_set_of_rows_that_share_nothing(rows: list[Due]) -> None:
    def apart(a: Due, b: Due) -> bool:
        return max(a.first, b.first) > min(a.last, b.last) or not a.free & b.free

    sets = [some for size in range(len(rows) + 1) for some in combinations(rows, size)]
    free = [some for some in sets if all(apart(a, b) for a, b in combinations(some, 2))]
    assert bound([(row, row.left) for row in rows]) == max(sum(row.left for row in some) for some in free)


def test_of_many_rows_that_share_the_bound_is_still_one() -> None:
    rows = [(due(n, ["NET"], 1 + n % 7), 1 + n % 7) for n in range(SEARCHED + 5)]
    assert bound(rows) == 7


def test_the_policy_comes_first_and_the_rest_goes_by_risk() -> None:
    grades = {
        "A": Share(40, 30, 100, 1, 1), "B": Share(20, 15, 500, 1, 2), "C": Share(5, 5, 2_000, 1, 4),
        "D": Share(2, 2, 10_000, 1, 8),
    }  # fmt: skip
    assert by_grade(10, grades) == {"A": 3, "B": 3, "C": 2, "D": 2}
    assert by_grade(1, grades) == {"A": 1, "B": 1, "C": 1, "D": 2}
    assert by_grade(99, grades) == {"A": 30, "B": 15, "C": 5, "D": 2}
