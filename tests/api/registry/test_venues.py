from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import User
from registry.models import Venue
from tests.factories_registry import categories_make, officer_make, recusal_make, uscc_make, venue_make

Clients = Callable[[User | None], APIClient]
LIST = "/api/v1/venues"


def body(**values: Any) -> dict[str, Any]:
    return {
        "name": "云阶量贩KTV",
        "address": "府前大街 88 号地下一层",
        "uscc": uscc_make(),
        "categories": ["KTV"],
        **values,
    }


def names(client: APIClient, query: str) -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["rows"]]


def test_supervisor_lists_a_venue_and_reads_it_back(supervisor: User, client_of: Clients) -> None:
    categories_make()
    client = client_of(supervisor)
    answer = client.post(
        LIST,
        body(
            licences=[{"kind": "娱乐经营许可证", "number": "370117160023", "valid_to": "2026-09-14"}],
            lng="117.8112345",
            lat="36.0612345",
            datum="gcj02",
            township="艾山",
        ),
        format="json",
    )
    assert answer.status_code == 201
    card = answer.json()
    assert client.get(f"{LIST}/{card['uuid']}").json() == card
    assert card["verbs"] == ["venue.edit", "venue.close", "venue.lose", "venue.cancel"]
    assert (card["township"], card["lng"], card["datum"]) == (
        {"code": "370117001", "name": "艾山街道"},
        117.8112345,
        "gcj02",
    )
    assert card["licences"] == [
        {
            "kind": "娱乐经营许可证",
            "number": "370117160023",
            "scope": "",
            "issued_on": None,
            "valid_to": "2026-09-14",
            "expired": True,
            "ended_on": None,
        }
    ]
    assert (card["valid_to"], card["expired"]) == ("2026-09-14", True)


