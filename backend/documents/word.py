"""The copy for editing: a Word template made from the field list, or the bureau's own, filled by docxtpl."""

import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from backend.documents.catalogue import form_get
from backend.documents.pdf import PaperFault
from backend.domain.forms import TABLE, Form

FACE = "仿宋"
# What ends no line, and what begins none: Word's own lists for Chinese, and both sides of 〔2026〕8号.
_ENDS_NO_LINE = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥〕"
_BEGINS_NO_LINE = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠号"
)
UNPACKED_MAX = 20 * 1024**2
SIGN = "{{{{ {0}.image }}}}{{{{ {0}.name }}}} {{{{ {0}.at }}}}{{{{ {0}.refusal }}}}"


@lru_cache(maxsize=64)
def default_template(code: str) -> bytes:
    """The Word template of a form without one of the bureau's: the same blocks, with slots for words."""
    form, paper = form_get(code), Word()
    _page(paper)
    if not form.outside:
        _centred(paper, "{{ organ }}", 15)
    _centred(paper, form.name, 20, bold=True)
    if form.series:
        _centred(paper, "{{ number }}", 12)
    for kind, what in form.blocks:
        _block(paper, form, kind, what)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _page(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(24)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    paper.styles.element.xpath("w:docDefaults//w:lang")[0].set(qn("w:eastAsia"), "zh-CN")
    spacing = paper.settings.element.find(qn("w:characterSpacingControl"))
    for name, marks in (("Before", _BEGINS_NO_LINE), ("After", _ENDS_NO_LINE)):
        rule = OxmlElement(f"w:noLineBreaks{name}")
        rule.set(qn("w:lang"), "zh-CN")
        rule.set(qn("w:val"), marks)
        spacing.addnext(rule)


def _centred(paper: Any, text: str, size: int, *, bold: bool = False) -> None:
    line = paper.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(text)
    run.font.size, run.bold = Pt(size), bold


def _slots(text: str) -> str:
    """{key} of a layout as {{ key }} of Word."""
    return text.replace("{", "{{ ").replace("}", " }}")


def _block(paper: Any, form: Form, kind: str, what: Any) -> None:
    if kind == "grid":
        _grid(paper, [[(form.field(key).label, f"{{{{ {key} }}}}") for key in row] for row in what])
    elif kind == "long":
        paper.add_paragraph().add_run(form.field(what).label).bold = True
        paper.add_paragraph(f"{{{{ {what} }}}}")
    elif kind == "table":
        _rows(paper, form, what)
    elif kind == "sign":
        _grid(paper, [[(form.field(key).label, SIGN.format(key))] for key in what])
    elif kind == "seal":
        for text in ("{{ organ }}（印章）", "{{ issued_on }}"):
            paper.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paper.add_paragraph(_slots(what))


def _grid(paper: Any, rows: list[list[tuple[str, str]]]) -> None:
    for row in rows:
        table = paper.add_table(rows=1, cols=2 * len(row))
        table.style = "Table Grid"
        for n, (label, text) in enumerate(row):
            table.cell(0, 2 * n).text, table.cell(0, 2 * n + 1).text = label, text


def _rows(paper: Any, form: Form, key: str) -> None:
    field = form.field(key)
    paper.add_paragraph().add_run(field.label).bold = True
    table = paper.add_table(rows=4, cols=len(field.columns))
    table.style = "Table Grid"
    for n, column in enumerate(field.columns):
        table.cell(0, n).text = column.label
        table.cell(2, n).text = f"{{{{ row.{column.key} }}}}"
    table.cell(1, 0).text, table.cell(3, 0).text = f"{{%tr for row in {key} %}}", "{%tr endfor %}"


def word(
    template: bytes,
    form: Form,
    words: Mapping[str, str],
    values: Mapping[str, Any],
    boxes: Mapping[str, Any],
    images: Mapping[str, bytes],
) -> bytes:
    """The filled copy. PaperFault when the template cannot be read or filled."""
    try:
        tpl = DocxTemplate(io.BytesIO(template))
        tpl.init_docx()
        filled: dict[str, Any] = dict(words)
        for field in form.fields:
            if field.kind == TABLE:
                filled[field.key] = [_row(field.columns, row) for row in values.get(field.key) or []]
        for key, box in boxes.items():
            image = images.get(key)
            filled[key] = {
                **box,
                "image": InlineImage(tpl, io.BytesIO(image), height=Mm(13)) if image else "",
            }
        tpl.render(filled, jinja_env=SandboxedEnvironment(autoescape=True))
        out = io.BytesIO()
        tpl.save(out)
    except (TemplateError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise PaperFault(f"Word 模板无法填写：{error}"[:300]) from error
    return out.getvalue()


def _row(columns: Any, row: Mapping[str, str]) -> dict[str, str]:
    return {column.key: str(row.get(column.key) or "／") for column in columns}


def word_faults(template: bytes) -> list[str]:
    """Why a Word template is not even opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            size = sum(one.file_size for one in packed.infolist())
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        return ["不是 Word 文档（.docx）"]
    if size > UNPACKED_MAX:
        return ["模板过大"]
    return [] if "word/document.xml" in names else ["不是 Word 文档（.docx）"]


def word_text(content: bytes) -> str:
    """Every word of a Word document, paragraphs and cells, in their order of kind."""
    paper = Word(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])
