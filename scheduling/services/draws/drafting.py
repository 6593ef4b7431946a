"""Draft a draw: what it is about, by which rules, for which days. Nothing is fixed before the commit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock
from backend.services.numbers import number_take
from scheduling.domain.campaigns import draw_faults
from scheduling.domain.filtering import Filter
from scheduling.domain.naming import draw_name
from scheduling.domain.rules import Rules
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Campaign, Draw, DrawRow, PlanRow
from scheduling.selectors.campaigns import campaign_matched, standing_of
from scheduling.selectors.plans import plan_row_get
from scheduling.selectors.policies import policy_in_force, rules_standard
from scheduling.services.draws.joining import partners_ask
from scheduling.services.filters import filter_check
from scheduling.services.visits.planning import items_check, window_check


def draw_draft(
    *,
    title: str = "",
    plan_row_id: UUID | None = None,
    further_rows: Sequence[UUID] = (),
    categories: Sequence[str] = (),
    townships: Sequence[str] = (),
    grades: Sequence[str] = (),
    set_up_by: date | None = None,
    history: Sequence[str] = (),
    history_since: date | None = None,
    not_visited_since: date | None = None,
    partners: Sequence[Mapping[str, Any]] = (),
    assistants: Sequence[Mapping[str, str]] = (),
    items: Sequence[str],
    item_class: str = "general",
    basis: str = "",
    campaign: UUID | None = None,
    rules: Mapping[str, Any] | None = None,
    visit_from: date,
    visit_to: date,
    actor: User,
    now: datetime,
) -> Draw:
    """A draft of the actor's organ; its scope is the division code, its name follows V06.

    `further_rows`: other plan rows the same visits serve (综合查一次), all the categories drawn being theirs.
    `partners`: organs asked to take part (部门联合抽查), each with `organ`, `items` and `seats`.
    The filter is kept word for word (domain/filtering.py); narrowed by nothing but the cut-off day = 不定向.
    `campaign`: the special campaign its visits belong to; it must cover days, items and filter (V14).
    Basis and ratio default to the plan row's, the other rules to the draw policy in force today.
    """
    require(actor, "draw.draft")
    organ = _organ(actor)
    row = _plan_row(plan_row_id, actor)
    further = _further(further_rows, row, categories, actor)
    window_check(visit_from, visit_to)
    items_check(items, visit_from)
    policy = policy_in_force(organ.code, civil(now))
    typed = {**rules_standard(policy, categories), **(rules or {})}
    if row is not None and row.ratio_bp is not None:
        typed.setdefault("overall", row.ratio_bp)
    chosen = Filter(
        categories, townships, grades, set_up_by, tuple(history), history_since, not_visited_since
    )
    filter_check(chosen)
    under = _campaign(campaign, organ, chosen, items, (visit_from, visit_to)) if campaign else None
    with transaction.atomic():
        number, seq = number_take(organ=organ, kind="draw", year=civil(now).year)
        draw = Draw.objects.create(
            organ=organ,
            created_at=now,
            scope=organ.division_id,
            number=number,
            name=draw_name(year=civil(now).year, organ=organ.short_name, seq=seq, title=title),
            plan_row=row,
            directed=chosen.directed,
            filter=chosen.as_dict(),
            assistants=[dict(one) for one in assistants],
            items=list(items),
            item_class=item_class,
            campaign=under,
            basis=basis or (row.basis if row else ""),
            rules=Rules.of(typed).as_dict(),
            policy=policy,
            visit_from=visit_from,
            visit_to=visit_to,
            drafted_by=actor,
        )
        partners_ask(draw, partners, now)
        DrawRow.objects.bulk_create([DrawRow(draw=draw, plan_row=other) for other in further])
        record(
            organ=organ, actor=actor, verb="draw.draft", noun="draw", noun_id=draw.uuid, now=now,
            after=draw.state, data={"items": list(items), "filter": draw.filter},
        )  # fmt: skip
    return draw


def draw_edit(*, draw_id: UUID, rules: Mapping[str, Any], actor: User, now: datetime) -> Draw:
    """Other rules for a draft; after the commit nothing can be changed."""
    require(actor, "draw.draft")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "draw.draft")
        draw.rules = Rules.of({**draw.rules, **rules}).as_dict()
        Draw.objects.everywhere("guard").filter(pk=draw.pk, state=draw.state).update(rules=draw.rules)
        record(
            organ=draw.organ_id, actor=actor, verb="draw.draft", noun="draw", noun_id=draw.uuid, now=now,
            before=draw.state, after=draw.state,
        )  # fmt: skip
    return draw


def _organ(actor: User) -> Organ:
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "draw.draft"})
    return actor.organ


def _campaign(
    campaign_id: UUID, organ: Organ, chosen: Filter, items: Sequence[str], days: tuple[date, date]
) -> Campaign:
    """A draw under a campaign is narrowed to its scope; ordinary visits are drawn, which lift no cap."""
    row = campaign_matched(organ.code, campaign_id, "")
    standing = standing_of(row)
    missing = draw_faults(
        standing, categories=chosen.categories, townships=chosen.townships, items=items, first=days[0],
        last=days[1],
    )  # fmt: skip
    if row is None or missing:
        raise DomainError("facts_missing", {"missing": missing, "verb": "draw.draft"})
    return row


def _plan_row(plan_row_id: UUID | None, actor: User) -> PlanRow | None:
    if plan_row_id is None:
        return None
    row = plan_row_get(plan_row_id, actor)
    if row is None:
        raise DomainError("not_found")
    return row


def _further(
    ids: Sequence[UUID], own: PlanRow | None, categories: Sequence[str], actor: User
) -> list[PlanRow]:
    """The further rows, each once; every venue drawn must belong to each of them."""
    if not ids:
        return []
    rows = [row for uuid in dict.fromkeys(ids) if (row := _plan_row(uuid, actor)) is not None]
    wrong = [row.item for row in rows if not categories or not set(categories) <= set(row.categories)]
    if own is None or own in rows:
        wrong = ["抽查计划事项"]
    if wrong:
        raise DomainError("invalid", {"fields": {"further_rows": [f"不能合并：{'、'.join(wrong)}"]}})
    return rows
