"""Tables on their way out: facts of a row, filters in words, text that runs nowhere, columns of platforms."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from counting.domain.books import COUNT, DAY, FEN, TIME, inert, shown
from counting.domain.ledgers import Field, Filter, Ledger, value_of
from counting.domain.platforms import COLUMNS_MAX, PLATFORMS, column_faults, first_columns
from counting.domain.windows import MONTHS, days, words

CARD: dict[str, Any] = {
    "venue": {"name": "蓝鲸网咖"}, "none": None, "people": [{"name": "林"}, {"name": "宋"}, {"name": None}],
    "codes": ["1", "A"], "state": "open", "late": True, "at": datetime(2026, 9, 15, 17, 0, tzinfo=UTC),
    "on": date(2026, 9, 15), "n": 3,
}  # fmt: skip
LEDGER = Ledger(
    "venues", "检查对象", "Venues", "/x",
    (Field("name", "名称", "venue.name"),),
    {"state": Filter("状态", {"open": "营业", "closed": "停业"}), "q": Filter("查找"), "sort": Filter()},
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "words_of", "value"),
    [
        ("venue.name", {}, "蓝鲸网咖"),
        ("venue.code", {}, None),
        ("none.name", {}, None),
        ("people.name", {}, "林、宋"),
        ("codes", {"1": "未发现问题"}, "未发现问题、A"),
        ("state", {"open": "营业"}, "营业"),
        ("late", {}, "是"),
        ("late", {"true": "逾期"}, "逾期"),
        ("on", {}, date(2026, 9, 15)),
        ("n", {}, 3),
    ],
)
def test_a_path_leads_to_a_fact_and_codes_become_words(
    path: str, words_of: dict[str, str], value: Any
) -> None:
    assert value_of(Field("x", "x", path, words=words_of), CARD) == value


def test_a_moment_is_told_in_beijing() -> None:
    assert shown(TIME, value_of(Field("at", "时间", "at"), CARD)) == "2026-09-16 01:00"


def test_the_filters_in_force_are_said_in_words() -> None:
    assert (
        LEDGER.said(LEDGER.asked({"state": "open,closed", "q": "网咖", "sort": "-name"}))
        == "状态：营业、停业；查找：网咖"
    )
    assert LEDGER.said(LEDGER.asked({"state": "", "q": ""})) == "全部"
    with pytest.raises(ValueError, match="grade"):
        LEDGER.asked({"grade": "D"})


def test_a_fact_is_found_by_its_key() -> None:
    name = LEDGER.named("name")
    assert name is not None and name.column.title == "名称"
    assert LEDGER.named("phone") is None


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_would_begin_a_formula_is_held_down(sign: str) -> None:
    assert inert(f"{sign}1+1") == f"'{sign}1+1"


def test_other_text_stays_as_it_is() -> None:
    assert [inert(text) for text in ("", "蓝鲸", "1=1", "a@b")] == ["", "蓝鲸", "1=1", "a@b"]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (FEN, 123_456_05, "123,456.05"),
        (FEN, None, ""),
        (COUNT, 7, "7"),
        (DAY, date(2026, 9, 5), "2026-09-05"),
        ("text", "甲", "甲"),
    ],
)
def test_values_on_paper(kind: str, value: Any, text: str) -> None:
    assert shown(kind, value) == text


@pytest.mark.parametrize(
    ("columns", "faults"),
    [
        ([{"title": "名称", "field": "venue"}, {"title": "单位", "text": "钢城区大队"}], []),
        ([], ["应有 1 至 60 列"]),
        ([{"title": "x"}] * (COLUMNS_MAX + 1), ["应有 1 至 60 列"]),
        ([{"title": " "}], ["第 1 列：列名应为 1 至 60 字"]),
        ([{"title": "甲"}, {"title": "甲 "}], ["第 2 列：列名“甲”重复"]),
        ([{"title": "甲", "field": "phone"}], ["第 1 列：没有“phone”这项内容"]),
        ([{"title": "甲", "field": "venue", "text": "x"}], ["第 1 列：取自记录的列不能再填固定内容"]),
        ([{"title": "甲", "text": "x" * 201}], ["第 1 列：固定内容不能超过 200 字"]),
    ],
)
def test_columns_of_a_platform_are_judged_one_by_one(
    columns: list[dict[str, str]], faults: list[str]
) -> None:
    assert column_faults(columns, {"venue"}) == faults


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_the_first_columns_have_each_title_once(platform: Any) -> None:
    titles = [one["title"] for one in first_columns(platform)]
    assert len(titles) == len(set(titles)) > 4


def test_a_month_has_all_its_days_and_its_words() -> None:
    assert [days(2028, name)[1].day for name in MONTHS] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert (words(2026, "M9"), words(2026, "Q3"), words(2026, "year")) == (
        "2026年9月",
        "2026年第三季度",
        "2026年",
    )


def test_a_place_in_the_address_is_filled_by_its_filter_and_asked_no_more() -> None:
    rows = Ledger("r", "明细", "Rows", "/x/{of}/rows", (), {"of": Filter("所属"), "year": Filter("年份")})
    assert rows.door({"of": "a/b", "year": "2026"}) == ("/x/a%2Fb/rows", {"year": "2026"})
    with pytest.raises(ValueError, match="of"):
        rows.door({"year": "2026"})


def test_a_state_has_the_word_of_its_noun_and_lists_in_lists_are_one() -> None:
    state = Field(
        "state", "状态", "state", words={"case:closed": "已结案", "venue:closed": "停业"}, by="noun"
    )
    said = [value_of(state, {"noun": noun, "state": "closed"}) for noun in ("case", "venue", "other")]
    assert said == ["已结案", "停业", "closed"]
    seats = {"teams": [{"seats": [{"name": "林"}, {"name": None}]}, {"seats": [{"name": "宋"}]}]}
    assert value_of(Field("p", "人", "teams.seats.name"), seats) == "林、宋"
