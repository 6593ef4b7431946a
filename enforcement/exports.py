"""The public list of penalties for the credit platforms: CSV and XLSX in the shape of docs/publication.md."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from backend.clock import civil
from enforcement.domain.publication import COLUMNS

STANDING = {"published": "公示", "corrected": "更正", "withdrawn": "撤回"}
HEADINGS = (*COLUMNS.values(), "公示状态", "公示日期")


def penalty_rows(cards: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The list's cells, row by row, everything as text."""
    return [
        [
            *(str(card[key]) for key in COLUMNS),
            STANDING[card["standing"]],
            civil(card["published_at"]).isoformat(),
        ]
        for card in cards
    ]


def penalties_csv(cards: Iterable[dict[str, Any]]) -> bytes:
    """UTF-8 with its mark, commas, CRLF; a cell that would be read as a formula begins with an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADINGS)
    for row in penalty_rows(cards):
        table.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def penalties_xlsx(cards: Iterable[dict[str, Any]]) -> bytes:
    """One sheet, every cell text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("行政处罚公示")
    for at, row in enumerate([list(HEADINGS), *penalty_rows(cards)]):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    sheet.set_column(0, len(HEADINGS) - 1, 24)
    book.close()
    return out.getvalue()
