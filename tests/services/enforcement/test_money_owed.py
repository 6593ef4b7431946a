"""What a decision makes the party owe: until when, on which plan, and no more once it fell."""

from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Clock
from backend.services.calendar import calendar_load_year
from enforcement.models import Case, CaseTrack
from enforcement.selectors import case_get
from enforcement.services.cases import case_file_simple
from tests.cast import Cast
from tests.factories_enforcement import MINORS, case_make, step, team_make, venue_make
from tests.services.enforcement.case_acts import SPOT
from tests.services.enforcement.course import due_of, on_day, refused
from tests.services.enforcement.test_tracks import act, begin, lacks

pytestmark = pytest.mark.django_db
PAYMENT = ("case_payment", "case_instalments", "court_application")


def money(cast: Cast, case: Case, on: date) -> dict[str, Any]:
    found: dict[str, Any] = case_get(case.uuid, cast.leader, on)["money"]
    return found


def running(case: Case, *rules: str) -> list[tuple[str, date]]:
    rows = Clock.objects.everywhere("guard").filter(noun_id=case.uuid, rule__in=rules, done_on=None)
    return list(rows.order_by("rule", "due_on").values_list("rule", "due_on"))


def ruled(cast: Cast, case: Case, kind: str, day: int, result: str, **more: int) -> None:
    """Received and concluded on one day of October."""
    on = f"2026-10-{day}"
    with on_day(2026, 10, day):
        row = begin(case, f"{kind}.receive", cast.supervisor, on=on, body="区政府")
        act(row, f"{kind}.conclude", cast.supervisor, on=on, result=result, **more)


def planned(cast: Cast, case: Case, *parts: tuple[str, int]) -> CaseTrack:
    plan = [{"on": on, "fen": fen} for on, fen in parts]
    return begin(case, "instalments.ask", cast.inspector, schedule=plan, reason="经营困难")


def test_v33_a_penalty_is_not_performed_before_its_last_payment(cast: Cast) -> None:
    case = case_make(cast, "served")  # 8,000 yuan due on 30 September
    with on_day(2026, 10, 30):
        step(cast, case, "pay")
        early = refused(cast, case, "perform", on=date(2026, 9, 20))
        assert early.data == {"fields": {"on": ["日期不能早于上一步（2026-10-30）"]}}
        assert refused(cast, case, "perform", on=date(2026, 10, 30)).data["missing"] == ["surcharge"]
        step(cast, case, "pay", part="surcharge", amount_fen=720_000, receipt="2")
        assert step(cast, case, "perform").performed_on == date(2026, 10, 30)


def test_nothing_is_owed_urged_or_enforced_by_a_decision_that_fell(cast: Cast) -> None:
    case = case_make(cast, "served")
    with on_day(2026, 10, 9):
        row = begin(case, "urging.send", cast.inspector, on="2026-10-09", proof="邮政")
    ruled(cast, case, "litigation", 10, "revoked")
    found = money(cast, case, date(2026, 10, 20))
    assert (found["total_fen"], found["owed_fen"]) == (800_000, 0)
    assert (found["surcharge_fen"], found["surcharge_owed_fen"]) == (0, 0)
    assert running(case, *PAYMENT) == []
    with on_day(2026, 10, 30):
        assert refused(cast, case, "pay").data["missing"] == ["not_above_what_is_owed"]
        asked = lacks(row, "urging.apply", cast.inspector, on="2026-10-30", court="区法院")
        assert asked == ["decision_in_force"]
        act(row, "urging.end", cast.inspector, on="2026-10-30", result="terminated")
        with pytest.raises(DomainError) as again:
            begin(case, "urging.send", cast.inspector, on="2026-10-30", proof="邮政")
        assert again.value.data["missing"] == ["decision_in_force"]
    ruled(cast, case, "litigation", 31, "upheld")  # on appeal it stands
    assert money(cast, case, date(2026, 10, 31))["owed_fen"] == 800_000
    assert running(case, *PAYMENT) == [
        ("case_payment", date(2026, 9, 30)), ("court_application", date(2027, 1, 31)),
    ]  # fmt: skip


def test_a_review_taken_back_leaves_the_six_months_to_sue_as_they_were(cast: Cast) -> None:
    case = case_make(cast, "served")
    before = running(case, "litigation_request", "court_application")
    with on_day(2026, 10, 9):
        row = begin(case, "urging.send", cast.inspector, on="2026-10-09", proof="邮政")
    ruled(cast, case, "review", 10, "withdrawn")
    assert running(case, "litigation_request", "court_application", "suit_after_review") == before
    assert due_of(case, "litigation_request").starts_on == date(2026, 9, 15)
    assert before == [("court_application", date(2027, 6, 15)), ("litigation_request", date(2027, 3, 15))]
    with on_day(2026, 11, 20):
        asked = {"on": "2026-11-20", "court": "区法院"}
        assert lacks(row, "urging.apply", cast.inspector, **asked) == ["remedies_over"]
    with on_day(2027, 3, 16):
        calendar_load_year(year=2027, source="通知", days=[], now=clock.now())
        assert act(row, "urging.apply", cast.inspector, on="2027-03-16", court="区法院").state == "applied"


def test_a_review_taken_back_when_the_party_sued_begins_no_second_time_to_sue(cast: Cast) -> None:
    case = case_make(cast, "served")
    ruled(cast, case, "litigation", 10, "rejected")
    ruled(cast, case, "review", 12, "withdrawn")
    assert running(case, "litigation_request", "suit_after_review") == []
    assert running(case, "court_application") == [("court_application", date(2027, 1, 12))]


