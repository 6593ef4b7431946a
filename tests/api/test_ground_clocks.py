"""One clock over the wire: why it is this day, counted one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import Clock, User
from enforcement.models import Case
from enforcement.services.cases import case_resume, case_suspend
from tests.cast import Cast
from tests.factories_enforcement import case_make
from tests.services.enforcement.course import on_day

pytestmark = pytest.mark.django_db
Clients = Callable[[User | None], APIClient]


def address(case: Case, rule: str) -> str:
    return f"/api/v1/clocks/{Clock.objects.everywhere('guard').get(noun_id=case.pk, rule=rule).pk}"


def short(days: list[dict[str, Any]]) -> list[str]:
    """A day as 09-20 4 班 or 09-25 · 中秋节."""
    return [f"{day['on'][5:]} {day['number'] or '·'} {day['why']}".strip() for day in days]


def test_why_it_is_this_day_is_told_day_by_day(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "decided")
    told = client_of(cast.inspector).get(address(case, "case_service")).json()
    assert {name: told[name] for name in ("due_on", "words", "provisional", "length", "unit", "rest")} == {
        "due_on": "2026-09-23", "words": "2026-09-23", "provisional": False, "length": 7, "unit": "workdays",
        "rest": 8,
    }  # fmt: skip
    assert (told["starts_on"], told["at"]) == ("2026-09-15", {"noun": "case", "uuid": str(case.pk)})
    assert told["basis"].startswith("行政处罚法第六十一条")
    assert short(told["reckoning"]) == [
        "09-16 1", "09-17 2", "09-18 3", "09-19 · 周末", "09-20 4 班", "09-21 5", "09-22 6", "09-23 7",
    ]  # fmt: skip
    assert told["suspensions"] == []


def test_days_that_stand_still_are_shown_with_their_basis(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast)
    held: dict[str, Any] = {"case_id": case.pk, "actor": cast.leader}
    desk, where = client_of(cast.inspector), address(case, "case_decision")
    with on_day(2026, 9, 17):
        case_suspend(**held, basis="鉴定期间（行政处罚法第六十条）", now=clock.now())
        running = desk.get(where).json()
        assert (running["provisional"], running["words"]) == (True, "不早于 2026-12-15（中止中）")
        assert running["suspensions"] == [
            {"starts_on": "2026-09-17", "ends_on": None, "basis": "鉴定期间（行政处罚法第六十条）"}
        ]
    with on_day(2026, 9, 20):
        case_resume(**held, now=clock.now())
        told = desk.get(where).json()
    assert (told["provisional"], told["due_on"], told["suspensions"][0]["ends_on"]) == (
        False, "2026-12-17", "2026-09-19",
    )  # fmt: skip
    assert short(told["reckoning"])[:6] == [
        "09-16 1", "09-17 · 中止", "09-18 · 中止", "09-19 · 中止", "09-20 2 班", "09-21 3",
    ]  # fmt: skip


def test_a_day_in_a_year_without_its_table_says_that_it_may_move(cast: Cast, client_of: Clients) -> None:
    with on_day(2026, 12, 25):
        case = case_make(cast, "decided")
        told = client_of(cast.inspector).get(address(case, "case_service")).json()
    assert told["provisional"] is True
    assert told["words"] == f"不早于 {told['due_on']}（2027 年日历未公布）"
    assert [day["number"] for day in told["reckoning"] if day["number"]] == [1, 2, 3, 4, 5, 6, 7]
    assert told["reckoning"][-1]["on"] == told["due_on"] > "2027-01-01"


def test_a_stranger_finds_no_clock_and_nobody_signed_out_does(
    cast: Cast, client_of: Clients, stranger: User
) -> None:
    where = address(case_make(cast, "decided"), "case_service")
    assert client_of(stranger).get(where).status_code == 404
    assert client_of(None).get(where).status_code in (401, 403)
    assert client_of(stranger).get("/api/v1/clocks").json()["count"] == 0
