from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from backend.models import Organ, User
from registry.models import VenueCategory
from scheduling.models import Plan
from tests.factories_scheduling import catalogue_make, plan_of, venue_make

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"
TABLES = sorted((Path(__file__).parents[2] / "vectors" / "plans").glob("*.csv"))


@pytest.fixture(autouse=True)
def catalogue(organ: Organ) -> None:
    catalogue_make()


def post(client: APIClient, address: str, body: Any = None) -> Any:
    return client.post(f"{V1}{address}", body, format="json")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_published_table_is_imported_through_the_door(
    path: Path, supervisor: User, client_of: Clients
) -> None:
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client_of(supervisor).post(
        f"{V1}/plans/import", {"file": upload, "year": 2026}, format="multipart"
    )
    assert answer.status_code == 201
    plan = answer.json()
    assert plan["name"] == f"2026年度抽查计划（{path.stem}）"
    assert plan["rows_count"] == len(plan["rows"])
    assert all(row["parsed"]["verbatim"] == row["quota_verbatim"] for row in plan["rows"])


def test_file_that_is_no_table_is_refused(supervisor: User, client_of: Clients) -> None:
    upload = SimpleUploadedFile("x.csv", b"\xff\xfe\x00")
    answer = client_of(supervisor).post(
        f"{V1}/plans/import", {"file": upload, "year": 2026}, format="multipart"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "plan_unreadable")
    assert not Plan.objects.everywhere("guard").exists()


def test_plan_is_made_settled_and_published(supervisor: User, client_of: Clients) -> None:
    desk = client_of(supervisor)
    plan = post(desk, "/plans", {"year": 2026, "name": "2026年度抽查计划"}).json()
    row = post(desk, f"/plans/{plan['uuid']}/rows", {"item": "网吧", "quota_verbatim": "2%-5%"}).json()
    assert (row["needs"], row["parsed"]["ratio_kind"], row["ratio_bp"]) == (
        ["ratio", "months"],
        "range",
        None,
    )
    refused = post(desk, f"/plans/{plan['uuid']}/publish")
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_unsettled")
    body = {"ratio_bp": 300, "month_from": 3, "month_to": 10, "reason": "取中值"}
    row = post(desk, f"/plan-rows/{row['uuid']}/edit", body).json()
    assert (row["needs"], row["quota_verbatim"], row["settled_reason"]) == ([], "2%-5%", "取中值")
    plan = post(desk, f"/plans/{plan['uuid']}/publish").json()
    assert (plan["state"], plan["published_on"], plan["verbs"]) == ("published", "2026-09-15", [])


def test_caps_are_set_and_listed(supervisor: User, inspector: User, client_of: Clients) -> None:
    body = {"year": 2026, "category": "NET", "grade": "A", "cap": 1, "source": "2026年频次表"}
    answer = post(client_of(supervisor), "/caps", body).json()
    assert [(row["category"], row["grade"], row["cap"], row["default"]) for row in answer] == [
        ("*", "*", 2, True),
        ("NET", "A", 1, False),
    ]
    assert client_of(inspector).get(f"{V1}/caps?year=2026").json() == answer
    assert post(client_of(inspector), "/caps", body).status_code == 403


def test_triggers_say_which_of_them_count(inspector: User, client_of: Clients) -> None:
    listed = client_of(inspector).get(f"{V1}/triggers").json()
    assert {row["code"] for row in listed if row["counts_to_cap"]} == {
        "random_draw",
        "annual_patrol",
        "campaign_own",
        "follow_up",
    }


def test_stranger_finds_no_plan(supervisor: User, stranger: User, client_of: Clients) -> None:
    plan = plan_of(supervisor)
    row = plan.rows.get()
    outside = client_of(stranger)
    assert outside.get(f"{V1}/plans").json()["count"] == 0
    assert outside.get(f"{V1}/plans/{plan.uuid}").status_code == 404
    assert post(outside, f"/plans/{plan.uuid}/rows", {"item": "网吧"}).status_code == 404
    assert post(outside, f"/plans/{plan.uuid}/publish").status_code == 404
    assert post(outside, f"/plan-rows/{row.uuid}/edit", {"item": "别的"}).status_code == 404


def test_list_of_plans_costs_the_same_for_one_as_for_many(
    supervisor: User, client_of: Clients, django_assert_num_queries: Any
) -> None:
    desk = client_of(supervisor)
    plan_of(supervisor)
    desk.get(f"{V1}/plans")
    with django_assert_num_queries(6):
        desk.get(f"{V1}/plans")
    for _ in range(4):
        plan_of(supervisor)
    with django_assert_num_queries(6):
        assert desk.get(f"{V1}/plans").json()["count"] == 5


def test_file_above_the_limit_is_refused(supervisor: User, client_of: Clients, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    upload = SimpleUploadedFile("x.csv", b"0123456789a")
    body = {"file": upload, "year": 2026}
    answer = client_of(supervisor).post(f"{V1}/plans/import", body, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_big")


def test_row_counts_the_open_venues_of_its_categories_once(
    organ: Organ, stranger_organ: Organ, supervisor: User, client_of: Clients
) -> None:
    desk = client_of(supervisor)
    plan = post(desk, "/plans", {"year": 2026, "name": "2026年度抽查计划"}).json()
    both = venue_make(organ, "91370117MA3C0001X1", category="NET")
    VenueCategory.objects.create(venue=both, category_id="KTV", entered_on=date(2025, 1, 1))
    venue_make(organ, "91370117MA3C0002X9", category="NET")
    venue_make(organ, "91370117MA3C0003X7", category="NET", status="closed")
    venue_make(stranger_organ, "91370116MA3C0004X5", category="NET")
    for categories in (["NET", "KTV"], ["KTV"], []):
        post(desk, f"/plans/{plan['uuid']}/rows", {"item": "抽查", "categories": categories})
    shown = desk.get(f"{V1}/plans/{plan['uuid']}").json()["rows"]
    assert [row["pool"] for row in shown] == [2, 1, None]
