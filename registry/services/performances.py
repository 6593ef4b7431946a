"""Performances (营业性演出): list one, correct it, withdraw one entered by mistake."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock
from registry.models import Performance, Venue

WORDS = (
    "name", "approval_no", "approved_by", "place", "organiser", "organiser_licence", "note",
)  # fmt: skip
LISTS = ("performers", "programme")


def performance_enter(*, values: Mapping[str, Any], actor: User, now: datetime) -> Performance:
    """An approved performance; its approval number is listed once (`invalid`)."""
    require(actor, "performance.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "performance.edit"})
    row = Performance(organ=actor.organ, created_at=now, entered_by=actor)
    return _written(row, values, actor, now, new=True)


def performance_edit(
    *, performance_id: UUID, values: Mapping[str, Any], actor: User, now: datetime
) -> Performance:
    """Put right what was entered; one that was withdrawn stays as it is."""
    require(actor, "performance.edit")
    with transaction.atomic():
        row = _lock_standing(performance_id, actor)
        return _written(row, values, actor, now, new=False)


def performance_withdraw(*, performance_id: UUID, reason: str, actor: User, now: datetime) -> Performance:
    """Entered by mistake, with the reason; visits that pointed to it keep doing so."""
    require(actor, "performance.edit")
    with transaction.atomic():
        row = _lock_standing(performance_id, actor)
        Performance.objects.everywhere("guard").filter(pk=row.pk).update(withdrawn_at=now, reason=reason)
        row.withdrawn_at, row.reason = now, reason
        _line(row, "performance.withdraw", actor, now, reason=reason)
    return row


def _lock_standing(performance_id: UUID, actor: User) -> Performance:
    """One of the actor's own organ that still stands."""
    row = lock(Performance, performance_id, actor)
    if row.organ_id != actor.organ_id:
        raise DomainError("not_allowed", {"verb": "performance.edit"})
    if row.withdrawn_at is not None:
        raise DomainError("move_not_open", {"state": "withdrawn", "verb": "performance.edit"})
    return row


def _written(
    row: Performance, values: Mapping[str, Any], actor: User, now: datetime, *, new: bool
) -> Performance:
    for name in WORDS:
        setattr(row, name, values[name].strip())
    for name in LISTS:
        setattr(row, name, [one.strip() for one in values[name] if one.strip()])
    row.starts_on, row.ends_on = values["starts_on"], values["ends_on"]
    if row.ends_on < row.starts_on:
        raise DomainError("invalid", {"fields": {"ends_on": ["结束日期早于开始日期"]}})
    row.venue = None
    if values["venue"] is not None:
        row.venue = Venue.objects.within(actor).filter(pk=values["venue"]).first()
        if row.venue is None:
            raise DomainError("invalid", {"fields": {"venue": ["名录里没有这家场所"]}})
    try:
        with transaction.atomic():
            row.save(force_insert=new)
            _line(row, "performance.enter" if new else "performance.edit", actor, now)
    except IntegrityError as error:
        raise DomainError("invalid", {"fields": {"approval_no": ["这个批准文号已登记"]}}) from error
    return row


def _line(row: Performance, verb: str, actor: User, now: datetime, reason: str = "") -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="performance", noun_id=row.uuid, now=now,
        data={"from": row.starts_on.isoformat(), "to": row.ends_on.isoformat()}, reason=reason,
    )  # fmt: skip
