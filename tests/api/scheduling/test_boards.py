"""Doors of the calendar: who may set a day, and the span asked for."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from backend.models import User
from tests.cast import Cast
from tests.factories_enforcement import team_make, venue_make
from tests.factories_scheduling import visit_make

pytestmark = pytest.mark.django_db
Clients = Callable[[User | None], APIClient]


def test_a_supervisor_sets_the_day_and_everybody_at_the_desk_sees_it(cast: Cast, client_of: Clients) -> None:
    visit = visit_make(venue_make(cast), team_make(cast), cast.supervisor)
    address = f"/api/v1/visits/{visit.uuid}/days"
    body = {"on": "2026-09-23"}
    assert client_of(cast.inspector).post(address, body, format="json").status_code == 403
    told = client_of(cast.supervisor).post(address, body, format="json")
    assert (told.status_code, told.json()[0]["on"]) == (200, "2026-09-23")
    assert client_of(cast.auditor).get(address).json() == told.json()
    board = client_of(cast.auditor).get("/api/v1/visits/board?first=2026-09-01&last=2026-09-30").json()
    assert [(row["uuid"], row["on"]) for row in board["visits"]] == [(str(visit.uuid), "2026-09-23")]


@pytest.mark.parametrize(
    "span", ["", "first=2026-09-01", "first=2026-09-01&last=2026-08-01", "first=2026-01-01&last=2026-12-31"]
)
def test_a_span_must_be_in_order_and_short(cast: Cast, client_of: Clients, span: str) -> None:
    assert client_of(cast.auditor).get(f"/api/v1/visits/board?{span}").status_code == 400


def test_another_district_sees_no_visit(cast: Cast, stranger: User, client_of: Clients) -> None:
    visit_make(venue_make(cast), team_make(cast), cast.supervisor)
    board = client_of(stranger).get("/api/v1/visits/board?first=2026-09-01&last=2026-09-30").json()
    assert (board["count"], board["visits"]) == (0, [])
