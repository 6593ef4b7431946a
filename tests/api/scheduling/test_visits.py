from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.models import Organ, User
from registry.models import Officer, Venue
from scheduling.models import Visit
from tests.factories_scheduling import catalogue_make, officer_make, venue_make, visit_make
from tests.services.scheduling.drawn import whole

Clients = Callable[[User | None], APIClient]
V1 = "/api/v1"
DAY = datetime(2026, 9, 22, 9, 30, tzinfo=BEIJING)


def planned(venue: Venue, team: list[Officer], /, **values: Any) -> dict[str, Any]:
    return {
        "venue": str(venue.uuid),
        "trigger": "complaint",
        "items": ["NET-01"],
        "officers": [str(row.uuid) for row in team],
        "planned_from": "2026-09-21",
        "planned_to": "2026-09-30",
        "basis": "《互联网上网服务营业场所管理条例》第四条",
        "precheck": "verify_lead",
        "precheck_reason": "须查看监控和登记",
        **values,
    }


def post(client: APIClient, address: str, body: Any = None) -> Any:
    return client.post(f"{V1}{address}", body, format="json")


def test_visit_from_plan_to_start(
    venue: Venue, team: list[Officer], supervisor: User, leader: User, inspector: User, client_of: Clients
) -> None:
    card = post(client_of(supervisor), "/visits", planned(venue, team)).json()
    assert (card["state"], card["verbs"], card["approval"]["state"]) == (
        "planned",
        ["visit.arrange", "visit.cancel"],
        "asked",
    )
    at = f"/visits/{card['uuid']}"
    phone = client_of(inspector)
    body = {"started_at": DAY.isoformat(), "scan_mode": "before", "scanned_at": DAY.isoformat()}
    with clock.at(DAY):
        refused = post(phone, f"{at}/start", body)
        assert (refused.status_code, refused.json()["code"]) == (422, "facts_missing")
        assert refused.json()["data"]["missing"] == ["approval"]
        card = post(client_of(leader), f"{at}/approve", {"approve": "approved"}).json()
        assert card["state"] == "approved"
        assert phone.get(f"{V1}{at}").json()["verbs"] == [
            "visit.start",
            "visit.confirm",
            "visit.recuse",
        ]
        card = post(phone, f"{at}/start", body).json()
    assert (card["state"], card["scan_mode"]) == ("started", "before")


def test_list_of_mine_is_mine(
    venue: Venue, team: list[Officer], organ: Organ, supervisor: User, inspector: User, client_of: Clients
) -> None:
    others = [officer_make(organ, "37011700103"), officer_make(organ, "37011700104")]
    mine = visit_make(venue, team, supervisor)
    visit_make(venue, others, supervisor)
    phone = client_of(inspector)
    assert phone.get(f"{V1}/visits").json()["count"] == 2
    listed = phone.get(f"{V1}/visits?mine=1&state=planned&venue={venue.uuid}").json()
    assert [row["uuid"] for row in listed["rows"]] == [str(mine.uuid)]


def test_several_states_are_listed_in_the_order_asked_for(
    venue: Venue, team: list[Officer], supervisor: User, client_of: Clients
) -> None:
    desk = client_of(supervisor)
    rows = [
        visit_make(
            venue, team, supervisor, planned_from=date(2026, 9, 20 + n), planned_to=date(2026, 9, 21 + n)
        )
        for n in range(3)
    ]
    Visit.objects.everywhere("guard").filter(uuid=rows[1].uuid).update(state="approved")
    Visit.objects.everywhere("guard").filter(uuid=rows[2].uuid).update(state="cancelled")

    def listed(query: str) -> list[int]:
        shown = desk.get(f"{V1}/visits?{query}").json()["rows"]
        return [[str(row.uuid) for row in rows].index(one["uuid"]) for one in shown]

    assert listed("state=planned,approved") == [0, 1]
    assert listed("state=planned,approved&sort=-planned_to") == [1, 0]
    assert listed("sort=-planned_to") == [2, 1, 0]
    assert desk.get(f"{V1}/visits?state=planned,gone").status_code == 400


