"""The evidence of a case at its doors: shown, added once, set aside, and nothing for a stranger."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from inspections.models import Finding
from tests.cast import Cast
from tests.factories_enforcement import case_make, evidence_make, evidence_told
from tests.factories_inspections import body_of, record_make, scene_of, upload

Clients = Callable[[User | None], APIClient]


def test_evidence_is_added_once_shown_and_set_aside(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast)
    record = record_make(scene, body_of(scene, photos=1))
    upload(record.pk, 1, cast.inspector)
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    case = case_make(cast, "filed", finding=finding.pk, source="inspection")
    client, address = client_of(cast.inspector), f"/api/v1/cases/{case.pk}/evidence"
    told = evidence_told(cast, case)
    body = {
        "files": [{"id": str(told.uuid), "sha256": told.sha256, "size": told.size, "type": told.media}],
        "kind": "documentary", "name": "上网登记台账", "collected_at": clock.now().isoformat(),
        "place": "大队询问室", "collected_by": "当事人提供",
    }  # fmt: skip
    first = client.post(address, body, format="json", headers={"Idempotency-Key": "one"})
    again = client.post(address, body, format="json", headers={"Idempotency-Key": "one"})
    assert (first.status_code, again.json()) == (201, first.json())
    said = client.get(address).json()
    assert said == first.json()
    assert (said["record"], said["verbs"]) == (str(record.pk), ["evidence.add"])
    assert [(one["name"], one["kind"], one["stored"], one["verbs"]) for one in said["files"]] == [
        ("正门", "audiovisual", True, []), ("上网登记台账", "documentary", True, ["evidence.set_aside"]),
    ]  # fmt: skip
    row = said["files"][1]["evidence"]
    aside = client.post(
        f"/api/v1/case-evidence/{row}/set-aside", {"text": "与本案无关"}, format="json"
    ).json()
    assert (aside["files"][1]["set_aside_reason"], aside["files"][1]["verbs"]) == ("与本案无关", [])


def test_a_leader_looks_and_a_stranger_finds_nothing(cast: Cast, stranger: User, client_of: Clients) -> None:
    case = case_make(cast, "filed")
    row = evidence_make(cast, case)
    address = f"/api/v1/cases/{case.pk}/evidence"
    seen = client_of(cast.leader).get(address).json()
    assert (seen["verbs"], [one["verbs"] for one in seen["files"]]) == ([], [[]])
    strange = client_of(stranger)
    assert strange.get(address).status_code == 404
    body = {"document": str(row.pk), "files": []}
    assert strange.post(f"/api/v1/cases/{case.pk}/documents/sign", body, format="json").status_code == 404
    aside = strange.post(f"/api/v1/case-evidence/{row.pk}/set-aside", {"text": "无关"}, format="json")
    assert aside.status_code == 404
    row.refresh_from_db()
    assert row.state == "kept"


def test_the_page_asks_as_many_queries_for_one_file_as_for_four(cast: Cast, client_of: Clients) -> None:
    case, client = case_make(cast, "filed"), client_of(cast.supervisor)
    asked = []
    for _ in range(2):
        evidence_make(cast, case)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/cases/{case.pk}/evidence")
        asked.append(len(queries))
        evidence_make(cast, case)
    assert asked[0] == asked[1]
