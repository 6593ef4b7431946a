from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counting.domain.feasibility import (
    Action,
    RowState,
    Stand,
    Supply,
    TeamDay,
    actions_of,
    bound_of,
    coverage_by_ratio,
    coverage_by_tasks,
    most_visits,
    row_check,
    sampling_reach,
)

DAY = date(2026, 9, 16)


def u(number: int) -> UUID:
    return UUID(int=number)


def stands(*caps: tuple[str, int, int], organ: str = "A") -> list[Stand]:
    """(category, cap, taken) of one venue each."""
    return [Stand(u(n), organ, ((code, cap),), taken) for n, (code, cap, taken) in enumerate(caps)]


def team_days(number: int, officers: int = 4, organ: str = "A") -> list[TeamDay]:
    return [TeamDay(DAY + timedelta(days=n), organ, officers, officers) for n in range(number)]


def flowed(rooms: list[int], days: list[int]) -> int:
    """The maximum flow by augmenting paths, for comparison."""
    given_to: dict[int, list[int]] = {day: [] for day in range(len(days))}

    def place(venue: int, seen: set[int]) -> bool:
        for day, capacity in enumerate(days):
            if day in seen or venue in given_to[day]:
                continue
            seen.add(day)
            if len(given_to[day]) < capacity:
                given_to[day].append(venue)
                return True
            for other in list(given_to[day]):
                given_to[day].remove(other)
                if place(other, seen):
                    given_to[day].append(venue)
                    return True
                given_to[day].append(other)
        return False

    return sum(place(venue, set()) for venue, room in enumerate(rooms) for _ in range(room))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=6), st.lists(st.integers(0, 3), max_size=5))
def test_the_bound_is_the_maximum_flow_with_one_visit_a_day(rooms: list[int], days: list[int]) -> None:
    assert most_visits(Counter(rooms), days) == flowed(rooms, days)


def test_180_venues_under_a_cap_of_two_never_make_480() -> None:
    supply = Supply(stands(*[("NET", 2, 0)] * 180), team_days(240))
    found = bound_of(supply, done=0, pending=0, need=480)
    assert (found.room, found.most, found.short, found.binding) == (360, 360, 120, "caps")


def test_what_is_made_pending_and_arranged_comes_first() -> None:
    rows = [
        Stand(u(1), "A", (("NET", 2),), taken=2, arranged=1),
        Stand(u(2), "A", (("NET", 2), ("KTV", 1)), taken=0, arranged=0),
        Stand(u(3), "A", (("NET", 2),), taken=0, arranged=1, open=False),
    ]
    found = bound_of(Supply(rows, team_days(5)), done=7, pending=2, need=20)
    assert (found.arranged, found.room, found.most, found.short) == (2, 1, 12, 8)


def test_officers_make_teams_only_with_somebody_to_lead() -> None:
    assert [TeamDay(DAY, "A", officers, leads).teams for officers, leads in ((5, 5), (6, 1), (1, 1))] == [
        2,
        1,
        0,
    ]


def test_days_bind_where_teams_are_few() -> None:
    supply = Supply(stands(*[("NET", 2, 0)] * 10), team_days(2, officers=2), per_team_day=3)
    found = bound_of(supply, done=0, pending=0, need=20)
    assert (found.capacity, found.most, found.binding) == (6, 6, "days")


def test_once_a_day_may_bind_where_neither_caps_nor_days_do() -> None:
    supply = Supply(stands(("NET", 4, 0)), team_days(2), per_team_day=3)
    found = bound_of(supply, done=0, pending=0, need=4)
    assert (found.room, found.capacity, found.most, found.binding) == (4, 12, 2, "both")


def test_one_organ_lends_another_no_team() -> None:
    venues = stands(*[("NET", 1, 0)] * 3) + [replace(s, organ="B") for s in stands(*[("NET", 1, 0)] * 3)]
    assert bound_of(Supply(venues, team_days(5)), done=0, pending=0, need=6).most == 3


def test_each_way_out_says_what_it_comes_to() -> None:
    supply = Supply(stands(*[("NET", 2, 0)] * 5, *[("KTV", 2, 2)] * 3), team_days(30))
    found = bound_of(supply, done=6, pending=0, need=22)
    assert actions_of(supply, found) == (
        Action("cap", 1, 21, 1, ("NET",)),
        Action("cap", 1, 19, 3, ("KTV",)),
        Action("cap", 1, 24, 0, ("KTV", "NET")),
        Action("exempt", 6, 22, 0),
        Action("target", 6, 16, 0),
    )


def test_raising_one_of_two_categories_of_a_venue_gives_nothing() -> None:
    both = [Stand(u(1), "A", (("NET", 1), ("KTV", 1)), 1)]
    supply = Supply(both, team_days(9))
    found = bound_of(supply, done=1, pending=0, need=2)
    assert [(one.key, one.categories) for one in actions_of(supply, found)] == [
        ("cap", ("KTV", "NET")), ("exempt", ()), ("target", ()),
    ]  # fmt: skip


