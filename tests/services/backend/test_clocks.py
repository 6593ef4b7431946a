"""Clocks: started once, suspended, resumed, recomputed and announced when the year's table comes."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.workdays import DayKind, SpecialDay
from backend.models import Clock, JournalLine, Organ, Suspension, User
from backend.services.calendar import calendar_load_year, calendar_touch
from backend.services.clocks import (
    clock_reckoning,
    clock_resume,
    clock_start,
    clock_suspend,
    clocks_done,
    clocks_recompute,
    due_words,
)
from backend.tasks import clocks_recompute as nightly
from tests.racing import race

TODAY = date(2026, 9, 15)
NEW_YEAR = [SpecialDay(date(2027, 1, day), DayKind.STATUTORY, "元旦") for day in (1,)]


def start(organ: Organ, actor: User, **more: Any) -> Clock:
    given: dict[str, Any] = {
        "rule": "decide",
        "noun": "case",
        "noun_id": uuid4(),
        "start_event": "立案",
        "starts_on": TODAY,
        "length": 20,
        "unit": "workdays",
        "basis": "《行政处罚法》第六十条",
    }
    return clock_start(organ=organ, actor=actor, now=clock.now(), **(given | more))


def announced(noun_id: UUID) -> list[tuple[str, str, str, object]]:
    rows = JournalLine.objects.everywhere("task").filter(noun_id=noun_id, verb="clock.recompute")
    return [(row.before, row.after, row.data["rule"], row.data["provisional"]) for row in rows]


def test_clock_starts_with_its_due_date(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    assert (row.due_on, row.provisional, due_words(row)) == (date(2026, 10, 19), False, "2026-10-19")


def test_starting_again_returns_the_running_clock(organ: Organ, inspector: User) -> None:
    noun_id = uuid4()
    rows = [start(organ, inspector, noun_id=noun_id) for _ in range(2)]
    assert rows[0].uuid == rows[1].uuid
    assert JournalLine.objects.everywhere("task").filter(verb="clock.start").count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_starts_at_once_make_one_clock(organ: Organ, inspector: User) -> None:
    noun_id = uuid4()
    uuids = race(*[lambda: start(organ, inspector, noun_id=noun_id).uuid] * 4)
    assert len(set(uuids)) == 1


def test_met_clock_is_met_once(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    given: dict[str, Any] = {"noun": "case", "noun_id": row.noun_id, "rule": "decide"}
    met = [clocks_done(**given, on=date(2026, 9, day)) for day in (17, 18)]
    row.refresh_from_db()
    assert (met, row.done_on) == ([1, 0], date(2026, 9, 17))


def test_table_of_the_year_makes_the_date_exact_and_says_so(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector, starts_on=date(2026, 12, 28))
    assert due_words(row) == "不早于 2027-01-18（2027 年日历未公布）"
    moved = calendar_load_year(year=2027, source="通知", days=NEW_YEAR, now=clock.now())
    row.refresh_from_db()
    assert (moved, due_words(row)) == (1, "2027-01-26")
    assert announced(row.noun_id) == [("2027-01-18", "2027-01-26", "decide", False)]


def test_date_that_becomes_exact_without_moving_is_announced_too(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector, starts_on=date(2026, 12, 15), length=30, unit="natural_days")
    calendar_load_year(year=2027, source="通知", days=NEW_YEAR, now=clock.now())
    row.refresh_from_db()
    assert (due_words(row), announced(row.noun_id)) == (
        "2027-01-14",
        [("2027-01-14", "2027-01-14", "decide", False)],
    )


def test_clock_met_before_the_table_came_stays_as_it_was(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector, starts_on=date(2026, 12, 28))
    clocks_done(noun="case", noun_id=row.noun_id, rule="decide", on=date(2026, 12, 30))
    assert calendar_load_year(year=2027, source="通知", days=NEW_YEAR, now=clock.now()) == 0


def test_corrected_table_moves_exact_dates(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    other = start(organ, inspector, length=3)
    days = [
        SpecialDay(date(2026, 10, day), DayKind.BRIDGE, "休") for day in (1, 2, 3, 4, 5, 6, 7, 8, 9)
    ]  # two days more, no make-up days, no 中秋
    moved = calendar_load_year(year=2026, source="更正", days=days, now=clock.now())
    row.refresh_from_db()
    other.refresh_from_db()
    assert (moved, row.due_on, other.due_on) == (1, date(2026, 10, 22), date(2026, 9, 18))


def test_table_with_days_of_another_year_is_refused_whole(organ: Organ) -> None:
    with pytest.raises(ValueError, match="2027-01-01"):
        calendar_load_year(year=2026, source="通知", days=NEW_YEAR, now=clock.now())


def test_edited_table_is_seen_at_once(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector, length=1)
    from backend.models import CalendarYear, SpecialDate

    year = CalendarYear.objects.everywhere("task").get(year=2026)
    SpecialDate.objects.create(on=date(2026, 9, 16), year=year, kind="bridge", name="休")
    assert calendar_touch(years={2026}, now=clock.now()) == 1
    row.refresh_from_db()
    assert row.due_on == date(2026, 9, 17)


def test_nightly_run_finds_what_was_missed(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    Clock.objects.everywhere("task").update(provisional=True, due_on=date(2026, 10, 5), needs_years=[2026])
    assert (nightly(), nightly()) == (1, 0)
    row.refresh_from_db()
    assert due_words(row) == "2026-10-19"


def test_closed_suspension_moves_the_date_by_its_days(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    clock_suspend(
        clock=row, starts_on=date(2026, 9, 17), ends_on=date(2026, 9, 18), basis="中止", actor=inspector,
        now=clock.now(),
    )  # fmt: skip
    assert (row.due_on, row.provisional) == (date(2026, 10, 21), False)


def test_open_suspension_holds_the_date_until_it_ends(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    given: dict[str, Any] = {"clock": row, "actor": inspector}
    clock_suspend(**given, starts_on=TODAY, ends_on=None, basis="中止", now=clock.now())
    assert due_words(row) == "不早于 2026-10-19（中止中）"
    with clock.at(clock.now().replace(day=18)):
        assert clocks_recompute(now=clock.now()) == 0, "it moves by itself, that is no news"
        row.refresh_from_db()
        assert due_words(row) == "不早于 2026-10-22（中止中）"
        clock_resume(**given, ends_on=date(2026, 9, 18), now=clock.now())
    row.refresh_from_db()
    assert (due_words(row), len(announced(row.noun_id))) == ("2026-10-22", 2)


def test_second_open_suspension_is_refused(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    given: dict[str, Any] = {"clock": row, "ends_on": None, "basis": "中止", "actor": inspector}
    clock_suspend(**given, starts_on=TODAY, now=clock.now())
    with pytest.raises(DomainError) as refusal:
        clock_suspend(**given, starts_on=date(2026, 9, 16), now=clock.now())
    assert refusal.value.code == "conflict"
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspension.objects.create(clock=row, starts_on=TODAY, basis="中止")


def test_resuming_what_runs_is_refused(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector)
    with pytest.raises(DomainError) as refusal:
        clock_resume(clock=row, ends_on=TODAY, actor=inspector, now=clock.now())
    assert refusal.value.code == "conflict"


def test_reckoning_is_the_period_day_by_day(organ: Organ, inspector: User) -> None:
    row = start(organ, inspector, length=3)
    days = [(day.on.day, day.number) for day in clock_reckoning(row, TODAY).reckoning]
    assert days == [(16, 1), (17, 2), (18, 3)]
