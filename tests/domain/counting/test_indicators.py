from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counting.domain.counted import ACTS_TAKEN, PARTS
from counting.domain.facts import (
    ActivityFact,
    CaseFact,
    CheckFact,
    DayFact,
    Facts,
    GuidanceFact,
    OutingFact,
    RowFact,
)
from counting.domain.indicators import (
    ACTIVITY_KINDS,
    INDICATORS,
    Figure,
    Part,
    counted,
    meets,
    row_ratio_bp,
)
from counting.domain.windows import WINDOWS, days
from enforcement.domain.tracks import TRACKS

DAY = date(2026, 9, 15)


def u(number: int) -> UUID:
    return UUID(int=number)


PLAIN = CheckFact(
    inspection=u(1), visit=u(101), venue=u(201), on=DAY, state="accepted", outcome="done", remote=False,
    excluded=False, drawn=False, plan_row=None, led_to="", published_in_time=False,
)  # fmt: skip


def check(number: int, **change: object) -> CheckFact:
    base = replace(PLAIN, inspection=u(number), visit=u(100 + number), venue=u(200 + number))
    return replace(base, **change)  # type: ignore[arg-type]


def figure(key: str, **facts: object) -> Figure:
    return INDICATORS[key].of(Facts(**facts))  # type: ignore[arg-type]


def test_a_joint_visit_is_counted_once() -> None:
    two = [check(1), check(2, visit=u(101), venue=u(201))]
    assert figure("venue_visits", checks=two).rows == (u(101),)


def test_what_is_not_a_visit_stands_beside_it() -> None:
    checks = [
        check(1),
        check(2, state="submitted"),
        check(3, state="returned"),
        check(4, outcome="closed"),
        check(5, outcome="not_found"),
        check(6, remote=True),
        check(7, excluded=True),
        check(8, state="published"),
        check(9, state="corrected"),
    ]
    found = figure("venue_visits", checks=checks)
    assert (found.value, found.rows) == (3, (u(101), u(108), u(109)))
    assert found.parts == (
        Part("pending", (u(102), u(103))),
        Part("absent", (u(104), u(105))),
        Part("remote", (u(106),)),
        Part("excluded", (u(107),)),
    )


def test_a_visit_that_counts_does_not_stand_beside_itself() -> None:
    both = [check(1), check(2, visit=u(101), state="submitted")]
    assert figure("venue_visits", checks=both).parts[0] == Part("pending", ())


def test_a_refused_check_was_still_a_visit() -> None:
    assert counted([check(1, outcome="refused")]) == [check(1, outcome="refused")]


def test_rows_are_the_newest_first_and_of_one_day_in_a_fixed_order() -> None:
    checks = [check(3), check(1, on=DAY - timedelta(days=1)), check(2)]
    assert figure("venue_visits", checks=checks).rows == (u(102), u(103), u(101))


def test_venues_and_visits_and_outings_are_different_things() -> None:
    checks = [check(1, venue=u(201)), check(2, venue=u(201)), check(3, venue=u(203))]
    assert figure("venue_visits", checks=checks).value == 3
    assert figure("venues_checked", checks=checks).rows == (u(201), u(203))
    outings = [OutingFact(u(1), DAY, 2), OutingFact(u(2), DAY, 3)]
    assert figure("officer_outings", outings=outings) == Figure(5, (u(1), u(2)), weights={u(1): 2, u(2): 3})


def test_hazards_and_courses_of_cases_count_on_their_own_day() -> None:
    kinds = ("hazard_found", "hazard_closed", "case_filed", "case_closed")
    facts = Facts(once=[DayFact(kind, u(n), DAY + timedelta(days=n)) for n, kind in enumerate(kinds)])
    keys = ("hazards_found", "hazards_corrected", "cases_filed", "cases_closed")
    assert [INDICATORS[key].of(facts).rows for key in keys] == [(u(n),) for n in range(4)]
    first = facts.between(DAY, DAY + timedelta(days=1))
    assert [INDICATORS[key].of(first).value for key in keys] == [1, 1, 0, 0]


def test_a_check_of_a_performance_is_a_visit_that_counts() -> None:
    checks = [check(1), check(2, performance=True), check(3, performance=True, outcome="closed")]
    assert figure("performance_visits", checks=checks) == Figure(1, (u(102),))


def test_v38_a_check_that_led_to_a_penalty_or_an_act_or_was_refused_is_no_statutory_check() -> None:
    checks = [
        check(1),
        check(2, led_to="penalty"),
        check(3, outcome="refused"),
        check(4, led_to="act"),
        # a visit of two organs: the one seized, the other penalised
        check(5, led_to="act"),
        check(6, visit=u(105), led_to="penalty"),
        # and one of which a single record led to something
        check(7),
        check(8, visit=u(107), led_to="act"),
    ]
    parts = (
        Part("led_to_penalty", (u(102), u(105))),
        Part("led_to_act", (u(104), u(107))),
        Part("incomplete", (u(103),)),
    )
    assert figure("statutory_checks", checks=checks) == Figure(1, (u(101),), parts=parts)


