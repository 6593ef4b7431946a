"""The catalogue as a workbook (docs/catalogue.md): sheets, columns, and cells read into plain rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from registry.domain.catalogue import rows
from registry.domain.importing.cells import Cell, Unreadable, shown, text

KINDS: Final = ("text", "flag", "int", "yuan", "date", "list", "hours", "data")
SEPARATOR: Final = "；"
_SPLIT: Final = re.compile(r"[；;\n]")
_HOURS: Final = re.compile(r"(\w+)(?:\s+(\d\d:\d\d)-(\d\d:\d\d))?")
_FLAGS: Final = {"是": True, "否": False, "": False}


class Column(NamedTuple):
    """A field of a row, its title, how its cell is written (one of KINDS)."""

    field: str
    title: str
    kind: str
    says: str = ""


class Sheet(NamedTuple):
    """A section of the catalogue as one sheet."""

    section: str
    title: str
    columns: tuple[Column, ...]


def _of(*listed: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in listed)


_TRUST: Final = (
    ("verified", "已核实", "flag", "原文已查阅；是的，出处不能是 OKU、INF"),
    ("source", "出处", "list", "“出处”表中的编号"),
)
_WORDS: Final = "、".join
SHEETS: Final[tuple[Sheet, ...]] = (
    Sheet("sources", "出处", _of(
        ("code", "编号", "text"), ("title", "名称", "text"), ("addresses", "网址", "list"),
        ("lead_only", "仅作线索", "flag"),
    )),
    Sheet("categories", "类别", _of(
        ("code", "编号", "text"), ("position", "次序", "int"), ("zh", "名称", "text"),
        ("en", "英文名称", "text"), ("short_zh", "简称", "text"), ("main", "主要类别", "flag"),
        ("optional", "由本机关选定", "flag"), ("licences", "证照", "data"), ("parties", "适用对象", "data"),
        ("note", "备注", "text"), *_TRUST,
    )),
    Sheet("items", "检查事项", _of(
        ("code", "编号", "text"), ("category", "类别", "text", "空白为各类别共用"),
        ("section_zh", "检查方面", "text"), ("section_en", "检查方面（英文）", "text"),
        ("question_zh", "问题", "text"), ("question_en", "问题（英文）", "text"),
        ("conforms_answer", "合格答案", "text", "yes、no"), ("conforms_zh", "合格记录", "text"),
        ("violates_zh", "不合格记录", "text"), ("level", "级别", "text", "general、key"),
        ("evidence.on_violation", "不合格时取证", "text", _WORDS(rows.EVIDENCE_RULES)),
        ("evidence.suggested", "建议取证", "list"), ("evidence.minors", "涉及未成年人", "flag"),
        ("time_rule", "时间规则", "hours", _WORDS(rows.TIME_RULES) + "；禁止时段后写 02:00-08:00"),
        ("exception_zh", "例外", "text"), ("violations", "违法行为", "list"), ("duties", "义务依据", "list"),
        ("transfer_to", "移送", "list", _WORDS(rows.TRANSFER_ORGANS)), ("applies_to", "适用对象", "list"),
        ("follow", "追问", "data"), ("notice_workdays", "事先通知（工作日）", "int"),
        ("ended_on", "停用日期", "date", "最后使用的一天；不删行，填日期"), *_TRUST,
    )),
    Sheet("violations", "违法行为", _of(
        ("code", "编号", "text"), ("category", "类别", "text"), ("zh", "名称", "text"),
        ("en", "英文名称", "text"), ("bases", "依据", "list", "次序即优先次序，第一个罚则为默认"),
        ("ended_on", "停用日期", "date", "此日以后发生的行为不再据此立案"), *_TRUST,
    )),
    Sheet("bases", "法律依据", _of(
        ("code", "编号", "text", "一个条款的一个版本"),
        ("lineage", "条款沿革", "text", "同一条款的各版本写同一个词"),
        ("law", "法律", "text"), ("short", "简称", "text"), ("version", "版本", "text"),
        ("article", "条", "text"), ("paragraph", "款项", "text"), ("role", "性质", "text", "duty、penalty"),
        ("note", "要点", "text"), ("valid_from", "施行日期", "date"),
        ("valid_to", "失效日期", "date", "有效的最后一天"),
        ("tier", "情节", "text", _WORDS(rows.TIERS)),
        ("party", "处罚对象", "text", _WORDS(rows.PARTIES_FINED)),
        ("penalties", "处罚种类", "list"), ("measures", "措施", "list", _WORDS(rows.MEASURES)),
        ("fine_optional", "可以并处", "flag"), ("fine_min_fen", "罚款下限（元）", "yuan"),
        ("fine_max_fen", "罚款上限（元）", "yuan"), ("multiple_min", "倍数下限", "int"),
        ("multiple_max", "倍数上限", "int"), ("basis_amount", "倍数基数", "text", _WORDS(rows.BASIS_AMOUNTS)),
        ("threshold_fen", "倍数起点（元）", "yuan"), ("suspension_min_months", "停业下限（月）", "int"),
        ("suspension_max_months", "停业上限（月）", "int"), ("revoke", "可以吊销", "flag"),
        ("transfer_to", "移送", "list"), *_TRUST,
    )),
    Sheet("discretion_bands", "裁量基准", _of(
        ("code", "编号", "text"), ("basis", "依据", "text"), ("region", "地区", "text"),
        ("circumstance_zh", "情形", "text"), ("document", "文件", "text"), ("adopted", "本机关采用", "flag"),
        ("fine_min_fen", "罚款下限（元）", "yuan"), ("fine_max_fen", "罚款上限（元）", "yuan"),
        ("multiple_min", "倍数下限", "int"), ("multiple_max", "倍数上限", "int"),
        ("valid_from", "施行日期", "date"), ("valid_to", "失效日期", "date"), ("note_zh", "备注", "text"),
        *_TRUST,
    )),
    Sheet("lenient_rules", "免罚规则", _of(
        ("code", "编号", "text"), ("violation", "违法行为", "text"), ("region", "地区", "text"),
        ("conditions_zh", "适用情形", "text"), ("first_time", "须初次违法", "flag"),
        ("window_months", "初次的期间（月）", "int"),
        ("correction", "改正要求", "text", "on_spot、within_days"),
        ("measures", "配套措施", "list", "education、pledge、interview"), ("basis", "依据", "text"),
        ("adopted", "本机关采用", "flag"), ("valid_from", "施行日期", "date"),
        ("valid_to", "失效日期", "date"),
        ("note_zh", "备注", "text"), *_TRUST,
    )),
    Sheet("hearing_thresholds", "听证标准", _of(
        ("code", "编号", "text"), ("region", "地区", "text", "行政区划代码，如 37；空白为各地"),
        ("field", "领域", "text", "类别编号；空白为各领域"),
        ("party", "当事人", "text", _WORDS(rows.HEARING_PARTIES)),
        ("no_cap_fen", "较大数额（元）", "yuan", "没有法定上限时，罚款达到这个数即可要求听证"),
        ("cap_percent", "法定上限的比例（%）", "int", "有法定上限时须超过上限的这个比例；空白为不按比例"),
        ("never_below_fen", "最低数额（元）", "yuan", "按比例计算时不低于这个数"),
        ("valid_from", "施行日期", "date"), ("valid_to", "失效日期", "date", "有效的最后一天"),
        ("rule", "规定名称", "text"), *_TRUST,
    )),
)  # fmt: skip
BY_TITLE: Final = {sheet.title: sheet for sheet in SHEETS}
TITLES: Final = {sheet.section: sheet.title for sheet in SHEETS}


class Given(NamedTuple):
    """A row as it came in: where it stands, its plain values, and (field, why) of unreadable cells."""

    section: str
    row: int
    values: dict[str, Any]
    faults: tuple[tuple[str, str], ...] = ()


def blank(sheet: Sheet) -> dict[str, Any]:
    """A row of which nothing is written yet, as an empty line of the sheet reads."""
    values: dict[str, Any] = {}
    for column in sheet.columns:
        outer, _, inner = column.field.partition(".")
        empty: Any = {"flag": False, "list": []}.get(column.kind)
        if inner:
            values.setdefault(outer, {})[inner] = empty
        else:
            values[outer] = empty
    return values


def field_title(section: str, field: str) -> str:
    """The title of a field's column; the field itself where no column has it."""
    sheet = next((one for one in SHEETS if one.section == section), None)
    return next((one.title for one in sheet.columns if one.field == field), field) if sheet else field


