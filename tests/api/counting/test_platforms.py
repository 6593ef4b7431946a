"""Entered once: the columns each platform wants, what is not entered there yet, and who ticked it when."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from backend import clock
from backend.models import JournalLine, User
from counting.domain.platforms import PLATFORMS
from counting.models import PlatformEntry, PlatformMapping
from counting.services.exports import export_make
from scheduling.models import Visit
from tests.cast import Cast
from tests.factories_counting import check_make, export_ask
from tests.factories_enforcement import case_make
from tests.services.scheduling.drawn import district_make, whole

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1/platforms"
PLACE = f"{V1}/national_market"
pytestmark = pytest.mark.django_db


def card(client: APIClient, key: str = "national_market") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in client.get(V1).json() if one["key"] == key)
    return found


def rows(client: APIClient, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{PLACE}/rows{query}").json()["rows"]
    return found


def tick(client: APIClient, *uuids: str, on: str = "2026-09-14") -> Any:
    return client.post(f"{PLACE}/entries", {"rows": list(uuids), "on": on}, format="json")


def test_what_is_entered_there_is_ticked_once_and_seen_in_the_list(cast: Cast, client_of: Clients) -> None:
    for _ in range(3):
        case_make(cast, "decided")
    client = client_of(cast.inspector)
    first, second, third = (row["uuid"] for row in rows(client))
    assert (card(client)["rows"], card(client)["missing"]) == (3, 3)
    assert tick(client, first, second).json()["missing"] == 1
    assert tick(client_of(cast.supervisor), first, second, on="2026-09-15").json()["missing"] == 1, (
        "stays as it was"
    )
    there = {row["uuid"]: row["entered"] for row in rows(client)}
    said = {"on": "2026-09-14", "by": cast.inspector.name}
    assert there == {first: said, second: said, third: None}
    assert [row["uuid"] for row in rows(client, "?entered=no")] == [third]
    assert {row["uuid"] for row in rows(client, "?entered=yes")} == {first, second}
    assert card(client, "supervision")["missing"] == 3, "each platform for itself"
    assert JournalLine.objects.everywhere("guard").filter(verb="platform.enter").count() == 1


def test_a_platform_asks_for_its_own_rows(cast: Cast, client_of: Clients) -> None:
    case_make(cast, "filed")
    case_make(cast, "decided")
    drawn, undrawn = check_make(cast, date(2026, 9, 1)), check_make(cast, date(2026, 9, 2))
    check_make(cast, date(2026, 9, 3), "submitted")
    district_make(cast.organ, officers=0)
    draw = whole(cast.supervisor)
    Visit.objects.everywhere("guard").filter(pk=drawn.visit_id).update(draw=draw)
    client = client_of(cast.supervisor)
    assert {one["key"]: one["rows"] for one in client.get(V1).json()} == {
        "national_market": 2, "supervision": 1, "double_random": 1, "business_inspection": 2,
        "internet_supervision": 2,
    }  # fmt: skip
    (row,) = client.get(f"{V1}/double_random/rows").json()["rows"]
    assert (row["uuid"], undrawn.pk != drawn.pk) == (str(drawn.pk), True)


def test_a_tick_made_by_mistake_is_taken_back_with_its_reason(cast: Cast, client_of: Clients) -> None:
    case_make(cast, "decided")
    client = client_of(cast.supervisor)
    (row,) = rows(client)
    tick(client, row["uuid"])
    body = {"rows": [row["uuid"]], "reason": "点错了"}
    for _ in range(2):
        assert client.post(f"{PLACE}/entries/withdraw", body, format="json").json()["missing"] == 1
    assert tick(client, row["uuid"]).json()["missing"] == 0
    kept = PlatformEntry.objects.everywhere("guard").order_by("created_at")
    assert [(one.reason, one.withdrawn_at is None) for one in kept] == [("点错了", False), ("", True)]
    body["reason"] = " "
    assert client.post(f"{PLACE}/entries/withdraw", body, format="json").status_code == 400


def test_nobody_ticks_what_is_not_his_or_a_day_to_come(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case_make(cast, "decided")
    (row,) = rows(client_of(cast.supervisor))
    assert tick(client_of(stranger), row["uuid"]).json()["code"] == "not_found"
    assert rows(client_of(stranger)) == []
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert tick(client_of(cast.supervisor), row["uuid"], on=tomorrow).json()["code"] == "invalid"
    assert tick(client_of(cast.auditor), row["uuid"]).status_code == 403
    assert client_of(cast.auditor).get(V1).status_code == 200
    assert client_of(cast.liaison).get(V1).status_code == 403
    assert client_of(None).get(f"{PLACE}/rows").status_code == 401
    assert client_of(cast.supervisor).get(f"{V1}/nowhere/rows").status_code == 404
    assert not PlatformEntry.objects.everywhere("guard").exists()


def test_the_columns_of_a_platform_are_versions_and_only_a_supervisor_sets_them(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of(cast.supervisor)
    before = card(client)
    assert (before["version"], before["verified"], before["note"]) == (0, False, "")
    columns = [
        {"title": "办案单位", "field": "", "text": "钢城区大队"},
        {"title": "当事人", "field": "party", "text": ""},
        {"title": "信用代码", "field": "uscc", "text": ""}, {"title": "罚款", "field": "fine", "text": ""},
    ]  # fmt: skip
    body = {"columns": columns, "verified": True, "note": "2026-09-15 对照平台录入页面"}
    for _ in range(2):
        shown = client.post(f"{PLACE}/mapping", body, format="json").json()
        assert (shown["version"], shown["verified"], shown["columns"]) == (1, True, columns)
    body = {"columns": list(reversed(columns))}
    assert client.post(f"{PLACE}/mapping", body, format="json").json()["version"] == 2
    kept = PlatformMapping.objects.everywhere("guard").order_by("version")
    assert [(one.version, one.ended_at is None) for one in kept] == [(1, False), (2, True)]
    assert (
        client.post(f"{PLACE}/mapping", {**body, "verified": True}, format="json").json()["code"]
        == "reason_needed"
    )
    wrong = {"columns": [{"title": "电话", "field": "phone"}]}
    refused = client.post(f"{PLACE}/mapping", wrong, format="json").json()
    assert refused["data"]["fields"]["columns"] == ["第 1 列：没有“phone”这项内容"]
    assert client_of(cast.inspector).post(f"{PLACE}/mapping", body, format="json").status_code == 403


def test_each_platform_has_one_file_in_the_order_of_its_columns(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "decided")
    district_make(cast.organ, officers=0)
    made = check_make(cast, date(2026, 8, 3), venue=case.venue).visit_id
    check_make(cast, date(2026, 8, 4), "submitted")
    Visit.objects.everywhere("guard").filter(pk=made).update(draw=whole(cast.supervisor))
    client = client_of(cast.supervisor)
    for key, place in PLATFORMS.items():
        for format in ("xlsx", "csv"):
            row = export_ask(cast, kind="platform", of=key, format=format, query={"entered": "no"})
            done = export_make(export_id=row.uuid, now=clock.now())
            assert done is not None and (done.state, done.rows) == ("made", 1), done
            answer: Any = client.get(f"/api/v1/exports/{row.uuid}/content")
            lines = lines_of(b"".join(answer.streaming_content), format)
            assert lines[0] == [title for title, _ in place.columns]
            assert len(lines) == 2 and case.venue.name in lines[1][0]
            if "统一社会信用代码" in lines[0]:
                assert lines[1][lines[0].index("统一社会信用代码")] == case.venue.uscc


def lines_of(data: bytes, format: str) -> list[list[str]]:
    if format == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [[str(cell.value) for cell in line] for line in sheet.iter_rows()]


def test_what_is_entered_stays_out_of_the_next_file(cast: Cast, client_of: Clients) -> None:
    for _ in range(2):
        case_make(cast, "decided")
    client = client_of(cast.supervisor)
    tick(client, rows(client)[0]["uuid"])
    sizes = {}
    for entered in ("", "yes", "no"):
        row = export_ask(cast, kind="platform", of="national_market", query={"entered": entered})
        done = export_make(export_id=row.uuid, now=clock.now())
        sizes[entered] = done.rows if done else None
    assert sizes == {"": 2, "yes": 1, "no": 1}


def test_the_list_costs_the_same_for_any_number_of_rows(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    costs = []
    for _ in range(2):
        case_make(cast, "decided")
        tick(client, *(row["uuid"] for row in rows(client)))
        with CaptureQueriesContext(connection) as asked:
            rows(client)
        costs.append(len(asked))
    assert costs == [7, 7]
    with CaptureQueriesContext(connection) as asked:
        client.get(V1)
    assert len(asked) == 18
