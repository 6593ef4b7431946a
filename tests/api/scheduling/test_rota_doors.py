"""The rota over the wire: what each role sees and may do."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from backend.models import User
from tests.cast import Cast
from tests.factories_rota import MONDAY, apart, leave_asked, rota_make, seat_of, seats_of, swap_asked

Clients = Callable[[User | None], APIClient]
RULES = {
    "starts_on": "2026-09-16", "teams": 2, "areas": [{"name": "东片区", "townships": ["370117001"]}],
}  # fmt: skip


def test_supervisor_makes_rules_and_everybody_sees_the_weeks(cast: Cast, client_of: Clients) -> None:
    rota_make(cast)
    made = client_of(cast.supervisor).post("/api/v1/rota/policies", RULES, format="json")
    assert (made.status_code, made.json()["no"], made.json()["starts_on"]) == (201, 2, "2026-09-14")
    refused = client_of(cast.inspector).post("/api/v1/rota/policies", RULES, format="json")
    assert refused.status_code == 403
    seen = client_of(cast.inspector).get("/api/v1/rota?from=2026-09-14&weeks=60").json()
    assert (seen["policy"]["seed"], len(seen["weeks"])) == ("WH370117/2", 9)
    assert seen["verbs"] == ["swap.ask", "leave.ask"]
    first = seen["weeks"][0]
    assert (first["now"], first["past"], [team["no"] for team in first["teams"]]) == (True, False, [1, 2])


def test_balance_is_a_distribution_and_names_nobody(cast: Cast, client_of: Clients) -> None:
    rota_make(cast)
    balance = client_of(cast.supervisor).get("/api/v1/rota").json()["balance"]
    assert sum(row["officers"] for row in balance["duties"]) == 10
    assert sum(row["officers"] * row["times"] for row in balance["duties"]) == 36
    assert {key for row in balance["duties"] for key in row} == {"times", "officers"}


def test_bureau_without_rules_shows_an_empty_calendar(cast: Cast, client_of: Clients) -> None:
    seen = client_of(cast.supervisor).get("/api/v1/rota").json()
    assert (seen["policy"], seen["weeks"], seen["balance"]["duties"]) == (None, [], [])


def test_calendar_costs_the_same_for_one_week_as_for_nine(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    rota_make(cast)
    desk = client_of(cast.supervisor)
    for weeks in (1, 9):
        with django_assert_num_queries(8):
            desk.get(f"/api/v1/rota?from={MONDAY}&weeks={weeks}")


def test_week_shows_what_it_was_computed_from_and_comes_out_alike(cast: Cast, client_of: Clients) -> None:
    rota_make(cast)
    seat = seats_of(cast.organ)[0]
    change = {"officer": None, "reason": "另有任务"}
    address = f"/api/v1/duty-seats/{seat.uuid}/change"
    changed = client_of(cast.supervisor).post(address, change, format="json")
    assert changed.status_code == 200
    proof = client_of(cast.inspector).get(f"/api/v1/duty-weeks/{seat.week_id}").json()
    assert (proof["same"], proof["digest"]) == (True, seat.week.digest)
    assert proof["computed"] == proof["published"]
    assert proof["week"]["changes"][0]["reason"] == ""
    assert changed.json()["changes"][0]["reason"] == "另有任务"


def test_supervisor_exchanges_seats_over_the_wire_and_an_inspector_may_not(
    cast: Cast, client_of: Clients
) -> None:
    rota_make(cast)
    one, other = seats_of(cast.organ)[0], seats_of(cast.organ)[2]  # of both teams of a week
    body = {"other": str(other.uuid), "reason": "对调"}
    address = f"/api/v1/duty-seats/{one.uuid}/swap"
    assert client_of(cast.inspector).post(address, body, format="json").status_code == 403
    week = client_of(cast.supervisor).post(address, body, format="json").json()
    assert week["teams"][0]["seats"][0]["officer"] == str(other.officer_id)


def test_own_duty_is_listed_with_partners_and_areas(cast: Cast, client_of: Clients) -> None:
    giver = rota_make(cast)[0]
    rows = client_of(cast.inspector).get("/api/v1/duties/mine").json()["rows"]
    assert [row["uuid"] for row in rows] == [str(s.uuid) for s in seats_of(cast.organ, officer=giver)]
    assert all(len(row["partners"]) == 1 and row["areas"] for row in rows)
    assert client_of(cast.leader).get("/api/v1/duties/mine").json() == {"rows": []}


def test_leave_is_asked_seen_by_its_asker_and_decided_by_the_supervisor(
    cast: Cast, client_of: Clients
) -> None:
    giver = rota_make(cast, 16)[0]
    days = {"starts_on": str(seat_of(giver).week.starts_on), "ends_on": "2026-11-20", "reason": "探亲"}
    made = client_of(cast.inspector).post("/api/v1/leave-requests", days, format="json").json()
    assert (made["state"], made["verbs"]) == ("asked", ["leave.withdraw"])
    assert made["conflicts"]["duties"]
    assert client_of(cast.colleague).get("/api/v1/leave-requests").json()["rows"] == []
    (listed,) = client_of(cast.supervisor).get("/api/v1/leave-requests?state=asked").json()["rows"]
    assert listed["verbs"] == ["leave.approve", "leave.reject"]
    address = f"/api/v1/leave-requests/{made['uuid']}"
    assert client_of(cast.colleague).get(address).status_code == 404
    assert client_of(cast.inspector).post(f"{address}/approve", {}, format="json").status_code == 403
    done = client_of(cast.supervisor).post(f"{address}/approve", {}, format="json").json()
    assert (done["state"], done["decided_by"], done["conflicts"]["duties"]) == ("approved", "邵立行", [])


def test_leave_is_rejected_with_a_reason_or_withdrawn(cast: Cast, client_of: Clients) -> None:
    rows = [leave_asked(cast), leave_asked(cast)]
    address = f"/api/v1/leave-requests/{rows[0].uuid}/reject"
    answer = client_of(cast.leader).post(address, {"reason": "重大活动"}, format="json").json()
    assert (answer["state"], answer["decision"]) == ("rejected", "重大活动")
    address = f"/api/v1/leave-requests/{rows[1].uuid}/withdraw"
    assert client_of(cast.inspector).post(address, {}, format="json").json()["state"] == "withdrawn"


def test_swap_goes_from_one_to_the_other_to_the_supervisor(cast: Cast, client_of: Clients) -> None:
    giver, taker = rota_make(cast, 16)[:2]
    body = {
        "given": str(apart(giver, taker, weeks=1).uuid), "taker": str(taker.uuid),
        "taken": str(apart(taker, giver, weeks=1).uuid), "reason": "家中有事",
    }  # fmt: skip
    made = client_of(cast.inspector).post("/api/v1/swap-requests", body, format="json").json()
    assert (made["state"], made["verbs"]) == ("asked", ["swap.withdraw"])
    assert set(made["warnings"]) <= {"gap"}
    address = f"/api/v1/swap-requests/{made['uuid']}"
    assert client_of(cast.colleague).get(address).json()["verbs"] == ["swap.agree", "swap.decline"]
    client_of(cast.colleague).post(f"{address}/agree", {}, format="json")
    (listed,) = client_of(cast.supervisor).get("/api/v1/swap-requests?state=agreed").json()["rows"]
    assert listed["verbs"] == ["swap.approve", "swap.reject"]
    done = client_of(cast.supervisor).post(f"{address}/approve", {"reason": "同意"}, format="json").json()
    assert (done["state"], done["decided_by"], done["warnings"]) == ("approved", "邵立行", [])


def test_swap_is_declined_withdrawn_or_rejected(cast: Cast, client_of: Clients) -> None:
    rota_make(cast, 16)
    rows = [swap_asked(cast) for _ in range(3)]
    at = [f"/api/v1/swap-requests/{row.uuid}" for row in rows]
    inspector, colleague = client_of(cast.inspector), client_of(cast.colleague)
    assert colleague.post(f"{at[0]}/decline", {}, format="json").json()["state"] == "declined"
    assert inspector.post(f"{at[1]}/withdraw", {}, format="json").json()["state"] == "withdrawn"
    colleague.post(f"{at[2]}/agree", {}, format="json")
    reject = client_of(cast.leader).post(f"{at[2]}/reject", {"reason": "不妥"}, format="json").json()
    assert (reject["state"], reject["decision"]) == ("rejected", "不妥")


def test_lists_of_requests_cost_the_same_for_one_as_for_many(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    rota_make(cast, 16)
    for _ in range(3):
        leave_asked(cast)
        swap_asked(cast)
    desk = client_of(cast.supervisor)
    for noun in ("leave-requests", "swap-requests"):
        for limit in (1, 3):
            with django_assert_num_queries(5):
                desk.get(f"/api/v1/{noun}?limit={limit}")
