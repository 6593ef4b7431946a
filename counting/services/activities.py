"""Activities (活动): enter one that was held, withdraw one entered by mistake."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock
from counting.domain.indicators import ACTIVITY_KINDS
from counting.models import Activity, Site
from counting.services.targets import organ_of


def activity_enter(
    *, kind: str, title: str, on: date, place: str, people: int | None, note: str, actor: User, now: datetime
) -> Activity:
    """An activity that was held; its day has come."""
    require(actor, "target.edit")
    if kind not in ACTIVITY_KINDS:
        raise DomainError("invalid", {"fields": {"kind": ["没有这类活动"]}})
    if on > clock.civil(now):
        raise DomainError("invalid", {"fields": {"on": ["日期不能晚于今天"]}})
    organ = organ_of(actor)
    with transaction.atomic():
        row = Activity.objects.create(
            organ=organ,
            created_at=now,
            kind=kind,
            title=title,
            on=on,
            place=place,
            people=people,
            note=note,
            entered_by=actor,
        )
        record(
            organ=organ,
            actor=actor,
            verb="activity.enter",
            noun="activity",
            noun_id=row.uuid,
            now=now,
            after="entered",
            data={"kind": kind, "on": on.isoformat()},
        )
    return row


def activity_withdraw(*, activity_id: UUID, reason: str, actor: User, now: datetime) -> Activity:
    """An activity entered by mistake, with the reason."""
    require(actor, "target.edit")
    if not reason:
        raise DomainError("reason_needed")
    with transaction.atomic():
        row = lock(Activity, activity_id, actor)
        if Site.objects.everywhere("guard").filter(activity=row, state=Site.State.NAMED).exists():
            raise DomainError("move_not_open", {"state": "named", "verb": "activity.withdraw"})
        standing = Activity.objects.everywhere("guard").filter(pk=row.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_at=now):
            raise DomainError("conflict", {"state": "withdrawn", "verb": "activity.withdraw"})
        record(
            organ=row.organ_id,
            actor=actor,
            verb="activity.withdraw",
            noun="activity",
            noun_id=row.uuid,
            now=now,
            before="entered",
            after="withdrawn",
            reason=reason,
        )
        row.withdrawn_at = now
    return row
