"""Every number opens to its rows: figures, what stands beside them, and each cell of each statistic."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from backend.models import User
from counting.domain.indicators import INDICATORS
from counting.selectors.statistics import TABLES
from enforcement.services.cases import case_decide
from registry.models import Venue
from tests.cast import TODAY, Cast
from tests.factories_counting import activity_make, check_make, target_make
from tests.factories_enforcement import NO_PENALTY, case_carry, case_make, step, venue_make

Clients = Callable[[User | None], APIClient]
EVERYBODY = {
    "inspector", "colleague", "supervisor", "leader", "legal_reviewer", "auditor", "industry_section",
    "liaison",
}  # fmt: skip
READERS = EVERYBODY - {"industry_section", "liaison"}
CELLS = [(table, by) for table, kinds in TABLES.items() for by in kinds]


@pytest.fixture
def year(cast: Cast) -> Cast:
    """Something of everything: checks of all kinds, cases of all outcomes, activities."""
    venue = venue_make(cast, '=HYPERLINK("http://x")')
    for state in ("submitted", "accepted", "published"):
        check_make(cast, date(2026, 3, 10), state)
    check_make(cast, date(2026, 5, 6), venue=venue, trigger="annual_patrol")
    check_make(cast, date(2026, 5, 7), outcome="closed")
    check_make(cast, date(2026, 5, 8), outcome="refused")
    check_make(cast, date(2026, 6, 9), outcome="remote", remote=True)
    found = check_make(cast, date(2026, 8, 3), finding="标志缺失", codes=["A", "B"]).findings.get()
    case_carry(cast, case_make(cast, finding=found.uuid), "decided")
    second = case_make(cast, "informed")
    step(cast, second, "statement")
    step(cast, second, "decide", classes=["warning"], fine_fen=0)
    third = case_make(cast, "reviewed", source="hotline")
    case_decide(case_id=third.uuid, actor=cast.leader, now=TODAY, **NO_PENALTY)
    activity_make(cast)
    Venue.objects.everywhere("guard").filter(pk=venue.pk).update(township=None)
    return cast


def opened(client: APIClient, address: str) -> dict[str, Any]:
    """All pages of the rows behind a number."""
    whole: dict[str, Any] = client.get(address).json()
    page = whole
    while page["next"] is not None:
        page = client.get(f"{address}&offset={page['next']}").json()
        whole["rows"] += page["rows"]
    return whole


def test_every_figure_and_every_number_beside_it_opens_to_its_rows(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)
    cards = client.get("/api/v1/figures?year=2026").json()
    assert [card["indicator"] for card in cards] == list(INDICATORS)
    numbers = 0
    for card in cards:
        rows = opened(client, f"/api/v1/figures/{card['indicator']}/rows?year=2026")
        wanted = card["value"] if card["over"] is None else card["rows"]
        assert (rows["value"], sum(row["value"] for row in rows["rows"])) == (wanted, wanted), card[
            "indicator"
        ]
        assert rows["count"] == len(rows["rows"]) == card["rows"]
        numbers += card["value"] > 0
        for part in card["parts"]:
            address = f"/api/v1/figures/{card['indicator']}/rows?year=2026&part={part['key']}"
            beside = opened(client, address)
            assert (beside["value"], beside["count"]) == (part["value"], part["value"]), part
            assert len(beside["rows"]) == part["value"]
            numbers += part["value"] > 0
    assert numbers >= 11, "a year in which nothing happened shows nothing"


def test_every_cell_of_every_statistic_opens_to_its_rows(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)
    for table, by in CELLS:
        for window in ("year", "H1", "Q3"):
            query = f"table={table}&by={by}&year=2026&window={window}"
            shown = client.get(f"/api/v1/statistics?{query}").json()
            seen: set[str] = set()
            for cell in shown["rows"]:
                rows = opened(client, f"/api/v1/statistics/rows?{query}&key={cell['key']}")
                assert (rows["value"], rows["count"], len(rows["rows"])) == (cell["value"],) * 3, (
                    query,
                    cell,
                )
                assert all(cell[name] for name in ("key", "name", "name_en"))
                seen |= {row["uuid"] for row in rows["rows"]}
            assert len(seen) == shown["total"], query
            whole = opened(client, f"/api/v1/statistics/rows?{query}&key=")["rows"]
            assert sorted(row["uuid"] for row in whole) == sorted(seen), query
            empty = (table, window) == ("cases", "H1") or by == "closing" or table in ("leads", "hazards")
            assert shown["rows"] or empty


def test_statistics_speak_in_words_of_both_languages(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)

    def cells(table: str, by: str) -> list[tuple[str, str, str, int, int]]:
        shown = client.get(f"/api/v1/statistics?table={table}&by={by}&year=2026").json()["rows"]
        return [(c["key"], c["name"], c["name_en"], c["value"], c["sum_fen"]) for c in shown]

    assert cells("inspections", "result") == [
        ("1", "未发现问题", "No problem found", 3, 0),
        ("8", "不配合检查情节严重", "Serious refusal to cooperate", 1, 0),
        ("A", "发现问题待后续处理", "Problem found, to be followed up", 1, 0),
        ("B", "未按规定公示应当公示的信息", "Required information not published", 1, 0),
    ]
    assert [cell[:2] for cell in cells("inspections", "month")] == [
        ("2026-03", "2026年3月"),
        ("2026-05", "2026年5月"),
        ("2026-08", "2026年8月"),
    ]
    assert cells("inspections", "township") == [
        ("370117001", "艾山街道", "艾山街道", 4, 0),
        ("-", "未登记街道", "No township", 1, 0),
    ]
    assert cells("cases", "trigger") == [
        ("hotline", "12345、12318 热线", "Hotline 12345 or 12318", 1, 0),
        ("inspection", "检查发现", "Inspection", 1, 800_000),
        ("report", "举报投诉", "Report or complaint", 1, 0),
    ]


def test_v38_a_decision_stands_once_in_its_heaviest_class_with_the_sum_decided(
    year: Cast, client_of: Clients
) -> None:
    shown = client_of(year.auditor).get("/api/v1/statistics?table=cases&by=class&year=2026").json()
    assert [(c["key"], c["name"], c["value"], c["sum_fen"]) for c in shown["rows"]] == [
        ("fine", "罚款", 1, 800_000),
        ("no_penalty", "不予处罚", 1, 0),
        ("warning", "警告", 1, 0),
    ]
    assert (shown["total"], shown["sum_fen"]) == (3, 800_000)


def test_a_category_the_venue_has_left_since_still_counts_for_its_visits(
    year: Cast, client_of: Clients
) -> None:
    for venue in Venue.objects.everywhere("guard").all():
        venue.categories.update(left_on=date(2026, 6, 1))
    shown = client_of(year.auditor).get("/api/v1/statistics?table=inspections&by=category&year=2026").json()
    assert [(c["key"], c["value"]) for c in shown["rows"]] == [("NET", 4), ("-", 1)]


def test_the_workbook_holds_the_numbers_and_no_formula(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)
    for table, by in CELLS:
        query = f"table={table}&by={by}&year=2026"
        shown = client.get(f"/api/v1/statistics?{query}").json()
        answer = client.get(f"/api/v1/statistics/workbook?{query}")
        assert answer.status_code == 200
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("统计")
        assert [row[:3] for row in sheet.to_python()[3:]] == [
            *([c["name"], float(c["value"]), c["sum_fen"] / 100] for c in shown["rows"]),
            ["合计（不重复计）", float(shown["total"]), shown["sum_fen"] / 100],
        ], query
        book = load_workbook(io.BytesIO(answer.content))
        detail = list(book["明细"].iter_rows(min_row=2))
        assert len(detail) == sum(c["value"] for c in shown["rows"])
        assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {
            "s",
            "n",
            "d",
        }
        if table == "inspections":
            assert '=HYPERLINK("http://x")' in {row[1].value for row in detail}


# Who may look, and what is refused --------------------------------------------------------------
ADDRESSES = {
    "/api/v1/figures": READERS,
    "/api/v1/figures/venue_visits": READERS,
    "/api/v1/figures/venue_visits/rows": READERS,
    "/api/v1/statistics": READERS | {"industry_section"},
    "/api/v1/statistics/rows?key=NET": READERS | {"industry_section"},
    "/api/v1/statistics/workbook": READERS,
    "/api/v1/workbench": READERS,
}


@pytest.mark.parametrize("address", list(ADDRESSES))
def test_figures_are_open_to_those_who_answer_for_them(cast: Cast, client_of: Clients, address: str) -> None:
    check_make(cast, date(2026, 3, 10))
    said = {who: client_of(getattr(cast, who)).get(address).status_code for who in EVERYBODY}
    assert said == {who: 200 if who in ADDRESSES[address] else 403 for who in EVERYBODY}
    assert client_of(None).get(address).status_code == 401


def test_a_stranger_sees_zeros_and_no_row(year: Cast, stranger: User, client_of: Clients) -> None:
    target_make(year)
    client = client_of(stranger)
    cards = client.get("/api/v1/figures?year=2026").json()
    assert {card["value"] for card in cards} == {0}
    assert {part["value"] for card in cards for part in card["parts"]} == {0}
    assert client.get("/api/v1/statistics?year=2026").json()["rows"] == []
    assert client.get("/api/v1/statistics/rows?year=2026&key=NET").status_code == 404
    bench = client.get("/api/v1/workbench").json()
    assert (bench["now"], bench["targets"], bench["line"][-1]["total"]) == ([], [], 0)
    assert client.get("/api/v1/targets?year=2026").json() == []


@pytest.mark.parametrize(
    ("address", "code", "field"),
    [
        ("/api/v1/figures/happiness", "not_found", ""),
        ("/api/v1/figures/happiness/rows", "not_found", ""),
        ("/api/v1/figures/venue_visits/rows?part=nothing", "not_found", ""),
        ("/api/v1/figures/venue_visits?year=1999", "invalid", "year"),
        ("/api/v1/figures/venue_visits?year=99999999999999999999", "invalid", "year"),
        ("/api/v1/figures/venue_visits?window=spring", "invalid", "window"),
        ("/api/v1/figures/venue_visits/rows?offset=-1", "invalid", "offset"),
        ("/api/v1/statistics?table=people", "invalid", "table"),
        ("/api/v1/statistics?by=officer", "invalid", "by"),
        ("/api/v1/statistics?table=cases&by=result", "invalid", "by"),
        ("/api/v1/statistics/rows?key=NOWHERE", "not_found", ""),
    ],
)
def test_a_wrong_question_is_named(
    cast: Cast, client_of: Clients, address: str, code: str, field: str
) -> None:
    told = client_of(cast.auditor).get(address).json()
    assert (told["code"], list(told["data"].get("fields", {}))) == (code, [field] if field else [])


def test_v40_there_is_no_statistic_of_officers() -> None:
    assert not {by for kinds in TABLES.values() for by in kinds} & {"officer", "inspector", "person", "user"}


def test_a_reading_is_set_by_those_who_set_targets(cast: Cast, client_of: Clients) -> None:
    body = {"key": "reading", "text": "tasks", "reason": "局务会议定"}
    address = "/api/v1/figures/target_coverage"
    said = {
        who: client_of(getattr(cast, who)).post(address, body, format="json").status_code for who in EVERYBODY
    }
    assert said == {who: 200 if who in ("supervisor", "leader") else 403 for who in EVERYBODY}
    shown = client_of(cast.auditor).get(address).json()
    assert (shown["reading"], shown["target_bp"]) == ("tasks", 500)
    wrong = client_of(cast.leader).post(
        address, {"key": "reading", "number": 5, "reason": "x"}, format="json"
    )
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid")
    nowhere = client_of(cast.leader).post("/api/v1/figures/happiness", body, format="json")
    assert nowhere.status_code == 404


def test_all_figures_are_read_from_one_set_of_facts(year: Cast, client_of: Clients) -> None:
    client = client_of(year.auditor)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for window in ("year", "Q1", "Q3"):
        target_make(year, window=window)
    one = asked("/api/v1/figures/venue_visits?year=2026")
    assert (asked("/api/v1/figures?year=2026"), asked("/api/v1/targets?year=2026")) == (one, one + 1)
