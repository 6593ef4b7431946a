"""What is counted where: states, days, joint visits, districts, and what became of a check."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend import clock
from backend.clock import BEIJING
from backend.models import Division, Organ, User
from counting.domain.indicators import Part
from counting.selectors.facts import facts_of
from counting.selectors.figures import figure_of
from counting.selectors.standing import standing_of
from enforcement.models import Case, CaseTrack
from enforcement.services.cases import case_decide, case_end, track_act, track_begin
from enforcement.services.leads import lead_verify
from inspections.models import Inspection
from inspections.services.publishing import inspection_withdraw
from inspections.services.rectifications import rectification_order
from registry.models import Venue
from scheduling.models import Visit, VisitParticipant
from scheduling.services.visits import visit_finish
from tests.cast import Cast, user_of
from tests.factories_counting import activity_make, check_make
from tests.factories_enforcement import (
    ACT,
    NO_PENALTY,
    case_carry,
    case_make,
    lead_make,
    step,
    venue_make,
)
from tests.factories_inspections import hazard_make
from tests.factories_registry import performance_make

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 12)


def value(actor: User, key: str, window: str = "year", year: int = 2026) -> int:
    return figure_of(facts_of(actor, year), key, year, window).value


def rows(actor: User, key: str) -> tuple[UUID, ...]:
    return figure_of(facts_of(actor, 2026), key, 2026, "year").rows


def test_only_an_accepted_record_makes_a_visit_count(cast: Cast) -> None:
    made = {
        state: check_make(cast, DAY, state) for state in ("submitted", "returned", "accepted", "published")
    }
    gone = check_make(cast, DAY)
    inspection_withdraw(inspection_id=gone.uuid, reason="录错场所", actor=cast.supervisor, now=clock.now())
    absent = [check_make(cast, DAY, outcome=outcome) for outcome in ("closed", "not_found")]
    far = check_make(cast, DAY, outcome="remote", remote=True)
    found = figure_of(facts_of(cast.supervisor, 2026), "venue_visits", 2026, "year")
    visits = {key: row.visit_id for key, row in made.items()}
    assert set(found.rows) == {visits["accepted"], visits["published"]}
    assert {part.key: set(part.rows) for part in found.parts} == {
        "pending": {visits["submitted"], visits["returned"]},
        "absent": {row.visit_id for row in absent},
        "remote": {far.visit_id},
        "excluded": set(),
    }


def test_a_record_settled_not_to_count_stands_beside(cast: Cast) -> None:
    venue = venue_make(cast)
    for _ in range(2):
        check_make(cast, DAY, venue=venue, trigger="annual_patrol")
    over = check_make(cast, DAY, "excluded", venue=venue, codes=["1", "F"])
    found = figure_of(facts_of(cast.supervisor, 2026), "venue_visits", 2026, "year")
    assert (found.value, found.parts[3]) == (2, Part("excluded", (over.visit_id,)))


def test_a_venue_seen_three_times_is_one_venue_and_three_visits(cast: Cast) -> None:
    venue = venue_make(cast)
    for day in (3, 4, 5):
        check_make(cast, date(2026, 8, day), venue=venue)
    actor = cast.auditor
    assert [value(actor, key) for key in ("venues_checked", "venue_visits", "officer_outings")] == [1, 3, 6]


def test_one_team_on_one_day_goes_out_once(cast: Cast) -> None:
    for _ in range(3):
        check_make(cast, DAY)
    found = figure_of(facts_of(cast.auditor, 2026), "officer_outings", 2026, "year")
    assert (found.value, len(found.rows), set(found.weights.values())) == (2, 1, {2})


@pytest.mark.parametrize(
    ("day", "year", "windows"),
    [
        (date(2026, 1, 1), 2026, ["year", "H1", "Q1"]),
        (date(2026, 3, 31), 2026, ["year", "H1", "Q1"]),
        (date(2026, 4, 1), 2026, ["year", "H1", "Q2"]),
        (date(2026, 6, 30), 2026, ["year", "H1", "Q2"]),
        (date(2026, 7, 1), 2026, ["year", "H2", "Q3"]),
        (date(2025, 12, 31), 2026, []),
        (date(2025, 12, 31), 2025, ["year", "H2", "Q4"]),
    ],
)
def test_a_visit_lies_in_the_windows_of_its_day(cast: Cast, day: date, year: int, windows: list[str]) -> None:
    check_make(cast, day)
    facts = facts_of(cast.auditor, year)
    every = ("year", "H1", "H2", "Q1", "Q2", "Q3", "Q4")
    assert [w for w in every if figure_of(facts, "venue_visits", year, w).value] == windows


def test_a_check_that_ends_after_midnight_in_beijing_belongs_to_the_new_year(cast: Cast) -> None:
    row = check_make(cast, date(2025, 12, 31), "submitted")
    late = datetime(2026, 1, 1, 0, 20, tzinfo=BEIJING)
    visit_finish(visit=row.visit, finished_at=late, counts_to_cap=False, actor=None, now=late)
    facts = facts_of(cast.auditor, 2026)
    assert [fact.on for fact in facts.checks] == [date(2026, 1, 1)]
    assert not facts_of(cast.auditor, 2025).checks


@pytest.fixture
def city(cast: Cast, stranger_organ: Organ) -> User:
    """Somebody of the city above both districts."""
    above = Organ.objects.create(
        code="WH3701", name="济南市文化市场综合行政执法支队", short_name="济南支队", number_short="济",
        division_id="3701", lo="WH3701", hi="WH3702",
    )  # fmt: skip
    return user_of(above, "city", "上级", "auditor")


def joint(cast: Cast, stranger: User) -> Inspection:
    """A visit of two organs, each with its own accepted record."""
    row = check_make(cast, DAY)
    assert stranger.organ is not None
    VisitParticipant.objects.create(visit=row.visit, organ=stranger.organ, items=["NET-02"])
    other = Inspection.objects.everywhere("guard").get(pk=row.pk)
    other.uuid, other.organ = uuid4(), stranger.organ
    other.save(force_insert=True)
    return row


def test_a_joint_visit_is_one_visit_for_each_organ_and_one_above_them(
    cast: Cast, stranger: User, city: User
) -> None:
    visit = joint(cast, stranger).visit_id
    assert [rows(actor, "venue_visits") for actor in (cast.auditor, stranger, city)] == [(visit,)] * 3


def test_another_district_sees_nothing_of_ours(cast: Cast, stranger: User, city: User) -> None:
    check_make(cast, DAY)
    case_make(cast, "decided")
    activity_make(cast)
    keys = ["venue_visits", "venues_checked", "officer_outings", "statutory_checks", "penalty_cases"]
    keys.append("street_enforcement_training")
    assert [value(stranger, key) for key in keys] == [0] * 6
    assert [value(city, key) for key in keys] == [1, 1, 2, 1, 1, 1]
    empty = facts_of(stranger, 2026)
    assert (empty.checks, empty.cases, empty.plan_rows, empty.register) == ([], [], [], frozenset())


def test_hazards_and_checks_of_performances_are_read(cast: Cast) -> None:
    hazard = hazard_make(cast)
    visit = check_make(cast, DAY).visit
    check_make(cast, DAY, venue=visit.venue)
    Visit.objects.everywhere("guard").filter(pk=visit.pk).update(performance=performance_make(cast))
    keys = ("hazards_found", "hazards_corrected", "performance_visits")
    assert [rows(cast.auditor, key) for key in keys] == [(hazard.pk,), (), (visit.pk,)]


# What became of a check -------------------------------------------------------------------------
def led_to(actor: User) -> list[str]:
    return [fact.led_to for fact in facts_of(actor, 2026).checks]


def beside(actor: User) -> dict[str, int]:
    """检查次数, and what stands beside it."""
    found = figure_of(facts_of(actor, 2026), "statutory_checks", 2026, "year")
    return {"counted": found.value} | {part.key: len(part.rows) for part in found.parts if part.rows}


@pytest.mark.parametrize("way", ["finding", "lead", "visit of a lead", "rectification"])
def test_v38_a_check_that_led_to_a_penalty_is_no_statutory_check(cast: Cast, way: str) -> None:
    row = check_make(cast, DAY, finding="标志缺失")
    found = row.findings.get()
    if way == "finding":
        case = case_make(cast, finding=found.uuid)
    elif way == "lead":
        lead = lead_make(cast, venue=None, finding=found.uuid, source="inspection", actor=cast.inspector)
        lead_verify(lead_id=lead.uuid, note="属实", actor=cast.supervisor, now=clock.now())
        case = case_make(cast, lead=lead.uuid)
    elif way == "visit of a lead":
        lead = lead_make(cast, venue=row.visit.venue_id)
        lead_verify(lead_id=lead.uuid, note="属实", actor=cast.supervisor, now=clock.now())
        Visit.objects.everywhere("guard").filter(pk=row.visit_id).update(
            cause_noun="lead", cause_id=lead.uuid
        )
        case = case_make(cast, lead=lead.uuid)
    else:
        order = rectification_order(
            inspection_id=row.uuid, findings=[found.uuid], content="悬挂标志", due_on=date(2026, 9, 30),
            actor=cast.supervisor, now=clock.now(),
        )  # fmt: skip
        case = case_make(cast, rectification=order.uuid)
    assert (led_to(cast.auditor), beside(cast.auditor)) == ([""], {"counted": 1})
    taken = seizure(cast, case)
    assert (led_to(cast.auditor), beside(cast.auditor)) == (["act"], {"counted": 0, "led_to_act": 1})
    act(taken, "seizure.lift", cast.inspector, on=clock.today().isoformat(), result="returned")
    case_carry(cast, case, "decided")
    assert (led_to(cast.auditor), beside(cast.auditor)) == (["penalty"], {"counted": 0, "led_to_penalty": 1})
    assert value(cast.auditor, "venue_visits") == 1


THINGS: dict[str, Any] = {"items": [{"name": "主机", "count": 2, "unit": "台"}], "place": "机房"}
GROUND: dict[str, Any] = THINGS | {"basis": "互联网上网服务营业场所管理条例第二十七条"}


def begin(case: Case, verb: str, actor: User, **values: Any) -> CaseTrack:
    return track_begin(case_id=case.uuid, verb=verb, values=values, actor=actor, now=clock.now())


def act(row: CaseTrack, verb: str, actor: User, **values: Any) -> CaseTrack:
    return track_act(track_id=row.uuid, verb=verb, values=values, actor=actor, now=clock.now())


def seizure(cast: Cast, case: Case) -> CaseTrack:
    """Two computers seized with the leader's approval."""
    asked = begin(case, "seizure.ask", cast.inspector, **GROUND, reason="涉嫌擅自经营")
    return act(asked, "seizure.approve", cast.leader, on=clock.today().isoformat())