def test_wrong_entry_is_told_by_field(supervisor: User, client_of: Clients) -> None:
    categories_make()
    answer = client_of(supervisor).post(LIST, body(uscc="123", opens_at="13:00"), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["data"]["fields"] == {
        "uscc": ["统一社会信用代码应为 18 位"],
        "closes_at": ["营业时段要填写开始和结束"],
    }


def test_same_key_lists_one_venue(supervisor: User, client_of: Clients) -> None:
    categories_make()
    client, given = client_of(supervisor), body()
    first = client.post(LIST, given, format="json", headers={"Idempotency-Key": "k1"})
    again = client.post(LIST, given, format="json", headers={"Idempotency-Key": "k1"})
    other = client.post(LIST, body(), format="json", headers={"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (409, "receipt_differs")
    assert Venue.objects.within(supervisor).count() == 1


def test_edit_moves_the_status_with_a_reason(supervisor: User, client_of: Clients) -> None:
    venue = venue_make(supervisor)
    client, address = client_of(supervisor), f"{LIST}/{venue.uuid}/edit"
    bare = client.post(address, {"status": "lost"}, format="json")
    assert (bare.status_code, bare.json()["code"]) == (422, "reason_needed")
    told = client.post(address, {"status": "lost", "reason": "两次上门均无人"}, format="json")
    assert (told.status_code, told.json()["status"]) == (200, "lost")
    assert told.json()["verbs"] == ["venue.edit", "venue.reopen", "venue.close", "venue.cancel"]


@pytest.mark.parametrize("role", ["inspector", "auditor", "leader", "legal_reviewer"])
def test_who_only_reads_sees_venues_and_writes_none(
    role: str, request: pytest.FixtureRequest, supervisor: User, client_of: Clients
) -> None:
    venue = venue_make(supervisor)
    client = client_of(request.getfixturevalue(role))
    assert client.get(f"{LIST}/{venue.uuid}").json()["verbs"] == []
    assert client.post(LIST, body(), format="json").status_code == 403
    assert client.post(f"{LIST}/{venue.uuid}/edit", {"phone": "1"}, format="json").status_code == 403


def test_industry_section_edits_venues(industry_section: User, client_of: Clients) -> None:
    categories_make()
    assert client_of(industry_section).post(LIST, body(), format="json").status_code == 201


def test_liaison_sees_no_venue(liaison: User, supervisor: User, client_of: Clients) -> None:
    venue = venue_make(supervisor)
    client = client_of(liaison)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}/{venue.uuid}").status_code == 403


def test_stranger_finds_nothing(stranger: User, supervisor: User, client_of: Clients) -> None:
    venue = venue_make(supervisor)
    client = client_of(stranger)
    assert client.get(LIST).json() == {"count": 0, "rows": [], "next": None}
    assert client.get(f"{LIST}/{venue.uuid}").json()["code"] == "not_found"
    told = client.post(f"{LIST}/{venue.uuid}/edit", {"phone": "1"}, format="json")
    assert (told.status_code, told.json()["code"]) == (404, "not_found")


def test_search_finds_by_pairs_of_characters_and_by_code(supervisor: User, client_of: Clients) -> None:
    code = uscc_make()
    venue_make(supervisor, name="云阶量贩KTV", sign_name="云上", address="府前大街 88 号", uscc=code)
    venue_make(supervisor, name="麦浪时光网吧", address="汶源大街 3 号", legal_person="吴珊")
    client = client_of(supervisor)
    found = {
        query: names(client, f"q={query}")
        for query in (
            "云阶",
            "量贩ktv",
            "ＫＴＶ",
            "云上",
            "府前大街88",
            "吴珊",
            "大街 时光",
            "阶云",
            code[:12],
            code.lower(),
        )
    }
    assert found == {
        "云阶": ["云阶量贩KTV"],
        "量贩ktv": ["云阶量贩KTV"],
        "ＫＴＶ": ["云阶量贩KTV"],
        "云上": ["云阶量贩KTV"],
        "府前大街88": ["云阶量贩KTV"],
        "吴珊": ["麦浪时光网吧"],
        "大街 时光": ["麦浪时光网吧"],
        "阶云": [],
        code[:12]: ["云阶量贩KTV", "麦浪时光网吧"],
        code.lower(): ["云阶量贩KTV"],
    }


def test_filters_narrow_and_sorts_order(supervisor: User, client_of: Clients) -> None:
    licence = {"kind": "娱乐经营许可证", "number": "1", "valid_to": date(2026, 10, 1)}
    venue_make(supervisor, name="甲", credit_grade="C", township="里辛街道", categories=["KTV"])
    venue_make(supervisor, name="乙", credit_grade="A", licences=[licence])
    venue_make(supervisor, name="丙", credit_grade="B", township="")
    client = client_of(supervisor)
    asked = {
        query: names(client, query)
        for query in (
            "category=KTV",
            "township=370117002",
            "grade=A",
            "status=closed",
            "expires_before=2026-12-01",
            "sort=grade",
            "sort=-grade",
            "sort=valid_to",
            "sort=township",
        )
    }
    assert asked == {
        "category=KTV": ["甲"],
        "township=370117002": ["甲"],
        "grade=A": ["乙"],
        "status=closed": [],
        "expires_before=2026-12-01": ["乙"],
        "sort=grade": ["乙", "丙", "甲"],
        "sort=-grade": ["甲", "丙", "乙"],
        "sort=valid_to": ["乙", *names(client, "sort=valid_to")[1:]],
        "sort=township": ["丙", "乙", "甲"],
    }


@pytest.mark.parametrize("sort", ["code", "-name", "grade", "-valid_to", "township", "registered_on"])
def test_every_sort_pages_through_each_venue_once(sort: str, supervisor: User, client_of: Clients) -> None:
    for number in range(7):
        licences = [{"kind": "许可证", "number": "1", "valid_to": date(2026, 10, 1) + timedelta(days=number)}]
        venue_make(supervisor, licences=licences if number % 2 else [], credit_grade="AB"[number % 2])
    client, seen, cursor = client_of(supervisor), [], ""
    while True:
        answer = client.get(f"{LIST}?sort={sort}&limit=3{cursor}").json()
        seen += [row["uuid"] for row in answer["rows"]]
        if answer["next"] is None:
            break
        cursor = f"&cursor={answer['next']}"
    assert (len(seen), len(set(seen)), answer["count"]) == (7, 7, 7)


@pytest.mark.parametrize(
    "query",
    ["sort=colour", "grade=Z", "status=x", "expires_before=soon", "category=KTVX", "limit=x"],
)
def test_query_nobody_understands_is_refused(query: str, supervisor: User, client_of: Clients) -> None:
    answer = client_of(supervisor).get(f"{LIST}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_search_for_a_null_sign_is_refused(supervisor: User, client_of: Clients) -> None:
    assert client_of(supervisor).get(f"{LIST}?q=%00").status_code == 400


def test_page_of_the_list_asks_six_queries(supervisor: User, client_of: Clients) -> None:
    for number in range(12):
        venue_make(supervisor, categories=["NET", "KTV"], licences=[{"kind": "证", "number": str(number)}])
    client = client_of(supervisor)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{LIST}?q=虚构&category=NET&sort=valid_to").json()
    assert len(answer["rows"]) == 12
    # session, person, roles, count, rows, categories
    assert len(queries) == 6, [q["sql"][:80] for q in queries]


def test_detail_asks_ten_queries(supervisor: User, inspector: User, client_of: Clients) -> None:
    venue = venue_make(supervisor, licences=[{"kind": "证", "number": "1"}])
    for user in (inspector, supervisor):
        recusal_make(supervisor, officer_make(supervisor, user), venue)
    client = client_of(supervisor)
    with CaptureQueriesContext(connection) as queries:
        card = client.get(f"{LIST}/{venue.uuid}").json()
    assert [row["reason"] for row in card["recusals"]] == ["近亲属经营", "近亲属经营"]
    # session, person, roles, venue, category periods, their categories, licences, recusals;
    # the kinds of licence each category needs
    assert len(queries) == 10, [q["sql"][:80] for q in queries]
