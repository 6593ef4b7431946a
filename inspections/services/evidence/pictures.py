"""Pictures for the eye: reduced, upright, marks and blur burnt in, a watermark below and not upon them."""

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from backend.services.thumbnails import upright
from inspections.domain.marks import pixels

EDITION = 1  # another look of the derivatives: all are made again
VIEW = 1600
FONT = "NotoSansSC_400Regular.ttf"
INK, HALO, BAND, PAPER = (20, 86, 184), (255, 255, 255), (15, 20, 27), (255, 255, 255)
BLOCKS = 6  # a blurred place keeps so many blocks across: no face and no number comes back from them


class FontMissing(RuntimeError):
    """The Chinese font is not where the settings say: a watermark of boxes would be worse than none."""


@lru_cache(maxsize=8)
def font(folder: Path, size: int) -> ImageFont.FreeTypeFont:
    """The bundled font; FontMissing fails the task that asked."""
    path = folder / FONT
    if not path.is_file():
        raise FontMissing(f"{path} is missing: make install, or FONT_DIR")
    return ImageFont.truetype(path, size)


def views(whole: bytes, marks: Sequence[Mapping[str, Any]], lines: Sequence[str]) -> tuple[bytes, bytes]:
    """The plain and the marked view of an original, as JPEG; raises for what cannot be decoded whole."""
    small = upright(whole)
    small.thumbnail((VIEW, VIEW))  # never enlarges
    plain = _signed(small, lines)
    return _jpeg(plain), _jpeg(_signed(marked(small, marks), lines)) if marks else _jpeg(plain)


def marked(picture: Image.Image, marks: Iterable[Mapping[str, Any]]) -> Image.Image:
    """A copy with its marks: blurred places first, so that an arrow upon one is seen."""
    shown = picture.copy()
    for mark in sorted(marks, key=lambda one: one["kind"] != "blur"):
        place = pixels(mark, shown.width, shown.height)
        {"blur": _blur, "box": _box, "arrow": _arrow}[mark["kind"]](shown, place)
    return shown


def _corners(place: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x1, y1, x2, y2 = place
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _blur(picture: Image.Image, place: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = _corners(place)
    box = (left, top, min(max(right, left + 1), picture.width), min(max(bottom, top + 1), picture.height))
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    part = picture.crop(box)
    high = max(1, round(BLOCKS * part.height / max(part.width, part.height)))
    wide = max(1, round(BLOCKS * part.width / max(part.width, part.height)))
    coarse = part.resize((wide, high), Image.Resampling.BOX)
    picture.paste(coarse.resize(part.size, Image.Resampling.NEAREST), box)


def _stroke(picture: Image.Image) -> int:
    return max(2, max(picture.size) // 250)


def _box(picture: Image.Image, place: tuple[int, int, int, int]) -> None:
    drawn, wide = ImageDraw.Draw(picture), _stroke(picture)
    left, top, right, bottom = _corners(place)
    drawn.rectangle((left - wide, top - wide, right + wide, bottom + wide), outline=HALO, width=wide * 3)
    drawn.rectangle((left, top, right, bottom), outline=INK, width=wide)


def _arrow(picture: Image.Image, place: tuple[int, int, int, int]) -> None:
    """From the first corner to the second, where its head is."""
    drawn, wide = ImageDraw.Draw(picture), _stroke(picture)
    x1, y1, x2, y2 = place
    length = max(1.0, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    ux, uy, head = (x2 - x1) / length, (y2 - y1) / length, wide * 6
    back = (x2 - ux * head, y2 - uy * head)
    wings = [(back[0] - uy * head * side / 2, back[1] + ux * head * side / 2) for side in (1, -1)]
    for colour, more in ((HALO, wide * 2), (INK, 0)):
        drawn.line((x1, y1, *back), fill=colour, width=wide + more)
        drawn.polygon([(x2, y2), *wings], fill=colour, outline=colour, width=max(1, more))


def _signed(picture: Image.Image, lines: Sequence[str]) -> Image.Image:
    """The picture with a band below it: nothing of what was photographed is covered."""
    size = max(14, picture.width // 44)
    face = font(settings.FONT_DIR, size)
    fitting = [part for line in lines for part in _wrapped(line, face, picture.width - size)]
    step = size * 3 // 2
    shown = Image.new("RGB", (picture.width, picture.height + step * len(fitting) + size), BAND)
    shown.paste(picture, (0, 0))
    drawn = ImageDraw.Draw(shown)
    for n, line in enumerate(fitting):
        drawn.text((size // 2, picture.height + size // 2 + step * n), line, font=face, fill=PAPER)
    return shown


def _wrapped(line: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The line in pieces that fit, cut between signs as Chinese text is."""
    pieces = [""]
    for sign in line:
        if pieces[-1] and face.getlength(pieces[-1] + sign) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
