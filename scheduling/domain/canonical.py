"""Canonical JSON: one spelling per value, written and read strictly (N2)."""

import json
from typing import Any, NoReturn

from scheduling.domain.refusal import refuse
from scheduling.domain.text import LARGEST, text_fault

# objects, arrays, strings and whole numbers: nothing else exists in a draw's documents
Json = Any

_RULE = "N2"


def _quoted(text: str, where: str) -> str:
    fault = text_fault(text)
    if fault:
        refuse("N3", where, fault)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _written(value: Json, where: str) -> str:
    if isinstance(value, str):
        return _quoted(value, where)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > LARGEST:
            refuse(_RULE, where, "an integer beyond 2⁵³−1")
        return str(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            refuse(_RULE, where, "a key that is not a string")
        members = (f"{_quoted(key, where)}:{_written(value[key], f'{where}.{key}')}" for key in sorted(value))
        return "{" + ",".join(members) + "}"
    if not isinstance(value, list | tuple):
        refuse(_RULE, where, f"{type(value).__name__} has no canonical form")
    return "[" + ",".join(_written(item, f"{where}[{i}]") for i, item in enumerate(value)) + "]"


def canon(value: Json, where: str = "value") -> bytes:
    """The only bytes that stand for this value."""
    return _written(value, where).encode()


def parse(data: bytes, where: str) -> Json:
    """The value of canonical bytes; any other spelling of it is refused."""

    def no(spelling: str) -> NoReturn:
        refuse(_RULE, where, f"no such number: {spelling[:20]}")

    def unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        members = dict(pairs)
        if len(members) != len(pairs):
            refuse(_RULE, where, "a key twice")
        return members

    try:
        value = json.loads(data.decode(), parse_float=no, parse_constant=no, object_pairs_hook=unique)
        spelled = canon(value, where)
    except (ValueError, RecursionError) as broken:
        refuse(_RULE, where, f"not JSON: {broken}")
    if spelled != data:
        refuse(_RULE, where, "not the canonical spelling")
    return value
