from datetime import date

import pytest

from scheduling.domain.filtering import Filter, Past

PAST = Past(date(2024, 5, 1), date(2026, 3, 2), {"complaint": date(2026, 2, 1)})


@pytest.mark.parametrize(
    ("chosen", "taken"),
    [
        (Filter(), True),
        (Filter(set_up_by=date(2024, 5, 1)), True),
        (Filter(set_up_by=date(2024, 4, 30)), False),
        (Filter(not_visited_since=date(2026, 3, 3)), True),
        (Filter(not_visited_since=date(2026, 3, 2)), False),
        (Filter(history=("penalty",)), False),
        (Filter(history=("penalty", "complaint")), True),
        (Filter(history=("complaint",), history_since=date(2026, 2, 1)), True),
        (Filter(history=("complaint",), history_since=date(2026, 2, 2)), False),
        (Filter(history=("complaint",), set_up_by=date(2020, 1, 1)), False),
    ],
)
def test_conditions_hold_together_and_of_history_any_one(chosen: Filter, taken: bool) -> None:
    assert chosen.takes(PAST) is taken


def test_venue_never_visited_is_not_visited_since_any_day() -> None:
    assert Filter(not_visited_since=date(2020, 1, 1)).takes(PAST._replace(last_on=None))


@pytest.mark.parametrize(
    ("chosen", "directed"),
    [
        (Filter(), False),
        (Filter(set_up_by=date(2024, 5, 1)), False),
        (Filter(townships=("370117001",)), True),
        (Filter(history=("penalty",)), True),
        (Filter(not_visited_since=date(2026, 1, 1)), True),
    ],
)
def test_draw_is_directed_when_narrowed_by_more_than_the_cut_off_day(chosen: Filter, directed: bool) -> None:
    assert chosen.directed is directed


def test_filter_survives_being_stored_and_older_records_are_read() -> None:
    chosen = Filter(("NET",), (), ("C", "D"), date(2026, 1, 1), ("penalty",), date(2025, 1, 1), None)
    assert Filter.of(chosen.as_dict()) == chosen
    assert Filter.of({"categories": ["NET"], "townships": [], "grades": []}) == Filter(("NET",))
    assert Filter().as_dict()["set_up_by"] == ""
