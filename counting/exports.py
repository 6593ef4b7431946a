"""Statistics as a workbook: the numbers on one sheet, the rows behind them on another."""

import io
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
