"""What anybody may ask: plans, draws, figures, and one venue over all draws."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import Organ, User
from scheduling.models import Draw, Visit
from scheduling.services.draws import draw_void
from tests.cast import TODAY
from tests.factories_scheduling import plan_of, visit_make
from tests.services.scheduling.drawn import District, committed, drawn, whole

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1/public"


@pytest.fixture
def anybody(client_of: Clients) -> APIClient:
    return client_of(None)


def hours_later(n: int) -> AbstractContextManager[None]:
    return clock.at(TODAY + timedelta(hours=n))


def sealed(draw: Draw) -> Draw:
    """The same draw as if it had been committed under seal until the end of October."""
    commit = json.loads(draw.commit)
    commit |= {"secret": "5" * 64, "escrow": "6" * 64, "reveal_by": 1793404800}
    draw.commit = json.dumps(commit, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    Draw.objects.everywhere("guard").filter(pk=draw.pk).update(commit=draw.commit)
    return draw


def standing(anybody: APIClient, code: str) -> list[str]:
    return [row["standing"] for row in anybody.get(f"{V1}/lookup?code={code}").json()["rows"]]


def test_one_venue_is_found_in_every_draw_that_lists_it(
    district: District, supervisor: User, anybody: APIClient
) -> None:
    district.venues[0].status = "closed"
    district.venues[0].save()
    first = whole(supervisor)
    with hours_later(3):
        second = committed(supervisor)
    public = anybody.get(f"{V1}/draws/{first.uuid}").json()
    mine = public["picks"][0]["code"]
    assert standing(anybody, mine) == ["pending", "drawn"]
    assert standing(anybody, district.venues[0].code) == ["excluded", "excluded"]
    assert standing(anybody, "91370117NOBODY") == []
    with hours_later(4):
        draw_void(draw_id=second.uuid, code="roster", reason="名录漏登", actor=supervisor, now=clock.now())
    drawn(second, supervisor)
    latest = anybody.get(f"{V1}/lookup?code={mine}").json()["rows"][0]
    assert latest["standing"] in ("void_drawn", "void_waiting")
    assert latest["grade_eligible"] == public["eligible"][latest["grade"]]


def test_excluded_venue_is_told_the_facts_it_was_left_out_for(
    district: District, supervisor: User, anybody: APIClient
) -> None:
    venue = district.venues[3]
    visit = visit_make(venue, district.officers[:2], supervisor)
    rows = Visit.objects.everywhere("guard").filter(pk=visit.pk)
    rows.update(state="finished", finished_on=date(2026, 8, 1))
    draw = whole(supervisor)
    (row,) = anybody.get(f"{V1}/lookup?code={venue.code}").json()["rows"]
    assert {name: row[name] for name in ("eligible", "last", "limit", "rank", "venue", "name")} == {
        "eligible": "recent",
        "last": "2026-08-01",
        "limit": 90,
        "rank": None,
        "venue": venue.name,
        "name": draw.name,
    }


def test_sealed_draw_tells_nobody_who_is_drawn(
    district: District, supervisor: User, anybody: APIClient
) -> None:
    draw = sealed(whole(supervisor))
    codes = [venue.code for venue in district.venues]
    answers = [anybody.get(f"{V1}/draws/{draw.uuid}/why?code={code}").json() for code in codes]
    told = {"standing", "ticket", "rank", "selected", "team", "seed", "cell_quota"}
    same = {name: answers[0][name] for name in told}
    assert same == {
        "standing": "sealed", "ticket": "", "rank": None, "selected": False, "team": [], "seed": "",
        "cell_quota": 0,
    }  # fmt: skip
    assert all({name: one[name] for name in told} == same for one in answers)
    public = anybody.get(f"{V1}/draws/{draw.uuid}").json()
    assert (public["sealed"], public["seed"], public["picks"], public["open_seats"]) == (True, "", [], [])
    assert public["values"] == draw.values


def test_draws_are_narrowed_to_the_rows_behind_a_figure(
    district: District, supervisor: User, anybody: APIClient
) -> None:
    first = whole(supervisor)
    with hours_later(3):
        second = committed(supervisor)
        draw_void(draw_id=second.uuid, code="order", reason="程序", actor=supervisor, now=clock.now())
    (row,) = anybody.get(f"{V1}/statistics").json()
    assert (row["organ"], row["year"]) == (first.organ_id, 2026)
    assert {name: n for name, n in row["figures"].items() if n} == {"committed": 2, "drawn": 1, "void": 1}

    def listed(query: str) -> list[str]:
        return [one["uuid"] for one in anybody.get(f"{V1}/draws?{query}").json()["rows"]]

    assert listed(f"organ={first.organ_id}&year=2026&which=void") == [str(second.uuid)]
    assert listed("which=drawn") == [str(first.uuid)]
    assert listed("which=sealed") == []
    sealed(first)
    assert listed("which=sealed") == listed("which=owed") == [str(first.uuid)]
    assert listed("which=missing") == []
    with hours_later(24 * 60):
        assert listed("which=missing") == [str(first.uuid)]
    assert listed("year=2025") == listed("organ=WH000000") == []
    assert anybody.get(f"{V1}/draws?which=nothing").status_code == 400


def test_only_published_plans_are_shown_with_their_wording(
    organ: Organ, supervisor: User, anybody: APIClient
) -> None:
    plan = plan_of(supervisor)
    assert anybody.get(f"{V1}/plans").json()["rows"] == []
    assert anybody.get(f"{V1}/plans/{plan.uuid}").status_code == 404
    plan.state, plan.published_on = "published", clock.today()
    plan.save()
    (card,) = anybody.get(f"{V1}/plans?year=2026").json()["rows"]
    whole_plan = anybody.get(f"{V1}/plans/{card['uuid']}").json()
    assert [row["quota_verbatim"] for row in whole_plan["rows"]] == [
        row.quota_verbatim for row in plan.rows.order_by("seq")
    ]
    assert anybody.get(f"{V1}/organs").json() == [{"code": organ.code, "name": organ.name}]


def test_items_in_force_carry_their_provisions(district: District, anybody: APIClient) -> None:
    found = anybody.get(f"{V1}/items").json()
    assert [item["code"] for item in found["items"]] == ["NET-01", "KTV-01", "NET-02", "KTV-02"]
    assert {item["verified"] for item in found["items"]} == {False}


def test_who_asks_again_is_told_that_nothing_changed(
    district: District, supervisor: User, anybody: APIClient
) -> None:
    draw = committed(supervisor)
    first = anybody.get(f"{V1}/draws/{draw.uuid}")
    assert first.headers["Cache-Control"] == "no-cache"
    again = anybody.get(f"{V1}/draws/{draw.uuid}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    drawn(draw, supervisor)
    fresh = anybody.get(f"{V1}/draws/{draw.uuid}", headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200
    assert anybody.get(f"{V1}/plans").headers["Cache-Control"] == "public, max-age=300"


def test_public_lists_cost_the_same_for_one_as_for_many(
    district: District, supervisor: User, anybody: APIClient, django_assert_num_queries: Any
) -> None:
    whole(supervisor)
    code = district.venues[5].code
    cost = {f"draws?limit={n}": 3 for n in (1, 50)} | {f"lookup?code={code}&limit={n}": 6 for n in (1, 50)}
    cost |= {"statistics": 2}
    for hours in (3, 6):
        for address, queries in cost.items():
            with django_assert_num_queries(queries):
                anybody.get(f"{V1}/{address}")
        with hours_later(hours):
            whole(supervisor)
