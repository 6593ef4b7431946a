from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import User
from registry.services.catalogue import shipped
from tests.factories_registry import catalogue_make

Clients = Callable[[User | None], APIClient]


def test_inspector_reads_categories_items_and_result_codes(inspector: User, client_of: Clients) -> None:
    catalogue_make()
    client = client_of(inspector)
    categories = client.get("/api/v1/categories").json()
    whole = client.get("/api/v1/catalogue").json()
    results = client.get("/api/v1/result-codes").json()
    assert [row["code"] for row in categories] == [row.code for row in shipped().categories]
    assert [item["code"] for item in whole["items"]] == [item.code for item in shipped().items]
    assert [row["code"] for row in results if row["exclusive"]] == ["1"]
    assert [row["code"] for row in results if row["needs_revisit"]] == ["6"]


def test_form_of_two_categories_is_asked_in_sections(inspector: User, client_of: Clients) -> None:
    catalogue_make()
    form = client_of(inspector).get("/api/v1/catalogue/form?categories=NET,KTV").json()
    item = form["sections"][0]["items"][0]
    assert set(item) >= {
        "code",
        "question",
        "question_en",
        "level",
        "conforms_answer",
        "statement_ok",
        "statement_bad",
        "evidence",
        "rule",
        "verified",
        "bases",
    }
    assert {section["category"] for section in form["sections"]} == {"NET", "KTV", None}


def test_form_without_or_with_unknown_categories_is_refused(inspector: User, client_of: Clients) -> None:
    catalogue_make()
    client = client_of(inspector)
    answers = [client.get(f"/api/v1/catalogue/form{query}") for query in ("", "?categories=NET,XXX")]
    assert [(a.status_code, a.json()["data"]["fields"]["categories"]) for a in answers] == [
        (400, ["该字段是必填项。"]),
        (400, ["没有这个类别：XXX"]),
    ]


def test_whole_catalogue_asks_twelve_queries(inspector: User, client_of: Clients) -> None:
    catalogue_make()
    client = client_of(inspector)
    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/catalogue")
    # session, person, roles, items, violations, links, bases, version, licence types, categories,
    # steps of discretion, rules of no penalty
    assert len(queries) == 12, [q["sql"][:80] for q in queries]


def test_discretion_and_leniency_stand_beside_the_law(inspector: User, client_of: Clients) -> None:
    catalogue_make()
    shown = client_of(inspector).get("/api/v1/catalogue").json()
    (band,) = [one for one in shown["bands"] if one["code"] == "DZ-KTV-MINORS"]
    told = (band["basis"], band["adopted"], band["fine_max_fen"])
    assert told == ("ENTR-2020-48-3-ordinary", False, 2_000_000)
    (rule,) = [one for one in shown["lenient"] if one["code"] == "TJ-2021-2"]
    assert (rule["violation"], rule["first_time"]) == ("NET-DISPLAY", True)


def test_nobody_and_liaison_read_no_catalogue(liaison: User, client_of: Clients) -> None:
    codes = [
        client_of(user).get(address).status_code
        for user in (None, liaison)
        for address in ("/api/v1/categories", "/api/v1/catalogue", "/api/v1/result-codes")
    ]
    assert codes == [401, 401, 401, 403, 403, 403]


def test_law_is_read_in_a_fixed_number_of_queries(inspector: User, client_of: Clients) -> None:
    catalogue_make()
    client = client_of(inspector)
    with CaptureQueriesContext(connection) as queries:
        law = client.get("/api/v1/catalogue/law").json()
    # session, person, roles; violations, links with bases, bands, rules of no penalty, thresholds and
    # their places, version, changes
    assert len(queries) == 11, [q["sql"][:80] for q in queries]
    minors = next(row for row in law["violations"] if row["code"] == "KTV-MINORS")
    assert [band["code"] for basis in minors["bases"] for band in basis["bands"]] == ["DZ-KTV-MINORS"]
    assert len({basis["law"] for basis in minors["bases"] if basis["role"] == "penalty"}) > 1
    assert {(one["region"], one["place"]) for one in law["thresholds"]} == {("37", "山东省"), ("", "")}
    named = {code for row in law["violations"] for code in row["source"].split(",")} - {"", "OKU", "INF"}
    titles = {one["code"]: one["title"] for one in law["sources"]}
    assert named and all(titles[code] for code in named)


def test_legal_reviewer_changes_the_catalogue_by_workbook_and_another_approves(
    legal_reviewer: User, leader: User, inspector: User, client_of: Clients
) -> None:
    catalogue_make()
    desk = client_of(legal_reviewer)
    book = desk.get("/api/v1/catalogue/workbook").content
    clean = desk.post("/api/v1/catalogue/workbook/check", {"file": upload(book)}, format="multipart").json()
    assert (clean["rows"], clean["counts"]["refused"], clean["counts"]["same"] > 400) == ([], 0, True)
    row = desk.get("/api/v1/catalogue/row?section=bases&code=ENTR-2020-7").json()
    row["values"] |= {"note": "要点改写"}
    rows = [{"section": "bases", "values": row["values"]}]
    checked = desk.post("/api/v1/catalogue/check", {"rows": rows}, format="json").json()
    assert [(one["verdict"], one["changes"][0]["title"]) for one in checked["rows"]] == [("changed", "要点")]
    made = desk.post("/api/v1/catalogue-changes", {"rows": rows, "note": "改写"}, format="json").json()
    same = desk.post("/api/v1/catalogue/workbook", {"file": upload(book), "note": "无"}, format="multipart")
    assert (made["state"], made["verbs"], same.json()["code"]) == (
        "proposed",
        ["catalogue.withdraw"],
        "catalogue_same",
    )
    address = f"/api/v1/catalogue-changes/{made['uuid']}"
    assert client_of(inspector).post(f"{address}/approve").status_code == 403
    assert client_of(leader).get(address).json()["verbs"] == ["catalogue.approve", "catalogue.reject"]
    assert client_of(leader).post(f"{address}/approve").json()["state"] == "effective"
    with CaptureQueriesContext(connection) as queries:
        listed = desk.get("/api/v1/catalogue-changes?state=effective").json()["rows"]
    # session, person, roles; count, rows
    assert ([one["note"] for one in listed], len(queries)) == (["改写"], 5), [q["sql"][:80] for q in queries]


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("目录.xlsx", data)