def test_v38_a_seizure_counts_in_every_state_in_which_it_was_taken() -> None:
    assert {kind: set(states) | {"", "asked", "rejected"} for kind, states in ACTS_TAKEN.items()} == {
        "seizure": {
            state for (begun, _), move in TRACKS["seizure"].moves.items() for state in (begun, move.next)
        }
    }


def test_v38_cases_are_counted_by_the_day_of_their_decision_and_others_stand_beside() -> None:
    cases = [
        CaseFact(u(1), DAY, "penalty"),
        CaseFact(u(2), DAY, "no_penalty"),
        CaseFact(u(3), DAY, "transfer"),
        CaseFact(u(4), date(2025, 12, 31), "penalty"),
    ]
    found = INDICATORS["penalty_cases"].of(Facts(cases=cases).between(date(2026, 1, 1), date(2026, 12, 31)))
    beside = (Part("no_penalty", (u(2),)), Part("not_established", ()), Part("transfer", (u(3),)))
    assert found == Figure(1, (u(1),), parts=beside)


def test_sampling_ratio_counts_a_venue_once_and_only_the_register() -> None:
    checks = [
        check(1, drawn=True, venue=u(201)),
        check(2, drawn=True, venue=u(201)),
        check(3, drawn=False, venue=u(203)),
        check(4, drawn=True, venue=u(999)),
        check(5, drawn=True, venue=u(205), state="submitted"),
    ]
    register = frozenset({u(201), u(203), u(205)})
    assert figure("random_sampling_ratio", checks=checks, register=register) == Figure(
        3333, (u(201),), over=3, parts=(Part("not_on_register", (u(999),)),)
    )


def test_no_register_makes_no_ratio() -> None:
    nothing = Figure(0, (), over=0, parts=(Part("not_on_register", ()),))
    assert figure("random_sampling_ratio") == nothing


ROWS = [
    RowFact(u(11), frozenset({u(201), u(202)}), {u(101): DAY}),
    RowFact(u(12), frozenset(u(n) for n in range(300, 340)), {u(102): DAY, u(103): DAY}),
    RowFact(u(13), frozenset()),
]


def test_coverage_by_ratio_is_the_share_of_rows_at_the_target() -> None:
    checks = [
        check(1, drawn=True, plan_row=u(11), venue=u(201)),
        check(2, drawn=True, plan_row=u(12), venue=u(300)),
    ]
    facts = Facts(checks=checks, plan_rows=ROWS)
    assert [row_ratio_bp(row, facts) for row in ROWS] == [5000, 250, 0]
    assert INDICATORS["target_coverage"].of(facts) == Figure(
        5000, (u(11),), over=2, parts=(Part("short", (u(12),)), Part("empty", (u(13),)))
    )


@pytest.mark.parametrize(
    ("third", "met"),
    [
        ({"published_in_time": True}, (u(11), u(12))),
        ({"published_in_time": True, "outcome": "not_found"}, (u(11), u(12))),
        ({"published_in_time": False}, (u(11),)),
        ({"published_in_time": True, "state": "submitted"}, (u(11),)),
        ({"published_in_time": True, "excluded": True}, (u(11),)),
        (None, (u(11),)),
    ],
)
def test_coverage_by_tasks_needs_every_drawn_visit_made_accepted_and_published_in_time(
    third: dict[str, object] | None, met: tuple[UUID, ...]
) -> None:
    checks = [
        check(1, drawn=True, plan_row=u(11), published_in_time=True),
        check(2, drawn=True, plan_row=u(12), published_in_time=True),
    ]
    if third is not None:
        checks.append(check(3, drawn=True, plan_row=u(12), **third))
    assert figure("target_coverage", checks=checks, plan_rows=ROWS, reading="tasks").rows == met


def test_activities_are_counted_by_their_kind() -> None:
    held = [
        ActivityFact(u(1), DAY, "safety_committee_meetings"),
        ActivityFact(u(2), DAY, "street_enforcement_training"),
        ActivityFact(u(3), DAY, "safety_committee_meetings", confirmed=False),
    ]
    assert figure("safety_committee_meetings", activities=held) == Figure(
        1, (u(1),), parts=(Part("unconfirmed", (u(3),)),)
    )


def test_talks_and_commitments_count_once_their_signed_paper_is_back() -> None:
    told = [
        GuidanceFact(u(1), DAY, "talk", signed=True),
        GuidanceFact(u(2), DAY, "talk", signed=False),
        GuidanceFact(u(3), DAY, "pledge", signed=True),
    ]
    assert [figure(key, guidance=told) for key in ("administrative_talks", "letters_of_commitment")] == [
        Figure(1, (u(1),), parts=(Part("unsigned", (u(2),)),)),
        Figure(1, (u(3),), parts=(Part("unsigned", ()),)),
    ]


