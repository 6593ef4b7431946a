"""Proposed coordinates as they are reviewed."""

from typing import Any

from django.db.models import QuerySet

from backend.domain.states import open_verbs
from backend.models import User
from backend.permissions import may
from registry.domain.states import GEOCODE_MOVES
from registry.models import Geocode
from registry.selectors.venues import degrees

BY_PERSON = ("geocode.accept", "geocode.reject")


def geocode_list(*, actor: User, state: str = "") -> QuerySet[Geocode]:
    """Questions and answers of the organ tree, the newest first."""
    rows = Geocode.objects.within(actor).select_related("venue")
    return rows.filter(state=state) if state else rows


def geocode_card(row: Geocode, actor: User) -> dict[str, Any]:
    """One of them with the venue it is for and where the register has it now."""
    verbs = [verb for verb in open_verbs(GEOCODE_MOVES, row.state) if verb in BY_PERSON]
    venue = row.venue
    return {
        "uuid": row.uuid,
        "state": row.state,
        "venue": {"uuid": venue.uuid, "code": venue.code, "name": venue.name},
        "address": row.address,
        "provider": row.provider,
        "lng": degrees(row.lng),
        "lat": degrees(row.lat),
        "datum": row.datum,
        "label": row.label,
        "problem": row.problem,
        "registered": {"lng": degrees(venue.lng), "lat": degrees(venue.lat), "datum": venue.datum},
        "created_at": row.created_at,
        "verbs": verbs if may(actor, "venue.edit") else [],
    }
