"""What leaves the registry as workbooks: rosters in the shape they came in, and refused rows with reasons."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import xlsxwriter

from registry.domain.catalogue.plain import Plain
from registry.domain.catalogue.sheets import SHEETS, cells_of
from registry.domain.importing import OFFICER_COLUMNS, VENUE_COLUMNS

_VENUE_FIELDS: Final = tuple(field for field in VENUE_COLUMNS if field != "coordinates")
_KINDS: Final = {"enterprise": "企业", "individual": "个体工商户", "other": "其他"}
_STATUS: Final = {
    "open": "营业", "closed": "停业", "cancelled": "注销", "lost": "失联", "active": "在岗", "left": "离岗",
}  # fmt: skip
_DATUMS: Final = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09", "cgcs2000": "CGCS2000"}
_LICENCE: Final = ("kind", "number", "scope", "issued_on", "valid_to")
_REASON: Final = "不能导入的原因"
_CELL_MAX: Final = 32_767
_SHAPES: Final = {
    "text": "文字", "flag": "是、否", "int": "整数", "yuan": "元，最多两位小数",
    "date": "日期，如 2026-09-15", "list": "以“；”分开", "hours": "规则 起-止", "data": "JSON，一般不改",
}  # fmt: skip


def venues_workbook(
    entries: Iterable[Mapping[str, Any]], *, townships: Mapping[str, str], categories: Mapping[str, str]
) -> bytes:
    """Venues as entries with their `code`, townships and categories by name; imports back as the same."""
    titles = [VENUE_COLUMNS[field][0] for field in _VENUE_FIELDS]
    return _workbook("检查对象", titles, (_venue(entry, townships, categories) for entry in entries))


def officers_workbook(
    entries: Iterable[Mapping[str, Any]], *, townships: Mapping[str, str], categories: Mapping[str, str]
) -> bytes:
    """Officers as entries; recusals and their reasons are never exported."""
    titles = [words[0] for words in OFFICER_COLUMNS.values()]
    return _workbook("执法人员", titles, (_officer(entry, townships, categories) for entry in entries))


def error_workbook(
    titles: Sequence[str], refused: Iterable[tuple[int, Sequence[str], Sequence[str]]]
) -> bytes:
    """Refused rows under the header they came with: (row number, cells as seen, reasons), reasons last.

    Corrected in place it imports again; the columns of row number and reason are passed over.
    """
    width = len(titles)
    rows = (
        ["；".join(reasons), str(number), *cells[:width], *[""] * (width - len(cells))]
        for number, cells, reasons in refused
    )
    return _workbook("未导入的行", [_REASON, "原文件行号", *titles], rows)


def template_workbook(
    name: str, columns: Mapping[str, Sequence[str]], says: Mapping[str, str], needed: Sequence[str]
) -> bytes:
    """An empty sheet under the header an import knows, and how each column is written on the second sheet."""
    shape = [[words[0], "是" if field in needed else "", says[field]] for field, words in columns.items()]
    sheets: list[tuple[str, Sequence[str], Iterable[Sequence[str]]]] = [
        (name, [words[0] for words in columns.values()], ()),
        ("填写说明", ["列", "必填", "写法"], shape),
    ]
    return _book(sheets)


def catalogue_workbook(whole: Plain) -> bytes:
    """The catalogue, a sheet per section, and the shape of every column on the last sheet."""
    shape = [
        [sheet.title, column.title, _SHAPES[column.kind], column.says]
        for sheet in SHEETS
        for column in sheet.columns
    ]
    sheets: list[tuple[str, Sequence[str], Iterable[Sequence[str]]]] = [
        (
            sheet.title,
            [column.title for column in sheet.columns],
            [cells_of(sheet, row) for row in whole[sheet.section]],
        )
        for sheet in SHEETS
    ]
    return _book([*sheets, ("填写说明", ["工作表", "列", "写法", "说明"], shape)])


def _venue(
    entry: Mapping[str, Any], townships: Mapping[str, str], categories: Mapping[str, str]
) -> list[str]:
    opens, closes = entry.get("opens_at") or "", entry.get("closes_at") or ""
    licences = entry.get("licences", ())
    printed = {
        "kind": _KINDS.get(entry.get("kind", ""), ""),
        "township": townships.get(entry.get("township") or "", ""),
        "datum": _DATUMS.get(entry.get("datum") or "", ""),
        "categories": "、".join(categories[code] for code in entry.get("categories", ())),
        "hours": f"{opens}-{'次日' if closes <= opens else ''}{closes}" if opens else "",
        "status": _STATUS.get(entry.get("status", ""), ""),
    }
    for field in _LICENCE:
        printed[f"licence_{field}"] = "；".join(_licence(licence, field) for licence in licences)
    return [printed[field] if field in printed else _text(entry.get(field)) for field in _VENUE_FIELDS]


def _licence(licence: Mapping[str, Any], field: str) -> str:
    if field == "valid_to" and licence.get(field) is None:
        return "长期"
    return _text(licence.get(field)) or "无"


def _officer(
    entry: Mapping[str, Any], townships: Mapping[str, str], categories: Mapping[str, str]
) -> list[str]:
    printed = {
        "status": _STATUS.get(entry.get("status", ""), ""),
        "quals": "、".join(categories[code] for code in entry.get("quals", ())),
        "lead_quals": "、".join(categories[code] for code in entry.get("lead_quals", ())) or "否",
        "towns": "、".join("全部" if code == "*" else townships[code] for code in entry.get("towns", ())),
    }
    return [printed[field] if field in printed else _text(entry.get(field)) for field in OFFICER_COLUMNS]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _workbook(name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return _book([(name, titles, rows)])


def _book(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """Every cell is a text, never a formula: long codes keep their digits, a leading = + - @ does nothing."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        plain = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        for name, titles, rows in sheets:
            sheet = book.add_worksheet(name)
            for column, title in enumerate(titles):
                sheet.set_column(column, column, max(10, 2 * len(title) + 2), plain)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(titles):
                sheet.write_string(0, column, title, head)
            for place, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if value:
                        risky = value[0] in "=+-@\t\r"
                        sheet.write_string(place, column, value[:_CELL_MAX], quoted if risky else plain)
    return out.getvalue()
