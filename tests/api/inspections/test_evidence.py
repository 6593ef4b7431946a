"""Evidence of a record as the desk sees it: circumstances of each photo, as told by phones old and new."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from backend.models import File, User
from tests.cast import Cast
from tests.factories_inspections import Scene, body_of, photo_told, record_make, scene_of, send

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
