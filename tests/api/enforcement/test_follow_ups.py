"""Follow-ups at the desk: a visit asked for, and of two people at once the second is told who was first."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import User
from backend.services.documents import document_make
from enforcement.domain.states import FOLLOW_UP
from enforcement.domain.words import FOLLOW_UP_WORDS
from enforcement.models import FollowUp
from tests.cast import Cast, user_of
from tests.factories_enforcement import case_make, team_make
from tests.factories_scheduling import visit_make
from tests.services.enforcement.visits_back import arrive, ask, planned, visit_of

Clients = Callable[[User | None], APIClient]
VISIT: dict[str, Any] = {
    "kind": "recheck", "reason": "复核整改", "items": ["NET-01"], "planned_from": "2026-09-16",
    "planned_to": "2026-09-18",
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "plan": {"plan": "十月再访"},
    "step": {"kind": "guidance", "text": "上门指导"},
    "visit": VISIT,
    "send": {"opinion": "可予延续", "opinion_to": "区行政审批服务局"},
    "answer": {"answer": "已列入"},
    "close": {"conclusion": "到位"},
    "void": {"document": str(uuid4()), "reason": "打印错误"},
}


def test_visit_is_asked_for_and_shown_both_ways(cast: Cast, client_of: Clients) -> None:
    row = planned(cast)
    section = client_of(cast.industry_section)
    card = section.post(f"/api/v1/follow-ups/{row.uuid}/visit", VISIT | {"seen": 1}, format="json").json()
    (visit,) = card["visits"]
    assert (visit["state"], visit["kind"], visit["officers"], visit["open_seats"], visit["record"]) == (
        "planned", "recheck", [], 2, None,
    )  # fmt: skip
    assert "follow_up.visit" not in card["verbs"]
    assert "follow_up.close" not in card["verbs"]
    told = client_of(cast.supervisor).get(f"/api/v1/visits/{visit['uuid']}").json()
    assert told["cause"] == {"noun": "follow_up", "uuid": str(row.uuid)}
    assert told["trigger"] == {"code": "follow_up", "name": "处罚后续监管（回访、整改复核）"}
    assert "visit.assign" in told["verbs"]


@pytest.mark.parametrize("door", BODIES)
def test_at_every_door_the_second_is_told_who_was_first(cast: Cast, client_of: Clients, door: str) -> None:
    row = planned(cast)
    other = user_of(cast.organ, "section2", "管青禾", "industry_section")
    first = client_of(other).post(
        f"/api/v1/follow-ups/{row.uuid}/step",
        {"kind": "guidance", "text": "电话指导", "seen": 1},
        format="json",
    )
    assert (first.status_code, first.json()["rev"]) == (200, 2)
    second = client_of(cast.industry_section).post(
        f"/api/v1/follow-ups/{row.uuid}/{door}", BODIES[door] | {"seen": 1}, format="json"
    )
    assert (second.status_code, second.json()["code"]) == (409, "follow_up_moved")
    assert second.json()["message"] == (
        "管青禾已于09月15日 10:00办理“登记跟进事项”，这项后续监管现为“跟进中”。"
        "您的办理没有生效，请看过最新内容再定。"
    )
    row.refresh_from_db()
    assert (row.rev, row.plan) == (2, "九月回访")


def test_one_s_own_second_window_is_told_the_plain_refusal(cast: Cast, client_of: Clients) -> None:
    row = planned(cast)
    told = client_of(cast.industry_section).post(
        f"/api/v1/follow-ups/{row.uuid}/plan", {"plan": "再访", "seen": 0}, format="json"
    )
    assert (told.status_code, told.json()["code"]) == (409, "conflict")


def test_who_asks_without_having_looked_is_told_of_the_open_visit_s_asker(
    cast: Cast, client_of: Clients
) -> None:
    other = user_of(cast.organ, "section2", "管青禾", "industry_section")
    row = ask(planned(cast), other)
    told = client_of(cast.industry_section).post(f"/api/v1/follow-ups/{row.uuid}/visit", VISIT, format="json")
    assert (told.status_code, told.json()["data"]["who"], told.json()["data"]["did"]) == (
        409, "管青禾", "提出到场检查",
    )  # fmt: skip
    plain = client_of(other).post(f"/api/v1/follow-ups/{row.uuid}/visit", VISIT, format="json")
    assert plain.json()["message"] == f"检查任务 {visit_of(row).number} 还没有办完，不必再次提出。"


def test_every_act_on_a_follow_up_has_its_words() -> None:
    assert {verb for _, verb in FOLLOW_UP} | {"follow_up.record"} == set(FOLLOW_UP_WORDS)


def test_an_opinion_is_printed_answered_and_a_further_one_voided(cast: Cast, client_of: Clients) -> None:
    row = planned(cast)
    client, at = client_of(cast.industry_section), f"/api/v1/follow-ups/{row.uuid}"
    card = client.post(f"{at}/send", BODIES["send"] | {"seen": 1}, format="json").json()
    (opinion,) = card["opinions"]
    document_make(document_id=opinion["document"], now=clock.now())
    paper = client.get(f"{at}/paper", {"document": opinion["document"]})
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert client.post(f"{at}/send", BODIES["send"], format="json").json()["code"] == "opinion_sent"
    client.post(f"{at}/answer", BODIES["answer"], format="json")
    assert client.post(f"{at}/send", BODIES["send"], format="json").json()["code"] == "opinion_same"
    card = client.post(f"{at}/send", BODIES["send"] | {"opinion": "应暂缓延续"}, format="json").json()
    void = {"document": card["opinions"][1]["document"], "reason": "发错部门"}
    card = client.post(f"{at}/void", void, format="json").json()
    assert [(one["state"], one["answer"], one["verbs"]) for one in card["opinions"]] == [
        ("made", "已列入", []), ("void", "", []),
    ]  # fmt: skip
    assert "follow_up.send" in card["verbs"]


def test_stranger_voids_no_paper_of_a_follow_up(cast: Cast, client_of: Clients, stranger_organ: Any) -> None:
    row = planned(cast)
    section = client_of(cast.industry_section)
    card = section.post(f"/api/v1/follow-ups/{row.uuid}/send", BODIES["send"], format="json").json()
    body = {"document": card["opinions"][0]["document"], "reason": "不要了"}
    stranger = user_of(stranger_organ, "section5", "外若兰", "industry_section")
    told = client_of(stranger).post(f"/api/v1/follow-ups/{row.uuid}/void", body, format="json")
    assert told.status_code == 404
    told = client_of(cast.inspector).post(f"/api/v1/follow-ups/{row.uuid}/void", body, format="json")
    assert told.status_code == 403


def test_stranger_asks_for_no_visit(cast: Cast, client_of: Clients, stranger_organ: Any) -> None:
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    stranger = user_of(stranger_organ, "section3", "外若木", "industry_section")
    assert (
        client_of(stranger).post(f"/api/v1/follow-ups/{row.uuid}/visit", VISIT, format="json").status_code
        == 404
    )


def test_section_reads_the_visit_it_caused_and_may_do_nothing_with_it(cast: Cast, client_of: Clients) -> None:
    row = ask(planned(cast), cast.industry_section)
    arrive(cast, visit_of(row))
    client, visit = client_of(cast.industry_section), visit_of(row)
    told = client.get(f"/api/v1/follow-up-visits/{visit.uuid}").json()
    assert (told["number"], told["state"], told["follow_up"], told["venue"]["code"]) == (
        visit.number, "started", str(row.uuid), visit.venue.code,
    )  # fmt: skip
    assert ([one["name"] for one in told["team"]], told["items_count"], told["approval"]["state"]) == (
        ["林知远", "宋明岚"], 2, "approved",
    )  # fmt: skip
    assert told["basis"] == visit.basis
    assert {"verbs", "token", "near", "recusals"} & told.keys() == set()


def test_every_other_visit_stays_closed_to_the_section(
    cast: Cast, stranger_organ: Any, client_of: Clients
) -> None:
    own, client = visit_of(ask(planned(cast), cast.industry_section)), client_of(cast.industry_section)
    other = visit_make(own.venue, team_make(cast), cast.supervisor)
    assert client.get(f"/api/v1/follow-up-visits/{own.uuid}").status_code == 200
    assert client.get(f"/api/v1/follow-up-visits/{other.uuid}").status_code == 404
    doors = ("visits", f"visits/{own.uuid}", f"visits/{other.uuid}", f"visits/{own.uuid}/documents")
    assert {client.get(f"/api/v1/{door}").status_code for door in doors} == {403}
    stranger = user_of(stranger_organ, "section4", "外若水", "industry_section")
    assert client_of(stranger).get(f"/api/v1/follow-up-visits/{own.uuid}").status_code == 404
    assert client_of(cast.liaison).get(f"/api/v1/follow-up-visits/{own.uuid}").status_code == 403


def test_list_of_follow_ups_asks_the_database_as_often_for_many(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    ask(planned(cast), cast.industry_section)
    client = client_of(cast.industry_section)
    client.get("/api/v1/follow-ups")
    with django_assert_num_queries(12):
        client.get("/api/v1/follow-ups")
