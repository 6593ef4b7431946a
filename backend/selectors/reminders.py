"""Reminders as they are shown."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from backend.models import Reminder, User


def reminder_list(actor: User) -> QuerySet[Reminder]:
    """One's own that still stand."""
    return Reminder.objects.within(actor).filter(over_at__isnull=True)


def reminder_cards(rows: Iterable[Reminder]) -> list[dict[str, Any]]:
    """What, how far, by when, and whether it was read."""
    return [
        {
            "uuid": row.uuid,
            "kind": row.kind,
            "stage": row.stage,
            "noun": row.at_noun or row.noun,
            "noun_id": row.at_id or row.noun_id,
            "title": row.title,
            "detail": row.detail,
            "due_on": row.due_on,
            "words": row.words,
            "at": row.created_at,
            "read": row.read_at is not None,
        }
        for row in rows
    ]
