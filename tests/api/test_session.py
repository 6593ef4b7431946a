from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from backend.models import User

Clients = Callable[[User | None], APIClient]


@pytest.mark.django_db
def test_nobody_gets_a_csrf_token_and_no_person(client_of: Clients) -> None:
    answer = client_of(None).get("/api/v1/session").json()
    assert answer["user"] is None
    assert answer["csrf"]
    assert answer["today"] == "2026-09-15"


def test_right_password_signs_in(inspector: User, client_of: Clients) -> None:
    client = client_of(None)
    answer = client.post(
        "/api/v1/session", {"username": "inspector", "password": "Wenxun-2026"}, format="json"
    )
    assert answer.status_code == 200
    assert answer.json()["user"]["name"] == "林知远"
    assert client.get("/api/v1/session").json()["user"]["roles"] == ["inspector"]


def test_fifth_wrong_password_locks_the_name(inspector: User, client_of: Clients) -> None:
    client = client_of(None)
    wrong = {"username": "inspector", "password": "wrong"}
    answers = [client.post("/api/v1/session", wrong, format="json") for _ in range(5)]
    assert [a.status_code for a in answers] == [401, 401, 401, 401, 429]
    right = client.post(
        "/api/v1/session", {"username": "inspector", "password": "Wenxun-2026"}, format="json"
    )
    assert (right.status_code, right.json()["code"]) == (429, "locked_out")


def test_write_without_csrf_token_is_refused(inspector: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(inspector, backend="backend.services.people.SignIn")
    answer = client.post("/api/v1/session/end")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
