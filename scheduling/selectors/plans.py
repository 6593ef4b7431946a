"""Plans as they are shown: rows with their numbers, what is still open, how far each has come."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.models import User
from backend.permissions import verbs_for
from registry.models import Venue, VenueCategory
from scheduling.domain.settlement import needs
from scheduling.domain.states import PLAN_MOVES
from scheduling.models import DrawRow, Plan, PlanRow, Trigger, Visit

DONE = (Visit.State.APPROVED, Visit.State.STARTED, Visit.State.FINISHED)


def plan_list(actor: User, *, year: int | None = None) -> QuerySet[Plan]:
    """Plans in the actor's scope."""
    rows = Plan.objects.within(actor)
    return rows if year is None else rows.filter(year=year)


def plan_get(plan_id: UUID, actor: User) -> Plan | None:
    """One plan in the actor's scope."""
    return Plan.objects.within(actor).filter(pk=plan_id).first()


def plan_row_get(row_id: UUID, actor: User) -> PlanRow | None:
    """One row in the actor's scope."""
    return PlanRow.objects.within(actor).filter(pk=row_id).first()


def plan_cards(plans: Sequence[Plan], actor: User) -> list[dict[str, Any]]:
    """Plans in brief, with how many rows and how many of them still need something: one query."""
    rows: dict[UUID, list[PlanRow]] = {plan.pk: [] for plan in plans}
    for row in PlanRow.objects.everywhere("guard").filter(plan_id__in=rows):
        rows[row.plan_id].append(row)
    return [_plan_card(plan, rows[plan.pk], actor) for plan in plans]


def _plan_card(plan: Plan, rows: Iterable[PlanRow], actor: User) -> dict[str, Any]:
    missing = [row_needs(row) for row in rows]
    return {
        "uuid": plan.uuid,
        "year": plan.year,
        "name": plan.name,
        "number": plan.number,
        "cutoff_on": plan.cutoff_on,
        "state": plan.state,
        "published_on": plan.published_on,
        "rows_count": len(missing),
        "unsettled": sum(bool(listed) for listed in missing),
        "verbs": verbs_for(actor, PLAN_MOVES, plan.state),
    }


def plan_detail(plan: Plan, actor: User) -> dict[str, Any]:
    """The plan with its rows and their progress."""
    rows = list(plan.rows.order_by("seq"))
    progress, pools = rows_progress(rows), rows_pools(rows, actor)
    listed = [row_card(row, progress[row.pk], pools[row.pk]) for row in rows]
    return _plan_card(plan, rows, actor) | {"rows": listed}


def plan_row_card(row: PlanRow, actor: User) -> dict[str, Any]:
    """One row as the plan shows it."""
    return row_card(row, rows_progress([row])[row.pk], rows_pools([row], actor)[row.pk])


def rows_pools(rows: Sequence[PlanRow], actor: User) -> dict[UUID, int | None]:
    """row → open venues in one of its categories, each counted once; None for a row without categories."""
    held = VenueCategory.objects.within(actor).filter(left_on__isnull=True, venue__status=Venue.Status.OPEN)
    wanted = {code for row in rows for code in row.categories}
    members: dict[str, set[UUID]] = {code: set() for code in wanted}
    for code, venue in held.filter(category__in=wanted).values_list("category_id", "venue_id"):
        members[code].add(venue)
    return {
        row.pk: len(set().union(*(members[code] for code in row.categories))) if row.categories else None
        for row in rows
    }


def rows_progress(rows: Sequence[PlanRow]) -> dict[UUID, dict[str, int]]:
    """row → visits drawn, approved, finished, those of draws that serve the row too included; two queries."""
    found = {row.pk: {"drawn": 0, "approved": 0, "finished": 0} for row in rows}
    merged = (
        DrawRow.objects.everywhere("guard")
        .filter(plan_row_id__in=found)
        .order_by()
        .values("plan_row_id")
        .annotate(
            drawn=Count("draw__visits"),
            approved=Count("draw__visits", filter=Q(draw__visits__state__in=DONE)),
            finished=Count("draw__visits", filter=Q(draw__visits__state=Visit.State.FINISHED)),
        )
    )
    counted = (
        Visit.objects.everywhere("guard")
        .filter(plan_row_id__in=found)
        .order_by()
        .values("plan_row_id")
        .annotate(
            drawn=Count("pk", filter=Q(draw__isnull=False)),
            approved=Count("pk", filter=Q(state__in=DONE)),
            finished=Count("pk", filter=Q(state=Visit.State.FINISHED)),
        )
    )
    for line in (*counted, *merged):
        for name in ("drawn", "approved", "finished"):
            found[line["plan_row_id"]][name] += line[name]
    return found


def row_needs(row: PlanRow) -> list[str]:
    """What the row still needs before it is published."""
    return needs(
        {
            "understood": row.understood,
            "settled_reason": row.settled_reason,
            "ratio_bp": row.ratio_bp,
            "quota_count": row.quota_count,
            "month_from": row.month_from,
            "month_to": row.month_to,
        }
    )


def row_card(row: PlanRow, progress: dict[str, int], pool: int | None) -> dict[str, Any]:
    """One row: the wording verbatim, beside it what was read and what was settled."""
    return {
        "uuid": row.uuid,
        "plan": row.plan_id,
        "seq": row.seq,
        "item": row.item,
        "item_class": row.item_class,
        "basis": row.basis,
        "object_text": row.object_text,
        "categories": list(row.categories),
        "initiating": row.initiating,
        "cooperating": row.cooperating,
        "method": row.method,
        "quota_verbatim": row.quota_verbatim,
        "parsed": row.parsed,
        "understood": row.understood,
        "ratio_bp": row.ratio_bp,
        "quota_count": row.quota_count,
        "settled_reason": row.settled_reason,
        "needs": row_needs(row),
        "month_from": row.month_from,
        "month_to": row.month_to,
        "deadline_on": row.deadline_on,
        "deadline_verbatim": row.deadline_verbatim,
        "extra": [{"header": header, "value": value} for header, value in row.extra],
        "pool": pool,
        "progress": progress,
    }


def trigger_list(actor: User) -> list[dict[str, Any]]:
    """The triggers of visits and whether each counts to the cap."""
    return [
        {
            "code": row.code,
            "name": row.name_zh,
            "name_en": row.name_en,
            "kind": row.kind,
            "counts_to_cap": row.counts_to_cap,
            "notice": row.notice,
            "note": row.note_zh,
            "source": row.source,
            "verified": row.verified,
        }
        for row in Trigger.objects.within(actor)
    ]
