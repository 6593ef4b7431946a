"""How venues stand this year: visits against the cap, and what was seen last."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.models import User
from inspections.models import Inspection
from inspections.selectors.inspections import ACCEPTED
from registry.models import Venue
from scheduling.selectors.caps import cap_list


def standing_list(venues: Sequence[UUID], actor: User, today: date) -> list[dict[str, Any]]:
    """Those of the venues the actor may see, in a fixed number of queries."""
    rows = list(Venue.objects.within(actor).filter(uuid__in=venues))
    caps, results = cap_list(rows, today.year), results_of([row.uuid for row in rows], actor)
    return [
        {
            "venue": row.uuid,
            "used": caps[row.uuid].used,
            "limit": caps[row.uuid].limit,
            "last": next(iter(results.get(row.uuid, [])), None),
        }
        for row in rows
    ]


def results_of(venues: Iterable[UUID], actor: User) -> dict[UUID, list[dict[str, Any]]]:
    """venue → its accepted results, latest first."""
    rows = Inspection.objects.within(actor).filter(visit__venue__in=venues, state__in=ACCEPTED, counts=True)
    shown: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for venue, on, codes in rows.order_by("-finished_on", "pk").values_list(
        "visit__venue", "finished_on", "result_codes"
    ):
        shown[venue].append({"on": on, "codes": codes})
    return shown
