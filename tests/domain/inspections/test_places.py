"""Distances between a fix and the register: the vectors shared with the phone, geodesic to the metre."""

import json
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic

from inspections.domain.places import Point, bd_to_gcj02, one_datum, to_gcj02, tolerance_m

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "places.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_distance_to_the_register_is_geodesic_whatever_its_datum(case: dict[str, Any]) -> None:
    a, b = one_datum(Point(**case["fix"]), Point(**case["place"]), case["datum"])
    assert round(geodesic((a.lat, a.lng), (b.lat, b.lng)).m) == case["metres"]


@pytest.mark.parametrize("case", VECTORS["tolerance"], ids=str)
def test_tolerance_is_the_accuracy_rounded_up_and_a_hundred_metres(case: dict[str, Any]) -> None:
    assert tolerance_m(case["accuracy_dm"]) == case["tolerance_m"]


def test_known_points_move_to_their_published_places() -> None:
    gcj, bd = to_gcj02(Point(116.391349, 39.907375)), bd_to_gcj02(Point(116.404, 39.915))
    assert [round(part, 4) for part in (*gcj, *bd)] == [116.3976, 39.9088, 116.3976, 39.9087]
