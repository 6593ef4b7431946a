"""Annual plans (年度抽查工作计划): made, imported from published tables, settled, published."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock, move
from registry.models import Category
from scheduling.domain.plan_tables import PlanRow as PublishedRow
from scheduling.domain.settlement import item_class, numbers_read
from scheduling.domain.states import PLAN_MOVES
from scheduling.domain.wording import parse_wording
from scheduling.models import Plan, PlanRow
from scheduling.selectors.plans import row_needs

EDITABLE = (
    "item", "item_class", "basis", "object_text", "categories", "initiating", "cooperating", "method",
    "quota_verbatim", "month_from", "month_to", "deadline_on", "deadline_verbatim",
)  # fmt: skip
SETTLED = ("ratio_bp", "quota_count")


def plan_make(
    *, year: int, name: str, number: str = "", cutoff_on: date | None = None, actor: User, now: datetime
) -> Plan:
    """A plan in the making; the register's cut-off date defaults to the first of January."""
    require(actor, "plan.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "plan.edit"})
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                organ=actor.organ,
                created_at=now,
                year=year,
                name=name,
                number=number,
                cutoff_on=cutoff_on or date(year, 1, 1),
            )
            record(
                organ=actor.organ, actor=actor, verb="plan.make", noun="plan", noun_id=plan.uuid, now=now,
                after=plan.state, data={"year": year},
            )  # fmt: skip
            return plan
    except IntegrityError as error:
        raise DomainError("plan_exists", {"year": year, "name": name}) from error


def plan_row_add(*, plan_id: UUID, values: Mapping[str, Any], actor: User, now: datetime) -> PlanRow:
    """One row more, its wording read at once."""
    require(actor, "plan.edit")
    with transaction.atomic():
        plan = lock(Plan, plan_id, actor)
        next_state(PLAN_MOVES, plan.state, "plan.edit")
        last = plan.rows.aggregate(last=Max("seq"))["last"] or 0
        row = PlanRow(organ_id=plan.organ_id, created_at=now, plan=plan, seq=last + 1, item="")
        _write(row, values)
        row.save(force_insert=True)
        _told(row, actor, now)
    return row


def plan_row_edit(
    *, row_id: UUID, values: Mapping[str, Any], reason: str = "", actor: User, now: datetime
) -> PlanRow:
    """Change a row, or settle its numbers: a number that differs from the wording, or a wording that gives
    none, needs the planner's reason, which is kept beside the wording as published.
    """
    require(actor, "plan.edit")
    with transaction.atomic():
        row = lock(PlanRow, row_id, actor)
        next_state(PLAN_MOVES, row.plan.state, "plan.edit")
        _write(row, values)
        if reason:
            row.settled_reason = reason
        read = numbers_read(parse_wording(row.quota_verbatim))
        if (row.ratio_bp, row.quota_count) != tuple(read) and not row.settled_reason:
            raise DomainError("reason_needed", {"row": row.seq})
        row.save()
        _told(row, actor, now, reason)
    return row


def _write(row: PlanRow, values: Mapping[str, Any]) -> None:
    """Set what is given; a new wording is read anew and its numbers replace the old ones."""
    before = row.quota_verbatim
    for name in EDITABLE:
        if name in values:
            setattr(row, name, values[name])
    if row._state.adding or row.quota_verbatim != before:
        wording = parse_wording(row.quota_verbatim)
        row.parsed, row.understood = wording.as_row(), wording.understood
        row.ratio_bp, row.quota_count = numbers_read(wording)
        row.settled_reason = ""
    for name in SETTLED:
        if name in values:
            setattr(row, name, values[name])
    _check(row)


def _check(row: PlanRow) -> None:
    wrong: dict[str, list[str]] = {}
    if (row.month_from is None) != (row.month_to is None):
        wrong["month_to"] = ["请写明起止月份"]
    elif row.month_from is not None and row.month_to is not None and row.month_from > row.month_to:
        wrong["month_to"] = ["截止月份早于开始月份"]
    if row.ratio_bp is not None and row.quota_count is not None:
        wrong["quota_count"] = ["比例与户数只能确定一个"]
    known = set(Category.objects.everywhere("reference").values_list("code", flat=True))
    unknown = [code for code in row.categories if code not in known]
    if unknown:
        wrong["categories"] = [f"没有这个类别：{'、'.join(unknown)}"]
    if wrong:
        raise DomainError("invalid", {"fields": wrong})


