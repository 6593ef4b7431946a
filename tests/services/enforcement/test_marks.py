import pytest

from backend import clock
from enforcement.services.cases import case_end
from enforcement.services.leads import lead_dismiss
from scheduling.models import VenueMark
from tests.cast import Cast
from tests.factories_enforcement import case_carry, case_make, lead_make, venue_make

pytestmark = pytest.mark.django_db


def marks() -> list[tuple[str, bool]]:
    """(kind, ended) of every mark there is."""
    rows = VenueMark.objects.everywhere("guard").order_by("kind", "pk")
    return [(row.kind, row.ended_on is not None) for row in rows]


def test_venue_is_in_case_from_filing_to_closing_and_the_penalty_stays_in_its_past(cast: Cast) -> None:
    case = case_make(cast)
    assert marks() == [("case", False)]
    case_carry(cast, case, "closed")
    assert marks() == [("case", True), ("penalty", False)]


def test_withdrawn_case_sets_the_venue_free(cast: Cast) -> None:
    case = case_make(cast)
    case_end(case_id=case.uuid, verb="case.withdraw", reason="立案有误", actor=cast.leader, now=clock.now())
    assert marks() == [("case", True)]


def test_complaint_counts_once_verified_and_no_longer_once_dismissed(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实", venue=venue_make(cast).uuid, source="report")
    assert marks() == [("complaint", False)]
    lead_dismiss(lead_id=lead.uuid, reason="查无实据", actor=cast.supervisor, now=clock.now())
    assert marks() == [("complaint", True)]
    lead_make(cast, verified="属实", venue=venue_make(cast, "另一家").uuid, source="monitoring")
    assert marks() == [("complaint", True)]
