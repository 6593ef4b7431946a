"""Hazards at their doors: from a phone's record or the desk to the transfer, the answer and the closing."""

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
from backend.models import Clock, Document, File, JournalLine, User
from backend.services.files import file_receive
from inspections.models import Hazard, HazardTransfer, Rectification
from inspections.services.following import inspection_follow
from inspections.services.rectifications import rectification_close
from registry.models import CheckItem
from tests.cast import TODAY, Cast
from tests.factories_inspections import body_of, hazard_make, record_make, scene_of

V1 = "/api/v1"
Clients = Callable[[User | None], APIClient]
SHOT = b"\x89PNG\r\n\x1a\n extinguisher"
SHA = hashlib.sha256(SHOT).hexdigest()
LETTER = {"authority": "fire", "to_organ": "钢城区消防救援大队", "text": "二楼西侧安全出口上锁。"}
ANSWER = {
    "outcome": "corrected",
    "text": "已责令拆除门锁并复查。",
    "by": "高远",
    "number": "钢消函〔2026〕9号",
}


def post(client: APIClient, hazard: UUID, step: str, **given: Any) -> Any:
    return client.post(f"{V1}/hazards/{hazard}/{step}", given, format="json")


def shot(actor: User, hazard: UUID) -> dict[str, Any]:
    """A picture that is there already."""
    row = file_receive(
        file_id=uuid4(), offset=0, data=SHOT, total=len(SHOT), sha256=SHA, owner=("hazard", hazard),
        actor=actor, now=clock.now(),
    )  # fmt: skip
    return {"id": str(row.pk), "sha256": SHA, "size": len(SHOT), "type": "image/png"}


@pytest.mark.parametrize("corrected", [False, True])
def test_a_finding_that_goes_to_another_authority_is_a_hazard_once(cast: Cast, corrected: bool) -> None:
    scene = scene_of(cast)
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(transfer_to="fire,police")
    body = body_of(scene, photos=1)
    body["answers"][1] |= {"transfer_to": ["fire"]} | (
        {"corrected": True, "photos": body["answers"][1]["photos"]} if corrected else {}
    )
    record = record_make(scene, body)
    for _ in range(2):
        inspection_follow(inspection_id=record.pk, now=clock.now())
    row = Hazard.objects.everywhere("guard").get()
    assert (row.number, row.wanted, row.level) == ("钢隐患〔2026〕001号", "fire", "general")
    assert (row.state, row.venue_id) == ("corrected" if corrected else "found", scene.venue.pk)
    assert row.finding is not None
    assert row.finding.inspection_id == record.pk


def test_a_hazard_is_transferred_with_a_letter_answered_and_closed(cast: Cast, client_of: Clients) -> None:
    client, hazard = client_of(cast.supervisor), hazard_make(cast)
    sent = post(client, hazard.pk, "transfer", **LETTER).json()
    paper = Document.objects.everywhere("guard").get(form="hazard_transfer")
    due = sent["due"]
    assert (sent["state"], due["number"], due["due_on"]) == ("transferred", paper.number, "2026-10-12")
    assert (paper.number, paper.values["to_organ"]) == ("(钢)文综隐移字〔2026〕1号", LETTER["to_organ"])
    running = Clock.objects.everywhere("guard").get(rule="hazard_answer")
    assert (running.at_noun, running.at_id, running.done_on) == ("hazard", hazard.pk, None)
    assert post(client, hazard.pk, "transfer", **LETTER).json()["data"]["missing"] == ["answer_awaited"]
    answered = post(
        client, hazard.pk, "answer", transfer=due["uuid"], files=[shot(cast.supervisor, hazard.pk)], **ANSWER
    ).json()
    assert (answered["state"], answered["transfers"][0]["answered_on"]) == ("answered", "2026-09-15")
    running.refresh_from_db()
    assert str(running.done_on) == "2026-09-15"
    closed = post(client, hazard.pk, "close", text="消防已督促整改到位").json()
    assert (closed["state"], closed["closed_on"], closed["verbs"]) == ("closed", "2026-09-15", [])
    steps = [step["verb"] for step in closed["steps"]]
    assert steps == ["hazard.report", "hazard.transfer", "hazard.answer", "hazard.close"]
    lines = JournalLine.objects.everywhere("guard").filter(noun="hazard").order_by("id")
    assert [line.verb for line in lines] == steps
    assert File.objects.everywhere("guard").get(noun="hazard").state == "stored"


def test_two_authorities_are_waited_for_and_an_overdue_answer_is_urged(
    cast: Cast, client_of: Clients
) -> None:
    client, hazard = client_of(cast.supervisor), hazard_make(cast, level="major")
    post(client, hazard.pk, "transfer", **LETTER)
    both = post(
        client, hazard.pk, "transfer", authority="housing", to_organ="区住建局", text="外墙脱落", workdays=3
    ).json()
    first, second = both["transfers"]
    assert (first["due_on"], second["due_on"]) == ("2026-09-21", "2026-09-18")
    early = post(client, hazard.pk, "urge", transfer=first["uuid"], text="电话催办")
    assert early.json()["data"]["missing"] == ["answer_overdue"]
    one = post(client, hazard.pk, "answer", transfer=second["uuid"], **ANSWER).json()
    assert (one["state"], one["due"]["uuid"]) == ("transferred", first["uuid"])
    with clock.at(TODAY + timedelta(days=8)):
        late = client.get(f"{V1}/hazards?overdue=1&authority=fire").json()["rows"][0]
        assert (late["overdue"], "hazard.urge" in late["verbs"]) == (True, True)
        urged = post(client, hazard.pk, "urge", transfer=first["uuid"], text="电话催办").json()
        assert urged["steps"][-1]["text"] == "钢城区消防救援大队：电话催办"
    assert post(client, hazard.pk, "answer", transfer=second["uuid"], **ANSWER).status_code == 404
    last = post(client, hazard.pk, "answer", transfer=first["uuid"], **ANSWER).json()
    assert last["state"] == "answered"
    bare = post(client, hazard.pk, "close", text="已处理")
    assert bare.json()["data"]["missing"] == ["proof_or_recheck"]
    assert HazardTransfer.objects.everywhere("guard").filter(answered_on__isnull=True).count() == 0


