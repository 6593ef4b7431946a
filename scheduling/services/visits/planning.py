"""Plan a visit: who, where, what, on what basis, by when; it then waits for its approval."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.numbers import number_take
from registry.models import Officer, Performance, Venue
from registry.selectors.performances import performance_get, performance_named
from scheduling.domain.campaigns import SPECIAL, campaign_faults
from scheduling.domain.caps import counts_to_cap
from scheduling.domain.prechecks import made_remotely, precheck_faults
from scheduling.domain.states import TEAM
from scheduling.domain.terms import outside
from scheduling.models import Campaign, Draw, PlanRow, Trigger, Visit, VisitOfficer
from scheduling.selectors.campaigns import campaign_matched, place_of, standing_of
from scheduling.selectors.caps import cap_list
from scheduling.selectors.items import items_in_force
from scheduling.services.visits.asking import approval_open
from scheduling.services.visits.team import fit_ones, officers_named, team_check

YEARS = (2000, 2100)
LONGEST_NATURAL_DAYS = 366


def visit_plan(
    *,
    venue_id: UUID,
    trigger: str,
    items: Sequence[str],
    officers: Sequence[UUID],
    planned_from: date,
    planned_to: date,
    basis: str,
    cause: tuple[str, UUID] | None = None,
    revisit_of: Visit | None = None,
    draw: Draw | None = None,
    plan_row: PlanRow | None = None,
    remote: bool = False,
    reason: str = "",
    cap_reason: str = "",
    precheck: str = "",
    precheck_reason: str = "",
    assistants: Sequence[Mapping[str, str]] = (),
    filing_no: str = "",
    campaign_id: UUID | None = None,
    performance_id: UUID | None = None,
    outside_reason: str = "",
    visit_id: UUID | None = None,
    actor: User,
    now: datetime,
) -> Visit:
    """A visit outside a draw, planned and awaiting approval; `officers` in the order of their seats.

    `visit_id`: the name a phone gave it, so that one whose answer was lost is found again.
    Refusals: not_found, invalid, item_not_in_force (V10), officers_too_few and certificate_invalid (V01),
    officer_recused (V02), officer_away, cap_reached (V11) unless the trigger is exempt or `cap_reason` says
    why once more; the leader must then answer with a reason of his own; facts_missing: whether it can be
    checked without entering, the campaign it stands under, approved, filed, in its days and scope (V14),
    named or by its filing number, the reason outside the district (V15). Papers and records read of the
    performance it is about (演出) in its basis.
    """
    require(actor, "visit.plan")
    venue = Venue.objects.within(actor).select_related("organ").filter(pk=venue_id).first()
    if venue is None:
        raise DomainError("not_found")
    kind = trigger_named(trigger)
    window_check(planned_from, planned_to)
    items_check(items, planned_from)
    team = officers_named(officers, actor)
    team_check(team, venue, planned_from, planned_to)
    remote = remote or made_remotely(precheck)
    campaign = None
    missing = []
    if kind.kind == SPECIAL:
        campaign = campaign_matched(venue.organ_id, campaign_id, filing_no)
        missing = campaign_check(campaign, kind, venue, items, (planned_from, planned_to), filing_no)
    gates_check(venue, missing, precheck=precheck, why=precheck_reason, outside_reason=outside_reason)
    counts = counts_to_cap(trigger_counts=kind.counts_to_cap, remote=remote)
    with transaction.atomic():
        # two plans for the last free visit of the year: the second one sees the first
        Venue.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=venue.pk)
        kept = visit_kept(visit_id, venue) if visit_id else None
        if kept is not None:
            return kept
        cap = cap_list([venue], planned_from.year)[venue.uuid]
        if counts and cap.reached and not cap_reason:
            used = cap.used + cap.reserved
            raise DomainError("cap_reached", {"used": used, "limit": cap.limit, "year": planned_from.year})
        row = visit_new(
            venue=venue, trigger=kind.code, items=items, team=team, seats=len(team), now=now,
            values={
                **({"uuid": visit_id} if visit_id else {}),
                "planned_from": planned_from, "planned_to": planned_to, "remote": remote,
                **performance_told(performance_id, basis, actor),
                "cause_noun": cause[0] if cause else "", "cause_id": cause[1] if cause else None,
                "revisit_of": revisit_of, "draw": draw, "plan_row": plan_row, "counts_to_cap": counts,
                "cap_used": cap.used, "cap_limit": cap.limit,
                "cap_reason": cap_reason if counts and cap.reached else "", "reason": reason,
                "precheck": precheck, "precheck_reason": precheck_reason,
                "filing_no": campaign.filing_no if campaign else filing_no, "campaign": campaign,
                "assistants": [{"name": one["name"], "role": one["role"]} for one in assistants],
                "outside_reason": outside_reason,
            },
        )  # fmt: skip
        record(
            organ=row.organ_id,
            actor=actor,
            verb="visit.plan",
            noun="visit",
            noun_id=row.uuid,
            now=now,
            after=row.state,
            data={
                "venue": str(venue.uuid),
                "trigger": kind.code,
                "items": list(items),
                "precheck": precheck,
                "assistants": len(assistants),
                "outside": bool(outside_reason),
            },
            reason=reason or cap_reason,
        )
        approval_open(row, actor=actor, now=now)
    return row


def visit_plan_due(
    *,
    venue: Venue,
    trigger: str,
    items: Sequence[str],
    officers: Sequence[Officer],
    planned_from: date,
    planned_to: date,
    basis: str,
    cause: tuple[str, UUID],
    precheck_reason: str,
    outside_reason: str,
    asked_by: User,
    now: datetime,
) -> Visit:
    """A visit whose day has come, planned by no hand: exempt from the cap, to be seen on the spot.

    `officers` keep their seats; who may not or cannot go leaves an open one, for a supervisor to fill. A
    whole team's visit is put to approval in the name of `asked_by`. Inside the caller's transaction.
    """
    team = fit_ones(officers, venue, planned_from, planned_to)
    row = visit_new(
        venue=venue, trigger=trigger, items=items, team=team, seats=max(len(team), TEAM), now=now,
        values={
            "planned_from": planned_from, "planned_to": planned_to, "basis": basis, "counts_to_cap": False,
            "cause_noun": cause[0], "cause_id": cause[1], "precheck": "recheck",
            "precheck_reason": precheck_reason, "outside_reason": outside_reason,
        },
    )  # fmt: skip
    data = {"venue": str(venue.uuid), "trigger": trigger, "items": list(items), "open": team.count(None)}
    record(
        organ=row.organ_id, actor=None, verb="visit.plan", noun="visit", noun_id=row.uuid, now=now,
        after=row.state, data=data,
    )  # fmt: skip
    if None not in team and len(team) >= TEAM:
        approval_open(row, actor=asked_by, now=now)
    return row


def performance_told(performance_id: UUID | None, basis: str, actor: User) -> dict[str, Any]:
    """The performance a visit is about and its basis, which names it; unknown: `not_found`."""
    if performance_id is None:
        return {"basis": basis}
    row = performance_get(performance_id, actor)
    if row is None:
        raise DomainError("not_found", {"performance": str(performance_id)})
    return performance_values(row, basis)


def performance_values(row: Performance, basis: str) -> dict[str, Any]:
    """As `performance_told`, of one in hand."""
    named = performance_named(row)
    return {"performance": row, "basis": basis if named in basis else "；".join(filter(None, (basis, named)))}


def visit_kept(visit_id: UUID, venue: Venue) -> Visit | None:
    """The visit that already has this name; another venue's is `content_differs`."""
    row = Visit.objects.everywhere("guard").filter(pk=visit_id).first()
    if row is not None and row.venue_id != venue.pk:
        raise DomainError("content_differs", {"visit": str(visit_id)})
    return row


