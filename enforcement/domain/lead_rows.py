"""Leads from a platform's export (12345 and others): its columns, each row as a lead or with its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from registry.domain.importing.cells import Cell, day, shown, text
from registry.domain.importing.columns import find_header
from registry.domain.importing.rows import data_rows, limited, read_cells
from registry.domain.importing.verdicts import Fault

# field → what platforms call its column, our own word first
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    field: tuple(words.split())
    for field, words in {
        "external_number": "来件编号 工单编号 工单号 诉求编号 举报编号 受理编号 编号",
        "content": "内容 诉求内容 举报内容 工单内容 问题描述 主要内容 事项内容 反映内容",
        "received_on": "收到日期 受理时间 受理日期 来电时间 登记时间 派单时间 转办时间 举报时间 诉求时间",
        "channel": "渠道 来源渠道 诉求来源 举报方式 来源",
        "venue": "场所 被举报对象 被举报单位 被反映单位 涉及单位 涉事主体 企业名称 单位名称",
        "name": "举报人 诉求人 来电人 姓名 举报人姓名 诉求人姓名 来电人姓名 联系人",
        "phone": "电话 联系电话 来电号码 联系方式 手机号码 举报人电话 诉求人电话",
        "address": "举报人地址 联系地址 诉求人地址",
        "wants_reply": "要求回复 是否回复 是否需要回复 是否要求回复 是否回访",
    }.items()
}
NEEDED: Final = ("external_number", "content")
# how the template says a cell is written
SAYS: Final[Mapping[str, str]] = {
    "external_number": "平台给的编号，最多60个字；同一渠道同一编号只登记一次。例：GD2026091500012",
    "content": "反映的事项，最多4000个字",
    "received_on": "不晚于今天，一年以内；不填为导入当天。例：2026-09-15",
    "channel": "渠道的名称；不填为导入时选定的渠道。例：12345",
    "venue": "名录里的名称、招牌名或者对象编号；名录里没有的按未指明场所登记",
    "name": "另行保密保存，只有有权限的人能看",
    "phone": "另行保密保存，只有有权限的人能看",
    "address": "另行保密保存，只有有权限的人能看",
    "wants_reply": "是、否；不填为是",
}
_YES: Final = {
    "是": True,
    "需要": True,
    "要": True,
    "要求": True,
    "否": False,
    "不需要": False,
    "不要": False,
}


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One row: its number as Excel counts, what it says, and why it cannot be taken."""

    row: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def lead_rows(
    rows: Sequence[Sequence[Cell]], channels: Mapping[str, str], today: date
) -> tuple[list[LeadRow], list[str], list[tuple[int, str]]]:
    """The rows, the columns nobody knows, and the lines that are no rows (totals, repeated heads).

    `channels`: every name of a channel → its code. HeaderMissing without the needed columns.
    """
    header = find_header(rows, COLUMNS, NEEDED)
    skipped: list[tuple[int, str]] = []
    found = [_row(n, cells, channels, today) for n, cells, _ in data_rows(rows, header, skipped)]
    return found, list(header.unknown), skipped


def _row(number: int, cells: Mapping[str, Cell], channels: Mapping[str, str], today: date) -> LeadRow:
    faults: list[Fault] = []
    readers = {
        "external_number": limited(text, 60), "content": limited(text, 4000), "received_on": _day,
        "channel": limited(text, 40), "venue": limited(text, 120), "name": limited(text, 60),
        "phone": limited(text, 40), "address": limited(text, 200), "wants_reply": text,
    }  # fmt: skip
    values = read_cells(cells, readers, faults)
    said = {one.field for one in faults}
    faults += [
        Fault(field, "needed", f"缺少{COLUMNS[field][0]}")
        for field in NEEDED
        if not values.get(field) and field not in said
    ]
    on = values.get("received_on")
    if on is not None and not _lately(on, today):
        faults.append(Fault("received_on", "day", "日期晚于今天，或者早于一年前"))
    values |= _channel(values.get("channel", ""), channels, faults) | _reply(values, faults)
    return LeadRow(number, values, tuple(faults))


def _channel(said: str, channels: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    """The channel a row names; "" for the one chosen for the file."""
    if not said:
        return {"channel": ""}
    if said not in channels:
        faults.append(Fault("channel", "unknown_word", f"没有“{said}”这个渠道"))
    return {"channel": channels.get(said, "")}


def _reply(values: Mapping[str, Any], faults: list[Fault]) -> dict[str, bool]:
    said = values.get("wants_reply", "")
    if said and said not in _YES:
        faults.append(Fault("wants_reply", "unknown_word", f"不认识“{said}”，请填写是或者否"))
    return {"wants_reply": _YES.get(said, True)}


def _lately(on: date, today: date) -> bool:
    return 0 <= (today - on).days <= 366


def _day(cell: Cell) -> date | None:
    """A day; platforms write its hour behind it."""
    return day(shown(cell).strip().replace("T", " ").split(" ")[0] if isinstance(cell, str) else cell)
