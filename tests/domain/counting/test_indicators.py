from dataclasses import replace
from uuid import UUID

import pytest

from counting.domain.indicators import (
    INDICATORS,
    CaseFact,
    CheckFact,
    Facts,
    Figure,
    OutingFact,
    Part,
    RowFact,
    counted,
    meets,
    row_ratio_bp,
)


def u(number: int) -> UUID:
    return UUID(int=number)


PLAIN = CheckFact(
    inspection=u(1), visit=u(101), venue=u(201), state="accepted", outcome="done", remote=False, excluded=False,
    drawn=False, plan_row=None, led_to_penalty=False, published_in_time=False,
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


def test_venues_and_visits_and_outings_are_different_things() -> None:
    checks = [check(1, venue=u(201)), check(2, venue=u(201)), check(3, venue=u(203))]
    assert figure("venue_visits", checks=checks).value == 3
    assert figure("venues_checked", checks=checks).rows == (u(201), u(203))
    assert figure("officer_outings", outings=[OutingFact(u(1), 2), OutingFact(u(2), 3)]).value == 5


def test_a_check_that_led_to_a_penalty_is_no_statutory_check() -> None:
    found = figure("statutory_checks", checks=[check(1), check(2, led_to_penalty=True)])
    assert (found.value, found.parts) == (1, (Part("led_to_penalty", (u(102),)),))


def test_decisions_not_to_penalise_stand_beside_the_cases() -> None:
    cases = [CaseFact(u(1), "penalty"), CaseFact(u(2), "no_penalty"), CaseFact(u(3), "transfer")]
    found = figure("penalty_cases", cases=cases)
    assert (found.rows, found.parts) == ((u(1),), (Part("no_penalty", (u(2),)),))


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
        3333, (u(201),), over=3
    )


def test_no_register_makes_no_ratio() -> None:
    assert figure("random_sampling_ratio") == Figure(0, (), over=0)


ROWS = [RowFact(u(11), frozenset({u(201), u(202)})), RowFact(u(12), frozenset(u(n) for n in range(300, 340)))]


def test_coverage_by_ratio_is_the_share_of_rows_at_the_target() -> None:
    checks = [
        check(1, drawn=True, plan_row=u(11), venue=u(201)),
        check(2, drawn=True, plan_row=u(12), venue=u(300)),
    ]
    facts = Facts(checks=checks, plan_rows=ROWS)
    assert [row_ratio_bp(row, facts) for row in ROWS] == [5000, 250]
    assert INDICATORS["target_coverage"].of(facts) == Figure(
        5000, (u(11),), over=2, parts=(Part("short", (u(12),)),)
    )


def test_coverage_by_tasks_needs_every_drawn_check_accepted_and_published_in_time() -> None:
    checks = [
        check(1, drawn=True, plan_row=u(11), published_in_time=True),
        check(2, drawn=True, plan_row=u(12), published_in_time=True),
        check(3, drawn=True, plan_row=u(12), published_in_time=False),
    ]
    found = figure("target_coverage", checks=checks, plan_rows=ROWS, reading="tasks")
    assert (found.value, found.rows) == (5000, (u(11),))


def test_activities_are_counted_as_given() -> None:
    assert figure("safety_committee_meetings", activities=(u(2), u(1))) == Figure(2, (u(1), u(2)))


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


def test_v40_no_figure_is_taken_per_person() -> None:
    fields = (
        set(CheckFact.__slots__) | set(CaseFact.__slots__) | set(OutingFact.__slots__) | set(Facts.__slots__)
    )
    assert not {name for name in fields if "officer" in name} - {"officers"}
    assert OutingFact(u(1), 3).officers == 3
