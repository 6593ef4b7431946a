"""A book as bytes: XLSX, CSV, PDF or Word. No cell of any of them is ever a formula."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from counting.domain.books import COUNT, DAY, FEN, HUNDREDTHS, TIME, Book, Sheet, inert, shown
from counting.exports.paper import book_pdf
from counting.exports.word import book_word

MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_CELL_MAX: Final = 32_767
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def written(book: Book, kind: str, *, on: date) -> bytes:
    """The bytes of a book in one of MEDIA."""
    if kind == "pdf":
        return book_pdf(book, on=on)
    return _WRITERS[kind](book)


def _xlsx(book: Book) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as made:
        kinds = {
            FEN: made.add_format({"num_format": "#,##0.00"}),
            HUNDREDTHS: made.add_format({"num_format": "0.00"}),
            COUNT: made.add_format({"num_format": "0"}),
            DAY: made.add_format({"num_format": "yyyy-mm-dd"}),
            TIME: made.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        plain = made.add_format({"num_format": "@"})
        quoted = made.add_format({"num_format": "@", "quote_prefix": True})
        bold = made.add_format({"bold": True})
        head = made.add_format({"bold": True, "bottom": 1})
        for number, sheet in enumerate(book.sheets):
            page = made.add_worksheet(sheet.name.translate(_FORBIDDEN)[:31])
            top = 0
            if not book.bare and number == 0:
                page.write_string(0, 0, book.title, bold)
                for at, (name, value) in enumerate(book.head, 1):
                    page.write_string(at, 0, name)
                    page.write_string(at, 1, value, quoted)
                lines = len(book.head) + 1
                for at, words in enumerate(book.lead, lines):
                    page.write_string(at, 0, words, quoted)
                top = lines + len(book.lead) + 1
            _fill(page, sheet, top, head, kinds, plain, quoted)
    return out.getvalue()


def _fill(
    page: Any, sheet: Sheet, top: int, head: Any, kinds: dict[str, Any], plain: Any, quoted: Any
) -> None:
    for column, one in enumerate(sheet.columns):
        page.set_column(column, column, one.width)
        page.write_string(top, column, one.title, head)
    page.freeze_panes(top + 1, 0)
    for line, row in enumerate([*sheet.rows, *([sheet.total] if sheet.total else [])], top + 1):
        for column, (one, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if isinstance(value, str):
                risky = inert(value) != value
                page.write_string(line, column, value[:_CELL_MAX], quoted if risky else plain)
            elif isinstance(value, datetime):
                page.write_datetime(line, column, value.replace(tzinfo=None), kinds[TIME])
            elif isinstance(value, date):
                page.write_datetime(line, column, value, kinds[DAY])
            elif value is not None:
                number = value / 100 if one.kind in (FEN, HUNDREDTHS) else value
                page.write_number(line, column, number, kinds.get(one.kind, kinds[COUNT]))


def _csv(book: Book) -> bytes:
    """The first sheet; UTF-8 with its mark, so that Excel reads it."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    sheet = book.sheets[0]
    if not book.bare:
        table.writerow([inert(book.title)])
        table.writerows([inert(name), inert(value)] for name, value in book.head)
        table.writerow([])
    table.writerow([inert(one.title) for one in sheet.columns])
    for row in [*sheet.rows, *([sheet.total] if sheet.total else [])]:
        table.writerow(
            [
                inert(value) if isinstance(value, str) else shown(one.kind, value).replace(",", "")
                for one, value in zip(sheet.columns, row, strict=True)
            ]
        )
    return out.getvalue().encode("utf-8-sig")


_WRITERS: Final[dict[str, Callable[[Book], bytes]]] = {"xlsx": _xlsx, "csv": _csv, "docx": book_word}
