"""Draw policies (分级分类抽查办法): every save is a new version, none is changed or deleted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from registry.models import Category
from scheduling.domain.caps import REST
from scheduling.domain.grading import table_faults, table_read, table_write
from scheduling.models import DrawPolicy


def policy_save(
    *,
    number: str,
    title: str,
    valid_from: date,
    table: Mapping[str, Any],
    note: str,
    verified: bool = True,
    actor: User,
    now: datetime,
) -> DrawPolicy:
    """A new version with its document number (文号) and what was changed. Draws made before keep theirs."""
    require(actor, "policy.edit")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "policy.edit"})
    table_check(table)
    try:
        with transaction.atomic():
            last = DrawPolicy.objects.everywhere("guard").filter(organ=organ).aggregate(n=Max("version"))["n"]
            policy = DrawPolicy.objects.create(
                organ=organ, created_at=now, version=(last or 0) + 1, number=number, title=title,
                valid_from=valid_from, table=table_write(table_read(table)), note=note, verified=verified,
                saved_by=actor,
            )  # fmt: skip
            record(
                organ=organ, actor=actor, verb="policy.edit", noun="policy", noun_id=policy.uuid, now=now,
                reason=note, data={"version": policy.version, "valid_from": valid_from.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": "saved", "verb": "policy.edit"}) from error
    return policy


def table_check(table: Mapping[str, Any]) -> None:
    """Refuse a table that is not whole, naming the cells."""
    known = {REST, *Category.objects.everywhere("reference").values_list("code", flat=True)}
    fields = {f"table.{code}": ["没有这个类别"] for code in sorted(set(table) - known)}
    fields |= {f"table.{name}": ["应为范围内的整数"] for name in table_faults(table)}
    if fields:
        raise DomainError("invalid", {"fields": fields})
