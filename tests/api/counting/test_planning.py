"""Doors of feasibility, forecast and proposals: who may, what they answer, and that numbers open to rows."""

import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from backend.models import User
from tests.cast import TODAY, Cast
from tests.factories_counting import check_make, target_make
from tests.factories_scheduling import plan_of
from tests.services.scheduling.drawn import district_make

Clients = Callable[[User | None], APIClient]
READERS = ("inspector", "supervisor", "leader", "legal_reviewer", "auditor")
OTHERS = ("industry_section", "liaison")
DOORS = ("feasibility", "forecast", "proposals", "feasibility/rows?number=room", "feasibility/workbook")


@pytest.fixture
def year(cast: Cast) -> Cast:
    check_make(cast, TODAY.date(), trigger="annual_patrol")
    district_make(cast.organ, venues=6, officers=2)
    target_make(cast)
    plan_of(cast.supervisor)
    return cast


def test_who_sees_targets_sees_whether_they_can_be_met(year: Cast, client_of: Clients) -> None:
    for door in DOORS:
        said = {
            w: client_of(getattr(year, w)).get(f"/api/v1/{door}").status_code for w in (*READERS, *OTHERS)
        }
        assert said == {w: 200 if w in READERS else 403 for w in said}, door


def test_every_number_of_the_report_opens_over_the_wire(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)
    report = client.get("/api/v1/feasibility?year=2026").json()
    assert (
        report["visits"]["most"]
        == report["visits"]["done"] + report["visits"]["pending"] + report["visits"]["ahead"]
    )
    for key in ("done", "pending", "arranged", "room", "capacity"):
        rows = client.get(f"/api/v1/feasibility/rows?number={key}").json()
        assert sum(row["value"] for row in rows["rows"]) == rows["value"] == report["visits"][key], key
    days = client.get("/api/v1/feasibility/rows?number=capacity").json()
    assert (days["count"], days["rows"][0]["noun"], days["rows"][0]["on"]) == (74, "day", "2026-09-15")
    assert client.get("/api/v1/feasibility/rows?number=joy").status_code == 404


def test_another_district_has_its_own_year(year: Cast, stranger: User, client_of: Clients) -> None:
    report = client_of(stranger).get("/api/v1/feasibility").json()
    assert (report["venues"], report["visits"]["done"], report["visits"]["capacity"], report["rows"]) == (
        0,
        0,
        0,
        [],
    )
    assert client_of(stranger).get("/api/v1/proposals").json()["draws"] == []


def test_the_visits_of_a_team_day_need_a_ground(year: Cast, client_of: Clients) -> None:
    client = client_of(year.leader)
    told = client.post("/api/v1/feasibility", {"number": 3, "reason": "近三年平均"}, format="json")
    assert (told.status_code, told.json()["setting"]) == (
        200,
        {"value": 3, "ground": "近三年平均", "default": False},
    )
    assert client.post("/api/v1/feasibility", {"number": 3}, format="json").status_code == 400
    assert client_of(year.auditor).post("/api/v1/feasibility", {}, format="json").status_code == 403


def test_the_workbook_holds_the_report_its_rows_and_the_draws(year: Cast, client_of: Clients) -> None:
    data = client_of(year.supervisor).get("/api/v1/feasibility/workbook").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["可行性", "计划事项", "频次余量", "办法", "建议抽取", "场所余量"]
    bound = {row[0]: row[1] for row in book.get_sheet_by_name("可行性").to_python()[1:]}
    report = client_of(year.supervisor).get("/api/v1/feasibility").json()
    assert (bound["上限内最多"], bound["目标"]) == (report["visits"]["most"], 480)
    room = book.get_sheet_by_name("场所余量").to_python()[1:]
    assert sum(int(str(row[2]).removesuffix(".0")) for row in room) == report["visits"]["room"]
