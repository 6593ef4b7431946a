import json
from pathlib import Path

import pytest

import enforcement
import registry
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES, heaviest, total_fen, within_band
from enforcement.domain.periods import RULES, parse_periods

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


def test_classes_and_closing_types_are_those_of_the_catalogue_in_its_order() -> None:
    data = Path(registry.__file__).parent / "data"
    classes = json.loads((data / "penalty_classes.json").read_text(encoding="utf-8"))["penalty_classes"]
    closing = json.loads((data / "closing_types.json").read_text(encoding="utf-8"))["closing_types"]
    assert [(code, zh) for code, (zh, _) in CLASSES.items()] == [
        (row["code"], row["zh"]) for row in sorted(classes, key=lambda row: row["weight"])
    ]
    assert [(code, zh) for code, (zh, _) in CLOSING_TYPES.items()] == [(row["code"], row["zh"]) for row in closing]


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
