"""The nouns of inspections."""

from inspections.models.devices import FieldDevice
from inspections.models.evaluations import Evaluation, EvaluationKey, EvaluationRight, SpentToken
from inspections.models.evidence import EvidenceManifest, PhotoView
from inspections.models.hazards import Hazard, HazardStep, HazardTransfer
from inspections.models.inspections import (
    Answer,
    Finding,
    Inspection,
    InspectionVersion,
    Signature,
    SpoiltPayload,
)
from inspections.models.patrols import Patrol
from inspections.models.rectifications import Rectification
from inspections.models.reviews import Irregularity, Publication

__all__ = [
    "Answer",
    "Evaluation",
    "EvaluationKey",
    "EvaluationRight",
    "EvidenceManifest",
    "FieldDevice",
    "Finding",
    "Hazard",
    "HazardStep",
    "HazardTransfer",
    "Inspection",
    "InspectionVersion",
    "Irregularity",
    "Patrol",
    "PhotoView",
    "Publication",
    "Rectification",
    "Signature",
    "SpentToken",
    "SpoiltPayload",
]
