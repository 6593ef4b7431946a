from typing import Any

import pytest

from backend.domain.outline import rings

SQUARE = [[117.0, 36.0], [118.0, 36.0], [118.0, 37.0], [117.0, 36.0]]
HOLE = [[117.4, 36.2], [117.5, 36.2], [117.5, 36.3], [117.4, 36.2]]
OUTER = [(117.0, 36.0), (118.0, 36.0), (118.0, 37.0), (117.0, 36.0)]
RAISED = [[*point, 9.0] for point in SQUARE]
POINT = {"type": "Point", "coordinates": [1, 2]}
POLYGON = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}


@pytest.mark.parametrize(
    ("shape", "outer"),
    [
        (POLYGON, [OUTER]),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [RAISED]]}, [OUTER] * 2),
        ({"type": "Feature", "geometry": POLYGON}, [OUTER]),
        ({"type": "Feature", "geometry": None}, []),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]}, [OUTER]),
        ({"type": "GeometryCollection", "geometries": [POLYGON, POINT]}, [OUTER]),
    ],
)
def test_outer_rings_of_any_geojson_are_drawn(shape: dict[str, Any], outer: Any) -> None:
    assert rings(shape) == outer
