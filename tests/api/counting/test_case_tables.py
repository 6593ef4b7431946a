"""Case statistics: any way across any other, every number opening to its cases, and 表一 of the yearbook."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import User
from counting.selectors.books import BY
from counting.selectors.cuts import DIMENSIONS
from enforcement.domain.penalties import CLOSING_TYPES
from enforcement.models import Case
from enforcement.services.cases import case_decide
from tests.api.inspections.test_hazards import post, shot
from tests.cast import TODAY, Cast, user_of
from tests.factories_counting import check_make
from tests.factories_enforcement import NO_PENALTY, case_make, step
from tests.factories_inspections import hazard_make
from tests.services.enforcement.course import on_day
from tests.services.enforcement.courses import SCENARIOS
from tests.services.enforcement.scenarios import play

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1/statistics"
pytestmark = pytest.mark.django_db


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Three decisions of the district: a fine, a warning, one without penalty; and one case not decided."""
    case_make(cast, "closed", source="hotline")
    warned = case_make(cast, "informed")
    step(cast, warned, "statement")
    step(cast, warned, "decide", classes=["warning"], fine_fen=0)
    spared = case_make(cast, "reviewed")
    case_decide(case_id=spared.uuid, actor=cast.leader, now=TODAY, **NO_PENALTY)
    case_make(cast, "filed")
    return cast


