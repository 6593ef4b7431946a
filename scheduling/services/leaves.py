"""Leave of officers: days on which nobody is drawn or sent, and no duty is served."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from registry.models import Officer
from scheduling.models import Leave
from scheduling.services.rota.changing import seats_release


def leave_enter(
    *, officer_id: UUID, starts_on: date, ends_on: date, reason: str = "", actor: User, now: datetime
) -> Leave:
    """Enter the days an officer is away, both included. Draws already committed keep their files."""
    require(actor, "officer.edit")
    officer = Officer.objects.within(actor).filter(pk=officer_id).first()
    if officer is None:
        raise DomainError("not_found")
    if ends_on < starts_on:
        raise DomainError("invalid", {"fields": {"ends_on": ["截止日期早于开始日期"]}})
    return leave_write(
        officer=officer, starts_on=starts_on, ends_on=ends_on, reason=reason, actor=actor, now=now
    )


def leave_shorten(leave: Leave | None, *, last_on: date, now: datetime) -> None:
    """`last_on` becomes its last day; before its first it is dropped, and stays on record as that."""
    if leave is None:
        return
    row = Leave.objects.everywhere("guard").select_for_update().get(pk=leave.pk)
    if last_on < row.starts_on:
        row.dropped_at = now
    else:
        row.ends_on = min(row.ends_on, last_on)
    row.save(update_fields=["dropped_at", "ends_on"])


def leave_write(
    *, officer: Officer, starts_on: date, ends_on: date, reason: str, actor: User, now: datetime
) -> Leave:
    """The row that draws and duty read, and substitutes for the duty it takes him from."""
    with transaction.atomic():
        row = Leave.objects.create(
            organ_id=officer.organ_id, created_at=now, officer=officer, starts_on=starts_on, ends_on=ends_on,
            reason=reason,
        )  # fmt: skip
        record(
            organ=officer.organ_id, actor=actor, verb="leave.enter", noun="leave", noun_id=row.uuid, now=now,
            data={"officer": str(officer.uuid), "from": starts_on.isoformat(), "to": ends_on.isoformat()},
            reason=reason,
        )  # fmt: skip
        seats_release(
            officer=officer, starts_on=starts_on, ends_on=ends_on, cause_id=row.uuid, actor=actor, now=now
        )
    return row
