"""The feasibility of a year from a plan, caps, draws and records; its proposals drafted; its forecast."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.models import User
from counting.domain.facts import RowFact
from counting.domain.feasibility import DEFAULT_VISITS_PER_TEAM_DAY
from counting.domain.proposals import Proposals
from counting.selectors.feasibility import Feasibility
from counting.selectors.forecasts import forecasts
from counting.selectors.proposals import proposals_card, proposals_for
from counting.selectors.standing import YearStanding, quota_of, rounds_of, row_window, standing_of
from counting.services.readings import reading_set
from inspections.services.publishing import inspection_publish
from registry.models import Venue
from scheduling.models import Draw, DrawRow, Leave, Plan, PlanRow
from scheduling.selectors.draws import draw_cards
from scheduling.selectors.plans import rows_progress
from scheduling.services.caps import cap_set
from scheduling.services.draws import draw_draft
from scheduling.services.plans import plan_make, plan_publish, plan_row_add
from tests.cast import TODAY, Cast
from tests.factories_counting import check_make, target_make
from tests.factories_enforcement import team_make
from tests.factories_scheduling import officer_make, venue_make
from tests.services.scheduling.drawn import district_make

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 12)


@pytest.fixture
def rows(cast: Cast) -> list[PlanRow]:
    """Thirty venues, half net cafés and half karaoke; a plan whose two karaoke rows share their visits."""
    team_make(cast)
    district_make(cast.organ, officers=0)
    plan = plan_make(year=2026, name="年度抽查工作计划", actor=cast.supervisor, now=TODAY)
    made = [
        plan_row_add(
            plan_id=plan.uuid,
            values={
                "item": item, "categories": codes, "quota_verbatim": wording, "month_from": 3, "month_to": 11,
            },
            actor=cast.supervisor,
            now=TODAY,
        )
        for item, codes, wording in (
            ("上网服务", ["NET"], "30%"), ("歌舞娱乐", ["KTV"], "20%"), ("歌舞消防", ["KTV"], "40%"),
        )
    ]  # fmt: skip
    plan_publish(plan_id=plan.uuid, actor=cast.supervisor, now=TODAY)
    return made


def report(actor: User, year: int = 2026) -> Feasibility:
    return Feasibility.of(standing_of(actor, year))


def test_the_bound_is_made_of_records_visits_and_caps(cast: Cast, rows: list[PlanRow]) -> None:
    target_make(cast)
    venues = list(Venue.objects.everywhere("guard").order_by("code"))
    check_make(cast, DAY, venue=venues[0], trigger="annual_patrol")
    check_make(cast, DAY, "submitted", venue=venues[1], trigger="annual_patrol")
    check_make(cast, DAY, venue=venues[2])
    cap_set(year=2026, category="*", grade="A", cap=1, source="频次表", actor=cast.supervisor, now=TODAY)
    card = report(cast.supervisor).card()
    bound = card["visits"]
    of_grade_a = Venue.objects.everywhere("guard").filter(credit_grade="A").count()
    assert (bound["done"], bound["pending"], bound["arranged"]) == (2, 1, 0)
    # two venues are at two thirds of nothing: one A venue (cap 1) was seen, another (B) has one visit left
    assert bound["room"] == 2 * (30 - of_grade_a) + of_grade_a - 2
    assert bound["most"] == 3 + bound["room"]
    assert (bound["need"], bound["short"], bound["binding"]) == (480, 480 - bound["most"], "caps")
    assert {one["key"] for one in card["actions"]} == {"cap", "exempt", "target"}
    assert card["exempt_done"] == 1


def test_every_number_opens_to_rows_that_add_up(cast: Cast, rows: list[PlanRow]) -> None:
    check_make(cast, DAY, trigger="annual_patrol")
    check_make(cast, DAY, "submitted")
    found = report(cast.auditor)
    card = found.card()
    for key in ("done", "pending", "arranged", "room"):
        assert found.number(key, "").value == card["visits"][key], key
    assert found.number("venues", "").value == card["venues"] == 32
    assert sum(found.number("room", one["category"]).value for one in card["caps"]) == card["visits"]["room"]
    assert found.number("register", "").value == card["sampling"]["over"]
    for name in ("sampling", "by_ratio", "by_tasks"):
        for part in ("now", "most", "never"):
            assert found.number(f"{name}.{part}", "").value == card[name][part]
    for row in card["rows"]:
        for key in ("register", "done", "ahead", "free"):
            assert found.number(f"row.{key}", str(row["plan_row"])).value == row[key]
    for wrong in (("row.free", ""), ("happiness", ""), ("row.x", str(rows[0].uuid)), ("sampling.x", "")):
        with pytest.raises(DomainError):
            found.number(*wrong)


def test_leave_certificates_and_holidays_take_teams_from_the_days(cast: Cast, rows: list[PlanRow]) -> None:
    whole = standing_of(cast.supervisor, 2026).supply
    assert (len(whole.days), whole.days[0].on) == (74, date(2026, 9, 15))
    assert {day.teams for day in whole.days} == {1}
    third = officer_make(cast.organ, "37011709901", cert_valid_to=date(2026, 9, 15))
    officer_make(cast.organ, "37011709902", cert_revoked_on=date(2026, 9, 17), lead_quals=[])
    Leave.objects.create(
        organ=cast.organ,
        created_at=TODAY,
        officer=third,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 14),
    )
    days = standing_of(cast.supervisor, 2026).supply.days
    assert [day.officers for day in days[:4]] == [4, 3, 2, 2]
    assert [day.teams for day in days[:3]] == [2, 1, 1]


def test_a_year_without_calendar_is_provisional(cast: Cast, rows: list[PlanRow]) -> None:
    year = standing_of(cast.supervisor, 2027)
    assert (year.provisional, year.first) == (True, date(2027, 1, 1))
    assert any(not day.certain for day in year.supply.days)
    visits = forecasts(year, proposals_for(year))[0]
    assert visits["provisional"]
    assert visits["days"][0] < visits["days"][1]
    assert (visits["method"], visits["low"]) == ("plan", 0)


def test_visits_of_a_team_day_are_set_with_their_ground(cast: Cast, rows: list[PlanRow]) -> None:
    setting = standing_of(cast.supervisor, 2026).setting
    assert (setting.value, setting.default) == (DEFAULT_VISITS_PER_TEAM_DAY, True)
    values = {"indicator": "feasibility", "key": "visits_per_team_day"}
    reading_set(**values, value=3, reason="近三年平均", actor=cast.supervisor, now=clock.now())
    assert standing_of(cast.auditor, 2026).setting == (3, "近三年平均", False)
    assert report(cast.auditor).visits.capacity == 74 * 3


def test_proposals_merge_rows_of_one_category_and_become_drafts(cast: Cast, rows: list[PlanRow]) -> None:
    year = standing_of(cast.supervisor, 2026)
    card = proposals_card(year, proposals_for(year))
    assert [(one["count"], [row["item"] for row in one["rows"]]) for one in card["draws"]] == [
        (6, ["歌舞娱乐", "歌舞消防"]), (5, ["上网服务", ""]),
    ]  # fmt: skip
    assert (card["visits"], card["bound"], card["fewest"], card["unmet"]) == (11, 11, True, [])
    first = card["draws"][0]["draft"]
    assert sum(first["rules"]["least"].values()) == 6
    rest = {k: v for k, v in first.items() if k not in ("plan_row", "rules")}
    draw = draw_draft(
        plan_row_id=first["plan_row"], rules=first["rules"], actor=cast.supervisor, now=clock.now(), **rest
    )
    assert draw.items == ["KTV-01", "KTV-02"]
    assert draw_cards([draw], cast.supervisor)[0]["further_rows"] == [rows[2].uuid]
    after = proposals_card(year := standing_of(cast.supervisor, 2026), proposals_for(year))
    assert [one["count"] for one in after["draws"]] == [5], "what is drafted is not proposed again"


def test_a_merged_draw_counts_for_all_its_rows(cast: Cast, rows: list[PlanRow]) -> None:
    made = check_make(
        cast, DAY, trigger="annual_patrol", venue=venue_make(cast.organ, "91370117MA3F7777X1", category="KTV")
    )
    draw = draw_draft(
        plan_row_id=rows[2].uuid, further_rows=[rows[1].uuid, rows[1].uuid], categories=["KTV"],
        items=["KTV-01"], visit_from=DAY, visit_to=DAY, actor=cast.supervisor, now=TODAY,
    )  # fmt: skip
    Draw.objects.everywhere("guard").filter(pk=draw.pk).update(state="drawn")
    type(made.visit).objects.everywhere("guard").filter(pk=made.visit_id).update(draw=draw, plan_row=rows[2])
    assert DrawRow.objects.everywhere("guard").get().plan_row_id == rows[1].uuid
    checks = {check.row.plan_row: check.row for check in standing_of(cast.supervisor, 2026).checks}
    assert [(len(checks[r.uuid].done), checks[r.uuid].draws, checks[r.uuid].drawn) for r in rows] == [
        (0, 0, 0), (1, 1, 1), (1, 1, 1),
    ]  # fmt: skip
    assert [rows_progress(rows)[r.pk]["finished"] for r in rows] == [0, 1, 1]
    assert report(cast.supervisor).card()["published"] == []
    inspection_publish(inspection_id=made.uuid, actor=cast.leader, now=TODAY)
    assert report(cast.supervisor).card()["published"] == [{"draw": draw.uuid, "visits": 1}]


def test_rows_that_share_no_category_are_not_merged(cast: Cast, rows: list[PlanRow]) -> None:
    values = {"items": ["KTV-01"], "visit_from": DAY, "visit_to": DAY, "actor": cast.supervisor, "now": TODAY}
    for own, others, categories in (
        (rows[2], [rows[0]], ["KTV"]), (rows[2], [rows[1]], []), (None, [rows[1]], ["KTV"]),
        (rows[2], [rows[2]], ["KTV"]),
    ):  # fmt: skip
        with pytest.raises(DomainError) as refused:
            draw_draft(
                plan_row_id=own.uuid if own else None, further_rows=[r.uuid for r in others],
                categories=categories, **values,  # type: ignore[arg-type]
            )  # fmt: skip
        assert (refused.value.code, list(refused.value.data["fields"])) == ("invalid", ["further_rows"])


def test_a_result_overdue_loses_its_row_for_the_year(cast: Cast, rows: list[PlanRow]) -> None:
    with clock.at(datetime(2026, 7, 1, 9, 0, tzinfo=BEIJING)):
        row = check_make(cast, date(2026, 7, 1), trigger="annual_patrol")
    assert row.visit_id in standing_of(cast.supervisor, 2026).lost
    fresh = check_make(cast, date(2026, 9, 14), trigger="annual_patrol")
    assert fresh.visit_id not in standing_of(cast.supervisor, 2026).lost


def test_the_forecast_follows_the_pace_and_stops_at_the_caps(cast: Cast, rows: list[PlanRow]) -> None:
    target_make(cast, value=5)
    for week in range(6):
        for day in range(2):
            check_make(
                cast, date.fromordinal(date(2026, 8, 3).toordinal() + 7 * week + day), trigger="annual_patrol"
            )
    found = {one["indicator"]: one for one in forecasts(*_with_proposals(cast.supervisor))}
    visits = found["venue_visits"]
    assert (visits["base"], visits["method"], visits["stand"]) == (12, "pace", "likely")
    assert visits["low"] <= visits["middle"] <= visits["high"] <= visits["base"] + visits["room"]
    assert visits["course"][-1] == {
        "on": date(2026, 12, 31), "low": visits["low"], "middle": visits["middle"], "high": visits["high"],
    }  # fmt: skip
    assert found["target_coverage"]["high"] == 10_000
    assert found["random_sampling_ratio"]["middle"] <= found["random_sampling_ratio"]["high"]


def _with_proposals(actor: User) -> tuple[YearStanding, Proposals]:
    year = standing_of(actor, 2026)
    return year, proposals_for(year)


def test_a_row_is_read_in_its_days_its_quota_and_its_rounds() -> None:
    fact = RowFact(rows_id := PlanRow().uuid, frozenset())
    plain = PlanRow(plan=Plan(), parsed={})
    assert (fact.plan_row, quota_of(plain, fact), rounds_of(plain)) == (rows_id, None, 1)
    assert row_window(plain, 2026) == (date(2026, 1, 1), date(2026, 12, 31))
    told = PlanRow(
        plan=Plan(), quota_count=4, month_from=2, month_to=2, deadline_on=date(2026, 2, 20),
        parsed={"freq_kind": "floor", "freq_n": 2, "freq_window": "year"},
    )  # fmt: skip
    assert (quota_of(told, fact), rounds_of(told)) == (4, 2)
    assert row_window(told, 2026) == (date(2026, 2, 1), date(2026, 2, 20))


def test_the_year_is_read_in_as_many_queries_for_few_rows_as_for_many(
    cast: Cast, rows: list[PlanRow]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            report(cast.supervisor).card()
        return len(queries)

    few = asked()
    for number in range(3):
        check_make(cast, date(2026, 8, 3 + number), trigger="annual_patrol")
    assert (few, asked()) == (37, 37)
