"""Another investigator (更换承办人): fit, apart from review and decision, told with the reason."""

from typing import Any
from uuid import UUID

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import JournalLine
from enforcement.models import Case
from enforcement.selectors import case_get
from enforcement.services.cases import case_assign
from registry.models import Officer
from tests.cast import Cast, user_of
from tests.factories_enforcement import case_make, step, team_make
from tests.factories_scheduling import officer_make

pytestmark = pytest.mark.django_db


def newcomer(cast: Cast, **values: Any) -> Officer:
    user = user_of(cast.organ, "fresh", "韩雨桐", "inspector")
    return officer_make(cast.organ, "37011700000077", user=user, **values)


def assign(cast: Cast, case: Case, *officers: UUID, **values: Any) -> Case:
    given: dict[str, Any] = {"reason": "原承办人调离", "actor": cast.supervisor, "now": clock.now(), **values}
    return case_assign(case_id=case.pk, officers=officers, **given)


def refused(cast: Cast, case: Case, *officers: UUID, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        assign(cast, case, *officers, **values)
    return refusal.value


def named(one: Officer) -> dict[str, str]:
    return {"officer": str(one.pk), "name": one.name, "cert_no": one.cert_no}


def test_who_takes_over_works_on_the_case_and_who_left_no_more(cast: Cast) -> None:
    case = case_make(cast)
    stays, leaves = team_make(cast)
    comes = newcomer(cast)
    assert comes.user is not None
    before = case_get(case.pk, comes.user, clock.today())["verbs"]
    assign(cast, case, stays.pk, comes.pk)
    shown = case_get(case.pk, comes.user, clock.today())
    assert (before, shown["verbs"]) == ([], ["case.investigate"])
    assert case_get(case.pk, cast.colleague, clock.today())["verbs"] == []
    assert shown["team_changes"] == [
        {
            "on": "2026-09-15",
            "by": cast.supervisor.name,
            "reason": "原承办人调离",
            "before": [named(one) for one in (stays, leaves)],
            "after": [named(one) for one in (stays, comes)],
        }
    ]
    line = JournalLine.objects.everywhere("guard").get(verb="case.assign")
    assert line.data["after"] == sorted([str(stays.pk), str(comes.pk)])
    assert step(cast, case, "investigate").state == "investigated"


def test_what_another_team_must_be(cast: Cast) -> None:
    case = case_make(cast, "investigated")
    stays, leaves = team_make(cast)
    comes = newcomer(cast)
    assert refused(cast, case, stays.pk).code == "invalid"
    assert refused(cast, case, stays.pk, leaves.pk, reason=" ").data["missing"] == ["reason", "another_team"]
    assert refused(cast, case, stays.pk, comes.pk, actor=cast.leader).code == "not_allowed"
    Officer.objects.everywhere("guard").filter(pk=comes.pk).update(cert_valid_to="2026-09-14")
    assert refused(cast, case, stays.pk, comes.pk).code == "invalid"
    Officer.objects.everywhere("guard").filter(pk=comes.pk).update(cert_valid_to="2030-09-14")
    step(cast, case, "review")
    Officer.objects.everywhere("guard").filter(pk=comes.pk).update(user=cast.legal_reviewer)
    assert refused(cast, case, stays.pk, comes.pk).data["missing"] == ["reviewer_apart"]


def test_an_ended_case_keeps_its_team(cast: Cast) -> None:
    case = case_make(cast, "closed")
    stays, _ = team_make(cast)
    assert refused(cast, case, stays.pk, newcomer(cast).pk).code == "move_not_open"


def test_who_left_the_team_does_not_review_the_case(cast: Cast) -> None:
    case = case_make(cast, "investigated")
    stays, leaves = team_make(cast)
    Officer.objects.everywhere("guard").filter(pk=leaves.pk).update(user=cast.legal_reviewer)
    assign(cast, case, stays.pk, newcomer(cast).pk)
    assert "case.review" not in case_get(case.pk, cast.legal_reviewer, clock.today())["verbs"]
    with pytest.raises(DomainError) as refusal:
        step(cast, case, "review")
    assert refusal.value.code == "own_record"
