"""Archive search: by number, party, venue, words, year and violation, within scope and rights."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from enforcement.models import Lead
from registry.domain.venues import grams
from registry.models import Venue
from tests.cast import Cast
from tests.factories_enforcement import case_make, step

Clients = Callable[[User | None], APIClient]


def found(client: APIClient, **query: Any) -> dict[str, list[str]]:
    groups = client.get("/api/v1/search", query).json()
    return {group["kind"]: [row["title"] for row in group["rows"]] for group in groups if group["count"]}


def test_a_case_is_found_by_number_party_words_year_and_violation(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast, "decided", summary="举报人电话13800000000，称深夜接纳未成年人")
    client = client_of(cast.supervisor)
    title = f"{case.party_name} {case.violation.title_zh}"
    assert found(client, q="罚字[2026]1号")["case"] == [title]
    assert found(client, q="（钢）文综立字 蓝鲸")["case"] == [title]
    assert "case" not in found(client, q="罚字[2025]1号")
    assert found(client, year=2026, violation=case.violation_id) == {"case": [title]}
    assert "case" not in found(client, q="蓝鲸", year=2025)
    assert "case" not in found(client, q="蓝鲸", state="filed")
    (hit,) = client.get("/api/v1/search/rows", {"kind": "case", "q": "深夜接纳"}).json()["rows"]
    assert (hit["to"], hit["number"]) == (str(case.uuid), case.decision_number)
    assert "深夜接纳" in hit["snippet"]
    assert "13800000000" not in hit["snippet"]


def test_an_archived_case_is_found_by_its_shelf_number_and_is_read_only(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "archived")
    assert case.shelf == "钢文综卷〔2026〕001号"
    client = client_of(cast.supervisor)
    (hit,) = client.get("/api/v1/search/rows", {"kind": "case", "q": "文综卷[2026]001"}).json()["rows"]
    assert (hit["number"], hit["state"]) == (case.shelf, "archived")
    told = client.get(f"/api/v1/cases/{case.uuid}").json()
    assert told["shelf"] == case.shelf
    assert [verb for verb in told["verbs"] if verb.startswith("case.")] == []


def test_every_kind_is_found_by_its_venue_in_a_fixed_number_of_queries(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    Lead.objects.create(
        organ=cast.organ, created_at=clock.now(), source="report", content="蓝鲸夜间噪声",
        reported_by=cast.liaison, venue=case.venue,
    )  # fmt: skip
    Venue.objects.everywhere("guard").filter(pk=case.venue_id).update(bigrams=grams(case.venue.name))
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        groups = found(client, q="蓝鲸")
    assert {"case", "lead", "venue"} <= groups.keys()
    # session, person, roles; of each of six kinds: count, rows
    assert len(queries) == 15, [q["sql"][:80] for q in queries]


def test_strangers_find_nothing_and_rights_close_kinds(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case_make(cast, "decided")
    assert found(client_of(stranger), q="蓝鲸") == {}
    groups = client_of(cast.industry_section).get("/api/v1/search", {"q": "蓝鲸"}).json()
    assert {group["kind"] for group in groups} == {"record", "order", "venue"}
    rows = client_of(cast.industry_section).get("/api/v1/search/rows", {"kind": "case", "q": "蓝鲸"}).json()
    assert rows == {"count": 0, "rows": [], "next": None}
    assert client_of(cast.liaison).get("/api/v1/search", {"q": "蓝鲸"}).status_code == 403
    assert found(client_of(cast.supervisor)) == {}
