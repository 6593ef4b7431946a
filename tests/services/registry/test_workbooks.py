"""Real files: workbooks with every defect bureaus leave in them, CSV in any encoding, and our exports."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from registry import imports
from registry.domain.importing import (
    KnownVenue,
    OfficerGround,
    Preview,
    VenueGround,
    category_words,
    read_officers,
    read_venues,
)
from registry.domain.uscc import check_sign
from registry.exports import error_workbook, officers_workbook, venues_workbook
from registry.imports import Sheet, WorkbookError, catalogue_read, workbook_read

VECTORS = Path(__file__).parents[2] / "vectors"
TOWNS = {"370117001": "艾山街道", "370117002": "里辛街道"}
CATEGORIES = {category.code: category.zh for category in catalogue_read().categories}
LICENCES = {
    category.code: category.licences[0].zh
    for category in catalogue_read().categories
    if len(category.licences) == 1 and category.licences[0].kind == "licence"
}
GROUND = VenueGround(
    categories=category_words(
        (category.code, category.zh, category.short_zh) for category in catalogue_read().categories
    ),
    licence_kinds=LICENCES,
    township={name: code for code, name in TOWNS.items()}.get,
    today=date(2026, 9, 15),
)


def uscc(n: int) -> str:
    body = f"92370117MA3{n:06d}"
    return body + check_sign(body)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def dirty() -> bytes:
    """A roster as it comes: title, merged cells, full width, serials, rounded codes, doubles, footers."""
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.append(["虚构区文化市场经营单位名录（2026年）"])
    sheet.merge_cells("A1:J1")
    sheet.append(["填报单位：虚构区文旅局"])
    sheet.append(
        [
            "序号",
            "所属街道",
            "企业名称",
            "统一社会信用代码",
            "详细地址",
            "类别",
            "许可证",
            None,
            "营业时间",
            "联系电话",
        ]
    )
    sheet.append([None, None, None, None, None, None, "编号", "有效期至", None, None])
    for column in "ABCDEFIJ":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("G3:H3")
    star = ["网吧", "NET-1", 46447, "8：00-24：00", 13800000001]
    moon = ["歌舞厅", "KTV-2", "2027年3月1日", "18:00—次日02:00", "１３８０００００００２"]
    rows: list[list[Any]] = [
        [1, "艾山街道", "虚构星光网吧　", uscc(1), "艾山路１号\u200b", *star],
        [2, None, "虚构\n月光歌城", f" {uscc(2)} ", "艾山路2号", *moon],
        [3, None, "虚构日光书店", 913701000000000000, "艾山路3号", "书店", "PUB-3", date(2027, 3, 1)],
        [4, "里辛街道", "虚构海光影城", "9.13701E+17", "里辛路4号", "影院", "FIL-4", "2027.3.1"],
        [5, None, "虚构星光网吧", uscc(1).lower(), "艾山路1号", "网吧", "NET-1", "20270301"],
        [6, None, "虚构星光网吧", uscc(1), "里辛路6号", "网吧", "NET-6", "明年"],
        [7, None, "虚构水光网吧", uscc(1), "里辛路7号", "网吧", "NET-7", "长期"],
        [8],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("B5:B7")
    sheet.merge_cells("B8:B11")
    sheet.append(["注：本表一式两份"])
    sheet.merge_cells("A13:J13")
    sheet.merge_cells("A20:J21")
    return saved(book)


def judged(data: bytes, name: str = "名录.xlsx", **ground: Any) -> Preview:
    return read_venues(workbook_read(data, name)[0].rows, replace(GROUND, **ground))


# --- reading -----------------------------------------------------------------------------------------------


def test_a_dirty_workbook_gets_a_verdict_and_a_reason_per_row() -> None:
    preview = judged(dirty())

    assert preview.header_row == 4
    assert [
        (row.row, row.verdict, row.suffix_needed, [f.code for f in row.faults]) for row in preview.rows
    ] == [
        (5, "new", False, []),
        (6, "new", False, []),
        (7, "refused", False, ["digits_lost"]),
        (8, "refused", False, ["digits_lost"]),
        (9, "refused", True, ["duplicate_row"]),
        (10, "refused", True, ["bad_date"]),
        (11, "new", True, []),
    ]
    assert preview.skipped == ((12, "只有序号的空行"), (13, "合并的标题行"))


def test_a_dirty_row_is_clean_when_read() -> None:
    preview = judged(dirty())

    first = preview.rows[0].values
    assert {**first, "licences": first["licences"][0]["valid_to"]} == {
        "name": "虚构星光网吧",
        "uscc": uscc(1),
        "address": "艾山路1号",
        "township": "370117001",
        "categories": ["NET"],
        "phone": "13800000001",
        "opens_at": "08:00",
        "closes_at": "24:00",
        "licences": date(2027, 3, 1),
    }
    assert [(row.values["name"], row.values["township"]) for row in preview.rows[1:3]] == [
        ("虚构月光歌城", "370117001"),
        ("虚构日光书店", "370117001"),
    ]


def test_the_same_file_again_changes_nothing() -> None:
    first = judged(dirty())
    given = [row for row in first.rows if row.verdict == "new"]
    codes = [f"{row.base}-0{n}" if row.suffix_needed else row.base for n, row in enumerate(given)]
    blank: dict[str, Any] = {"licences": [], "status": "open"}
    known = [KnownVenue(code, {**blank, **row.values}) for code, row in zip(codes, given, strict=True)]
    again = judged(dirty(), known=known)

    assert [row.verdict for row in again.rows if row.verdict != "refused"] == ["same"] * 3


def test_sheets_keep_their_row_numbers_and_tell_which_are_hidden() -> None:
    book = openpyxl.Workbook()
    sheet_of(book)["B3"] = 1.5
    book.create_sheet("空表")
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "文"

    assert workbook_read(saved(book), "a.xlsx") == [
        Sheet("Sheet", [[None, None], [None, None], [None, 1.5]]),
        Sheet("底稿", [["文"]], hidden=True),
    ]


def test_an_old_xls_is_read_like_an_xlsx() -> None:
    sheets = workbook_read((VECTORS / "workbook.xls").read_bytes(), "名录.xls")

    assert sheets == [
        Sheet(
            "名录",
            [
                ["虚构区名录"] * 4,
                ["街道", "单位名称", "统一社会信用代码", "有效期至"],
                ["艾山街道", "虚构网吧一", 9.13701e17, date(2027, 3, 1)],
                ["艾山街道", "虚构网吧二", "91310000132200944J", 46082],
            ],
        )
    ]


TEXT = f"单位名称,统一社会信用代码,地址,类别\r\n虚构星光网吧,{uscc(1)},艾山路1号,网吧\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_any_encoding_offices_write(encoding: str) -> None:
    assert judged(TEXT.encode(encoding), "名录.csv").rows[0].values == {
        "name": "虚构星光网吧",
        "uscc": uscc(1),
        "address": "艾山路1号",
        "categories": ["NET"],
    }


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_a_csv_may_be_separated_by_tabs_or_semicolons(delimiter: str) -> None:
    assert judged(TEXT.replace(",", delimiter).encode(), "名录.txt").counts()["new"] == 1


def far_away() -> bytes:
    book = openpyxl.Workbook()
    sheet_of(book)["A1"] = "单位名称"
    sheet_of(book)["XFD1048576"] = "x"
    return saved(book)


def cut_short() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", "x")
    return out.getvalue()


UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "a.xlsx", "empty"),
    "blanks": (b"\xef\xbb\xbf \r\n", "a.csv", "empty"),
    "only separators": (b",,,\r\n,,,", "a.csv", "empty"),
    "an empty workbook": (saved(openpyxl.Workbook()), "a.xlsx", "empty"),
    "half a workbook": (dirty()[:2000], "a.xlsx", "broken"),
    "another zip": (cut_short(), "a.xlsx", "broken"),
    "a broken xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600, "a.xls", "broken"),
    "a workbook with a password": ((VECTORS / "workbook_encrypted.xlsx").read_bytes(), "a.xlsx", "encrypted"),
    "a web page called xls": (b"\r\n<html><table></table></html>", "a.xls", "disguised"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "a.png", "unknown_format"),
    "no text at all": (b"\xff\xff\xff\x80\x80", "a.csv", "encoding"),
    "zeros in a text": ("单位\x00名称".encode(), "a.csv", "broken"),
    "an endless field": (b'a,"' + b"x" * 140_000, "a.csv", "broken"),
    "a cell at the far corner": (far_away(), "a.xlsx", "too_large"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_gives_no_cells_says_why(name: str) -> None:
    data, filename, code = UNREADABLE[name]
    with pytest.raises(WorkbookError) as caught:
        workbook_read(data, filename)

    assert (caught.value.code, bool(caught.value.message)) == (code, True)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_UNPACKED_MAX", 1000)

    with pytest.raises(WorkbookError, match="展开后太大"):
        workbook_read(dirty(), "a.xlsx")


# --- writing -----------------------------------------------------------------------------------------------

ENTRY: dict[str, Any] = {
    "code": f"{uscc(1)}-01",
    "name": "=虚构星光网吧",
    "sign_name": "",
    "uscc": uscc(1),
    "kind": "individual",
    "legal_person": "卫甲",
    "site_manager": "",
    "phone": "+8653100000000",
    "registered_address": "",
    "address": "@艾山路1号",
    "township": "370117001",
    "lng": None,
    "lat": None,
    "datum": "",
    "categories": ["KTV", "NET"],
    "licences": [
        {
            "kind": "网络文化经营许可证",
            "number": "NET-1",
            "scope": "上网",
            "issued_on": date(2025, 3, 1),
            "valid_to": None,
        },
        {
            "kind": "娱乐经营许可证",
            "number": "KTV-2",
            "scope": "",
            "issued_on": None,
            "valid_to": date(2027, 3, 1),
        },
    ],
    "capacity": 120,
    "area_m2": None,
    "units": 80,
    "opens_at": "18:00",
    "closes_at": "02:00",
    "credit_grade": "B",
    "opened_on": date(2020, 3, 1),
    "status": "open",
}
OFFICER: dict[str, Any] = {
    "name": "卫甲",
    "cert_no": "03000121012",
    "cert_valid_to": date(2027, 12, 31),
    "unit": "虚构区执法大队",
    "quals": ["KTV", "NET"],
    "lead_quals": [],
    "phone": "",
    "status": "active",
    "towns": ["*"],
}


def cells(data: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in sheet_of(book).iter_rows()]


def test_an_exported_roster_imports_back_as_the_same() -> None:
    plain = ENTRY | {
        "code": uscc(2),
        "uscc": uscc(2),
        "name": "虚构月光网吧",
        "opens_at": "08:00",
        "closes_at": "24:00",
    }
    located = {"licences": [], "lng": "117.8000000", "lat": "36.1000000", "datum": "gcj02"}
    entries = [ENTRY, plain | located]
    data = venues_workbook(entries, townships=TOWNS, categories=CATEGORIES)

    preview = judged(data, known=[KnownVenue(entry["code"], entry) for entry in entries])

    assert preview.unknown == ()
    changes = {change.field for row in preview.rows for change in row.changes}
    assert changes <= {"lng", "lat"}  # texts here, decimals there
    assert [row.faults for row in preview.rows] == [(), ()]


def test_an_exported_roster_of_officers_imports_back_as_the_same() -> None:
    entries = [
        OFFICER,
        OFFICER | {"cert_no": "R200", "lead_quals": ["NET"], "towns": ["370117001", "370117002"]},
    ]
    data = officers_workbook(entries, townships=TOWNS, categories=CATEGORIES)
    ground = OfficerGround(
        categories=GROUND.categories,
        township=GROUND.township,
        townships=frozenset(TOWNS),
        unit="",
        known={entry["cert_no"]: entry for entry in entries},
    )

    preview = read_officers(workbook_read(data, "a.xlsx")[0].rows, ground)

    assert [(row.verdict, row.changes) for row in preview.rows] == [("same", ()), ("same", ())]


def test_nothing_that_looks_like_a_formula_is_written_as_one() -> None:
    data = venues_workbook([ENTRY], townships=TOWNS, categories=CATEGORIES)
    book = openpyxl.load_workbook(io.BytesIO(data))
    risky = [
        cell
        for row in sheet_of(book).iter_rows(min_row=2)
        for cell in row
        if str(cell.value or "")[:1] in tuple("=+@")
    ]

    assert [cell.value for cell in risky] == ["=虚构星光网吧", "+8653100000000", "@艾山路1号"]
    assert {(cell.data_type, cell.quotePrefix, cell.number_format) for cell in risky} == {("s", True, "@")}


def test_refused_rows_go_back_with_their_reasons_and_import_once_corrected() -> None:
    preview = judged(dirty())
    refused = [
        (row.row, row.raw, [fault.message for fault in row.faults])
        for row in preview.rows
        if row.verdict == "refused"
    ]
    data = error_workbook(preview.title_row, refused)

    rows = cells(data)
    assert rows[0][:5] == ["不能导入的原因", "原文件行号", "序号", "所属街道", "企业名称"]
    assert [(row[1], row[4]) for row in rows[1:]] == [
        ("7", "虚构日光书店"),
        ("8", "虚构海光影城"),
        ("9", "虚构星光网吧"),
        ("10", "虚构星光网吧"),
    ]
    assert "数字已经丢失" in rows[1][0]
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet_of(book)["F2"] = uscc(3)
    assert [row.verdict for row in judged(saved(book)).rows] == ["new", "refused", "new", "refused"]
