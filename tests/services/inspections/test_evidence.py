"""Evidence after its arrival: views by the task, and the manifest under the server's signature."""

import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pillow_heif
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from backend import clock, storage
from backend.models import File, JournalLine, SigningKey
from backend.services import signing
from backend.services.files import file_bytes
from inspections.models import EvidenceManifest, PhotoView
from inspections.services.evidence.derivatives import photo_derive
from inspections.services.evidence.pictures import FontMissing, marked
from inspections.tasks import evidence_follow, photo_follow
from tests.cast import Cast
from tests.factories_inspections import (
    Scene,
    body_of,
    clean_body,
    photo_send,
    real_photo,
    record_make,
    scene_of,
    told_of,
    upload,
)

BLUR = {"kind": "blur", "x1": 2000, "y1": 2000, "x2": 8000, "y2": 8000}
ARROW = {"kind": "arrow", "x1": 1000, "y1": 1000, "x2": 5000, "y2": 5000}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def photographed(scene: Scene, data: bytes, **values: object) -> UUID:
    row = record_make(scene, body_of(scene, photos=0) | {"photos": [told_of(1, data, **values)]})
    return photo_send(row.pk, 1, data, scene.inspector)


def view(file: UUID, layer: str) -> Image.Image:
    row = PhotoView.objects.everywhere("task").get(file=file, layer=layer)
    return Image.open(io.BytesIO(storage.get(row.path)))


# views -------------------------------------------------------------------------------------------
def test_view_is_upright_once_not_enlarged_and_bare_of_metadata(scene: Scene) -> None:
    file = photographed(scene, real_photo(640, 480))
    photo_follow(str(file))
    seen = view(file, "plain")
    assert (seen.width, seen.height > 640, dict(seen.getexif())) == (480, True, {})
    upper, lower = seen.getpixel((240, 40)), seen.getpixel((240, 600))
    assert (upper[0] > 180, lower[0] < 60) == (True, True)  # type: ignore[index]


def test_original_is_not_touched_by_its_views(scene: Scene) -> None:
    data = real_photo()
    file = photographed(scene, data, marks=[BLUR])
    photo_follow(str(file))
    assert file_bytes(File.objects.everywhere("task").get(pk=file)) == data


def test_field_49_photo_of_an_iphone_is_viewed(scene: Scene) -> None:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), 90)).save(out)
    file = photographed(scene, out.getvalue())
    photo_follow(str(file))
    assert view(file, "plain").format == "JPEG"


def test_watermark_stands_below_the_picture_with_its_words(scene: Scene) -> None:
    from inspections.services.evidence.derivatives import watermark

    data = real_photo()
    file = photographed(scene, data, officers=[str(scene.lin.uuid), str(scene.song.uuid)])
    row = File.objects.everywhere("task").get(pk=file)
    record = record_of(row)
    words = "\n".join(watermark(row, record))
    short = f"{row.sha256[:4]} {row.sha256[4:8]} {row.sha256[8:12]} {row.sha256[12:16]}"
    wanted = ("2026-09-15 10:12:00", scene.venue.name, scene.lin.cert_no, scene.song.cert_no, short)
    assert [word for word in wanted if word not in words] == []


def record_of(row: File):  # type: ignore[no-untyped-def]
    from inspections.models import Inspection

    return Inspection.objects.everywhere("task").select_related("visit__venue").get(pk=row.noun_id)


def test_missing_font_fails_the_task_and_says_so(scene: Scene, settings: Any, tmp_path: Path) -> None:
    file = photographed(scene, real_photo())
    settings.FONT_DIR = tmp_path
    with pytest.raises(FontMissing, match="NotoSansSC"):
        photo_follow(str(file))
    assert not PhotoView.objects.everywhere("task").exists()


def test_a_blurred_place_keeps_six_blocks_and_its_surroundings() -> None:
    picture = Image.effect_noise((200, 200), 100).convert("RGB")
    seen = marked(picture, [BLUR])
    inside = seen.crop((40, 40, 160, 160))
    assert len(inside.getcolors(10_000) or range(99)) <= 36
    outside = (0, 0, 200, 40)
    assert seen.crop(outside).tobytes() == picture.crop(outside).tobytes()