def test_list_of_visits_costs_the_same_for_one_as_for_many(
    venue: Venue,
    team: list[Officer],
    organ: Organ,
    supervisor: User,
    client_of: Clients,
    django_assert_num_queries: Any,
) -> None:
    desk = client_of(supervisor)
    visit_make(venue, team, supervisor)
    desk.get(f"{V1}/visits")
    with django_assert_num_queries(20):
        desk.get(f"{V1}/visits")
    for number in range(2, 8):
        visit_make(venue_make(organ, f"91370117MA3C{number:04d}X1"), team, supervisor)
    with django_assert_num_queries(20):
        assert desk.get(f"{V1}/visits").json()["count"] == 7


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"trigger": "whim"}, 400, "invalid"),
        ({"items": []}, 400, "invalid"),
        ({"items": ["NET-77"]}, 422, "item_not_in_force"),
        ({"planned_to": "2026-09-01"}, 400, "invalid"),
        ({"planned_from": "0001-01-01", "planned_to": "9999-12-31"}, 400, "invalid"),
        ({"planned_from": "2026-01-01", "planned_to": "2027-12-31"}, 400, "invalid"),
        ({"venue": "00000000-0000-0000-0000-000000000001"}, 404, "not_found"),
        ({"officers": ["00000000-0000-0000-0000-000000000001"] * 2}, 400, "invalid"),
        ({"plan_row": "00000000-0000-0000-0000-000000000001"}, 404, "not_found"),
    ],
)
def test_plan_that_cannot_be_meant_is_refused(
    venue: Venue,
    team: list[Officer],
    supervisor: User,
    client_of: Clients,
    values: Any,
    status: int,
    code: str,
) -> None:
    answer = post(client_of(supervisor), "/visits", planned(venue, team, **values))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Visit.objects.everywhere("guard").exists()


def test_stranger_finds_no_visit_and_may_not_use_our_officers(
    venue: Venue,
    team: list[Officer],
    supervisor: User,
    stranger: User,
    stranger_organ: Organ,
    client_of: Clients,
) -> None:
    row = visit_make(venue, team, supervisor)
    outside = client_of(stranger)
    assert outside.get(f"{V1}/visits/{row.uuid}").status_code == 404
    for verb, body in (
        ("approve", {"approve": "approved"}),
        ("cancel", {"reason": "无"}),
        ("ask", None),
        ("assign", {"seat": 0, "officer": str(team[0].uuid), "reason": "无"}),
        ("start", {"started_at": clock.now().isoformat(), "scan_mode": "before"}),
    ):
        assert post(outside, f"/visits/{row.uuid}/{verb}", body).status_code == 404
    theirs = venue_make(stranger_organ, "91370116MA3C0001X1")
    assert post(outside, "/visits", planned(theirs, team)).status_code == 404


def test_business_reads_who_comes_without_sign_in(
    venue: Venue, team: list[Officer], supervisor: User, leader: User, client_of: Clients
) -> None:
    row = visit_make(venue, team, supervisor)
    public = client_of(None)
    assert public.get(f"{V1}/public/visits/{row.token}").json()["valid"] is False
    post(client_of(leader), f"/visits/{row.uuid}/approve", {"approve": "approved"})
    seen = public.get(f"{V1}/public/visits/{row.token}").json()
    assert (seen["valid"], seen["organ"], seen["venue"]) == (True, row.organ.name, venue.name)
    assert [o["cert_no"] for o in seen["officers"]] == ["37011700101", "37011700102"]
    assert len(seen["notice"]["prohibitions"]) == 5
    assert (seen["code"], seen["draw"]) == (venue.code, None)
    assert [item["code"] for item in seen["items"]] == list(row.items)
    assert seen["cap"] == {"used": 0, "limit": 2, "year": 2026}
    for token in ("nothing", "空"):
        assert public.get(f"{V1}/public/visits/{token}").status_code == 404


