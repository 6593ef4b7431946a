from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import JournalLine, User
from enforcement.models import Lead
from tests.cast import Cast
from tests.factories_enforcement import finding_make, lead_make, team_make, venue_make

Clients = Callable[[User | None], APIClient]
EVERYBODY = {
    "inspector", "colleague", "supervisor", "leader", "legal_reviewer", "auditor",
    "industry_section", "liaison",
}  # fmt: skip
READERS = EVERYBODY - {"industry_section", "liaison"}
REPORTERS = {"inspector", "colleague", "supervisor", "industry_section", "liaison"}
BODY = {"source": "hotline", "content": "夜间有未成年人进出"}


def test_leads_are_reported_by_many_and_read_by_the_brigade(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    lead = lead_make(cast)
    for who in sorted(EVERYBODY):
        client = client_of(getattr(cast, who))
        posted = client.post("/api/v1/leads", BODY, format="json").status_code
        read = client.get("/api/v1/leads").status_code
        assert (posted, read) == (
            201 if who in REPORTERS else 403,
            200 if who in READERS else 403,
        ), who
    assert client_of(stranger).get("/api/v1/leads").json()["count"] == 0
    nobody = client_of(None)
    assert [nobody.get("/api/v1/leads").status_code, nobody.post("/api/v1/leads", BODY).status_code] == [
        401,
        401,
    ]
    assert lead.state == "registered"


@pytest.mark.parametrize("verb", ["verify", "dismiss"])
def test_only_the_supervisor_checks_a_lead(cast: Cast, stranger: User, client_of: Clients, verb: str) -> None:
    lead = lead_make(cast)
    address, body = f"/api/v1/leads/{lead.uuid}/{verb}", {"reason": "超过两年", "note": "属实"}
    said = {
        who: client_of(getattr(cast, who)).post(address, body, format="json").status_code
        for who in sorted(EVERYBODY - {"supervisor"})
    }
    assert set(said.values()) == {403}
    assert client_of(stranger).post(address, body, format="json").status_code == 404
    assert client_of(None).post(address, body, format="json").status_code == 401
    assert client_of(cast.supervisor).post(address, body, format="json").status_code == 200


def test_a_lead_from_a_finding_takes_its_venue(cast: Cast, client_of: Clients) -> None:
    finding = finding_make(cast)
    body = {**BODY, "source": "inspection", "finding": str(finding.uuid)}
    shown = client_of(cast.inspector).post("/api/v1/leads", body, format="json").json()
    assert (shown["venue"]["uuid"], shown["cause"]) == (
        str(finding.venue_id),
        {"noun": "finding", "uuid": str(finding.uuid)},
    )


def test_a_lead_about_a_venue_of_another_district_is_not_found(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    body = {**BODY, "venue": str(venue_make(cast).uuid)}
    assert client_of(stranger).post("/api/v1/leads", body, format="json").status_code == 404


def test_the_leader_may_file_a_verified_lead(cast: Cast, client_of: Clients) -> None:
    lead_make(cast, verified="属实")
    rows = client_of(cast.leader).get("/api/v1/leads?state=verified").json()["rows"]
    assert [row["verbs"] for row in rows] == [["case.file"]]


def test_one_lead_is_read_by_its_uuid(cast: Cast, client_of: Clients) -> None:
    lead = lead_make(cast)
    lead_make(cast)
    client = client_of(cast.supervisor)
    listed = {row["uuid"]: row for row in client.get("/api/v1/leads").json()["rows"]}
    whole = client.get(f"/api/v1/leads/{lead.uuid}").json()
    assert {key: whole[key] for key in listed[str(lead.uuid)]} == listed[str(lead.uuid)]
    assert [event["verb"] for event in whole["course"]] == ["lead.report"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"content"}),
        ({"source": "rumour", "content": "x"}, {"source"}),
        ({"channel": "rumour", "content": "x"}, {"channel"}),
        ({"content": "x"}, {"channel"}),
        ({"source": "media", "content": "长" * 4001}, {"content"}),
        ({"source": "media", "content": "x", "venue": "y"}, {"venue"}),
    ],
)
def test_a_wrong_field_of_a_lead_is_named(
    cast: Cast, client_of: Clients, body: dict[str, Any], fields: set[str]
) -> None:
    answer = client_of(cast.liaison).post("/api/v1/leads", body, format="json")
    assert (answer.status_code, set(answer.json()["data"]["fields"])) == (400, fields)


def test_the_same_key_registers_and_verifies_once(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    made = [
        client.post("/api/v1/leads", BODY, format="json", HTTP_IDEMPOTENCY_KEY="lead-1").json()
        for _ in range(2)
    ]
    assert made[0] == made[1]
    address = f"/api/v1/leads/{made[0]['uuid']}/verify"
    checked = [
        client.post(address, {"note": "属实"}, format="json", HTTP_IDEMPOTENCY_KEY="lead-2") for _ in range(2)
    ]
    assert [answer.json()["state"] for answer in checked] == ["verified", "verified"]
    assert Lead.objects.everywhere("guard").count() == 1
    assert JournalLine.objects.everywhere("guard").filter(verb="lead.verify").count() == 1


def test_a_list_of_leads_asks_six_queries(cast: Cast, client_of: Clients) -> None:
    for _ in range(4):
        lead_make(cast)
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/leads")
    # session, person, roles; count, leads, their clocks
    assert len(queries) == 6, [q["sql"][:80] for q in queries]


REPORTER = {"name": "郑秋水", "phone": "13900000000", "address": "虚构小区", "wants_reply": True}
STEPS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "refuse": ({"ground": "unclear"}, {"supervisor"}),
    "join": ({"other": "00000000-0000-4000-8000-000000000001"}, {"inspector", "colleague", "supervisor"}),
    "transfer": ({"to_organ": "市场监管局", "reason": "不属本单位职责"}, {"supervisor"}),
    "answer": ({"text": "已办结"}, {"supervisor"}),
    "reply": (
        {"mode": "phone", "to": "reporter", "text": "已办结"},
        {"inspector", "colleague", "supervisor"},
    ),
    "extend": ({"reason": "需鉴定"}, {"supervisor"}),
    "extension": ({"approve": "approved"}, {"leader"}),
    "reporter": ({"reason": "电话回访"}, {"supervisor", "leader"}),
}


