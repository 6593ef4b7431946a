"""Figures and targets as they are shown, all read from one set of facts."""

from typing import Any

from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import may
from counting.domain.counted import PARTS
from counting.domain.facts import Facts
from counting.domain.indicators import INDICATORS, Figure, Indicator, Part, meets
from counting.domain.windows import days
from counting.models import Target
from counting.selectors.facts import facts_of

# Figures that rest on the plan's cut-off day.
_ON_CUTOFF = frozenset({"random_sampling_ratio", "target_coverage"})


def indicator_of(key: str) -> Indicator:
    """The indicator, or `not_found`."""
    if key not in INDICATORS:
        raise DomainError("not_found", {"indicator": key})
    return INDICATORS[key]


def figure_of(facts: Facts, key: str, year: int, window: str) -> Figure:
    """One figure of a window, from the facts of its year."""
    return indicator_of(key).of(facts.between(*days(year, window)))


def figure_card(facts: Facts, key: str, year: int, window: str) -> dict[str, Any]:
    """A figure with its formula, what stands beside it, and how many rows it opens to."""
    indicator = indicator_of(key)
    found = figure_of(facts, key, year, window)
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
        "cutoff_on": facts.cutoff_on if key in _ON_CUTOFF else None,
        "value": found.value,
        "over": found.over,
        "rows": len(found.rows),
        "rows_kind": indicator.rows,
        "formula": indicator.formula_zh,
        "formula_en": indicator.formula_en,
        "reading": facts.reading if key == "target_coverage" else "",
        "target_bp": facts.target_bp if key == "target_coverage" else None,
        "parts": [_part(part) for part in found.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    name, name_en = PARTS[part.key]
    return {"key": part.key, "name": name, "name_en": name_en, "value": len(part.rows)}


def figure_cards(actor: User, year: int, window: str) -> list[dict[str, Any]]:
    """Every figure of a window."""
    facts = facts_of(actor, year)
    return [figure_card(facts, key, year, window) for key in INDICATORS]


def figure_rows(actor: User, key: str, year: int, window: str, part: str) -> Figure:
    """The figure, or one of the numbers beside it as a figure of its own."""
    found = figure_of(facts_of(actor, year), key, year, window)
    if part in ("", "counted"):
        return found
    for beside in found.parts:
        if beside.key == part:
            return Figure(len(beside.rows), beside.rows)
    raise DomainError("not_found", {"part": part})


def target_cards(actor: User, year: int, facts: Facts | None = None) -> list[dict[str, Any]]:
    """The year's targets of the actor's own organ, each with its figure now."""
    rows = Target.objects.within(actor).filter(organ=actor.organ_id, year=year, retired_at__isnull=True)
    known = facts or facts_of(actor, year)
    verbs = ["target.edit", "target.retire"] if may(actor, "target.edit") else []
    return [_target(row, figure_card(known, row.indicator, year, row.window), verbs) for row in rows]


def _target(target: Target, card: dict[str, Any], verbs: list[str]) -> dict[str, Any]:
    return {
        "uuid": target.uuid,
        "seq": target.seq,
        "item": target.item,
        "verbatim": target.verbatim,
        "comparison": target.comparison,
        "target": target.value,
        "source": target.source,
        "met": meets(card["value"], target.comparison, target.value),
        "figure": card,
        "verbs": verbs,
    }
