"""Demonstration sites at their doors: the course to the name, its target, and whose step each is."""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from backend.services.files import file_receive
from counting.models import Activity, Site
from counting.services.activities import activity_withdraw
from counting.services.sites import site_screen, site_step
from tests.cast import Cast
from tests.factories_counting import site_make

Clients = Callable[[User | None], APIClient]
KIND = "no_satellite_dish_communities"
SURVEY = {
    "verb": "site.survey", "text": "",
    "numbers": {"households": 60, "found": 3, "self_removed": 2, "forced": 1},
}  # fmt: skip


def take(cast: Cast, site: Site, **values: Any) -> Site:
    given = {"text": "已办", "actor": cast.supervisor, "now": clock.now(), **values}
    return site_step(site_id=site.uuid, **given)


def named(cast: Cast) -> Site:
    site = site_make(cast)
    take(cast, site, verb="site.create")
    take(cast, site, **SURVEY)
    take(cast, site, verb="site.check")
    return take(cast, site, verb="site.name")


def counts(client: APIClient) -> int:
    return int(client.get(f"/api/v1/figures/{KIND}?year=2026").json()["value"])


def test_a_named_site_counts_to_its_target_and_opens_to_its_row(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.supervisor)
    site = named(cast)
    assert (site.state, site.named_on, counts(client)) == ("named", date(2026, 9, 15), 1)
    rows = client.get(f"/api/v1/figures/{KIND}/rows?year=2026").json()["rows"]
    assert [row["title"] for row in rows] == ["艾山街道虚构社区"]
    shown = client.get("/api/v1/sites").json()["rows"][0]
    assert [step["verb"] for step in shown["steps"]] == [
        "site.create", "site.survey", "site.check", "site.name",
    ]  # fmt: skip
    take(cast, site, verb="site.recheck", text="入户二十户，未发现")
    take(cast, site, verb="site.revoke", text="复查又发现两套")
    assert counts(client) == 0
    assert JournalLine.objects.everywhere("guard").filter(noun_id=site.uuid).count() == 7


def test_what_counts_as_a_named_site_is_not_withdrawn_beside_it(cast: Cast) -> None:
    named(cast)
    activity = Activity.objects.everywhere("guard").get()
    with pytest.raises(DomainError) as refusal:
        activity_withdraw(activity_id=activity.uuid, reason="录错", actor=cast.supervisor, now=clock.now())
    assert refusal.value.code == "move_not_open"


def test_a_wrong_site_or_day_is_refused(cast: Cast) -> None:
    site = site_make(cast)
    values: dict[str, Any] = {"name": "甲", "place": "", "why": "乙", "actor": cast.supervisor}
    refused = []
    for verb, on in (("site.create", date(2026, 9, 16)), ("site.paint", None)):
        with pytest.raises(DomainError) as refusal:
            take(cast, site, verb=verb, on=on)
        refused.append(refusal.value.code)
    with pytest.raises(DomainError) as refusal:
        site_screen(kind="venue_visits", now=clock.now(), **values)
    assert [*refused, refusal.value.code] == ["invalid"] * 3


def test_an_inspector_surveys_and_names_nothing(cast: Cast, client_of: Clients) -> None:
    site = site_make(cast)
    take(cast, site, verb="site.create")
    address = f"/api/v1/sites/{site.uuid}/step"
    survey = {"verb": "site.survey", "households": 60, "found": 0}
    said = {
        who: client_of(getattr(cast, who)).post(address, survey, format="json").status_code
        for who in ("inspector", "supervisor", "leader", "auditor", "liaison")
    }
    assert said == {"inspector": 200, "supervisor": 200, "leader": 403, "auditor": 403, "liaison": 403}
    check = client_of(cast.inspector).post(address, {"verb": "site.check", "text": "好"}, format="json")
    assert check.status_code == 403
    body = {"kind": KIND, "name": "甲社区", "why": "无人安装"}
    assert client_of(cast.inspector).post("/api/v1/sites", body, format="json").status_code == 403
    assert client_of(cast.supervisor).post("/api/v1/sites", body, format="json").status_code == 201


def test_a_list_of_sites_asks_seven_queries_and_none_of_strangers(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    for _ in range(3):
        take(cast, site_make(cast), verb="site.create")
    client = client_of(cast.supervisor)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/api/v1/sites?state=created&kind={KIND}")
    # session, person, roles; count, sites, their steps, their files
    assert len(queries) == 7, [q["sql"][:80] for q in queries]
    assert client_of(stranger).get("/api/v1/sites").json()["count"] == 0


def test_a_step_keeps_its_photos_and_counts_its_sample(cast: Cast, client_of: Clients) -> None:
    site, client = site_make(cast), client_of(cast.supervisor)
    take(cast, site, verb="site.create")
    take(cast, site, **SURVEY)
    data = b"\x89PNG\r\n\x1a\n leaflet"
    told: dict[str, Any] = {
        "id": str(uuid4()),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "type": "image/png",
    }
    file_receive(
        file_id=UUID(told["id"]), offset=0, data=data, total=len(data), sha256=told["sha256"],
        owner=("site", site.uuid), actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    given = {"verb": "site.check", "text": "抽查", "households": 20, "found": 1, "files": [told]}
    address = f"/api/v1/sites/{site.uuid}/step"
    standing = client.post(address, given, format="json")
    assert standing.json()["data"]["missing"] == ["no_dish_left"]
    checked = client.post(address, given | {"found": 0}, format="json").json()
    assert checked["survey"] == {"households": 60, "found": 3, "without": 57, "gone": 3, "left": 0}
    last = checked["steps"][-1]
    assert (last["households"], [file["stored"] for file in last["files"]]) == (20, [True])
    take(cast, site, verb="site.name")
    take(cast, site, verb="site.recheck", text="抽查", numbers={"households": 10, "found": 1})
    assert client.get("/api/v1/sites").json()["rows"][0]["rechecked_on"] == "2026-09-15"
