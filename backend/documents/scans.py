"""Scans and uploaded PDFs as pages of a case file: on A4, without forms, scripts or links."""

import io
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from backend.documents.binding import framed
from backend.documents.pdf import pdf

SHEET = Path(__file__).parent / "casescan.typ"
A4 = (595.276, 841.890)  # points
PAGES_MAX = 300
BYTES_MAX = 40 * 1024**2
# What the reader raises over a file that is none, or has a page of no size.
BROKEN = (
    PyPdfError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError, RecursionError,
    NotImplementedError, zlib.error,
)  # fmt: skip
_LIVE = ("/Annots", "/AA", "/Metadata", "/PieceInfo")


class Unbindable(Exception):
    """A file that cannot become pages; the message says why."""


def image_sheet(cover: Mapping[str, Any], image: bytes, width: int, height: int, *, on: date) -> bytes:
    """One page with this JPEG."""
    paper = {"organ": cover["organ"], "title": cover["title"], "image": "0.svg"}
    return pdf(SHEET.read_text(encoding="utf-8"), paper, {"0.svg": framed(image, width, height)}, on=on)


def pdf_sheets(whole: bytes) -> bytes:
    """The pages of an uploaded PDF drawn onto A4 sheets, turned as they are shown; Unbindable."""
    if len(whole) > BYTES_MAX:
        raise Unbindable(f"PDF 超过 {BYTES_MAX // 1024**2} MB")
    try:
        read = PdfReader(io.BytesIO(whole))
        if read.is_encrypted:
            raise Unbindable("PDF 设有密码")
        if len(read.pages) > PAGES_MAX:
            raise Unbindable(f"PDF 超过 {PAGES_MAX} 页")
        out = PdfWriter()
        for page in read.pages:
            _draw(out.add_blank_page(*A4), page)
        made = io.BytesIO()
        out.write(made)
        PdfReader(io.BytesIO(made.getvalue())).pages[0]
    except Unbindable:
        raise
    except BROKEN as error:
        raise Unbindable("PDF 无法读取") from error
    return made.getvalue()


def _draw(sheet: PageObject, page: PageObject) -> None:
    for key in _LIVE:
        page.pop(key, None)
    if page.rotation:
        page.transfer_rotation_to_content()
    box = page.mediabox
    width, height = float(box.width), float(box.height)
    ratio = min(A4[0] / width, A4[1] / height, 1.0)
    left = (A4[0] - width * ratio) / 2 - float(box.left) * ratio
    low = (A4[1] - height * ratio) / 2 - float(box.bottom) * ratio
    sheet.merge_transformed_page(page, Transformation().scale(ratio).translate(left, low))
