"""From plain JSON values to the rows of the catalogue; every fault is named with its row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date, time
from typing import Any, Final, TypeVar

from registry.domain.catalogue import rows

Row = TypeVar("Row")
SECTIONS: Final[dict[str, type[Any]]] = {
    "sources": rows.Source,
    "penalty_classes": rows.PenaltyClass,
    "categories": rows.Category,
    "items": rows.CheckItem,
    "violations": rows.Violation,
    "bases": rows.LegalBasis,
    "result_codes": rows.ResultCode,
    "prohibitions": rows.Prohibition,
    "triggers": rows.Trigger,
    "lenient_rules": rows.LenientRule,
    "discretion_bands": rows.DiscretionBand,
    "hearing_thresholds": rows.HearingThreshold,
    "closing_types": rows.ClosingType,
    "grade_policies": rows.GradePolicy,
}
_NAMES: Final = {"from": "start", "to": "end"}


def merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Several files as one: the lists of a section one after the other, texts (about) left out."""
    whole: dict[str, Any] = {}
    for part in parts:
        for section, values in part.items():
            if section != "about":
                whole.setdefault(section, []).extend(values)
    return whole


def parsed(raw: Mapping[str, Any], faults: list[str]) -> dict[str, tuple[Any, ...]]:
    """The rows of every section that could be read; what could not is told in ``faults``."""
    faults += [f"{section}: unknown section" for section in raw.keys() - SECTIONS.keys()]
    sections: dict[str, tuple[Any, ...]] = {}
    for section, kind in SECTIONS.items():
        read = []
        for place, value in enumerate(raw.get(section, []), start=1):
            name = next((value[key] for key in ("code", "grade", "no") if key in value), f"#{place}")
            row = _row(kind, value, f"{section}[{name}]", faults)
            if row is not None:
                read.append(row)
        sections[section] = tuple(read)
    return sections


def _row(kind: type[Row], value: Any, where: str, faults: list[str]) -> Row | None:
    if not isinstance(value, Mapping):
        faults.append(f"{where}: not an object")
        return None
    named = {_NAMES.get(name, name) if kind is rows.TimeRule else name: item for name, item in value.items()}
    wanted = {spec.name: spec for spec in fields(kind)}  # type: ignore[arg-type]
    before = len(faults)
    faults += [f"{where}: unknown field {name}" for name in named if name not in wanted]
    made: dict[str, Any] = {}
    for name, spec in wanted.items():
        if name in named:
            made[name] = _read(str(spec.type), named[name], f"{where}.{name}", faults)
        elif spec.default is MISSING:
            faults.append(f"{where}: field {name} is missing")
    return kind(**made) if len(faults) == before else None


def _read(wanted: str, value: Any, where: str, faults: list[str]) -> Any:
    plain = wanted.removesuffix(" | None")
    if value is None and plain != wanted:
        return None
    if plain in _NESTED:
        return _row(_NESTED[plain], value, where, faults)
    if plain.startswith("tuple["):
        inner = plain.removeprefix("tuple[").removesuffix(", ...]")
        if isinstance(value, list):
            return tuple(_read(inner, item, f"{where}[{n}]", faults) for n, item in enumerate(value))
    else:
        try:
            return _PLAIN[plain](value)
        except (ValueError, TypeError):
            pass
    faults.append(f"{where}: {value!r} is no {plain}")
    return None


def _exactly(kind: type[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind or value == "":
            raise TypeError(value)
        return value

    return read


_PLAIN: Final[dict[str, Callable[[Any], Any]]] = {
    "str": _exactly(str),
    "int": _exactly(int),
    "bool": _exactly(bool),
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
_NESTED: Final[dict[str, type[Any]]] = {
    "LicenceType": rows.LicenceType,
    "Party": rows.Party,
    "TimeRule": rows.TimeRule,
    "EvidenceRule": rows.EvidenceRule,
    "Follow": rows.Follow,
    "Choice": rows.Choice,
}
