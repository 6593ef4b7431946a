"""Photos of a case printed into its file behind the list of evidence; the originals stay as they are."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from backend.documents.binding import Photo, Shown, photo_sheet
from backend.models import File
from backend.services.files import file_bytes
from backend.services.thumbnails import scaled
from enforcement.selectors.evidence import Proof

SHEET = 4
PRINTED = (1000, 1000)  # pixels of a picture 82 mm wide: 300 to the inch


def photo_sheets(cover: dict[str, Any], evidence: Sequence[Proof], *, on: date) -> list[Shown]:
    """PDFs of one page with four photos each, under the numbers they have in the list of evidence.

    Only one sheet's originals are decoded, one at a time; video, sound, papers and a photo that cannot be
    decoded or is still to come stay a line of the list.
    """
    sheets: list[Shown] = []
    four: list[Photo] = []
    for photo in _photos(evidence):
        four.append(photo)
        if len(four) == SHEET:
            sheets.append(_sheet(cover, four, on))
            four = []
    return [*sheets, _sheet(cover, four, on)] if four else sheets


def _sheet(cover: dict[str, Any], photos: Sequence[Photo], on: date) -> Shown:
    return Shown(tuple(one.no for one in photos), photo_sheet(cover, photos, on=on))


def _photos(evidence: Sequence[Proof]) -> Iterator[Photo]:
    for no, one in enumerate(evidence, 1):
        if one.file.stored_at is None or not one.file.media_type.startswith("image/"):
            continue
        printed = _printed(one.file)
        if printed is not None:
            image, (width, height) = printed
            at = one.at[:16].replace("T", " ")
            yield Photo(no, one.name, at, one.place, one.file.sha256, image, width, height)


def _printed(file: File) -> tuple[bytes, tuple[int, int]] | None:
    try:
        whole = file_bytes(file)
    except FileNotFoundError:
        return None
    try:
        return scaled(whole, PRINTED)
    except Exception:
        return None
