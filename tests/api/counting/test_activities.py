"""Activities at their doors: staged, narrowed by kind, quarter and state, and nothing for a stranger."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.models import User
from counting.selectors.ledgers import LEDGERS, ledger_cards
from tests.cast import Cast
from tests.factories_counting import activity_held, activity_make, evidence_of

Clients = Callable[[User | None], APIClient]
ADDRESS = "/api/v1/activities"
BODY: dict[str, Any] = {
    "kind": "safety_committee_meetings", "title": "第三季度安委会会议", "on": "2026-09-10", "people": 24,
}  # fmt: skip


def test_a_body_of_before_is_one_that_was_held(cast: Cast, client_of: Clients) -> None:
    made = client_of(cast.supervisor).post(ADDRESS, BODY, format="json").json()
    assert (made["state"], made["held_by"], made["verbs"]) == (
        "held", cast.supervisor.name, ["activity.prove", "activity.withdraw"],
    )  # fmt: skip
    ahead = client_of(cast.supervisor).post(ADDRESS, BODY | {"on": "2026-09-24"}, format="json")
    planned = client_of(cast.supervisor).post(
        ADDRESS, BODY | {"on": "2026-09-24", "state": "planned"}, format="json"
    )
    assert (ahead.status_code, planned.status_code, planned.json()["state"]) == (400, 201, "planned")


def test_a_photo_shows_it_and_another_confirms_it(cast: Cast, client_of: Clients) -> None:
    row = activity_held(cast)
    told = evidence_of(row, cast.supervisor)
    files = [{"id": str(told.uuid), "sha256": told.sha256, "size": told.size, "type": told.media}]
    address = f"{ADDRESS}/{row.pk}"
    shown = client_of(cast.supervisor).post(f"{address}/prove", {"files": files}, format="json").json()
    assert [file["stored"] for file in shown["files"]] == [True]
    own = client_of(cast.supervisor).post(f"{address}/confirm", {}, format="json")
    assert (own.status_code, own.json()["data"]["missing"]) == (422, ["another_person"])
    assert client_of(cast.supervisor).get(address).json()["verbs"] == ["activity.prove", "activity.withdraw"]
    leader = client_of(cast.leader)
    assert "activity.confirm" in leader.get(address).json()["verbs"]
    confirmed = leader.post(f"{address}/confirm", {}, format="json").json()
    assert (confirmed["state"], confirmed["confirmed_by"], confirmed["confirmed_on"]) == (
        "confirmed", cast.leader.name, "2026-09-15",
    )  # fmt: skip


def test_a_leader_shows_what_he_held_with_a_file_he_sends(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.leader)
    row = client.post(ADDRESS, BODY, format="json").json()
    data, name = b"%PDF-1.7 minutes", uuid4()
    sha = hashlib.sha256(data).hexdigest()
    sent = client.post(
        f"/api/v1/files/{name}/chunks?offset=0", data, content_type="application/octet-stream",
        headers={"X-Total-Size": str(len(data)), "X-Sha256": sha, "X-Owner": f"activity:{row['uuid']}"},
    )  # fmt: skip
    assert (sent.status_code, sent.json()["complete"]) == (202, True)
    files = [{"id": str(name), "sha256": sha, "size": len(data), "type": "application/pdf"}]
    shown = client.post(f"{ADDRESS}/{row['uuid']}/prove", {"files": files}, format="json").json()
    assert [file["stored"] for file in shown["files"]] == [True]
    confirmed = client_of(cast.supervisor).post(f"{ADDRESS}/{row['uuid']}/confirm", {}, format="json")
    assert confirmed.json()["state"] == "confirmed"


def test_the_list_is_narrowed_and_its_ledger_shows_the_same(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    held, done = activity_held(cast), activity_make(cast)
    client.post(ADDRESS, BODY, format="json")
    asked = {
        "kind=safety_committee_meetings": 1, "state=held": 2, "state=confirmed": 1, "state=withdrawn": 0,
        "from=2026-07-01&to=2026-09-30": 3, "from=2026-09-01&to=2026-09-30": 1,
    }  # fmt: skip
    assert {query: client.get(f"{ADDRESS}?{query}").json()["count"] for query in asked} == asked
    cards = list(ledger_cards(LEDGERS["activities"], {"state": "confirmed"}, cast.supervisor))
    assert [card["uuid"] for card in cards] == [done.pk]
    client.post(f"{ADDRESS}/{held.pk}/withdraw", {"reason": "录错"}, format="json")
    gone = client.get(f"{ADDRESS}?state=withdrawn").json()["rows"]
    assert [(row["withdrawn_reason"], row["verbs"]) for row in gone] == [("录错", [])]


def test_a_page_asks_six_queries_and_a_stranger_finds_nothing(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    rows = [activity_make(cast) for _ in range(3)]
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS)
    # session, person, roles; count, rows, their files
    assert len(queries) == 6, [q["sql"][:80] for q in queries]
    strange = client_of(stranger)
    assert strange.get(ADDRESS).json()["count"] == 0
    assert strange.get(f"{ADDRESS}/{rows[0].pk}").status_code == 404
    for step, body in {
        "hold": {"on": "2026-09-14", "people": 4}, "prove": {"files": []}, "confirm": {},
        "withdraw": {"reason": "录错"},
    }.items():  # fmt: skip
        assert strange.post(f"{ADDRESS}/{rows[0].pk}/{step}", body, format="json").status_code == 404, step
