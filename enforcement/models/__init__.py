"""The nouns of enforcement."""

from enforcement.models.cases import Case, CaseOfficer
from enforcement.models.evidence import CaseEvidence
from enforcement.models.followups import FollowUp, FollowUpOpinion, FollowUpStep, FollowUpVisit
from enforcement.models.guidance import Guidance
from enforcement.models.leads import ChannelTerm, Lead, LeadReply, LeadReporter, LeadSeen
from enforcement.models.notices import CaseNotice
from enforcement.models.publications import CasePublication
from enforcement.models.tracks import CaseTrack, Payment

__all__ = [
    "Case",
    "CaseEvidence",
    "CaseNotice",
    "CaseOfficer",
    "CasePublication",
    "CaseTrack",
    "ChannelTerm",
    "FollowUp",
    "FollowUpOpinion",
    "FollowUpStep",
    "FollowUpVisit",
    "Guidance",
    "Lead",
    "LeadReply",
    "LeadReporter",
    "LeadSeen",
    "Payment",
]
