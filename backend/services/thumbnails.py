"""Derivatives of stored photos, made from a copy: the original is never touched."""

import io
from datetime import datetime
from uuid import UUID

from PIL import Image, ImageOps

from backend import storage
from backend.models import File

PIXELS_MAX = 50_000_000
THUMBNAIL = (480, 480)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


def file_derive(*, file_id: UUID, now: datetime) -> None:  # noqa: ARG001 as every service
    """Thumbnail of a stored photo, upright and without metadata; a broken photo is noted, not lost."""
    row = File.objects.everywhere("task").filter(uuid=file_id, stored_at__isnull=False).first()
    if row is None or not row.media_type.startswith("image/") or row.thumbnail:
        return
    whole = storage.get(row.path)
    rows = File.objects.everywhere("task").filter(uuid=file_id)
    try:
        small = thumbnail(whole)
    except Exception as error:  # decoders of broken photos raise nearly anything
        rows.update(problem=f"照片无法解码：{error}"[:200])
        return
    path = f"thumbs/{row.sha256[:2]}/{row.sha256}.jpg"
    storage.put(path, small)
    rows.update(thumbnail=path)


def upright(whole: bytes, least: tuple[int, int] | None = None) -> Image.Image:
    """The picture decoded and turned once as its camera was held; raises for what cannot be decoded.

    `least`: a JPEG may be decoded at an eighth to a half of its size, never below this.
    """
    import pillow_heif

    pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(whole), formats=FORMATS) as image:
        if image.width * image.height > PIXELS_MAX:
            raise ValueError("超过 5000 万像素")
        if least is not None:
            image.draft("RGB", least)
        return ImageOps.exif_transpose(image).convert("RGB")


def thumbnail(whole: bytes) -> bytes:
    """JPEG bytes of at most 480 × 480; a smaller picture is never enlarged."""
    return _small(upright(whole), THUMBNAIL)


def scaled(whole: bytes, most: tuple[int, int]) -> tuple[bytes, tuple[int, int]]:
    """JPEG bytes for paper, of at most so many pixels, and its width and height; quick also for big ones."""
    picture = upright(whole, most)
    small = _small(picture, most)
    return small, picture.size


def _small(picture: Image.Image, most: tuple[int, int]) -> bytes:
    """The picture in hand is made smaller."""
    picture.thumbnail(most)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
