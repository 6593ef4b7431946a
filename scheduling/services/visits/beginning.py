"""A visit begun where there was no network (离线发起的临时检查): taken as it happened, judged afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from registry.models import Officer, Performance, Venue
from scheduling.domain.campaigns import SPECIAL, special_counts
from scheduling.domain.caps import counts_to_cap
from scheduling.domain.states import TEAM
from scheduling.models import Visit
from scheduling.selectors.campaigns import campaign_matched
from scheduling.selectors.caps import cap_list
from scheduling.services.visits.asking import approval_open
from scheduling.services.visits.planning import (
    campaign_check,
    performance_values,
    trigger_named,
    visit_kept,
    visit_new,
)


def visit_begin(
    *,
    visit_id: UUID,
    venue_id: UUID,
    trigger: str,
    items: Sequence[str],
    officers: Sequence[UUID],
    begun_at: datetime,
    basis: str = "",
    reason: str = "",
    precheck: str = "",
    precheck_reason: str = "",
    filing_no: str = "",
    campaign_id: UUID | None = None,
    performance_id: UUID | None = None,
    outside_reason: str = "",
    assistants: Sequence[Mapping[str, str]] = (),
    actor: User,
    now: datetime,
) -> Visit:
    """The visit a phone named and began; sent again it is the same one.

    No rule of a plan is asked: the cap (V11), certificates and recusals (V01, V02), the campaign (V14) and
    the rest are marked on its record, which a supervisor settles. It lifts no cap: nobody approved it
    knowing one, and a campaign ordered from above lifts it only where the visit stands under one.
    Its approval is asked for at once, and made up with a reason once the check is over.
    Refusals: not_found (venue), invalid (trigger), content_differs (another visit has this name).
    """
    require(actor, "visit.begin")
    venue = Venue.objects.within(actor).select_related("organ").filter(pk=venue_id).first()
    if venue is None:
        raise DomainError("not_found")
    kind = trigger_named(trigger)
    on = civil(begun_at)
    with transaction.atomic():
        Venue.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=venue.pk)
        kept = visit_kept(visit_id, venue)
        if kept is not None:
            return kept
        team = _team(officers, actor)
        cap = cap_list([venue], on.year)[venue.uuid]
        special = kind.kind == SPECIAL
        campaign = campaign_matched(venue.organ_id, campaign_id, filing_no) if special else None
        stands = special and not campaign_check(campaign, kind, venue, items, (on, on), filing_no)
        counts = special_counts(trigger_counts=kind.counts_to_cap, special=special, stands=stands)
        row = visit_new(
            venue=venue, trigger=kind.code, items=items, team=team, seats=max(TEAM, len(team)), now=now,
            values={
                "uuid": visit_id, "planned_from": on, "planned_to": on, "reason": reason,
                **_about(performance_id, basis, actor),
                "counts_to_cap": counts_to_cap(trigger_counts=counts, remote=False),
                "cap_used": cap.used, "cap_limit": cap.limit, "precheck": precheck,
                "precheck_reason": precheck_reason,
                "filing_no": campaign.filing_no if campaign else filing_no, "campaign": campaign,
                "outside_reason": outside_reason,
                "assistants": [{"name": one["name"], "role": one["role"]} for one in assistants],
            },
        )  # fmt: skip
        record(
            organ=row.organ_id, actor=actor, verb="visit.begin", noun="visit", noun_id=row.uuid, now=now,
            after=row.state, reason=basis,
            data={
                "venue": str(venue.uuid), "trigger": kind.code, "items": list(items),
                "begun_at": begun_at.isoformat(), "officers": [str(one) for one in officers],
            },
        )  # fmt: skip
        approval_open(row, actor=actor, now=now)
    return row


def _about(performance_id: UUID | None, basis: str, actor: User) -> dict[str, Any]:
    """The performance it was about, also one withdrawn since; of one nobody knows the basis alone is kept."""
    row = Performance.objects.within(actor).filter(pk=performance_id).first() if performance_id else None
    return performance_values(row, basis) if row else {"basis": basis}


def _team(officers: Sequence[UUID], actor: User) -> list[Officer]:
    """Those the register knows, in their order; whoever sends it is one of them."""
    known = {row.pk: row for row in Officer.objects.within(actor).filter(Q(pk__in=officers) | Q(user=actor))}
    named = [known.pop(one) for one in dict.fromkeys(officers) if one in known]
    return [*named, *(row for row in known.values() if row.user_id == actor.pk)]