def cells_of(sheet: Sheet, row: Mapping[str, Any]) -> list[str]:
    """A plain row as the texts of its cells."""
    return [_cell(column.kind, _at(row, column.field)) for column in sheet.columns]


def rows_of(sheet: Sheet, grid: Sequence[Sequence[Cell]]) -> tuple[list[Given], list[str]]:
    """The rows of a sheet, and what is wrong with its header: every column is there once, in any order."""
    head = [text(cell) for cell in grid[0]] if grid else []
    titles = [column.title for column in sheet.columns]
    wrong = [f"缺少“{title}”一列" for title in titles if title not in head]
    wrong += [f"没有“{title}”这一列" for title in head if title and title not in titles]
    wrong += [f"“{title}”一列重复" for title in titles if head.count(title) > 1]
    if wrong:
        return [], wrong
    places = [(column, head.index(column.title)) for column in sheet.columns]
    found = []
    for number, cells in enumerate(grid[1:], start=2):
        got = {column: cells[place] if place < len(cells) else None for column, place in places}
        if any(shown(cell).strip() for cell in got.values()):
            found.append(_given(sheet, number, got))
    return found, []


def _given(sheet: Sheet, number: int, got: Mapping[Column, Cell]) -> Given:
    values: dict[str, Any] = {}
    faults = []
    for column, cell in got.items():
        try:
            value = _value(column.kind, cell)
        except (Unreadable, ValueError) as error:
            faults.append((column.field, str(error)))
            continue
        outer, _, inner = column.field.partition(".")
        if inner:
            values.setdefault(outer, {})[inner] = value
        elif value is not None:
            values[outer] = value
    return Given(sheet.section, number, values, tuple(faults))


