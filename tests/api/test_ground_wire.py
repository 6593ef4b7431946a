"""The wire itself: what cannot be read is refused, what is broken is told in one shape."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient

from backend.models import Clock, User
from backend.views.reference import DivisionListView
from backend.views.session import SessionView
from tests.services.backend.test_clocks import start

Clients = Callable[[User | None], APIClient]
BAD_UTF8 = b'{"username": "\xff"}'
DEEP = b'{"username":' + b"[" * 500 + b"]" * 500 + b"}"
BEYOND = b'{"username":' + b"[" * 24 + b"]" * 24 + b"}"


def post(client: APIClient, body: bytes, kind: str = "application/json") -> tuple[int, str]:
    answer = client.post("/api/v1/session", body, content_type=kind)
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"username": "\xff"}',
        b'{"username": "\\ud800"}',
        b"NaN",
        b"[1e999]",
        DEEP,
        BEYOND,
    ],
    ids=["empty", "half", "utf-16", "bad utf-8", "lone surrogate", "nan", "infinite", "deep", "deeper"],
)
@pytest.mark.django_db
def test_body_that_cannot_be_read_is_malformed(client_of: Clients, body: bytes) -> None:
    assert post(client_of(None), body) == (400, "malformed" if body else "invalid")


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'"text"', b"7", b'{"username": 1' + b"0" * 40 + b', "password": {}}']
)
@pytest.mark.django_db
def test_body_of_another_shape_is_invalid(client_of: Clients, body: bytes) -> None:
    assert post(client_of(None), body) == (400, "invalid")


@pytest.mark.django_db
def test_body_of_another_kind_is_refused(client_of: Clients) -> None:
    assert post(client_of(None), b"<a/>", "application/xml") == (415, "unsupported_media")


@pytest.mark.django_db
def test_body_too_big_is_refused_before_it_is_read(client_of: Clients) -> None:
    body = json.dumps({"username": "x" * 2_500_000, "password": "y"}).encode()
    assert post(client_of(None), body) == (413, "body_too_big")


@pytest.mark.parametrize("query", ["parent=%00", "parent=3701%00", "%00=1", "limit=1&parent=%E6%B5%8E%00"])
def test_nul_in_the_query_is_malformed(inspector: User, client_of: Clients, query: str) -> None:
    answer = client_of(inspector).get(f"/api/v1/divisions?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_nul_in_the_address_is_malformed(inspector: User, client_of: Clients) -> None:
    answer = client_of(inspector).get("/api/v1/public/visits/%00")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("journal?noun_id=x", "noun_id"),
        ("clocks?limit=0", "limit"),
        ("clocks?limit=501", "limit"),
        ("clocks?limit=１", "limit"),
        ("clocks?limit=" + "9" * 5000, "limit"),
        ("clocks?cursor=x", "cursor"),
        ("calendar?from=2026-13-01", "from"),
        ("calendar?to=9999-12-31", "to"),
    ],
)
def test_parameter_out_of_shape_is_named(
    supervisor: User, client_of: Clients, address: str, field: str
) -> None:
    answer = client_of(supervisor).get(f"/api/v1/{address}")
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, [field])


def test_outline_is_drawn_from_the_file_of_the_setting(
    inspector: User, client_of: Clients, settings: Any, tmp_path: Path
) -> None:
    client = client_of(inspector)
    assert client.get("/api/v1/outline").json() == {"rings": []}
    file = tmp_path / "outline.geojson"
    file.write_text('{"type": "Polygon", "coordinates": [[[117.0, 36.0], [118.0, 36.5], [117.0, 36.0]]]}')
    settings.MAP_OUTLINE = str(file)
    assert client.get("/api/v1/outline").json() == {"rings": [[[117.0, 36.0], [118.0, 36.5], [117.0, 36.0]]]}


def test_method_without_a_row_is_closed(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    said = {
        name: getattr(client, name)("/api/v1/clocks").status_code for name in ("put", "delete", "options")
    }
    assert said == {"put": 405, "delete": 405, "options": 200}


def test_head_needs_the_verb_of_get(inspector: User, supervisor: User, client_of: Clients) -> None:
    heads = [client_of(user).head("/api/v1/journal").status_code for user in (inspector, supervisor)]
    assert heads == [403, 200]


def test_refusal_speaks_the_language_asked_for(client_of: Clients, inspector: User) -> None:
    client = client_of(inspector)
    said = [
        client.get("/api/v1/journal", headers={"accept-language": language}).json()
        for language in ("zh-CN,zh", "en-GB,en")
    ]
    assert said == [
        {"code": "not_allowed", "message": "您没有办理此事的权限。", "data": {}},
        {"code": "not_allowed", "message": "You may not do this.", "data": {}},
    ]


@pytest.mark.django_db
def test_address_that_is_not_there_is_told_in_the_same_shape(client_of: Clients) -> None:
    answer = client_of(None).get("/api/v1/no-such-thing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.django_db
def test_field_20_maintenance_keeps_records_on_the_phone(client_of: Clients, settings: Settings) -> None:
    settings.MAINTENANCE = True
    answer = client_of(None).get("/api/v1/session")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "maintenance", "120")


class Cause(Exception):
    """What psycopg says, with its SQLSTATE."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def _raised(error: Exception, cause: Exception | None = None) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (_raised(OperationalError("database is locked")), 503),
        (_raised(OperationalError("disk I/O error")), 503),
        (_raised(OperationalError("no such table: x")), 500),
        (_raised(OperationalError("connection lost"), Cause(None)), 503),
        (_raised(OperationalError("terminating connection"), Cause("57P01")), 503),
        (_raised(OperationalError("deadlock"), Cause("40P01")), 503),
        (_raised(OperationalError("no such index"), Cause("42704")), 500),
        (_raised(InterfaceError("connection already closed")), 503),
    ],
    ids=str,
)
def test_database_that_is_away_is_no_bug_and_a_bug_is_no_absence(
    inspector: User, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def broken(self: DivisionListView, request: Request) -> Response:
        raise error

    monkeypatch.setattr(DivisionListView, "get", broken)
    client = APIClient(raise_request_exception=False)
    client.force_login(inspector, backend="backend.services.people.SignIn")
    answer = client.get("/api/v1/divisions")
    code = {503: "database_busy", 500: "broken"}[status]
    assert (answer.status_code, answer.json()["code"], answer.get("Retry-After")) == (
        status,
        code,
        "5" if status == 503 else None,
    )


@pytest.mark.django_db
def test_database_that_is_away_outside_the_doors_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_response", broken)
    answer = Client(raise_request_exception=False).get("/api/v1/session")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "database_busy", "5")


