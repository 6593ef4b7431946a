from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Document
from enforcement.models import FollowUp
from enforcement.selectors.followups import follow_up_cards
from enforcement.services.cases.followups import follow_up_close, follow_up_plan, follow_up_step
from enforcement.services.cases.opinions import follow_up_answer, follow_up_send, follow_up_void
from tests.cast import Cast
from tests.factories_enforcement import NO_PENALTY, case_make, step
from tests.services.enforcement.course import on_day

pytestmark = pytest.mark.django_db


def test_v36_a_closed_penalty_is_followed_up_by_the_industry_section(cast: Cast) -> None:
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    now, section = clock.now(), cast.industry_section
    with pytest.raises(DomainError):
        follow_up_plan(follow_up_id=row.uuid, plan="回访", actor=cast.inspector, now=now)
    follow_up_plan(follow_up_id=row.uuid, plan="九月回访，指导整改", actor=section, now=now)
    with pytest.raises(DomainError) as early:
        follow_up_close(follow_up_id=row.uuid, conclusion="", actor=section, now=now)
    assert early.value.data["missing"] == ["conclusion", "steps"]
    with on_day(2026, 9, 20):
        later = clock.now()
        follow_up_step(follow_up_id=row.uuid, kind="visit", text="已装实名系统", actor=section, now=later)
        with pytest.raises(DomainError) as wrong:
            follow_up_step(
                follow_up_id=row.uuid,
                kind="guidance",
                text="x",
                actor=section,
                now=later,
                on=date(2026, 9, 14),
            )
        assert wrong.value.data["fields"].keys() == {"on"}
        row = follow_up_close(
            follow_up_id=row.uuid, conclusion="整改到位", opinion="可予延续", actor=section, now=later
        )
    card = follow_up_cards([row], section, date(2026, 9, 20))[0]
    assert (card["state"], card["closed_on"], card["due"]["due_on"], card["due"]["done_on"]) == (
        "closed",
        date(2026, 9, 20),
        date(2026, 10, 15),
        date(2026, 9, 20),
    )
    assert [one["kind"] for one in card["steps"]] == ["visit"]


def test_what_was_not_penalised_is_not_followed_up(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    step(cast, case, "decide", **NO_PENALTY, classes=[], fine_fen=0)
    step(cast, case, "serve")
    step(cast, case, "close", closing_type="performed_no_penalty")
    assert not FollowUp.objects.everywhere("guard").exists()


OPINION: dict[str, Any] = {
    "opinion": "一年内两次违法，建议延续时重点审查",
    "opinion_to": "区行政审批服务局",
}


def sent(cast: Cast) -> tuple[FollowUp, dict[str, Any]]:
    """A planned follow-up with one opinion out, and what its acts are given."""
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    at: dict[str, Any] = {"follow_up_id": row.uuid, "actor": cast.industry_section}
    follow_up_plan(plan="回访", now=clock.now(), **at)
    with pytest.raises(DomainError) as unsent:
        follow_up_answer(answer="收到", now=clock.now(), **at)
    assert unsent.value.data["missing"] == ["opinion_sent_on"]
    follow_up_send(**OPINION, now=clock.now(), **at)
    return row, at


def card_of(cast: Cast, on: date) -> dict[str, Any]:
    return follow_up_cards([FollowUp.objects.everywhere("guard").get()], cast.industry_section, on)[0]


def test_opinion_goes_to_who_licenses_on_its_paper_and_its_answer_is_waited_for(cast: Cast) -> None:
    row, at = sent(cast)
    with pytest.raises(DomainError) as again:
        follow_up_send(**OPINION, now=clock.now(), **at)
    assert again.value.code == "opinion_sent"
    card = card_of(cast, clock.today())
    (opinion,) = card["opinions"]
    # fifteen working days: 16–18, 20–24, 28–30 September; 8, 9, 10 (worked), 12 October
    assert (opinion["due"]["due_on"], opinion["to"], opinion["number"], card["verbs"]) == (
        date(2026, 10, 12), "区行政审批服务局", "(钢)文综监意字〔2026〕1号",
        [
            "follow_up.plan", "follow_up.step", "follow_up.visit", "follow_up.prompt", "follow_up.close",
            "follow_up.answer",
        ],
    )  # fmt: skip
    paper = Document.objects.everywhere("guard").get(form="licensing_opinion")
    assert (paper.noun_id, paper.values["to_organ"], paper.values["opinion"], paper.values["reply_by"]) == (
        row.uuid, "区行政审批服务局", OPINION["opinion"], "2026-10-12",
    )  # fmt: skip
    with on_day(2026, 9, 20):
        follow_up_answer(answer="已列入延续审查要点", now=clock.now(), **at)
    card = card_of(cast, date(2026, 9, 20))
    (opinion,) = card["opinions"]
    assert (opinion["answer"], opinion["answered_on"], opinion["due"], opinion["verbs"]) == (
        "已列入延续审查要点", date(2026, 9, 20), None, [],
    )  # fmt: skip


def test_a_further_opinion_follows_the_answer_and_waits_for_its_own(cast: Cast) -> None:
    _, at = sent(cast)
    follow_up_answer(answer="收到", now=clock.now(), **at)
    follow_up_send(opinion="整改未到位，建议暂缓延续", opinion_to="区行政审批服务局", now=clock.now(), **at)
    card = card_of(cast, clock.today())
    assert [
        (one["number"], one["answer"], bool(one["due"]), one["due"] and one["due"]["done_on"])
        for one in card["opinions"]
    ] == [("(钢)文综监意字〔2026〕1号", "收到", False, None), ("(钢)文综监意字〔2026〕2号", "", True, None)]
    follow_up_answer(answer="暂缓", now=clock.now(), **at)
    assert [one["answer"] for one in card_of(cast, clock.today())["opinions"]] == ["收到", "暂缓"]


def test_an_opinion_is_voided_with_its_paper_until_it_is_answered(cast: Cast) -> None:
    _, at = sent(cast)
    paper = Document.objects.everywhere("guard").get(form="licensing_opinion")
    with pytest.raises(DomainError) as silent:
        follow_up_void(document=paper.uuid, reason=" ", now=clock.now(), **at)
    assert silent.value.data["missing"] == ["reason"]
    follow_up_void(document=paper.uuid, reason="发错部门", now=clock.now(), **at)
    follow_up_send(**OPINION, now=clock.now(), **at)
    follow_up_answer(answer="收到", now=clock.now(), **at)
    first, second = card_of(cast, clock.today())["opinions"]
    assert (first["state"], first["voided_on"], first["verbs"], second["answer"]) == (
        "void", clock.today(), [], "收到",
    )  # fmt: skip
    with pytest.raises(DomainError) as late:
        follow_up_void(document=second["document"], reason="发错部门", now=clock.now(), **at)
    assert late.value.code == "opinion_answered"
    with pytest.raises(DomainError) as other:
        follow_up_void(document=uuid4(), reason="不是这里的", now=clock.now(), **at)
    assert other.value.code == "not_found"
