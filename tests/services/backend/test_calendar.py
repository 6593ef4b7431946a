"""The working calendar as all processes see it."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from backend import clock
from backend.domain.workdays import DayKind, SpecialDay
from backend.models import CalendarChange, CalendarYear, Division, SchoolVacation, SpecialDate
from backend.services.calendar import calendar_load_year, calendar_touch, read_days, seed_days, work_calendar
from backend.services.divisions import FILE, divisions_load

pytestmark = pytest.mark.django_db


def test_calendar_is_asked_once_and_read_once(django_assert_num_queries: Any) -> None:
    work_calendar()
    with django_assert_num_queries(1):
        work_calendar()


def test_change_by_another_process_is_seen_at_once() -> None:
    before = work_calendar()
    CalendarYear.objects.create(year=2027, source="通知", loaded_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert (sorted(before.years), sorted(work_calendar().years)) == ([2025, 2026], [2025, 2026, 2027])


def test_vacations_are_those_of_the_division_and_above() -> None:
    for code, name in (("37", "暑假"), ("370116", "寒假")):
        SchoolVacation.objects.create(
            division=Division.objects.everywhere("task").get(code=code),
            name=name,
            starts_on=date(2026, 7, 11) if name == "暑假" else date(2026, 1, 31),
            ends_on=date(2026, 8, 31) if name == "暑假" else date(2026, 3, 1),
        )
    calendar_touch(years={2026}, now=clock.now())
    summer, winter = date(2026, 7, 20), date(2026, 2, 10)
    seen = {
        code: (work_calendar(code).is_vacation(summer), work_calendar(code).is_vacation(winter))
        for code in ("370117", "370116", "")
    }
    assert seen == {"370117": (True, False), "370116": (True, True), "": (False, False)}


def test_year_the_package_does_not_know_is_not_guessed() -> None:
    with pytest.raises(NotImplementedError, match="2027"):
        seed_days(2027)


def test_new_table_comes_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "2027.csv"
    file.write_text("\ufeffdate,kind,name\n2027-01-01,statutory,元旦\n2027-01-03,makeup,班\n", "utf-8")
    assert read_days(file)[1] == SpecialDay(date(2027, 1, 3), DayKind.MAKEUP, "班")
    call_command("calendar_load", "2027", str(file), "国办发明电〔2026〕9号")
    assert work_calendar().is_workday(date(2027, 1, 3))
    assert CalendarYear.objects.everywhere("task").get(year=2027).source == "国办发明电〔2026〕9号"
    assert "2027 年工作日历 2 天" in capsys.readouterr().out


def test_notice_of_a_year_changes_the_last_days_of_december_before_it() -> None:
    rows = [
        SpecialDay(date(2026, 12, 31), DayKind.BRIDGE, "休"),
        SpecialDay(date(2027, 1, 1), DayKind.STATUTORY, "元旦"),
    ]
    now = datetime(2026, 11, 4, tzinfo=UTC)
    calendar_load_year(year=2027, source="通知", days=rows, now=now)
    calendar_load_year(year=2026, source="重载", days=[], now=now)
    calendar_load_year(year=2027, source="通知", days=rows, now=now)
    assert (
        work_calendar().is_workday(date(2026, 12, 31)),
        work_calendar().waits_for(date(2026, 12, 31)),
    ) == (False, None)
    with pytest.raises(ValueError, match="2026-12-27"):
        calendar_load_year(
            year=2027, source="通知", days=[SpecialDay(date(2026, 12, 27), DayKind.MAKEUP, "班")], now=now
        )


def test_table_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "2026.csv"
    file.write_text("date,kind,name\n2026-01-01,statutory,元旦\n", "utf-8")
    call_command("calendar_load", "2026", str(file), "更正", stdout=StringIO())
    assert SpecialDate.objects.everywhere("task").filter(year=2026).count() == 1


def test_divisions_hold_every_township_of_the_district() -> None:
    loaded = divisions_load()
    lines = sum(1 for _ in FILE.open(encoding="utf-8")) - 1
    below = Division.objects.everywhere("task").filter(parent="370117").values_list("name", flat=True)
    assert (loaded, {"艾山街道", "里辛街道", "汶源街道"} <= set(below)) == (lines, True)
    assert divisions_load() == loaded, "loading again changes nothing"


def test_a_change_names_the_years_its_days_are_in() -> None:
    eve = SpecialDay(date(2026, 12, 31), DayKind.BRIDGE, "休")
    for days in ([], [eve], []):
        calendar_load_year(year=2027, source="通知", days=days, now=clock.now())
    rows = CalendarChange.objects.everywhere("task").filter(source="通知").order_by("at")
    assert [row.years for row in rows] == [[2027], [2026, 2027], [2026, 2027]]
