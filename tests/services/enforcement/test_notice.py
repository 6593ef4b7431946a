"""The prior notice (事先告知, 行政处罚法 Art 44, 63): its basis, its rights, the threshold of its day."""

from datetime import date
from typing import Any

import pytest

from enforcement.selectors import case_get
from enforcement.selectors.papers import case_facts, case_of, paper_offers
from registry.models import HearingThreshold
from tests.cast import Cast
from tests.factories_enforcement import case_make, step
from tests.services.enforcement.course import on_day, refused
from tests.services.enforcement.test_tracks import HEAVY

pytestmark = pytest.mark.django_db
OTHER = {"basis": "TEST-27", "band_reason": "减轻处罚：主动消除危害后果"}


def test_art44_a_notice_names_a_basis_in_force_on_the_day_of_the_act(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    for basis in ("", "TEST-OLD", "TEST-DUTY"):
        assert refused(cast, case, "intend", basis=basis).data["missing"] == ["basis_in_force"]


def test_art44_a_decision_on_another_basis_needs_a_new_notice(cast: Cast) -> None:
    case = case_make(cast, "informed")
    step(cast, case, "statement")
    assert refused(cast, case, "decide", **OTHER).data["missing"] == ["notice_of_this_basis"]
    case = step(cast, case, "tell", basis="TEST-27")
    assert case_get(case.uuid, cast.leader, date(2026, 9, 15))["informed_basis"] == "TEST-27"
    step(cast, case, "statement")
    assert step(cast, case, "decide", **OTHER).basis_id == "TEST-27"


def test_art44_the_notice_on_paper_names_its_basis_before_any_decision(cast: Cast) -> None:
    case = case_make(cast, "informed")
    offered = {one["form"]: one["values"] for one in paper_offers(case_of(case.uuid, cast.inspector))}
    assert offered["prior_notice"]["reasons"] == "《互联网上网服务营业场所管理条例》（2022修订）第1条"
    assert case_facts(case_of(case.uuid, cast.inspector))["reasons"] == ""


@pytest.mark.parametrize(("penalty", "heard"), [({}, False), (HEAVY, True)])
def test_art63_the_notice_tells_of_a_hearing_only_where_there_is_a_right(
    cast: Cast, penalty: dict[str, object], heard: bool
) -> None:
    case = step(cast, case_make(cast, "reviewed"), "tell", **penalty)
    offered = {one["form"]: one["values"] for one in paper_offers(case_of(case.uuid, cast.inspector))}
    assert ("要求听证" in offered["prior_notice"]["rights"]) is heard is bool(case.hearing_reasons)


def test_art63_the_threshold_is_that_of_the_day_of_the_notice(cast: Cast) -> None:
    case = case_make(cast, "reviewed")
    HearingThreshold.objects.everywhere("loader").all().delete()
    usual: dict[str, Any] = {"field": "*", "party": "organisation", "never_below_fen": 1, "rule": "本省规定"}
    HearingThreshold.objects.bulk_create(
        [
            HearingThreshold(code="OLD", no_cap_fen=900_000, valid_to=date(2026, 9, 16), **usual),
            HearingThreshold(code="NEW", no_cap_fen=800_000, valid_from=date(2026, 9, 17), **usual),
        ]
    )
    with on_day(2026, 9, 18):
        told = [step(cast, case, "tell", on=date(2026, 9, day)).hearing_reasons for day in (16, 17)]
    assert told == [[], ["fine"]]
