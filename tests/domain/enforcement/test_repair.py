"""When a published penalty or a listing may be repaired, and what it still lacks."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.deadlines import months_on
from enforcement.domain.penalties import CLASSES
from enforcement.domain.repair import (
    APPLICATION,
    ASKS,
    LEVELS,
    NOTHING,
    WHERE,
    Penalty,
    decision_repair,
    level_of,
    listed_repair,
    parse_rules,
)

RAW: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "enforcement" / "data" / "credit_repair.json").read_text(encoding="utf-8")
)
RULES = parse_rules(RAW)
TODAY = date(2026, 9, 15)


def penalty(**values: Any) -> Penalty:
    return Penalty(
        **{
            "decided_on": date(2026, 6, 14),
            "published_on": date(2026, 6, 18),
            "standing": "published",
            "classes": ["warning", "fine"],
            "simple": False,
            "violation": "NET-MINORS",
            **values,
        }
    )


@pytest.mark.parametrize(
    ("decided_on", "from_on", "until_on"),
    [
        (date(2026, 6, 14), date(2026, 9, 15), date(2027, 6, 14)),
        (date(2026, 11, 30), date(2027, 3, 1), date(2027, 11, 30)),  # February has no 30th: its last day
        (date(2026, 5, 31), date(2026, 9, 1), date(2027, 5, 31)),  # 31 August is there
        (date(2027, 11, 29), date(2028, 3, 1), date(2028, 11, 29)),  # 29 February 2028 is its last day
        (date(2026, 3, 31), date(2026, 7, 1), date(2029, 3, 31)),  # the last day of the former rules
        (date(2026, 4, 1), date(2026, 7, 2), date(2027, 4, 1)),  # the first day of the present ones
    ],
)
def test_a_decision_may_be_repaired_the_day_after_its_shortest_publicity(
    decided_on: date, from_on: date, until_on: date
) -> None:
    told = decision_repair(RULES, penalty(decided_on=decided_on), decided_on)
    assert (told.level, told.from_on, told.until_on) == ("ordinary", from_on, until_on)
    assert not told.due(from_on - timedelta(days=1))
    assert told.due(from_on)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(["fine", "revocation"]))
def test_the_first_day_lies_after_the_shortest_and_inside_the_longest_publicity(on: date, kind: str) -> None:
    told = decision_repair(RULES, penalty(decided_on=on, classes=[kind]), on)
    assert told.from_on is not None
    assert told.until_on is not None
    assert on < months_on(on, 3) < told.from_on < told.until_on
    over = decision_repair(RULES, penalty(decided_on=on, classes=[kind]), told.until_on + timedelta(days=1))
    assert (over.why_not, over.from_on) == ("over", None)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, "ordinary"),
        ({"classes": ["suspension"]}, "ordinary"),
        ({"classes": ["fine", "revocation"]}, "serious"),
        ({"classes": ["closure"]}, "serious"),
        ({"violation": "NET-FIRE"}, "serious"),
        ({"classes": ["warning"], "violation": "NET-FIRE"}, "minor"),
        ({"classes": ["warning", "criticism"]}, "minor"),
        ({"classes": ["fine"], "simple": True}, "minor"),
        ({"classes": []}, "ordinary"),
    ],
)
def test_level_follows_class_field_and_procedure(values: dict[str, Any], level: str) -> None:
    assert level_of(RULES, penalty(**values)) == level


def test_a_serious_decision_and_one_of_fire_safety_wait_a_year() -> None:
    for values in ({"classes": ["revocation"]}, {"violation": "NET-FIRE"}):
        told = decision_repair(RULES, penalty(**values), TODAY)
        assert (told.from_on, told.until_on) == (date(2027, 6, 15), date(2029, 6, 14))
        assert told.asks == ("performed", "corrected", "pledge", "training")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"standing": ""}, "unpublished"),
        ({"standing": "withheld"}, "withheld"),
        ({"standing": "withdrawn"}, "withdrawn"),
        ({"effect": "revoked"}, "fallen"),
        ({"effect": "unlawful"}, "fallen"),
        ({"classes": ["warning"]}, "minor"),
        ({"simple": True}, "minor"),
        ({"decided_on": date(2025, 6, 1), "effect": "stands"}, ""),
        ({"standing": "corrected", "effect": "changed"}, ""),
    ],
)
def test_where_nothing_is_to_be_repaired_it_says_why(values: dict[str, Any], why: str) -> None:
    told = decision_repair(RULES, penalty(**values), TODAY)
    assert told.why_not == why
    assert (told.from_on is None) == bool(why)
    assert not why or all(NOTHING[why])


def test_what_is_missing_and_what_is_attached_follows_the_level() -> None:
    told = decision_repair(RULES, penalty(done={"performed", "training"}), TODAY)
    assert told.missing == ("corrected", "pledge")
    assert told.materials == (APPLICATION, *(ASKS[name][1] for name in ("performed", "corrected", "pledge")))
    assert decision_repair(RULES, penalty(done=set(ASKS)), TODAY).missing == ()


def test_a_rule_may_run_from_the_publication() -> None:
    rules = parse_rules(RAW | {"ordinary": RAW["ordinary"] | {"starts": "published_on"}})
    told = decision_repair(rules, penalty(), TODAY)
    assert (told.from_on, told.due(TODAY)) == (date(2026, 9, 19), False)
    unknown = decision_repair(rules, penalty(published_on=None), TODAY)
    assert (unknown.from_on, unknown.due(TODAY)) == (None, False)


def listed(**values: Any) -> Any:
    return listed_repair(
        RULES,
        **{
            "level": "minor", "listed": True, "from_on": date(2026, 9, 1), "to_on": date(2027, 9, 1),
            "done": (), "today": TODAY, **values,
        },
    )  # fmt: skip


def test_a_minor_listing_is_repaired_on_application_with_proof_pledge_and_training() -> None:
    told = listed()
    assert (told.from_on, told.until_on, told.due(TODAY)) == (date(2026, 9, 1), date(2027, 9, 1), True)
    assert told.missing == told.asks == ("corrected", "pledge", "training")
    assert listed(done={"corrected", "pledge"}).missing == ("training",)


def test_a_serious_listing_ends_by_itself_and_an_ended_one_is_no_record() -> None:
    told = listed(level="serious", to_on=date(2029, 9, 1))
    assert (told.why_not, told.from_on, told.due(date(2029, 9, 2))) == ("minor_only", date(2029, 9, 2), False)
    assert listed(listed=False).why_not == "unlisted"
    assert listed(to_on=None).why_not == "unlisted"


def test_shipped_rules_are_not_verified_and_say_so() -> None:
    assert [RULES[level].words[-5:] for level in LEVELS] == ["（待核实）"] * 4
    assert (
        parse_rules(RAW | {"minor": RAW["minor"] | {"verified": True, "source": "发展改革委令第36号"}})[
            "minor"
        ].words
        == RAW["minor"]["basis"]
    )
    assert {name for rule in RULES.values() for name in rule.classes} <= set(CLASSES)
    assert set(WHERE) == {"case", "dishonestyrecord"}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"shortest_months": "3"}, "ordinary: months"),
        ({"shortest_months": 13}, "ordinary: months"),
        (
            {"former": [{"until": "2026-03-31", "shortest_months": 4, "longest_months": 3}]},
            "ordinary: months",
        ),
        ({"starts": "closed_on"}, "ordinary: starts, basis"),
        ({"basis": ""}, "ordinary: starts, basis"),
        ({"asks": ["money"]}, "ordinary: money"),
        ({"verified": True}, "ordinary: verified without a source"),
    ],
)
def test_an_unsound_row_is_refused_by_name(row: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse_rules(RAW | {"ordinary": RAW["ordinary"] | row})
    with pytest.raises(ValueError, match="minor"):
        parse_rules({name: RAW[name] for name in RAW if name != "minor"})
