"""A phone tells what is still on it, with each of its ordinary calls."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import require
from inspections.models import FieldDevice


def device_report(*, device: UUID, values: dict[str, Any], actor: User, now: datetime) -> FieldDevice:
    """Replace what this person's store on this phone last said; of two at once the later stands."""
    require(actor, "device.report")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "device.report"})
    row, _ = FieldDevice.objects.everywhere("guard").update_or_create(
        device=device, user=actor, defaults={**values, "organ": actor.organ, "reported_at": now}
    )
    return row
