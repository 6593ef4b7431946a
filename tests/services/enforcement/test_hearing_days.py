"""行政处罚法 Art 64: asked for in five working days, told seven working days before."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine
from backend.services.calendar import calendar_load_year
from enforcement.domain.acts import read_fields
from enforcement.models import Case, CaseTrack
from enforcement.selectors import case_get
from enforcement.services.cases import case_settle
from tests.cast import Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement.course import on_day, refused
from tests.services.enforcement.test_tracks import HEAVY, act, begin, lacks

pytestmark = pytest.mark.django_db
DECIDE = {**HEAVY, "band_reason": "情节严重"}
DISCUSSED = {"on": "2026-09-15", "people": "负责人", "conclusion": "同意"}
PLACE = {"place": "大队会议室", "chair": "季文度"}


def test_art64_a_hearing_asked_for_too_late_is_refused_and_blocks_no_decision(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    begin(case, "discussion.record", cast.leader, **DISCUSSED)
    with on_day(2026, 9, 22):  # the fifth working day was 9-21
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-22", reason="处罚过重")
        assert refused(cast, case, "decide", **DECIDE).data["missing"] == ["hearing_record"]
        shown = case_get(case.uuid, cast.legal_reviewer, clock.today())["tracks"]
        one = next(track for track in shown if track["kind"] == "hearing")
        assert (one["late"], "hearing.refuse" in one["verbs"]) == (True, True)
        row = act(row, "hearing.refuse", cast.legal_reviewer, reason="逾期申请")
        assert (row.state, row.ended_on) == ("unheard", date(2026, 9, 22))
        assert step(cast, case, "decide", **DECIDE).state == "decided"


def test_each_act_is_told_with_the_day_it_was_recorded(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2026, 9, 23):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-22", reason="处罚过重")
    with on_day(2026, 9, 24):
        act(row, "hearing.refuse", cast.legal_reviewer, reason="逾期申请")
    (shown,) = case_get(case.uuid, cast.legal_reviewer, clock.today())["tracks"]
    assert shown["days"] == {"hearing.request": date(2026, 9, 23), "hearing.refuse": date(2026, 9, 24)}


def test_art64_a_hearing_asked_for_in_time_is_never_refused(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2026, 9, 24):  # on the last day, recorded later
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-21", reason="处罚过重")
        assert lacks(row, "hearing.refuse", cast.legal_reviewer, reason="逾期申请") == ["hearing_asked_late"]
        shown = case_get(case.uuid, cast.legal_reviewer, clock.today())["tracks"][0]
        assert (shown["late"], "hearing.refuse" in shown["verbs"]) == (False, False)


def test_art64_a_refused_hearing_leaves_the_window_of_a_new_notice_open(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    begin(case, "discussion.record", cast.leader, **DISCUSSED)
    with on_day(2026, 9, 22):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-22", reason="处罚过重")
        act(row, "hearing.refuse", cast.legal_reviewer, reason="逾期申请")
        step(cast, case, "tell", **HEAVY)
        missing = refused(cast, case, "decide", **DECIDE).data["missing"]
        assert missing == ["statement_window", "hearing_window"]


def test_art64_while_the_calendar_is_unknown_no_request_is_late(cast: Cast) -> None:
    with on_day(2026, 12, 25):
        case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2027, 1, 15):
        row = begin(case, "hearing.request", cast.inspector, on="2027-01-15", reason="处罚过重")
        assert lacks(row, "hearing.refuse", cast.legal_reviewer, reason="逾期申请") == ["hearing_asked_late"]
        calendar_load_year(year=2027, source="国务院办公厅通知", days=[], now=clock.now())
        assert act(row, "hearing.refuse", cast.legal_reviewer, reason="逾期申请").state == "unheard"


def held_early(cast: Cast) -> tuple[Case, CaseTrack]:
    """Told of 28 September, and held on the 24th."""
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2026, 9, 16):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
        told = {"on": "2026-09-16", "hearing_on": "2026-09-24", **PLACE}
        row = act(row, "hearing.notify", cast.legal_reviewer, **told)
        # put off, told anew: the later day counts
        row = act(row, "hearing.notify", cast.legal_reviewer, **told | {"hearing_on": "2026-09-28"})
    with on_day(2026, 9, 24):
        row = act(row, "hearing.hold", cast.legal_reviewer, on="2026-09-24", record="双方陈述")
        row = act(row, "hearing.report", cast.legal_reviewer, opinion="建议维持")
        begin(case, "discussion.record", cast.leader, on="2026-09-24", people="负责人", conclusion="同意")
    case.refresh_from_db()
    return case, row


def test_art64_a_hearing_held_before_the_day_the_party_was_told_of_stands_and_is_settled(cast: Cast) -> None:
    case, row = held_early(cast)
    assert (row.values["hearing.hold"]["record"], case.irregularities) == ("双方陈述", ["hearing_early"])
    said = JournalLine.objects.everywhere("guard").get(noun_id=case.pk, verb="hearing.hold")
    assert said.data["irregular"] == ["hearing_early"]
    decide = {**HEAVY, "band_reason": "情节严重"}
    with on_day(2026, 9, 28):
        assert refused(cast, case, "decide", **decide).data["missing"] == ["hearing_settled"]
        shown = case_get(case.pk, cast.supervisor, clock.today())
        assert "case.settle" in shown["verbs"]
        given: dict[str, Any] = {"case_id": case.pk, "actor": cast.supervisor, "now": clock.now()}
        lacking = [
            settled_not(**{**given, "code": "hearing_early", "reason": " "}),
            settled_not(**{**given, "code": "electronic_unagreed", "reason": "当事人同意"}),
        ]
        assert lacking == [["reason"], ["unsettled"]]
        case_settle(**given, code="hearing_early", reason="当事人当场同意提前举行")
        shown = case_get(case.pk, cast.supervisor, clock.today())
        assert (shown["irregularities"], "case.settle" in shown["verbs"]) == ([], False)
        assert shown["settled"] == [
            {"code": "hearing_early", "on": "2026-09-28", "by": cast.supervisor.name,
             "reason": "当事人当场同意提前举行"}
        ]  # fmt: skip
        case.refresh_from_db()
        assert step(cast, case, "decide", **decide).state == "decided"


def settled_not(**given: Any) -> list[str]:
    with pytest.raises(DomainError) as refusal:
        case_settle(**given)
    return list(refusal.value.data["missing"])


def test_art64_a_hearing_held_on_the_day_the_party_was_told_of_is_not_irregular(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2026, 9, 16):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
        told = {"on": "2026-09-16", "hearing_on": "2026-09-28", **PLACE}
        row = act(row, "hearing.notify", cast.legal_reviewer, **told)
    with on_day(2026, 9, 28):
        act(row, "hearing.hold", cast.legal_reviewer, on="2026-09-28", record="双方陈述")
    case.refresh_from_db()
    assert case.irregularities == []


def test_art64_seven_working_days_run_from_the_day_the_party_was_told(cast: Cast) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **HEAVY)
    with on_day(2026, 9, 16):
        row = begin(case, "hearing.request", cast.inspector, on="2026-09-16", reason="处罚过重")
    with on_day(2026, 9, 22):  # typed six days after the party was told
        shown = case_get(case.uuid, cast.legal_reviewer, clock.today())["tracks"][0]["notice_days"]
        assert shown[0] == {
            "on": date(2026, 9, 16), "earliest_on": date(2026, 9, 24), "told_by": date(2026, 9, 16),
        }  # fmt: skip
        assert shown[-1]["on"] == date(2026, 9, 22)
        late = {"on": "2026-09-17", "hearing_on": "2026-09-24", **PLACE}
        assert lacks(row, "hearing.notify", cast.legal_reviewer, **late) == ["seven_workdays"]
        row = act(row, "hearing.notify", cast.legal_reviewer, **late | {"on": "2026-09-16"})
        assert row.state == "notified"
    told = {"on": "2026-09-17", "hearing_on": "2026-09-30", **PLACE}
    assert read_fields("hearing.notify", told, date(2026, 9, 16))[1] == {"on": ["日期不能晚于今天"]}
