from datetime import date

import pytest

from counting.domain.targets import TargetRow, read_targets
from counting.domain.windows import WINDOWS, days, within

GOOD = {
    "item": "21", "verbatim": "经营单位检查不少于480家次", "indicator": "venue_visits", "comparison": ">=",
    "value": "480", "unit": "家次", "window": "year",
}  # fmt: skip


def test_a_good_row_is_read_as_written() -> None:
    assert read_targets([GOOD]) == (
        [TargetRow("21", "经营单位检查不少于480家次", "venue_visits", ">=", 480, "家次", "year")],
        [],
    )


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        ({"verbatim": " "}, "verbatim", "不能为空"),
        ({"indicator": "visits"}, "indicator", "没有这个指标"),
        ({"comparison": ">"}, "comparison", "只能是 >=、<= 或 ="),
        ({"value": "-1"}, "value", "应为非负整数"),
        ({"value": "4.5"}, "value", "应为非负整数"),
        ({"value": "9" * 15}, "value", "应为非负整数"),
        ({"value": "1" * 5000}, "value", "应为非负整数"),
        ({"value": "４８０"}, "value", "应为非负整数"),
        ({"verbatim": "年" * 201}, "verbatim", "不能超过 200 个字"),
        ({"item": "2" * 21}, "item", "不能超过 20 个字"),
        ({"unit": "家"}, "unit", "该指标的单位是 家次"),
        ({"window": "May"}, "window", "只能是 year、H1、H2 或 Q1 至 Q4"),
    ],
)
def test_a_bad_field_is_named_with_its_row_and_reason(change: dict[str, str], field: str, why: str) -> None:
    good, bad = read_targets([GOOD, GOOD | change])
    assert len(good) == 1
    assert bad == [(2, field, why)]


def test_the_same_indicator_twice_is_refused() -> None:
    assert read_targets([GOOD, GOOD])[1] == [(2, "indicator", "与第 1 行重复")]


def test_the_same_indicator_in_another_window_is_another_target() -> None:
    assert read_targets([GOOD, GOOD | {"window": "Q3"}])[1] == []


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_windows_begin_and_end_with_their_months(window: str, first: date, last: date) -> None:
    assert days(2026, window) == (first, last)
    assert within(first, 2026, window)
    assert within(last, 2026, window)
    assert not within(date(2027, 1, 1), 2026, window)
    assert window in WINDOWS


def test_an_unknown_window_is_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown window"):
        days(2026, "spring")
