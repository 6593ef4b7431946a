from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from scheduling.domain.grading import (
    GradeRule,
    Table,
    defaults,
    departures,
    mixed,
    remarks,
    row_of,
    table_faults,
    table_read,
    table_write,
)
from scheduling.domain.policy import policy_read
from scheduling.domain.rules import NO_CAP, Kind, Rules, policy_of
from scheduling.selectors.data import shipped_policy

DAY = date(2026, 9, 21)
REST = {
    "A": GradeRule(200, 1, 1, 1, 365),
    "B": GradeRule(500, 1, 2, 2, 180),
    "C": GradeRule(2100, 1, 4, 2, 90),
    "D": GradeRule(6100, 1, 8, None, 0),
}
NET = {**REST, "B": GradeRule(1000, 3, 2, 1, 60), "C": GradeRule(2500, 1, 4, 2, 30)}
TABLE: Table = {"*": REST, "NET": NET}


def test_table_survives_being_stored() -> None:
    assert table_read(table_write(TABLE)) == TABLE
    assert table_faults(table_write(TABLE)) == []


def test_shipped_table_is_whole_and_says_it_is_not_verified() -> None:
    shipped = shipped_policy()
    assert (table_faults(shipped["table"]), shipped["verified"]) == ([], False)
    assert table_read(shipped["table"])["*"] == REST
    standard = defaults(table_read(shipped["table"]), ["NET"])
    assert departures(Rules(cap_by_category=standard["cap_by_category"]).as_dict(), standard) == []


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"bp": 10001}, ["*.B.bp"]),
        ({"least": -1}, ["*.B.least"]),
        ({"weight": True}, ["*.B.weight"]),
        ({"cap": None}, []),
        ({"exclude_natural_days": None}, ["*.B.exclude_natural_days"]),
    ],
)
def test_cell_that_is_no_number_in_its_bounds_is_named(change: Mapping[str, Any], faults: list[str]) -> None:
    raw = table_write(TABLE)
    raw["*"]["B"] |= change
    assert table_faults(raw) == faults


def test_table_without_the_rest_or_a_grade_has_faults() -> None:
    raw = table_write(TABLE)
    del raw["NET"]["D"]
    assert {name.split(".")[1] for name in table_faults(raw)} == {"D"}
    del raw["*"]
    assert "*" in table_faults(raw)


def test_category_without_a_row_has_the_rest() -> None:
    assert (row_of(TABLE, "KTV"), row_of(TABLE, "NET")) == (REST, NET)


def test_draw_over_several_categories_takes_the_highest_ratio_and_each_its_own_interval() -> None:
    standard = defaults(TABLE, ["NET", "KTV"])
    assert standard["bp"] == {"A": 200, "B": 1000, "C": 2500, "D": 6100}
    assert standard["least"]["B"] == 3
    assert standard["exclude_natural_days"]["B"] == 180
    assert standard["exclude_by_category"] == {"NET": {"A": 365, "B": 60, "C": 30, "D": 0}}
    assert standard["cap_by_category"] == {"*": {"A": 1, "B": 2, "C": 2}, "NET": {"A": 1, "B": 1, "C": 2}}
    assert (mixed(TABLE, ["NET", "KTV"]), mixed(TABLE, ["NET"])) == (True, False)


def test_draw_of_no_category_has_the_rest() -> None:
    assert defaults(TABLE, [])["bp"] == {"A": 200, "B": 500, "C": 2100, "D": 6100}
    assert defaults(TABLE, ["*"])["exclude_by_category"] == {}


def test_policy_cap_is_never_more_generous_than_the_published_one() -> None:
    rules = Rules.of({**defaults(TABLE, ["NET"]), "cap_by_category": {"*": {"A": 9}, "NET": {"B": 1}}})
    caps = {("*", "*"): 2, ("KTV", "*"): 3}
    kinds = [Kind("NET", "NET"), Kind("KTV", "KTV")]
    policy = policy_of(rules, caps, kinds, item_class="general", asof=DAY, first=DAY, last=DAY)
    assert policy_read(policy) == policy
    assert policy["max_count"]["NET"] == {"A": 2, "B": 1, "C": 2, "D": 2}
    assert policy["max_count"]["KTV"] == {"A": 3, "B": 3, "C": 3, "D": 3}
    assert policy["exclude_days"]["NET"]["B"] == 60
    assert "KTV" not in policy["exclude_days"]
    key = Rules.of({**rules.as_dict(), "key_exceeds_cap": True})
    exempt = policy_of(key, caps, kinds, item_class="key", asof=DAY, first=DAY, last=DAY)
    assert set(exempt["max_count"]["NET"].values()) == {NO_CAP}


def test_remarks_name_what_is_worth_a_second_look() -> None:
    odd: Table = {"*": {**REST, "C": GradeRule(300, 1, 4, 3, 270)}}
    found = {(row["grade"], row["code"]) for row in remarks(odd, {("*", "*"): 2})}
    assert found == {("C", "ratio"), ("C", "interval"), ("C", "cap")}
    assert remarks(TABLE, {("*", "*"): 2}) == []


def test_departures_are_the_rules_that_differ() -> None:
    standard = defaults(TABLE, ["NET"])
    assert departures({**standard, "bp": {}}, standard) == ["bp"]
