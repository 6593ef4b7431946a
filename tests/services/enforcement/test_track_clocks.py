"""Announcement, urgent seizure, referral to the police: clocks, to the minute where they run in hours."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import Clock, Reminder, User
from backend.selectors.clocks import clock_card
from backend.services.clocks import clock_reckoning, clock_suspend
from counting.services.reminders import remind
from enforcement.models import Case, CaseTrack
from enforcement.selectors.inbox import inbox
from enforcement.services.cases import case_end, track_act, track_begin
from enforcement.services.periods import periods
from tests.cast import Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement.course import due_of, on_day, refused

pytestmark = pytest.mark.django_db
ITEMS = [{"name": "主机", "count": 2, "unit": "台"}]
DONE = {"items": ITEMS, "place": "机房", "basis": "网吧条例第二十七条", "reason": "正在转移设备"}


def at(day: int, hour: int, minute: int = 0) -> Any:
    return clock.at(datetime(2026, 9, day, hour, minute, tzinfo=BEIJING))


def begin(case: Case, verb: str, actor: User, **values: Any) -> CaseTrack:
    return track_begin(case_id=case.uuid, verb=verb, values=values, actor=actor, now=clock.now())


def act(row: CaseTrack, verb: str, actor: User, **values: Any) -> CaseTrack:
    return track_act(track_id=row.uuid, verb=verb, values=values, actor=actor, now=clock.now())


def lacks(row: CaseTrack, verb: str, actor: User, **values: Any) -> Any:
    with pytest.raises(DomainError) as refusal:
        act(row, verb, actor, **values)
    return refusal.value.data.get("missing") or refusal.value.data.get("fields") or refusal.value.code


def on(row: CaseTrack, rule: str) -> Clock:
    return Clock.objects.everywhere("guard").get(noun_id=row.uuid, rule=rule)


def test_an_urgent_seizure_is_told_and_approved_within_twenty_four_hours_to_the_minute(cast: Cast) -> None:
    with at(15, 9):
        case = case_make(cast)
    with at(18, 23, 40):  # a Friday night: hours run through the night and the weekend
        row = begin(case, "seizure.act", cast.inspector, at="2026-09-18T22:30", **DONE)
        report = on(row, "seizure_report")
        assert report.due_at == datetime(2026, 9, 19, 14, 30, tzinfo=UTC)
        shown = clock_card(report, date(2026, 9, 18))
        assert (shown["words"], shown["due_on"], shown["unit"], shown["length"]) == (
            "2026-09-19 22:30", date(2026, 9, 19), "hours", 24,
        )  # fmt: skip
        days = [(one.on.day, one.number) for one in clock_reckoning(report, date(2026, 9, 18)).reckoning]
        assert days == [(18, 1), (19, 24)]
        waits = inbox(cast.leader, date(2026, 9, 18))
        assert [(one["detail"], one["track"]) for one in waits] == [("查封扣押", row.uuid)]
        assert inbox(cast.leader, date(2026, 9, 18))[0]["due"]["rule"] == "seizure_report"
    assert on(row, "seizure").starts_on == date(2026, 9, 18)
    with at(19, 22, 31):
        assert lacks(row, "seizure.approve", cast.leader, on="2026-09-19") == ["late_reason"]
    with at(19, 22, 30):
        row = act(row, "seizure.approve", cast.leader, on="2026-09-19")
    assert (row.state, on(row, "seizure_report").done_on) == ("sealed", date(2026, 9, 19))
    assert Clock.objects.everywhere("guard").filter(noun_id=row.uuid, rule="seizure").count() == 1


def test_what_was_seized_at_once_and_is_not_approved_is_lifted(cast: Cast) -> None:
    with at(15, 9):
        case = case_make(cast)
        row = begin(case, "seizure.act", cast.inspector, at="2026-09-15T08:50", **DONE)
    with at(16, 9):
        assert lacks(row, "seizure.reject", cast.leader, reason="没有必要") == ["late_reason"]
        row = act(row, "seizure.reject", cast.leader, reason="没有必要", late_reason="负责人出差")
        assert (row.state, row.ended_on) == ("refused", None)
        with pytest.raises(DomainError):
            case_end(case_id=case.uuid, verb="case.withdraw", reason="x", actor=cast.leader, now=clock.now())
        row = act(row, "seizure.lift", cast.inspector, on="2026-09-16", result="returned")
    assert (row.state, on(row, "seizure").done_on) == ("lifted", date(2026, 9, 16))


def test_a_period_in_hours_is_told_from_its_start_and_over_by_the_minute(cast: Cast) -> None:
    with at(15, 9):
        case = case_make(cast)
        row = begin(case, "seizure.act", cast.inspector, at="2026-09-15T08:50", **DONE)
    for day, hour, minute in ((15, 9, 0), (16, 8, 0), (16, 8, 50), (16, 8, 51)):
        with at(day, hour, minute):
            remind(now=clock.now())
    told = Reminder.objects.everywhere("guard").filter(person=cast.leader, kind="seizure_report")
    assert list(told.order_by("created_at").values_list("stage", flat=True)) == ["d1", "today", "overdue"]
    with pytest.raises(ValueError, match="stand still"):
        clock_suspend(
            clock=on(row, "seizure_report"), starts_on=date(2026, 9, 15), ends_on=None, basis="x",
            actor=cast.leader, now=clock.now(),
        )  # fmt: skip


def test_an_announcement_runs_thirty_days_sixty_under_the_older_law(cast: Cast) -> None:
    rule = periods()["announcement"]
    before, since = rule.of(date(2021, 12, 31)), rule.of(date(2022, 1, 1))
    assert (before.length, before.basis[-5:]) == (60, "第九十二条")
    assert (since.length, since.basis[-5:]) == (30, "第九十五条")
    case = case_make(cast, "decided")
    serve = {"mode": "announcement", "proof": "公告照片"}
    assert refused(cast, case, "serve", **serve).data["missing"] == ["announcement_over"]
    told = {"on": "2026-09-15", "reason": "住所无人", "where": "门户网站"}
    row = begin(case, "announcement.post", cast.inspector, **told)
    assert due_of(case, "case_service").done_on == date(2026, 9, 15)
    assert on(row, "announcement").due_on == date(2026, 10, 15)
    with on_day(2026, 9, 20):
        found = act(row, "announcement.withdraw", cast.inspector, reason="当事人回到住所")
        assert (found.state, due_of(case, "case_service").done_on) == ("withdrawn", None)
        row = begin(case, "announcement.post", cast.inspector, **told | {"on": "2026-09-20"})
    with on_day(2026, 10, 20):
        assert lacks(row, "announcement.lapse", cast.inspector, proof="截图") == ["announcement_period"]
    with on_day(2026, 10, 21):
        row = act(row, "announcement.lapse", cast.inspector, proof="截图")
        case = step(cast, case, "serve", **serve)
    assert (row.state, case.served_on) == ("lapsed", date(2026, 10, 20))
    assert due_of(case, "case_payment").starts_on == date(2026, 10, 20)


def test_a_decision_is_not_announced_before_its_day(cast: Cast) -> None:
    with on_day(2026, 9, 15):
        case = case_make(cast, "decided")
        Case.objects.everywhere("guard").filter(uuid=case.uuid).update(filed_on=date(2026, 9, 10))
        with pytest.raises(DomainError) as early:
            begin(case, "announcement.post", cast.inspector, on="2026-09-14", reason="住所无人", where="网站")
    assert early.value.data == {"fields": {"values.on": ["日期不能早于上一步（2026-09-15）"]}}


def test_a_referral_is_approved_in_three_days_handed_over_in_a_day_and_parks_the_case(cast: Cast) -> None:
    with at(15, 9):
        case = case_make(cast)
        row = begin(case, "referral.propose", cast.inspector, crime="侵犯著作权罪", reason="数额较大")
        assert on(row, "referral_approval").due_on == date(2026, 9, 18)
        with pytest.raises(DomainError) as pending:
            case_end(case_id=case.uuid, verb="case.transfer", reason="x", actor=cast.leader, now=clock.now())
        assert pending.value.data["missing"] == ["referral_answer"]
    with at(19, 9):
        assert lacks(row, "referral.approve", cast.leader) == ["late_reason"]
    with at(16, 17, 20):
        row = act(row, "referral.approve", cast.leader)
        over = on(row, "referral_hand_over")
        assert over.due_at == datetime(2026, 9, 17, 9, 20, tzinfo=UTC)
    sent = {"to": "区公安分局", "receipt": "收1号", "copied": "区人民检察院"}
    with at(17, 18):
        assert lacks(row, "referral.hand_over", cast.inspector, at="2026-09-17T17:21", **sent) == [
            "late_reason"
        ]
        row = act(row, "referral.hand_over", cast.inspector, at="2026-09-17T17:20", **sent)
    assert (row.state, on(row, "referral_answer").due_on) == ("handed_over", date(2026, 9, 20))
    still = due_of(case, "case_decision").suspensions.get()
    assert (still.starts_on, still.ends_on) == (date(2026, 9, 17), None)
    with at(20, 9):
        row = act(row, "referral.decline", cast.inspector, on="2026-09-20", reason="情节显著轻微")
        assert due_of(case, "case_decision").suspensions.get().ends_on == date(2026, 9, 19)
        row = act(row, "referral.object", cast.inspector, on="2026-09-20", way="review", reason="数额较大")
    assert [one.ends_on for one in due_of(case, "case_decision").suspensions.order_by("starts_on")] == [
        date(2026, 9, 19), None,
    ]  # fmt: skip
    with at(22, 9):
        row = act(row, "referral.accept", cast.inspector, on="2026-09-22", number="公立〔2026〕1号")
        case_end(case_id=case.uuid, verb="case.transfer", reason="已立案", actor=cast.leader, now=clock.now())
        row = act(row, "referral.deliver", cast.inspector, on="2026-09-22", note="主机两台")
    assert (row.state, on(row, "referral_delivery").done_on) == ("delivered", date(2026, 9, 22))


def test_a_decided_case_is_referred_and_its_decision_stands(cast: Cast) -> None:
    """移送规定 Art 11: what was decided before is carried out."""
    with at(15, 9):
        case = case_make(cast, "decided")
        row = begin(case, "referral.propose", cast.inspector, crime="侵犯著作权罪", reason="数额较大")
        act(row, "referral.approve", cast.leader)
        sent = {"to": "区公安分局", "receipt": "收1号", "copied": "区人民检察院"}
        act(row, "referral.hand_over", cast.inspector, at="2026-09-15T09:00", **sent)
        served = step(cast, case, "serve")
    assert (served.state, served.decision_number) == ("served", case.decision_number)


def test_an_objection_comes_within_three_days(cast: Cast) -> None:
    with at(15, 9):
        case = case_make(cast)
        row = begin(case, "referral.propose", cast.inspector, crime="x", reason="y")
        row = act(row, "referral.approve", cast.leader)
        row = act(
            row, "referral.hand_over", cast.inspector, at="2026-09-15T09:00", to="a", receipt="b", copied="c"
        )
        row = act(row, "referral.decline", cast.inspector, on="2026-09-15", reason="无犯罪事实")
    with at(19, 9):
        late = lacks(row, "referral.object", cast.inspector, on="2026-09-19", way="supervision", reason="z")
    assert late == ["in_time"]
