"""One's own reminders over the wire."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from counting.services.reminders import remind
from tests.cast import Cast
from tests.factories_rota import leave_asked

Clients = Callable[[User | None], APIClient]
ADDRESS = "/api/v1/reminders"


def test_reminder_is_listed_read_and_stays_read(cast: Cast, client_of: Clients) -> None:
    row = leave_asked(cast)
    remind(now=clock.now())
    desk = client_of(cast.supervisor)
    (card,) = desk.get(f"{ADDRESS}?unread=1").json()["rows"]
    assert (card["kind"], card["stage"], card["noun_id"], card["read"]) == (
        "leave", "waiting", str(row.uuid), False,
    )  # fmt: skip
    read = desk.post(f"{ADDRESS}/{card['uuid']}/read")
    assert (read.status_code, read.json()["read"]) == (200, True)
    assert desk.post(f"{ADDRESS}/{card['uuid']}/read").json()["read"] is True
    assert desk.get(f"{ADDRESS}?unread=1").json()["count"] == 0
    assert desk.get(ADDRESS).json()["count"] == 1


def test_all_are_read_at_once_and_only_ones_own(cast: Cast, client_of: Clients) -> None:
    leave_asked(cast)
    leave_asked(cast)
    remind(now=clock.now())
    assert client_of(cast.supervisor).post(f"{ADDRESS}/read").json() == {"read": 2}
    assert client_of(cast.leader).get(f"{ADDRESS}?unread=1").json()["count"] == 2


def test_list_of_reminders_costs_the_same_for_one_as_for_many(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        leave_asked(cast)
    remind(now=clock.now())
    desk = client_of(cast.supervisor)
    for limit in (1, 3):
        with django_assert_num_queries(4):
            desk.get(f"{ADDRESS}?limit={limit}")
