"""Statistics as a workbook: the numbers on one sheet, the rows behind them on another."""

import io
from typing import Any

import xlsxwriter


def statistics_workbook(title: str, rows: list[dict[str, Any]], opened: list[dict[str, Any]]) -> bytes:
    """XLSX bytes; text is written as text, never as a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0.00"})
    figures = book.add_worksheet("统计")
    figures.write_string(0, 0, title)
    for column, name in enumerate(("项目", "数量", "罚没金额（元）")):
        figures.write_string(2, column, name, head)
    for number, row in enumerate(rows, 3):
        figures.write_string(number, 0, str(row["name"]))
        figures.write_number(number, 1, row["value"])
        figures.write_number(number, 2, row["sum_fen"] / 100, money)
    figures.set_column(0, 0, 40)
    detail = book.add_worksheet("明细")
    for column, name in enumerate(("项目", "名称", "说明", "日期", "状态")):
        detail.write_string(0, column, name, head)
    for number, row in enumerate(opened, 1):
        for column, key in enumerate(("group", "title", "detail", "on", "state")):
            detail.write_string(number, column, str(row[key] or ""))
    detail.set_column(0, 2, 36)
    book.close()
    return out.getvalue()