def _told(row: PlanRow, actor: User, now: datetime, reason: str = "") -> None:
    record(
        organ=row.organ_id, actor=actor, verb="plan.edit", noun="planrow", noun_id=row.uuid, now=now,
        data={"plan": str(row.plan_id), "seq": row.seq, "ratio_bp": row.ratio_bp, "count": row.quota_count},
        reason=reason,
    )  # fmt: skip


def plan_publish(*, plan_id: UUID, actor: User, now: datetime) -> Plan:
    """Draft → published: every row has its months, and its wording is read or settled (V06)."""
    require(actor, "plan.publish")
    with transaction.atomic():
        plan = lock(Plan, plan_id, actor)
        rows = list(plan.rows.all())
        unsettled = [
            {"row": str(row.uuid), "seq": row.seq, "missing": missing}
            for row in rows
            if (missing := row_needs(row))
        ]
        if plan.state == Plan.State.DRAFT and (unsettled or not rows):
            raise DomainError("plan_unsettled", {"rows": unsettled})
        before = plan.state
        move(
            plan, PLAN_MOVES, "plan.publish", facts={"rows": len(rows), "unsettled": len(unsettled)},
            published_on=civil(now),
        )  # fmt: skip
        record(
            organ=plan.organ_id, actor=actor, verb="plan.publish", noun="plan", noun_id=plan.uuid, now=now,
            before=before, after=plan.state, data={"rows": len(rows)},
        )  # fmt: skip
    return plan


def plan_import(
    *,
    year: int,
    name: str,
    rows: Sequence[PublishedRow],
    cutoff_on: date | None = None,
    actor: User,
    now: datetime,
) -> Plan:
    """A plan with the rows of a published table, cells verbatim beside the numbers read from them."""
    categories = _category_names()
    with transaction.atomic():
        plan = plan_make(
            year=year,
            name=name,
            number=_first(row.plan_no for row in rows)[:40],
            cutoff_on=cutoff_on,
            actor=actor,
            now=now,
        )
        made = []
        for seq, published in enumerate(rows, start=1):
            row = PlanRow(organ_id=plan.organ_id, created_at=now, plan=plan, seq=seq, item="")
            _write(row, _published(published, categories))
            row.extra = _extra(published)
            made.append(row)
        PlanRow.objects.bulk_create(made)
        understood = sum(row.understood for row in made)
        record(
            organ=plan.organ_id, actor=actor, verb="plan.import", noun="plan", noun_id=plan.uuid, now=now,
            after=plan.state, data={"rows": len(made), "understood": understood},
        )  # fmt: skip
    return plan


def _published(row: PublishedRow, categories: Mapping[str, str]) -> dict[str, Any]:
    target = " ".join(part for part in (row.object_type, row.object_scope) if part)
    months = row.months
    return {
        "item": row.item or row.domain or row.task_name or target,
        "item_class": item_class(row.item_class),
        "basis": row.legal_basis or "",
        "object_text": target,
        "categories": [code for name, code in categories.items() if name in f"{target} {row.item or ''}"],
        "initiating": row.initiating or "",
        "cooperating": row.cooperating or "",
        "method": row.method or "",
        "quota_verbatim": row.quota_verbatim or "",
        "month_from": months.first if months else None,
        "month_to": months.last if months else None,
        "deadline_verbatim": row.deadline_verbatim or "",
    }


def _extra(row: PublishedRow) -> list[list[str]]:
    """Every further published cell, under its header or the name of its column."""
    named = (
        ("序号", row.seq), ("抽查领域", row.domain), ("事项类别", row.item_class), ("抽查基数", row.base),
        ("抽查类型", row.draw_type), ("抽查层级", row.level), ("联络", row.contact), ("备注", row.notes),
        ("抽查计划名称", row.plan_name), ("抽查任务编号", row.task_no), ("抽查任务名称", row.task_name),
    )  # fmt: skip
    return [[header, value] for header, value in (*named, *row.other) if value]


def _category_names() -> dict[str, str]:
    """Full name → code: a category is recognised by its whole name only, everything else asks the planner."""
    rows = Category.objects.everywhere("reference").order_by("position")
    return dict(rows.values_list("name_zh", "code"))


def _first(values: Iterable[str | None]) -> str:
    return next((value for value in values if value), "")
