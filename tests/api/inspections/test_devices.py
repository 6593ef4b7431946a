"""What waits on phones in the field: told by the phone, seen by whoever helps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from inspections.models import FieldDevice
from tests.cast import Cast

Clients = Callable[[User | None], APIClient]
PHONE, OTHER, LOST = str(uuid4()), str(uuid4()), str(uuid4())
FAILED = {
    "record": str(uuid4()),
    "venue": "云阶网咖",
    "kind": "file",
    "reason": "hash_mismatch",
    "message": "校验值不符",
}


def told(**values: Any) -> dict[str, Any]:
    """What a phone says."""
    oldest = (clock.now() - timedelta(hours=30)).isoformat()
    return {
        "device": PHONE,
        "name": "Android · Chrome",
        "app_version": "0.1.0",
        "drafts": 1,
        "records_unsent": 2,
        "items_left": 5,
        "items_all": 8,
        "oldest_unsent_at": oldest,
        "failed": [FAILED],
        "lost": 0,
        **values,
    }


def report(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/field-devices", told(**values), format="json")


def listed(client: APIClient) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/api/v1/field-devices").json()["rows"]
    return rows


def test_supervisor_and_leader_see_what_waits_on_a_phone_and_why(cast: Cast, client_of: Clients) -> None:
    assert report(client_of(cast.inspector)).status_code == 200
    rows = [listed(client_of(person)) for person in (cast.supervisor, cast.leader)]
    assert rows[0] == rows[1]
    [row] = rows[0]
    assert (row["officer"], row["name"], row["app_version"]) == ("林知远", "Android · Chrome", "0.1.0")
    assert (row["records_unsent"], row["items_left"], row["items_all"]) == (2, 5, 8)
    assert (row["failed"], row["needs"]) == ([FAILED], ["failed", "late"])
    assert not {"gps", "lng_e7", "lat_e7", "records_sent", "score", "rank"} & row.keys()


def test_each_report_replaces_the_one_before(cast: Cast, client_of: Clients) -> None:
    phone = client_of(cast.inspector)
    report(phone)
    report(phone, records_unsent=0, items_left=0, items_all=0, oldest_unsent_at=None, failed=[], drafts=0)
    row = FieldDevice.objects.everywhere("guard").get()
    assert (row.records_unsent, row.failed, row.oldest_unsent_at) == (0, [], None)


def test_two_people_on_one_phone_have_a_row_each(cast: Cast, client_of: Clients) -> None:
    for person in (cast.inspector, cast.colleague):
        report(client_of(person))
    assert {row["officer"] for row in listed(client_of(cast.supervisor))} == {"林知远", "宋明岚"}


def test_whoever_waits_longest_comes_first_and_the_well_come_last(cast: Cast, client_of: Clients) -> None:
    well: dict[str, Any] = {
        "records_unsent": 0,
        "items_left": 0,
        "items_all": 0,
        "oldest_unsent_at": None,
        "failed": [],
    }
    report(client_of(cast.inspector), **well, drafts=0)
    older = (clock.now() - timedelta(days=3)).isoformat()
    report(client_of(cast.colleague))
    report(client_of(cast.colleague), device=OTHER, oldest_unsent_at=older)
    report(client_of(cast.inspector), **{**well, "device": LOST, "lost": 2, "drafts": 0})
    rows = listed(client_of(cast.supervisor))
    assert [(row["device"], row["needs"]) for row in rows] == [
        (LOST, ["lost"]),
        (OTHER, ["failed", "late"]),
        (PHONE, ["failed", "late"]),
        (PHONE, []),
    ]


def test_phone_with_nothing_left_is_forgotten_after_a_month_and_one_that_owes_is_not(
    cast: Cast, client_of: Clients
) -> None:
    well: dict[str, Any] = {
        "records_unsent": 0,
        "items_left": 0,
        "items_all": 0,
        "oldest_unsent_at": None,
        "failed": [],
    }
    report(client_of(cast.inspector), **well, drafts=0)
    report(client_of(cast.colleague))
    with clock.at(clock.now() + timedelta(days=31)):
        assert [row["officer"] for row in listed(client_of(cast.supervisor))] == ["宋明岚"]


def test_nobody_else_looks_and_only_who_works_in_the_field_reports(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    report(client_of(cast.inspector))
    assert listed(client_of(stranger)) == []
    others = (cast.inspector, cast.legal_reviewer, cast.auditor, cast.industry_section)
    said = [client_of(person).get("/api/v1/field-devices").status_code for person in others]
    assert said == [403] * len(others)
    assert report(client_of(cast.supervisor)).status_code == 403


def test_person_without_organ_has_no_phone_here(cast: Cast, client_of: Clients) -> None:
    User.objects.everywhere("loader").filter(pk=cast.inspector.pk).update(organ=None)
    assert report(client_of(cast.inspector)).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"items_left": 9}, "items_left"),
        ({"device": "x"}, "device"),
        ({"failed": [FAILED] * 51}, "failed"),
        ({"oldest_unsent_at": "9999-12-31T23:59:59Z"}, "oldest_unsent_at"),
    ],
)
def test_report_out_of_shape_is_refused(
    cast: Cast, client_of: Clients, wrong: dict[str, Any], field: str
) -> None:
    answer = report(client_of(cast.inspector), **wrong)
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, [field])


def test_older_app_that_says_less_is_understood(cast: Cast, client_of: Clients) -> None:
    least = {"device": PHONE, "records_unsent": 1, "items_left": 1, "items_all": 4}
    assert client_of(cast.inspector).post("/api/v1/field-devices", least, format="json").status_code == 200


def test_list_of_phones_pins_its_queries(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    for n in range(3):
        report(client_of(cast.inspector), device=str(uuid4()), items_left=n)
    client = client_of(cast.supervisor)
    listed(client)
    with django_assert_num_queries(5):
        assert len(listed(client)) == 3


def test_list_of_phones_is_turned_page_by_page(cast: Cast, client_of: Clients) -> None:
    well: dict[str, Any] = {
        "records_unsent": 0,
        "items_left": 0,
        "items_all": 0,
        "oldest_unsent_at": None,
        "failed": [],
    }
    phones: list[dict[str, Any]] = [{}, {"lost": 1}, well, well]
    for more in phones:
        report(client_of(cast.inspector), **{**more, "device": str(uuid4())})
    client, cursor = client_of(cast.supervisor), ""
    seen: list[int] = []
    for _ in range(4):
        answer = client.get(f"/api/v1/field-devices?limit=1{cursor}").json()
        seen += [row["id"] for row in answer["rows"]]
        cursor = f"&cursor={answer['next']}"
    assert (len(set(seen)), answer["next"]) == (4, None)
