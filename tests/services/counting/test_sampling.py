"""The random sampling ratio and its coverage, from a plan through a real draw to accepted records."""

from datetime import date, datetime

import pytest

from backend import clock
from backend.clock import BEIJING
from backend.models import User
from counting.domain.indicators import Part
from counting.selectors.facts import facts_of
from counting.selectors.figures import figure_card, figure_of
from counting.services.readings import reading_set
from inspections.services.publishing import inspection_publish
from scheduling.models import PlanRow, Visit
from scheduling.services.draws import draw_approve, draw_ask
from scheduling.services.plans import plan_make, plan_publish, plan_row_add
from scheduling.services.visits import visit_cancel
from tests.cast import TODAY, Cast
from tests.factories_counting import check_make
from tests.factories_enforcement import team_make
from tests.factories_scheduling import FIRST, venue_make
from tests.services.scheduling.drawn import district_make, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(cast: Cast) -> list[PlanRow]:
    """Thirty venues, half net cafés and half karaoke; a published plan of three rows."""
    team_make(cast)
    district_make(cast.organ, officers=0)
    plan = plan_make(year=2026, name="年度抽查工作计划", actor=cast.supervisor, now=TODAY)
    made = [
        plan_row_add(
            plan_id=plan.uuid,
            values={
                "item": item, "categories": categories, "quota_verbatim": "30%",
                "month_from": 9, "month_to": 9,
            },
            actor=cast.supervisor,
            now=TODAY,
        )
        for item, categories in (("上网服务", ["NET"]), ("歌舞娱乐", ["KTV"]), ("艺术品", []))
    ]  # fmt: skip
    plan_publish(plan_id=plan.uuid, actor=cast.supervisor, now=TODAY)
    return made


def visits_of(cast: Cast, row: PlanRow) -> list[Visit]:
    """Drawn for the row with dice, asked for and approved in one act."""
    category = row.categories[0]
    draw = whole(cast.supervisor, plan_row_id=row.uuid, categories=[category], items=[f"{category}-01"])
    draw_ask(draw_id=draw.uuid, actor=cast.supervisor, now=clock.now())
    draw_approve(draw_id=draw.uuid, approve="approved", actor=cast.leader, now=clock.now())
    return list(Visit.objects.everywhere("guard").filter(draw=draw).order_by("number"))


def test_the_ratio_is_drawn_and_accepted_venues_over_those_of_the_cut_off_day(
    cast: Cast, rows: list[PlanRow]
) -> None:
    drawn = visits_of(cast, rows[0])
    assert len(drawn) >= 4
    check_make(cast, FIRST, visit=drawn[0])
    check_make(cast, FIRST, "published", visit=drawn[1])
    check_make(cast, FIRST, "submitted", visit=drawn[2])
    check_make(cast, FIRST, venue=drawn[3].venue)
    card = figure_card(facts_of(cast.auditor, 2026), "random_sampling_ratio", 2026, "year")
    assert (card["value"], card["over"], card["rows"], card["cutoff_on"]) == (666, 30, 2, date(2026, 1, 1))
    found = figure_of(facts_of(cast.auditor, 2026), "random_sampling_ratio", 2026, "year")
    assert set(found.rows) == {drawn[0].venue_id, drawn[1].venue_id}


def test_a_venue_listed_after_the_cut_off_day_is_not_divided_by(cast: Cast, rows: list[PlanRow]) -> None:
    venue_make(cast.organ, "91370117MA3F0001X1", registered_on=date(2026, 1, 2))
    venue_make(cast.organ, "91370117MA3F0002X1", left_on=date(2026, 1, 1))
    venue_make(cast.organ, "91370117MA3F0003X1", left_on=date(2026, 1, 2))
    found = figure_of(facts_of(cast.auditor, 2026), "random_sampling_ratio", 2026, "year")
    assert found.over == 31
    assert [len(row.register) for row in facts_of(cast.auditor, 2026).plan_rows] == [16, 15, 0]


def test_without_a_plan_the_register_is_that_of_the_first_of_january(cast: Cast) -> None:
    team_make(cast)
    district_make(cast.organ, officers=0)
    facts = facts_of(cast.auditor, 2026)
    assert (len(facts.register), facts.cutoff_on, facts.plan_rows) == (30, None, [])


def test_a_draft_gives_way_to_the_published_plan(cast: Cast, rows: list[PlanRow]) -> None:
    plan_make(year=2026, name="另一稿", cutoff_on=date(2024, 1, 1), actor=cast.supervisor, now=TODAY)
    facts = facts_of(cast.auditor, 2026)
    assert (facts.cutoff_on, [row.plan_row for row in facts.plan_rows]) == (
        date(2026, 1, 1),
        [row.uuid for row in rows],
    )


def coverage(actor: User) -> tuple[int, tuple[object, ...], tuple[Part, ...]]:
    found = figure_of(facts_of(actor, 2026), "target_coverage", 2026, "year")
    return found.value, found.rows, found.parts


def test_coverage_is_read_both_ways(cast: Cast, rows: list[PlanRow]) -> None:
    nets, songs, nothing = (row.uuid for row in rows)
    drawn = visits_of(cast, rows[0])
    check_make(cast, FIRST, "published", visit=drawn[0])
    beside = (Part("short", (songs,)), Part("empty", (nothing,)))
    assert coverage(cast.auditor) == (5000, (nets,), beside)
    reading_set(
        indicator="target_coverage", key="reading", value="tasks", reason="按任务口径", actor=cast.leader,
        now=TODAY,
    )  # fmt: skip
    assert coverage(cast.auditor)[:2] == (0, ())
    for visit in drawn[1:-1]:
        check_make(cast, FIRST, "published", visit=visit)
    visit_cancel(visit_id=drawn[-1].uuid, reason="已注销", actor=cast.supervisor, now=clock.now())
    assert coverage(cast.auditor)[:2] == (5000, (nets,))


@pytest.mark.parametrize(("on", "met"), [(date(2026, 10, 26), 5000), (date(2026, 10, 27), 0)])
def test_v09_a_result_published_after_twenty_working_days_is_no_task_done(
    cast: Cast, rows: list[PlanRow], on: date, met: int
) -> None:
    reading_set(
        indicator="target_coverage", key="reading", value="tasks", reason="按任务口径", actor=cast.leader,
        now=TODAY,
    )  # fmt: skip
    records = [check_make(cast, FIRST, visit=visit) for visit in visits_of(cast, rows[0])]
    with clock.at(datetime(on.year, on.month, on.day, 23, 0, tzinfo=BEIJING)):
        for record in records:
            inspection_publish(inspection_id=record.uuid, actor=cast.leader, now=clock.now())
    assert coverage(cast.auditor)[0] == met
