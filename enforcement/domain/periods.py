"""The periods of a case (办案期限) as data: length, unit, start event, basis, whether verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

OF_THE_PARTY = "case_statement"  # once over nobody is late: the decision may be made
RULES = ("case_filing", "case_decision", "case_statement", "case_service", "case_payment", "case_publication")


@dataclass(frozen=True, slots=True)
class Period:
    """One row of enforcement/data/periods.json; `verified` False is shown beside the date."""

    rule: str
    length: int
    unit: Literal["workdays", "natural_days"]
    start_event: str
    basis: str
    verified: bool


def parse_periods(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Period]:
    """All rules by name; ValueError names what is missing or wrong."""
    wrong = [f"{rule}: missing" for rule in RULES if rule not in raw]
    for rule, row in raw.items():
        if rule not in RULES:
            wrong.append(f"{rule}: unknown")
        elif row.get("unit") not in ("workdays", "natural_days"):
            wrong.append(f"{rule}: unit")
        elif not isinstance(row.get("length"), int) or row["length"] < 1:
            wrong.append(f"{rule}: length")
    if wrong:
        raise ValueError("; ".join(wrong))
    return {
        rule: Period(
            rule,
            row["length"],
            cast("Literal['workdays', 'natural_days']", row["unit"]),
            row["start_event"],
            row["basis"],
            bool(row["verified"]),
        )
        for rule, row in raw.items()
    }