def case_of_a_check(cast: Cast) -> Case:
    return case_make(cast, finding=check_make(cast, DAY, finding="标志缺失").findings.get().uuid)


def test_v38_a_check_after_which_things_were_seized_is_no_statutory_check(cast: Cast) -> None:
    """Three checks: one clean, one with a seizure lifted since, one seized at once and refused."""
    check_make(cast, DAY)
    act(
        seizure(cast, case_of_a_check(cast)), "seizure.lift", cast.inspector,
        on=clock.today().isoformat(), result="returned",
    )  # fmt: skip
    assert beside(cast.auditor) == {"counted": 1, "led_to_act": 1}
    at_once = begin(
        case_of_a_check(cast), "seizure.act", cast.inspector, **GROUND, reason="即将转移",
        at=clock.now().astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    assert beside(cast.auditor) == {"counted": 1, "led_to_act": 2}
    at_once = act(at_once, "seizure.reject", cast.leader, reason="没有必要")
    assert (at_once.state, beside(cast.auditor)) == ("refused", {"counted": 1, "led_to_act": 2})
    assert value(cast.auditor, "venue_visits") == 3


def test_v38_what_is_no_enforcement_act_of_its_own_leaves_the_check_counted(cast: Cast) -> None:
    """Seizure refused, things preserved, ordered to correct, withdrawn, not penalised: all count."""
    today = clock.today().isoformat()
    asked = begin(case_of_a_check(cast), "seizure.ask", cast.inspector, **GROUND, reason="涉嫌擅自经营")
    act(asked, "seizure.reject", cast.leader, reason="不必")
    kept = begin(case_of_a_check(cast), "preservation.ask", cast.inspector, **THINGS, reason="证据可能灭失")
    act(kept, "preservation.approve", cast.leader, on=today)
    ordered = check_make(cast, DAY, finding="标志缺失")
    rectification_order(
        inspection_id=ordered.uuid, findings=[ordered.findings.get().uuid], content="悬挂标志",
        due_on=date(2026, 9, 30), actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    gone = case_of_a_check(cast)
    case_end(case_id=gone.uuid, verb="case.withdraw", reason="事实不清", actor=cast.leader, now=clock.now())
    spared = case_of_a_check(cast)
    case_carry(cast, spared, "reviewed")
    case_decide(case_id=spared.uuid, actor=cast.leader, now=clock.now(), **NO_PENALTY)
    assert beside(cast.auditor) == {"counted": 5}
    assert [row.outcome for row in Case.objects.everywhere("guard").filter(pk=spared.pk)] == ["no_penalty"]


def test_v38_a_case_counts_on_the_day_of_its_decision(cast: Cast) -> None:
    with clock.at(datetime(2025, 12, 30, 10, 0, tzinfo=BEIJING)):
        case = case_make(cast, "informed", occurred_on=date(2025, 12, 1))
        step(cast, case, "statement")
    with clock.at(datetime(2026, 1, 4, 10, 0, tzinfo=BEIJING)):
        step(cast, case, "decide")
    assert [value(cast.auditor, "penalty_cases", year=year) for year in (2025, 2026)] == [0, 1]


def test_a_decision_not_to_penalise_stands_beside_the_cases(cast: Cast) -> None:
    case = case_make(cast, "reviewed", occurred_on=ACT)
    case_decide(case_id=case.uuid, actor=cast.leader, now=clock.now(), **NO_PENALTY)
    found = figure_of(facts_of(cast.auditor, 2026), "penalty_cases", 2026, "year")
    assert (found.value, found.parts[0]) == (0, Part("no_penalty", (case.uuid,)))


def test_facts_of_a_year_are_read_in_a_fixed_number_of_queries(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            facts_of(cast.auditor, 2026)
        return len(queries)

    check_make(cast, DAY, "published", finding="标志缺失")
    few = asked()
    for _ in range(3):
        check_make(cast, DAY, "published", finding="标志缺失")
    assert (few, asked()) == (few, few)


def test_v15_premises_outside_the_district_are_in_no_figure_of_coverage(cast: Cast) -> None:
    near, far = venue_make(cast, "近处书店"), venue_make(cast, "远处书店")
    Division.objects.everywhere("loader").get_or_create(
        code="370116001", defaults={"name": "凤城街道", "parent": "370116", "level": "township"}
    )
    before = facts_of(cast.supervisor, 2026).register
    assert {near.pk, far.pk} <= before
    Venue.objects.everywhere("guard").filter(pk=far.pk).update(township="370116001")
    assert facts_of(cast.supervisor, 2026).register == before - {far.pk}
    assert far.pk not in {stand.venue for stand in standing_of(cast.supervisor, 2026).supply.stands}
