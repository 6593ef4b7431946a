"""What a side track and its case ask of each other: standing still, waiting, days, acts done again."""

from datetime import date, datetime
from typing import Any

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from enforcement.models import Case, CaseTrack
from enforcement.selectors import case_get
from enforcement.services.cases import case_end, case_resume, case_suspend
from tests.cast import Cast
from tests.factories_enforcement import NO_PENALTY, case_make, step
from tests.services.enforcement.course import due_of, on_day, refused
from tests.services.enforcement.test_tracks import ASKED, HEAVY, ITEMS, SEIZED, act, begin, clock_on, lacks

pytestmark = pytest.mark.django_db
SENT = {"to": "区公安分局", "receipt": "收1号", "copied": "区人民检察院"}
NOTHING: dict[str, Any] = {**NO_PENALTY, "classes": [], "fine_fen": 0, "confiscated_fen": 0}
DISCUSSED = {"people": "负责人", "conclusion": "同意"}


def sampled(cast: Cast, case: Case, on: str) -> CaseTrack:
    return begin(case, "sampling.take", cast.inspector, on=on, items=ITEMS, place="机房", sent_to="鉴定中心")


def sealed(cast: Cast, case: Case, on: str) -> CaseTrack:
    return act(begin(case, "seizure.ask", cast.inspector, **SEIZED), "seizure.approve", cast.leader, on=on)


def handed_over(cast: Cast, case: Case, at: str) -> CaseTrack:
    row = begin(case, "referral.propose", cast.inspector, crime="侵犯著作权罪", reason="数额较大")
    row = act(row, "referral.approve", cast.leader)
    return act(row, "referral.hand_over", cast.inspector, at=at, **SENT)


def resumed(cast: Cast, case: Case, **on: date) -> Any:
    try:
        case_resume(case_id=case.pk, actor=cast.leader, now=clock.now(), **on)
    except DomainError as refusal:
        return refusal.data.get("missing") or refusal.data.get("fields") or refusal.code
    return "resumed"


@pytest.mark.parametrize("first", ["sampling", "seizure"])
def test_v26_a_seizure_stands_still_while_things_sampled_on_its_own_day_are_identified(
    cast: Cast, first: str
) -> None:
    case = case_make(cast)
    sample = sampled(cast, case, "2026-09-15") if first == "sampling" else None
    row = sealed(cast, case, "2026-09-15")
    sample = sample or sampled(cast, case, "2026-09-15")
    with on_day(2026, 9, 25):
        act(sample, "sampling.result", cast.inspector, on="2026-09-25", result="系侵权复制品")
    still = clock_on(row, "seizure").suspensions.get()
    assert (still.starts_on, still.ends_on) == (date(2026, 9, 15), date(2026, 9, 25))
    assert clock_on(row, "seizure").due_on == date(2026, 10, 26)  # ten days more: the 25th is a Sunday


def test_v26_what_is_seized_at_once_stands_still_for_an_identification_begun_before_it(cast: Cast) -> None:
    case = case_make(cast)
    sample = sampled(cast, case, "2026-09-15")
    with on_day(2026, 9, 18):
        at = clock.now().astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
        row = begin(case, "seizure.act", cast.inspector, at=at, **SEIZED)
        still = clock_on(row, "seizure").suspensions.get()
        assert (still.starts_on, still.ends_on) == (date(2026, 9, 18), None)
        act(sample, "sampling.result", cast.inspector, on="2026-09-17", result="系侵权复制品")
    still.refresh_from_db()
    assert still.ends_on == date(2026, 9, 18)  # known before it: no day is left out
    assert clock_on(row, "seizure").due_on == date(2026, 10, 19)  # the 18th is a Sunday


