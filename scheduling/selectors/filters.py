"""Filters kept under a name, as they are offered to a new draw."""

from typing import Any

from backend.models import User
from scheduling.domain.filtering import Filter
from scheduling.models import PoolFilter


def filter_list(actor: User) -> list[dict[str, Any]]:
    """Those of the actor's organ that are in use, by name."""
    rows = PoolFilter.objects.within(actor).filter(organ_id=actor.organ_id, retired_at__isnull=True)
    return [
        {
            "uuid": row.uuid,
            "name": row.name,
            "saved_by": row.saved_by.name,
            "created_at": row.created_at,
            "filter": Filter.of(row.chosen).as_dict(),
        }
        for row in rows.select_related("saved_by").order_by("name")
    ]
