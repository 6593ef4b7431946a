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
from backend.models import JournalLine, Reminder, User
from backend.services.files import file_receive
from counting.models import Activity, Site
from counting.selectors.workbench import tasks_now
from counting.services.activities import activity_withdraw
from counting.services.reminders import remind
from counting.services.sites import site_screen, site_step
from tests.cast import Cast, organ_make, user_of
from tests.factories_counting import shot_of, site_make

Clients = Callable[[User | None], APIClient]
KIND = "no_satellite_dish_communities"
SURVEY = {
    "verb": "site.survey", "text": "",
    "numbers": {"households": 60, "found": 3, "self_removed": 2, "forced": 1},
}  # fmt: skip


def take(cast: Cast, site: Site, **values: Any) -> Site:
    """Each by the supervisor; accepted with a photo, named by the leader."""
    actor = cast.leader if values["verb"] == "site.name" else cast.supervisor
    given = {"text": "已办", "actor": actor, "now": clock.now(), **values}
    if values["verb"] == "site.check":
        given = {"files": [shot_of(site, cast)], **given}
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


def test_a_site_the_city_names_counts_to_the_target_of_its_own_district(
    cast: Cast, client_of: Clients
) -> None:
    site = site_make(cast)
    for step in ({"verb": "site.create"}, SURVEY, {"verb": "site.check"}):
        take(cast, site, **step)
    city = organ_make("WH3701", "济南市文化市场综合行政执法支队", "济", "3701")
    cast.organ.parent = city
    cast.organ.save()
    head = user_of(city, "city", "闻一舟", "leader")
    take(cast, site, verb="site.name", actor=head)
    assert counts(client_of(cast.supervisor)) == 1
    assert take(cast, site, verb="site.revoke", text="复查又发现两套").state == "revoked"
    assert counts(client_of(cast.supervisor)) == 0


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


def test_a_site_is_named_by_another_than_who_accepted_it_on_files_that_show_it(
    cast: Cast, client_of: Clients, stranger_organ: Any
) -> None:
    site = site_make(cast)
    take(cast, site, verb="site.create")
    take(cast, site, **SURVEY)
    with pytest.raises(DomainError) as bare:
        take(cast, site, verb="site.check", files=[])
    with pytest.raises(DomainError) as late:
        take(cast, site, verb="site.check", files=[shot_of(site, cast, stored=False)])
    assert [one.value.data["missing"] for one in (bare, late)] == [["acceptance_files"]] * 2
    take(cast, site, verb="site.check")
    with pytest.raises(DomainError) as own:
        take(cast, site, verb="site.name", actor=cast.supervisor)
    assert own.value.code == "own_record"
    shown = [
        client_of(one).get("/api/v1/sites").json()["rows"][0]["verbs"]
        for one in (cast.supervisor, cast.leader)
    ]
    assert shown == [["site.drop"], ["site.name"]]
    stranger = user_of(stranger_organ, "boss8", "外若山", "leader")
    address, said = f"/api/v1/sites/{site.uuid}/name", {"text": "街道命名"}
    assert client_of(stranger).post(address, said, format="json").status_code == 404
    assert client_of(cast.inspector).post(address, said, format="json").status_code == 403
    told = client_of(cast.leader).post(f"/api/v1/sites/{site.uuid}/name", {"text": "街道命名"}, format="json")
    assert (told.json()["state"], told.json()["recheck_due"]["on"]) == ("named", "2027-09-15")


def test_an_acceptance_without_files_is_shown_when_the_site_is_named(cast: Cast) -> None:
    site = site_make(cast)
    take(cast, site, verb="site.create")
    take(cast, site, **SURVEY)
    take(cast, site, verb="site.check")
    site.steps.filter(verb="site.check").update(files=[])  # as it was taken down before files were asked for
    with pytest.raises(DomainError) as bare:
        take(cast, site, verb="site.name")
    assert bare.value.data["missing"] == ["acceptance_files"]
    assert take(cast, site, verb="site.name", files=[shot_of(site, cast)]).state == "named"


def test_a_named_site_is_to_be_rechecked_within_the_bureaus_twelve_months(cast: Cast) -> None:
    site = named(cast)
    with clock.at(clock.now().replace(year=2027, month=8, day=15)):
        assert rows(cast) == []
    with clock.at(clock.now().replace(year=2027, month=8, day=17)):
        assert rows(cast) == [(site.uuid, date(2027, 9, 15))]
        take(cast, site, verb="site.recheck")
        assert rows(cast) == []
    with clock.at(clock.now().replace(year=2028, month=8, day=10)):
        assert rows(cast) == [(site.uuid, date(2028, 8, 17))]
        remind(now=clock.now())
        assert told_of(cast.leader) == []
    with clock.at(clock.now().replace(year=2028, month=8, day=28)):
        remind(now=clock.now())
    assert (told_of(cast.supervisor), told_of(cast.leader)) == (
        [("site_recheck", "overdue")],
        [("site_recheck", "escalated")],
    )


def rows(cast: Cast) -> list[tuple[UUID, date]]:
    found = tasks_now(cast.supervisor, clock.today())
    return [(one["uuid"], one["due_on"]) for one in found if one["kind"] == "site_recheck"]


def told_of(person: User) -> list[tuple[str, str]]:
    found = Reminder.objects.everywhere("guard").filter(person=person, kind="site_recheck")
    return [(one.kind, one.stage) for one in found.order_by("-created_at")[:1]]
