"""Thumbnails: upright, small, without metadata; a broken photo is noted and kept."""

import hashlib
import io
from uuid import UUID, uuid4

import pillow_heif
import pytest
from PIL import Image

from backend import clock, storage
from backend.models import File, User
from backend.services import thumbnails
from backend.services.files import file_bytes, file_receive
from backend.tasks import file_derive, files_sweep

ORIENTATION, TURNED_RIGHT, MAKER = 274, 6, 271


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size, 90)
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = TURNED_RIGHT, "phone"
    image.save(out, kind, **({"exif": exif} if kind in ("JPEG", "WEBP") else {}))
    return out.getvalue()


def store(actor: User, data: bytes) -> UUID:
    sha = hashlib.sha256(data).hexdigest()
    row = file_receive(
        file_id=uuid4(), offset=0, data=data, total=len(data), sha256=sha, owner=("inspection", uuid4()),
        actor=actor, now=clock.now(),
    )  # fmt: skip
    file_derive(str(row.uuid))
    return row.uuid


def derived(file_id: UUID) -> File:
    return File.objects.everywhere("task").get(uuid=file_id)


def small(row: File) -> Image.Image:
    return Image.open(io.BytesIO(storage.get(row.thumbnail)))


@pytest.mark.parametrize(("kind", "size"), [("JPEG", (320, 480)), ("PNG", (480, 320)), ("WEBP", (320, 480))])
def test_field_47_thumbnail_is_small_upright_and_bare(
    inspector: User, kind: str, size: tuple[int, int]
) -> None:
    row = derived(store(inspector, picture(kind)))
    thumb = small(row)
    assert (thumb.size, thumb.format, dict(thumb.getexif()), row.problem) == (size, "JPEG", {}, "")


def test_field_47_small_photo_is_not_enlarged(inspector: User) -> None:
    assert small(derived(store(inspector, picture(size=(90, 60))))).size == (60, 90)


def test_field_47_original_is_never_touched(inspector: User) -> None:
    data = picture()
    assert file_bytes(derived(store(inspector, data))) == data


def test_field_49_photo_of_an_iphone_gets_a_thumbnail(inspector: User) -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), 90)).save(out)
    row = derived(store(inspector, out.getvalue()))
    assert (row.media_type, small(row).size) == ("image/heic", (480, 360))


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_print_colours_are_shown_too(inspector: User, mode: str) -> None:
    assert small(derived(store(inspector, picture(mode=mode)))).mode == "RGB"


def test_truncated_photo_is_noted_and_kept(inspector: User) -> None:
    whole = picture(size=(1200, 900))
    data = whole[: len(whole) // 2]
    row = derived(store(inspector, data))
    assert (row.problem.startswith("照片无法解码："), row.thumbnail, file_bytes(row)) == (True, "", data)


def test_photo_of_too_many_pixels_is_not_opened(inspector: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "PIXELS_MAX", 1000)
    row = derived(store(inspector, picture()))
    assert row.problem == "照片无法解码：超过 5000 万像素"


def test_what_is_no_photo_gets_no_thumbnail(inspector: User) -> None:
    row = derived(store(inspector, b"%PDF-1.7"))
    assert (row.thumbnail, row.problem) == ("", "")


def test_deriving_twice_changes_nothing(inspector: User) -> None:
    file_id = store(inspector, picture())
    first = derived(file_id)
    file_derive(str(file_id))
    assert (derived(file_id).thumbnail, derived(file_id).problem) == (first.thumbnail, "")


def test_unknown_file_is_nobodys_business(inspector: User) -> None:
    file_derive(str(uuid4()))
    assert files_sweep() == 0