@pytest.mark.parametrize(
    ("value", "comparison", "target", "met"),
    [
        (480, ">=", 480, True),
        (479, ">=", 480, False),
        (5, "<=", 5, True),
        (6, "<=", 5, False),
        (1, "=", 1, True),
        (2, "=", 1, False),
    ],
)
def test_a_target_is_met_exactly(value: int, comparison: str, target: int, met: bool) -> None:
    assert meets(value, comparison, target) is met


def test_an_unknown_comparison_is_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown comparison"):
        meets(1, "~", 1)


few = settings(max_examples=50)


# For whatever was recorded ----------------------------------------------------------------------
ids = st.integers(1, 12).map(u)
dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))
checks = st.builds(
    CheckFact,
    inspection=st.uuids(),
    visit=ids,
    venue=ids,
    on=dates,
    state=st.sampled_from(["submitted", "returned", "accepted", "published", "corrected"]),
    outcome=st.sampled_from(["done", "closed", "not_found", "refused", "remote"]),
    remote=st.booleans(),
    excluded=st.booleans(),
    drawn=st.booleans(),
    plan_row=st.none() | ids,
    led_to=st.sampled_from(["", "penalty", "act"]),
    published_in_time=st.booleans(),
)
whatever = st.builds(
    Facts,
    checks=st.lists(checks, max_size=12),
    cases=st.lists(
        st.builds(
            CaseFact,
            case=ids,
            on=dates,
            outcome=st.sampled_from(["penalty", "no_penalty", "not_established", "transfer"]),
        ),
        max_size=6,
        unique_by=lambda fact: fact.case,
    ),
    outings=st.lists(
        st.builds(OutingFact, outing=ids, on=dates, officers=st.integers(2, 9)),
        max_size=6,
        unique_by=lambda fact: fact.outing,
    ),
    activities=st.lists(
        st.builds(ActivityFact, activity=st.uuids(), on=dates, kind=st.sampled_from(ACTIVITY_KINDS)),
        max_size=9,
    ),
    plan_rows=st.lists(
        st.builds(
            RowFact, plan_row=ids, register=st.frozensets(ids), drawn=st.dictionaries(ids, dates, max_size=4)
        ),
        max_size=6,
        unique_by=lambda fact: fact.plan_row,
    ),
    register=st.frozensets(ids),
    target_bp=st.integers(1, 10_000),
    reading=st.sampled_from(["ratio", "tasks"]),
)


@few
@given(facts=whatever)
def test_every_figure_is_what_its_rows_add_up_to(facts: Facts) -> None:
    for indicator in INDICATORS.values():
        found = indicator.of(facts)
        if found.over is None:
            assert found.value == sum(found.weights.get(row, 1) for row in found.rows)
            continue
        assert len(found.rows) <= found.over
        assert found.value == (len(found.rows) * 10_000 // found.over if found.over else 0)


@few
@given(facts=whatever)
def test_no_row_is_counted_twice_or_stands_beside_itself(facts: Facts) -> None:
    for indicator in INDICATORS.values():
        found = indicator.of(facts)
        every = [*found.rows, *(row for part in found.parts for row in part.rows)]
        assert len(every) == len(set(every))
        assert all(part.key in PARTS for part in found.parts)


@few
@given(facts=whatever)
def test_every_visit_is_counted_or_stands_beside(facts: Facts) -> None:
    found = INDICATORS["venue_visits"].of(facts)
    known = {*found.rows, *(row for part in found.parts for row in part.rows)}
    assert known == {check.visit for check in facts.checks}
    statutory = INDICATORS["statutory_checks"].of(facts)
    beside = {row for part in statutory.parts for row in part.rows}
    assert {*statutory.rows, *beside} == set(found.rows)


@few
@given(facts=whatever)
def test_the_parts_of_a_year_add_up_to_the_year(facts: Facts) -> None:
    for windows in (("H1", "H2"), ("Q1", "Q2", "Q3", "Q4")):
        slices = [facts.between(*days(2026, window)) for window in windows]
        for key in ("penalty_cases", "officer_outings", *ACTIVITY_KINDS):
            of = INDICATORS[key].of
            assert sum(of(one).value for one in slices) == of(facts).value


@few
@given(facts=whatever, window=st.sampled_from(WINDOWS))
def test_a_window_holds_its_first_and_last_day_and_no_other(facts: Facts, window: str) -> None:
    start, end = days(2026, window)
    some = facts.between(start, end)
    assert list(some.checks) == [c for c in facts.checks if start <= c.on <= end]
    assert [set(row.drawn.values()) for row in some.plan_rows] == [
        {on for on in row.drawn.values() if start <= on <= end} for row in facts.plan_rows
    ]


def test_v40_no_figure_is_taken_per_person() -> None:
    known: set[str] = set()
    for fact in (CheckFact, CaseFact, OutingFact, ActivityFact, RowFact, Facts):
        known |= set(fact.__slots__)
    assert {name for name in known if "officer" in name} == {"officers"}
    assert isinstance(OutingFact(u(1), DAY, 3).officers, int)
