"""The catalogue (检查事项、违法行为、法律依据) as pure values, checked whole before anything loads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from registry.domain.catalogue.checking import faults_in
from registry.domain.catalogue.parsing import merged, parsed
from registry.domain.catalogue.rows import (
    Catalogue,
    Category,
    CheckItem,
    ClosingType,
    DiscretionBand,
    EvidenceRule,
    GradePolicy,
    HearingThreshold,
    LegalBasis,
    LenientRule,
    LicenceType,
    Party,
    PenaltyClass,
    Prohibition,
    ResultCode,
    Source,
    TimeRule,
    Trigger,
    Violation,
)

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Category",
    "CheckItem",
    "ClosingType",
    "DiscretionBand",
    "EvidenceRule",
    "GradePolicy",
    "HearingThreshold",
    "LegalBasis",
    "LenientRule",
    "LicenceType",
    "Party",
    "PenaltyClass",
    "Prohibition",
    "ResultCode",
    "Source",
    "TimeRule",
    "Trigger",
    "Violation",
    "base_in_force",
    "merged",
    "parse_catalogue",
]


class CatalogueError(ValueError):
    """The catalogue contradicts itself; ``faults`` lists every problem with its row."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def parse_catalogue(raw: Mapping[str, Any]) -> Catalogue:
    """The catalogue of plain JSON values (see `merged`), or CatalogueError with every fault."""
    faults: list[str] = []
    sections = parsed(raw, faults)
    faults += faults_in(sections)
    if faults:
        raise CatalogueError(faults)
    sections["categories"] = tuple(sorted(sections["categories"], key=lambda category: category.position))
    return Catalogue(**sections, _bases={basis.code: basis for basis in sections["bases"]})


def base_in_force(bases: Iterable[LegalBasis], on: date) -> tuple[LegalBasis, ...]:
    """The bases in force on a day, in the order given; the first and the last day in force count."""
    return tuple(
        basis for basis in bases if (basis.valid_from or date.min) <= on <= (basis.valid_to or date.max)
    )
