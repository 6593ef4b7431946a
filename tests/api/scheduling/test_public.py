"""What anybody may ask: plans, draws, figures, and one venue over all draws."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.models import Organ, User
from scheduling.domain import sampling
from scheduling.domain.encoding import SHA256
from scheduling.models import Draw, Visit
from scheduling.services.draws import draw_commit, draw_replace, draw_reveal, draw_seal, draw_void
from tests.cast import TODAY
from tests.factories_scheduling import plan_of, visit_make
from tests.services.scheduling.drawn import (
    DICE,
    District,
    at_moment,
    committed,
    drafted,
    drawn,
    sheet_of,
    two_cells,
    whole,
)

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1/public"
REVEAL_BY = datetime(2026, 10, 9, 18, tzinfo=BEIJING)


@pytest.fixture
def anybody(client_of: Clients) -> APIClient:
    return client_of(None)


def hours_later(n: int) -> AbstractContextManager[None]:
    return clock.at(TODAY + timedelta(hours=n))


def sealed(supervisor: User) -> Draw:
    """A draw drawn under seal, to be revealed by the 9th of October."""
    draft = drafted(supervisor)
    draw_seal(
        draw_id=draft.uuid, holder="派驻纪检组", passphrase="保管人自己的口令一二三四", actor=supervisor,
        now=clock.now(),
    )  # fmt: skip
    draw = draw_commit(
        draw_id=draft.uuid, beacon=DICE, moment=clock.now() + timedelta(hours=2), reveal_by=REVEAL_BY,
        escrow=sheet_of(draft, supervisor, b"\xff\xd8\xff receipt").uuid, actor=supervisor, now=clock.now(),
    )  # fmt: skip
    return drawn(draw, supervisor)


def visit_of(draw: Draw, code: str) -> UUID:
    return Visit.objects.everywhere("guard").get(draw=draw, venue__code=code).pk


def standing(anybody: APIClient, code: str) -> list[str]:
    return [row["standing"] for row in anybody.get(f"{V1}/lookup?code={code}").json()["rows"]]


def test_one_venue_is_found_in_every_draw_that_lists_it(
    district: District, supervisor: User, anybody: APIClient
) -> None:
    two_cells(district)
    district.venues[0].status = "closed"
    district.venues[0].save()
    first = whole(supervisor)
    with hours_later(3):
        second = committed(supervisor)
    public = anybody.get(f"{V1}/draws/{first.uuid}").json()
    # neither drawn nor among those who follow next: nothing is stored of it
    mine = next(v.code for v in district.venues[1:] if not first.picks.filter(code=v.code).exists())
    (told,) = (row for row in anybody.get(f"{V1}/lookup?code={mine}").json()["rows"] if row["seed"])
    key = sampling.subkeys(SHA256, bytes.fromhex(first.seed)).venue
    assert told["ticket"] == hashlib.sha256(key + mine.encode()).hexdigest()
    assert (told["cell_eligible"], told["rank"] > told["cell_quota"] + sampling.HEADS) == (15, True)
    assert standing(anybody, mine) == ["pending", "waiting"]
    assert standing(anybody, public["picks"][0]["code"])[1] == "drawn"
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
    draw = sealed(supervisor)
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
    owed = {which: anybody.get(f"{V1}/draws?which={which}").json()["count"] for which in ("owed", "missing")}
    assert owed == {"owed": 1, "missing": 0}
    with clock.at(REVEAL_BY + timedelta(hours=1)):
        late = {which: anybody.get(f"{V1}/draws?which={which}").json()["count"] for which in owed}
        assert late == {"owed": 0, "missing": 1}
        assert anybody.get(f"{V1}/statistics").json()[0]["figures"]["missing"] == 1
        draw_reveal(draw_id=draw.uuid, actor=supervisor, now=clock.now())
        assert len(anybody.get(f"{V1}/draws/{draw.uuid}").json()["picks"]) == 9
        assert "missing" not in [
            name for name, n in anybody.get(f"{V1}/statistics").json()[0]["figures"].items() if n
        ]


def test_who_follows_is_told_before_a_replacement_and_shown_after_it(
    district: District, supervisor: User, client_of: Clients, anybody: APIClient
) -> None:
    draw = whole(supervisor)
    out = draw.picks.filter(selected=True).order_by("code").first()
    assert out is not None
    desk = client_of(supervisor)
    told = desk.get(f"/api/v1/draws/{draw.uuid}/next?code={out.code}").json()
    with at_moment(draw, timedelta(hours=1)):
        draw_replace(
            draw_id=draw.uuid, visit_id=visit_of(draw, out.code), code="cancelled", reason="已注销",
            photo=sheet_of(draw, supervisor, b"\xff\xd8\xff shut").uuid,
            statement=sheet_of(draw, supervisor, b"\xff\xd8\xff said").uuid,
            place="艾山街道虚构路 1 号", signers=["秦知远", "宋明岚"], actor=supervisor, now=clock.now(),
        )  # fmt: skip
    assert standing(anybody, out.code) == ["replaced"]
    assert standing(anybody, told["code"]) == ["brought"]
    public = anybody.get(f"{V1}/draws/{draw.uuid}").json()
    (change,) = public["changes"]
    assert (change["out"]["code"], change["brought"]["code"]) == (out.code, told["code"])
    assert {row["code"]: row["out_code"] for row in public["picks"] if row["out_code"]} == {
        out.code: "cancelled"
    }
    assert desk.get(f"/api/v1/draws/{draw.uuid}/next?code=91370117NOBODY").json()["code"] == ""


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
    assert listed("which=sealed") == listed("which=owed") == listed("which=missing") == []
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
    assert [item["code"] for item in found["items"]] == ["KTV-01", "NET-01", "KTV-02", "NET-02"]
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
    cost = {f"draws?limit={n}": 3 for n in (1, 50)} | {f"lookup?code={code}&limit={n}": 7 for n in (1, 50)}
    cost |= {"statistics": 2}
    for hours in (3, 6):
        for address, queries in cost.items():
            with django_assert_num_queries(queries):
                anybody.get(f"{V1}/{address}")
        with hours_later(hours):
            whole(supervisor)
