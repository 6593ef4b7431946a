from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from counting.domain.forecast import Band, Series, Week, band, ceil_sqrt, pace, plan_band, variance, weeks_of

TODAY = date(2026, 9, 15)  # a Tuesday
WEEKS = st.lists(st.builds(Week, st.integers(1, 6), st.integers(0, 30)), max_size=8)
SERIES = st.builds(Series, WEEKS, st.integers(0, 20), st.none() | st.integers(0, 60))


def test_the_pace_of_even_weeks_has_no_band() -> None:
    even = [Week(5, 10), Week(4, 8), Week(5, 10)]
    assert (pace(even), variance(even)) == (Fraction(2), Fraction(0))
    assert band(100, [Series(even)], (30, 30)) == Band(160, 160, 160)


def test_the_band_is_the_formula() -> None:
    weeks = [Week(5, 8), Week(5, 12), Week(5, 10), Week(5, 10)]
    assert variance(weeks) == Fraction(8, 15)
    # z²·s²·L·(1 + L/W) = 1.6424 · 8/15 · 20 · 2 = 35.04: half is 6
    assert band(0, [Series(weeks)], (20, 20)) == Band(34, 40, 46)


def test_what_is_arranged_is_the_floor_and_the_caps_are_the_ceiling() -> None:
    weeks = [Week(5, 8), Week(5, 12)]
    assert band(0, [Series(weeks, arranged=50)], (10, 10)).middle == 50
    assert band(0, [Series(weeks, most=12)], (10, 10)) == Band(4, 12, 12)


def test_fewer_and_more_days_make_the_band_of_a_year_without_calendar() -> None:
    even = [Week(5, 10), Week(5, 10)]
    assert band(0, [Series(even)], (10, 14)) == Band(20, 24, 28)


def test_before_there_is_a_pace_the_band_is_the_plan() -> None:
    assert (plan_band(3, 10, 400), plan_band(3, 10, 5)) == (Band(3, 13, 400), Band(3, 13, 13))


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 500),
    st.lists(SERIES, max_size=2),
    st.integers(0, 90),
    st.integers(0, 20),
    st.integers(0, 500),
)
def test_the_band_is_in_order_and_holds_what_is_reached(
    base: int, series: list[Series], days: int, more: int, target: int
) -> None:
    found = band(base, series, (days, days + more))
    assert base <= found.low <= found.middle <= found.high
    if base >= target:
        assert found.low >= target


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 500), st.lists(SERIES, max_size=2), st.integers(0, 90), st.integers(0, 30))
def test_more_days_and_more_visits_never_bring_less(
    base: int, series: list[Series], days: int, more: int
) -> None:
    one, later = band(base, series, (days, days)), band(base, series, (days + more, days + more))
    assert later.middle >= one.middle
    assert later.high >= one.high
    further = band(base + more, series, (days, days))
    assert (further.low, further.middle, further.high) == (one.low + more, one.middle + more, one.high + more)


@given(st.integers(0, 500), st.lists(SERIES, max_size=2))
def test_with_no_day_left_the_band_is_a_point(base: int, series: list[Series]) -> None:
    assert band(base, series, (0, 0)) == Band(base, base, base)


@given(st.fractions(0, 10_000))
def test_the_root_is_the_least_whole_number_not_below(square: Fraction) -> None:
    root = ceil_sqrt(square)
    assert root * root >= square
    assert root == 0 or (root - 1) ** 2 < square


def test_weeks_are_complete_and_nothing_of_a_holiday_week_is_lost() -> None:
    monday = date(2026, 8, 17)
    worked = [monday + timedelta(days=n) for n in (0, 1, 2, 3, 4, 14, 15, 28, 29)]
    visits = [monday, monday + timedelta(days=9), monday + timedelta(days=15), date(2026, 9, 14)]
    assert weeks_of(visits, worked, TODAY) == [Week(5, 1), Week(2, 2)]
    assert weeks_of([*visits, monday + timedelta(days=23)], worked, TODAY) == [Week(5, 1), Week(2, 3)]
    assert weeks_of([monday], [], TODAY) == []
