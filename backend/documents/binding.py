"""Bind papers into one PDF: cover, contents, evidence list with its photos, every page numbered."""

import base64
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
PHOTOS = Path(__file__).parent / "casephotos.typ"
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


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo to print: its number in the list of evidence, what is known of it, and a JPEG for paper."""

    no: int
    name: str
    at: str
    place: str
    sha256: str
    image: bytes
    width: int
    height: int


@lru_cache(maxsize=1)
def _front() -> str:
    return FRONT.read_text(encoding="utf-8")


def bind(
    cover: Mapping[str, Any],
    papers: Sequence[Bound],
    evidence: Sequence[Mapping[str, str]],
    *,
    on: date,
    sheets: Sequence[bytes] = (),
) -> bytes:
    """The file. `cover`: organ, title, and rows of label and text. PaperFault as for any paper.

    `sheets`: one-page PDFs of photos, behind the list of evidence.
    """
    read = [PdfReader(io.BytesIO(one.content)) for one in papers]
    lengths = [len(one.pages) for one in read]
    front = _contents(cover, papers, lengths, evidence, on, guess=2 + len(sheets))
    pages = len(PdfReader(io.BytesIO(front)).pages)
    if pages != 2:  # a long list of contents moves the papers on
        front = _contents(cover, papers, lengths, evidence, on, guess=pages + len(sheets))
    out = PdfWriter()
    shown = [PdfReader(io.BytesIO(one)) for one in sheets]
    for reader in (PdfReader(io.BytesIO(front)), *shown, *read):
        out.append(reader)
    _number(out, on)
    for one, first in zip(papers, _firsts(lengths, pages + len(sheets)), strict=True):
        out.add_outline_item(title=one.name, page_number=first - 1)
    made = io.BytesIO()
    out.write(made)
    return made.getvalue()


def photo_sheet(cover: Mapping[str, Any], photos: Sequence[Photo], *, on: date) -> bytes:
    """One page of at most four photos, each with its number, name, time, place and hash."""
    told = [
        {"image": f"{n}.svg", "no": str(one.no), "name": one.name, "at": one.at, "place": one.place,
         "sha256": one.sha256}
        for n, one in enumerate(photos)
    ]  # fmt: skip
    paper = {"organ": cover["organ"], "title": cover["title"], "photos": told}
    images = {f"{n}.svg": _framed(one) for n, one in enumerate(photos)}
    return pdf(PHOTOS.read_text(encoding="utf-8"), paper, images, on=on)


def _framed(photo: Photo) -> bytes:
    """The JPEG in a frame of text: files in memory are text to Typst."""
    data = base64.b64encode(photo.image).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {photo.width} {photo.height}">'
        f'<image width="{photo.width}" height="{photo.height}" href="data:image/jpeg;base64,{data}"/></svg>'
    ).encode()


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
