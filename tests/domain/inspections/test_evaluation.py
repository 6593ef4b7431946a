"""What evaluations add up to, and when a month's may be read."""

from datetime import date

import pytest

from inspections.domain.evaluation import Counted, accepted, counted, month_of

TODAY = date(2026, 9, 15)


def test_only_the_month_is_kept_of_a_day() -> None:
    assert month_of(TODAY) == "2026-09"


@pytest.mark.parametrize(
    ("scores", "month", "told"),
    [
        ([3, 3, 3, 2, 1], "2026-08", Counted(5, 3, 1, 1, 240)),
        ([3, 3, 3, 3, 3, 2], "2026-08", Counted(6, 5, 1, 0, 283)),
        ([3, 3, 2, 1], "2026-08", Counted(None, None, None, None, None)),
        ([3, 3, 3, 2, 1], "2026-09", Counted(None, None, None, None, None)),
    ],
    ids=["five", "rounded", "too few", "the month goes on"],
)
def test_a_month_is_read_once_it_is_over_and_five_are_in(
    scores: list[int], month: str, told: Counted
) -> None:
    assert counted(scores, month, TODAY) == told


@pytest.mark.parametrize(
    ("year", "on", "holds"),
    [
        (2026, TODAY, True),
        (2025, TODAY, False),
        (2025, date(2026, 3, 31), True),
        (2025, date(2026, 4, 1), False),
        (2027, TODAY, False),
    ],
)
def test_a_right_of_december_is_good_for_ninety_days_more(year: int, on: date, holds: bool) -> None:
    assert accepted(year, on) is holds
