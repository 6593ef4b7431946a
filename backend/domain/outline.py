"""The outline of a district from GeoJSON: outer rings alone, for a sketch without tiles."""

from collections.abc import Iterator, Mapping
from typing import Any

Ring = list[tuple[float, float]]


def rings(shape: Mapping[str, Any]) -> list[Ring]:
    """Outer rings (lng, lat) of all polygons; other shapes have none. KeyError, TypeError: no GeoJSON."""
    return [[(float(lng), float(lat)) for lng, lat, *_ in polygon[0]] for polygon in _polygons(shape)]


def _polygons(shape: Mapping[str, Any]) -> Iterator[Any]:
    kind = shape["type"]
    if kind == "Polygon":
        yield shape["coordinates"]
    elif kind == "MultiPolygon":
        yield from shape["coordinates"]
    for inner in (*shape.get("features", ()), *shape.get("geometries", ()), shape.get("geometry")):
        if inner is not None:
            yield from _polygons(inner)
