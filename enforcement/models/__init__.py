"""The nouns of enforcement."""

from enforcement.models.cases import Case, CaseOfficer
from enforcement.models.leads import Lead

__all__ = ["Case", "CaseOfficer", "Lead"]
