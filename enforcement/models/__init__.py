"""The nouns of enforcement."""

from enforcement.models.cases import Case, CaseOfficer
from enforcement.models.followups import FollowUp, FollowUpStep
from enforcement.models.leads import Lead
from enforcement.models.tracks import CaseTrack, Payment

__all__ = ["Case", "CaseOfficer", "CaseTrack", "FollowUp", "FollowUpStep", "Lead", "Payment"]
