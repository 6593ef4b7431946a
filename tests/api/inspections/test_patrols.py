"""Online patrols: kept with their screenshots, led to a lead or closed, and counted as no visit."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import File, JournalLine, User
from backend.services.files import file_receive
from enforcement.models import Lead
from inspections.models import Inspection, Patrol
from scheduling.models import Visit
from scheduling.selectors.caps import cap_list
from tests.cast import Cast
from tests.factories_enforcement import law_make
from tests.factories_inspections import patrol_make, scene_of

V1 = "/api/v1"
Clients = Callable[[User | None], APIClient]
SHOT = b"\x89PNG\r\n\x1a\n screenshot"
SHA = hashlib.sha256(SHOT).hexdigest()


def wish(**values: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "kind": "live",
        "subject": "云阶直播间",
        "url": "https://live.example.cn/room/1",
        "seen_at": clock.now().isoformat(),
        "content": "直播中演唱未经内容自审的曲目。",
        "violations": [],
        "files": [{"id": str(uuid4()), "sha256": SHA, "size": len(SHOT), "type": "image/png"}],
        **values,
    }


def post(client: APIClient, given: dict[str, Any], path: str = "/patrols") -> Any:
    return client.post(f"{V1}{path}", given, format="json")


def test_a_patrol_is_kept_once_with_its_screenshot_and_counts_as_no_visit(
    cast: Cast, client_of: Clients
) -> None:
    scene = scene_of(cast, started=False)
    before = (
        Visit.objects.everywhere("guard").count(),
        cap_list([scene.venue], 2026)[scene.venue.pk].used,
    )
    given = wish(venue=str(scene.venue.pk), violations=[law_make().code])
    told = given["files"][0]
    file_receive(
        file_id=UUID(told["id"]), offset=0, data=SHOT, total=len(SHOT), sha256=SHA,
        owner=("patrol", UUID(given["uuid"])), actor=cast.inspector, now=clock.now(),
    )  # fmt: skip
    client = client_of(cast.inspector)
    first, again = post(client, given).json(), post(client, given)
    assert (again.status_code, again.json()) == (201, first)
    assert [(one["sha256"], one["stored"]) for one in first["files"]] == [(SHA, True)]
    assert [one["code"] for one in first["violations"]] == ["NET-MINORS"]
    assert (first["state"], first["verbs"]) == ("recorded", ["patrol.lead", "patrol.close"])
    after = (
        Visit.objects.everywhere("guard").count(),
        cap_list([scene.venue], 2026)[scene.venue.pk].used,
    )
    assert (after, Inspection.objects.everywhere("guard").count()) == (before, 0)
    assert File.objects.everywhere("guard").get().state == "stored"
    assert JournalLine.objects.everywhere("guard").filter(verb="patrol.record").count() == 1


def test_other_content_under_the_same_name_is_refused(cast: Cast, client_of: Clients) -> None:
    client, given = client_of(cast.inspector), wish()
    post(client, given)
    answer = post(client, given | {"content": "另一段话"})
    assert (answer.status_code, answer.json()["code"]) == (409, "content_differs")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"violations": ["NOTHING"]}, "violations"),
        ({"seen_at": "2020-01-01T00:00:00+08:00"}, "seen_at"),
        ({"kind": "visit"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused(
    change: dict[str, Any], field: str, cast: Cast, client_of: Clients
) -> None:
    answer = post(client_of(cast.inspector), wish(**change))
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, [field])
    assert not Patrol.objects.everywhere("guard").exists()


def test_a_patrol_is_led_to_one_lead_that_points_back(cast: Cast, client_of: Clients) -> None:
    row = patrol_make(cast.inspector)
    given = {"source": "monitoring", "content": row.content, "patrol": str(row.pk)}
    client = client_of(cast.inspector)
    first, again = post(client, given, "/leads"), post(client, given, "/leads")
    assert first.json()["cause"] == {"noun": "patrol", "uuid": str(row.pk)}
    assert (again.status_code, again.json()["code"]) == (409, "move_not_open")
    row.refresh_from_db()
    assert (row.state, Lead.objects.everywhere("guard").count()) == ("led", 1)


def test_a_patrol_is_closed_with_its_reason_and_only_once(cast: Cast, client_of: Clients) -> None:
    row = patrol_make(cast.inspector)
    client = client_of(cast.supervisor)
    path = f"/patrols/{row.pk}/close"
    assert post(client, {"reason": " "}, path).status_code == 400
    closed = post(client, {"reason": "平台已下架"}, path).json()
    assert (closed["state"], closed["reason"], closed["verbs"]) == ("closed", "平台已下架", [])
    assert post(client, {"reason": "平台已下架"}, path).json()["code"] == "move_not_open"


def test_a_stranger_leads_no_patrol_of_ours(cast: Cast, stranger: User, client_of: Clients) -> None:
    row = patrol_make(cast.inspector)
    given = {"source": "monitoring", "content": "x", "patrol": str(row.pk)}
    assert post(client_of(stranger), given, "/leads").status_code == 404
    assert post(client_of(stranger), wish(uuid=str(row.pk))).status_code == 404
    assert client_of(stranger).get(f"{V1}/patrols").json()["count"] == 0
    assert client_of(cast.liaison).get(f"{V1}/patrols").status_code == 403


def test_the_list_asks_as_often_for_many_as_for_one(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast, started=False)
    client = client_of(cast.supervisor)
    asked = []
    for _ in range(2):
        patrol_make(cast.inspector, venue=scene.venue.pk, seen_at=clock.now() - timedelta(hours=1))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{V1}/patrols?state=recorded&venue={scene.venue.pk}").status_code == 200
        asked.append(len(queries))
    assert asked == [6, 6]
