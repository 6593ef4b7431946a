"""Public lists for the platforms as CSV and XLSX, in the shapes of docs/publication.md."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from backend.clock import civil
from inspections.domain.publication import COLUMNS

STANDING = {"published": "公示", "corrected": "更正", "withdrawn": "撤回"}
HEADINGS = tuple(COLUMNS.values())


def result_rows(cards: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The cells of the list of results, row by row, everything as text."""
    return [
        [
            card["venue_name"],
            card["venue_code"],
            card["organ"],
            card["checked_on"].isoformat(),
            "、".join(one["code"] for one in card["result_codes"]),
            "、".join(one["name"] for one in card["result_codes"]),
            STANDING[card["state"]],
            civil(card["published_at"]).isoformat(),
        ]
        for card in cards
    ]


def table_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, commas, CRLF; a cell that would be read as a formula begins with an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(headings)
    for row in rows:
        table.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def table_xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, every cell text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for at, row in enumerate([headings, *rows]):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    sheet.set_column(0, len(headings) - 1, 24)
    book.close()
    return out.getvalue()
