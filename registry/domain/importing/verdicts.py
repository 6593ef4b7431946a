"""What the import would do with each row, and the rows it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from registry.domain.importing.cells import Cell, Unreadable, shown

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"
REFUSED: Final = "refused"
_DATES: Final = ("opened_on", "cert_valid_to", "issued_on", "valid_to")
_DECIMALS: Final = ("lng", "lat")


@dataclass(frozen=True)
class Fault:
    """Why a row is refused: the field, a code for the client, a sentence for the person who typed it."""

    field: str
    code: str
    message: str


@dataclass(frozen=True)
class Change:
    """A field whose registered value the row would replace."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowVerdict:
    """One row: what it says in the shape of an entry (named fields only), and what becomes of it.

    ``code`` is the registered object the row speaks of, None for a new one; ``base`` what a new code begins
    with; ``suffix_needed`` tells that this base belongs to another premises already.
    """

    row: int
    verdict: str
    name: str
    values: Mapping[str, Any]
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    code: str | None = None
    base: str = ""
    suffix_needed: bool = False

    @property
    def raw(self) -> tuple[str, ...]:
        """The row as its author saw it."""
        return tuple(map(shown, self.cells))


@dataclass(frozen=True)
class Preview:
    """The verdicts of one sheet; ``skipped`` are titles, totals and blank templates, with the reason."""

    header_row: int
    columns: Mapping[int, str]
    title_row: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[RowVerdict, ...]
    skipped: tuple[tuple[int, str], ...] = field(default=())

    def counts(self) -> dict[str, int]:
        """Rows by verdict, every verdict named."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict: counted[verdict] for verdict in (NEW, CHANGED, SAME, REFUSED)}


def fault(field_name: str, unreadable: Unreadable) -> Fault:
    """The fault of a field from a cell that could not be read."""
    return Fault(field_name, unreadable.code, unreadable.message)


def stored(value: Any) -> Any:
    """Values as JSON: dates and decimals as texts."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {name: stored(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [stored(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def restored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `stored` wrote."""
    return {name: _restored(name, value) for name, value in values.items()}


def _restored(name: str, value: Any) -> Any:
    if name == "licences":
        return [restored(licence) for licence in value]
    if value is not None and name in _DATES:
        return date.fromisoformat(value)
    return Decimal(value) if value is not None and name in _DECIMALS else value
