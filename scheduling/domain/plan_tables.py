"""Published plan tables (抽查计划表、抽查事项清单) recognised by their headers, cells kept as printed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from scheduling.domain.wording.tokens import NotUnderstood, number

_HEADERS: Final[dict[str, str]] = {
    "seq": "序号 编号 seq",
    "domain": "抽查领域 领域 监管领域 domain",
    "item": "抽查事项 检查事项 抽查事项名称 事项名称 抽查内容 检查内容 item",
    "item_class": "事项类别 抽查事项类别 抽查类别 itemclass",
    "object_type": "检查对象 抽查对象 抽查对象类型 对象类型 检查主体类型 objecttype",
    "object_scope": "抽查对象范围 检查对象范围 对象范围 检查对象库 objectscopeorbase objectscope",
    "base": "抽查基数 基数",
    "initiating": "发起部门 发起处室 发起科室 发起账号 牵头部门 抽查主体 检查主体 initiatingdept",
    "cooperating": "配合部门 联合处室 联合部门 参与部门 协同部门 cooperatingdept",
    "legal_basis": "检查依据 抽查依据 依据 设定依据 法律依据 legalbasis",
    "method": "检查方式 抽查方式 形式和方法 检查方法 method",
    "draw_type": "抽查类型 抽取类型 定向/不定向",
    "quota": "抽查比例及频次 抽查比例和频次 抽查比例、频次 比例及频次 ratiofreqverbatim",
    "ratio": "抽查比例 对象抽取比例 抽取比例 检查比例 比例 ratiotext",
    "freq": "抽查周期 抽查频次 检查频次 频次 抽查频率 frequencytext",
    "deadline": "完成时限 抽查时间 检查时间 实施日期 实施时间 时间安排 完成时间 timeordeadlineverbatim",
    "level": "抽查层级 实施层级 层级",
    "contact": "联络股室 联系科室 联络处室 contactorlevel",
    "notes": "备注 说明 notes",
    "plan_no": "抽查计划编号 计划编号",
    "plan_name": "抽查计划名称 计划名称",
    "task_no": "抽查任务编号 任务编号",
    "task_name": "抽查任务名称 任务名称",
}
_FIELD_OF: Final = {word: name for name, words in _HEADERS.items() for word in words.split()}


class PlanTableError(ValueError):
    """The grid is no plan table; the message says what was looked for."""


@dataclass(frozen=True)
class MonthSpan:
    """Months of a year, both ends included; a deadline (10月底前) leaves the whole year before it open."""

    first: int
    last: int
    year: int | None = None
    deadline: bool = False


@dataclass(frozen=True)
class PlanRow:
    """One row of a published plan; a column the table lacks is None, a blank cell is ""."""

    row: int
    seq: str | None = None
    domain: str | None = None
    item: str | None = None
    item_class: str | None = None
    object_type: str | None = None
    object_scope: str | None = None
    base: str | None = None
    initiating: str | None = None
    cooperating: str | None = None
    legal_basis: str | None = None
    method: str | None = None
    draw_type: str | None = None
    quota_verbatim: str | None = None
    ratio_verbatim: str | None = None
    freq_verbatim: str | None = None
    deadline_verbatim: str | None = None
    months: MonthSpan | None = None
    level: str | None = None
    contact: str | None = None
    notes: str | None = None
    plan_no: str | None = None
    plan_name: str | None = None
    task_no: str | None = None
    task_name: str | None = None
    other: tuple[tuple[str, str], ...] = field(default=())


def csv_grid(text: str) -> list[list[str]]:
    """The cells of a CSV text."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def plan_rows(grid: Sequence[Sequence[str]]) -> list[PlanRow]:
    """Rows of a plan table: comment lines (#) and titles above the header are passed over.

    ``row`` counts the rows of the grid from 1. Columns no synonym names are kept in ``other``.
    """
    at, headers = _header(grid)
    rows = []
    for position, cells in enumerate(grid[at + 1 :], start=at + 2):
        values = [cell.strip() for cell in cells]
        if not any(values) or values[0].startswith("#"):
            continue
        if len(values) > len(headers):
            raise PlanTableError(f"第{position}行有{len(values)}格，表头只有{len(headers)}格")
        values += [""] * (len(headers) - len(values))
        rows.append(_row(position, headers, values))
    return rows


