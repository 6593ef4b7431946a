"""One paper in both renderings, and whether two templates of a form say the same."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import segno
from PIL import Image
from pypdf import PdfReader

from backend.documents.pdf import PaperFault, layout, pdf, source_faults
from backend.documents.word import default_template, word, word_faults, word_text
from backend.domain.forms import (
    DATE,
    MOMENT,
    MONEY,
    PERSONS,
    SIGNATURE,
    TABLE,
    Form,
    Heading,
    filled,
    number_of,
    printed,
    words_of,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything one paper says. `images`: key of the signature → its PNG."""

    form: Form
    heading: Heading
    values: Mapping[str, Any]
    qr: str
    images: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Templates:
    """The two templates a paper is made with; None: the house's own."""

    typst: str | None = None
    docx: bytes | None = None


OWN = Templates()


def qr_text(*, organ: str, name: str, number: str, uuid: str) -> str:
    """What the code on a paper says, on the phone and here: who issued which paper under which name."""
    return "\n".join([organ, name, number or "（无文号）", uuid])


def paper_pdf(paper: Paper, templates: Templates = OWN) -> bytes:
    """The legal PDF."""
    blocks = filled(paper.form, paper.values, paper.heading)
    files = {"qr.svg": _qr(paper.qr)}
    for block in blocks:
        for box in block.get("boxes", ()):
            image = paper.images.get(box["key"])
            box["image"] = f"sign-{box['key']}.svg" if image else ""
            if image:
                files[box["image"]] = _drawn(image)
    words = words_of(paper.form, paper.values, paper.heading)
    data = {
        "name": paper.form.name,
        "number": number_of(paper.form, paper.values, paper.heading) if paper.form.series else "",
        "organ": "" if paper.form.outside else paper.heading.organ,
        "blocks": blocks,
        "words": words,
    }
    return pdf(templates.typst or layout(), data, files, on=paper.heading.issued_on)


def paper_word(paper: Paper, templates: Templates = OWN) -> bytes:
    """The copy for editing."""
    template = templates.docx or default_template(paper.form.code)
    boxes = {
        box["key"]: {key: box[key] for key in ("name", "at", "refusal")}
        for block in filled(paper.form, paper.values, paper.heading)
        for box in block.get("boxes", ())
    }
    words = words_of(paper.form, paper.values, paper.heading)
    return word(template, paper.form, words, paper.values, boxes, paper.images)


def _drawn(image: bytes) -> bytes:
    """A signature in black, wrapped as text: Typst's files in memory are text only. PaperFault: no image."""
    try:
        with Image.open(io.BytesIO(image)) as opened:
            grey = opened.convert("L")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise PaperFault("签名图片无法读取") from error
    out = io.BytesIO()
    grey.save(out, "PNG")
    width, height = grey.size
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}"><image width="{width}" height="{height}" '
        f'xlink:href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def _qr(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue()


def pdf_text(content: bytes) -> str:
    """Every word of a PDF, page by page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def sample(form: Form) -> dict[str, Any]:
    """A value for every field that no other field has, so that each can be found again in a text."""
    return {one.key: _sample(one, n + 1) for n, one in enumerate(form.fields)}


def _sample(one: Any, n: int) -> Any:
    mark = f"样{n:02d}例"
    if one.kind == DATE:
        return date(2026, 1 + n % 12, 1 + n % 28).isoformat()
    if one.kind == MOMENT:
        return f"{date(2026, 1 + n % 12, 1 + n % 28).isoformat()}T{n % 24:02d}:{n % 60:02d}"
    if one.kind == MONEY:
        return 100_00 * n + n
    if one.kind == PERSONS:
        return [{"name": mark, "cert_no": f"R{n:03d}"}]
    if one.kind == TABLE:
        return [{column.key: f"{mark}{at}" for at, column in enumerate(one.columns)}]
    if one.kind == SIGNATURE:
        return {"name": mark, "signed_at": "2026-09-15T10:00"}
    return mark


def expected(form: Form, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What must be readable of each field, without spaces."""
    return {one.key: [_tight(text) for text in _expected(one, values[one.key])] for one in form.fields}


def _expected(one: Any, value: Any) -> list[str]:
    if one.kind == TABLE:
        return [cell for row in value for cell in row.values()]
    if one.kind == SIGNATURE:
        return [value["name"]]
    return [printed(one, value)]


def _tight(text: str) -> str:
    return "".join(text.split())


def disagreements(form: Form, templates: Templates, *, on: date) -> list[dict[str, str]]:
    """Fields one of the two templates does not print: [{field, label, lacks: pdf | docx | both}]."""
    faults = source_faults(templates.typst or "") + (word_faults(templates.docx) if templates.docx else [])
    if faults:
        raise PaperFault("；".join(faults))
    values = sample(form)
    paper = Paper(form, Heading("示例机关", "示例〔2026〕1号", on), values, "示例")
    texts = {
        "pdf": _tight(pdf_text(paper_pdf(paper, templates))),
        "docx": _tight(word_text(paper_word(paper, templates))),
    }
    found = []
    for key, parts in expected(form, values).items():
        lacks = [kind for kind, text in texts.items() if not all(part in text for part in parts)]
        if lacks:
            lack = "both" if len(lacks) == 2 else lacks[0]
            found.append({"field": key, "label": form.field(key).label, "lacks": lack})
    return found