def _at(row: Mapping[str, Any], field: str) -> Any:
    outer, _, inner = field.partition(".")
    return row[outer][inner] if inner else row[outer]


def _cell(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == "flag":
        return "是" if value else "否"
    if kind == "yuan":
        return f"{value // 100}" if value % 100 == 0 else f"{value // 100}.{value % 100:02d}"
    if kind == "list":
        return SEPARATOR.join(value)
    if kind == "hours":
        return f"{value['kind']} {value['from']}-{value['to']}" if value["from"] else str(value["kind"])
    if kind == "data":
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def _value(kind: str, cell: Cell) -> Any:
    """A cell as its plain value, None for an empty one (a flag is then no, a list empty)."""
    if isinstance(cell, date | datetime):
        cell = f"{cell:%Y-%m-%d}"
    said = shown(cell).strip() if kind in ("text", "data", "list") else text(cell)
    if kind == "flag":
        if said not in _FLAGS:
            raise ValueError(f"应填“是”或“否”，这里是“{said}”")
        return _FLAGS[said]
    if kind == "list":
        return [one.strip() for one in _SPLIT.split(said) if one.strip()]
    return _READ[kind](said) if said else None


def _int(said: str) -> int:
    if not re.fullmatch(r"\d{1,9}", said):
        raise ValueError(f"应为整数，这里是“{said}”")
    return int(said)


def _yuan(said: str) -> int:
    try:
        fen = Decimal(said.replace(",", "")) * 100
    except InvalidOperation:
        fen = Decimal(-1)
    if fen < 0 or fen != fen.to_integral_value():
        raise ValueError(f"应为元，最多两位小数，这里是“{said}”")
    return int(fen)


def _date(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise ValueError(f"应为日期，如 2026-09-15，这里是“{said}”") from None


def _hours(said: str) -> dict[str, Any]:
    found = _HOURS.fullmatch(said)
    if found is None:
        raise ValueError(f"应如“closed_hours 02:00-08:00”，这里是“{said}”")
    return {"kind": found[1], "from": found[2], "to": found[3]}


def _data(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        raise ValueError("不是有效的 JSON") from None


_READ: Final[dict[str, Callable[[str], Any]]] = {
    "text": str, "int": _int, "yuan": _yuan, "date": _date, "hours": _hours, "data": _data,
}  # fmt: skip