def campaign_check(
    campaign: Campaign | None,
    kind: Trigger,
    venue: Venue,
    items: Sequence[str],
    days: tuple[date, date],
    filing_no: str,
) -> list[str]:
    """V14: what keeps the visit from standing under the campaign; nobody named one: `filing_no`."""
    if campaign is None and not filing_no.strip():
        return ["filing_no"]
    return campaign_faults(
        standing_of(campaign), trigger=kind.code, place=place_of(venue), items=items, first=days[0],
        last=days[1],
    )  # fmt: skip


def gates_check(venue: Venue, unfounded: list[str], *, precheck: str, why: str, outside_reason: str) -> None:
    """`facts_missing` for what is not answered: must anybody go there, and why outside the district (V15)."""
    missing = precheck_faults(precheck, why) + unfounded
    if outside(venue.organ.division_id, venue.township_id or "") and not outside_reason.strip():
        missing.append("outside_reason")
    if missing:
        raise DomainError("facts_missing", {"missing": missing, "verb": "visit.plan"})


def visit_new(
    *,
    venue: Venue,
    trigger: str,
    items: Sequence[str],
    team: Sequence[Officer | None],
    seats: int,
    values: dict[str, Any],
    now: datetime,
) -> Visit:
    """The rows of a visit and its team; None is an open seat. Inside the caller's transaction."""
    number, _ = number_take(organ=venue.organ, kind="visit", year=civil(now).year)
    row = Visit(
        organ=venue.organ,
        created_at=now,
        number=number,
        venue=venue,
        trigger_id=trigger,
        items=list(items),
        seats=seats,
        token=secrets.token_urlsafe(24),
    )
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    VisitOfficer.objects.bulk_create(
        [
            VisitOfficer(visit=row, officer=officer, seat=seat)
            for seat, officer in enumerate(team)
            if officer is not None
        ]
    )
    return row


def trigger_named(code: str) -> Trigger:
    """The trigger of that code, or `invalid`."""
    found = Trigger.objects.everywhere("reference").filter(pk=code).first()
    if found is None:
        raise DomainError("invalid", {"fields": {"trigger": [f"没有这种来源：{code}"]}})
    return found


def window_check(first: date, last: date) -> None:
    """Refuse a window that ends before it begins, lies in no year we plan for, or is longer than a year."""
    wrong = "截止日期早于开始日期" if last < first else ""
    if not YEARS[0] <= first.year <= YEARS[1] or not YEARS[0] <= last.year <= YEARS[1]:
        wrong = wrong or "年份超出范围"
    if (last - first).days > LONGEST_NATURAL_DAYS:
        wrong = wrong or "检查期限不得超过一年"
    if wrong:
        raise DomainError("invalid", {"fields": {"planned_to": [wrong]}})


def items_check(items: Sequence[str], on: date) -> None:
    """清单之外无检查: at least one item, each on the list and in force on the day (V10)."""
    if not items:
        raise DomainError("invalid", {"fields": {"items": ["请选择检查事项"]}})
    in_force = items_in_force(items, on)
    missing = [code for code in items if code not in in_force]
    if missing:
        raise DomainError("item_not_in_force", {"items": missing})
