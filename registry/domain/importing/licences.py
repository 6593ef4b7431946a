"""The licences a row names, and what they make of the licences registered."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from registry.domain.importing import cells
from registry.domain.importing.cells import Cell
from registry.domain.importing.rows import Reader, limited, read_cells
from registry.domain.importing.verdicts import Fault
from registry.domain.venues import plain

Licence = dict[str, Any]

FIELDS: Final = ("kind", "number", "scope", "issued_on", "valid_to")
_BLANK: Final[Licence] = {"kind": "", "number": "", "scope": "", "issued_on": None, "valid_to": None}
_READERS: Final[dict[str, Reader]] = {
    "licence_kind": limited(lambda cell: cells.text(cell).strip("《》"), 80),
    "licence_number": limited(cells.code, 60),
    "licence_scope": limited(cells.text, 200),
    "licence_issued_on": cells.day,
    "licence_valid_to": cells.span,
}


def named_licences(given: Mapping[str, Cell], faults: list[Fault]) -> list[Licence]:
    """The licences of a row; several numbers in one cell (；) go with as many kinds, scopes and dates."""
    licence_cells = {field: cell for field, cell in given.items() if field in _READERS}
    parts = {field: _parts(cell) for field, cell in licence_cells.items()}
    several = len(parts.get("licence_number", ()))
    if several < 2:
        return [read] if (read := _read(licence_cells, faults)) else []
    uneven = [field for field, listed in parts.items() if len(listed) != several]
    if uneven:
        faults.append(
            Fault(
                "licence_number",
                "uneven_licences",
                f"有{several}个证照编号，其他证照格应同样用“；”分成{several}段",
            )
        )
        return []
    rows = ({field: listed[n] for field, listed in parts.items()} for n in range(several))
    return [_read({f: cell for f, cell in row.items() if not cells.blank(cell)}, faults) for row in rows]


def _parts(cell: Cell) -> list[Cell]:
    return [part for part in re.split(r"[;；\n]+", cell) if part.strip()] if isinstance(cell, str) else [cell]


def _read(given: Mapping[str, Cell], faults: list[Fault]) -> Licence:
    values = read_cells(given, _READERS, faults)
    if "licence_valid_to" in values:
        start, values["licence_valid_to"] = values["licence_valid_to"]
        if start:
            values.setdefault("licence_issued_on", start)
    return {field.removeprefix("licence_"): value for field, value in values.items()}


def licences_after(
    named: Sequence[Licence], registered: Sequence[Mapping[str, Any]], kinds: Collection[str]
) -> list[Licence]:
    """The licences registered, each one named added, corrected by its number, or put in place of its kind.

    ``kinds`` are the licences of the venue's categories: a single one needs no naming.
    """
    listed = [dict(licence) for licence in registered]
    for given in named:
        number = plain(given.get("number", ""))
        place = next((n for n, licence in enumerate(listed) if number and _number(licence) == number), None)
        if place is None and "kind" not in given and len(kinds) == 1:
            given = {**given, "kind": next(iter(kinds))}
        if place is None:
            kind = given.get("kind")
            place = next((n for n, licence in enumerate(listed) if licence["kind"] == kind), None)
        if place is None:
            listed.append(_BLANK | given)
        elif number in ("", _number(listed[place])):
            listed[place].update(given)
        else:
            listed[place] = _BLANK | given
    return listed


def _number(licence: Mapping[str, Any]) -> str:
    return plain(licence["number"]).upper()
