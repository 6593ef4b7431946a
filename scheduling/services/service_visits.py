"""Log visits that check nothing (服务指导培训)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from registry.models import Venue
from scheduling.models import ServiceVisit


def service_visit_log(
    *, venue_id: UUID, kind: str, on: date, subject: str, note: str, people: int, actor: User, now: datetime
) -> ServiceVisit:
    """What was done for a business, and by how many people; nothing of it is ever counted as a check."""
    require(actor, "service_visit.log")
    venue = Venue.objects.within(actor).filter(pk=venue_id).first()
    if venue is None:
        raise DomainError("not_found")
    if on > civil(now):
        raise DomainError("invalid", {"fields": {"on": ["日期晚于今天"]}})
    with transaction.atomic():
        row = ServiceVisit.objects.create(
            organ_id=venue.organ_id, created_at=now, kind=kind, venue=venue, on=on, subject=subject,
            note=note, people=people, logged_by=actor,
        )  # fmt: skip
        record(
            organ=row.organ_id, actor=actor, verb="service_visit.log", noun="service_visit", noun_id=row.uuid,
            now=now, after=kind, data={"venue": str(venue.uuid), "people": people},
        )  # fmt: skip
    return row
