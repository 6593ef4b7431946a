from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.models import Clock
from backend.services.calendar import calendar_load_year
from enforcement.selectors import case_get
from tests.cast import Cast
from tests.factories_enforcement import (
    PENALTY,
    case_make,
    step,
)
from tests.services.enforcement.course import due_of, on_day, refused

pytestmark = pytest.mark.django_db


def test_v27_no_decision_before_the_window_is_over(cast: Cast) -> None:
    case = case_make(cast, "informed")
    window = due_of(case, "case_statement")
    # five working days from Tuesday: Sunday 9-20 is worked
    assert (window.due_on, window.provisional) == (date(2026, 9, 21), False)
    with on_day(2026, 9, 21):
        assert refused(cast, case, "decide").data["missing"] == ["statement_window"]
    with on_day(2026, 9, 22):
        assert step(cast, case, "decide").state == "decided"


def test_v27_a_window_that_is_over_makes_nobody_late(cast: Cast) -> None:
    case = case_make(cast, "informed")

    def next_date(day: int) -> str:
        return str(case_get(case.uuid, cast.leader, date(2026, 9, day))["due"]["rule"])

    assert [next_date(day) for day in (21, 22)] == ["case_statement", "case_decision"]


def test_v27_a_waiver_in_writing_ends_the_window(cast: Cast) -> None:
    case = case_make(cast, "informed")
    case = step(cast, case, "statement")
    assert (case.statement_waived, due_of(case, "case_statement").done_on) == (True, date(2026, 9, 15))
    assert step(cast, case, "decide").state == "decided"


def test_v27_over_new_year_the_window_is_provisional_and_the_record_goes_on(cast: Cast) -> None:
    with on_day(2026, 12, 25):
        case = case_make(cast, "informed")
    window = due_of(case, "case_statement")
    assert (window.due_on, window.provisional) == (date(2027, 1, 2), True)
    shown = case_get(case.uuid, cast.leader, date(2027, 1, 15))
    assert shown["due"]["words"] == "不早于 2027-01-02（2027 年日历未公布）"
    with on_day(2027, 1, 15):
        assert refused(cast, case, "decide").data["missing"] == ["statement_window"]
        assert step(cast, case, "statement", text="请求从轻", waived_in_writing="").statement == "请求从轻"
        calendar_load_year(year=2027, source="国务院办公厅通知", days=[], now=clock.now())
        window.refresh_from_db()
        assert (window.due_on, window.provisional) == (date(2027, 1, 1), False)
        assert step(cast, case, "decide").state == "decided"


def test_a_notice_served_yesterday_runs_from_yesterday(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    with on_day(2026, 9, 17):
        case = step(cast, case, "tell", on=date(2026, 9, 16))
        assert refused(cast, case, "intend", on=date(2026, 9, 15)).data["fields"].keys() == {"on"}
        assert refused(cast, case, "intend", on=date(2026, 9, 18)).data["fields"].keys() == {"on"}
    assert (case.informed_on, due_of(case, "case_statement").starts_on) == (
        date(2026, 9, 16),
        date(2026, 9, 16),
    )


def test_what_the_party_says_is_added_and_never_lost(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement", text="初次违法", waived_in_writing="")
    case = step(cast, case, "statement", text="已经改正", waived_in_writing="")
    assert case.statement == "初次违法\n已经改正"
    assert refused(cast, case, "statement", waived_in_writing="").data["fields"].keys() == {"text"}


@pytest.mark.parametrize(
    "more",
    [
        {"fine_fen": 800_001},
        {"classes": ["warning", "fine", "confiscation"], "confiscated_fen": 1},
        {"classes": ["warning", "suspension"], "fine_fen": 0, "band_reason": "情节严重"},
    ],
)
def test_v30_after_a_statement_the_penalty_does_not_rise(cast: Cast, more: dict[str, Any]) -> None:
    case = case_make(cast, "informed")
    assert refused(cast, case, "decide", **more).data["missing"][-1] == "notice_of_this_penalty"
    case = step(cast, case, "statement", text="请求从轻")
    assert refused(cast, case, "decide", **more).data["missing"][-1] == "not_raised_after_statement"
    notice = {key: value for key, value in {**PENALTY, **more}.items() if key != "band_reason"}
    assert refused(cast, case, "intend", **notice).data["missing"] == ["not_raised_after_statement"]
    assert step(cast, case, "decide", fine_fen=300_000).fine_fen == 300_000


def test_a_new_notice_takes_the_waiver_back_and_opens_a_new_window(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    with on_day(2026, 9, 18):
        case = step(cast, case, "tell", fine_fen=900_000)
        assert refused(cast, case, "decide", fine_fen=900_000).data["missing"] == ["statement_window"]
    windows = Clock.objects.everywhere("guard").filter(noun_id=case.uuid, rule="case_statement")
    assert [(row.due_on, row.done_on) for row in windows.order_by("starts_on")] == [
        (date(2026, 9, 21), date(2026, 9, 15)),
        (date(2026, 9, 24), None),
    ]
