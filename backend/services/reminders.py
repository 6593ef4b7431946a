"""Reminders: written once whoever writes at the same moment, read by their person, over when settled."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import Reminder, User

Key = tuple[str, UUID, str, str]


def reminder_key(row: Reminder) -> Key:
    """What a person is told only once."""
    return row.noun, row.noun_id, row.kind, row.stage


def reminders_write(*, person: User, rows: Iterable[Reminder]) -> int:
    """Add what this person was not told yet; returns how many.

    The unique row decides between two workers: the insert of the second is ignored.
    """
    wanted = {reminder_key(row): row for row in rows}
    told = Reminder.objects.everywhere("task").filter(person=person)
    known = set(told.values_list("noun", "noun_id", "kind", "stage"))
    new = [row for key, row in wanted.items() if key not in known]
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def reminders_close(*, person: User, rows: Iterable[Reminder], now: datetime) -> int:
    """Close what is settled or at another stage by now: all that stands and is not among `rows`."""
    wanted = {reminder_key(row) for row in rows}
    told = Reminder.objects.everywhere("task").filter(person=person)
    over = [row.pk for row in told.filter(over_at__isnull=True) if reminder_key(row) not in wanted]
    return told.filter(pk__in=over).update(over_at=now) if over else 0


def reminder_read(*, reminder_id: UUID, actor: User, now: datetime) -> Reminder:
    """Mark one as read; once read it stays so."""
    row = Reminder.objects.within(actor).filter(pk=reminder_id).first()
    if row is None:
        raise DomainError("not_found")
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    return row


def reminders_read(*, actor: User, now: datetime) -> int:
    """Mark all as read; returns how many were not."""
    return Reminder.objects.within(actor).filter(read_at__isnull=True).update(read_at=now)
