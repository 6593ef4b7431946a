from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from backend.models import Organ, User
from scheduling.models import Leave
from tests.factories_scheduling import officer_make

Clients = Callable[[User | None], APIClient]
ADDRESS = "/api/v1/leaves"


def body(officer: object, **values: Any) -> dict[str, Any]:
    return {"officer": str(officer), "starts_on": "2026-09-20", "ends_on": "2026-09-22", **values}


def test_leave_is_entered_and_listed_without_its_reason(
    organ: Organ, supervisor: User, inspector: User, client_of: Clients
) -> None:
    officer = officer_make(organ, "37011700101", user=inspector)
    answer = client_of(supervisor).post(ADDRESS, body(officer.uuid, reason="探亲"), format="json")
    assert answer.status_code == 201
    listed = client_of(inspector).get(ADDRESS).json()
    assert listed["rows"] == [
        {
            "uuid": answer.json()["uuid"],
            "officer": str(officer.uuid),
            "name": "林知远",
            "starts_on": "2026-09-20",
            "ends_on": "2026-09-22",
        }
    ]


def test_leave_that_ends_before_it_begins_is_refused(
    organ: Organ, supervisor: User, client_of: Clients
) -> None:
    officer = officer_make(organ, "37011700101")
    answer = client_of(supervisor).post(ADDRESS, body(officer.uuid, ends_on="2026-09-01"), format="json")
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, ["ends_on"])
    assert not Leave.objects.everywhere("guard").exists()


def test_stranger_neither_enters_nor_sees_leave(
    organ: Organ, supervisor: User, stranger: User, client_of: Clients
) -> None:
    officer = officer_make(organ, "37011700101")
    assert client_of(stranger).post(ADDRESS, body(officer.uuid), format="json").status_code == 404
    client_of(supervisor).post(ADDRESS, body(officer.uuid), format="json")
    assert client_of(stranger).get(ADDRESS).json()["count"] == 0


def test_list_of_leave_costs_the_same_for_one_as_for_many(
    organ: Organ, supervisor: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    desk = client_of(supervisor)
    for number in range(3):
        officer = officer_make(organ, f"3701170010{number}")
        desk.post(ADDRESS, body(officer.uuid), format="json")
    for limit in (1, 3):
        with django_assert_num_queries(5):
            desk.get(f"{ADDRESS}?limit={limit}")
