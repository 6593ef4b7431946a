"""What a special campaign (专项检查) adds up to; each number opens to its rows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count

from backend.domain.errors import DomainError
from backend.models import User
from counting.domain.facts import COUNTED_STATES
from enforcement.models import Case, Lead
from inspections.models import Finding, Inspection, Rectification
from scheduling.domain.states import LOST_VISIT, OPEN_VISIT
from scheduling.models import Campaign, Visit

# part → (kind of its rows, 中文, English)
PARTS: dict[str, tuple[str, str, str]] = {
    "visits": ("visit", "检查家次", "Visits made"),
    "venues": ("venue", "检查单位", "Venues visited"),
    "ahead": ("visit", "待检查", "Visits still to be made"),
    "findings": ("inspection", "发现问题", "Findings"),
    "orders": ("rectification", "责令改正", "Orders to rectify"),
    "cases": ("case", "立案", "Cases filed"),
    "penalties": ("case", "行政处罚", "Penalties"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One number with its rows, newest first; a row adds 1 unless its weight says otherwise."""

    part: str
    rows: list[UUID]
    weights: dict[UUID, int] = field(default_factory=dict)

    @property
    def value(self) -> int:
        """What the rows add up to."""
        return sum(self.weights.get(row, 1) for row in self.rows)


def campaign_figures(row: Campaign, actor: User) -> dict[str, Opened]:
    """part → its number. A visit counts as everywhere: by a record that was accepted and counts."""
    visits = Visit.objects.everywhere("guard").filter(campaign=row).exclude(state__in=LOST_VISIT)
    records = Inspection.objects.within(actor).filter(
        visit__in=visits.values("pk"), state__in=COUNTED_STATES, visit__remote=False
    )
    records = records.exclude(counts=False).exclude(
        outcome__in=(Inspection.Outcome.CLOSED, Inspection.Outcome.NOT_FOUND)
    )
    made = dict.fromkeys(records.order_by("-visit__finished_on").values_list("visit_id", "visit__venue_id"))
    ahead = visits.filter(state__in=OPEN_VISIT).order_by("planned_to").values_list("pk", flat=True)
    found = Finding.objects.within(actor).filter(inspection__in=records.values("pk"), current=True)
    weights = dict(found.order_by().values_list("inspection_id").annotate(n=Count("pk")))
    orders = Rectification.objects.within(actor).filter(inspection__in=records.values("pk"))
    cases = _cases(actor, records.values("pk"), found.values("pk"), orders.values("pk"))
    opened = [
        Opened("visits", list(dict.fromkeys(visit for visit, _ in made))),
        Opened("venues", list(dict.fromkeys(venue for _, venue in made))),
        Opened("ahead", list(ahead)),
        Opened("findings", list(weights), weights),
        Opened("orders", list(orders.order_by("-ordered_on").values_list("pk", flat=True))),
        Opened("cases", [case for case, _ in cases]),
        Opened("penalties", [case for case, outcome in cases if outcome == Case.Outcome.PENALTY]),
    ]
    return {one.part: one for one in opened}


def _cases(actor: User, records: Any, findings: Any, orders: Any) -> list[tuple[UUID, str]]:
    """Cases that came of these records, straight or through a finding, an order or a lead."""
    leads = Lead.objects.within(actor).filter(cause_noun="finding", cause_id__in=findings)
    causes = {"inspection": records, "finding": findings, "rectification": orders, "lead": leads.values("pk")}
    found: dict[UUID, str] = {}
    for noun, ids in causes.items():
        rows = Case.objects.within(actor).filter(cause_noun=noun, cause_id__in=ids)
        for pk, outcome, state in rows.order_by("-filed_on").values_list("pk", "outcome", "state"):
            found[pk] = "" if state == Case.State.WITHDRAWN else outcome
    return list(found.items())


def campaign_part(row: Campaign, actor: User, part: str) -> tuple[str, Opened]:
    """One number and the kind of its rows; `not_found` for a part nobody counts."""
    if part not in PARTS:
        raise DomainError("not_found", {"part": part})
    return PARTS[part][0], campaign_figures(row, actor)[part]


def figure_cards(row: Campaign, actor: User) -> list[dict[str, Any]]:
    """Every number of a campaign."""
    return [
        {"part": part, "kind": PARTS[part][0], "name": PARTS[part][1], "name_en": PARTS[part][2],
         "value": one.value}
        for part, one in campaign_figures(row, actor).items()
    ]  # fmt: skip
