"""Side tracks of a case, told day by day with their clocks."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock, JournalLine, User
from backend.services.calendar import calendar_load_year
from enforcement.models import Case, CaseTrack
from enforcement.selectors import case_get
from enforcement.selectors.inbox import inbox
from enforcement.selectors.leniency import Pointed
from enforcement.services.cases import case_end, case_mark, track_act, track_begin
from tests.cast import Cast
from tests.factories_enforcement import CORRECTED, PENALTY, case_make, evidence_make, step
from tests.services.enforcement.course import due_of, on_day, refused

pytestmark = pytest.mark.django_db
ITEMS = [{"name": "主机", "count": 2, "unit": "台"}]
ASKED = {"items": ITEMS, "place": "机房", "reason": "证据可能灭失"}
SEIZED = ASKED | {"basis": "互联网上网服务营业场所管理条例第二十七条"}
HEAVY: dict[str, Any] = {
    "classes": ["warning", "fine", "suspension"],
    "fine_fen": 800_000,
    "confiscated_fen": 0,
}


def begin(case: Case, verb: str, actor: User, **values: Any) -> CaseTrack:
    return track_begin(case_id=case.uuid, verb=verb, values=values, actor=actor, now=clock.now())


def act(row: CaseTrack, verb: str, actor: User, **values: Any) -> CaseTrack:
    return track_act(track_id=row.uuid, verb=verb, values=values, actor=actor, now=clock.now())


def lacks(row: CaseTrack, verb: str, actor: User, **values: Any) -> Any:
    before = JournalLine.objects.everywhere("guard").count()
    with pytest.raises(DomainError) as refusal:
        act(row, verb, actor, **values)
    assert JournalLine.objects.everywhere("guard").count() == before
    return refusal.value.data.get("missing") or refusal.value.code


def clock_on(row: CaseTrack, rule: str) -> Clock:
    return Clock.objects.everywhere("guard").get(noun_id=row.uuid, rule=rule)


def test_v25_preservation_is_approved_and_disposed_of_within_seven_working_days(cast: Cast) -> None:
    case = case_make(cast)
    row = begin(case, "preservation.ask", cast.inspector, **ASKED)
    assert lacks(row, "preservation.approve", cast.inspector, on="2026-09-15") == "not_allowed"
    row = act(row, "preservation.approve", cast.leader, on="2026-09-15")
    held = clock_on(row, "preservation")
    assert (row.state, held.due_on) == ("held", date(2026, 9, 23))
    shown = case_get(case.uuid, cast.inspector, date(2026, 9, 15))
    assert [one["rule"] for one in shown["clocks"]] == ["preservation", "case_decision"]
    assert (shown["due"]["rule"], shown["tracks"][0]["verbs"]) == ("preservation", ["preservation.dispose"])
    with on_day(2026, 9, 24):
        given = {"on": "2026-09-24", "result": "returned"}
        assert lacks(row, "preservation.dispose", cast.inspector, **given) == ["late_reason"]
        row = act(row, "preservation.dispose", cast.inspector, **given, late_reason="等待鉴定")
    held.refresh_from_db()
    assert (row.state, row.ended_on, held.done_on) == ("disposed", date(2026, 9, 24), date(2026, 9, 24))


def test_v26_seizure_lasts_thirty_days_and_thirty_more_and_stands_still_while_things_are_identified(
    cast: Cast,
) -> None:
    case = case_make(cast)
    row = act(
        begin(case, "seizure.ask", cast.inspector, **SEIZED), "seizure.approve", cast.leader, on="2026-09-15"
    )
    assert clock_on(row, "seizure").due_on == date(2026, 10, 15)
    with on_day(2026, 9, 20):
        sample = begin(
            case,
            "sampling.take",
            cast.inspector,
            on="2026-09-20",
            items=ITEMS,
            place="机房",
            sent_to="鉴定中心",
        )
    with on_day(2026, 9, 29):
        act(sample, "sampling.result", cast.inspector, on="2026-09-29", result="系侵权复制品")
    assert clock_on(row, "seizure").due_on == date(2026, 10, 26)  # ten days more: the 25th is a Sunday
    with on_day(2026, 10, 20):
        row = act(row, "seizure.prolong", cast.inspector, days=30, reason="案情复杂")
        assert (row.state, row.approval and row.approval.act) == ("prolonging", "seizure_extension")
        assert [one["detail"] for one in inbox(cast.leader, date(2026, 10, 20))] == ["查封扣押：批准延长"]
        row = act(row, "seizure.extend", cast.leader)
    assert (row.state, clock_on(row, "seizure").done_on) == ("extended", date(2026, 10, 20))
    longer = clock_on(row, "seizure_extended")  # sixty days and the ten of identification
    assert (longer.length, longer.due_on) == (60, date(2026, 11, 24))
    with on_day(2026, 10, 21):
        assert lacks(row, "seizure.prolong", cast.inspector, days=5, reason="再延长") == "move_not_open"
        row = act(row, "seizure.lift", cast.inspector, on="2026-10-21", result="returned")
    assert (row.state, clock_on(row, "seizure_extended").done_on) == ("lifted", date(2026, 10, 21))


def test_v26_a_seizure_that_is_over_is_not_extended(cast: Cast) -> None:
    case = case_make(cast)
    row = act(
        begin(case, "seizure.ask", cast.inspector, **SEIZED), "seizure.approve", cast.leader, on="2026-09-15"
    )
    with on_day(2026, 10, 14):
        assert lacks(row, "seizure.prolong", cast.inspector, days=31, reason="多") == ["at_most_30"]
        row = act(row, "seizure.prolong", cast.inspector, days=10, reason="案情复杂")
        row = act(row, "seizure.deny", cast.leader, reason="已经查清")
        assert (row.state, clock_on(row, "seizure").done_on) == ("sealed", None)
        row = act(row, "seizure.prolong", cast.inspector, days=10, reason="仍需核对")
    with on_day(2026, 10, 16):
        assert lacks(row, "seizure.extend", cast.leader) == ["in_time"]
    other = act(
        begin(case, "seizure.ask", cast.inspector, **SEIZED), "seizure.reject", cast.leader, reason="不必"
    )
    assert (other.state, other.ended_on) == ("rejected", date(2026, 9, 15))


def test_v26_identification_begun_after_the_seizure_is_over_does_not_revive_it(cast: Cast) -> None:
    case = case_make(cast)
    row = act(
        begin(case, "seizure.ask", cast.inspector, **SEIZED), "seizure.approve", cast.leader, on="2026-09-15"
    )
    with on_day(2026, 10, 16):  # the thirtieth day was 10-15
        sent = {"on": "2026-10-16", "items": ITEMS, "place": "机房", "sent_to": "鉴定中心"}
        begin(case, "sampling.take", cast.inspector, **sent)
    over = clock_on(row, "seizure")
    assert (over.due_on, over.provisional, over.suspensions.count()) == (date(2026, 10, 15), False, 0)
    with on_day(2026, 10, 20):
        assert lacks(row, "seizure.prolong", cast.inspector, days=30, reason="案情复杂") == ["in_time"]


def test_v28_a_hearing_is_asked_for_told_held_and_reported_before_the_decision(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    case = step(cast, case, "tell", **HEAVY)
    assert (case.hearing_reasons, due_of(case, "hearing_request").due_on) == (
        ["suspension"],
        date(2026, 9, 21),
    )
    decide = {**HEAVY, "band_reason": "情节严重"}
    discussed = {"on": "2026-09-15", "people": "负责人", "conclusion": "同意"}
    begin(case, "discussion.record", cast.leader, **discussed)
    step(cast, case, "statement", text="要求听证", waived_in_writing="")
    with on_day(2026, 9, 16):
        assert refused(cast, case, "decide", **decide).data["missing"] == [
            "statement_window",
            "hearing_window",
        ]
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
        assert due_of(case, "hearing_request").done_on == date(2026, 9, 16)
        with pytest.raises(DomainError):
            begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="再次申请")
        told = {"on": "2026-09-16", "place": "大队会议室", "chair": "季文度"}
        assert lacks(row, "hearing.notify", cast.legal_reviewer, hearing_on="2026-09-23", **told) == [
            "seven_workdays"
        ]
        row = act(row, "hearing.notify", cast.legal_reviewer, hearing_on="2026-09-28", **told)
    with on_day(2026, 9, 28):
        assert refused(cast, case, "decide", **decide).data["missing"] == ["hearing_record"]
        row = act(row, "hearing.hold", cast.legal_reviewer, on="2026-09-28", record="双方陈述")
        row = act(row, "hearing.report", cast.legal_reviewer, opinion="建议维持")
        shown = case_get(case.uuid, cast.leader, date(2026, 9, 28))
        assert (shown["review_reasons"], shown["discussion_reasons"]) == (
            ["heard", "heavy_effect"],
            ["heavy_penalty"],
        )
        assert step(cast, case, "decide", **decide).state == "decided"


def test_art45_after_a_hearing_the_penalty_does_not_rise(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    more = HEAVY | {"fine_fen": 900_000}
    with on_day(2026, 9, 16):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
        told = {"on": "2026-09-16", "hearing_on": "2026-09-28", "place": "大队会议室", "chair": "季文度"}
        row = act(row, "hearing.notify", cast.legal_reviewer, **told)
    with on_day(2026, 9, 28):
        assert refused(cast, case, "decide", **more).data["missing"][-1] == "notice_of_this_penalty"
        act(row, "hearing.hold", cast.legal_reviewer, on="2026-09-28", record="双方陈述")
        assert case_get(case.uuid, cast.leader, date(2026, 9, 28))["stated"]
        assert refused(cast, case, "decide", **more).data["missing"][-1] == "not_raised_after_statement"
        assert refused(cast, case, "intend", **more).data["missing"] == ["not_raised_after_statement"]
        assert case.statement == ""


def test_v29_a_grave_case_is_discussed_before_its_penalty(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    case = case_mark(
        case_id=case.uuid, complex_case=True, public_interest=True, actor=cast.leader, now=clock.now()
    )
    assert refused(cast, case, "decide").data["missing"] == ["collective_discussion"]
    with pytest.raises(DomainError):
        begin(case, "discussion.record", cast.inspector, on="2026-09-15", people="x", conclusion="y")
    begin(case, "discussion.record", cast.leader, on="2026-09-15", people="负责人", conclusion="同意")
    assert step(cast, case, "decide").state == "decided"


def test_v22_first_time_is_proven_from_the_venues_own_history(cast: Cast) -> None:
    with on_day(2026, 8, 20):
        old = case_make(cast, "decided", occurred_on=date(2026, 8, 1))
    case = case_make(cast, "reviewed", venue=old.venue_id)
    first = {**CORRECTED, "ground": "first"}
    proof = Pointed(file=evidence_make(cast, case).file_id)
    assert refused(cast, case, "decide", **first | {"pointed": proof}).data["missing"] == ["no_prior"]
    shown = case_get(case.uuid, cast.leader, date(2026, 9, 15))
    told = {"uuid": str(old.uuid), "number": old.number, "decided_on": date(2026, 8, 20)}
    assert shown["priors"] == [told | {"acted_on": date(2026, 8, 1)}]
    other = case_make(cast, "reviewed")
    done = step(cast, other, "decide", **first)
    assert (done.outcome, done.ground, done.education) == ("no_penalty", "first", "已批评教育")


def test_v33_money_is_paid_in_parts_with_its_surcharge(cast: Cast) -> None:
    case = case_make(cast, "served")  # 8,000 yuan due on 30 September
    assert refused(cast, case, "perform").data["missing"] == ["payment"]
    step(cast, case, "pay", amount_fen=500_000)
    assert refused(cast, case, "pay", amount_fen=1).data["fields"].keys() == {"receipt"}
    assert refused(cast, case, "pay", amount_fen=300_001, receipt="2").data["missing"] == [
        "not_above_what_is_owed"
    ]
    cash = {"mode": "on_spot", "receipt": "3", "amount_fen": 10_001}
    assert refused(cast, case, "pay", **cash).data["missing"] == ["hard_reason"]
    with on_day(2026, 10, 10):
        step(cast, case, "pay", amount_fen=300_000, receipt="4")
        money = case_get(case.uuid, cast.leader, date(2026, 10, 10))["money"]
        assert (money["owed_fen"], money["surcharge_days"], money["surcharge_fen"]) == (0, 10, 90_000)
        assert refused(cast, case, "perform").data["missing"] == ["surcharge"]
        step(cast, case, "pay", part="surcharge", amount_fen=40_000, receipt="5")
        case = step(cast, case, "perform", remission_reason="执行协议减免")
    assert (case.state, case.remission_reason) == ("performed", "执行协议减免")


def test_v33_instalments_move_the_days_and_a_dispute_stops_the_surcharge(cast: Cast) -> None:
    case = case_make(cast, "served")
    plan = [{"on": "2026-10-20", "fen": 300_000}, {"on": "2026-11-20", "fen": 500_000}]
    with pytest.raises(DomainError) as short:
        begin(case, "instalments.ask", cast.inspector, schedule=plan[:1], reason="经营困难")
    assert short.value.data["missing"] == ["schedule_sum"]
    row = begin(case, "instalments.ask", cast.inspector, schedule=plan, reason="经营困难")
    act(row, "instalments.approve", cast.leader)
    with on_day(2026, 10, 21):
        begin(case, "review.receive", cast.legal_reviewer, on="2026-10-21", body="区政府")
    money = case_get(case.uuid, cast.leader, date(2026, 10, 25))["money"]
    assert [part["fen"] for part in money["schedule"]] == [300_000, 500_000]
    assert (money["surcharge_days"], money["paused_days"]) == (0, 5)
    assert due_of(case, "case_instalments").due_on == date(2026, 11, 20)
    assert due_of(case, "case_payment").done_on == date(2026, 9, 15)


def test_urging_waits_for_the_payment_and_ten_working_days(cast: Cast) -> None:
    case = case_make(cast, "served")
    sent = {"on": "2026-09-15", "proof": "邮政"}
    with pytest.raises(DomainError) as early:
        begin(case, "urging.send", cast.inspector, **sent)
    assert early.value.data["missing"] == ["payment_over"]
    assert due_of(case, "court_application").due_on == date(2027, 6, 15)  # three months after 15 March
    with on_day(2026, 10, 8):
        row = begin(case, "urging.send", cast.inspector, on="2026-10-08", proof="邮政")
        assert lacks(row, "urging.apply", cast.inspector, on="2026-10-08", court="区法院") == [
            "ten_workdays", "remedies_over",
        ]  # fmt: skip
    with on_day(2026, 10, 23):
        assert lacks(row, "urging.apply", cast.inspector, on="2026-10-23", court="区法院") == [
            "remedies_over"
        ]
    with on_day(2027, 6, 16):
        calendar_load_year(year=2027, source="通知", days=[], now=clock.now())
        late = {"on": "2027-06-16", "court": "区法院"}
        assert lacks(row, "urging.apply", cast.inspector, **late) == ["late_reason"]
        row = act(row, "urging.apply", cast.inspector, on="2027-06-15", court="区法院")
        assert due_of(case, "court_application").done_on == date(2027, 6, 15)
        missing = refused(cast, case, "close", closing_type="terminated", reason="x").data["missing"]
        assert missing == ["tracks_settled"]


def test_a_revoked_decision_is_withdrawn_from_the_public_in_three_working_days(cast: Cast) -> None:
    case = case_make(cast, "served")
    Case.objects.everywhere("guard").filter(pk=case.pk).update(
        published_on=date(2026, 9, 15), publication="published"
    )
    row = begin(case, "litigation.receive", cast.supervisor, on="2026-09-15", body="区法院", number="行初1号")
    act(row, "litigation.conclude", cast.supervisor, on="2026-09-15", result="revoked")
    assert due_of(case, "publication_withdrawal").due_on == date(2026, 9, 18)


def test_a_track_begins_only_in_its_states_and_on_its_days(cast: Cast) -> None:
    case = case_make(cast, "filed")
    for verb, actor, values in (
        ("urging.send", cast.inspector, {"on": "2026-09-15", "proof": "邮政"}),
        ("preservation.approve", cast.leader, {"on": "2026-09-15"}),
    ):
        with pytest.raises(DomainError) as refusal:
            begin(case, verb, actor, **values)
        assert refusal.value.code == "move_not_open"
    for values in ({"on": "2026-09-14"}, {"on": "2026-09-16"}):
        with pytest.raises(DomainError) as wrong:
            begin(case, "sampling.take", cast.inspector, items=ITEMS, place="x", sent_to="y", **values)
        assert wrong.value.data["fields"].keys() == {"values.on"}
    with pytest.raises(DomainError) as unknown:
        begin(case, "picnic.hold", cast.inspector)
    assert unknown.value.data["fields"].keys() == {"verb"}


def test_what_is_held_is_settled_before_the_case_is_withdrawn(cast: Cast) -> None:
    case = case_make(cast)
    begin(case, "preservation.ask", cast.inspector, **ASKED)
    with pytest.raises(DomainError) as refusal:
        case_end(case_id=case.uuid, verb="case.withdraw", reason="有误", actor=cast.leader, now=clock.now())
    assert refusal.value.data["missing"] == ["tracks_settled"]


def test_a_stranger_finds_no_track(cast: Cast, stranger: User) -> None:
    row = begin(case_make(cast), "preservation.ask", cast.inspector, **ASKED)
    assert lacks(row, "preservation.dispose", stranger, on="2026-09-15", result="returned") == "not_found"


def test_words_of_a_track_stay_out_of_the_chain(cast: Cast) -> None:
    case = case_make(cast, "informed", summary="x")
    assert PENALTY["fine_fen"] == case.informed_fine_fen
    begin(case, "preservation.ask", cast.inspector, **ASKED)
    line = JournalLine.objects.everywhere("guard").get(verb="preservation.ask")
    assert set(line.data) == {"track", "from", "to"}
