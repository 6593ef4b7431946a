from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import JournalLine, User
from enforcement.models import Lead
from tests.cast import Cast
from tests.factories_enforcement import finding_make, lead_make, venue_make

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
    assert client.get(f"/api/v1/leads/{lead.uuid}").json() == listed[str(lead.uuid)]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"source", "content"}),
        ({"source": "rumour", "content": "x"}, {"source"}),
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


def test_a_list_of_leads_asks_five_queries(cast: Cast, client_of: Clients) -> None:
    for _ in range(4):
        lead_make(cast)
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/leads")
    # session, person, roles; count, leads
    assert len(queries) == 5, [q["sql"][:80] for q in queries]
