"""A book as a Word document: title, head, and every sheet as a table."""

import io
from typing import Any

from docx import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from counting.domain.books import NUMBERS, Book, Sheet, shown

FACE = "仿宋"
LANDSCAPE_FROM = 8  # columns


def book_word(book: Book) -> bytes:
    """The bytes; values are words, nothing in them is a field."""
    paper = Word()
    wide = any(len(sheet.columns) >= LANDSCAPE_FROM for sheet in book.sheets)
    _page(paper, wide=wide)
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(_clean(book.title))
    run.bold, run.font.size = True, Pt(16)
    for name, value in book.head:
        line = paper.add_paragraph(f"{name}：{_clean(value)}")
        line.paragraph_format.space_after = Pt(0)
    for words in book.lead:
        line = paper.add_paragraph(_clean(words))
        line.paragraph_format.first_line_indent = Pt(21)
        line.paragraph_format.space_before = Pt(6)
    for sheet in book.sheets:
        _table(paper, sheet)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _page(paper: Any, *, wide: bool) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)


def _table(paper: Any, sheet: Sheet) -> None:
    name = paper.add_paragraph()
    name.paragraph_format.space_before, name.paragraph_format.keep_with_next = Pt(10), True
    name.add_run(f"{_clean(sheet.name)}（{len(sheet.rows)} 行）").bold = True
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    table = paper.add_table(rows=1 + len(rows), cols=len(sheet.columns), style="Table Grid")
    cells = table._cells  # reading cell by cell costs python-docx a walk of the whole table each time
    width = len(sheet.columns)
    for column, one in enumerate(sheet.columns):
        cells[column].paragraphs[0].add_run(_clean(one.title)).bold = True
    for line, row in enumerate(rows, 1):
        for column, (one, value) in enumerate(zip(sheet.columns, row, strict=True)):
            words = cells[line * width + column].paragraphs[0]
            words.add_run(_clean(shown(one.kind, value)))
            if one.kind in NUMBERS:
                words.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)


def _clean(text: str) -> str:
    """Without the signs XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
