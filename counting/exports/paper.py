"""A book as a PDF: A4 lying, one table after the other, the heads repeated on every page."""

from datetime import date
from pathlib import Path

from backend.documents.pdf import PaperFault, pdf
from counting.domain.books import NUMBERS, Book, shown

LAYOUT = Path(__file__).parent / "book.typ"
ROWS_MAX = 5_000


def book_pdf(book: Book, *, on: date) -> bytes:
    """The bytes; PaperFault for a letter the house's face does not have, and for more than ROWS_MAX rows."""
    rows = sum(len(sheet.rows) for sheet in book.sheets)
    if rows > ROWS_MAX:
        raise PaperFault(f"共 {rows} 行，PDF 最多 {ROWS_MAX} 行：请缩小条件或导出 Excel")
    paper = {
        "title": book.title,
        "head": [list(line) for line in book.head],
        "lead": list(book.lead),
        "sheets": [
            {
                "name": sheet.name,
                "columns": [one.title for one in sheet.columns],
                "widths": [one.width for one in sheet.columns],
                "right": [one.kind in NUMBERS for one in sheet.columns],
                "rows": [
                    [shown(one.kind, value) for one, value in zip(sheet.columns, row, strict=True)]
                    for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]
                ],
            }
            for sheet in book.sheets
        ],
    }
    return pdf(LAYOUT.read_text(encoding="utf-8"), paper, {}, on=on)
