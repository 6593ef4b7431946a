"""Targets (目标): load a table, set one, edit with a reason, retire."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock
from counting.domain.targets import TargetRow, read_targets
from counting.models import Target


def organ_of(actor: User) -> Organ:
    """The organ a person acts for; `not_allowed` for one without."""
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "organ"})
    return actor.organ


def targets_load(
    *, year: int, rows: list[dict[str, str]], source: str, actor: User, now: datetime
) -> tuple[int, int]:
    """Load a table of targets, all rows or none: (new, unchanged). One that differs is refused: edit it."""
    require(actor, "target.edit")
    organ = organ_of(actor)
    good, bad = read_targets(rows)
    if bad:
        raise DomainError("invalid", {"rows": [{"row": n, "field": f, "message": why} for n, f, why in bad]})
    kept = {
        (t.indicator, t.window): t
        for t in Target.objects.everywhere("guard").filter(organ=organ, year=year, retired_at__isnull=True)
    }
    differing = [
        {"row": number, "field": field, "message": why}
        for number, row in enumerate(good, 1)
        if (there := kept.get((row.indicator, row.window)))
        for field, why in _differences(there, row)
    ]
    if differing:
        raise DomainError("invalid", {"rows": differing})
    new = [row for row in good if (row.indicator, row.window) not in kept]
    with _set_once(), transaction.atomic():
        for row in new:
            _insert(organ, year, row, source, actor, now)
    return len(new), len(good) - len(new)


def _differences(there: Target, row: TargetRow) -> list[tuple[str, str]]:
    edit = "请用“修改”并写明理由"
    found = []
    if (there.comparison, there.value) != (row.comparison, row.value):
        found.append(("value", f"该年度已有目标 {there.comparison}{there.value}，{edit}"))
    if there.verbatim != row.verbatim:
        found.append(("verbatim", f"该年度已有目标“{there.verbatim}”，{edit}"))
    return found


@contextmanager
def _set_once() -> Iterator[None]:
    """Two people who set the same target at once: the second is told, not broken."""
    try:
        yield
    except IntegrityError as error:
        raise DomainError("invalid", {"fields": {"indicator": ["该年度这一指标已有目标"]}}) from error


def _insert(organ: Organ, year: int, row: TargetRow, source: str, actor: User, now: datetime) -> Target:
    last = Target.objects.everywhere("guard").filter(organ=organ, year=year).aggregate(n=Max("seq"))["n"] or 0
    target = Target.objects.create(
        organ=organ,
        created_at=now,
        year=year,
        seq=last + 1,
        item=row.item,
        verbatim=row.verbatim,
        indicator=row.indicator,
        comparison=row.comparison,
        value=row.value,
        unit=row.unit,
        window=row.window,
        source=source,
    )
    data = {"indicator": row.indicator, "comparison": row.comparison, "value": row.value, "year": year}
    _line(target, "target.set", actor, now, after="set", data=data, reason=row.verbatim)
    return target


def _line(target: Target, verb: str, actor: User, now: datetime, **more: Any) -> None:
    record(organ=target.organ_id, actor=actor, verb=verb, noun="target", noun_id=target.uuid, now=now, **more)


def target_set(*, year: int, values: dict[str, Any], source: str, actor: User, now: datetime) -> Target:
    """One new target."""
    require(actor, "target.edit")
    organ = organ_of(actor)
    good, bad = read_targets([{key: str(value) for key, value in values.items()}])
    if bad:
        raise DomainError("invalid", {"fields": {field: [why] for _, field, why in bad}})
    with _set_once(), transaction.atomic():
        return _insert(organ, year, good[0], source, actor, now)


def target_edit(
    *, target_id: UUID, comparison: str, value: int, verbatim: str, reason: str, actor: User, now: datetime
) -> Target:
    """Change a target with a reason; the journal keeps before and after, "" leaves the wording."""
    require(actor, "target.edit")
    if not reason:
        raise DomainError("reason_needed")
    with transaction.atomic():
        target = lock(Target, target_id, actor)
        before = f"{target.comparison}{target.value}"
        wording = verbatim or target.verbatim
        changed = _standing(target).update(comparison=comparison, value=value, verbatim=wording)
        if not changed:
            raise DomainError("conflict", {"state": "retired", "verb": "target.edit"})
        aside = f"（原文：{target.verbatim}）" if wording != target.verbatim else ""
        after = f"{comparison}{value}"
        _line(target, "target.edit", actor, now, before=before, after=after, reason=reason + aside)
        target.comparison, target.value, target.verbatim = comparison, value, wording
    return target


def target_retire(*, target_id: UUID, reason: str, actor: User, now: datetime) -> Target:
    """A target no longer pursued, with the reason; it stays in the journal."""
    require(actor, "target.edit")
    if not reason:
        raise DomainError("reason_needed")
    with transaction.atomic():
        target = lock(Target, target_id, actor)
        if not _standing(target).update(retired_at=now):
            raise DomainError("conflict", {"state": "retired", "verb": "target.retire"})
        _line(target, "target.retire", actor, now, before="set", after="retired", reason=reason)
        target.retired_at = now
    return target


def _standing(target: Target) -> Any:
    """The row, unless it was retired."""
    return Target.objects.everywhere("guard").filter(pk=target.pk, retired_at__isnull=True)
