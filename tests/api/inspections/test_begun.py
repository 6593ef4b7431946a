"""A visit begun without network: taken whole, once, and marked; its record too."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import Receipt, User
from inspections.models import Inspection, Irregularity
from scheduling.models import Visit
from scheduling.selectors.caps import cap_list
from scheduling.services.visits import visit_approve
from tests.cast import Cast
from tests.factories_inspections import Scene, clean_body, scene_of, send, signed_off
from tests.factories_scheduling import recusal_make

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return scene_of(cast)


def begun(scene: Scene, **values: Any) -> dict[str, Any]:
    return {
        "venue": str(scene.venue.uuid),
        "trigger": "complaint",
        "items": ["NET-01", "NET-02"],
        "officers": [str(scene.lin.uuid), str(scene.song.uuid), str(uuid4())],
        "begun_at": clock.now().isoformat(),
        "basis": "巡查途中接到投诉",
        "precheck": "verify_lead",
        "precheck_reason": "须到现场核实",
        **values,
    }


def begin(client: APIClient, visit: UUID, body: dict[str, Any], key: str = "") -> Any:
    return client.post(
        f"{V1}/visits/{visit}/begin", body, format="json", headers={"Idempotency-Key": key or str(uuid4())}
    )


def test_v12_visit_begun_off_line_is_stored_whatever_the_rules_say_and_its_record_is_marked(
    scene: Scene, cast: Cast, client_of: Clients
) -> None:
    phone, visit = client_of(scene.inspector), uuid4()
    recusal_make(scene.song, scene.venue, scene.inspector)
    answer = begin(phone, visit, begun(scene))
    assert (answer.status_code, answer.json()["state"], answer.json()["approval"]["state"]) == (
        201,
        "planned",
        "asked",
    )
    assert [one["officer"] for one in answer.json()["team"]] == [str(scene.lin.uuid), str(scene.song.uuid)]
    row = Visit.objects.everywhere("guard").get(pk=visit)
    record, body = uuid4(), signed_off(clean_body(replace(scene, visit=row)))
    assert send(phone, record, body).status_code == 201
    marked = Irregularity.objects.everywhere("guard").filter(inspection=record)
    assert {("V02", "officer_recused"), ("V12", "no_approval")} <= set(marked.values_list("rule", "code"))
    assert Inspection.objects.everywhere("guard").get(pk=record).visit_id == visit
    row = visit_approve(
        visit_id=visit, approve="approved", reason="情况属实，补办", actor=cast.leader, now=clock.now()
    )
    assert row.approval is not None and row.approval.retro


def test_visit_begun_sent_again_with_or_without_its_key_is_one(scene: Scene, client_of: Clients) -> None:
    phone, visit, body, key = client_of(scene.inspector), uuid4(), begun(scene), str(uuid4())
    answers = [begin(phone, visit, body, name) for name in (key, "", key)]
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["number"] for one in answers}) == 1
    assert Visit.objects.everywhere("guard").filter(venue=scene.venue).count() == 2


def test_visit_planned_on_line_whose_answer_was_lost_is_the_one_begun(
    scene: Scene, client_of: Clients
) -> None:
    phone, visit = client_of(scene.inspector), uuid4()
    day = clock.today().isoformat()
    plan = begun(scene) | {
        "uuid": str(visit),
        "officers": [str(scene.lin.uuid), str(scene.song.uuid)],
        "planned_from": day,
        "planned_to": day,
    }
    del plan["begun_at"]
    first = phone.post(f"{V1}/visits", plan, format="json", headers={"Idempotency-Key": str(uuid4())}).json()
    again = begin(phone, visit, begun(scene)).json()
    assert (first["uuid"], again["number"]) == (str(visit), first["number"])


def test_visit_begun_lifts_no_cap(scene: Scene, client_of: Clients) -> None:
    visit = uuid4()
    begin(client_of(scene.inspector), visit, begun(scene, reason="情况紧急"))
    row = Visit.objects.everywhere("guard").get(pk=visit)
    cap = cap_list([scene.venue], clock.today().year)[scene.venue.uuid]
    assert (row.cap_reason, row.reason, row.cap_limit) == ("", "情况紧急", cap.limit)


def test_visit_begun_for_a_strange_venue_or_under_anothers_name_is_refused(
    scene: Scene, cast: Cast, stranger: User, client_of: Clients
) -> None:
    theirs = client_of(stranger)
    assert begin(theirs, uuid4(), begun(scene)).status_code in (403, 404)
    other = scene_of(cast)
    assert (
        begin(client_of(scene.inspector), other.visit.uuid, begun(scene)).json()["code"] == "content_differs"
    )
    assert not Receipt.objects.everywhere("guard").filter(user=stranger).exists()
