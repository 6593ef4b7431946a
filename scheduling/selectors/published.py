"""Plans and figures for everybody: annual plans as published, and what the draws of a year add up to."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.clock import civil
from backend.domain.persons import told_openly
from backend.models import Organ
from scheduling.domain.tally import Counted, draws_tally
from scheduling.models import Draw, Plan, PlanRow
from scheduling.selectors.draws.public import SEEN, public_draws, public_events


def public_organs() -> list[dict[str, str]]:
    """The organs that published a draw or a plan: what a page offers to choose from."""
    told = Q(code__in=Draw.objects.everywhere("published").filter(state__in=SEEN).values("organ_id"))
    told |= Q(code__in=public_plans().values("organ_id"))
    rows = Organ.objects.everywhere("published").filter(told).order_by("code")
    return [{"code": row.code, "name": row.name} for row in rows]


def public_plans(*, organ: str = "", year: int | None = None) -> QuerySet[Plan]:
    """Plans that were published; a plan being drafted is nobody's business yet."""
    rows = Plan.objects.everywhere("published").filter(state=Plan.State.PUBLISHED).select_related("organ")
    if organ:
        rows = rows.filter(organ_id=organ)
    return rows if year is None else rows.filter(year=year)


def public_plan_list(plans: Sequence[Plan]) -> list[dict[str, Any]]:
    """Plans in brief; one query besides their own."""
    counted = (
        PlanRow.objects.everywhere("published")
        .filter(plan_id__in=[plan.pk for plan in plans])
        .order_by()
        .values_list("plan_id")
        .annotate(n=Count("pk"))
    )
    rows = dict(counted)
    return [_plan(plan, rows.get(plan.pk, 0)) for plan in plans]


def public_plan_get(plan_id: UUID) -> dict[str, Any] | None:
    """One plan with its rows, the wording verbatim beside the number it was settled to."""
    plan = public_plans().filter(pk=plan_id).first()
    if plan is None:
        return None
    rows = list(plan.rows.order_by("seq"))
    drawn = _drawn(rows)
    return _plan(plan, len(rows)) | {"rows": [_row(row, drawn[row.pk]) for row in rows]}


def _drawn(rows: Sequence[PlanRow]) -> Counter[UUID | None]:
    draws = public_draws().filter(plan_row_id__in=[row.pk for row in rows])
    return Counter(draws.values_list("plan_row_id", flat=True))


def _plan(plan: Plan, rows: int) -> dict[str, Any]:
    return {
        "uuid": plan.uuid,
        "organ": plan.organ.name,
        "year": plan.year,
        "name": told_openly(plan.name),
        "number": plan.number,
        "cutoff_on": plan.cutoff_on,
        "published_on": plan.published_on,
        "rows_count": rows,
    }


def _row(row: PlanRow, draws: int) -> dict[str, Any]:
    """Its wording verbatim, but for persons: a plan may name who is asked, with a telephone."""
    names = (
        "uuid", "seq", "item_class", "categories", "ratio_bp", "quota_count", "month_from", "month_to",
        "deadline_on",
    )  # fmt: skip
    texts = (
        "item", "basis", "object_text", "initiating", "cooperating", "method", "quota_verbatim",
        "settled_reason", "deadline_verbatim",
    )  # fmt: skip
    extra = [{"header": told_openly(str(head)), "value": told_openly(str(said))} for head, said in row.extra]
    told = {name: told_openly(getattr(row, name)) for name in texts}
    return {name: getattr(row, name) for name in names} | told | {"extra": extra, "draws": draws}


def public_statistics(now: datetime) -> list[dict[str, Any]]:
    """Every organ and year with a committed draw, newest year first: draws, voids, replacements, secrets."""
    draws = list(public_draws())
    events = public_events(draw.pk for draw in draws)
    names = {draw.organ_id: draw.organ.name for draw in draws}
    counted = [
        Counted(
            draw.organ_id, civil(draw.committed_at).year, draw.state, draw.reveal_by, events.get(draw.pk, {})
        )
        for draw in draws
        if draw.committed_at is not None
    ]
    found = sorted(draws_tally(counted, now).items(), key=lambda row: (-row[0][1], row[0][0]))
    return [
        {"organ": organ, "organ_name": names[organ], "year": year, "figures": figures}
        for (organ, year), figures in found
    ]
