"""Credit grades: points fade month by month, whole numbers only, every grade opens to its rows."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.credit import (
    FULL_BP,
    GRADES,
    KINDS,
    SHIPPED,
    Fact,
    Points,
    appeal_term_read,
    graded,
    penalty_kind,
    policy_faults,
    policy_read,
    repair_missing,
    terms_read,
    weight_bp,
)

TODAY = date(2026, 9, 15)
POLICY = policy_read(SHIPPED)
facts = st.builds(
    Fact,
    st.sampled_from(sorted(KINDS)),
    st.just("case"),
    st.uuids().map(str),
    st.dates(date(2022, 1, 1), date(2026, 12, 31)),
)


def fact(kind: str, on: date = TODAY, uuid: str = "1") -> Fact:
    return Fact(kind, "case", uuid, on)


def test_a_venue_of_which_nothing_is_known_starts_as_b() -> None:
    assert graded(POLICY, [], TODAY) == (85, "B", ())


@pytest.mark.parametrize(
    ("kinds", "score", "grade"),
    [
        (["fine"], 73, "C"),
        (["warning"], 80, "B"),
        (["fine", "overdue"], 65, "C"),
        (["suspension", "fine"], 48, "D"),
        (["revocation", "suspension", "suspension"], 0, "D"),
        (["clean", "clean"], 91, "A"),
        (["clean", "clean", "corrected", "training", "clean", "clean"], 97, "A"),
    ],
)
def test_score_and_grade_follow_from_the_points(kinds: list[str], score: int, grade: str) -> None:
    found = graded(POLICY, [fact(kind, uuid=str(n)) for n, kind in enumerate(kinds)], TODAY)
    assert (found.score, found.grade) == (score, grade)


@pytest.mark.parametrize(
    ("asof", "bp"),
    [
        (date(2026, 1, 30), 0),  # not yet
        (date(2026, 1, 31), 10000),
        (date(2026, 2, 27), 10000),
        (date(2026, 7, 30), 10000),
        (date(2026, 7, 31), 10000),  # six months: the fading begins, nothing faded yet
        (date(2026, 8, 30), 10000),
        (date(2026, 8, 31), 8333),
        (date(2026, 12, 31), 1666),
        (date(2027, 1, 31), 0),
    ],
)
def test_points_fade_by_whole_months(asof: date, bp: int) -> None:
    assert weight_bp(Points(-12, 6, 12), date(2026, 1, 31), asof) == bp


def test_points_without_a_time_of_fading_end_at_once() -> None:
    assert [
        weight_bp(Points(-12, 6, 6), date(2026, 1, 1), on) for on in (date(2026, 6, 30), date(2026, 7, 1))
    ] == [
        10000,
        0,
    ]


def test_what_was_struck_counts_nothing_and_stays_in_the_list() -> None:
    found = graded(POLICY, [fact("fine", uuid="x")], TODAY, struck={"x"})
    assert (found.score, found.grade, [(one.fact.uuid, one.counted) for one in found.reasons]) == (
        85, "B", [("x", 0)],
    )  # fmt: skip


def test_a_seriously_dishonest_venue_is_d_with_the_score_it_has() -> None:
    assert graded(POLICY, [fact("clean")], TODAY, worst=True)[:2] == (88, "D")


@settings(max_examples=50)
@given(st.lists(facts, max_size=12), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_reasons_add_up_in_any_order_and_the_grade_is_the_scores(found: list[Fact], asof: date) -> None:
    one = graded(POLICY, found, asof)
    assert one == graded(POLICY, [*reversed(found), *found], asof)
    good = sum(row.counted for row in one.reasons if row.counted > 0)
    bad = sum(row.counted for row in one.reasons if row.counted < 0)
    assert one.score == max(0, min(100, 85 + min(12, good) + bad))
    assert one.score >= POLICY.lowest[one.grade]
    better = GRADES[: GRADES.index(one.grade)]
    assert all(one.score < POLICY.lowest[grade] for grade in better)


@settings(max_examples=50)
@given(facts, st.integers(0, 1500))
def test_points_never_grow_again(one: Fact, days: int) -> None:
    rule = POLICY.rules[one.kind]
    before = weight_bp(rule, one.on, one.on + timedelta(days=days))
    assert 0 <= weight_bp(rule, one.on, one.on + timedelta(days=days + 1)) <= before <= FULL_BP


def changed(*path: str, value: Any) -> dict[str, Any]:
    table: dict[str, Any] = deepcopy(dict(SHIPPED))
    place = table
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return table


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (changed("base", value=101), ["base"]),
        (changed("plus_most", value=1.5), ["plus_most"]),
        (changed("rules", value=[]), ["rules", "lowest"]),
        (changed("rules", "fine", "points", value=12), ["rules.fine.points"]),
        (changed("rules", "clean", "points", value=-1), ["rules.clean.points"]),
        (changed("rules", "fine", "gone", value=3), ["rules.fine.gone"]),
        (changed("rules", "fine", "full", value="6"), ["rules.fine.full"]),
        (changed("rules", "fine", value={}), ["rules.fine"]),
        (changed("rules", "gossip", value={}), ["rules.gossip"]),
        (changed("lowest", "A", value=70), ["lowest"]),
        (changed("lowest", "D", value=1), ["lowest"]),
        (changed("lowest", "E", value=1), ["lowest"]),
    ],
)
def test_a_policy_that_does_not_hold_names_its_cells(table: dict[str, Any], fault: list[str]) -> None:
    assert policy_faults(table) == fault


def test_the_shipped_policy_holds() -> None:
    assert policy_faults(SHIPPED) == []


def test_a_penalty_counts_by_its_heaviest_class() -> None:
    classes = ("revocation", "suspension", "confiscation", "warning", "other")
    assert [penalty_kind(one) for one in classes] == [
        "revocation",
        "suspension",
        "fine",
        "warning",
        "warning",
    ]


@pytest.mark.parametrize(
    ("level", "mode", "over", "given", "missing"),
    [
        ("minor", "automatic", False, ("", False, False), ["term_over"]),
        ("serious", "automatic", True, ("", False, False), []),
        ("serious", "active", False, ("", False, False), ["repair_proof"]),
        ("serious", "active", False, ("撤销决定", False, False), []),
        ("serious", "application", False, ("申请书", True, True), ["minor_only"]),
        ("minor", "application", False, ("", False, False), ["repair_proof", "pledge", "training"]),
        ("minor", "application", False, ("申请书", True, True), []),
    ],
)
def test_each_way_of_repair_has_its_proofs(
    level: str, mode: str, over: bool, given: tuple[str, bool, bool], missing: list[str]
) -> None:
    proof, pledge, training = given
    assert repair_missing(level, mode, over=over, proof=proof, pledge=pledge, training=training) == missing


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({"grave": {}}, "grave"),
        ({"minor": {"months": 0, "basis": "部令第7号", "source": "OKU", "verified": False}}, "minor"),
        ({"minor": {"months": 12, "basis": "", "source": "OKU", "verified": False}}, "minor"),
        (
            {"serious": {"months": 36, "basis": "部令第7号", "source": "OKU", "verified": True}},
            "serious: verified",
        ),
    ],
)
def test_a_term_says_how_long_after_which_text_and_is_verified_only_with_its_source(
    broken: dict[str, Any], named: str
) -> None:
    told = {"months": 36, "basis": "部令第7号", "source": "OKU", "verified": False}
    assert terms_read({"serious": told, "minor": told})["minor"] == ("minor", *told.values())
    with pytest.raises(ValueError, match=named):
        terms_read({"serious": told, "minor": told} | broken)


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({"length": 0}, "length"),
        ({"length": 400}, "length"),
        ({"unit": "weeks"}, "unit"),
        ({"verified": True}, "verified without a source"),
        ({"until": 3}, "until"),
    ],
)
def test_the_term_of_an_appeal_is_whole_and_verified_only_with_its_source(
    broken: dict[str, Any], named: str
) -> None:
    told = {
        "length": 15, "unit": "workdays", "start_event": "收到申诉", "basis": "本单位设定", "source": "OKU",
        "verified": False,
    }  # fmt: skip
    assert appeal_term_read(told).words() == "本单位设定（待核实）"
    assert appeal_term_read(told | {"source": "某办法第九条", "verified": True}).words() == "本单位设定"
    with pytest.raises(ValueError, match=named):
        appeal_term_read(told | broken)
