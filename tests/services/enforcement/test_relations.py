from datetime import date

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from enforcement.selectors import case_verbs
from enforcement.services.cases import (
    case_decide,
    case_file,
)
from tests.cast import Cast, user_of
from tests.factories_enforcement import (
    MINORS,
    case_make,
    step,
    team_make,
    venue_make,
)
from tests.factories_scheduling import officer_make
from tests.services.enforcement.course import refused

pytestmark = pytest.mark.django_db


def test_another_officer_does_not_work_on_the_case_but_the_supervisor_may(cast: Cast) -> None:
    other = user_of(cast.organ, "other", "韩雨桐", "inspector")
    case = case_make(cast)
    assert refused(cast, case, "investigate", actor=other).code == "not_allowed"
    assert step(cast, case, "investigate", actor=cast.supervisor).state == "investigated"


@pytest.mark.parametrize("role", ["legal_reviewer", "leader"])
def test_v29_who_investigates_neither_reviews_nor_decides(cast: Cast, role: str) -> None:
    judge = getattr(cast, role)
    lin, _ = team_make(cast)
    mine = officer_make(cast.organ, "37011700000008", user=judge)
    until, verb = {"legal_reviewer": ("investigated", "review"), "leader": ("informed", "decide")}[role]
    case = case_make(cast, until, officers=[lin.uuid, mine.uuid])
    assert refused(cast, case, verb).code == "own_record"
    assert f"case.{verb}" not in case_verbs(case, judge, suspended=False)


def test_v29_who_filed_does_not_review(cast: Cast) -> None:
    both = user_of(cast.organ, "both", "陶永康", "leader", "legal_reviewer")
    case = case_make(cast, "investigated", actor=both)
    assert refused(cast, case, "review", actor=both).code == "own_record"


def test_another_district_finds_no_case(cast: Cast, stranger: User) -> None:
    case = case_make(cast, "informed")
    assert refused(cast, case, "decide", actor=stranger).code == "not_found"


def test_a_case_from_a_venue_of_another_district_is_not_filed(cast: Cast, stranger: User) -> None:
    venue = venue_make(cast)
    with pytest.raises(DomainError) as refusal:
        case_file(
            violation=MINORS, officers=[row.uuid for row in team_make(cast)], summary="", venue=venue.uuid,
            occurred_on=date(2026, 9, 1), actor=stranger, now=clock.now(),
        )  # fmt: skip
    assert refusal.value.data["fields"].keys() == {"venue"}


def test_roles_without_the_verb_are_refused(cast: Cast) -> None:
    case = case_make(cast, "informed")
    with pytest.raises(DomainError) as refusal:
        case_decide(case_id=case.uuid, outcome="no_penalty", actor=cast.supervisor, now=clock.now())
    assert refusal.value.code == "not_allowed"
