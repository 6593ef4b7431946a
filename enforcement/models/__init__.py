"""The nouns of enforcement."""

from enforcement.models.cases import Case, CaseOfficer
from enforcement.models.followups import FollowUp, FollowUpStep
from enforcement.models.leads import Lead
from enforcement.models.publications import CasePublication
from enforcement.models.tracks import CaseTrack, Payment

__all__ = [
    "Case",
    "CaseOfficer",
    "CasePublication",
    "CaseTrack",
    "FollowUp",
    "FollowUpStep",
    "Lead",
    "Payment",
]
