from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from inspections.services.reviewing import inspection_accept, inspection_return
from registry.models import Category, VenueCategory
from tests.cast import Cast
from tests.factories_inspections import FORM, Scene, body_of, record_make, scene_make, scene_of
from tests.factories_scheduling import item_make

Clients = Callable[[User | None], APIClient]


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def test_task_carries_the_form_of_its_items(scene: Scene, client_of: Clients) -> None:
    (task,) = client_of(scene.inspector).get("/api/v1/tasks").json()["rows"]
    assert task["uuid"] == str(scene.visit.uuid)
    assert task["form"]["version"] == FORM
    assert [(one["title"], [item["code"] for item in one["items"]]) for one in task["form"]["sections"]] == [
        ("主体资格与证照", ["NET-01", "NET-02"])
    ]
    assert (task["record"], task["venue"]["last_results"], task["venue"]["history"]) == (None, [], [])


def test_venue_of_two_categories_has_its_sections_told_apart(scene: Scene, client_of: Clients) -> None:
    VenueCategory.objects.create(venue=scene.venue, category_id="KTV", entered_on=clock.today())
    scene.visit.items = ["NET-01", "KTV-02"]
    scene.visit.save()
    task = client_of(scene.inspector).get(f"/api/v1/tasks/{scene.visit.uuid}").json()
    assert [(one["title"], [item["code"] for item in one["items"]]) for one in task["form"]["sections"]] == [
        ("网吧 · 主体资格与证照", ["NET-01"]),
        ("歌舞 · 主体资格与证照", ["KTV-02"]),
    ]


def test_visit_without_items_is_asked_everything_of_its_categories(scene: Scene, client_of: Clients) -> None:
    item_make("NET-03", "NET", 3)
    scene.visit.items = []
    scene.visit.save()
    task = client_of(scene.inspector).get(f"/api/v1/tasks/{scene.visit.uuid}").json()
    codes = [item["code"] for one in task["form"]["sections"] for item in one["items"]]
    assert codes == ["NET-01", "NET-02", "NET-03"]


def test_returned_record_comes_back_with_its_reason(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene)
    inspection_return(inspection_id=row.pk, reason="第二项请补照片", actor=cast.supervisor, now=clock.now())
    (task,) = client_of(scene.inspector).get("/api/v1/tasks").json()["rows"]
    record = task["record"]
    assert (record["uuid"], record["state"], record["rev"], record["reason"]) == (
        str(row.pk),
        "returned",
        1,
        "第二项请补照片",
    )


def test_whoever_signed_the_record_is_not_asked_to_confirm_that_he_was_there(
    scene: Scene, client_of: Clients
) -> None:
    def asked(person: User) -> bool:
        card = client_of(person).get(f"/api/v1/tasks/{scene.visit.uuid}").json()
        return "visit.confirm" in card["verbs"]

    assert (asked(scene.inspector), asked(scene.colleague)) == (True, True)
    body = body_of(scene, photos=0)
    # the second officer confirms on his own phone: neither ink nor time
    body["signatures"] = [
        one | ({"file": None, "signed_at": None} if one["kind"] == "officer2" else {})
        for one in body["signatures"]
    ]
    record_make(scene, body)
    assert (asked(scene.inspector), asked(scene.colleague)) == (False, True)


def test_next_team_sees_what_was_found_before(scene: Scene, cast: Cast, client_of: Clients) -> None:
    row = record_make(scene, body_of(scene, photos=0, answers=body_of(scene, photos=0)["answers"]))
    inspection_accept(inspection_id=row.pk, actor=cast.supervisor, now=clock.now())
    (task,) = client_of(scene.colleague).get("/api/v1/tasks").json()["rows"]
    today = clock.today().isoformat()
    assert task["venue"]["last_results"] == [{"on": today, "codes": ["A"]}]
    assert task["venue"]["history"] == [
        {"item": "NET-02", "found_on": today, "corrected": False, "photos": []}
    ]


def test_tasks_are_ones_own(scene: Scene, cast: Cast, client_of: Clients, stranger: User) -> None:
    path = f"/api/v1/tasks/{scene.visit.uuid}"
    assert client_of(cast.supervisor).get("/api/v1/tasks").json()["count"] == 0
    assert client_of(cast.supervisor).get(path).status_code == 200
    assert client_of(stranger).get("/api/v1/tasks").json()["count"] == 0
    assert client_of(stranger).get(path).status_code == 404
    assert client_of(stranger).get(f"/api/v1/tasks/{uuid4()}").status_code == 404


def _queries(client: APIClient) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/api/v1/tasks").status_code == 200
    return len(asked)


def test_number_of_queries_does_not_grow_with_the_tasks(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.inspector)
    first = scene_of(cast)
    record_make(first)
    one = _queries(client)
    for n in range(2, 8):
        scene = scene_make(
            cast.organ, cast.inspector, cast.colleague, leader=cast.leader, code=f"92370117MA3C000{n}X{n}"
        )
        if n % 2:
            Category.objects.everywhere("loader").get(code="KTV")
            VenueCategory.objects.create(venue=scene.venue, category_id="KTV", entered_on=clock.today())
        record_make(scene)
    client.get("/api/v1/tasks")  # the form of both categories is kept now
    many = _queries(client)
    assert many <= one
    assert many <= 26
