"""Doors of what is made up beside a visit, of requests to keep away, outings and service visits."""

from datetime import timedelta
from typing import Any

from backend import clock
from backend.models import User
from registry.models import Officer, Venue
from tests.api.scheduling.test_visits import DAY, V1, planned, post
from tests.factories_scheduling import visit_make


def approved(venue: Venue, team: list[Officer], supervisor: User, leader: Any) -> str:
    row = visit_make(venue, team, supervisor)
    assert post(leader, f"/visits/{row.uuid}/approve", {"approve": "approved"}).status_code == 200
    return f"/visits/{row.uuid}"


def test_a_visit_from_an_emergency_to_what_is_made_up(
    venue: Venue, team: list[Officer], supervisor: User, inspector: User, colleague: User, client_of: Any
) -> None:
    at = f"/visits/{visit_make(venue, team, supervisor).uuid}"
    phone, other = client_of(inspector), client_of(colleague)
    with clock.at(DAY):
        body = {
            "started_at": DAY.isoformat(),
            "scan_mode": "before_leave",
            "reason": "先制止",
            "urgent": "正在接纳未成年人",
        }
        card = post(phone, f"{at}/start", body).json()
        assert (card["state"], card["urgent_reason"]) == ("started", "正在接纳未成年人")
        assert [one["rule"] for one in card["owed"]] == ["visit_approval", "visit_scan"]
        made = {"scan_mode": "before_leave", "scanned_at": DAY.isoformat(), "reason": "离开前已亮码"}
        assert [one["rule"] for one in post(phone, f"{at}/backfill", made).json()["owed"]] == [
            "visit_approval"
        ]
        told = post(other, f"{at}/confirm").json()
        assert [member["confirmed_at"] is None for member in told["team"]] == [True, False]
        assert post(other, f"{at}/confirm").status_code == 422
        assert post(phone, f"{at}/notify", {"noticed_at": DAY.isoformat()}).status_code == 409
        assert post(phone, f"{at}/report", {"number": "1"}).status_code == 409


def test_a_request_to_keep_away_goes_to_the_leader_and_back(
    venue: Venue, team: list[Officer], supervisor: User, leader: User, inspector: User, client_of: Any
) -> None:
    phone, head = client_of(inspector), client_of(leader)
    at = approved(venue, team, supervisor, head)
    given = {"officer": str(team[1].uuid), "party": "周老板", "party_role": "店长", "reason": "近亲属经营"}
    card = post(phone, f"{at}/recuse", given).json()
    (asked,) = card["recusals"]
    assert (asked["state"], asked["verbs"]) == ("asked", ["recusal.withdraw"])
    listed = head.get(f"{V1}/recusal-requests?state=asked").json()["rows"]
    assert [(one["reason"], one["verbs"]) for one in listed] == [
        ("近亲属经营", ["recusal.grant", "recusal.refuse"])
    ]
    assert phone.get(f"{V1}/recusal-requests").status_code == 403
    where = f"/recusal-requests/{asked['uuid']}"
    assert post(head, f"{where}/refuse", {"reason": ""}).status_code == 422
    assert post(head, f"{where}/refuse", {"reason": "不属于回避情形"}).json()["state"] == "refused"
    again = post(phone, f"{at}/recuse", given).json()["recusals"][1]["uuid"]
    assert post(head, f"/recusal-requests/{again}/grant", {}).json()["state"] == "granted"
    assert post(phone, f"/recusal-requests/{again}/withdraw", {}).status_code == 409


def test_outings_and_service_visits_are_listed_in_a_fixed_number_of_queries(
    venue: Venue, team: list[Officer], inspector: User, client_of: Any, django_assert_num_queries: Any
) -> None:
    phone = client_of(inspector)
    on = clock.today().isoformat()
    body = {"on": on, "vehicle": "鲁A·0117警", "officers": [str(row.uuid) for row in team]}
    out = post(phone, "/outings", body).json()
    assert (out["people"], out["visits"], out["verbs"]) == (2, [], ["outing.edit"])
    edited = post(
        phone, f"/outings/{out['uuid']}/edit", {"officers": [str(team[0].uuid)], "vehicle": ""}
    ).json()
    assert (edited["people"], edited["vehicle"]) == (1, "")
    service = {"venue": str(venue.uuid), "kind": "training", "on": on, "subject": "消防培训", "people": 2}
    assert post(phone, "/service-visits", service).status_code == 201
    phone.get(f"{V1}/outings")
    for address, queries in ((f"/outings?on={on}", 8), (f"/service-visits?venue={venue.uuid}", 5)):
        with django_assert_num_queries(queries):
            assert phone.get(f"{V1}{address}").json()["count"] == 1


def test_a_plan_says_first_whether_anybody_has_to_go_there(
    venue: Venue, team: list[Officer], supervisor: User, client_of: Any
) -> None:
    desk = client_of(supervisor)
    given = planned(venue, team)
    assert post(desk, "/visits", {**given, "precheck": "perhaps"}).status_code == 400
    assert post(desk, "/visits", {**given, "precheck_reason": ""}).json()["data"]["missing"] == [
        "precheck_reason"
    ]
    card = post(
        desk,
        "/visits",
        {**given, "precheck": "shared", "assistants": [{"name": "钱多识", "role": "消防专家"}]},
    ).json()
    assert (card["remote"], card["precheck"]["name"]) == (True, "可以通过共享数据核查")
    assert card["assistants"] == [{"name": "钱多识", "role": "消防专家"}]


def test_whoever_plans_a_visit_is_told_of_others_near_it_and_a_stranger_of_nothing(
    venue: Venue, team: list[Officer], supervisor: User, inspector: User, auditor: User, stranger: User,
    client_of: Any,
) -> None:  # fmt: skip
    row = visit_make(venue, team, supervisor)
    later = row.planned_to + timedelta(days=7)
    at = f"{V1}/visits/near?venue={venue.uuid}&first={later}&last={later}"
    told = client_of(inspector).get(at)
    assert (told.status_code, told.json()) == (
        200,
        [{"organ": row.organ.name, "own": True, "on": str(row.planned_from), "days": 7}],
    )
    assert client_of(auditor).get(at).status_code == 403
    assert client_of(stranger).get(at).status_code == 404
    assert client_of(inspector).get(at.replace(f"last={later}", "last=2026-01-01")).status_code == 400
