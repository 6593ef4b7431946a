"""A visit is set for a day within its window; moving it needs a reason and keeps the former day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from backend.domain.errors import DomainError
from scheduling.models import Leave, Visit, VisitDay
from scheduling.selectors.boards import visit_board, visit_days
from scheduling.services.visits import visit_arrange, visit_cancel
from tests.cast import TODAY, Cast
from tests.factories_enforcement import team_make, venue_make
from tests.factories_scheduling import visit_make

pytestmark = pytest.mark.django_db
SEPT = (date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture
def visit(cast: Cast) -> Visit:
    return visit_make(venue_make(cast), team_make(cast), cast.supervisor)


def arrange(cast: Cast, visit: Visit, day: int, reason: str = "") -> None:
    visit_arrange(
        visit_id=visit.uuid, on=date(2026, 9, day), reason=reason, actor=cast.supervisor, now=clock.now()
    )


def test_another_day_needs_a_reason_and_the_former_one_is_kept(cast: Cast, visit: Visit) -> None:
    arrange(cast, visit, 22)
    with pytest.raises(DomainError) as refused:
        arrange(cast, visit, 23)
    assert refused.value.code == "facts_missing"
    arrange(cast, visit, 24, "场所申请改期")
    arrange(cast, visit, 24, "再点一次")
    kept = [(day["on"].day, day["reason"], day["ended_at"] is None) for day in visit_days(visit)]
    assert kept == [(24, "场所申请改期", True), (22, "", False)]
    (row,) = visit_board(cast.supervisor, *SEPT)["visits"]
    assert (row["on"], row["planned_from"], row["verbs"]) == (
        date(2026, 9, 24), date(2026, 9, 21), ["visit.arrange"],
    )  # fmt: skip


@pytest.mark.parametrize("day", [14, 20])
def test_a_day_outside_the_window_or_past_is_refused(cast: Cast, visit: Visit, day: int) -> None:
    with pytest.raises(DomainError) as refused:
        arrange(cast, visit, day)
    assert refused.value.code == "invalid"
    assert not VisitDay.objects.everywhere("guard").exists()


def test_nobody_is_sent_on_a_day_of_his_leave(cast: Cast, visit: Visit) -> None:
    Leave.objects.create(
        organ=cast.organ, created_at=TODAY, officer=visit.team.first().officer,  # type: ignore[union-attr]
        starts_on=date(2026, 9, 23), ends_on=date(2026, 9, 23),
    )  # fmt: skip
    with pytest.raises(DomainError) as refused:
        arrange(cast, visit, 23)
    assert refused.value.code == "officer_away"


def test_a_visit_called_off_is_set_for_no_day(cast: Cast, visit: Visit) -> None:
    visit_cancel(visit_id=visit.uuid, reason="停业", actor=cast.supervisor, now=clock.now())
    with pytest.raises(DomainError) as refused:
        arrange(cast, visit, 23)
    assert refused.value.code == "move_not_open"
    assert visit_board(cast.supervisor, *SEPT)["visits"] == []


def test_the_board_asks_as_much_for_one_visit_as_for_many(cast: Cast, visit: Visit) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            visit_board(cast.auditor, *SEPT)
        return len(queries)

    asked()  # reads who asks
    one = asked()
    for number in range(3):
        visit_make(venue_make(cast, f"场所{number}"), team_make(cast), cast.supervisor)
    assert (one, asked()) == (4, 4)
    assert visit_board(cast.auditor, *SEPT)["visits"][0]["verbs"] == []
