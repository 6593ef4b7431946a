"""How far from the venue's registered place something was recorded: geodesic, with its tolerance."""

from typing import Any

from geopy.distance import geodesic

from inspections.domain.places import Point, one_datum, tolerance_m
from registry.models import Venue


def far_of(gps: dict[str, Any] | None, venue: Venue) -> dict[str, int] | None:
    """Metres and the tolerance within which they say nothing; None without a fix or a registered place."""
    if gps is None or venue.lng is None or venue.lat is None:
        return None
    fix = Point(gps["lng_e7"] / 1e7, gps["lat_e7"] / 1e7)
    a, b = one_datum(fix, Point(float(venue.lng), float(venue.lat)), venue.datum)
    metres = geodesic((a.lat, a.lng), (b.lat, b.lng)).m
    return {"metres": round(metres), "tolerance_m": tolerance_m(gps.get("accuracy_dm"))}