def test_a_case_is_neither_decided_nor_resumed_while_the_police_have_not_answered(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    row = begin(case, "referral.propose", cast.inspector, crime="侵犯著作权罪", reason="数额较大")
    for outcome in ("no_penalty", "transfer"):
        missing = refused(cast, case, "decide", **NOTHING | {"outcome": outcome}).data["missing"]
        assert "referral_answer" in missing
    row = act(row, "referral.approve", cast.leader)
    row = act(row, "referral.hand_over", cast.inspector, at="2026-09-15T00:00", **SENT)
    assert resumed(cast, case) == ["referral_answer"]
    assert due_of(case, "case_decision").suspensions.get().ends_on is None
    with on_day(2026, 9, 18):
        act(row, "referral.decline", cast.inspector, on="2026-09-18", reason="情节显著轻微")
        assert step(cast, case, "decide", **NOTHING).state == "decided"


def test_a_case_that_stood_still_before_is_parked_with_the_police_all_the_same(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    case_suspend(case_id=case.pk, basis="鉴定", actor=cast.leader, now=clock.now())
    with on_day(2026, 9, 16):
        row = handed_over(cast, case, "2026-09-16T00:00")
        assert resumed(cast, case) == ["referral_answer"]
    with on_day(2026, 9, 20):
        act(row, "referral.decline", cast.inspector, on="2026-09-20", reason="情节显著轻微")
        early = resumed(cast, case, on=date(2026, 9, 17))  # it was with the police that day
        assert early == {"on": ["日期不能早于上一步（2026-09-20）"]}
        assert resumed(cast, case, on=date(2026, 9, 20)) == "resumed"
    still = due_of(case, "case_decision").suspensions.get()
    assert (still.basis, still.starts_on, still.ends_on) == ("鉴定", date(2026, 9, 15), date(2026, 9, 19))


@pytest.mark.parametrize("ends", ["decided", "transferred"])
def test_nothing_is_taken_hold_of_once_the_case_is_decided_or_transferred(cast: Cast, ends: str) -> None:
    case = case_make(cast, "reviewed")
    kept = begin(case, "preservation.ask", cast.inspector, **ASKED)
    asked = begin(case, "seizure.ask", cast.inspector, **SEIZED)
    at = clock.now().astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    done = begin(case, "seizure.act", cast.inspector, at=at, **SEIZED)
    longer = act(
        sealed(cast, case, "2026-09-15"), "seizure.prolong", cast.inspector, days=30, reason="案情复杂"
    )
    if ends == "decided":
        step(cast, case, "decide", **NOTHING)
    else:
        case_end(case_id=case.pk, verb="case.transfer", reason="管辖", actor=cast.leader, now=clock.now())
    on = {"on": "2026-09-15"}
    assert lacks(kept, "preservation.approve", cast.leader, **on) == ["case_undecided"]
    assert lacks(asked, "seizure.approve", cast.leader, **on) == ["case_undecided"]
    assert lacks(done, "seizure.approve", cast.leader, **on) == ["case_undecided"]
    assert lacks(longer, "seizure.extend", cast.leader) == ["case_undecided"]
    why = {"reason": "案件已经办结"}
    assert act(kept, "preservation.reject", cast.leader, **why).state == "rejected"
    assert act(asked, "seizure.reject", cast.leader, **why).state == "rejected"
    assert act(done, "seizure.reject", cast.leader, **why).state == "refused"
    assert act(longer, "seizure.deny", cast.leader, **why).state == "sealed"


def test_v29_a_discussion_of_a_lighter_penalty_does_not_stand_for_a_heavier_one(cast: Cast) -> None:
    light = {"classes": ["warning", "fine", "suspension"], "fine_fen": 500_000, "confiscated_fen": 0}
    case = step(cast, case_make(cast, "reviewed"), "tell", **light)
    begin(case, "discussion.record", cast.leader, on="2026-09-15", **DISCUSSED)
    with on_day(2026, 9, 16):
        step(cast, case, "tell", **HEAVY)
    with on_day(2026, 9, 29):
        heavy = {**HEAVY, "band_reason": "情节严重"}
        assert refused(cast, case, "decide", **heavy).data["missing"] == ["collective_discussion"]
        begin(case, "discussion.record", cast.leader, on="2026-09-29", **DISCUSSED)
        assert step(cast, case, "decide", **heavy).fine_fen == 800_000


def test_v29_a_discussion_before_any_notice_stands_for_the_first(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    begin(case, "discussion.record", cast.leader, on="2026-09-15", **DISCUSSED)
    with on_day(2026, 9, 16):
        step(cast, case, "tell", **HEAVY)
    with on_day(2026, 9, 29):
        assert step(cast, case, "decide", **HEAVY, band_reason="情节严重").state == "decided"


def test_urging_asks_whether_the_payment_was_over_on_its_own_day(cast: Cast) -> None:
    case = case_make(cast, "served")  # to be paid by 30 September
    with on_day(2026, 10, 8):
        with pytest.raises(DomainError) as early:
            begin(case, "urging.send", cast.inspector, on="2026-09-30", proof="邮政")
        assert early.value.data["missing"] == ["payment_over"]
        row = begin(case, "urging.send", cast.inspector, on="2026-10-08", proof="邮政")
    with on_day(2027, 3, 20):
        early_on = {"on": "2026-10-21", "court": "区法院"}  # the tenth working day, remedies open
        assert lacks(row, "urging.apply", cast.inspector, **early_on) == ["ten_workdays", "remedies_over"]
        assert lacks(row, "urging.apply", cast.inspector, on="2027-03-15", court="区法院") == [
            "remedies_over"
        ]


def test_nothing_is_done_at_a_minute_that_has_not_come(cast: Cast) -> None:
    with clock.at(datetime(2026, 9, 15, 9, 0, tzinfo=BEIJING)):
        case = case_make(cast)
        for at, wrong in (
            ("2026-09-15T09:01", {"values.at": ["时刻不能晚于现在"]}),
            ("2026-09-16T08:00", {"values.at": ["时刻不能晚于今天"]}),
        ):
            with pytest.raises(DomainError) as refusal:
                begin(case, "seizure.act", cast.inspector, at=at, **SEIZED)
            assert refusal.value.data == {"fields": wrong}
        assert begin(case, "seizure.act", cast.inspector, at="2026-09-15T09:00", **SEIZED).state == "acted"


def test_an_act_done_again_leaves_what_was_recorded_of_it_first(cast: Cast) -> None:
    case = case_make(cast)
    row = handed_over(cast, case, "2026-09-15T00:00")
    for day, why in ((16, "情节显著轻微"), (18, "证据不足"), (20, "没有犯罪事实")):
        with on_day(2026, 9, day):
            on = f"2026-09-{day}"
            row = act(row, "referral.decline", cast.inspector, on=on, reason=why)
            row = act(row, "referral.object", cast.inspector, on=on, way="review", reason=f"不同意：{why}")
    with on_day(2026, 9, 20):
        card = case_get(case.pk, cast.inspector, date(2026, 9, 20))["tracks"][0]
    said = {name: given["reason"] for name, given in card["values"].items() if "decline" in name}
    assert said == {
        "referral.decline": "没有犯罪事实",
        "referral.decline#1": "情节显著轻微",
        "referral.decline#2": "证据不足",
    }
    days = {name: day.day for name, day in card["days"].items() if "decline" in name}
    assert days == {"referral.decline": 20, "referral.decline#1": 16, "referral.decline#2": 18}