def test_open_seat_is_assigned_through_the_door(
    organ: Organ, supervisor: User, leader: User, client_of: Clients
) -> None:
    catalogue_make()
    venue_make(organ, "91370117MA3E0000X0", category="KTV")
    officers = [officer_make(organ, f"3701170030{n}", lead_quals=["NET"], quals=["NET"]) for n in (1, 2)]
    draw = whole(supervisor, rules={"overall": 10000})
    desk = client_of(supervisor)
    (card,) = desk.get(f"{V1}/visits?draw={draw.uuid}").json()["rows"]
    assert (len(card["team"]), card["seats"], "visit.assign" in card["verbs"]) == (1, 2, True)
    (seat,) = desk.get(f"{V1}/draws/{draw.uuid}").json()["open_seats"]
    assert (seat["visit"], seat["seat"], seat["reason"]) == (card["uuid"], 0, "qualification")
    free = next(o for o in officers if str(o.uuid) != card["team"][0]["officer"])
    may = desk.get(f"{V1}/visits/{card['uuid']}/seat-officers?seat=0").json()
    assert [row["officer"] for row in may] == [str(free.uuid)]
    assert desk.get(f"{V1}/visits/{card['uuid']}/seat-officers?seat=2").status_code == 404
    body = {"seat": 0, "officer": str(free.uuid), "reason": "本队无歌舞主检资质人员"}
    card = post(desk, f"/visits/{card['uuid']}/assign", body).json()
    assert card["team"][0]["direct_reason"] == "本队无歌舞主检资质人员"
    with clock.at(DAY):
        card = post(client_of(leader), f"/visits/{card['uuid']}/approve", {"approve": "approved"}).json()
    assert card["state"] == "approved"
    again = post(desk, f"/visits/{card['uuid']}/assign", body)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_card_of_a_drawn_visit_prints_the_head_of_the_log(
    organ: Organ, supervisor: User, client_of: Clients
) -> None:
    catalogue_make()
    venue_make(organ, "91370117MA3E0000X0")
    [officer_make(organ, f"3701170030{n}") for n in (1, 2)]
    draw = whole(supervisor, rules={"overall": 10000})
    desk = client_of(supervisor)
    (card,) = desk.get(f"{V1}/visits?draw={draw.uuid}").json()["rows"]
    result = [line for line in desk.get(f"{V1}/draws/{draw.uuid}").json()["log"] if line["ev"] == "RESULT"]
    assert card["draw"] == {
        "uuid": str(draw.uuid),
        "name": draw.name,
        "number": draw.number,
        "head": result[0]["head"],
    }


def test_licence_that_ran_out_is_shown_as_such(
    venue: Venue, team: list[Officer], supervisor: User, client_of: Clients
) -> None:
    from registry.models import Licence

    Licence.objects.create(
        venue=venue, kind="网络文化经营许可证", number="鲁网文1号", valid_to=date(2026, 9, 14)
    )
    row = visit_make(venue, team, supervisor)
    (licence,) = client_of(supervisor).get(f"{V1}/visits/{row.uuid}").json()["venue"]["licences"]
    assert (licence["valid_to"], licence["expired"]) == ("2026-09-14", True)


def test_start_long_ago_or_tomorrow_is_refused(
    venue: Venue, team: list[Officer], supervisor: User, leader: User, inspector: User, client_of: Clients
) -> None:
    row = visit_make(venue, team, supervisor)
    post(client_of(leader), f"/visits/{row.uuid}/approve", {"approve": "approved"})
    for at in (clock.now() - timedelta(days=800), clock.now() + timedelta(days=1)):
        body = {"started_at": at.isoformat(), "scan_mode": "backfill", "reason": "断网"}
        answer = post(client_of(inspector), f"/visits/{row.uuid}/start", body)
        assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, ["started_at"])


def test_list_of_what_awaits_a_decision_holds_nothing_else(
    venue: Venue, team: list[Officer], supervisor: User, leader: User, client_of: Clients
) -> None:
    desk, head = client_of(supervisor), client_of(leader)
    decided, open_ = (post(desk, "/visits", planned(venue, team)).json()["uuid"] for _ in range(2))
    post(head, f"/visits/{decided}/approve", {"approve": "approved"})
    rows = {
        state: [row["uuid"] for row in head.get(f"{V1}/visits", {"approval": state}).json()["rows"]]
        for state in ("asked", "approved", "none")
    }
    assert rows == {"asked": [open_], "approved": [decided], "none": []}
