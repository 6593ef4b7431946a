"""Demonstration sites as they are shown: where each stands, every step, and what may follow."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend.models import User
from backend.permissions import verbs_for
from counting.domain.indicators import INDICATORS
from counting.domain.sites import SITE
from counting.models import Site, SiteStep


def site_list(actor: User, *, states: Sequence[str] = (), kind: str = "") -> QuerySet[Site]:
    """Those in scope with their steps."""
    steps = SiteStep.objects.within(actor).select_related("recorded_by").order_by("on", "id")
    rows = Site.objects.within(actor).prefetch_related(Prefetch("steps", steps))
    if states:
        rows = rows.filter(state__in=states)
    return rows.filter(kind=kind) if kind else rows


def site_get(site_id: UUID, actor: User) -> Site | None:
    """One in scope."""
    return site_list(actor).filter(uuid=site_id).first()


def site_cards(sites: list[Site], actor: User) -> list[dict[str, Any]]:
    """As listed."""
    return [_card(row, actor) for row in sites]


def _card(row: Site, actor: User) -> dict[str, Any]:
    indicator = INDICATORS[row.kind]
    return {
        "uuid": row.uuid,
        "state": row.state,
        "kind": row.kind,
        "kind_name": indicator.zh,
        "kind_name_en": indicator.en,
        "name": row.name,
        "place": row.place,
        "why": row.why,
        "named_on": row.named_on,
        "steps": [
            {
                "verb": step.verb, "on": step.on, "text": step.text, "by": step.recorded_by.name,
                "households": step.households, "found": step.found, "self_removed": step.self_removed,
                "forced": step.forced,
            }
            for step in row.steps.all()
        ],
        "verbs": verbs_for(actor, SITE, row.state),
    }  # fmt: skip