def test_v33_a_second_plan_takes_the_place_of_the_first(cast: Cast) -> None:
    case = case_make(cast, "served")
    first = ("2026-10-20", 300_000)
    act(planned(cast, case, first, ("2026-11-20", 500_000)), "instalments.approve", cast.leader)
    act(planned(cast, case, first, ("2026-11-25", 500_000)), "instalments.approve", cast.leader)  # that day
    assert running(case, *PAYMENT[:2]) == [("case_instalments", date(2026, 11, 25))]
    with on_day(2026, 10, 9):
        act(planned(cast, case, first, ("2026-12-21", 500_000)), "instalments.approve", cast.leader)
    assert running(case, *PAYMENT[:2]) == [("case_instalments", date(2026, 12, 21))]
    assert [part["on"] for part in money(cast, case, date(2026, 10, 9))["schedule"]] == [
        date(2026, 10, 20), date(2026, 12, 21),
    ]  # fmt: skip


def test_v33_a_plan_has_no_day_that_is_past_when_it_is_asked_for_or_approved(cast: Cast) -> None:
    case = case_make(cast, "served")
    with pytest.raises(DomainError) as past:
        planned(cast, case, ("2026-09-14", 300_000), ("2026-11-20", 500_000))
    assert past.value.data == {"fields": {"values.schedule": ["第 1 期不能早于今天"]}}
    row = planned(cast, case, ("2026-09-20", 300_000), ("2026-11-20", 500_000))
    with on_day(2026, 9, 21), pytest.raises(DomainError) as waited:
        act(row, "instalments.approve", cast.leader)
    why = "计划的首期（2026-09-20）已过，不能批准，应当重新提出计划"
    assert waited.value.data == {"fields": {"values.note": [why]}}
    row.refresh_from_db()
    assert row.state == "asked"


def test_v33_what_ran_until_a_late_plan_was_approved_stays_owed(cast: Cast) -> None:
    case = case_make(cast, "served")  # 8,000 yuan due on 30 September
    with on_day(2026, 10, 10):
        act(planned(cast, case, ("2026-11-20", 800_000)), "instalments.approve", cast.leader)
    for day in (date(2026, 10, 10), date(2026, 11, 20)):
        found = money(cast, case, day)
        assert (found["surcharge_days"], found["surcharge_fen"]) == (10, 240_000), day
    assert money(cast, case, date(2026, 11, 22))["surcharge_fen"] == 240_000 + 2 * 24_000


def test_v33_no_surcharge_runs_while_the_last_day_is_provisional(cast: Cast) -> None:
    with on_day(2026, 12, 30):
        case = case_make(cast, "served")
    assert due_of(case, "case_payment").provisional
    assert money(cast, case, date(2027, 2, 1))["surcharge_fen"] == 0
    with on_day(2027, 2, 1):
        calendar_load_year(year=2027, source="通知", days=[], now=clock.now())
    assert due_of(case, "case_payment").due_on == date(2027, 1, 14)
    assert money(cast, case, date(2027, 2, 1))["surcharge_days"] == 18


def test_a_penalty_on_the_spot_is_taken_to_court_after_the_time_to_sue(cast: Cast) -> None:
    given: dict[str, Any] = {"violation": MINORS, "basis": "TEST-123", "actor": cast.inspector}
    given |= {"officers": [row.pk for row in team_make(cast)], "venue": venue_make(cast).pk}
    case = case_file_simple(values=SPOT | {"fine_fen": 10_000}, now=clock.now(), **given)
    court = due_of(case, "court_application")
    assert (court.follows, court.due_on) == (due_of(case, "litigation_request"), date(2027, 6, 15))
    venue = venue_make(cast, uscc="91370117MA3E0001X1").pk
    warned = case_file_simple(values=SPOT | {"penalty": "警告"}, now=clock.now(), **given | {"venue": venue})
    assert running(warned, *PAYMENT) == []


def test_a_sum_that_was_changed_is_what_is_owed(cast: Cast) -> None:
    case = case_make(cast, "served")  # 8,000 yuan due on 30 September
    ruled(cast, case, "review", 10, "changed")
    assert money(cast, case, date(2026, 10, 10))["owed_fen"] == 800_000  # no sum was named
    ruled(cast, case, "litigation", 12, "changed", fine_fen=500_000)
    found = money(cast, case, date(2026, 10, 14))
    assert (found["total_fen"], found["owed_fen"]) == (500_000, 500_000)
    assert [part["fen"] for part in found["schedule"]] == [500_000]
    assert (found["surcharge_days"], found["surcharge_fen"]) == (12, 180_000)  # two days stood still
    with on_day(2026, 10, 14):
        assert refused(cast, case, "pay").data["missing"] == ["not_above_what_is_owed"]
        step(cast, case, "pay", amount_fen=500_000)
        assert step(cast, case, "perform", remission_reason="法院裁定").state == "performed"


def test_a_later_instance_takes_its_sum_back_and_a_sum_of_nothing_ends_the_payment(cast: Cast) -> None:
    case = case_make(cast, "served")
    ruled(cast, case, "litigation", 10, "changed", fine_fen=0)
    assert money(cast, case, date(2026, 10, 10))["owed_fen"] == 0
    assert running(case, *PAYMENT) == []
    ruled(cast, case, "litigation", 12, "upheld")
    assert money(cast, case, date(2026, 10, 12))["owed_fen"] == 800_000
    assert [rule for rule, _ in running(case, *PAYMENT)] == ["case_payment", "court_application"]
    with pytest.raises(DomainError) as upheld:
        ruled(cast, case, "review", 14, "upheld", fine_fen=1)
    assert upheld.value.data == {"fields": {"values.fine_fen": ["这一结果没有变更数额"]}}
