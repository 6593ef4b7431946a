"""Rosters as bureaus have them: taken in, judged row by row, fixed, confirmed, written."""

from registry.services.rosters.intake import roster_import_confirm, roster_import_fix, roster_import_upload
from registry.services.rosters.judging import roster_import_read
from registry.services.rosters.writing import roster_import_write

__all__ = [
    "roster_import_confirm",
    "roster_import_fix",
    "roster_import_read",
    "roster_import_upload",
    "roster_import_write",
]
