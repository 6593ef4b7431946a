"""Cells as bureaus type them: texts, codes, numbers, dates and hours, and what is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.importing import cells
from registry.domain.importing.cells import Cell, Unreadable

GOOD = "91310000132200944J"
MIDNIGHT = datetime(2025, 3, 1)  # noqa: DTZ001 a cell of Excel knows no zone
MORNING = datetime(2025, 3, 1, 8, 30)  # noqa: DTZ001


def read(reader: Callable[[Cell], Any], cell: Cell) -> Any:
    """What a reader makes of a cell; of an unreadable one its code."""
    try:
        return reader(cell)
    except Unreadable as unreadable:
        assert unreadable.message
        return f"!{unreadable.code}"


TEXTS: dict[Any, str] = {
    "  星光网吧　 ": "星光网吧",
    "星光\u200b网\ufeff吧\u00ad": "星光网吧",
    "张　三": "张三",
    "星光\n网吧": "星光网吧",
    "ＡＢＣ１２３网吧（钢城）": "ABC123网吧（钢城）",
    "长勺路 12 号": "长勺路 12 号",
    "a\u00a0 b": "a b",
    13800000000.0: "13800000000",
    12: "12",
    1.5: "1.5",
    1e15: "!digits_lost",
    True: "True",
    MIDNIGHT: "2025-03-01",
    MORNING: "2025-03-01 08:30:00",
    None: "",
}


@pytest.mark.parametrize(("cell", "expected"), list(TEXTS.items()))
def test_texts_lose_what_cannot_be_seen_and_keep_chinese_punctuation(cell: Cell, expected: str) -> None:
    assert read(cells.text, cell) == expected


@pytest.mark.parametrize("cell", [None, "", "  ", "\u200b" * 30, "-", "——", "/", "无", " 暂无 "])
def test_a_cell_that_says_nothing_is_blank(cell: Cell) -> None:
    assert cells.blank(cell)


@pytest.mark.parametrize("cell", [0.0, False, "0", "无名网吧", "无心", "-5"])
def test_a_cell_that_says_something_is_not_blank(cell: Cell) -> None:
    assert not cells.blank(cell)


CODES: dict[Any, str] = {
    GOOD: GOOD,
    " ９１３１００００１３２２００９４４ｊ ": GOOD,
    "9131 0000 1322 0094 4J": GOOD,
    "91310000-132200944-J": GOOD,
    "'91310000132200944J": GOOD,
    913100001322009440.0: "!digits_lost",
    913100001322009440: "!digits_lost",
    "9.131E+17": "!digits_lost",
    "9.13100001322E17": "!digits_lost",
    "913100001322009000": "!digits_lost",
    "91310000132200944": "!uscc_length",
    "370117600012345": "!uscc_length",
    "91310000132200944O": "!uscc_signs",
    "91310000132200944K": "!uscc_check",
}


@pytest.mark.parametrize(("cell", "expected"), list(CODES.items()))
def test_a_credit_code_is_cleaned_or_refused_with_the_reason(cell: Cell, expected: str) -> None:
    assert read(cells.uscc, cell) == expected


def test_the_refusal_of_a_rounded_code_says_that_the_digits_are_gone() -> None:
    with pytest.raises(Unreadable, match="15位以后的数字已经丢失"):
        cells.uscc(9.13701e17)


DATES: dict[Any, Any] = {
    "2025.3.1": date(2025, 3, 1),
    "2025-03-01": date(2025, 3, 1),
    "2025/3/1": date(2025, 3, 1),
    "2025年3月1日": date(2025, 3, 1),
    "２０２５年３月１日止": date(2025, 3, 1),
    "2025-03-01 00:00:00": date(2025, 3, 1),
    "20250301": date(2025, 3, 1),
    20250301.0: date(2025, 3, 1),
    45717.0: date(2025, 3, 1),
    "45717": date(2025, 3, 1),
    MORNING: date(2025, 3, 1),
    date(2025, 3, 1): date(2025, 3, 1),
    "2023.3.1—2025.3.1": date(2025, 3, 1),
    "2023年3月1日至2025年3月1日": date(2025, 3, 1),
    "20230301-20250301": date(2025, 3, 1),
    "2023/3/1-2025/3/1": date(2025, 3, 1),
    "2023-03-01--2025-03-01": date(2025, 3, 1),
    "长期": None,
    "2023.3.1至长期": None,
    "2025.2.29": "!bad_date",
    "2025.3": "!bad_date",
    "25.3.1": "!bad_date",
    "明年": "!bad_date",
    20251301.0: "!bad_date",
    120.0: "!bad_date",
    45717.5: date(2025, 3, 1),
    True: "!bad_date",
}


@pytest.mark.parametrize(("cell", "expected"), list(DATES.items()), ids=str)
def test_dates_are_read_in_every_form_and_serial(cell: Cell, expected: Any) -> None:
    assert read(cells.day, cell) == expected


@given(st.dates(date(1940, 1, 1), date(2118, 12, 31)))
def test_a_serial_and_the_forms_of_a_date_mean_the_same_day(day: date) -> None:
    serial = float((day - date(1899, 12, 30)).days)
    forms: list[Cell] = [serial, day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"]

    assert [cells.day(form) for form in forms] == [day] * 4


def test_a_validity_from_to_gives_both_ends() -> None:
    assert cells.span("2023年3月1日—2025年2月28日") == (date(2023, 3, 1), date(2025, 2, 28))


HOURS: dict[str, Any] = {
    "08:00-24:00": ("08:00", "24:00"),
    "8：00—24：00": ("08:00", "24:00"),
    "18:00—次日02:00": ("18:00", "02:00"),
    "18:30~2:00": ("18:30", "02:00"),
    "8时至24时": ("08:00", "24:00"),
    "上午9点至晚上10点半": ("09:00", "22:30"),
    "下午2点到凌晨2点": ("14:00", "02:00"),
    "上午9点至晚上12点": ("09:00", "24:00"),
    "晚上19点至次日凌晨2点整": ("19:00", "02:00"),
    "08:00-00:00": ("08:00", "00:00"),
    "全天": ("00:00", "24:00"),
    "9:00-12:00,14:00-18:00": "!bad_hours",
    "08:00": "!bad_hours",
    "08:00-08:00": "!bad_hours",
    "24:00-08:00": "!bad_hours",
    "08:00-25:00": "!bad_hours",
    "08:70-12:00": "!bad_hours",
    "08:00-次日12:00": "!bad_hours",
}


@pytest.mark.parametrize(("cell", "expected"), list(HOURS.items()))
def test_business_hours_are_two_clock_times(cell: str, expected: Any) -> None:
    assert read(cells.hours, cell) == expected


def test_counts_areas_and_decimals_are_read_with_their_units() -> None:
    assert [
        read(cells.whole, cell) for cell in ("120人", "1,200", 80.0, "１００台", "-3", "80.5", "许多")
    ] == [
        120,
        1200,
        80,
        100,
        "!bad_number",
        "!bad_number",
        "!bad_number",
    ]
    assert [read(cells.area, cell) for cell in ("约300㎡", "300平方米", 350.5, 350.4, "-3")] == [
        300,
        300,
        351,
        350,
        "!bad_number",
    ]
    assert [read(cells.decimal, cell) for cell in ("117.81", 36.1, True)] == [
        Decimal("117.81"),
        Decimal("36.1"),
        "!bad_number",
    ]


def test_a_cell_is_shown_as_its_author_saw_it() -> None:
    seen: list[Cell] = [None, "文", 3.0, 1.5, 9.13701e17, date(2025, 3, 1), MIDNIGHT, time(8)]

    assert [cells.shown(cell) for cell in seen] == [
        "",
        "文",
        "3",
        "1.5",
        "9.13701e+17",
        "2025-03-01",
        "2025-03-01",
        "08:00:00",
    ]
