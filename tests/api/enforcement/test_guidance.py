"""Talks and commitments at their doors: listed, narrowed, given once, and nothing for a stranger."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from counting.selectors.ledgers import LEDGERS, ledger_cards
from tests.cast import Cast
from tests.factories_enforcement import case_make, guidance_make, team_make, venue_make
from tests.services.enforcement.course import on_day
from tests.services.enforcement.test_guidance import sign

Clients = Callable[[User | None], APIClient]
ADDRESS = "/api/v1/guidance"


def test_a_talk_is_given_once_and_listed(cast: Cast, client_of: Clients) -> None:
    client, venue = client_of(cast.inspector), venue_make(cast)
    body = {
        "kind": "talk", "venue": str(venue.uuid), "reason": "群众多次反映夜间噪声", "place": "大队会议室",
        "held_at": clock.now().isoformat(), "came": "贺兰舟", "content": "零点后不得营业。",
        "officers": [str(row.uuid) for row in team_make(cast)],
    }  # fmt: skip
    first = client.post(ADDRESS, body, format="json", headers={"Idempotency-Key": "one"})
    again = client.post(ADDRESS, body, format="json", headers={"Idempotency-Key": "one"})
    assert (first.status_code, again.json()) == (201, first.json())
    rows = client.get(ADDRESS).json()
    assert (rows["count"], rows["rows"]) == (1, [first.json()])
    assert client.get(f"{ADDRESS}/{first.json()['uuid']}").json() == first.json()
    assert (first.json()["state"], first.json()["verbs"]) == ("given", ["guidance.sign"])
    unsigned = client.post(f"{ADDRESS}/{first.json()['uuid']}/sign", {}, format="json")
    assert (unsigned.status_code, unsigned.json()["data"]["missing"]) == (422, ["signed_copy"])


def test_the_list_is_narrowed_and_its_ledger_shows_the_same(cast: Cast, client_of: Clients) -> None:
    client, venue = client_of(cast.supervisor), venue_make(cast, "南湖网咖")
    talk = guidance_make(cast, venue=venue.uuid)
    pledge = guidance_make(cast, kind="pledge", venue=venue.uuid, talk=talk.pk)
    guidance_make(cast)
    asked = {
        "kind=pledge": {pledge.number}, f"venue={venue.uuid}": {talk.number, pledge.number},
        "q=南湖": {talk.number, pledge.number}, "state=signed,withdrawn": set(), "to=2026-09-14": set(),
    }  # fmt: skip
    said = {
        query: {row["number"] for row in client.get(f"{ADDRESS}?{query}").json()["rows"]} for query in asked
    }
    assert said == asked
    ledger = list(ledger_cards(LEDGERS["guidance"], {"kind": "pledge"}, cast.supervisor))
    assert [card["number"] for card in ledger] == [pledge.number]


def test_a_page_asks_seven_queries_however_many_rows(cast: Cast, client_of: Clients) -> None:
    case = case_make(cast)
    for _ in range(4):
        guidance_make(cast, venue=case.venue_id, cause=("case", case.pk))
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(ADDRESS).json()["rows"][0]["cause"]["number"] == case.number
    # session, person, roles; count, rows, their cases, their files
    assert len(queries) == 7, [q["sql"][:80] for q in queries]


def test_withdrawing_is_the_supervisors_and_a_stranger_sees_nothing(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    row = guidance_make(cast)
    address = f"{ADDRESS}/{row.pk}/withdraw"
    said = {
        who: client_of(user).post(address, {"text": "录错"}, format="json").status_code
        for who, user in {
            "stranger": stranger, "inspector": cast.inspector, "auditor": cast.auditor,
            "liaison": cast.liaison, "industry": cast.industry_section, "supervisor": cast.supervisor,
        }.items()
    }  # fmt: skip
    assert said == {
        "stranger": 404, "inspector": 403, "auditor": 403, "liaison": 403, "industry": 403, "supervisor": 200,
    }  # fmt: skip
    strange = client_of(stranger)
    assert strange.get(f"{ADDRESS}/{row.pk}").status_code == 404
    assert strange.get(ADDRESS).json()["count"] == 0
    assert strange.get(f"{ADDRESS}/causes?venue={row.venue_id}").json() == []


def test_a_commitment_is_checked_at_its_door_once_its_day_has_ended(cast: Cast, client_of: Clients) -> None:
    row = sign(cast, guidance_make(cast, kind="pledge"))
    address, body = f"{ADDRESS}/{row.pk}", {"kept": "kept", "text": "抽查三日，均已登记"}
    early = client_of(cast.supervisor).post(f"{address}/check", body, format="json")
    assert (early.status_code, early.json()["data"]["missing"]) == (422, ["pledge_over"])
    assert "guidance.check" not in client_of(cast.supervisor).get(address).json()["verbs"]
    with on_day(2027, 1, 1):
        assert "guidance.check" in client_of(cast.supervisor).get(address).json()["verbs"]
        told = client_of(cast.supervisor).post(f"{address}/check", body, format="json")
        assert client_of(cast.leader).post(f"{address}/check", body, format="json").status_code == 403
    assert (told.status_code, told.json()["state"], told.json()["kept"], told.json()["check_note"]) == (
        200, "checked", True, "抽查三日，均已登记",
    )  # fmt: skip
    assert (told.json()["checked_on"], told.json()["verbs"]) == ("2027-01-01", [])
