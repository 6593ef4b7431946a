"""Special campaigns at their doors: from the plan to the report, and what their visits may do."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine, User
from counting.selectors.figures import figure_cards
from inspections.models import Irregularity
from registry.models import Officer, Venue
from scheduling.models import Campaign, PoolFilter, Visit
from scheduling.services.campaigns import (
    campaign_approve,
    campaign_ask,
    campaign_cancel,
    campaign_close,
    campaign_start,
)
from scheduling.services.draws import draw_draft
from scheduling.services.visits import visit_approve, visit_begin, visit_finish
from tests.cast import Cast
from tests.factories_counting import check_make
from tests.factories_inspections import Scene, clean_body, form_make, record_make
from tests.factories_scheduling import (
    campaign_draft,
    campaign_filed,
    catalogue_make,
    officer_make,
    venue_make,
    visit_make,
)

Clients = Callable[[User | None], APIClient]
DAY = date(2026, 9, 15)


def refusal(act: Callable[..., Any], *args: Any, **given: Any) -> tuple[str, Any]:
    with pytest.raises(DomainError) as refused:
        act(*args, **given)
    return refused.value.code, refused.value.data.get("missing")


@pytest.fixture
def place(cast: Cast) -> tuple[Venue, list[Officer]]:
    catalogue_make()
    officers = [
        officer_make(cast.organ, "37011700101", user=cast.inspector),
        officer_make(cast.organ, "37011700102", user=cast.colleague),
    ]
    return venue_make(cast.organ, "91370117MA3C0001X1"), officers


def plan(cast: Cast, place: tuple[Venue, list[Officer]], **values: Any) -> Visit:
    given = {"trigger": "campaign_own", "planned_from": DAY, "planned_to": DAY + timedelta(days=3), **values}
    return visit_make(place[0], place[1], cast.supervisor, **given)


def test_a_campaign_goes_from_its_plan_to_its_report(
    cast: Cast, place: tuple[Venue, list[Officer]], client_of: Clients
) -> None:
    desk, chief = client_of(cast.supervisor), client_of(cast.leader)
    body = {
        "name": "校园周边网吧专项检查", "trigger": "campaign_own", "plan_text": "逐家检查实名登记",
        "starts_on": "2026-09-10", "ends_on": "2026-10-31", "categories": ["NET"],
        "items": ["NET-01", "NET-02"],
    }  # fmt: skip
    made = desk.post("/api/v1/campaigns", body, format="json").json()
    at = f"/api/v1/campaigns/{made['uuid']}"
    assert made["verbs"] == ["campaign.edit", "campaign.ask", "campaign.cancel"]
    desk.post(at, body | {"name": "校园周边网吧专项行动"}, format="json")
    assert desk.post(f"{at}/ask").json()["approval"]["state"] == "asked"
    waits = [row["kind"] for row in chief.get("/api/v1/workbench").json()["now"]]
    assert waits == ["campaign"]
    approved = chief.post(f"{at}/approve", {"approve": "approved"}, format="json").json()
    assert (approved["state"], approved["approval"]["by"]) == ("approved", cast.leader.name)
    filing = {"filing_no": "钢文专备〔2026〕9号", "filed_with": "区司法局"}
    assert desk.post(f"{at}/file", filing, format="json").json()["filed_on"] == "2026-09-15"
    assert desk.post(f"{at}/start").json()["state"] == "running"
    shown = desk.get(f"{at}/venues").json()
    assert [(one["name"], one["visit"]) for one in shown] == [(place[0].name, "")]
    wish = {
        "venues": [str(place[0].uuid)], "officers": [str(one.uuid) for one in place[1]],
        "planned_from": "2026-09-15", "planned_to": "2026-09-18", "precheck_reason": "须查看现场",
    }  # fmt: skip
    told = desk.post(f"{at}/visits", wish, format="json").json()
    assert [(one["code"], bool(one["number"])) for one in told] == [("", True)]
    visit = Visit.objects.everywhere("guard").get()
    assert (str(visit.campaign_id), visit.filing_no, visit.approval is not None) == (
        made["uuid"],
        filing["filing_no"],
        True,
    )
    early = desk.post(f"{at}/close", {"report": "已完成"}, format="json").json()
    assert early["data"]["missing"] == ["open_visits"]
    check_make(cast, DAY, finding="未登记", visit=visit_approve(
        visit_id=visit.uuid, approve="approved", actor=cast.leader, now=clock.now()
    ))  # fmt: skip
    assert desk.post(f"{at}/close", {"report": "检查一家"}, format="json").json()["state"] == "closed"
    figures = {one["part"]: one["value"] for one in desk.get(f"{at}/figures").json()}
    assert figures == {
        "visits": 1, "venues": 1, "ahead": 0, "findings": 1, "orders": 0, "cases": 0, "penalties": 0,
    }  # fmt: skip
    rows = {part: desk.get(f"{at}/rows?part={part}").json() for part in ("visits", "findings")}
    assert {part: (got["value"], got["count"]) for part, got in rows.items()} == {
        "visits": (1, 1),
        "findings": (1, 1),
    }
    year = {card["indicator"]: card["value"] for card in figure_cards(cast.supervisor, 2026, "year")}
    assert (year["special_campaigns"], year["venue_visits"]) == (1, 1)
    assert JournalLine.objects.everywhere("guard").filter(noun="campaign").count() == 7


def test_who_made_a_campaign_does_not_approve_it(cast: Cast, place: Any, client_of: Clients) -> None:
    row = campaign_draft(cast.supervisor)
    campaign_ask(campaign_id=row.uuid, actor=cast.supervisor, now=clock.now())
    Campaign.objects.everywhere("guard").update(made_by=cast.leader)
    decision: dict[str, Any] = {
        "campaign_id": row.uuid,
        "approve": "approved",
        "actor": cast.leader,
        "now": clock.now(),
    }
    assert refusal(campaign_approve, **decision)[0] == "own_record"
    shown = client_of(cast.leader).get(f"/api/v1/campaigns/{row.uuid}").json()
    assert shown["verbs"] == []
    Campaign.objects.everywhere("guard").update(made_by=cast.supervisor)
    assert refusal(campaign_approve, **(decision | {"approve": "rejected"})) == ("facts_missing", ["reason"])
    back = campaign_approve(**(decision | {"approve": "rejected", "reason": "范围过宽"}))
    assert (back.state, back.approval and back.approval.state) == ("draft", "rejected")
    campaign_ask(campaign_id=row.uuid, actor=cast.supervisor, now=clock.now())


def test_v14_a_visit_is_planned_only_under_a_campaign_in_force(
    cast: Cast, place: tuple[Venue, list[Officer]]
) -> None:
    assert refusal(plan, cast, place, filing_no="没有登记的号") == ("facts_missing", ["campaign_unknown"])
    row = campaign_filed(cast.supervisor, cast.leader)
    number = {"filing_no": row.filing_no}
    late = {"planned_to": date(2026, 11, 2), **number}
    assert refusal(plan, cast, place, **late) == ("facts_missing", ["campaign_window"])
    assert refusal(plan, cast, place, trigger="campaign_ordered", **number)[1] == ["campaign_other_kind"]
    visit = plan(cast, place, **number)
    ahead = plan(cast, place, filing_no="", campaign_id=row.uuid)
    assert (visit.campaign_id, ahead.filing_no) == (row.uuid, row.filing_no)
    Campaign.objects.everywhere("guard").update(categories=["KTV"])
    decision: dict[str, Any] = {
        "visit_id": visit.uuid,
        "approve": "approved",
        "actor": cast.leader,
        "now": clock.now(),
    }
    assert refusal(visit_approve, **decision) == ("facts_missing", ["campaign_scope"])
    assert visit_approve(**(decision | {"approve": "rejected", "reason": "不在范围"})).state == "planned"


def test_a_campaign_called_off_calls_off_what_has_not_begun(
    cast: Cast, place: tuple[Venue, list[Officer]]
) -> None:
    row = campaign_filed(cast.supervisor, cast.leader)
    campaign_start(campaign_id=row.uuid, actor=cast.supervisor, now=clock.now())
    made, ahead = plan(cast, place, campaign_id=row.uuid), plan(cast, place, campaign_id=row.uuid)
    visit_finish(visit=made, finished_at=clock.now(), counts_to_cap=True, actor=None, now=clock.now())
    off = campaign_cancel(campaign_id=row.uuid, reason="上级另行部署", actor=cast.supervisor, now=clock.now())
    assert (off.state, off.ended_on) == ("cancelled", DAY)
    states = dict(Visit.objects.everywhere("guard").values_list("uuid", "state"))
    assert (states[made.uuid], states[ahead.uuid]) == ("finished", "cancelled")
    close = {"campaign_id": row.uuid, "report": "完", "actor": cast.supervisor, "now": clock.now()}
    assert refusal(campaign_close, **close)[0] == "move_not_open"


def test_v14_a_record_begun_under_no_campaign_is_kept_marked_and_lifts_no_cap(
    cast: Cast, place: tuple[Venue, list[Officer]]
) -> None:
    form_make()
    begun: dict[str, Any] = {
        "venue_id": place[0].uuid, "trigger": "campaign_ordered", "items": ["NET-01", "NET-02"],
        "officers": [one.uuid for one in place[1]], "begun_at": clock.now(),
        "filing_no": "济文专备〔2026〕5号",
        "actor": cast.inspector, "now": clock.now(),
    }  # fmt: skip
    told = []
    for number in range(2):
        visit = visit_begin(visit_id=place[0].uuid if number else place[1][0].uuid, **begun)
        told.append((visit.counts_to_cap, visit.campaign_id is not None))
        if not number:
            row = campaign_filed(
                cast.supervisor,
                cast.leader,
                begun["filing_no"],
                trigger="campaign_ordered",
                ordered_by="市局",
            )
    assert told == [(True, False), (False, True)]
    # what named the number before it was filed is matched, and judged anew when its record comes
    first = Visit.objects.everywhere("guard").get(pk=place[1][0].uuid)
    assert first.campaign_id == row.uuid
    Visit.objects.everywhere("guard").filter(pk=first.pk).update(campaign=None, filing_no="没有登记的号")
    first.refresh_from_db()
    scene = Scene(cast.inspector, cast.colleague, place[0], place[1][0], place[1][1], first)
    record_make(scene, clean_body(scene))
    marked = Irregularity.objects.everywhere("guard").filter(inspection__visit=first, rule="V14")
    assert list(marked.values_list("code", flat=True)) == ["campaign_unknown"]
    first.refresh_from_db()
    assert first.counts_to_cap is True


def test_the_scope_of_a_filed_campaign_is_kept_for_its_draw(
    cast: Cast, place: tuple[Venue, list[Officer]]
) -> None:
    row = campaign_filed(cast.supervisor, cast.leader)
    assert PoolFilter.objects.everywhere("guard").get().chosen["categories"] == ["NET"]
    wish: dict[str, Any] = {
        "campaign": row.uuid, "items": ["NET-01"], "visit_from": DAY, "visit_to": date(2026, 10, 31),
        "actor": cast.supervisor, "now": clock.now(),
    }  # fmt: skip
    assert refusal(draw_draft, **wish) == ("facts_missing", ["campaign_scope"])
    draw = draw_draft(categories=["NET"], **wish)
    assert (draw.campaign_id, draw.directed) == (row.uuid, True)


def test_a_list_of_campaigns_asks_a_fixed_number_of_queries_and_none_of_strangers(
    cast: Cast, stranger: User, place: Any, client_of: Clients
) -> None:
    for number in range(3):
        campaign_filed(cast.supervisor, cast.leader, f"钢文专备〔2026〕{number}号", townships=["370117001"])
    campaign_draft(cast.supervisor, starts_on=date(2026, 10, 1))
    client = client_of(cast.inspector)
    with CaptureQueriesContext(connection) as queries:
        listed = client.get("/api/v1/campaigns?open=true").json()
    # session, person, roles; count, campaigns, categories, townships, visits (no venue is named)
    assert (len(listed["rows"]), len(queries)) == (3, 8), [q["sql"][:80] for q in queries]
    assert client_of(stranger).get("/api/v1/campaigns").json()["count"] == 0
    assert client.post("/api/v1/campaigns", {}, format="json").status_code == 403
