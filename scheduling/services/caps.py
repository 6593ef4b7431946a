"""Yearly caps (年度频次上限): each organ sets its own, by category and grade, with the source."""

from datetime import datetime

from django.db import transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from registry.models import Category
from scheduling.domain.caps import REST
from scheduling.domain.text import CLASSES
from scheduling.models import CapPolicy


def cap_set(
    *, year: int, category: str, grade: str, cap: int, source: str, actor: User, now: datetime
) -> CapPolicy:
    """Set or change one rule; `*` = every category, every grade. Draws already committed keep theirs."""
    require(actor, "cap.edit")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "cap.edit"})
    known = Category.objects.everywhere("reference").filter(pk=category).exists()
    if category != REST and not known:
        raise DomainError("invalid", {"fields": {"category": [f"没有这个类别：{category}"]}})
    if grade not in (REST, *CLASSES):
        raise DomainError("invalid", {"fields": {"grade": ["等级为 A、B、C、D 或 *"]}})
    with transaction.atomic():
        row, _ = CapPolicy.objects.everywhere("guard").update_or_create(
            organ=organ, year=year, category=category, grade=grade, defaults={"cap": cap, "source": source}
        )
        record(
            organ=organ, actor=actor, verb="cap.edit", noun="user", noun_id=actor.uuid, now=now,
            data={"year": year, "category": category, "grade": grade, "cap": cap}, reason=source,
        )  # fmt: skip
    return row
