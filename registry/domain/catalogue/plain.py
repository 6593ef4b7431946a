"""The catalogue as plain JSON values, the reverse of parsing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

from registry.domain.catalogue import rows
from registry.domain.catalogue.parsing import SECTIONS

Plain = dict[str, list[dict[str, Any]]]


def plain(row: Any) -> Any:
    """A row, or a value within one, as it would stand in a file; every field is named."""
    if isinstance(row, rows.TimeRule):
        return {"kind": row.kind, "from": plain(row.start), "to": plain(row.end)}
    if is_dataclass(row):
        return {spec.name: plain(getattr(row, spec.name)) for spec in fields(row)}
    if isinstance(row, tuple):
        return [plain(one) for one in row]
    if isinstance(row, time):
        return f"{row:%H:%M}"
    return row.isoformat() if isinstance(row, date) else row


def plain_catalogue(edition: rows.Catalogue) -> Plain:
    """Every section of an edition."""
    return {section: plain(getattr(edition, section)) for section in SECTIONS}


def key_of(row: Mapping[str, Any]) -> str:
    """What names a row in its section: code, grade or number."""
    return str(next((row[name] for name in ("code", "grade", "no") if name in row), ""))