@pytest.mark.parametrize("kind", ["arrow", "box", "blur"])
def test_every_mark_is_drawn_even_at_the_rim(kind: str) -> None:
    picture = Image.effect_noise((60, 60), 100).convert("RGB")
    whole = {"kind": kind, "x1": 10_000, "y1": 10_000, "x2": 0, "y2": 0}
    assert marked(picture, [whole]).tobytes() != picture.tobytes()
    marked(picture, [{**whole, "x2": 10_000, "y2": 10_000}])  # a point in the corner breaks nothing


def test_views_are_made_again_only_when_the_marks_change(scene: Scene) -> None:
    file = photographed(scene, real_photo(), marks=[ARROW])
    assert photo_derive(file_id=file, now=clock.now())
    assert not photo_derive(file_id=file, now=clock.now())
    row = File.objects.everywhere("task").get(pk=file)
    row.meta = row.meta | {"marks": [ARROW, BLUR]}
    row.save()
    evidence_follow(str(row.noun_id))
    assert PhotoView.objects.everywhere("task").count() == 2
    assert view(file, "plain").tobytes() != view(file, "marked").tobytes()


def test_broken_photo_has_no_view_and_breaks_no_task(scene: Scene) -> None:
    row = record_make(scene, body_of(scene, photos=1))
    upload(row.pk, 1, scene.inspector)
    evidence_follow(str(row.pk))
    assert not PhotoView.objects.everywhere("task").exists()


# the manifest ------------------------------------------------------------------------------------
def verified(signed: EvidenceManifest) -> None:
    public = SigningKey.objects.everywhere("reference").get(key=signed.key).public
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    key.verify(bytes.fromhex(signed.signature), signed.body.encode())


def test_manifest_is_signed_once_when_the_last_file_is_there(scene: Scene) -> None:
    row = record_make(scene, body_of(scene, photos=2))
    for n in (1, 2):
        assert not EvidenceManifest.objects.everywhere("guard").exists()
        upload(row.pk, n, scene.inspector)
        photo_follow(str(UUID(int=0x5000 + n)))
    evidence_follow(str(row.pk))
    signed = EvidenceManifest.objects.everywhere("guard").get()
    verified(signed)
    body = json.loads(signed.body)
    assert (body["stage"], body["record"]["digest"], len(body["files"])) == ("complete", row.digest, 2)
    assert [line["type"] for line in body["files"]] == ["image/jpeg", "image/jpeg"]
    (line,) = JournalLine.objects.everywhere("guard").filter(verb="evidence.sign")
    assert (line.data["key"], line.data["files"]) == (signed.key, 2)


def test_record_without_photos_is_signed_at_once(scene: Scene) -> None:
    row = record_make(scene, clean_body(scene))
    evidence_follow(str(row.pk))
    verified(EvidenceManifest.objects.everywhere("guard").get())


def test_unknown_record_and_file_are_nobodys_business(db: None) -> None:
    evidence_follow(str(UUID(int=7)))
    photo_follow(str(UUID(int=7)))
    assert not photo_derive(file_id=UUID(int=7), now=clock.now())


# the key -----------------------------------------------------------------------------------------
def test_key_is_made_once_for_its_owner_alone(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_MAKE = tmp_path / "key.pem", True
    first = signing.key_now()
    assert signing.key_now() == first
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


def test_key_of_production_is_not_made(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_MAKE = tmp_path / "key.pem", False
    with pytest.raises(FileNotFoundError):
        signing.key_now()


def test_a_new_key_ends_the_old_one_which_stays_listed(db: None, settings: Any, tmp_path: Path) -> None:
    now = clock.now()
    old = signing.key_register(now=now)
    settings.SIGNING_KEY_FILE = tmp_path / "new.pem"
    new = signing.key_register(now=now)
    assert signing.key_register(now=now) == new
    rows = dict(SigningKey.objects.everywhere("reference").values_list("key", "until"))
    assert rows == {old.id: now, new.id: None}