def test_an_order_of_its_finding_must_be_closed_before_the_hazard_is(cast: Cast, client_of: Clients) -> None:
    scene = scene_of(cast)
    CheckItem.objects.everywhere("loader").filter(code="NET-02").update(transfer_to="fire")
    record = record_make(scene, body_of(scene, photos=0))
    inspection_follow(inspection_id=record.pk, now=clock.now())
    hazard, client = Hazard.objects.everywhere("guard").get(), client_of(cast.supervisor)
    ordered = post(
        client_of(cast.inspector), hazard.pk, "order", content="清理通道", due_on="2026-09-25"
    ).json()
    order = Rectification.objects.everywhere("guard").get()
    assert (ordered["state"], ordered["order"]["number"]) == ("ordered", order.number)
    assert "hazard.close" not in ordered["verbs"]
    rectification_close(
        rectification_id=order.pk, corrected=True, result="已清理", actor=cast.supervisor, now=clock.now()
    )
    picture = shot(cast.supervisor, hazard.pk)
    assert post(client, hazard.pk, "close", text="已清理", files=[picture]).json()["state"] == "closed"


def test_the_record_of_a_later_check_closes_a_hazard_and_no_other_record_does(
    cast: Cast, client_of: Clients
) -> None:
    scene = scene_of(cast)
    record = record_make(scene)
    hazard = hazard_make(cast, venue=scene.venue.pk)
    client = client_of(cast.supervisor)
    given = {"text": "已自行更换灭火器", "files": [shot(cast.supervisor, hazard.pk)]}
    assert post(client, hazard.pk, "correct", text="已换").json()["data"]["missing"] == ["hazard_proof"]
    assert post(client, hazard.pk, "correct", **given).json()["rechecks"] == []
    refused = post(client, hazard.pk, "close", text="复查合格", record=str(record.pk))
    assert refused.status_code == 404
    record.state, record.counts, record.accepted_on = "accepted", True, clock.today()
    record.save()
    closed = post(client, hazard.pk, "close", text="复查合格", record=str(record.pk)).json()
    assert (closed["state"], closed["seen_gone"]) == ("closed", str(record.pk))


def test_one_entered_at_the_desk_is_kept_once_graded_and_dropped_with_the_reason(
    cast: Cast, client_of: Clients
) -> None:
    venue, client = scene_of(cast, started=False).venue, client_of(cast.supervisor)
    one = uuid4()
    given: dict[str, Any] = {
        "uuid": str(one), "venue": str(venue.pk), "level": "general", "place": "二楼",
        "description": "疏散指示标志损坏", "wanted": ["fire", "urban_management"],
    }  # fmt: skip
    first, again = (client.post(f"{V1}/hazards", given, format="json") for _ in range(2))
    assert (first.status_code, again.json()["number"]) == (201, first.json()["number"])
    other = client.post(f"{V1}/hazards", given | {"place": "三楼"}, format="json")
    assert other.json()["code"] == "content_differs"
    future = client.post(
        f"{V1}/hazards", given | {"uuid": str(uuid4()), "found_on": "2026-09-16"}, format="json"
    )
    assert list(future.json()["data"]["fields"]) == ["found_on"]
    graded = post(client, one, "grade", level="major", place="二楼西侧", text="人员密集").json()
    assert (graded["level"], graded["place"]) == ("major", "二楼西侧")
    no_record = post(client, one, "order", content="改正", due_on="2026-09-30")
    assert no_record.json()["data"]["missing"] == ["hazard_finding"]
    assert post(client, one, "drop", text="登记有误").json()["state"] == "dropped"
    summary = client.get(f"{V1}/hazards/summary").json()
    assert (summary["major"], summary["overdue"]) == (0, 0)
    assert {row["code"]: row["count"] for row in summary["states"] if row["count"]} == {"dropped": 1}


def test_an_inspector_transfers_nothing_and_a_stranger_sees_nothing(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    hazard = hazard_make(cast)
    assert post(client_of(cast.inspector), hazard.pk, "transfer", **LETTER).status_code == 403
    assert post(client_of(stranger), hazard.pk, "transfer", **LETTER).status_code == 404
    assert client_of(stranger).get(f"{V1}/hazards").json()["count"] == 0
    assert client_of(cast.liaison).get(f"{V1}/hazards").status_code == 403
    theirs = {"uuid": str(hazard.pk), "venue": str(hazard.venue_id), "level": "general", "description": "x"}
    assert client_of(stranger).post(f"{V1}/hazards", theirs, format="json").status_code == 404


def test_the_list_asks_as_often_for_many_as_for_one(cast: Cast, client_of: Clients) -> None:
    client, asked = client_of(cast.supervisor), []
    for n in range(2):
        row = hazard_make(cast)
        post(client, row.pk, "transfer", **LETTER | {"to_organ": f"{n} 大队"})
        with CaptureQueriesContext(connection) as queries:
            found = client.get(f"{V1}/hazards?state=transferred,answered&level=general&q=隐患").json()
        assert found["count"] == n + 1
        asked.append(len(queries))
    # session, person, roles; count, hazards, letters, clocks
    assert asked == [7, 7]