def table(client: APIClient, query: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{V1}/cases?year=2026&{query}").json()
    return answer


def test_every_cut_has_the_same_whole_and_every_number_opens_to_its_cases(
    year: Cast, client_of: Clients
) -> None:
    client = client_of(year.auditor)
    assert set(BY) == set(DIMENSIONS)
    # each once as rows, once as columns; all pairs are the domain's test. By closing type others are counted
    names = [name for name in DIMENSIONS if name != "closing"]
    for rows, columns in [*pairwise([*names, names[0]]), *((name, "") for name in names)]:
        shown = table(client, f"rows={rows}&columns={columns}")
        assert shown["total"]["total"] == {"value": 3, "sum_fen": 800_000}, (rows, columns)
        assert sum(row["total"]["value"] for row in shown["rows"]) == 3
    shown = table(client, "rows=class&columns=trigger")
    assert [row["key"] for row in shown["rows"]] == ["warning", "fine", "no_penalty"]
    for row in [*shown["rows"], shown["total"]]:
        for column, cell in zip([*shown["columns"], {"key": ""}], [*row["cells"], row["total"]], strict=True):
            query = f"rows=class&columns=trigger&row={row['key']}&column={column['key']}"
            behind = client.get(f"{V1}/cases/rows?year=2026&{query}").json()
            assert (behind["value"], behind["count"], len(behind["rows"])) == (cell["value"],) * 3
            assert sum(one["sum_fen"] for one in behind["rows"]) == cell["sum_fen"]


def test_a_case_counts_by_the_way_it_closed_in_the_period_it_closed(cast: Cast, client_of: Clients) -> None:
    courses = {one.name: one for one in SCENARIOS}
    ways = {
        "performed_simple": courses["warned on the spot"], "withdrawn": courses["withdrawn"],
        "performed_no_penalty": next(one for one in SCENARIOS if one.closing == "performed_no_penalty"),
        "transferred": courses["referred to the police before any decision"],
        "terminated": next(one for one in SCENARIOS if one.closing == "terminated"),
    }  # fmt: skip
    closed: dict[str, list[Case]] = {}
    for way in ("performed_general", "announced"):
        closed[way] = [step(cast, case_make(cast, "performed"), "close", closing_type=way)]
    case_make(cast, "decided")
    for way, one in ways.items():
        case = play(cast, one)
        closed.setdefault(case.closing_type, []).append(case)
        assert (case.closing_type, case.closed_on is None) == (way, False)
    assert set(closed) == set(CLOSING_TYPES)
    client = client_of(cast.auditor)
    shown = table(client, "rows=closing&columns=class")
    assert [row["key"] for row in shown["rows"]] == list(CLOSING_TYPES)
    assert shown["total"]["total"]["value"] == 7
    for row in shown["rows"]:
        query = f"{V1}/cases/rows?year=2026&rows=closing&row={row['key']}"
        behind = [one["uuid"] for one in client.get(query).json()["rows"]]
        assert behind == [str(case.pk) for case in closed[row["key"]]]
    for key, n in (("filed", 8), ("closed", 7)):
        figure = f"/api/v1/figures/cases_{key}"
        opened = client.get(f"{figure}/rows?year=2026").json()
        assert (client.get(f"{figure}?year=2026").json()["value"], len(opened["rows"])) == (n, n)
    simple = client.get(f"{V1}?year=2026&table=cases&by=closing").json()
    assert {row["key"]: row["value"] for row in simple["rows"]} == dict.fromkeys(CLOSING_TYPES, 1)
    decided = Case.objects.everywhere("guard").filter(decided_on__isnull=False, counts=True).count()
    assert table(client, "rows=class")["total"]["total"]["value"] == decided


def test_rows_of_filed_and_closed_cases_bear_the_day_and_number_they_count_by(
    cast: Cast, client_of: Clients
) -> None:
    with on_day(2026, 9, 11):
        case = case_make(cast, "performed")
    with on_day(2026, 9, 13):
        step(cast, case, "close", closing_type="performed_general")
    client = client_of(cast.auditor)
    (filed,), (closed,) = (
        client.get(f"/api/v1/figures/cases_{key}/rows?year=2026").json()["rows"]
        for key in ("filed", "closed")
    )
    assert (filed["on"], filed["detail"]) == ("2026-09-11", case.number)
    assert (closed["on"], closed["detail"]) == ("2026-09-13", case.decision_number)


def test_a_hazard_that_was_put_right_stands_on_the_day_it_was_closed(cast: Cast, client_of: Clients) -> None:
    client, desk = client_of(cast.auditor), client_of(cast.supervisor)

    def rows(key: str) -> list[tuple[str, str]]:
        found = client.get(f"/api/v1/figures/hazards_{key}/rows?year=2026").json()["rows"]
        return [(row["on"], row["detail"]) for row in found]

    with on_day(2026, 9, 8):
        hazard = hazard_make(cast)
    with on_day(2026, 9, 10):
        files = [shot(cast.supervisor, hazard.pk)]
        post(desk, hazard.pk, "correct", text="门锁已拆除", files=files)
    assert rows("corrected") == []  # put right, nobody has looked at it
    with on_day(2026, 9, 13):
        post(desk, hazard.pk, "close", text="核对照片，已整改")
    said = f"{hazard.number} {hazard.description}"
    assert (rows("found"), rows("corrected")) == ([("2026-09-08", said)], [("2026-09-13", said)])


def test_a_period_and_an_organ_narrow_the_table(year: Cast, client_of: Clients) -> None:
    client = client_of(year.leader)
    assert table(client, "rows=month&period=M9")["total"]["total"]["value"] == 3
    assert table(client, "rows=month&period=M8")["rows"] == []
    assert table(client, f"rows=month&organ={year.organ.code}")["total"]["total"]["value"] == 3
    assert [one["code"] for one in table(client, "rows=organ")["organs"]] == [year.organ.code]
    refused = client.get(f"{V1}/cases?year=2026&rows=month&organ=WH370116")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    for wrong in ("rows=officer", "rows=month&columns=month"):
        assert client.get(f"{V1}/cases?year=2026&{wrong}").json()["code"] == "invalid"
    assert client.get(f"{V1}/cases/rows?year=2026&rows=month&row=2026-01").json()["code"] == "not_found"


def test_a_superior_organ_counts_its_districts_side_by_side(year: Cast, client_of: Clients) -> None:
    from tests.cast import organ_make

    city = organ_make("WH3701", "济南市文化市场综合行政执法支队", "济", "3701")
    client = client_of(user_of(city, "city", "周一鸣", "supervisor"))
    shown = table(client, "rows=organ&columns=class")
    assert [(row["key"], row["total"]["value"]) for row in shown["rows"]] == [(year.organ.code, 3)]
    assert [one["code"] for one in shown["organs"]] == [city.code, year.organ.code]
    book = client.get(f"{V1}/yearbook?year=2026").json()
    assert [row["key"] for row in book["rows"]] == [year.organ.code]


def test_table_one_counts_penalties_by_their_heaviest_class(year: Cast, client_of: Clients) -> None:
    check_make(year, date(2026, 3, 10))
    client = client_of(year.auditor)
    shown = client.get(f"{V1}/yearbook?year=2026").json()
    heads = [one["key"] for one in shown["columns"]]
    numbers = {
        key: cell["value"] for key, cell in zip(heads, shown["total"]["cells"], strict=True) if cell["value"]
    }
    assert numbers == {"warning": 1, "fine": 1}
    assert shown["total"]["total"] == {"value": 2, "sum_fen": 800_000}
    assert shown["checks"] == 1
    for column, value in [("fine", 1), ("detention", 0), ("", 2)]:
        behind = client.get(f"{V1}/yearbook/rows?year=2026&column={column}").json()
        assert (behind["value"], len(behind["rows"])) == (value, value)
    assert sum(row["sum_fen"] for row in behind["rows"]) == 800_000
    behind = client.get(f"{V1}/yearbook/rows?year=2026&column=checks").json()
    assert (behind["value"], [row["noun"] for row in behind["rows"]]) == (1, ["inspection"])
    assert client.get(f"{V1}/yearbook/rows?year=2026&column=gold").json()["code"] == "not_found"
    assert client.get(f"{V1}/yearbook?year=2025").json()["total"]["total"]["value"] == 0


def test_a_table_costs_the_same_for_any_number_of_cases(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            table(client, "rows=class&columns=month")
        costs.append(len(asked))
        case_make(year, "decided")
    assert costs == [5, 5]


def test_a_stranger_counts_nothing_of_it(year: Cast, stranger: User, client_of: Clients) -> None:
    client = client_of(stranger)
    assert table(client, "rows=class&columns=month")["rows"] == []
    assert client.get(f"{V1}/yearbook?year=2026").json()["rows"] == []
    assert client_of(None).get(f"{V1}/cases?year=2026&rows=class").status_code == 401
    assert client_of(year.liaison).get(f"{V1}/yearbook?year=2026").status_code == 403
