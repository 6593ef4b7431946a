"""Uploaded PDFs as pages of a case file: what cannot become pages is named, whatever is wrong with it."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from backend.documents.scans import A4, Unbindable, pdf_sheets


def written(width: float, height: float) -> bytes:
    out, made = PdfWriter(), io.BytesIO()
    out.add_blank_page(width, height)
    out.write(made)
    return made.getvalue()


def test_a_page_of_any_size_is_a_sheet_of_a4() -> None:
    pages = PdfReader(io.BytesIO(pdf_sheets(written(1000, 3000)))).pages
    assert [(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in pages] == [
        (round(A4[0]), round(A4[1]))
    ]


def test_a_page_of_no_size_and_a_text_are_named_as_unreadable() -> None:
    for whole in (written(0, 0), b"%PDF-1.7 no more"):
        with pytest.raises(Unbindable, match="无法读取"):
            pdf_sheets(whole)
