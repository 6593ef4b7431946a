"""Rosters of officers: certificates, qualifications and streets, one verdict per row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.domain.importing import (
    Cell,
    Change,
    HeaderMissing,
    OfficerGround,
    Preview,
    category_words,
    read_officers,
)

TOWNS = {"艾山街道": "370117001", "里辛街道": "370117002"}
GROUND = OfficerGround(
    categories=category_words(
        [("NET", "互联网上网服务营业场所", "网吧"), ("KTV", "歌舞娱乐场所", "歌舞娱乐")]
    ),
    township=TOWNS.get,
    townships=frozenset(TOWNS.values()),
    unit="某执法大队",
    known={},
)
HEADER: list[Cell] = ["姓名", "执法证号", "有效期至", "资质类别", "主检资格", "负责街道", "状态", "电话"]
WEI: dict[str, Any] = {
    "name": "卫甲",
    "cert_no": "R200400178",
    "cert_valid_to": date(2027, 12, 31),
    "unit": "某执法大队",
    "quals": ["KTV", "NET"],
    "lead_quals": ["NET"],
    "towns": ["*"],
    "status": "active",
    "phone": "13800000000",
}
ROW: list[Cell] = ["卫　甲", "r200400178", "2027.12.31", "网吧、KTV", "网吧", "全区", "在岗", 13800000000.0]


def judged(rows: Sequence[Sequence[Cell]], **known: dict[str, Any]) -> Preview:
    return read_officers([HEADER, *rows], replace(GROUND, known=known))


def with_cell(column: str, cell: Cell) -> list[Cell]:
    row = list(ROW)
    row[HEADER.index(column)] = cell
    return row


def test_a_new_officer_becomes_an_entry_with_the_unit_of_the_organ_left_to_it() -> None:
    preview = judged([ROW])

    assert (preview.rows[0].verdict, preview.rows[0].base) == ("new", "R200400178")
    assert preview.rows[0].values == {field: value for field, value in WEI.items() if field != "unit"}


def test_what_is_registered_already_changes_nothing() -> None:
    assert [row.verdict for row in judged([ROW], R200400178=WEI).rows] == ["same"]


def test_a_change_is_told_with_both_values() -> None:
    preview = judged([with_cell("有效期至", 47118.0)], R200400178=WEI)

    assert preview.rows[0].changes == (Change("cert_valid_to", date(2027, 12, 31), date(2028, 12, 31)),)
    assert (preview.rows[0].verdict, preview.rows[0].code) == ("changed", "R200400178")


LEADS: dict[str, list[str]] = {"是": ["KTV", "NET"], "否": [], "KTV": ["KTV"], "全部": ["KTV", "NET"]}


@pytest.mark.parametrize(("word", "codes"), list(LEADS.items()))
def test_the_lead_qualification_is_a_yes_a_no_or_categories(word: str, codes: list[str]) -> None:
    assert judged([with_cell("主检资格", word)]).rows[0].values["lead_quals"] == codes


def test_a_yes_follows_the_registered_qualifications_when_none_are_given() -> None:
    preview = read_officers(
        [["姓名", "执法证号", "主检资格"], ["卫甲", "R200400178", "是"]],
        replace(GROUND, known={"R200400178": WEI}),
    )

    assert preview.rows[0].values["lead_quals"] == ["KTV", "NET"]


def test_streets_are_found_by_name() -> None:
    assert judged([with_cell("负责街道", "里辛街道、艾山街道")]).rows[0].values["towns"] == [
        "370117001",
        "370117002",
    ]


FAULTY: dict[str, tuple[str, Cell, tuple[str, str]]] = {
    "a certificate turned into a number": ("执法证号", 9.13701e17, ("cert_no", "digits_lost")),
    "a certificate of strange signs": ("执法证号", "鲁A", ("cert_no", "invalid")),
    "no certificate": ("执法证号", None, ("cert_no", "missing")),
    "no validity": ("有效期至", None, ("cert_valid_to", "missing")),
    "a certificate for ever": ("有效期至", "长期", ("cert_valid_to", "bad_date")),
    "an unknown category": ("资质类别", "棋牌", ("quals", "unknown_category")),
    "an unknown street": ("负责街道", "天上", ("towns", "unknown_township")),
    "an unknown status": ("状态", "休假中", ("status", "unknown_word")),
    "a lead category he is not qualified for": ("资质类别", "KTV", ("lead_quals", "invalid")),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_row_is_refused_with_field_code_and_sentence(name: str) -> None:
    column, cell, expected = FAULTY[name]
    row = judged([with_cell(column, cell)]).rows[0]

    assert (row.verdict, [(fault.field, fault.code) for fault in row.faults]) == ("refused", [expected])


def test_a_certificate_given_twice_is_refused_the_second_time() -> None:
    preview = judged([ROW, with_cell("姓名", "卫乙")])

    assert [row.verdict for row in preview.rows] == ["new", "refused"]
    assert [fault.message for fault in preview.rows[1].faults] == ["与第2行是同一执法证号，只保留一行"]


def test_a_sheet_without_certificates_is_no_roster_of_officers() -> None:
    with pytest.raises(HeaderMissing, match="“执法证号”一列"):
        read_officers([["姓名", "电话"], ["卫甲", "1"]], GROUND)


def test_progress_is_told_every_thousand_rows() -> None:
    heard: list[int] = []
    rows: list[list[Cell]] = [with_cell("执法证号", f"R{n:08d}") for n in range(1000)]
    read_officers([HEADER, *rows], GROUND, heard.append)

    assert heard == [1000]
