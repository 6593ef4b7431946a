"""The periods of a case (办案期限) as data: length, unit, start event, basis, whether verified."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from backend.domain.deadlines import UNITS, Unit

# periods of the party's: once over nobody is late, the brigade may go on
OF_THE_PARTY = (
    "case_statement", "hearing_request", "review_request", "litigation_request", "suit_after_review",
    "urging", "referral_objection",
)  # fmt: skip
# the party's ways to be heard again: while one is open the court is not asked to enforce (行政强制法 Art 53)
REMEDIES = ("review_request", "litigation_request", "suit_after_review")
# the organ's answer to a review organ or a court
ANSWERS = ("review_answer", "review_answer_simple", "litigation_answer")
RULES = (
    "case_filing", "case_decision", "case_statement", "case_service", "case_payment", "case_publication",
    "preservation", "seizure", "seizure_extended", "hearing_request", "urging", "review_request",
    "litigation_request", "suit_after_review", *ANSWERS,
    "court_application", "publication_withdrawal", "case_archive",
    "follow_up", "opinion_answer",
    "simple_report", "spot_money", "announcement", "seizure_report",
    "referral_approval", "referral_hand_over", "referral_answer", "referral_objection", "referral_delivery",
)  # fmt: skip

# rule → who is reminded of it: an investigator of the case, or a role. The party's own periods remind nobody.
REMINDED: dict[str, tuple[str, ...]] = {
    "case_filing": ("supervisor", "leader"),
    "case_decision": ("investigator", "leader"),
    "case_service": ("investigator",),
    "simple_report": ("investigator", "supervisor"),
    "spot_money": ("investigator", "supervisor"),
    "case_payment": ("investigator",),
    "case_instalments": ("investigator",),
    "case_publication": ("supervisor", "leader"),
    "publication_withdrawal": ("supervisor", "leader"),
    "preservation": ("investigator", "leader"),
    "seizure": ("investigator", "leader"),
    "seizure_extended": ("investigator", "leader"),
    "seizure_report": ("investigator", "leader"),
    "announcement": ("investigator",),
    "referral_approval": ("investigator", "leader"),
    "referral_hand_over": ("investigator", "supervisor", "leader"),
    "referral_answer": ("investigator",),
    "referral_objection": ("investigator", "leader"),
    "referral_delivery": ("investigator", "supervisor"),
    **dict.fromkeys(ANSWERS, ("investigator", "legal_reviewer", "supervisor")),
    "court_application": ("investigator", "supervisor", "leader"),
    "case_archive": ("supervisor",),
    "follow_up": ("industry_section",),
    "opinion_answer": ("industry_section",),
}


@dataclass(frozen=True, slots=True)
class Former:
    """What the rule was up to the day `until` (旧法)."""

    until: date
    length: int
    basis: str


@dataclass(frozen=True, slots=True)
class Period:
    """One row of enforcement/data/periods.json; `verified` False is shown beside the date."""

    rule: str
    length: int
    unit: Unit
    start_event: str
    basis: str
    verified: bool
    former: tuple[Former, ...] = ()

    def of(self, day: date) -> "Period":
        """The rule in the version in force on the day it starts; `former` stands oldest first."""
        for version in self.former:
            if day <= version.until:
                return replace(self, length=version.length, basis=version.basis)
        return self


def parse_periods(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Period]:
    """All rules by name; ValueError names what is missing or wrong."""
    wrong = [f"{rule}: missing" for rule in RULES if rule not in raw]
    for rule, row in raw.items():
        if rule not in RULES:
            wrong.append(f"{rule}: unknown")
        elif row.get("unit") not in (*UNITS, "hours"):
            wrong.append(f"{rule}: unit")
        elif not isinstance(row.get("length"), int) or row["length"] < 1:
            wrong.append(f"{rule}: length")
    if wrong:
        raise ValueError("; ".join(wrong))
    return {
        rule: Period(
            rule,
            row["length"],
            cast("Unit", row["unit"]),
            row["start_event"],
            row["basis"],
            bool(row["verified"]),
            tuple(
                Former(date.fromisoformat(one["until"]), one["length"], one["basis"])
                for one in row.get("former", ())
            ),
        )
        for rule, row in raw.items()
    }
