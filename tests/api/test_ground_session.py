"""Signing in and out, the lockout, and the CSRF token."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.models import User

Clients = Callable[[User | None], APIClient]
RIGHT = {"username": "inspector", "password": "Wenxun-2026"}
WRONG = {"username": "inspector", "password": "wrong"}


def sign_in(client: APIClient, given: dict[str, str], token: str = "") -> Any:
    return client.post("/api/v1/session", given, format="json", HTTP_X_CSRFTOKEN=token)


@pytest.mark.django_db
def test_nobody_gets_a_csrf_token_and_no_person(client_of: Clients) -> None:
    answer = client_of(None).get("/api/v1/session").json()
    assert answer.pop("csrf")
    assert answer.pop("now").startswith("2026-09-15T10:00")
    assert answer == {"user": None, "today": "2026-09-15", "demo": False, "calendar_until": "2026-12-31"}


def test_right_password_signs_in(inspector: User, client_of: Clients) -> None:
    client = client_of(None)
    answer = sign_in(client, RIGHT)
    person = client.get("/api/v1/session").json()["user"]
    assert (answer.status_code, answer.json()["user"]) == (200, person)
    assert {key: person[key] for key in ("name", "roles", "organ")} == {
        "name": "林知远",
        "roles": ["inspector"],
        "organ": {
            "code": "WH370117",
            "name": "济南市钢城区文化市场综合行政执法大队",
            "short_name": "文化市场综合行政执法大队",
            "issuer": "济南市钢城区文化市场综合行政执法大队",
            "division": "370117",
            "contact": "",
        },
    }
    assert "inspection.submit" in person["verbs"]


def test_new_session_gets_a_new_key(inspector: User, client_of: Clients) -> None:
    client = client_of(None)
    client.session["planted"] = "by somebody else"
    client.session.save()
    planted = client.cookies["sessionid"].value
    sign_in(client, RIGHT)
    assert client.cookies["sessionid"].value != planted


def test_signed_out_person_is_nobody(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    answer = client.post("/api/v1/session/end")
    assert (answer.status_code, answer.json()["user"]) == (200, None)
    assert client.get("/api/v1/clocks").status_code == 401


def test_closed_account_is_out_at_once(inspector: User, client_of: Clients) -> None:
    client = client_of(inspector)
    inspector.is_active = False
    inspector.save()
    assert client.get("/api/v1/divisions").status_code == 401


def test_fifth_wrong_password_locks_the_name(inspector: User, colleague: User, client_of: Clients) -> None:
    client = client_of(None)
    answers = [sign_in(client, WRONG) for _ in range(5)]
    assert [a.status_code for a in answers] == [401, 401, 401, 401, 429]
    right = sign_in(client, RIGHT)
    assert (right.status_code, right.json()["code"], right["Retry-After"]) == (429, "locked_out", "1800")
    other = sign_in(client_of(None), RIGHT | {"username": "colleague"})
    assert other.status_code == 200, "an office shares one address: only the name is locked"


def test_right_password_forgets_the_wrong_ones(inspector: User, client_of: Clients) -> None:
    for _ in range(3):
        client = client_of(None)
        assert [sign_in(client, WRONG).status_code for _ in range(3)] == [401] * 3
        assert sign_in(client, RIGHT).status_code == 200


def test_unknown_name_and_wrong_password_look_the_same(inspector: User, client_of: Clients) -> None:
    wrong = sign_in(client_of(None), WRONG)
    unknown = sign_in(client_of(None), {"username": "nobody", "password": "wrong"})
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"username": "inspector"},
        {"username": "a\x00", "password": "b"},
        {"username": "x" * 61, "password": "b"},
    ],
    ids=["nothing", "no password", "nul", "long"],
)
@pytest.mark.django_db
def test_half_a_sign_in_is_told_what_is_missing(client_of: Clients, given: dict[str, str]) -> None:
    answer = sign_in(client_of(None), given)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_no_other_site_signs_anybody_in(inspector: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    bare = sign_in(client, RIGHT)
    token = client.get("/api/v1/session").json()["csrf"]
    answer = sign_in(client, RIGHT, token)
    assert (bare.status_code, bare.json()["code"], answer.status_code) == (403, "csrf_failed", 200)


def test_write_without_csrf_token_is_refused(inspector: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(inspector, backend="backend.services.people.SignIn")
    answer = client.post("/api/v1/session/end")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    token = client.get("/api/v1/session").json()["csrf"]
    assert client.post("/api/v1/session/end", HTTP_X_CSRFTOKEN=token).status_code == 200
