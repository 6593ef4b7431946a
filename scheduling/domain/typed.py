"""Beacon values as people type them, spelled as SSJ-DRAW/1 wants them (N15)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scheduling.domain import beacon

_NUMBER = re.compile(r"\d+")


def spelled(source: Mapping[str, Any], typed: str) -> str:
    """The canonical string of one source; a value that is canonical already is left as it is.

    Dice, 排列5 and 3D: the digits, spaces between them allowed. 双色球: seven numbers, the blue one last.
    What cannot be read is handed on, so that the check says what is wrong with it.
    """
    text = typed.strip()
    kind = source["kind"]
    if ":" in text or kind == "drand":
        return text
    digits = re.sub(r"\s+", "", text)
    if kind == "dice":
        return f"dice:{source['n']}:{digits}"
    if kind in ("pl5", "3d"):
        return f"{kind}:{source['issue']}:{digits}"
    numbers = [int(number) for number in _NUMBER.findall(text)]
    if len(numbers) != 7:
        return f"ssq:{source['issue']}:{text}"
    reds = "-".join(f"{red:02}" for red in sorted(numbers[:6]))
    return f"ssq:{source['issue']}:{reds}+{numbers[6]:02}"


def values_spelled(descriptor: Mapping[str, Any], opt: int, typed: Sequence[str]) -> list[str]:
    """All values of the chosen option; refused (`draw_beacon_wrong`) when they do not fit it."""
    listed = beacon.options(descriptor)
    if not 0 <= opt < len(listed):
        beacon.values_check(descriptor, opt, typed)
    sources = beacon.sources(listed[opt])
    values = list(typed)
    if len(values) == len(sources):
        values = [spelled(source, value) for source, value in zip(sources, values, strict=True)]
    beacon.values_check(descriptor, opt, values)
    return values


def needs_witnesses(descriptor: Mapping[str, Any], opt: int) -> bool:
    """Whether the chosen option throws dice: three outsiders and a signed sheet."""
    return any(source["kind"] == "dice" for source in beacon.sources(beacon.options(descriptor)[opt]))
