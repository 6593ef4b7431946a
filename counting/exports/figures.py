"""Statistics and feasibility as workbooks: numbers on one sheet, the rows behind them on others."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter


def statistics_workbook(title: str, card: dict[str, Any], opened: list[dict[str, Any]]) -> bytes:
    """XLSX bytes; text is written as text, never as a formula or a link.

    `card` as of `Statistic.card`; the total counts each row once, whatever groups it is in.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    figures = book.add_worksheet("统计")
    figures.write_string(0, 0, title)
    for column, name in enumerate(("项目", "数量", "罚没金额（元）")):
        figures.write_string(2, column, name, head)
    total = {"name": "合计（不重复计）", "value": card["total"], "sum_fen": card["sum_fen"]}
    for number, row in enumerate([*card["rows"], total], 3):
        figures.write_string(number, 0, row["name"])
        figures.write_number(number, 1, row["value"])
        figures.write_number(number, 2, row["sum_fen"] / 100, money)
    figures.set_column(0, 0, 40)
    figures.set_column(1, 2, 16)
    detail = book.add_worksheet("明细")
    for column, name in enumerate(("项目", "名称", "说明", "日期", "状态")):
        detail.write_string(0, column, name, head)
    for number, row in enumerate(opened, 1):
        for column, key in enumerate(("group", "title", "detail")):
            detail.write_string(number, column, row[key])
        if isinstance(row["on"], date):
            detail.write_datetime(number, 3, row["on"], day)
        detail.write_string(number, 4, row["state"])
    detail.set_column(0, 2, 36)
    detail.set_column(3, 4, 12)
    book.close()
    return out.getvalue()


# sheet → its head, and the keys of its rows
_ROWS = (
    ("抽查事项", "item"), ("原文", "quota_verbatim"), ("在册", "register"), ("需抽", "need"),
    ("已完成", "done"), ("已抽未结", "ahead"), ("仍可抽", "free"), ("待抽", "to_draw"), ("缺口", "short"),
    ("状态", "stand"),
)  # fmt: skip
_CAPS = (("类别", "name"), ("场所", "venues"), ("上限之和", "limit"), ("余量", "room"))
_ACTIONS = (("办法", "key"), ("数量", "amount"), ("类别", "categories"), ("可达", "most"), ("仍缺", "short"))
_VENUES = (("名称", "title"), ("编号", "detail"), ("余量", "value"))
_DRAWS = (
    ("抽取", "title"), ("户数", "count"), ("满足事项", "of"), ("最迟抽取", "draw_by"),
    ("检查开始", "visit_from"), ("检查截止", "visit_to"),
)  # fmt: skip
_WORDS = {
    "cap": "提高上限 1 次", "days": "加开组日", "exempt": "不计入频次的检查", "target": "调整目标",
    "unsettled": "未确定", "empty": "无对象", "met": "已达到", "short": "缺口", "late": "已过时限",
    "to_draw": "待抽", "under_way": "检查中",
}  # fmt: skip
_BOUND = (
    ("已计家次", "done"), ("待审核", "pending"), ("已安排", "arranged"), ("上限余量", "room"),
    ("组日可承担", "capacity"), ("上限内最多", "most"), ("目标", "need"), ("缺口", "short"),
)  # fmt: skip


def feasibility_workbook(
    title: str, card: dict[str, Any], proposed: dict[str, Any], venues: list[dict[str, Any]]
) -> bytes:
    """XLSX bytes: the bound, plan rows, caps, ways out, proposed draws, and the room of every venue."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bound = [{"name": name, "value": card["visits"][key]} for name, key in _BOUND]
    draws = [
        one
        | {
            "title": one["draft"]["title"],
            "of": "、".join(row["item"] or "全年抽查比例" for row in one["rows"]),
        }
        for one in proposed["draws"]
    ]
    _sheet(book, "可行性", (("项目", "name"), (title, "value")), bound)
    _sheet(book, "计划事项", _ROWS, card["rows"])
    _sheet(book, "频次余量", _CAPS, card["caps"])
    _sheet(book, "办法", _ACTIONS, card["actions"])
    _sheet(book, "建议抽取", _DRAWS, draws)
    _sheet(book, "场所余量", _VENUES, venues)
    book.close()
    return out.getvalue()


def _sheet(
    book: xlsxwriter.Workbook, name: str, heads: Sequence[tuple[str, str]], rows: Sequence[dict[str, Any]]
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    for column, (word, key) in enumerate(heads):
        sheet.write_string(0, column, word, head)
        for number, row in enumerate(rows, 1):
            value = row[key]
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            elif isinstance(value, list):
                sheet.write_string(number, column, "、".join(value))
            else:
                sheet.write_string(number, column, _WORDS.get(str(value), str(value)))
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(heads) - 1, 16)
