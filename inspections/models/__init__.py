"""The nouns of inspections."""

from inspections.models.inspections import (
    Answer,
    Finding,
    Inspection,
    InspectionVersion,
    Signature,
    SpoiltPayload,
)
from inspections.models.rectifications import Rectification
from inspections.models.reviews import Irregularity, Publication

__all__ = [
    "Answer",
    "Finding",
    "Inspection",
    "InspectionVersion",
    "Irregularity",
    "Publication",
    "Rectification",
    "Signature",
    "SpoiltPayload",
]
