"""Which characters a font can draw, by its own table: Typst leaves the others out in silence."""

import struct
from functools import lru_cache
from pathlib import Path

SPACES = frozenset("\n\t\r 　 ")


@lru_cache(maxsize=4)
def drawable(path: Path) -> frozenset[int]:
    """Code points of the font's cmap (formats 4 and 12)."""
    data = path.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for at in range(12, 12 + 16 * tables, 16):
        if data[at : at + 4] == b"cmap":
            return _cmap(data, struct.unpack_from(">I", data, at + 8)[0])
    raise ValueError(f"{path.name} has no cmap")


def _cmap(data: bytes, start: int) -> frozenset[int]:
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", data, start + 2)[0]):
        at = start + struct.unpack_from(">I", data, start + 4 + 8 * n + 4)[0]
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 12:
            found |= _segments12(data, at)
        elif kind == 4:
            found |= _segments4(data, at)
    return frozenset(found)


def _segments12(data: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">I", data, at + 12)[0]
    found: set[int] = set()
    for n in range(groups):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * n)
        found.update(range(first, last + 1))
    return found


def _segments4(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", data, at + 14)
    firsts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    return {
        code
        for first, last in zip(firsts, lasts, strict=True)
        if last != 0xFFFF
        for code in range(first, last + 1)
    }


def undrawable(text: str, path: Path) -> list[str]:
    """Characters of the text the font has no glyph for, each once."""
    known = drawable(path)
    return [sign for sign in dict.fromkeys(text) if sign not in SPACES and ord(sign) not in known]
