"""Bind papers into one PDF: volumes with cover, contents, evidence and its photos, every page numbered."""

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
  place(bottom + center, dy: -7mm)[#d.mark #n / #d.last]
}
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """One paper of the file: as the contents name it, and its PDF; `of`: the paper it is a signed copy of."""

    name: str
    number: str
    on: date | None
    content: bytes
    of: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages behind the list of evidence, and which of its numbers they show."""

    numbers: tuple[int, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume (正卷, 副卷). `cover`: organ, title, rows of label and text; `mark`: before the page number.

    `evidence`: rows of name, at, sha256; what none of `shown` shows is held apart. `apart`: rows of name and
    why, of what belongs to a paper and cannot be bound.
    """

    cover: Mapping[str, Any]
    papers: Sequence[Bound]
    mark: str = "卷"
    evidence: Sequence[Mapping[str, str]] = ()
    shown: Sequence[Shown] = ()
    apart: Sequence[Mapping[str, str]] = ()


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


def bind(volumes: Sequence[Volume], *, on: date) -> bytes:
    """The file, one volume after the other, each with its cover, contents and page numbers of its own.

    PaperFault as for any paper.
    """
    out = PdfWriter()
    for one in volumes:
        at = len(out.pages)
        titles = _append(out, one, on)
        above = out.add_outline_item(title=one.mark, page_number=at) if len(volumes) > 1 else None
        for title, page in titles:
            out.add_outline_item(title=title, page_number=page, parent=above)
    made = io.BytesIO()
    out.write(made)
    return made.getvalue()


def _append(out: PdfWriter, volume: Volume, on: date) -> list[tuple[str, int]]:
    """Its pages, numbered; the titles of its papers and the pages of the whole they begin on, from 0."""
    papers = [PdfReader(io.BytesIO(one.content)) for one in volume.papers]
    shown = [PdfReader(io.BytesIO(one.content)) for one in volume.shown]
    front = _front_of(volume, papers, shown, on, guess=2)
    pages = len(PdfReader(io.BytesIO(front)).pages)
    if pages != 2:  # a long list of contents moves the papers on
        front = _front_of(volume, papers, shown, on, guess=pages)
    at = len(out.pages)
    for reader in (PdfReader(io.BytesIO(front)), *shown, *papers):
        out.append(reader, import_outline=False)
    _number(out, at, volume.mark, on)
    firsts = _firsts(papers, pages + sum(len(one.pages) for one in shown))
    return [
        (one.name, at + first - 1) for one, first in zip(volume.papers, firsts, strict=True) if not one.of
    ]


def photo_sheet(cover: Mapping[str, Any], photos: Sequence[Photo], *, on: date) -> bytes:
    """One page of at most four photos, each with its number, name, time, place and hash."""
    told = [
        {"image": f"{n}.svg", "no": str(one.no), "name": one.name, "at": one.at, "place": one.place,
         "sha256": one.sha256}
        for n, one in enumerate(photos)
    ]  # fmt: skip
    paper = {"organ": cover["organ"], "title": cover["title"], "photos": told}
    images = {f"{n}.svg": framed(one.image, one.width, one.height) for n, one in enumerate(photos)}
    return pdf(PHOTOS.read_text(encoding="utf-8"), paper, images, on=on)


def framed(image: bytes, width: int, height: int) -> bytes:
    """The JPEG in a frame of text: files in memory are text to Typst."""
    data = base64.b64encode(image).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    ).encode()


def notes_page(notes: Mapping[str, Any], *, on: date) -> Bound:
    """The last page (卷内备考表): `organ`, `title`, `lead`, and rows of `notes` and `foot`."""
    content = pdf(BACK.read_text(encoding="utf-8"), notes, {}, on=on)
    return Bound("卷内备考表", "／", on, content)


def _firsts(read: Sequence[PdfReader], front: int) -> list[int]:
    """The page each begins on."""
    lengths = [len(one.pages) for one in read]
    return [front + 1 + sum(lengths[:n]) for n in range(len(lengths))]


def _front_of(
    volume: Volume, papers: Sequence[PdfReader], shown: Sequence[PdfReader], on: date, *, guess: int
) -> bytes:
    """Cover, contents, list of evidence and of what is held apart, for a front of `guess` pages."""
    behind = guess + sum(len(one.pages) for one in shown)
    no, rows = 0, []
    for one, first in zip(volume.papers, _firsts(papers, behind), strict=True):
        no += not one.of
        rows.append(
            {"no": "" if one.of else str(no), "name": one.name, "number": one.number,
             "on": one.on.isoformat() if one.on else "／", "page": str(first)}
        )  # fmt: skip
    pages = {
        number: str(first)
        for one, first in zip(volume.shown, _firsts(shown, guess), strict=True)
        for number in one.numbers
    }
    evidence = [
        {**row, "no": str(n), "page": pages.get(n, "另存")} for n, row in enumerate(volume.evidence, 1)
    ]
    told = {
        **volume.cover,
        "mark": volume.mark,
        "rows": rows,
        "evidence": evidence,
        "apart": list(volume.apart),
    }
    return pdf(_front(), told, {}, on=on)


def _number(out: PdfWriter, at: int, mark: str, on: date) -> None:
    pages = out.pages[at:]
    told = {"first": 1, "last": len(pages), "mark": mark}
    layer = PdfReader(io.BytesIO(pdf(NUMBERS, told, {}, on=on)))
    for page, over in zip(pages, layer.pages, strict=True):
        page.merge_page(over)
