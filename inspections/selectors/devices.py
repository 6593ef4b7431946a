"""Phones in the field, for whoever helps their officers: what waits on them, since when, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from backend.models import User
from inspections.domain.devices import Outbox, needs
from inspections.models import FieldDevice

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SHOWN_FOR = timedelta(days=30)  # a phone with nothing left that was not heard of for longer is not shown


def device_list(actor: User, now: datetime) -> QuerySet[FieldDevice]:
    """Phones of the actor's organ tree that have something left or were heard of lately.

    `waits_since` orders them: a lost store before all, then the oldest record, a phone that is well last.
    """
    something = Q(records_unsent__gt=0) | Q(drafts__gt=0) | Q(lost__gt=0) | ~Q(failed=[])
    rows = FieldDevice.objects.within(actor).filter(something | Q(reported_at__gt=now - SHOWN_FOR))
    since = Case(When(lost__gt=0, then=Value(LONG_AGO)), default=F("oldest_unsent_at"))
    return rows.select_related("user").annotate(waits_since=since)


def device_card(row: FieldDevice, now: datetime) -> dict[str, Any]:
    """One phone."""
    outbox = Outbox(row.records_unsent, row.oldest_unsent_at, len(row.failed), row.lost)
    return {
        "id": row.pk,
        "device": row.device,
        "name": row.name,
        "officer": row.user.name,
        "app_version": row.app_version,
        "drafts": row.drafts,
        "records_unsent": row.records_unsent,
        "items_left": row.items_left,
        "items_all": row.items_all,
        "oldest_unsent_at": row.oldest_unsent_at,
        "failed": row.failed,
        "lost": row.lost,
        "needs": needs(outbox, now),
        "reported_at": row.reported_at,
    }
