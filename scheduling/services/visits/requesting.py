"""Ask for a visit others will staff: the section knows whom to see and why, the brigade says who goes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from registry.models import Venue
from scheduling.domain.caps import counts_to_cap
from scheduling.domain.states import TEAM
from scheduling.models import Visit
from scheduling.selectors.caps import cap_list
from scheduling.services.visits.planning import (
    gates_check,
    items_check,
    trigger_named,
    visit_new,
    window_check,
)


def visit_request(
    *,
    venue: Venue,
    trigger: str,
    items: Sequence[str],
    planned_from: date,
    planned_to: date,
    basis: str,
    cause: tuple[str, UUID],
    precheck: str,
    precheck_reason: str,
    reason: str = "",
    outside_reason: str = "",
    cap_reason: str = "",
    actor: User,
    now: datetime,
) -> Visit:
    """A visit of open seats only: a supervisor fills them and asks for its approval. Inside a transaction.

    The caller has asked whether `actor` may. Whether it counts to the cap is the trigger's (data). Refusals:
    invalid, item_not_in_force (V10), cap_reached (V11) unless exempt or `cap_reason` says why once more,
    facts_missing (the reason outside the district, V15).
    """
    kind = trigger_named(trigger)
    window_check(planned_from, planned_to)
    items_check(items, planned_from)
    gates_check(venue, [], precheck=precheck, why=precheck_reason, outside_reason=outside_reason)
    counts = counts_to_cap(trigger_counts=kind.counts_to_cap, remote=False)
    # two plans for the last free visit of the year: the second one sees the first
    Venue.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=venue.pk)
    cap = cap_list([venue], planned_from.year)[venue.uuid]
    full = counts and cap.reached
    if full and not cap_reason:
        used = cap.used + cap.reserved
        raise DomainError("cap_reached", {"used": used, "limit": cap.limit, "year": planned_from.year})
    row = visit_new(
        venue=venue, trigger=kind.code, items=items, team=[], seats=TEAM, now=now,
        values={
            "planned_from": planned_from, "planned_to": planned_to, "basis": basis, "reason": reason,
            "counts_to_cap": counts, "cap_used": cap.used, "cap_limit": cap.limit,
            "cap_reason": cap_reason if full else "", "cause_noun": cause[0], "cause_id": cause[1],
            "precheck": precheck, "precheck_reason": precheck_reason, "outside_reason": outside_reason,
        },
    )  # fmt: skip
    data = {"venue": str(venue.uuid), "trigger": kind.code, "items": list(items), "open": TEAM}
    record(
        organ=row.organ_id, actor=actor, verb="visit.plan", noun="visit", noun_id=row.uuid, now=now,
        after=row.state, data=data, reason=reason or cap_reason,
    )  # fmt: skip
    return row
