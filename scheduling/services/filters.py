"""Filters kept under a name (常用范围), for draws to come."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Division, User
from backend.permissions import require
from backend.services.moves import lock
from registry.models import Category
from scheduling.domain.filtering import Filter
from scheduling.models import PoolFilter


def filter_check(chosen: Filter) -> None:
    """Refuse categories and townships nobody knows (`invalid`), each by its field."""
    known = {
        "categories": set(Category.objects.everywhere("reference").values_list("code", flat=True)),
        "townships": set(
            Division.objects.everywhere("reference")
            .filter(code__in=chosen.townships)
            .values_list("code", flat=True)
        ),
    }
    words = {"categories": "没有这个类别", "townships": "没有这个镇街"}
    faults = {
        name: [f"{words[name]}：{'、'.join(unknown)}"]
        for name, codes in known.items()
        if (unknown := [code for code in getattr(chosen, name) if code not in codes])
    }
    if faults:
        raise DomainError("invalid", {"fields": faults})


def filter_save(*, name: str, chosen: Filter, actor: User, now: datetime) -> PoolFilter:
    """Keep a filter; the one of this name so far retires, and draws made with it keep their copy."""
    require(actor, "draw.draft")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "draw.draft"})
    filter_check(chosen)
    with transaction.atomic():
        PoolFilter.objects.everywhere("guard").filter(organ=organ, name=name, retired_at=None).update(
            retired_at=now
        )
        row = PoolFilter.objects.create(
            organ=organ, created_at=now, name=name, chosen=chosen.as_dict(), saved_by=actor
        )
        record(
            organ=organ, actor=actor, verb="filter.save", noun="filter", noun_id=row.uuid, now=now,
            data={"filter": row.chosen},
        )  # fmt: skip
    return row


def filter_retire(*, filter_id: UUID, actor: User, now: datetime) -> PoolFilter:
    """No longer offered."""
    require(actor, "draw.draft")
    with transaction.atomic():
        row = lock(PoolFilter, filter_id, actor)
        row.retired_at = row.retired_at or now
        row.save(update_fields=["retired_at"])
        record(
            organ=row.organ_id, actor=actor, verb="filter.retire", noun="filter", noun_id=row.uuid, now=now
        )
    return row
