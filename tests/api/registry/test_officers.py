from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import User
from registry.models import Recusal
from tests.factories_registry import categories_make, officer_make, recusal_make, venue_make

Clients = Callable[[User | None], APIClient]
LIST = "/api/v1/officers"


def body(**values: Any) -> dict[str, Any]:
    return {
        "name": "沈知秋",
        "cert_no": "37011700099",
        "cert_valid_to": "2027-12-31",
        "quals": ["NET"],
        **values,
    }


def test_supervisor_lists_an_officer_and_reads_it_back(
    supervisor: User, inspector: User, client_of: Clients
) -> None:
    categories_make()
    client = client_of(supervisor)
    answer = client.post(LIST, body(user="inspector", towns=["艾山"]), format="json")
    assert answer.status_code == 201
    card = answer.json()
    assert card == client.get(f"{LIST}/{card['uuid']}").json()
    assert {key: card[key] for key in ("certified", "user", "towns", "unit", "verbs", "recusals")} == {
        "certified": True,
        "user": "inspector",
        "towns": ["370117001"],
        "unit": supervisor.organ.short_name if supervisor.organ else "",
        "verbs": ["officer.edit", "recusal.declare"],
        "recusals": [],
    }


def test_same_certificate_twice_is_a_conflict(supervisor: User, client_of: Clients) -> None:
    categories_make()
    client = client_of(supervisor)
    client.post(LIST, body(), format="json")
    again = client.post(LIST, body(), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "certificate_listed")


def test_edit_is_for_supervisors(supervisor: User, inspector: User, client_of: Clients) -> None:
    row = officer_make(supervisor, inspector)
    address = f"{LIST}/{row.uuid}/edit"
    assert client_of(inspector).post(address, {"phone": "1"}, format="json").status_code == 403
    told = client_of(supervisor).post(address, {"phone": "1", "status": "left"}, format="json")
    assert (told.json()["phone"], told.json()["status"]) == ("1", "left")


def test_officer_finds_himself(supervisor: User, inspector: User, client_of: Clients) -> None:
    mine = officer_make(supervisor, inspector)
    officer_make(supervisor)
    rows = client_of(inspector).get(f"{LIST}?mine=1").json()["rows"]
    assert [(row["uuid"], row["verbs"]) for row in rows] == [(str(mine.uuid), ["recusal.declare"])]


def test_list_is_narrowed_by_name_certificate_status_and_category(
    supervisor: User, client_of: Clients
) -> None:
    officer_make(supervisor, name="沈知秋", cert_no="37011700001", quals=["NET"], lead_quals=[])
    officer_make(supervisor, name="韩北溟", cert_no="R200400178", quals=["KTV"], lead_quals=[])
    client = client_of(supervisor)
    found = {
        query: [row["name"] for row in client.get(f"{LIST}?{query}").json()["rows"]]
        for query in ("q=知秋", "q=r2004", "category=KTV", "status=left", "status=active")
    }
    assert found == {
        "q=知秋": ["沈知秋"],
        "q=r2004": ["韩北溟"],
        "category=KTV": ["韩北溟"],
        "status=left": [],
        "status=active": ["沈知秋", "韩北溟"],
    }


def test_reason_of_a_recusal_stays_private_on_the_wire(
    supervisor: User, inspector: User, colleague: User, client_of: Clients
) -> None:
    row, venue = officer_make(supervisor, inspector), venue_make(supervisor)
    answer = client_of(inspector).post(
        f"{LIST}/{row.uuid}/recusals", {"venue": str(venue.uuid), "reason": "配偶任职"}, format="json"
    )
    assert (answer.status_code, answer.json()["recusals"][0]["reason"]) == (201, "配偶任职")
    seen = client_of(colleague).get(f"{LIST}/{row.uuid}").json()["recusals"]
    assert [(one["venue"]["code"], one["reason"], one["verbs"]) for one in seen] == [(venue.code, None, [])]


def test_only_a_supervisor_ends_a_recusal(supervisor: User, inspector: User, client_of: Clients) -> None:
    row = recusal_make(supervisor, officer_make(supervisor, inspector), venue_make(supervisor))
    address = f"/api/v1/recusals/{row.uuid}/end"
    assert client_of(inspector).post(address, {"reason": "已离职"}, format="json").status_code == 403
    told = client_of(supervisor).post(address, {"reason": "已离职"}, format="json")
    assert told.json()["recusals"][0]["ended_on"] == "2026-09-15"


def test_stranger_finds_no_officer_and_no_recusal(
    stranger: User, supervisor: User, inspector: User, client_of: Clients
) -> None:
    officer, venue = officer_make(supervisor, inspector), venue_make(supervisor)
    recusal = recusal_make(supervisor, officer, venue)
    client = client_of(stranger)
    assert client.get(LIST).json()["count"] == 0
    codes = [
        client.get(f"{LIST}/{officer.uuid}").status_code,
        client.post(f"{LIST}/{officer.uuid}/edit", {"phone": "1"}, format="json").status_code,
        client.post(
            f"{LIST}/{officer.uuid}/recusals", {"venue": str(venue.uuid), "reason": "x"}, format="json"
        ).status_code,
        client.post(f"/api/v1/recusals/{recusal.uuid}/end", {"reason": "x"}, format="json").status_code,
    ]
    assert codes == [404, 404, 404, 404]
    assert Recusal.objects.within(supervisor).filter(ended_on__isnull=True).count() == 1


def test_industry_section_and_liaison_see_no_officers(
    industry_section: User, liaison: User, client_of: Clients
) -> None:
    assert [client_of(user).get(LIST).status_code for user in (industry_section, liaison)] == [403, 403]


def test_page_of_officers_asks_five_queries(supervisor: User, client_of: Clients) -> None:
    for _ in range(8):
        officer_make(supervisor)
    client = client_of(supervisor)
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get(LIST).json()["rows"]) == 8
    # session, person, roles, count, rows
    assert len(queries) == 5, [q["sql"][:80] for q in queries]
