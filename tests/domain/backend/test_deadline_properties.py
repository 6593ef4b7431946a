"""Whatever table a year will get, no provisional date is later than the true one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.deadlines import Suspension, Unit, due, due_before
from backend.domain.workdays import WorkCalendar
from tests.domain.backend.calendars import plausible, published

KNOWN = published(2025, 2026)
UNITS = st.sampled_from(("workdays", "natural_days"))
LENGTHS = st.integers(1, 100)
NEAR_NEW_YEAR = st.dates(date(2026, 9, 1), date(2027, 10, 31))
IN_2026 = st.dates(date(2025, 1, 1), date(2026, 6, 1))


@st.composite
def pauses(draw: st.DrawFn) -> list[Suspension]:
    starts = draw(st.lists(st.dates(date(2026, 9, 1), date(2027, 8, 1)), max_size=2))
    return [(start, start + timedelta(days=draw(st.integers(0, 20)))) for start in starts]


@given(real=plausible(2027), start=NEAR_NEW_YEAR, length=LENGTHS, unit=UNITS, paused=pauses())
def test_provisional_date_is_never_later_than_the_true_one(
    real: WorkCalendar, start: date, length: int, unit: Unit, paused: list[Suspension]
) -> None:
    told, true = due(start, length, unit, KNOWN, paused), due(start, length, unit, real, paused)
    if {true.on.year, told.on.year} <= {2026, 2027}:
        assert told.on <= true.on
        assert told.provisional or told.on == true.on


@given(real=plausible(2027), end=st.dates(date(2026, 12, 1), date(2027, 12, 31)), length=st.integers(1, 40))
def test_latest_safe_day_is_never_later_than_the_true_one(real: WorkCalendar, end: date, length: int) -> None:
    told, true = due_before(end, length, KNOWN), due_before(end, length, real)
    assert told.on <= true.on
    assert told.provisional or told.on == true.on


@given(start=IN_2026, length=LENGTHS)
def test_working_period_holds_exactly_its_working_days(start: date, length: int) -> None:
    reckoned = due(start, length, "workdays", KNOWN)
    assert KNOWN.is_workday(reckoned.on)
    assert KNOWN.workdays_between(start, reckoned.on) == length


@given(start=IN_2026, length=LENGTHS)
def test_natural_period_ends_on_the_first_working_day_from_its_last(start: date, length: int) -> None:
    reckoned = due(start, length, "natural_days", KNOWN)
    last = start + timedelta(days=length)
    assert KNOWN.is_workday(reckoned.on)
    assert KNOWN.workdays_between(last - timedelta(days=1), reckoned.on) == 1


@given(end=st.dates(date(2025, 6, 1), date(2026, 12, 31)), length=st.integers(1, 60))
def test_backward_period_leaves_exactly_its_working_days(end: date, length: int) -> None:
    reckoned = due_before(end, length, KNOWN)
    day_before = timedelta(days=1)
    assert KNOWN.is_workday(reckoned.on)
    assert KNOWN.workdays_between(reckoned.on - day_before, end - day_before) == length


@given(start=IN_2026, length=LENGTHS, unit=UNITS, first=st.integers(0, 60), days=st.integers(0, 30))
def test_suspension_never_makes_a_period_end_earlier(
    start: date, length: int, unit: Unit, first: int, days: int
) -> None:
    pause = (start + timedelta(days=first), start + timedelta(days=first + days))
    assert due(start, length, unit, KNOWN, [pause]).on >= due(start, length, unit, KNOWN).on


@given(start=IN_2026, length=st.integers(1, 99), unit=UNITS)
def test_longer_period_never_ends_earlier(start: date, length: int, unit: Unit) -> None:
    assert due(start, length, unit, KNOWN).on <= due(start, length + 1, unit, KNOWN).on