def _header(grid: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Position and headers of the first row that names an item or a ratio and two columns more."""
    for position, cells in enumerate(grid):
        headers = [cell.strip() for cell in cells]
        names = {_FIELD_OF[key] for header in headers if (key := _key(header)) in _FIELD_OF}
        if not (headers and headers[0].startswith("#")) and len(names) >= 3 and names & {"item", "ratio"}:
            return position, headers
    raise PlanTableError("未找到表头：需有“抽查事项”或“抽查比例”，并另有至少两列计划表的列名")


def _key(header: str) -> str:
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", header)).casefold()


def _row(position: int, headers: list[str], values: list[str]) -> PlanRow:
    cells: dict[str, str] = {}
    other: list[tuple[str, str]] = []
    for header, value in zip(headers, values, strict=True):
        name = _FIELD_OF.get(_key(header))
        if name is None or name in cells:
            other.append((header, value))
        else:
            cells[name] = value
    ratio, freq, deadline = cells.pop("ratio", None), cells.pop("freq", None), cells.pop("deadline", None)
    quota = cells.pop("quota", None)
    if quota is None and (ratio, freq) != (None, None):
        quota = " ".join(words for words in (ratio, freq) if words)
    return PlanRow(
        row=position,
        quota_verbatim=quota,
        ratio_verbatim=ratio,
        freq_verbatim=freq,
        deadline_verbatim=deadline,
        months=month_span(deadline) if deadline else None,
        other=tuple(other),
        **cells,
    )


_MONTH: Final = r"(?P<{0}>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})"
_DAY: Final = r"(?:\d{1,2}日|底|初|中旬|下旬|上旬|末)?"
_SPANS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MONTH.format('first')}(?:月{_DAY})?(?:至|到|[-—–~])(?P<next>\d{{4}}年)?{_MONTH.format('last')}月{_DAY}(?:期间)?",
        rf"(?P<by>即日起(?:至|到))?{_MONTH.format('last')}月{_DAY}(?P<before>之?以?前)?(?:完成)?",
        r"(?P<whole>全年|上半年|下半年)|第?(?P<quarter>[一二三四1-4])季度",
        r"(?P<end>年底)(?:之?以?前)?(?:完成)?",
    )
)
_WHOLES: Final = {"全年": (1, 12), "上半年": (1, 6), "下半年": (7, 12)}


def month_span(verbatim: str) -> MonthSpan | None:
    """The months a published time names (10月底, 2023年10月至11月, 2020年全年, 第三季度); None if unread."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", verbatim)).strip("。;,")
    text = re.sub(r"[()]|^(?:于|在)", "", text)
    found = re.match(r"(?:(?P<year>\d{4})年度?)?(?P<rest>.+)", text)
    if not found:
        return None
    year = int(found["year"]) if found["year"] else None
    matches = (pattern.fullmatch(found["rest"]) for pattern in _SPANS)
    match = next((match for match in matches if match), None)
    return _span(match.groupdict(), found["rest"], year) if match else None


def _span(words: dict[str, str | None], text: str, year: int | None) -> MonthSpan | None:
    if words.get("end"):
        return MonthSpan(1, 12, year, deadline=True)
    if whole := words.get("whole"):
        return MonthSpan(*_WHOLES[whole], year)
    if quarter := words.get("quarter"):
        return MonthSpan(3 * _month(quarter) - 2, 3 * _month(quarter), year)
    last = _month(words["last"] or "")
    if first_word := words.get("first"):
        first = _month(first_word)
        crosses = words.get("next") not in (None, f"{year}年")
        return None if crosses or not 1 <= first <= last <= 12 else MonthSpan(first, last, year)
    deadline = bool(words.get("by") or words.get("before") or "底" in text)
    return MonthSpan(1 if deadline else last, last, year, deadline=deadline) if 1 <= last <= 12 else None


def _month(word: str) -> int:
    try:
        return int(number(word))
    except NotUnderstood:
        return 0
