"""Leave of officers as it is listed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from backend.models import User
from scheduling.models import Leave


def leave_list(actor: User) -> QuerySet[Leave]:
    """Leave in the actor's scope, with the officers."""
    return Leave.objects.within(actor).filter(dropped_at__isnull=True).select_related("officer")


def leave_cards(rows: Iterable[Leave]) -> list[dict[str, Any]]:
    """Who is away from when to when; the reason stays in the journal."""
    return [
        {
            "uuid": row.uuid,
            "officer": row.officer_id,
            "name": row.officer.name,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }
        for row in rows
    ]
