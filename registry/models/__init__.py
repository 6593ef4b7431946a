"""The nouns of 一单两库."""

from registry.models.catalogue import (
    CatalogueVersion,
    Category,
    CheckItem,
    LegalBasis,
    LicenceType,
    Violation,
    ViolationBasis,
)
from registry.models.credit import (
    CreditAppeal,
    CreditGrade,
    CreditOverride,
    CreditPolicy,
    DishonestyRecord,
)
from registry.models.geocodes import Geocode
from registry.models.imports import ImportRow, RosterImport
from registry.models.officers import Officer, Recusal
from registry.models.performances import Performance
from registry.models.repairs import RepairApplication
from registry.models.standards import CatalogueChange, DiscretionBand, HearingThreshold, LenientRule
from registry.models.venues import Licence, Register, Venue, VenueCategory

__all__ = [
    "CatalogueChange",
    "CatalogueVersion",
    "Category",
    "CheckItem",
    "CreditAppeal",
    "CreditGrade",
    "CreditOverride",
    "CreditPolicy",
    "DiscretionBand",
    "DishonestyRecord",
    "Geocode",
    "HearingThreshold",
    "ImportRow",
    "LegalBasis",
    "LenientRule",
    "Licence",
    "LicenceType",
    "Officer",
    "Performance",
    "Recusal",
    "Register",
    "RepairApplication",
    "RosterImport",
    "Venue",
    "VenueCategory",
    "Violation",
    "ViolationBasis",
]
