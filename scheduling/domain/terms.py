"""Terms of a visit (补办审批、补扫、辖区外报告、重复检查预警) as data: length, unit, basis, verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

RULES = ("visit_approval", "visit_scan", "outside_report", "repeat_visit", "recheck_window")
UNITS = ("workdays", "natural_days")


@dataclass(frozen=True, slots=True)
class Term:
    """One row of scheduling/data/terms.json."""

    rule: str
    length: int
    unit: Literal["workdays", "natural_days"]
    start_event: str
    basis: str
    verified: bool


def terms_read(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Term]:
    """All terms by rule; ValueError names what is missing or wrong."""
    wrong = sorted(set(RULES) ^ set(raw))
    wrong += [
        rule
        for rule, row in raw.items()
        if row.get("unit") not in UNITS or not isinstance(row.get("length"), int) or row["length"] < 1
    ]
    if wrong:
        raise ValueError(f"terms: {', '.join(wrong)}")
    return {
        rule: Term(
            rule,
            row["length"],
            cast("Literal['workdays', 'natural_days']", row["unit"]),
            row["start_event"],
            row["basis"],
            bool(row["verified"]),
        )
        for rule, row in raw.items()
    }


def apart(one: tuple[date, date], other: tuple[date, date]) -> int:
    """Natural days between two spans of days; 0 when they touch or overlap."""
    first, second = sorted((one, other))
    return max(0, (second[0] - first[1]).days)


def outside(division: str, township: str) -> bool:
    """Whether a township lies outside a division (属地管辖, V15); an unknown one is taken as inside."""
    return bool(township) and not township.startswith(division)
