"""Rosters as bureaus have them, read into one verdict per row; nothing is written here."""

from registry.domain.importing.cells import Cell, Unreadable
from registry.domain.importing.columns import (
    OFFICER_COLUMNS,
    VENUE_COLUMNS,
    Header,
    HeaderMissing,
    find_header,
)
from registry.domain.importing.officers import OfficerGround, read_officers
from registry.domain.importing.venues import KnownVenue, VenueGround, category_words, read_venues
from registry.domain.importing.verdicts import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    Change,
    Fault,
    Preview,
    RowVerdict,
    restored,
    stored,
)

__all__ = [
    "CHANGED",
    "NEW",
    "OFFICER_COLUMNS",
    "REFUSED",
    "SAME",
    "VENUE_COLUMNS",
    "Cell",
    "Change",
    "Fault",
    "Header",
    "HeaderMissing",
    "KnownVenue",
    "OfficerGround",
    "Preview",
    "RowVerdict",
    "Unreadable",
    "VenueGround",
    "category_words",
    "find_header",
    "read_officers",
    "read_venues",
    "restored",
    "stored",
]
