"""Generated from the router: nobody is asked to sign in, and a stranger finds nothing anywhere."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from rest_framework.test import APIClient

from backend.models import Organ, User
from tests.api.fuzz import SignedIn, operation_of
from tests.api.objects import OBJECTS
from tests.api.wire import Route, routes
from tests.cast import Cast, user_of

# Scope is Django's own query, the same on every database.
pytestmark = pytest.mark.embedded

Clients = Callable[[User | None], APIClient]

CLOSED = [route for route in routes() if not route.public]
NAMED = [route for route in CLOSED if route.nouns()]
# No administrator: those have an installation, not a jurisdiction.
ROLES = (
    "inspector",
    "supervisor",
    "leader",
    "legal_reviewer",
    "industry_section",
    "street_liaison",
    "auditor",
)
TRIES = 12


@pytest.fixture
def outsider(stranger_organ: Organ) -> User:
    """Everything a person may be in the next district."""
    return user_of(stranger_organ, "outsider", "外区人", *ROLES)


def test_every_address_has_a_factory() -> None:
    assert sorted({noun for route in NAMED for noun in route.nouns()} - OBJECTS.keys()) == []


@pytest.mark.parametrize("route", CLOSED, ids=str)
@pytest.mark.django_db
def test_nobody_is_asked_to_sign_in(route: Route, client_of: Clients) -> None:
    address = route.address(*[UUID(int=1) for _ in route.nouns()])
    answer = client_of(None).generic(route.method, address)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize("route", NAMED, ids=str)
def test_stranger_finds_nothing(route: Route, cast: Cast, outsider: User, client_of: Clients) -> None:
    uuids = [OBJECTS[noun](cast) for noun in route.nouns()]
    answer = client_of(outsider).generic(route.method, route.address(*uuids))
    told = (answer.status_code, answer.json()["code"])
    if told[0] in (400, 415):
        told = _with_a_body(route, uuids, outsider)
    assert told == (404, "not_found")


def _with_a_body(route: Route, uuids: list[UUID], outsider: User) -> tuple[int, str]:
    """The answer to the first body that is not refused for its shape; bodies come from the schema."""
    operation = operation_of(route)
    browser = SignedIn.as_user(outsider)
    told = [(400, "invalid")]

    @settings(max_examples=TRIES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        if told[-1][0] in (400, 415):
            case.path_parameters = dict(zip(case.path_parameters, map(str, uuids), strict=True))
            answer = browser.call(case)
            told.append((answer.status_code, answer.json()["code"]))

    send()
    return told[-1]
