"""Figures and targets as they are shown, and the rows a figure opens to."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import User
from counting.domain.indicators import INDICATORS, Figure, Indicator, meets
from counting.domain.windows import days
from counting.models import Activity, Target
from counting.selectors.facts import facts_of, setting
from enforcement.models import Case
from inspections.models import Inspection
from registry.models import Venue
from scheduling.models import Outing, PlanRow, Visit


def indicator_of(key: str) -> Indicator:
    """The indicator, or `not_found`."""
    if key not in INDICATORS:
        raise DomainError("not_found", {"indicator": key})
    return INDICATORS[key]


def figure(actor: User, key: str, year: int, window: str) -> Figure:
    """One figure of the actor's organ tree."""
    indicator = indicator_of(key)
    start, end = days(year, window)
    return indicator.of(facts_of(actor, start, end, indicator=key))


def figure_card(actor: User, key: str, year: int, window: str) -> dict[str, Any]:
    """A figure with its formula, what stands beside it, and how many rows it opens to."""
    indicator = indicator_of(key)
    found = figure(actor, key, year, window)
    start, end = days(year, window)
    return {
        "indicator": key,
        "name": indicator.zh,
        "name_en": indicator.en,
        "unit": indicator.unit,
        "year": year,
        "window": window,
        "from": start,
        "to": end,
        "value": found.value,
        "over": found.over,
        "rows": len(found.rows),
        "rows_kind": indicator.rows,
        "formula": indicator.formula_zh,
        "formula_en": indicator.formula_en,
        "reading": str(setting(actor, key, "reading", "ratio")) if key == "target_coverage" else "",
        "parts": [{"key": part.key, "value": len(part.rows)} for part in found.parts],
    }


def figure_ids(actor: User, key: str, year: int, window: str, part: str) -> tuple[str, tuple[UUID, ...]]:
    """The kind and ids of the rows behind a figure, or behind one of the numbers beside it."""
    indicator = indicator_of(key)
    found = figure(actor, key, year, window)
    if part in ("", "counted"):
        return indicator.rows, found.rows
    for beside in found.parts:
        if beside.key == part:
            return indicator.rows, beside.rows
    raise DomainError("not_found", {"part": part})


def rows_shown(actor: User, kind: str, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Rows of one kind in one shape: what, when, how it stands, and where to open it. One or two queries."""
    return _SHOW[kind](actor, list(ids))


def _row(uuid: UUID, noun: str, title: str, detail: str, on: date | None, state: str) -> dict[str, Any]:
    return {"uuid": uuid, "noun": noun, "title": title, "detail": detail, "on": on, "state": state}


def _visits(actor: User, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = (
        Visit.objects.within(actor)
        .filter(uuid__in=ids)
        .select_related("venue", "trigger")
        .order_by("finished_on")
    )
    records = dict(Inspection.objects.within(actor).filter(visit__in=ids).values_list("visit_id", "uuid"))
    return [
        _row(
            records.get(v.uuid, v.uuid),
            "inspection" if v.uuid in records else "visit",
            v.venue.name,
            f"{v.number} {v.trigger.name_zh}",
            v.finished_on,
            v.state,
        )
        for v in rows
    ]


def _venues(actor: User, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = Venue.objects.within(actor).filter(uuid__in=ids).order_by("code")
    return [_row(v.uuid, "venue", v.name, v.code, None, v.status) for v in rows]


def _cases(actor: User, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = Case.objects.within(actor).filter(uuid__in=ids).order_by("decided_on", "number")
    return [
        _row(c.uuid, "case", c.party_name, c.decision_number or c.number, c.decided_on or c.filed_on, c.state)
        for c in rows
    ]


def _outings(actor: User, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = (
        Outing.objects.within(actor)
        .filter(uuid__in=ids)
        .prefetch_related("officers", "visits")
        .order_by("on")
    )
    return [
        _row(o.uuid, "outing", f"{o.on} 出动", f"{o.officers.count()} 人，{o.visits.count()} 家次", o.on, "")
        for o in rows
    ]


def _plan_rows(actor: User, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = PlanRow.objects.within(actor).filter(uuid__in=ids).order_by("seq")
    return [_row(r.uuid, "plan_row", r.item, r.quota_verbatim, r.deadline_on, "") for r in rows]


def _activities(actor: User, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = Activity.objects.within(actor).filter(uuid__in=ids).order_by("on")
    return [_row(a.uuid, "activity", a.title, a.place, a.on, "") for a in rows]


_SHOW = {
    "visit": _visits,
    "venue": _venues,
    "case": _cases,
    "outing": _outings,
    "plan_row": _plan_rows,
    "activity": _activities,
}


def target_cards(actor: User, year: int) -> list[dict[str, Any]]:
    """The year's targets, each with its figure now."""
    cards = []
    for target in Target.objects.within(actor).filter(year=year, retired_at__isnull=True):
        card = figure_card(actor, target.indicator, year, target.window)
        cards.append(
            {
                "uuid": target.uuid,
                "seq": target.seq,
                "item": target.item,
                "verbatim": target.verbatim,
                "comparison": target.comparison,
                "target": target.value,
                "source": target.source,
                "met": meets(card["value"], target.comparison, target.value),
                "figure": card,
                "verbs": ["target.edit"] if _may_edit(actor) else [],
            }
        )
    return cards


def _may_edit(actor: User) -> bool:
    from backend.permissions import may

    return may(actor, "target.edit")
