"""Targets, readings of figures, and activities."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock
from counting.domain.indicators import INDICATORS
from counting.domain.targets import TargetRow, read_targets
from counting.models import Activity, FigureSetting, Target


def _organ(actor: User) -> Organ:
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "organ"})
    return actor.organ


def targets_load(
    *, year: int, rows: list[dict[str, str]], source: str, actor: User, now: datetime
) -> tuple[int, int]:
    """Load a table of targets, all rows or none: (new, unchanged). One that differs is refused: edit it."""
    require(actor, "target.edit")
    organ = _organ(actor)
    good, bad = read_targets(rows)
    if bad:
        raise DomainError("invalid", {"rows": [{"row": n, "field": f, "message": why} for n, f, why in bad]})
    new = 0
    with transaction.atomic():
        kept = {
            (t.indicator, t.window): t
            for t in Target.objects.everywhere("guard").filter(
                organ=organ, year=year, retired_at__isnull=True
            )
        }
        for number, row in enumerate(good, 1):
            there = kept.get((row.indicator, row.window))
            if there is None:
                _insert(organ, year, row, source, actor, now)
                new += 1
            elif (there.comparison, there.value) != (row.comparison, row.value):
                why = f"该年度已有目标 {there.comparison}{there.value}，请用“修改”并写明理由"
                raise DomainError("invalid", {"rows": [{"row": number, "field": "value", "message": why}]})
    return new, len(good) - new


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
    record(
        organ=organ,
        actor=actor,
        verb="target.set",
        noun="target",
        noun_id=target.uuid,
        now=now,
        after="set",
        data={"indicator": row.indicator, "comparison": row.comparison, "value": row.value, "year": year},
    )
    return target


def target_set(*, year: int, values: dict[str, Any], source: str, actor: User, now: datetime) -> Target:
    """One new target."""
    require(actor, "target.edit")
    row = {key: str(value) for key, value in values.items()}
    good, bad = read_targets([row])
    if bad:
        raise DomainError("invalid", {"fields": {field: [why] for _, field, why in bad}})
    try:
        with transaction.atomic():
            return _insert(_organ(actor), year, good[0], source, actor, now)
    except IntegrityError as error:
        raise DomainError("invalid", {"fields": {"indicator": ["该年度这一指标已有目标"]}}) from error


def target_edit(
    *, target_id: UUID, comparison: str, value: int, verbatim: str, reason: str, actor: User, now: datetime
) -> Target:
    """Change a target with a reason; the journal keeps before and after."""
    require(actor, "target.edit")
    if not reason:
        raise DomainError("reason_needed")
    with transaction.atomic():
        target = lock(Target, target_id, actor)
        before = f"{target.comparison}{target.value}"
        target.comparison, target.value, target.verbatim = comparison, value, verbatim or target.verbatim
        target.save(update_fields=["comparison", "value", "verbatim"])
        record(
            organ=target.organ_id,
            actor=actor,
            verb="target.edit",
            noun="target",
            noun_id=target.uuid,
            now=now,
            before=before,
            after=f"{comparison}{value}",
            reason=reason,
        )
    return target


def target_retire(*, target_id: UUID, reason: str, actor: User, now: datetime) -> Target:
    """A target no longer pursued, with the reason; it stays in the journal."""
    require(actor, "target.edit")
    with transaction.atomic():
        target = lock(Target, target_id, actor)
        gone = (
            Target.objects.everywhere("guard")
            .filter(pk=target.pk, retired_at__isnull=True)
            .update(retired_at=now)
        )
        if not gone:
            raise DomainError("conflict", {"state": "retired", "verb": "target.retire"})
        record(
            organ=target.organ_id,
            actor=actor,
            verb="target.retire",
            noun="target",
            noun_id=target.uuid,
            now=now,
            before="set",
            after="retired",
            reason=reason,
        )
    return target


# key → values a planner may choose
READINGS: dict[tuple[str, str], Any] = {
    ("target_coverage", "reading"): ("ratio", "tasks"),
    ("target_coverage", "target_bp"): range(1, 10_001),
}


def reading_set(
    *, indicator: str, key: str, value: Any, reason: str, actor: User, now: datetime
) -> FigureSetting:
    """How the organ reads a figure from now on, with the reason."""
    require(actor, "target.edit")
    allowed = READINGS.get((indicator, key))
    if allowed is None or value not in allowed:
        raise DomainError("invalid", {"fields": {"value": ["没有这种口径"]}})
    organ = _organ(actor)
    with transaction.atomic():
        FigureSetting.objects.everywhere("guard").filter(
            organ=organ, indicator=indicator, key=key, ended_at__isnull=True
        ).update(ended_at=now)
        row = FigureSetting.objects.create(
            organ=organ,
            created_at=now,
            indicator=indicator,
            key=key,
            value=value,
            reason=reason,
            set_by=actor,
        )
        record(
            organ=organ,
            actor=actor,
            verb="figure.read",
            noun="figure",
            noun_id=row.uuid,
            now=now,
            after=str(value),
            data={"indicator": indicator, "key": key},
            reason=reason,
        )
    return row


def activity_enter(
    *, kind: str, title: str, on: date, place: str, people: int | None, note: str, actor: User, now: datetime
) -> Activity:
    """An activity that was held."""
    require(actor, "target.edit")
    if kind not in INDICATORS or INDICATORS[kind].rows != "activity":
        raise DomainError("invalid", {"fields": {"kind": ["没有这类活动"]}})
    organ = _organ(actor)
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
    with transaction.atomic():
        row = lock(Activity, activity_id, actor)
        gone = (
            Activity.objects.everywhere("guard")
            .filter(pk=row.pk, withdrawn_at__isnull=True)
            .update(withdrawn_at=now)
        )
        if not gone:
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
    return row
