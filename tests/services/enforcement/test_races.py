"""Four people at once on one case: one wins, the others are told, and nothing is half-written."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine, NumberSeries, User
from enforcement.models import Case, FollowUpStep, FollowUpVisit, Payment
from enforcement.services.cases import case_publish, follow_up_record, publication_prepare
from enforcement.services.leads import lead_register
from inspections.services.reviewing import inspection_accept
from tests.cast import Cast
from tests.factories_enforcement import case_make, finding_make, law_make, lead_make, step, team_make
from tests.services.enforcement.visits_back import ask, planned, seen

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 4
WRITERS = 8


def race(act: Callable[[], Any], racers: int = RACERS) -> list[str]:
    """Run `act` so many times at the same moment; "done" or the code of each refusal."""
    said: list[str] = []
    gate = Barrier(racers)

    def run() -> None:
        try:
            gate.wait()
            act()
            said.append("done")
        except DomainError as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def lines(verb: str, case: UUID | None = None) -> int:
    rows = JournalLine.objects.everywhere("guard").filter(verb=verb)
    return rows.filter(noun_id=case).count() if case else rows.count()


def test_four_racers_on_one_decision_one_wins(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    said = race(lambda: step(cast, case, "decide"))
    assert said == ["done", "move_not_open", "move_not_open", "move_not_open"]
    case.refresh_from_db()
    assert (case.state, case.decision_number) == ("decided", "(钢)文综罚字〔2026〕1号")
    assert NumberSeries.objects.everywhere("guard").get(kind="decision").last == 1
    assert lines("case.decide") == 1
    assert Clock.objects.everywhere("guard").filter(noun_id=case.uuid, rule="case_service").count() == 1


@pytest.mark.parametrize(
    ("state", "verb"),
    [("filed", "investigate"), ("investigated", "review"), ("decided", "serve"), ("served", "perform")],
)
def test_four_racers_on_one_move_one_wins(cast: Cast, state: str, verb: str) -> None:
    case = case_make(cast, state)
    if verb == "perform":
        step(cast, case, "pay")
    said = race(lambda: step(cast, case, verb))
    assert said == ["done", "move_not_open", "move_not_open", "move_not_open"]
    assert lines(f"case.{verb}") == 1


def test_a_payment_sent_four_times_is_recorded_once(cast: Cast) -> None:
    case = case_make(cast, "served")
    said = race(lambda: step(cast, case, "pay", amount_fen=300_000))
    assert said == ["done", "invalid", "invalid", "invalid"]
    assert Payment.objects.everywhere("guard").count() == 1


def test_a_decision_is_published_once_however_many_try(cast: Cast) -> None:
    case = case_make(cast, "decided")
    publication_prepare(case_id=case.uuid, act="publish", actor=cast.inspector, now=clock.now())
    said = race(lambda: case_publish(case_id=case.uuid, actor=cast.leader, now=clock.now()))
    assert said == ["done", "facts_missing", "facts_missing", "facts_missing"]
    assert lines("case.publish") == 1


def test_a_lead_is_filed_once_however_many_try(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实")
    team_make(cast)
    said = race(lambda: case_make(cast, lead=lead.uuid))
    assert said == ["done", "move_not_open", "move_not_open", "move_not_open"]
    assert Case.objects.everywhere("guard").count() == 1
    assert NumberSeries.objects.everywhere("guard").get(kind="case").last == 1


def test_a_finding_is_filed_once_however_many_try(cast: Cast) -> None:
    finding = finding_make(cast)
    team_make(cast)
    said = race(lambda: case_make(cast, finding=finding.uuid))
    assert said == ["conflict", "conflict", "conflict", "done"]
    assert NumberSeries.objects.everywhere("guard").get(kind="case").last == 1


def test_eight_cases_decided_at_once_take_eight_numbers_without_a_gap(cast: Cast) -> None:
    cases = [case_make(cast, "informed") for _ in range(WRITERS)]
    for case in cases:
        step(cast, case, "statement")
    waiting = list(cases)
    assert race(lambda: step(cast, waiting.pop(), "decide"), WRITERS) == ["done"] * WRITERS
    numbers = Case.objects.everywhere("guard").values_list("decision_number", flat=True)
    assert sorted(numbers) == [f"(钢)文综罚字〔2026〕{n}号" for n in range(1, WRITERS + 1)]


def test_of_eight_deciding_at_once_the_refused_leave_no_gap(cast: Cast) -> None:
    lawful = [case_make(cast, "informed") for _ in range(WRITERS // 2)]
    for case in lawful:
        step(cast, case, "statement")
    waiting = [*lawful, *(case_make(cast, "informed") for _ in range(WRITERS // 2))]
    said = race(lambda: step(cast, waiting.pop(), "decide"), WRITERS)
    assert said == ["done"] * 4 + ["facts_missing"] * 4
    numbers = Case.objects.everywhere("guard").exclude(decision_number="")
    assert sorted(numbers.values_list("decision_number", flat=True)) == [
        f"(钢)文综罚字〔2026〕{n}号" for n in range(1, 5)
    ]
    assert NumberSeries.objects.everywhere("guard").get(kind="decision").last == 4


def test_of_two_people_at_one_step_the_second_is_told_who_was_first(
    cast: Cast, client_of: Callable[[User], APIClient]
) -> None:
    case = case_make(cast)
    body = {"facts": "接纳未成年人", "proposal": "警告"}
    people = {cast.inspector.name: client_of(cast.inspector), cast.colleague.name: client_of(cast.colleague)}
    waiting = list(people)
    told: dict[str, Any] = {}

    def post() -> None:
        name = waiting.pop()
        told[name] = people[name].post(f"/api/v1/cases/{case.uuid}/investigate", body, format="json")

    race(post, 2)
    first = next(name for name, answer in told.items() if answer.status_code == 200)
    (second,) = (answer for name, answer in told.items() if name != first)
    assert (second.status_code, second.json()["code"]) == (409, "case_moved")
    assert (second.json()["data"]["who"], second.json()["data"]["did"]) == (first, "调查终结")
    assert lines("case.investigate", case.uuid) == 1


def test_of_four_asking_for_a_follow_up_s_visit_one_wins_and_takes_one_number(cast: Cast) -> None:
    row = planned(cast)
    said = race(lambda: ask(row, cast.industry_section))
    assert said == ["done", "follow_up_visit_open", "follow_up_visit_open", "follow_up_visit_open"]
    assert FollowUpVisit.objects.everywhere("guard").count() == 1
    assert NumberSeries.objects.everywhere("guard").get(kind="visit").last == 1


def test_an_accepted_record_told_four_times_at_once_is_one_step(cast: Cast) -> None:
    record = seen(cast, ask(planned(cast), cast.industry_section))
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    assert race(lambda: follow_up_record(inspection_id=record.pk, now=clock.now())) == ["done"] * 4
    assert FollowUpStep.objects.everywhere("guard").count() == 1


def test_one_number_of_a_hotline_entered_four_times_at_once_is_one_lead(cast: Cast) -> None:
    law_make()
    said = race(
        lambda: lead_register(
            source="", channel="12345", content="夜间有未成年人进出", external_number="GD-9",
            actor=cast.supervisor, now=clock.now(),
        )
    )  # fmt: skip
    assert said == ["done", "lead_alike", "lead_alike", "lead_alike"]