@pytest.mark.django_db
def test_bug_says_nothing_about_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: SessionView, request: Request) -> Response:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(SessionView, "get", broken)
    answer = Client(raise_request_exception=False).get("/api/v1/session")
    assert (answer.status_code, answer.json()) == (
        500,
        {"code": "broken", "message": "系统内部出错，已记录。", "data": {}},
    )


@pytest.mark.django_db
def test_page_and_wire_carry_their_safe_headers(client_of: Clients) -> None:
    answer = client_of(None).get("/api/v1/session")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert "object-src 'none'" in answer["Content-Security-Policy"]


def _asking(limit: int, cursor: str) -> dict[str, str]:
    return {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})


def walk(client: APIClient, address: str, limit: int) -> list[str]:
    """All rows of a list, page by page."""
    seen: list[str] = []
    cursor = ""
    while True:
        answer = client.get(address, _asking(limit, cursor)).json()
        assert len(answer["rows"]) <= limit
        seen += [row["uuid"] for row in answer["rows"]]
        cursor = answer["next"]
        if cursor is None:
            return seen


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_hold_every_row_once_and_in_order(inspector: User, client_of: Clients, limit: int) -> None:
    assert inspector.organ is not None
    for length in (9, 3, 3, 3, 20, 1, 9):
        start(inspector.organ, inspector, length=length)
    rows = Clock.objects.within(inspector).order_by("due_on", "uuid").values_list("uuid", flat=True)
    assert walk(client_of(inspector), "/api/v1/clocks", limit) == [str(uuid) for uuid in rows]


def test_list_of_the_journal_runs_backward(supervisor: User, client_of: Clients) -> None:
    assert supervisor.organ is not None
    for _ in range(5):
        start(supervisor.organ, supervisor)
    client = client_of(supervisor)
    ids: list[int] = []
    cursor = ""
    for _ in range(3):
        answer = client.get("/api/v1/journal", _asking(2, cursor)).json()
        ids += [row["id"] for row in answer["rows"]]
        cursor = answer["next"] or ""
    assert (ids, len(ids), answer["count"]) == (sorted(ids, reverse=True), 5, 5)


def test_cursor_of_another_list_is_refused(supervisor: User, client_of: Clients) -> None:
    assert supervisor.organ is not None
    for _ in range(3):
        start(supervisor.organ, supervisor)
    client = client_of(supervisor)
    cursor = client.get("/api/v1/clocks?limit=1").json()["next"]
    answer = client.get("/api/v1/journal", {"cursor": cursor})
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, ["cursor"])


def test_list_takes_a_fixed_number_of_queries(
    inspector: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    assert inspector.organ is not None
    for _ in range(20):
        start(inspector.organ, inspector)
    client = client_of(inspector)
    with django_assert_num_queries(5):  # session, person, roles, count, rows
        client.get("/api/v1/clocks")
