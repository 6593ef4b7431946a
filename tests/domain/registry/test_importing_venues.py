"""Rosters of venues: the header beneath titles, one verdict per row, and nothing lost or doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from registry.domain.importing import (
    VENUE_COLUMNS,
    Cell,
    Change,
    HeaderMissing,
    KnownVenue,
    Preview,
    RowVerdict,
    VenueGround,
    category_words,
    find_header,
    read_venues,
    restored,
    stored,
)
from registry.domain.uscc import check_sign

TODAY = date(2026, 9, 15)
TOWNS = {"艾山街道": "370117001", "里辛街道": "370117002"}
WORDS = category_words(
    [
        ("NET", "互联网上网服务营业场所", "网吧"),
        ("KTV", "歌舞娱乐场所", "歌舞娱乐"),
        ("BRO", "广播电视节目制作、播出与视听节目单位", "广播电视"),
    ]
)
GROUND = VenueGround(
    categories=WORDS,
    licence_kinds={"NET": "网络文化经营许可证", "KTV": "娱乐经营许可证"},
    township=TOWNS.get,
    today=TODAY,
)
HEADER: list[Cell] = ["单位名称", "统一社会信用代码", "经营地址", "类别"]


def uscc(n: int) -> str:
    body = f"92370117MA3{n:06d}"
    return body + check_sign(body)


ONE, TWO = uscc(1), uscc(2)
STAR = {
    "name": "星光网吧",
    "uscc": ONE,
    "address": "艾山路1号",
    "categories": ["NET"],
    "licences": [],
    "status": "open",
}


def known(code: str, **entry: Any) -> KnownVenue:
    return KnownVenue(code, STAR | entry)


def judged(
    rows: Sequence[Sequence[Cell]], *venues: KnownVenue, header: Sequence[Cell] = HEADER, **ground: Any
) -> Preview:
    return read_venues([header, *rows], replace(GROUND, known=venues, **ground))


def faults(verdict: RowVerdict) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in verdict.faults]


def told(preview: Preview) -> list[tuple[str, str | None, bool]]:
    return [(row.verdict, row.code, row.suffix_needed) for row in preview.rows]


# --- header ------------------------------------------------------------------------------------------------


def test_the_header_is_found_beneath_titles_by_any_of_its_names() -> None:
    rows: list[list[Cell]] = [
        ["钢城区文化市场经营单位名录"] * 4,
        ["填报单位：某局", None, None, None],
        ["序号", " 企业名称 (盖章)", "社会信用代码*", "地 址"],
    ]
    header = find_header(rows, VENUE_COLUMNS, ("name",))

    assert (header.row, dict(header.columns), header.unknown) == (
        3,
        {1: "name", 2: "uscc", 3: "address"},
        ("序号",),
    )


def test_a_heading_over_two_columns_is_read_together_with_them() -> None:
    rows: list[list[Cell]] = [
        ["场所名称", "许可证", "许可证", "地址"],
        ["场所名称", "编号", "有效期", "地址"],
    ]
    header = find_header(rows, VENUE_COLUMNS, ("name",))

    assert (header.row, list(header.columns.values())) == (
        2,
        ["name", "licence_number", "licence_valid_to", "address"],
    )


def test_a_second_column_of_one_meaning_is_passed_over_and_told() -> None:
    preview = judged([["星光网吧", ONE, "艾山路1号", "网吧", "旧名"]], header=[*HEADER, "企业名称"])

    assert (preview.unknown, preview.rows[0].name) == (("企业名称",), "星光网吧")


def test_a_sheet_without_header_says_which_column_is_missing() -> None:
    with pytest.raises(HeaderMissing, match="单位名称"):
        read_venues([["甲", "乙"], []], GROUND)
    with pytest.raises(HeaderMissing, match="单位名称"):
        read_venues([["地址", "电话"]], GROUND)


# --- rows that are no data ---------------------------------------------------------------------------------


def test_titles_totals_templates_and_repeated_headers_are_passed_over_with_the_reason() -> None:
    header: list[Cell] = ["序号", *HEADER]
    preview = judged(
        [
            [1.0, "星光网吧", ONE, "艾山路1号", "网吧"],
            [],
            ["二、里辛街道"] * 5,
            header,
            [2.0, None, " ", None, None],
            ["合计", "1家", None, None, None],
        ],
        header=header,
    )

    assert [row.row for row in preview.rows] == [2]
    assert preview.skipped == (
        (4, "合并的标题行"),
        (5, "重复的表头"),
        (6, "只有序号的空行"),
        (7, "合计或者说明行"),
    )


def test_progress_is_told_every_thousand_rows() -> None:
    heard: list[int] = []
    read_venues(
        [HEADER, *[[f"网吧{n}", uscc(n), f"路{n}号", "网吧"] for n in range(2001)]], GROUND, heard.append
    )

    assert heard == [1000, 2000]


# --- values ------------------------------------------------------------------------------------------------

FULL_HEADER: list[Cell] = [
    *HEADER,
    "招牌名",
    "类型",
    "法定代表人",
    "现场负责人",
    "联系电话",
    "注册地址",
    "所属街道",
    "经度",
    "纬度",
    "坐标系",
    "许可证名称",
    "许可证编号",
    "许可范围",
    "许可证有效期",
    "核定人数",
    "营业面积",
    "终端数",
    "营业时间",
    "信用等级",
    "开业日期",
    "经营状态",
]
FULL_ROW: list[Cell] = [
    "星光 网吧　",
    ONE.lower(),
    "艾山路１号",
    "网咖、KTV",
    "星光",
    "有限责任公司(自然人独资)",
    "张　三",
    "李四",
    13800000000.0,
    "艾山路１号",
    "艾山街道",
    117.8123456,
    "36.1",
    "高德",
    "《网络文化经营许可证》",
    "ＮＥＴ-1",
    "上网服务",
    "2025.3.1—2027.2.28",
    "120人",
    "300㎡",
    80.0,
    "18:00—次日02:00",
    "a级",
    45717.0,
    "正常营业",
]


def test_a_full_row_becomes_an_entry_of_the_registry() -> None:
    preview = judged([FULL_ROW], header=FULL_HEADER)

    assert (preview.counts(), preview.rows[0].faults) == (
        {"new": 1, "changed": 0, "same": 0, "refused": 0},
        (),
    )
    assert preview.rows[0].values == {
        "name": "星光网吧",
        "uscc": ONE,
        "address": "艾山路1号",
        "categories": ["KTV", "NET"],
        "sign_name": "星光",
        "kind": "enterprise",
        "legal_person": "张三",
        "site_manager": "李四",
        "phone": "13800000000",
        "registered_address": "艾山路1号",
        "township": "370117001",
        "lng": Decimal("117.8123456"),
        "lat": Decimal("36.1000000"),
        "datum": "gcj02",
        "capacity": 120,
        "area_m2": 300,
        "units": 80,
        "opens_at": "18:00",
        "closes_at": "02:00",
        "credit_grade": "A",
        "opened_on": date(2025, 3, 1),
        "status": "open",
        "licences": [
            {
                "kind": "网络文化经营许可证",
                "number": "NET-1",
                "scope": "上网服务",
                "issued_on": date(2025, 3, 1),
                "valid_to": date(2027, 2, 28),
            }
        ],
    }
    assert (preview.rows[0].base, preview.rows[0].raw[0]) == (ONE, "星光 网吧　")


def test_values_survive_being_stored_as_json() -> None:
    values = judged([FULL_ROW], header=FULL_HEADER).rows[0].values

    assert restored(stored(values)) == values
    assert stored(values)["licences"][0]["valid_to"] == "2027-02-28"
    assert restored({"opened_on": None, "lng": None}) == {"opened_on": None, "lng": None}


def test_one_cell_may_hold_both_coordinates_and_the_header_their_datum() -> None:
    preview = judged(
        [
            ["星光网吧", ONE, "艾山路1号", "网吧", "117.8，36.1"],
            ["月光网吧", TWO, "艾山路2号", "网吧", "117.8"],
        ],
        header=[*HEADER, "经纬度(GCJ-02)"],
    )

    assert {key: preview.rows[0].values[key] for key in ("lng", "lat", "datum")} == {
        "lng": Decimal("117.8"),
        "lat": Decimal("36.1"),
        "datum": "gcj02",
    }
    assert faults(preview.rows[1]) == [("coordinates", "bad_coordinates")]


def test_a_datum_filled_in_for_every_row_says_nothing_where_there_are_no_coordinates() -> None:
    preview = judged([[*ROW, "高德"]], header=[*HEADER, "坐标系"])

    assert (preview.rows[0].verdict, "datum" in preview.rows[0].values) == ("new", False)


def test_a_column_called_type_that_holds_categories_is_read_as_categories() -> None:
    header: list[Cell] = ["单位名称", "信用代码", "地址", "类型"]

    assert judged([["星光网吧", ONE, "艾山路1号", "网吧"]], header=header).rows[0].values["categories"] == [
        "NET"
    ]
    assert judged([["星光网吧", ONE, "艾山路1号", "企业"]], header=header).columns[3] == "kind"
    assert judged([], header=header).columns[3] == "kind"


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("网吧；歌舞厅", ["KTV", "NET"]),
        ("NET/ktv", ["KTV", "NET"]),
        ("广播电视节目制作、播出与视听节目单位", ["BRO"]),
    ],
)
def test_categories_are_named_by_code_name_or_habit(word: str, codes: list[str]) -> None:
    assert judged([["星光网吧", ONE, "艾山路1号", word]]).rows[0].values["categories"] == codes


FAULTY: dict[str, tuple[Sequence[Cell], Mapping[str, Cell], list[tuple[str, str]]]] = {
    "a code turned into a number": (["星光网吧", 9.13701e17, "路", "网吧"], {}, [("uscc", "digits_lost")]),
    "no address and no category": (
        ["星光网吧", ONE, None, None],
        {},
        [("address", "missing"), ("categories", "missing")],
    ),
    "no name": ([None, ONE, "路", "网吧"], {}, [("name", "missing")]),
    "no code and no licence": (["星光网吧", None, "路", "网吧"], {}, [("uscc", "missing")]),
    "an unknown category": (
        ["星光网吧", ONE, "路", "网吧、棋牌室"],
        {},
        [("categories", "unknown_category")],
    ),
    "no category but a comma": (["星光网吧", ONE, "路", "，，，"], {}, [("categories", "unknown_category")]),
    "a name too long": (["星" * 121, ONE, "路", "网吧"], {}, [("name", "too_long")]),
    "unknown words": (
        ["星光网吧", ONE, "路", "网吧"],
        {"状态": "打烊", "信用等级": "E", "类型": "甲种", "坐标系": "地球", "街道": "天上"},
        [
            ("status", "unknown_word"),
            ("credit_grade", "unknown_word"),
            ("kind", "unknown_word"),
            ("datum", "unknown_word"),
            ("township", "unknown_township"),
        ],
    ),
    "coordinates the wrong way round": (
        ["星光网吧", ONE, "路", "网吧"],
        {"经度": 36.1, "纬度": 117.8, "坐标系": "百度"},
        [("lng", "swapped"), ("lat", "invalid")],
    ),
    "coordinates without datum": (
        ["星光网吧", ONE, "路", "网吧"],
        {"经度": 117.8, "纬度": 36.1},
        [("datum", "missing")],
    ),
    "a licence without number": (
        ["星光网吧", ONE, "路", "网吧"],
        {"许可证有效期": "2027.3.1"},
        [("licences.0.number", "missing")],
    ),
    "a licence number turned into a number": (
        ["星光网吧", ONE, "路", "网吧"],
        {"许可证编号": 3.70117e16},
        [("licence_number", "digits_lost")],
    ),
    "two numbers and one date": (
        ["星光网吧", ONE, "路", "网吧"],
        {"许可证编号": "A1；B2", "许可证有效期": "2027.3.1"},
        [("licence_number", "uneven_licences")],
    ),
    "an unknown object code": (
        ["星光网吧", ONE, "路", "网吧"],
        {"对象编号": "X-01"},
        [("code", "unknown_code")],
    ),
    "opened in the future": (
        ["星光网吧", ONE, "路", "网吧"],
        {"开业日期": "2027.1.1"},
        [("opened_on", "invalid")],
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_row_is_refused_with_field_code_and_sentence(name: str) -> None:
    row, more, expected = FAULTY[name]
    preview = judged([[*row, *more.values()]], header=[*HEADER, *more])

    assert (preview.rows[0].verdict, faults(preview.rows[0])) == ("refused", expected)
    assert all(fault.message for fault in preview.rows[0].faults)


# --- against the registry and within the file --------------------------------------------------------------

ROW: list[Cell] = ["星光网吧", ONE, "艾山路1号", "网吧"]


def test_what_is_registered_already_changes_nothing() -> None:
    preview = judged([["星光 网吧", ONE, "艾山路１号", "网咖"]], known(ONE))

    assert told(preview) == [("same", ONE, False)]
    assert preview.rows[0].values["name"] == "星光网吧"


def test_a_changed_field_is_told_with_both_values_and_a_blank_cell_erases_nothing() -> None:
    preview = judged([["星光网吧", ONE, "艾山路1号", None]], known(ONE, name="月光网吧"))

    assert told(preview) == [("changed", ONE, False)]
    assert preview.rows[0].changes == (Change("name", "月光网吧", "星光网吧"),)


def test_a_moved_venue_is_a_change_of_address() -> None:
    preview = judged([["星光网吧", ONE, "里辛路9号", "网吧"]], known(ONE))

    assert preview.rows[0].changes == (Change("address", "艾山路1号", "里辛路9号"),)


def test_two_premises_under_one_code_are_both_new_and_the_second_needs_a_suffix() -> None:
    preview = judged([ROW, ["星光网吧", ONE, "里辛路9号", "网吧"]])

    assert told(preview) == [("new", None, False), ("new", None, True)]


def test_two_premises_registered_already_are_each_found_again() -> None:
    venues = known(ONE), known(f"{ONE}-01", address="里辛路9号")

    assert told(judged([["星光网吧", ONE, "里辛路9号", "网吧"], ROW], *venues)) == [
        ("same", f"{ONE}-01", False),
        ("same", ONE, False),
    ]


def test_a_second_premises_beside_a_registered_one_is_new_with_a_suffix() -> None:
    preview = judged([ROW, ["星光网吧二店", ONE, "里辛路9号", "网吧"]], known(ONE))

    assert told(preview) == [("same", ONE, False), ("new", None, True)]


def test_one_row_that_fits_two_registered_premises_alike_is_neither() -> None:
    venues = known(ONE, address="甲路1号"), known(f"{ONE}-01", address="乙路2号")

    assert told(judged([["星光网吧", ONE, "丙路3号", "网吧"]], *venues)) == [("new", None, True)]


def test_two_rows_that_fit_one_registered_premises_alike_are_both_new() -> None:
    rows: list[list[Cell]] = [["星光网吧", ONE, "甲路1号", "网吧"], ["星光网吧", ONE, "乙路2号", "网吧"]]

    assert told(judged(rows, known(ONE))) == [("new", None, True), ("new", None, True)]


def test_a_row_given_twice_is_refused_and_points_to_the_first() -> None:
    preview = judged([ROW, ["星光　网吧", ONE.lower(), "艾山路1号", "网吧"]])

    assert [row.verdict for row in preview.rows] == ["new", "refused"]
    assert [fault.message for fault in preview.rows[1].faults] == ["与第2行是同一家，只保留一行"]


def test_an_object_code_finds_its_venue_whatever_else_changed() -> None:
    header: list[Cell] = ["对象编号", *HEADER]
    preview = judged(
        [[ONE, "月光歌城", TWO, "里辛路9号", "歌舞厅"], [ONE, "别名", TWO, "别处", "网吧"]],
        known(ONE),
        header=header,
    )

    assert [row.verdict for row in preview.rows] == ["changed", "refused"]
    assert [change.field for change in preview.rows[0].changes] == ["name", "uscc", "address", "categories"]
    assert faults(preview.rows[1]) == [("name", "duplicate_row")]


def test_a_venue_without_credit_code_is_known_by_its_licence_number() -> None:
    licence = {
        "kind": "网络文化经营许可证",
        "number": "NET-1",
        "scope": "",
        "issued_on": None,
        "valid_to": None,
    }
    header: list[Cell] = ["单位名称", "地址", "类别", "许可证编号"]
    row: list[Cell] = ["星光网吧", "艾山路1号", "网吧", "net-1"]

    assert judged([row], header=header).rows[0].base == "NET-1"
    assert told(judged([row], known("NET-1", uscc="", licences=[licence]), header=header)) == [
        ("same", "NET-1", False)
    ]


# --- licences ----------------------------------------------------------------------------------------------

OLD = {"kind": "网络文化经营许可证", "number": "A1", "scope": "", "issued_on": None, "valid_to": None}
LICENCE_HEADER: list[Cell] = [*HEADER, "许可证名称", "许可证编号", "有效期至"]


def licences_after(kind: Cell, number: Cell, valid_to: Cell, *held: dict[str, Any]) -> Any:
    preview = judged([[*ROW, kind, number, valid_to]], known(ONE, licences=list(held)), header=LICENCE_HEADER)
    row = preview.rows[0]
    return row.verdict, [(row["kind"], row["number"], row["valid_to"]) for row in row.values["licences"]]


def test_a_licence_is_added_corrected_or_put_in_place_of_its_kind() -> None:
    kind = "网络文化经营许可证"

    assert licences_after(None, "A1", "长期", OLD) == ("same", [(kind, "A1", None)])
    assert licences_after(None, "A1", "2027.3.1", OLD) == ("changed", [(kind, "A1", date(2027, 3, 1))])
    assert licences_after(kind, None, "2027.3.1", OLD) == ("changed", [(kind, "A1", date(2027, 3, 1))])
    assert licences_after(None, "A2", "2029.3.1", OLD) == ("changed", [(kind, "A2", date(2029, 3, 1))])
    assert licences_after("娱乐经营许可证", "B1", "长期", OLD) == (
        "changed",
        [(kind, "A1", None), ("娱乐经营许可证", "B1", None)],
    )


def test_several_licences_in_one_cell_go_with_as_many_kinds_and_dates() -> None:
    after = licences_after("网络文化经营许可证\n娱乐经营许可证", "A1；B2", "长期;2027.3.1")

    assert after == (
        "changed",
        [("网络文化经营许可证", "A1", None), ("娱乐经营许可证", "B2", date(2027, 3, 1))],
    )


def test_a_category_with_two_licences_needs_the_name_of_the_licence() -> None:
    preview = judged([["星光网吧", ONE, "路", "网吧、歌舞厅", "A1"]], header=[*HEADER, "许可证编号"])

    assert faults(preview.rows[0]) == [("licences.0.kind", "missing")]
