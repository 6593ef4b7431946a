"""Hazards (隐患): entered or taken from records, and each step until it is closed."""

from inspections.services.hazards.acting import (
    hazard_close,
    hazard_correct,
    hazard_drop,
    hazard_grade,
    hazard_order,
)
from inspections.services.hazards.finding import hazard_report, hazards_make
from inspections.services.hazards.receiving import letter_answer, letter_receive
from inspections.services.hazards.transferring import hazard_answer, hazard_transfer, hazard_urge

__all__ = [
    "hazard_answer",
    "hazard_close",
    "hazard_correct",
    "hazard_drop",
    "hazard_grade",
    "hazard_order",
    "hazard_report",
    "hazard_transfer",
    "hazard_urge",
    "hazards_make",
    "letter_answer",
    "letter_receive",
]
