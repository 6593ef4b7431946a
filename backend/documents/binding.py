"""Bind papers into one PDF: cover, contents with page numbers, evidence list, every page numbered."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from backend.documents.pdf import pdf

FRONT = Path(__file__).parent / "casefile.typ"
BACK = Path(__file__).parent / "casenotes.typ"
# Only the numbers: laid over the pages of the papers, below their own foot.
NUMBERS = """
#let d = json(bytes(sys.inputs.paper))
#set page(paper: "a4", margin: 0mm)
#set text(font: d.face, size: 9pt, fallback: false)
#for n in range(d.first, d.last + 1) {
  if n > d.first { pagebreak() }
  place(bottom + center, dy: -7mm)[卷 #n / #d.last]
}
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """One paper of the file: as the contents name it, and its PDF."""

    name: str
    number: str
    on: date
    content: bytes


@lru_cache(maxsize=1)
def _front() -> str:
    return FRONT.read_text(encoding="utf-8")


def bind(
    cover: Mapping[str, Any], papers: Sequence[Bound], evidence: Sequence[Mapping[str, str]], *, on: date
) -> bytes:
    """The file. `cover`: organ, title, and rows of label and text. PaperFault as for any paper."""
    read = [PdfReader(io.BytesIO(one.content)) for one in papers]
    lengths = [len(one.pages) for one in read]
    front = _contents(cover, papers, lengths, evidence, on, guess=2)
    pages = len(PdfReader(io.BytesIO(front)).pages)
    if pages != 2:  # a long list of contents moves the papers on
        front = _contents(cover, papers, lengths, evidence, on, guess=pages)
    out = PdfWriter()
    for reader in (PdfReader(io.BytesIO(front)), *read):
        out.append(reader)
    _number(out, on)
    for one, first in zip(papers, _firsts(lengths, pages), strict=True):
        out.add_outline_item(title=one.name, page_number=first - 1)
    made = io.BytesIO()
    out.write(made)
    return made.getvalue()


def notes_page(notes: Mapping[str, Any], *, on: date) -> Bound:
    """The last page (卷内备考表): `organ`, `title`, `lead`, and rows of `notes` and `foot`."""
    content = pdf(BACK.read_text(encoding="utf-8"), notes, {}, on=on)
    return Bound("卷内备考表", "／", on, content)


def _firsts(lengths: Sequence[int], front: int) -> list[int]:
    """The page each paper begins on."""
    return [front + 1 + sum(lengths[:n]) for n in range(len(lengths))]


def _contents(
    cover: Mapping[str, Any],
    papers: Sequence[Bound],
    lengths: Sequence[int],
    evidence: Sequence[Mapping[str, str]],
    on: date,
    *,
    guess: int,
) -> bytes:
    rows = [
        {"name": one.name, "number": one.number, "on": one.on.isoformat(), "page": str(first)}
        for one, first in zip(papers, _firsts(lengths, guess), strict=True)
    ]
    return pdf(_front(), {**cover, "rows": rows, "evidence": list(evidence)}, {}, on=on)


def _number(out: PdfWriter, on: date) -> None:
    last = len(out.pages)
    layer = PdfReader(io.BytesIO(pdf(NUMBERS, {"first": 1, "last": last}, {}, on=on)))
    for page, over in zip(out.pages, layer.pages, strict=True):
        page.merge_page(over)
