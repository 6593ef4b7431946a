from datetime import date

import pytest

from backend import clock
from backend.domain.errors import DomainError
from enforcement.models import FollowUp
from enforcement.selectors.followups import follow_up_cards
from enforcement.services.cases.followups import follow_up_close, follow_up_plan, follow_up_step
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
                follow_up_id=row.uuid, kind="repair", text="x", actor=section, now=later, on=date(2026, 9, 14)
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