def test_the_fewest_team_days_more_are_found() -> None:
    supply = Supply(stands(*[("NET", 2, 0)] * 10), team_days(2, officers=2), per_team_day=3)
    found = bound_of(supply, done=0, pending=0, need=14)
    assert Action("days", 3, 15, 0) in actions_of(supply, found)
    far = bound_of(supply, done=0, pending=0, need=90)
    days = next(one for one in actions_of(supply, far) if one.key == "days")
    assert (days.amount, days.most, days.short, days.closes) == (5, 20, 70, False)
    none = replace(supply, per_team_day=0)
    assert "days" not in [one.key for one in actions_of(none, bound_of(none, done=0, pending=0, need=5))]


def test_one_category_that_closes_the_gap_is_enough_and_no_gap_needs_nothing() -> None:
    supply = Supply(stands(*[("NET", 1, 0)] * 5, ("KTV", 1, 0)), team_days(30))
    keys = [
        (one.key, one.categories) for one in actions_of(supply, bound_of(supply, done=0, pending=0, need=8))
    ]
    assert keys == [("cap", ("NET",)), ("cap", ("KTV",)), ("exempt", ()), ("target", ())]
    assert actions_of(supply, bound_of(supply, done=0, pending=0, need=6)) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["NET", "KTV"]), st.integers(0, 3), st.integers(0, 3)), max_size=8),
    st.integers(0, 6),
    st.integers(0, 40),
)
def test_every_action_keeps_its_promise(rows: list[tuple[str, int, int]], days: int, need: int) -> None:
    supply = Supply(stands(*rows), team_days(days), per_team_day=2)
    found = bound_of(supply, done=3, pending=1, need=need)
    for one in actions_of(supply, found):
        assert one.short == max(0, need - one.most) or one.key == "target"
        if one.key == "cap":
            raised = [
                replace(s, limits=tuple((c, cap + (c in one.categories)) for c, cap in s.limits))
                for s in supply.stands
            ]
            assert bound_of(replace(supply, stands=raised), done=3, pending=1, need=need).most == one.most
        if one.key == "days":
            more = [*supply.days, *team_days(one.amount, officers=2)]
            assert bound_of(replace(supply, days=more), done=3, pending=1, need=need).most == one.most


# Plan rows --------------------------------------------------------------------------------------
ROW = RowState(
    u(1), frozenset(map(u, range(10, 30))), 6, frozenset(map(u, range(10, 13))), frozenset({u(13)}),
    frozenset(map(u, range(14, 20))), date(2026, 10, 31), drawn=4, draws=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "stand", "to_draw", "short"),
    [
        ({}, "to_draw", 2, 0),
        ({"quota": None}, "unsettled", 0, 0),
        ({"register": frozenset()}, "empty", 2, 0),
        ({"quota": 3}, "met", 0, 0),
        ({"quota": 4}, "under_way", 0, 0),
        ({"quota": 12}, "short", 8, 2),
        ({"last_on": date(2026, 9, 14)}, "late", 2, 0),
        ({"quota": 4, "rounds": 2}, "to_draw", 1, 0),
    ],
)
def test_a_row_says_how_it_stands(change: dict[str, object], stand: str, to_draw: int, short: int) -> None:
    found = row_check(replace(ROW, **change), target_bp=500, today=date(2026, 9, 15))  # type: ignore[arg-type]
    assert (found.stand, found.to_draw, found.short) == (stand, to_draw, short)


def test_a_row_below_the_share_of_the_target_needs_that_share() -> None:
    assert row_check(replace(ROW, quota=1), target_bp=3_000, today=DAY).need == 6


def test_both_readings_of_coverage_say_what_can_never_be_met() -> None:
    open_row = replace(ROW, plan_row=u(2), done=frozenset(), drawn=0, ahead=frozenset(), draws=0)
    hopeless = replace(open_row, plan_row=u(3), free=frozenset())
    late = replace(ROW, plan_row=u(4), lost=1)
    empty = replace(ROW, plan_row=u(5), register=frozenset())
    checks = [row_check(row, target_bp=500, today=DAY) for row in (ROW, open_row, hopeless, late, empty)]
    ratio = coverage_by_ratio(checks, need_bp=10_000)
    assert (ratio.over, ratio.need, ratio.now, ratio.most, ratio.never, ratio.short) == (
        4, 4, (u(1), u(4)), (u(1), u(2), u(4)), (u(3),), 1,
    )  # fmt: skip
    tasks = coverage_by_tasks(checks, [u(1)], need_bp=5_000)
    assert (tasks.need, tasks.now, tasks.most, tasks.never, tasks.short) == (
        2, (u(1),), (u(1), u(2)), (u(3), u(4)), 0,
    )  # fmt: skip


def test_the_share_of_the_organ_counts_a_venue_once() -> None:
    whole = replace(ROW, register=frozenset(map(u, range(10, 50))))
    checks = [row_check(ROW, target_bp=500, today=DAY)]
    found = sampling_reach(checks, whole, need_bp=2_500)
    assert (found.over, found.need, len(found.now), len(found.most), found.short) == (40, 10, 3, 10, 0)
