"""The vectors of the phone's route: distances by geopy, and the shortest of all orders by brute force."""

import json
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "route.json").read_text(encoding="utf-8"))
Place = dict[str, float]


def metres(a: Place, b: Place) -> float:
    found: float = geodesic((a["lat"], a["lng"]), (b["lat"], b["lng"])).m
    return found


def test_distances_of_the_route_are_geodesic() -> None:
    assert [round(metres(one["a"], one["b"]), 1) for one in VECTORS["distances"]] == [
        one["metres"] for one in VECTORS["distances"]
    ]


@pytest.mark.parametrize(
    "route", [r for r in VECTORS["routes"] if len(r["stops"]) < 7], ids=lambda r: r["name"]
)
def test_no_other_order_is_shorter(route: dict[str, Any]) -> None:
    def total(order: tuple[int, ...]) -> float:
        stops = [route["stops"][n] for n in order]
        return sum(metres(a, b) for a, b in pairwise([route["start"], *stops] if route["start"] else stops))

    best = min(permutations(range(len(route["stops"]))), key=total)
    assert (list(best), round(total(best))) == (route["order"], route["total"])
