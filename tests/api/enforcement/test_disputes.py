"""The registers of reviews and suits at their doors, and what a ruling does to the case."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, User
from enforcement.models import Case, CaseTrack
from enforcement.selectors.credit import credit_facts
from enforcement.selectors.weighing import priors_of
from enforcement.services.cases import case_publish, publication_prepare, track_act, track_begin
from tests.cast import Cast
from tests.factories_enforcement import case_make
from tests.services.enforcement.course import on_day

pytestmark = pytest.mark.django_db
Clients = Callable[[User | None], APIClient]
DOOR = "/api/v1/disputes"


def begin(cast: Cast, case: Case, kind: str, **values: Any) -> CaseTrack:
    told = {"on": "2026-09-15", "body": "区政府", **values}
    return track_begin(
        case_id=case.uuid, verb=f"{kind}.receive", values=told, actor=cast.legal_reviewer, now=clock.now()
    )


def act(cast: Cast, row: CaseTrack, verb: str, **values: Any) -> CaseTrack:
    return track_act(track_id=row.uuid, verb=verb, values=values, actor=cast.legal_reviewer, now=clock.now())


def due(row: CaseTrack) -> tuple[str, date, str]:
    one = Clock.objects.everywhere("guard").get(noun_id=row.uuid)
    return one.rule, one.due_on, one.basis


def published(cast: Cast, case: Case) -> None:
    publication_prepare(case_id=case.uuid, act="publish", actor=cast.inspector, now=clock.now())
    case_publish(case_id=case.uuid, actor=cast.leader, now=clock.now())


def test_the_organ_answers_a_review_in_ten_or_five_working_days_and_a_court_in_fifteen_days(
    cast: Cast,
) -> None:
    case = case_make(cast, "served")
    review = begin(cast, case, "review", copy_on="2026-09-15", procedure="ordinary")
    # 中秋 25 to 27 September is free, 20 September is worked
    assert due(review) == (
        "review_answer",
        date(2026, 9, 29),
        "行政复议法（2023年修订）第四十八条、第八十八条（待核实）",
    )
    act(cast, review, "review.conclude", on="2026-09-15", result="withdrawn")
    short = begin(cast, case, "review", procedure="simple")
    assert due(short) == (
        "review_answer_simple", date(2026, 9, 21), "行政复议法（2023年修订）第五十四条、第八十八条（待核实）"
    )  # fmt: skip
    suit = begin(cast, case, "litigation", body="区法院", instance="first")
    assert due(suit) == ("litigation_answer", date(2026, 9, 30), "行政诉讼法第六十七条（待核实）")
    with on_day(2026, 10, 9):
        late = {"on": "2026-10-09"}
        with pytest.raises(DomainError) as refusal:
            act(cast, suit, "litigation.plead", **late)
        assert refusal.value.data["missing"] == ["late_reason"]
        row = act(cast, suit, "litigation.plead", **late, late_reason="副本节后才转到")
    assert row.state == "pleaded"
    assert Clock.objects.everywhere("guard").get(noun_id=suit.uuid).done_on == date(2026, 10, 9)


def test_the_register_lists_reviews_and_suits_with_clock_result_and_effect(
    cast: Cast, stranger: User, client_of: Clients
) -> None:
    case = case_make(cast, "served")
    review = begin(cast, case, "review", number="行复1号", procedure="simple", copy_on="2026-09-15")
    act(cast, review, "review.answer", on="2026-09-15")
    act(cast, review, "review.conclude", on="2026-09-15", result="upheld")
    suit = begin(cast, case, "litigation", body="区法院", number="行初2号", instance="first")
    client = client_of(cast.legal_reviewer)
    (one,) = client.get(DOOR, {"kind": "review"}).json()["rows"]
    assert one["clock"].pop("words")
    assert {key: one[key] for key in one if key not in ("clock", "case")} == {
        "uuid": str(review.uuid), "kind": "review", "state": "concluded", "party_name": case.party_name,
        "body": "区政府", "number": "行复1号", "course": "simple", "received_on": "2026-09-15",
        "copy_on": "2026-09-15", "answered_on": "2026-09-15", "result": "upheld", "redo": False,
        "concluded_on": "2026-09-15", "effect": "stands",
    }  # fmt: skip
    assert one["case"] == {
        "uuid": str(case.uuid), "number": case.number, "decision_number": case.decision_number,
    }  # fmt: skip
    assert (one["clock"]["due_on"], one["clock"]["done_on"]) == ("2026-09-21", "2026-09-15")

    def found(**query: Any) -> list[str]:
        return [row["uuid"] for row in client.get(DOOR, query).json()["rows"]]

    assert found(kind="litigation") == found(state="received", year=2026) == [str(suit.uuid)]
    assert found(year=2025) == []
    assert client.get(DOOR, {"state": "sealed"}).status_code == 400
    assert client.get(f"{DOOR}/counts").json() == [
        {"kind": "litigation", "year": 2026, "state": "received", "n": 1},
        {"kind": "review", "year": 2026, "state": "concluded", "n": 1},
    ]
    assert (
        client_of(stranger).get(DOOR).json()["rows"] == client_of(stranger).get(f"{DOOR}/counts").json() == []
    )


def test_a_list_of_disputes_costs_the_same_for_one_and_for_many(
    cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    client = client_of(cast.supervisor)
    for _ in range(2):
        begin(cast, case_make(cast, "served"), "review")
    client.get(DOOR)
    with django_assert_num_queries(6):
        assert client.get(DOOR).json()["count"] == 2


def test_a_revoked_decision_leaves_credit_priors_and_the_public_and_the_case_says_so(
    cast: Cast, client_of: Clients
) -> None:
    case = case_make(cast, "served")
    published(cast, case)
    with on_day(2026, 9, 20):
        again = case_make(cast, venue=case.venue_id, occurred_on=date(2026, 9, 18))
    assert [one.number for one in priors_of(again)] == [case.number]
    assert len(credit_facts(cast.organ.code, date(2026, 9, 15))) == 1
    suit = begin(cast, case, "litigation", body="区法院")
    act(cast, suit, "litigation.conclude", on="2026-09-15", result="revoked", redo=True)
    assert (priors_of(again), credit_facts(cast.organ.code, date(2026, 9, 15))) == ([], {})
    client = client_of(cast.supervisor)
    shown = client.get(f"/api/v1/cases/{case.uuid}").json()
    assert (shown["effect"], [one["code"] for one in shown["publication"]["acts"]]) == (
        "revoked", ["correct", "withdraw"],
    )  # fmt: skip
    counts = {
        (one["noun"], one["standing"]): one["n"] for one in client.get("/api/v1/publications/counts").json()
    }
    assert (counts["case", "amend"], counts["case", "published"]) == (1, 0)
    (row,) = client.get("/api/v1/publications", {"noun": "case", "standing": "amend"}).json()["rows"]
    assert (row["standing"], row["clock"]["rule"], row["clock"]["due_on"]) == (
        "amend", "publication_withdrawal", "2026-09-18",
    )  # fmt: skip
    publication_prepare(
        case_id=case.uuid, act="withdraw", reason="法院撤销", actor=cast.inspector, now=clock.now()
    )
    case_publish(case_id=case.uuid, actor=cast.leader, now=clock.now())
    (row,) = client.get("/api/v1/publications", {"noun": "case", "standing": "withdrawn"}).json()["rows"]
    assert row["clock"]["rule"] == "case_publication"


def test_what_was_prepared_before_the_decision_fell_is_not_made_public(cast: Cast) -> None:
    case = case_make(cast, "served")
    publication_prepare(case_id=case.uuid, act="publish", actor=cast.inspector, now=clock.now())
    review = begin(cast, case, "review")
    act(cast, review, "review.conclude", on="2026-09-15", result="unlawful")
    with pytest.raises(DomainError) as refusal:
        case_publish(case_id=case.uuid, actor=cast.leader, now=clock.now())
    assert refusal.value.data["missing"] == ["decision_stands"]
