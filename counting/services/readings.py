"""How an organ reads a figure where it differs from the default."""

from collections.abc import Container
from datetime import datetime

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from counting.models import FigureSetting
from counting.services.targets import organ_of

# (indicator, key) → values a planner may choose
READINGS: dict[tuple[str, str], Container[object]] = {
    ("target_coverage", "reading"): ("ratio", "tasks"),
    ("target_coverage", "target_bp"): range(1, 10_001),
    ("feasibility", "visits_per_team_day"): range(1, 21),
}


def reading_set(
    *, indicator: str, key: str, value: str | int | None, reason: str, actor: User, now: datetime
) -> FigureSetting:
    """How the organ reads a figure from now on, with the reason; the former reading is kept with its end."""
    require(actor, "target.edit")
    if not reason:
        raise DomainError("reason_needed")
    if value not in READINGS.get((indicator, key), ()):
        raise DomainError("invalid", {"fields": {"value": ["没有这种口径"]}})
    organ = organ_of(actor)
    standing = FigureSetting.objects.everywhere("guard").filter(
        organ=organ, indicator=indicator, key=key, ended_at__isnull=True
    )
    try:
        with transaction.atomic():
            before = standing.first()
            standing.update(ended_at=now)
            row = FigureSetting.objects.create(
                organ=organ,
                created_at=now,
                indicator=indicator,
                key=key,
                value=value,
                reason=reason,
                set_by=actor,
            )
            record(
                organ=organ,
                actor=actor,
                verb="figure.read",
                noun="figure",
                noun_id=row.uuid,
                now=now,
                before=str(before.value) if before else "",
                after=str(value),
                data={"indicator": indicator, "key": key},
                reason=reason,
            )
    except IntegrityError as error:
        raise DomainError("conflict", {"state": "set", "verb": "figure.read"}) from error
    return row
