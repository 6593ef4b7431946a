"""Evidence of a record as the desk sees it: circumstances of each photo, as told by phones old and new."""

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from backend import clock, storage
from backend.models import File, JournalLine, User
from backend.services.signing import key_register
from inspections.domain.evidence import canonical
from inspections.services.evidence.signing import EPOCH
from inspections.tasks import photo_follow
from tests.cast import Cast
from tests.domain.inspections.evidence_packages import VERIFIER, verifier
from tests.factories_inspections import (
    OBJECTS,
    Scene,
    body_of,
    photo_bytes,
    photo_told,
    record_make,
    scene_make,
    scene_of,
    send,
    upload,
)

Clients = Callable[[User | None], APIClient]
RECORD = UUID("6f1d2c1e-0000-4000-8000-000000000001")
ARROW = {"kind": "arrow", "x1": 100, "y1": 200, "x2": 5000, "y2": 6000}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def circumstances(scene: Scene) -> dict[str, object]:
    return {
        "device": {"time": "2026-09-15T10:11:58+08:00", "offset_ms": 2000},
        "officers": [str(scene.lin.uuid), str(scene.song.uuid)],
        "distance_m": 30,
        "tolerance_m": 112,
        "marks": [ARROW],
    }


def test_circumstances_of_a_photo_are_shown_with_its_geodesic_distance(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    scene.venue.lng, scene.venue.lat, scene.venue.datum = Decimal("117.81034"), Decimal("36.06"), "wgs84"
    scene.venue.save()
    row = record_make(scene, body_of(scene, photos=0) | {"photos": [photo_told(1, **circumstances(scene))]})
    (shown,) = client_of(cast.supervisor).get(f"/api/v1/inspections/{row.pk}").json()["photo_list"]
    assert (shown["far"], shown["device"], shown["officers"], shown["marks"]) == (
        {"metres": 31, "tolerance_m": 112},
        {"time": "2026-09-15T10:11:58+08:00", "offset_ms": 2000},
        [str(scene.lin.uuid), str(scene.song.uuid)],
        [ARROW],
    )


def test_photo_of_an_older_phone_says_nothing_of_its_circumstances(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    row = record_make(scene, body_of(scene, photos=1))
    (shown,) = client_of(cast.supervisor).get(f"/api/v1/inspections/{row.pk}").json()["photo_list"]
    assert (shown["far"], shown["device"], shown["officers"], shown["marks"]) == (None, None, [], [])


def test_mark_outside_the_picture_is_no_mark(scene: Scene, client_of: Clients) -> None:
    body = body_of(scene, photos=0) | {"photos": [photo_told(1, marks=[{**ARROW, "x2": 10_001}])]}
    answer = send(client_of(scene.inspector), RECORD, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_marks_of_a_later_revision_are_those_that_are_shown(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    phone, desk = client_of(scene.inspector), client_of(cast.supervisor)
    body = body_of(scene, photos=1)
    assert send(phone, RECORD, body).status_code == 201
    assert (
        desk.post(f"/api/v1/inspections/{RECORD}/return", {"reason": "请遮挡人脸"}, format="json").status_code
        == 200
    )
    again = body | {"rev": 2, "photos": [photo_told(1, marks=[ARROW])]}
    assert send(phone, RECORD, again).status_code == 201
    assert File.objects.everywhere("guard").get(noun_id=RECORD).meta["marks"] == [ARROW]


# the package -------------------------------------------------------------------------------------
def exported(desk: APIClient) -> tuple[Any, dict[str, str]]:
    """The answer, and what the verifier says of it with the published keys."""
    answer: Any = desk.get(f"/api/v1/inspections/{RECORD}/evidence")
    assert answer.status_code == 200, answer.content
    keys = APIClient().get("/api/v1/public/keys").json()["keys"]
    files = verifier().unpack(io.BytesIO(b"".join(answer.streaming_content)))
    found = verifier().verify(files, [key["public"] for key in keys])
    return files, {step: level for step, level, _ in found}


def test_package_of_a_record_verifies_with_the_published_key(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    assert send(client_of(scene.inspector), RECORD, body_of(scene)).status_code == 201
    for n in (1, 2):
        upload(RECORD, n, scene.inspector)
        photo_follow(str(UUID(int=0x5000 + n)))
    desk = client_of(cast.supervisor)
    shown = desk.get(f"/api/v1/inspections/{RECORD}").json()["manifest"]
    files, said = exported(desk)
    assert shown["key"] == json.loads(files["keys.json"])[0]["key"]
    assert {step: level for step, level in said.items() if level != "PASS"} == {"journal": "WARN"}
    assert files[f"files/{UUID(int=0x5001)}.jpg"] == photo_bytes(1)
    assert files["evidence_verify.py"] == VERIFIER.read_bytes()
    (line,) = JournalLine.objects.everywhere("guard").filter(verb="evidence.export")
    assert (line.actor_id, line.noun_id, line.data["rev"]) == (cast.supervisor.pk, RECORD, 1)


def test_package_of_a_record_whose_photo_has_not_come_says_so(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    assert send(client_of(scene.inspector), RECORD, body_of(scene)).status_code == 201
    upload(RECORD, 1, scene.inspector)
    _, said = exported(client_of(cast.supervisor))
    assert said["originals"] == "PARTIAL"
    assert "FAIL" not in said.values()


def test_damaged_original_stops_the_package(scene: Scene, cast: Cast, client_of: Clients) -> None:
    assert send(client_of(scene.inspector), RECORD, body_of(scene, photos=1)).status_code == 201
    upload(RECORD, 1, scene.inspector)
    storage.put(File.objects.everywhere("guard").get(noun_id=RECORD).path, b"other bytes")
    answer = client_of(cast.supervisor).get(f"/api/v1/inspections/{RECORD}/evidence")
    assert (answer.status_code, answer.json()["code"]) == (500, "evidence_damaged")


def test_whoever_only_inspects_exports_nothing(scene: Scene, client_of: Clients) -> None:
    row = record_make(scene)
    assert client_of(scene.inspector).get(f"/api/v1/inspections/{row.pk}/evidence").status_code == 403


def test_receipt_is_signed_by_a_published_key(scene: Scene, client_of: Clients) -> None:
    receipt = send(client_of(scene.inspector), RECORD, body_of(scene)).json()["receipt"]
    key_register(now=clock.now())
    (key,) = APIClient().get("/api/v1/public/keys").json()["keys"]
    told = {name: receipt[name] for name in ("digest", "files", "key", "photos", "rev", "spec", "uuid")}
    received = datetime.fromisoformat(receipt["received_at"])
    text = canonical(told | {"received_ms": (received - EPOCH) // timedelta(milliseconds=1)})
    public, signature = bytes.fromhex(key["public"]), bytes.fromhex(receipt["signature"])
    assert (receipt["key"], key["until"]) == (key["key"], None)
    assert verifier().ed25519_verify(public, text.encode(), signature)


def test_record_is_stored_without_a_key_and_signed_when_there_is_one(
    scene: Scene, client_of: Clients, settings: Any, tmp_path: Path
) -> None:
    phone, body = client_of(scene.inspector), body_of(scene)
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_MAKE = tmp_path / "key.pem", False
    first = send(phone, RECORD, body)
    settings.SIGNING_KEY_MAKE = True
    again, once_more = send(phone, RECORD, body), send(phone, RECORD, body)
    assert [answer.status_code for answer in (first, again, once_more)] == [201, 200, 200]
    signatures = [answer.json()["receipt"]["signature"] for answer in (first, again, once_more)]
    assert (signatures[0], len(signatures[1]), signatures[2]) == ("", 128, signatures[1])


def test_view_of_a_photo_is_a_picture_and_the_desk_knows_where(cast: Cast, client_of: Clients) -> None:
    file = OBJECTS["photos"](cast)
    desk = client_of(cast.supervisor)
    record = File.objects.everywhere("guard").get(pk=file).noun_id
    (shown,) = desk.get(f"/api/v1/inspections/{record}").json()["photo_list"]
    for name in ("view", "marked"):
        answer: Any = desk.get(shown[name])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"


# before and after --------------------------------------------------------------------------------
def test_recheck_shows_the_photos_of_the_finding_before(scene: Scene, cast: Cast, client_of: Clients) -> None:
    first = record_make(scene, body_of(scene, photos=2))
    for n in (1, 2):
        upload(first.pk, n, scene.inspector)
    again = scene_make(
        cast.organ, cast.inspector, cast.colleague, leader=cast.leader, code="92370117MA3C0077X7"
    )
    again.visit.venue = scene.venue
    again.visit.save()
    second = record_make(again, body_of(again, photos=0))
    (past,) = client_of(cast.supervisor).get(f"/api/v1/inspections/{second.pk}").json()["earlier"]
    assert (past["item"], past["inspection"], [one["sha256"] for one in past["photos"]]) == (
        "NET-02",
        str(first.pk),
        [photo_told(n)["sha256"] for n in (1, 2)],
    )
    tasks = client_of(scene.inspector).get("/api/v1/tasks").json()["rows"]
    history = [row for task in tasks for row in task["venue"]["history"]]
    assert {one["id"] for row in history for one in row["photos"]} == {one["id"] for one in past["photos"]}


def test_corrected_on_the_spot_stands_with_its_photo_after(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    photos = [photo_told(n) for n in (1, 2)]
    answers = [
        {"item": "NET-01", "conforms": True},
        {
            "item": "NET-02", "conforms": False, "photos": [photos[0]["id"]], "corrected": True,
            "corrected_photos": [photos[1]["id"]],
        },
    ]  # fmt: skip
    first = record_make(
        scene, body_of(scene, photos=0) | {"photos": photos, "answers": answers, "result_codes": ["E"]}
    )
    for n in (1, 2):
        upload(first.pk, n, scene.inspector)
    (shown,) = client_of(scene.inspector).get("/api/v1/tasks").json()["rows"]
    (past,) = shown["venue"]["history"]
    assert [one["after"] for one in past["photos"]] == [False, True]


def test_video_of_a_recorder_is_linked_and_not_uploaded(scene: Scene, cast: Cast, client_of: Clients) -> None:
    link = {
        "number": "DEM-0042",
        "officer": str(scene.lin.uuid),
        "started_at": "2026-09-15T10:04:00+08:00",
        "ended_at": "2026-09-15T10:31:00+08:00",
        "sha256": "ab" * 32,
    }
    row = record_make(scene, body_of(scene, photos=0, recorders=[link]))
    shown = client_of(cast.supervisor).get(f"/api/v1/inspections/{row.pk}").json()
    assert (shown["recorders"], shown["photo_list"]) == ([link], [])
