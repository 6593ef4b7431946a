import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import enforcement
import registry
from enforcement.domain.penalties import (
    CLASSES,
    CLOSING_OF,
    CLOSING_TYPES,
    OUTCOMES,
    band,
    beyond,
    heavier,
    heaviest,
    total_fen,
    within_band,
    within_step,
)
from enforcement.domain.periods import RULES, parse_periods
from enforcement.models import Case
from registry.imports import catalogue_read

FILE = Path(enforcement.__file__).parent / "data" / "periods.json"


@pytest.mark.parametrize(
    ("classes", "counted"),
    [
        (["warning"], "warning"),
        (["fine", "warning"], "fine"),
        (["warning", "fine", "confiscation"], "confiscation"),
        (["suspension", "revocation", "fine"], "revocation"),
        (["other", "warning"], "warning"),
        (["other"], "other"),
        (["unheard of"], ""),
        ([], ""),
    ],
)
def test_a_decision_is_counted_once_in_its_heaviest_class(classes: list[str], counted: str) -> None:
    assert heaviest(classes) == counted


def rows(name: str) -> list[dict[str, object]]:
    path = Path(registry.__file__).parent / "data" / f"{name}.json"
    found: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))[name]
    return found


def test_classes_and_closing_types_are_those_of_the_catalogue_in_its_order() -> None:
    classes = sorted(rows("penalty_classes"), key=lambda row: int(str(row["weight"])))
    assert [(code, *words) for code, words in CLASSES.items()] == [
        (row["code"], row["zh"], row["en"]) for row in classes
    ]
    assert [(code, *words) for code, words in CLOSING_TYPES.items()] == [
        (row["code"], row["zh"], row["en"]) for row in rows("closing_types")
    ]


def test_every_class_a_shipped_provision_names_is_known() -> None:
    assert {kind for basis in catalogue_read().bases for kind in basis.penalties} <= set(CLASSES)


def test_outcomes_are_called_as_the_record_calls_them() -> None:
    assert {code: words[0] for code, words in OUTCOMES.items()} == dict(Case.Outcome.choices)
    assert set(CLOSING_OF) == set(OUTCOMES)


@pytest.mark.parametrize(
    ("classes", "than", "wanted"),
    [
        (["fine"], ["fine"], False),
        (["warning"], ["fine"], False),
        (["fine", "warning"], ["fine"], True),
        (["suspension"], ["fine", "warning"], True),
        (["fine"], ["suspension", "warning"], False),
        (["fine", "fine"], ["fine"], False),
        (["warning"], [], True),
        ([], [], False),
    ],
)
def test_v30_heavier_is_one_class_heavier_or_one_class_more(
    classes: list[str], than: list[str], wanted: bool
) -> None:
    assert heavier(classes, than) is wanted


@given(st.lists(st.sampled_from(list(CLASSES))), st.lists(st.sampled_from(list(CLASSES))))
def test_v30_of_two_penalties_at_most_one_adds_nothing(one: list[str], other: list[str]) -> None:
    same = set(one) == set(other)
    assert heavier(one, other) or heavier(other, one) or same
    assert not (same and heavier(one, other))


def test_v21_classes_the_provision_does_not_name_are_beyond_it() -> None:
    assert beyond(["warning", "suspension"], ["warning", "fine"]) == ["suspension"]
    assert beyond(["confiscation", "other", "fine"], ["fine"]) == []
    assert beyond(["revocation"], []) == []


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [
        (None, (1_000_000, 5_000_000)),
        (999_999, (1_000_000, 5_000_000)),
        (1_000_000, (5_000_000, 10_000_000)),
        (3_000_000, (15_000_000, 30_000_000)),
    ],
)
def test_v21_from_the_threshold_on_the_multiple_of_the_amount_is_the_band(
    amount: int | None, wanted: tuple[int, int]
) -> None:
    law = {"multiple_min": 5, "multiple_max": 10, "threshold_fen": 1_000_000}
    assert band(1_000_000, 5_000_000, amount_fen=amount, **law) == wanted


def test_v21_a_multiple_without_threshold_holds_from_the_first_fen() -> None:
    assert band(None, None, multiple_max=2, amount_fen=0) == (None, None)
    assert band(None, None, multiple_max=2, amount_fen=300) == (None, 600)


@pytest.mark.parametrize(
    ("fine", "low", "high", "inside"),
    [
        (0, 1_000_000, 3_000_000, True),
        (999_999, 1_000_000, 3_000_000, False),
        (1_000_000, 1_000_000, 3_000_000, True),
        (3_000_000, 1_000_000, 3_000_000, True),
        (3_000_001, 1_000_000, 3_000_000, False),
        (10**9, None, None, True),
    ],
)
def test_v21_the_band_includes_both_its_ends(
    fine: int, low: int | None, high: int | None, inside: bool
) -> None:
    assert within_band(fine, low, high) is inside


def test_v21_no_fine_is_below_the_lower_bound_of_a_fine_that_is_owed() -> None:
    assert not within_band(0, 1_000_000, 3_000_000, owed=True)
    assert within_band(0, None, 3_000_000, owed=True)
    assert within_band(0, 1_000_000, 3_000_000, owed=False)
    assert within_band(1_000_000, 1_000_000, 3_000_000, owed=True)


def test_the_sum_is_what_the_decision_says() -> None:
    assert total_fen(500_000, 20_000) == 520_000


def test_every_period_of_the_data_file_is_read_with_its_basis() -> None:
    found = parse_periods(json.loads(FILE.read_text(encoding="utf-8")))
    assert set(found) == set(RULES)
    assert (found["case_decision"].length, found["case_decision"].unit) == (90, "natural_days")
    assert (found["case_service"].length, found["case_service"].unit) == (7, "workdays")


def test_a_broken_table_of_periods_names_each_fault() -> None:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    del raw["case_filing"]
    raw["case_service"]["unit"] = "days"
    raw["case_payment"]["length"] = 0
    raw["case_lunch"] = {"length": 1, "unit": "workdays"}
    with pytest.raises(
        ValueError,
        match="case_filing: missing; case_service: unit; case_payment: length; case_lunch: unknown",
    ) as wrong:
        parse_periods(raw)
    assert wrong.type is ValueError


def test_v21_a_standard_binds_to_the_chosen_step_alone() -> None:
    steps = {"LIGHT": (None, 100), "GRAVE": (100, 300)}
    assert within_step(200, {}, "")
    assert within_step(0, steps, "")
    assert within_step(100, steps, "LIGHT")
    assert not within_step(101, steps, "LIGHT")
    assert not within_step(100, steps, "")
