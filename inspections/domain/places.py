"""Places on the ground: a fix beside a place of the register; context (只作参考), never a verdict."""

import math
from typing import NamedTuple

_A = 6378245.0
_EE = 0.006693421622965943
_BD_TURN = math.pi * 3000 / 180
TOLERANCE_M = 100  # beyond the accuracy of the fix itself: buildings, entrances, old coordinates


class Point(NamedTuple):
    """Degrees."""

    lng: float
    lat: float


def to_gcj02(at: Point) -> Point:
    """WGS-84 to GCJ-02, good to some metres."""
    x, y = at.lng - 105, at.lat - 35
    base = math.sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * base
    north += _waves(6 * x, 2 * x) + _swell(y, 40, ((12, 160), (30, 320)))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * base
    east += _waves(6 * x, 2 * x) + _swell(x, 40, ((12, 150), (30, 300)))
    magic = 1 - _EE * math.sin(math.radians(at.lat)) ** 2
    root = math.sqrt(magic)
    return Point(
        at.lng + east * 180 / (_A / root * math.cos(math.radians(at.lat)) * math.pi),
        at.lat + north * 180 / (_A * (1 - _EE) / (magic * root) * math.pi),
    )


def _waves(quick: float, slow: float) -> float:
    return (20 * math.sin(quick * math.pi) + 20 * math.sin(slow * math.pi)) * 2 / 3


def _swell(along: float, third: int, long: tuple[tuple[int, int], ...]) -> float:
    whole = 20 * math.sin(along * math.pi) + third * math.sin(along / 3 * math.pi)
    return (whole + sum(high * math.sin(along / wide * math.pi) for wide, high in long)) * 2 / 3


def bd_to_gcj02(at: Point) -> Point:
    """BD-09 to GCJ-02, good to a metre or so."""
    x, y = at.lng - 0.0065, at.lat - 0.006
    far = math.hypot(x, y) - 0.00002 * math.sin(y * _BD_TURN)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BD_TURN)
    return Point(far * math.cos(angle), far * math.sin(angle))


def one_datum(fix: Point, place: Point, datum: str) -> tuple[Point, Point]:
    """A satellite fix and a place of the register on one datum: GCJ-02 where the place is a Chinese map's.

    The other direction is restricted. CGCS2000 is WGS-84 within a metre.
    """
    if datum == "gcj02":
        return to_gcj02(fix), place
    if datum == "bd09":
        return to_gcj02(fix), bd_to_gcj02(place)
    return fix, place


def tolerance_m(accuracy_dm: int | None) -> int:
    """Within which a distance says nothing: the accuracy of the fix, rounded up, and a hundred metres."""
    return -(-(accuracy_dm or 0) // 10) + TOLERANCE_M
