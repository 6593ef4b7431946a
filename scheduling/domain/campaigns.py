"""Special campaigns (专项检查): their moves, and whether a visit stands under one (V14)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.domain.states import Facts, Move, Moves

SPECIAL = "special"  # the kind of trigger a campaign's visits have
OWN, ORDERED = "campaign_own", "campaign_ordered"
IN_FORCE = ("filed", "running")


def _lacking(facts: Facts, *names: str) -> list[str]:
    return [name for name in names if not facts.get(name)]


def _unasked(facts: Facts) -> list[str]:
    """What lies before the leader is not changed under his hands."""
    return ["being_decided"] if facts.get("asked") else []


def _askable(facts: Facts) -> list[str]:
    """A plan text, what is checked, and of one ordered from above by whom."""
    wanted = ["plan_text", "items"] + ([] if facts.get("own") else ["ordered_by"])
    return _unasked(facts) + _lacking(facts, *wanted)


def _decidable(facts: Facts) -> list[str]:
    return _lacking(facts, "asked")


def _refusable(facts: Facts) -> list[str]:
    return _lacking(facts, "asked", "reason")


def _filed(facts: Facts) -> list[str]:
    return _lacking(facts, "filing_no", "filed_with")


def _begun(facts: Facts) -> list[str]:
    """It runs within its days only."""
    return [] if facts.get("within") else ["window"]


def _not_over(facts: Facts) -> list[str]:
    """Nothing more is planned under it after its last day."""
    return ["window"] if facts.get("over") else []


def _reported(facts: Facts) -> list[str]:
    """Closed with its report, when no visit is left to be made."""
    return _lacking(facts, "report") + (["open_visits"] if facts.get("open_visits") else [])


def _reason(facts: Facts) -> list[str]:
    """Called off with a reason; who is inside a venue finishes first."""
    return _lacking(facts, "reason") + (["started_visits"] if facts.get("started_visits") else [])


CAMPAIGN_MOVES: Moves = {
    ("draft", "campaign.edit"): Move("draft", _unasked),
    ("draft", "campaign.ask"): Move("draft", _askable),
    ("draft", "campaign.approve"): Move("approved", _decidable),
    ("draft", "campaign.reject"): Move("draft", _refusable),
    ("approved", "campaign.file"): Move("filed", _filed),
    ("filed", "campaign.start"): Move("running", _begun),
    ("filed", "campaign.plan"): Move("filed", _not_over),
    ("running", "campaign.plan"): Move("running", _not_over),
    ("running", "campaign.close"): Move("closed", _reported),
    ("draft", "campaign.cancel"): Move("cancelled", _reason),
    ("approved", "campaign.cancel"): Move("cancelled", _reason),
    ("filed", "campaign.cancel"): Move("cancelled", _reason),
    ("running", "campaign.cancel"): Move("cancelled", _reason),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A campaign as a visit sees it. Empty categories, townships and venues: not narrowed by this."""

    trigger: str
    filed_on: date | None
    starts_on: date
    ends_on: date
    ended_on: date | None  # closed or called off
    categories: Collection[str]
    townships: Collection[str]
    venues: Collection[UUID]
    items: Collection[str]


@dataclass(frozen=True, slots=True)
class Place:
    """The venue of a visit."""

    venue: UUID
    township: str
    categories: Collection[str]


def covers(standing: Standing, place: Place) -> bool:
    """Whether the venue is in scope: one the campaign names, else of its townships and categories."""
    if standing.venues:
        return place.venue in standing.venues
    return (not standing.townships or place.township in standing.townships) and (
        not standing.categories or not set(standing.categories).isdisjoint(place.categories)
    )


def campaign_faults(
    standing: Standing | None,
    *,
    trigger: str,
    place: Place,
    items: Sequence[str],
    first: date,
    last: date,
) -> list[str]:
    """V14: what keeps a visit of these days from standing under the campaign; empty: it may lift the cap.

    `campaign_unknown` none has this number; `campaign_not_in_force` not approved and filed by the first day,
    or over; `campaign_window` outside its days; `campaign_other_kind` of the other level (本级、上级部署);
    `campaign_scope` a venue or an item it does not name.
    """
    if standing is None:
        return ["campaign_unknown"]
    found = _days_faults(standing, first, last)
    if trigger != standing.trigger:
        found.append("campaign_other_kind")
    if not covers(standing, place) or not set(items) <= set(standing.items):
        found.append("campaign_scope")
    return found


def _days_faults(standing: Standing, first: date, last: date) -> list[str]:
    found = []
    unfiled = standing.filed_on is None or first < standing.filed_on
    if unfiled or (standing.ended_on is not None and last > standing.ended_on):
        found.append("campaign_not_in_force")
    if first < standing.starts_on or last > standing.ends_on:
        found.append("campaign_window")
    return found


def draw_faults(
    standing: Standing | None,
    *,
    categories: Sequence[str],
    townships: Sequence[str],
    items: Sequence[str],
    first: date,
    last: date,
) -> list[str]:
    """As `campaign_faults` of a draw whose filter must lie inside the scope; single venues are not drawn."""
    if standing is None:
        return ["campaign_unknown"]
    found = _days_faults(standing, first, last)
    narrow = all(
        not scope or (chosen and set(chosen) <= set(scope))
        for scope, chosen in ((standing.categories, categories), (standing.townships, townships))
    )
    if standing.venues or not narrow or not set(items) <= set(standing.items):
        found.append("campaign_scope")
    return found


def special_counts(*, trigger_counts: bool, special: bool, stands: bool) -> bool:
    """Whether a trigger counts to the cap: a campaign's lifts it only where the visit stands under one."""
    return trigger_counts or (special and not stands)