@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_of_a_lead_is_its_roles_alone(cast: Cast, client_of: Clients, step: str) -> None:
    lead = lead_make(cast, channel="12318", reporter=REPORTER)
    body, roles = STEPS[step]
    for who in sorted(EVERYBODY):
        answer = client_of(getattr(cast, who)).post(f"/api/v1/leads/{lead.uuid}/{step}", body, format="json")
        assert (answer.status_code == 403) == (who not in roles), (who, answer.content)


def test_no_answer_but_the_reporters_own_door_names_him(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    body = {"channel": "12318", "content": "夜间接纳未成年人", "reporter": REPORTER, "external_number": "A-1"}
    made = client.post("/api/v1/leads", body, format="json", HTTP_IDEMPOTENCY_KEY="named")
    address = f"/api/v1/leads/{made.json()['uuid']}"
    alike = client.post("/api/v1/leads", body, format="json")
    assert (alike.status_code, alike.json()["code"]) == (409, "lead_alike")
    said = [
        made.content, alike.content, client.get(address).content, client.get("/api/v1/leads").content,
        client.get("/api/v1/workbench").content, client.get("/api/v1/journal").content,
    ]  # fmt: skip
    assert not any(word.encode() in text for word in ("郑秋水", "13900000000", "虚构小区") for text in said)
    assert (made.json()["named"], client.get(address).json()["wants_reply"]) == (True, True)
    looked = client.post(f"{address}/reporter", {"reason": "回访"}, format="json")
    assert (looked.json()["name"], looked["Cache-Control"]) == ("郑秋水", "no-store")


def test_whoever_only_reports_is_told_of_no_other_lead(cast: Cast, client_of: Clients) -> None:
    lead = lead_make(cast)
    body = {"channel": "liaison", "content": "又有一次", "venue": str(lead.venue_id)}
    told = client_of(cast.liaison).post("/api/v1/leads", body, format="json")
    assert (told.status_code, told.json()["state"]) == (201, "registered")
    whole = client_of(cast.supervisor).get(f"/api/v1/leads/{told.json()['uuid']}").json()
    assert [row["number"] for row in whole["alike"]] == [lead.number]
    assert whole["history"]["leads"] == 1


def test_the_inbox_is_narrowed_and_its_numbers_are_those_of_its_filters(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of(cast.supervisor)
    late = lead_make(cast, channel="12345", received_on=date(2026, 8, 3), external_number="GD-9")
    soon = lead_make(cast, channel="12345", received_on=date(2026, 9, 10))
    lead_make(cast, verified="属实")
    summary = client.get("/api/v1/leads/summary").json()
    assert {row["code"]: row["count"] for row in summary["channels"] if row["count"]} == {
        "12345": 2, "liaison": 1,
    }  # fmt: skip
    assert (summary["overdue"], summary["soon"], summary["unread"]) == (1, 1, 3)

    def found(query: str) -> list[str]:
        return [row["number"] for row in client.get(f"/api/v1/leads?{query}").json()["rows"]]

    assert found("due=overdue&sort=due_on") == [late.number]
    assert found("due=soon") == [soon.number]
    assert found("sort=due_on")[:2] == [late.number, soon.number]
    assert found("channel=liaison&state=verified") != []
    assert found("q=GD-9") == [late.number]
    assert client.get("/api/v1/leads?due=never").status_code == 400
    assert client.post(f"/api/v1/leads/{late.uuid}/seen").status_code == 204
    assert client.post(f"/api/v1/leads/{late.uuid}/seen").status_code == 204
    assert late.number not in found("unread=1")
    assert client_of(cast.leader).get("/api/v1/leads/summary").json()["unread"] == 3


def test_a_bureau_sets_its_deadlines_at_the_door(cast: Cast, client_of: Clients) -> None:
    body = {
        "channel": "12345", "term": "reply", "length": 3, "unit": "workdays", "basis": "区热线办〔2026〕1号",
        "reason": "区里规定",
    }  # fmt: skip
    said = {
        who: client_of(getattr(cast, who)).post("/api/v1/lead-channels", body, format="json").status_code
        for who in sorted(EVERYBODY)
    }
    assert {who for who, status in said.items() if status == 200} == {"supervisor", "leader"}
    shown = client_of(cast.liaison).get("/api/v1/lead-channels").json()
    term = next(
        row for one in shown if one["code"] == "12345" for row in one["terms"] if row["term"] == "reply"
    )
    assert (term["length"], term["set_here"], term["basis"]) == (3, True, "区热线办〔2026〕1号")


def test_a_visit_is_planned_at_the_lead(cast: Cast, client_of: Clients) -> None:
    team = team_make(cast)
    lead = lead_make(cast, channel="12318")
    body = {
        "items": ["NET-01"], "officers": [str(row.uuid) for row in team], "planned_from": "2026-09-16",
        "planned_to": "2026-09-18", "precheck": "verify_lead", "precheck_reason": "看现场",
    }  # fmt: skip
    answer = client_of(cast.supervisor).post(f"/api/v1/leads/{lead.uuid}/visit", body, format="json")
    assert [row["state"] for row in answer.json()["visits"]] == ["planned"]
