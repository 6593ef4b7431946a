"""Doors of credit: the list, one venue, appeals, policies, dishonesty, and what everybody reads."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from backend.services.documents import document_make
from registry.domain.credit import SHIPPED, Fact
from tests.cast import Cast, user_of
from tests.factories_registry import graded_make, listed_make, proof_told, repair_make

Clients = Callable[[User | None], APIClient]
TODAY = date(2026, 9, 15)


def test_a_grade_is_listed_opened_overridden_appealed_and_decided(cast: Cast, client_of: Clients) -> None:
    paid = Fact("fine", "case", str(uuid4()), TODAY, "(钢)文综罚字〔2026〕1号")
    venue = graded_make(cast.supervisor, paid)
    desk, chief = client_of(cast.supervisor), client_of(cast.leader)
    with CaptureQueriesContext(connection) as queries:
        listed = desk.get("/api/v1/credit?grade=C").json()
    # session, person, roles; count, venues, overrides, appeals, dishonesty
    assert ([row["score"] for row in listed["rows"]], len(queries)) == ([73], 8), [
        q["sql"][:80] for q in queries
    ]
    assert desk.get("/api/v1/credit/counts").json() == {"A": 0, "B": 0, "C": 1, "D": 0}
    address = f"/api/v1/venues/{venue.uuid}/credit"
    told = desk.get(address).json()
    assert (told["reasons"][0]["told"], told["policy"]["verified"]) == (paid.told, False)
    assert told["verbs"] == ["credit.appeal", "dishonesty.propose"]
    values = {"grade": "B", "until": "2026-12-31", "reason": "整改到位"}
    assert desk.post(f"{address}/override", values, format="json").status_code == 403
    assert chief.post(f"{address}/override", values, format="json").json()["grade"] == "B"
    assert (
        chief.post(f"{address}/override/end", {"reason": "期满前终止"}, format="json").json()["grade"] == "C"
    )
    appeal = desk.post(f"{address}/appeal", {"text": "不符", "disputed": [paid.uuid]}, format="json").json()
    assert (appeal["state"], appeal["verbs"]) == ("filed", [])
    assert [row["uuid"] for row in desk.get("/api/v1/credit?appealed=true").json()["rows"]] == [
        str(venue.uuid)
    ]
    with CaptureQueriesContext(connection) as queries:
        inbox = chief.get("/api/v1/credit-appeals?state=filed").json()["rows"]
    assert (inbox[0]["verbs"], len(queries)) == (["credit.uphold", "credit.reject"], 6)
    done = chief.post(
        f"/api/v1/credit-appeals/{appeal['uuid']}/uphold",
        {"struck": [paid.uuid], "decision": "查实"},
        format="json",
    )
    assert (done.json()["state"], desk.get(address).json()["grade"]) == ("upheld", "B")


def test_policies_are_read_and_saved_as_versions(cast: Cast, client_of: Clients) -> None:
    desk = client_of(cast.supervisor)
    (shipped,) = desk.get("/api/v1/credit-policies").json()
    assert (shipped["verified"], shipped["in_force"], shipped["table"]["base"]) == (False, True, 85)
    table: dict[str, Any] = deepcopy(dict(SHIPPED)) | {"base": 80}
    body = {
        "number": "虚构〔2026〕3号",
        "title": "办法",
        "valid_from": "2026-09-15",
        "note": "起点",
        "table": table,
    }
    saved = desk.post("/api/v1/credit-policies", body, format="json").json()
    assert [(row["version"], row["in_force"]) for row in saved] == [(1, True), (0, False)]
    wrong = desk.post("/api/v1/credit-policies", body | {"table": {"base": 1}}, format="json").json()
    assert "table.rules" in wrong["data"]["fields"]


def repaired(cast: Cast, client_of: Clients, address: str) -> Any:
    """Taken in by the section with its proof, checked by the supervisor, granted by the leader."""
    uuid = uuid4()
    told = proof_told(cast, uuid)
    file = {"id": str(told.uuid), "sha256": told.sha256, "size": told.size, "type": told.media}
    body = {
        "uuid": str(uuid), "mode": "application", "applied_on": "2026-09-15", "text": "已整改",
        "files": [file], "pledge": True, "training": True,
    }  # fmt: skip
    section = client_of(cast.industry_section)
    made = section.post(f"{address}/repairs", body, format="json")
    assert (made.status_code, made.json()["repairs"][0]["verbs"]) == (201, [])
    at = f"/api/v1/repair-applications/{uuid}"
    client_of(cast.supervisor).post(f"{at}/check", {"opinion": "属实"}, format="json")
    return client_of(cast.leader).post(f"{at}/grant", {"reason": "已整改"}, format="json").json()


def test_stranger_takes_no_step_of_a_repair(cast: Cast, client_of: Clients, stranger_organ: Any) -> None:
    one = repair_make(cast, listed_make(cast))
    at = f"/api/v1/repair-applications/{one.uuid}"
    boss = user_of(stranger_organ, "boss9", "外若石", "supervisor", "leader")
    bodies = {
        "check": {"opinion": "属实"},
        "grant": {"reason": "x"},
        "deny": {"reason": "x"},
        "withdraw": {"reason": "x"},
    }
    client = client_of(boss)
    assert {
        client.post(f"{at}/{door}", body, format="json").status_code for door, body in bodies.items()
    } == {404}
    assert client.get(f"{at}/paper").status_code == 404
    told = client.post(
        f"/api/v1/dishonesty/{one.record_id}/repairs",
        {"uuid": str(uuid4()), "mode": "active", "applied_on": "2026-09-15", "text": "x"},
        format="json",
    )
    assert told.status_code == 404
    own = client_of(cast.inspector)
    assert {own.post(f"{at}/{door}", body, format="json").status_code for door, body in bodies.items()} == {
        403
    }


def test_dishonesty_is_proposed_listed_published_and_repaired(cast: Cast, client_of: Clients) -> None:
    venue = graded_make(cast.supervisor)
    desk, chief, public = client_of(cast.supervisor), client_of(cast.leader), client_of(None)
    body = {"level": "minor", "ground": "隐瞒", "basis": "部令第7号", "case": str(uuid4())}
    made = desk.post(f"/api/v1/venues/{venue.uuid}/credit/dishonesty", body, format="json").json()
    address = f"/api/v1/dishonesty/{made['uuid']}"
    terms = desk.get("/api/v1/dishonesty/terms").json()
    assert [(row["level"], row["months"], row["verified"]) for row in terms] == [
        ("serious", 36, False), ("minor", 12, False),
    ]  # fmt: skip
    assert chief.post(f"{address}/list").json()["to_on"] == "2027-09-15"
    assert [row["code"] for row in public.get("/api/v1/public/dishonesty").json()] == [venue.code]
    with CaptureQueriesContext(connection) as queries:
        listed = chief.get("/api/v1/dishonesty?state=listed").json()["rows"]
    assert (listed[0]["verbs"], len(queries)) == (["dishonesty.revoke"], 6)
    made = repaired(cast, client_of, address)
    assert (made["state"], [one["state"] for one in made["repairs"]]) == ("repaired", ["granted"])
    (one,) = made["repairs"]
    assert desk.get(f"/api/v1/repair-applications/{one['uuid']}/paper").status_code == 404  # not made yet
    document_make(document_id=one["document"], now=clock.now())
    paper = desk.get(f"/api/v1/repair-applications/{one['uuid']}/paper")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    (told,) = public.get(f"/api/v1/public/credit?code={venue.code}").json()
    assert [(row["outcome"], row["number"]) for row in told["repairs"]] == [("granted", one["number"])]
    again = desk.post(f"/api/v1/venues/{venue.uuid}/credit/dishonesty", body, format="json").json()
    refused = chief.post(f"/api/v1/dishonesty/{again['uuid']}/refuse", {"reason": "重复"}, format="json")
    assert refused.json()["state"] == "refused"
    assert chief.post(f"{address}/revoke", {"reason": "x"}, format="json").status_code == 409


def test_everybody_reads_a_grade_by_the_venues_code(cast: Cast, client_of: Clients) -> None:
    venue = graded_make(cast.supervisor, Fact("warning", "case", str(uuid4()), TODAY, "号"))
    told = client_of(None).get(f"/api/v1/public/credit?code={venue.code}").json()
    assert [(row["grade"], row["score"], row["reasons"][0]["kind"]) for row in told] == [("B", 80, "warning")]
    assert client_of(None).get("/api/v1/public/credit?code=1").status_code == 400
