"""法制审核 may say no (行政处罚法 Art 58): back to investigation with the reason, and on again."""

from datetime import date

import pytest

from backend import clock
from enforcement.selectors import case_get
from enforcement.selectors.papers import case_of, paper_day, paper_offers
from tests.cast import Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement.course import on_day, refused
from tests.services.enforcement.test_case_papers import make, told

pytestmark = pytest.mark.django_db
WHY = "缺少当事人的询问笔录"


def test_art58_what_review_does_not_pass_goes_back_with_its_reason(cast: Cast) -> None:
    case = case_make(cast, "investigated")
    assert refused(cast, case, "send_back", reason="").data["missing"] == ["reason"]
    with on_day(2026, 9, 16):
        case = step(cast, case, "send_back")
        assert (case.state, case.investigated_on, case.reviewed_on) == ("filed", None, None)
        shown = case_get(case.uuid, cast.inspector, clock.today())
        assert shown["sent_back"] == {"on": case.sent_back_on, "by": "季文度", "reason": WHY}
        assert shown["verbs"] == ["case.investigate"]
        assert refused(cast, case, "decide").code == "move_not_open"
    with on_day(2026, 9, 17):
        case = step(cast, case, "investigate", facts="补充了询问笔录")
        case = step(cast, case, "review")
        assert (case.state, case.investigated_on) == ("reviewed", date(2026, 9, 17))
        assert case_get(case.uuid, cast.inspector, clock.today())["sent_back"] is None
        assert case.sent_back_reason == WHY


def test_art58_the_opinion_on_paper_says_its_verdict_and_both_are_kept(cast: Cast) -> None:
    case = case_make(cast, "investigated")
    assert "legal_review" not in [one["form"] for one in paper_offers(case_of(case.uuid, cast.inspector))]
    with on_day(2026, 9, 16):
        case = step(cast, case, "send_back")
        back = make(case, "legal_review", cast.inspector)
    with on_day(2026, 9, 17):
        case = step(cast, step(cast, case, "investigate"), "review")
        passed = make(case, "legal_review", cast.inspector)
    assert (paper_day(case, "legal_review"), back.issued_on) == (case.reviewed_on, case.sent_back_on)
    assert ("审核未通过，退回补充调查" in told(back), WHY in told(back)) == (True, True)
    assert ("审核通过" in told(passed), "退回" in told(passed), passed.replaces_id) == (True, False, None)
