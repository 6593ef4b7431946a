"""Performances (营业性演出) as the approving organ lists them: each row as one, or with its faults."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from registry.domain.importing.cells import Cell, Unreadable, shown, span, text
from registry.domain.importing.columns import find_header
from registry.domain.importing.rows import data_rows, limited, read_cells
from registry.domain.importing.verdicts import Fault

# field → what lists call its column, our own word first
PERFORMANCE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    field: tuple(words.split())
    for field, words in {
        "name": "演出名称 演出项目 演出项目名称 项目名称 活动名称 节目名称 名称",
        "approval_no": "批准文号 批准文件编号 批准文件号 准予许可文号 许可文号 批文号 批文编号 文号",
        "approved_by": "批准机关 审批机关 发证机关 批准单位 审批单位",
        "starts_on": "开始日期 演出开始日期 开始时间 演出开始时间 首场日期",
        "ends_on": "结束日期 演出结束日期 结束时间 演出结束时间 末场日期",
        "days": "演出日期 演出时间 演出起止日期 演出起止时间 起止日期 日期",
        "place": "演出地点 演出场地 演出地址 地点",
        "venue": "名录内场所 演出场所 演出场所名称 场所 场所名称 对象编号",
        "organiser": "举办单位 主办单位 承办单位 演出举办单位 申请单位 演出经纪机构",
        "organiser_licence": "营业性演出许可证号 演出许可证号 许可证号 许可证编号 营业性演出许可证编号",
        "performers": "演员、团体 演员 演出团体 参演人员 参演团体 演员名单 参演单位 演职人员",
        "programme": "节目 节目单 演出内容 节目内容 曲目",
        "note": "说明 备注",
    }.items()
}
NEEDED: Final = ("approval_no", "name", "place", "organiser")
# how the template says a cell is written
SAYS: Final[Mapping[str, str]] = {
    "name": "最多120个字",
    "approval_no": "同一文号只登记一次，再次导入时有变化的改为新内容。例：钢文演〔2026〕12号",
    "approved_by": "例：区行政审批服务局",
    "starts_on": "例：2026-09-15",
    "ends_on": "不填为开始日期当天。例：2026-09-16",
    "days": "可代替前两列。例：2026.9.15至2026.9.16",
    "place": "按批准文件，最多120个字",
    "venue": "可以不填；名录里的名称、招牌名或者对象编号",
    "organiser": "按批准文件，最多120个字",
    "organiser_licence": "可以不填",
    "performers": "各项用“；”“、”或者换行分开。例：虚构演员甲；虚构乐队",
    "programme": "各项用“；”“、”或者换行分开，书名号、括号里的不分。例：《曲目一》；《曲目二》",
    "note": "最多2000个字",
}
LONGEST: Final = {
    "name": 120, "approval_no": 60, "approved_by": 80, "place": 120, "venue": 120, "organiser": 120,
    "organiser_licence": 60, "note": 2000,
}  # fmt: skip
_ENTRIES, _ENTRY = 200, 120
_OPEN, _CLOSE = "《（([【“", "》）)]】”"
_PARTS: Final = re.compile(r"[\n；;、，,]")


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """One row: its number as Excel counts, the fields it names, and why it cannot be taken."""

    row: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def performance_rows(
    rows: Sequence[Sequence[Cell]],
) -> tuple[list[PerformanceRow], list[str], list[tuple[int, str]]]:
    """The rows, columns nobody knows, lines that are no rows; HeaderMissing without the needed columns."""
    header = find_header(rows, PERFORMANCE_COLUMNS, NEEDED)
    skipped: list[tuple[int, str]] = []
    found = [_row(n, cells) for n, cells, _ in data_rows(rows, header, skipped)]
    return found, list(header.unknown), skipped


def _row(number: int, cells: Mapping[str, Cell]) -> PerformanceRow:
    faults: list[Fault] = []
    readers = {field: limited(text, longest) for field, longest in LONGEST.items()}
    readers |= dict.fromkeys(("performers", "programme"), entries)
    readers |= dict.fromkeys(("starts_on", "ends_on", "days"), _days)
    values = read_cells(cells, readers, faults)
    said = {one.field for one in faults}
    faults += [
        Fault(field, "needed", f"缺少{PERFORMANCE_COLUMNS[field][0]}")
        for field in NEEDED
        if not values.get(field) and field not in said
    ]
    first, last = values.pop("days", (None, None))
    first = values.pop("starts_on", (first, first))[0] or first
    last = values.pop("ends_on", (last, last))[1] or last or first
    if not said & {"starts_on", "ends_on", "days"}:
        faults += _order(first, last)
        values |= {"starts_on": first, "ends_on": last}
    return PerformanceRow(number, values, tuple(faults))


def _order(first: date | None, last: date | None) -> list[Fault]:
    """What is wrong with the two days: none, or the last before the first."""
    if first is None or last is None:
        return [Fault("starts_on", "needed", "缺少演出日期")]
    return [Fault("ends_on", "day", "结束日期早于开始日期")] if last < first else []


def _days(cell: Cell) -> tuple[date, date]:
    """The first and the last day a cell names; lists write the hour behind a day."""
    said = shown(cell).strip().replace("T", " ") if isinstance(cell, str) else cell
    if isinstance(said, str):
        said = re.sub(r"\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?", "", said)
    first, last = span(said)
    if last is None:
        raise Unreadable("bad_date", f"演出没有“{shown(cell)}”这样的日期，请写成 2026-09-15 的样子")
    return first or last, last


def entries(cell: Cell) -> list[str]:
    """The names of one cell, a line or one of ；、， between them; within 《》 and brackets nothing parts."""
    depth, parts = 0, [""]
    for sign in shown(cell):
        depth = max(0, depth + (sign in _OPEN) - (sign in _CLOSE))
        if depth == 0 and _PARTS.match(sign):
            parts.append("")
            continue
        parts[-1] += sign
    found = [one for one in map(text, parts) if one]
    if len(found) > _ENTRIES or any(len(one) > _ENTRY for one in found):
        raise Unreadable("too_long", f"最多{_ENTRIES}项，每项最多{_ENTRY}个字；各项用“；”分开")
    return found


def twice(rows: Sequence[PerformanceRow]) -> dict[int, tuple[int, bool]]:
    """row → the row above with its approval number, and whether both say the same."""
    first: dict[str, PerformanceRow] = {}
    found: dict[int, tuple[int, bool]] = {}
    for one in rows:
        above = first.setdefault(one.values.get("approval_no", "") or f"#{one.row}", one)
        if above is not one:
            found[one.row] = above.row, above.values == one.values
    return found
