"""Leads that come as a platform's workbook, a reporter known later, and what is counted of leads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from backend import clock
from backend.models import Clock, JournalLine, User
from enforcement.models import Lead, LeadReporter
from enforcement.services.leads import lead_extend
from registry.models import Venue
from tests.cast import Cast
from tests.factories_enforcement import lead_make, venue_make
from tests.workbooks import sheet

V1 = "/api/v1"
Clients = Callable[[User | None], APIClient]
HEAD = ["工单编号", "受理时间", "诉求内容", "被反映单位", "诉求人", "联系电话"]


def send(client: APIClient, rows: list[list[Any]], path: str = "", **more: Any) -> Any:
    file = SimpleUploadedFile("工单.xlsx", sheet([HEAD, *rows]))
    return client.post(
        f"{V1}/leads/import{path}", {"file": file, "channel": "12345", **more}, format="multipart"
    )


@pytest.fixture
def venue(cast: Cast) -> Venue:
    row = venue_make(cast)
    Venue.objects.everywhere("loader").filter(pk=row.pk).update(name="云阶网咖", code="92370117MA3C0001X1")
    row.refresh_from_db()
    return row


def rows_of(*numbers: str, venue: str = "") -> list[list[Any]]:
    return [[n, "2026-09-10 09:00", f"反映{n}", venue, "苏念安", "13900000001"] for n in numbers]


def test_an_export_becomes_leads_once_with_reporters_and_clocks(
    cast: Cast, client_of: Clients, venue: Venue
) -> None:
    client, rows = client_of(cast.supervisor), [*rows_of("GD1", venue="云阶网咖"), *rows_of("GD2")]
    checked = send(client, rows, "/check").json()
    assert ([one["verdict"] for one in checked["rows"]], checked["written"]) == (["new", "new"], False)
    assert checked["rows"][0]["venue"] == "云阶网咖"
    assert not Lead.objects.everywhere("guard").exists()
    made = send(client, rows)
    assert (made.status_code, [one["lead"]["number"] for one in made.json()["rows"]]) == (
        201, ["(钢)文综线字〔2026〕1号", "(钢)文综线字〔2026〕2号"],
    )  # fmt: skip
    assert "13900000001" not in made.content.decode()
    first = Lead.objects.everywhere("guard").get(external_number="GD1")
    assert (first.channel, first.venue_id, str(first.received_on)) == ("12345", venue.pk, "2026-09-10")
    assert LeadReporter.objects.everywhere("guard").filter(phone="13900000001").count() == 2
    assert Clock.objects.everywhere("guard").filter(noun="lead").count() == 4
    again = send(client, [*rows, *rows_of("GD2", "GD3")]).json()["rows"]
    assert [(one["verdict"], one["same_row"]) for one in again] == [
        ("same", None), ("same", None), ("same", None), ("new", None),
    ]  # fmt: skip
    assert again[0]["lead"]["number"] == first.number
    assert Lead.objects.everywhere("guard").count() == 3


def test_one_wrong_row_refuses_the_file_and_nothing_is_half_written(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    rows = [*rows_of("GD1"), ["GD2", "昨天", None, None, None, None]]
    refused = send(client, rows)
    assert (refused.status_code, refused.json()["code"], refused.json()["data"]["rows"]) == (
        422, "rows_refused", [3],
    )  # fmt: skip
    shown = send(client, rows, "/check").json()["rows"][1]
    assert [one["title"] for one in shown["faults"]] == ["收到日期", "内容"]
    assert not Lead.objects.everywhere("guard").exists()
    empty = client.post(
        f"{V1}/leads/import",
        {"file": SimpleUploadedFile("x.txt", b""), "channel": "12345"},
        format="multipart",
    )
    assert empty.json()["code"] == "leads_unreadable"


def test_rows_of_a_venue_with_an_open_lead_are_named_and_need_the_reason(
    cast: Cast, client_of: Clients, venue: Venue
) -> None:
    known = lead_make(cast, venue=venue.pk)
    client, rows = client_of(cast.supervisor), rows_of("GD1", "GD2", venue="云阶网咖")
    checked = send(client, rows, "/check").json()["rows"]
    assert [(one["verdict"], [a["uuid"] for a in one["alike"]]) for one in checked] == [
        ("alike", [str(known.pk)])
    ] * 2
    assert send(client, rows).json()["code"] == "reason_needed"
    assert send(client, rows, another="各工单事项不同").status_code == 201
    reasons = Lead.objects.everywhere("guard").exclude(pk=known.pk).values_list("another_reason", flat=True)
    assert list(reasons) == ["各工单事项不同"] * 2


def test_who_imports_and_who_does_not(cast: Cast, stranger: User, client_of: Clients) -> None:
    said = {who: send(client_of(getattr(cast, who)), rows_of("G1"), "/check").status_code
            for who in ("inspector", "leader", "liaison", "supervisor")}  # fmt: skip
    assert said == {"inspector": 403, "leader": 403, "liaison": 403, "supervisor": 200}
    send(client_of(cast.supervisor), rows_of("G1"))
    assert send(client_of(stranger), rows_of("G1"), "/check").status_code in (200, 403)


def test_a_reporter_known_later_is_kept_once_and_no_line_names_him(cast: Cast, client_of: Clients) -> None:
    lead = lead_make(cast, channel="letter", source="")
    client, path = client_of(cast.supervisor), f"{V1}/leads/{lead.pk}/name"
    nobody = client.post(path, {"name": " "}, format="json")
    assert nobody.json()["data"]["missing"] == ["reporter"]
    named = client.post(path, {"name": "苏念安", "phone": "13900000001"}, format="json").json()
    assert (named["named"], "lead.unmask" in named["verbs"], "lead.name" in named["verbs"]) == (
        True,
        True,
        False,
    )
    twice = client.post(path, {"name": "别人"}, format="json")
    assert twice.json()["data"]["missing"] == ["reporter_known"]
    lines = JournalLine.objects.everywhere("guard").filter(verb="lead.name").values_list("data", "after")
    assert (lines.count(), "苏念安" in str(list(lines))) == (1, False)


def test_more_time_waits_in_the_leaders_inbox(cast: Cast, client_of: Clients) -> None:
    lead = lead_make(cast)
    lead_extend(lead_id=lead.pk, reason="需调取监控", actor=cast.supervisor, now=clock.now())
    [row] = client_of(cast.leader).get(f"{V1}/inbox").json()
    assert (row["kind"], row["lead"], row["case"], row["detail"]) == (
        "extend",
        str(lead.pk),
        None,
        "需调取监控",
    )
    assert client_of(cast.supervisor).get(f"{V1}/inbox").json() == []


def test_leads_are_counted_and_open_to_their_rows(cast: Cast, client_of: Clients) -> None:
    lead_make(cast, channel="12345", source="", external_number="G1")
    lead_make(cast, verified="属实")
    client = client_of(cast.supervisor)

    def keys(by: str) -> dict[str, int]:
        shown = client.get(f"{V1}/statistics?table=leads&by={by}&year=2026").json()
        assert shown["total"] == 2
        return {row["key"]: row["value"] for row in shown["rows"]}

    assert keys("channel") == {"12345": 1, "liaison": 1}
    assert keys("outcome") == {"registered": 1, "verified": 1}
    assert keys("month") == {"2026-09": 2}
    assert (sum(keys("township").values()), sum(keys("category").values())) == (2, 2)
    assert keys("timely") == {"running": 1, "in_time": 1}
    opened = client.get(f"{V1}/statistics/rows?table=leads&by=channel&key=12345&year=2026").json()
    assert [(row["noun"], row["state"]) for row in opened["rows"]] == [("lead", "registered")]
    assert client.get(f"{V1}/statistics/workbook?table=leads&by=channel&year=2026").status_code == 200
