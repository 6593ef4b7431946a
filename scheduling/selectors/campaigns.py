"""Special campaigns as they are shown and asked about: where one stands, and what a visit owes it (V14)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Approval, Division, User
from backend.permissions import verbs_for
from registry.models import Category, Venue
from scheduling.domain.campaigns import (
    CAMPAIGN_MOVES,
    IN_FORCE,
    ORDERED,
    SPECIAL,
    Place,
    Standing,
    campaign_faults,
)
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Campaign, Visit
from scheduling.selectors.caps import cap_list, categories_of

ASKED = "asked of the person"


def campaign_list(actor: User, *, states: Sequence[str] = (), on: date | None = None) -> QuerySet[Campaign]:
    """Those in scope; with `on` the organ's own that visits may be made under on that day."""
    rows = Campaign.objects.within(actor)
    if states:
        rows = rows.filter(state__in=states)
    if on is not None:
        rows = rows.filter(
            organ=actor.organ_id, state__in=IN_FORCE, starts_on__lte=on, ends_on__gte=on, filed_on__lte=on
        )
    return rows


def campaign_get(campaign_id: UUID, actor: User) -> Campaign | None:
    """One in scope."""
    return Campaign.objects.within(actor).filter(pk=campaign_id).first()


def campaign_matched(organ: str, campaign_id: UUID | None, filing_no: str) -> Campaign | None:
    """The organ's campaign of that name or, as older phones tell it, of that filing number."""
    rows = Campaign.objects.everywhere("guard").filter(organ=organ)
    if campaign_id is not None:
        return rows.filter(pk=campaign_id).first()
    number = filing_no.strip()
    return rows.filter(filing_no=number).first() if number else None


def standing_of(row: Campaign | None) -> Standing | None:
    """The campaign as the rules of visits see it."""
    if row is None:
        return None
    return Standing(
        trigger=row.trigger_id,
        filed_on=row.filed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        categories=tuple(row.categories),
        townships=tuple(row.townships),
        venues=tuple(UUID(one) for one in row.venues),
        items=tuple(row.items),
    )


def place_of(venue: Venue) -> Place:
    """The venue of a visit; one query."""
    return Place(venue.uuid, venue.township_id or "", categories_of([venue]).get(venue.uuid, ()))


def campaign_lacking(visit: Visit, on: date | None = None) -> list[str]:
    """V14 of a visit planned or made: what is wrong with its campaign; empty for every other trigger.

    `on`: the day it was made, instead of the days it is planned for. One without any number is `filing_no`.
    """
    if visit.trigger.kind != SPECIAL:
        return []
    if visit.campaign_id is None and not visit.filing_no.strip():
        return ["filing_no"]
    campaign = campaign_matched(visit.organ_id, visit.campaign_id, visit.filing_no)
    return campaign_faults(
        standing_of(campaign),
        trigger=visit.trigger_id,
        place=place_of(visit.venue),
        items=visit.items,
        first=on or visit.planned_from,
        last=on or visit.planned_to,
    )


def campaign_facts(row: Campaign) -> dict[str, Any]:
    """What the guards of its moves ask; two visits' counts in one query."""
    visits = (
        Visit.objects.everywhere("guard")
        .filter(campaign=row)
        .aggregate(
            open=Count("pk", filter=Q(state__in=OPEN_VISIT)),
            started=Count("pk", filter=Q(state=Visit.State.STARTED)),
        )
    )
    return _facts(row, visits["open"], visits["started"])


def _facts(row: Campaign, open_visits: int, started: int) -> dict[str, Any]:
    approval = row.approval
    return {
        "asked": approval is not None and approval.state == Approval.State.ASKED,
        "own": row.trigger_id != ORDERED,
        "plan_text": row.plan_text,
        "items": row.items,
        "ordered_by": row.ordered_by,
        "open_visits": open_visits,
        "started_visits": started,
    }


def campaign_cards(rows: Iterable[Campaign], actor: User, today: date) -> list[dict[str, Any]]:
    """As listed, in a fixed number of queries."""
    found = list(rows)
    names = dict(Category.objects.everywhere("reference").values_list("code", "name_zh"))
    towns = {code for row in found for code in row.townships}
    townships = dict(
        Division.objects.everywhere("reference").filter(code__in=towns).values_list("code", "name")
    )
    named = {UUID(one) for row in found for one in row.venues}
    venues = dict(Venue.objects.everywhere("guard").filter(pk__in=named).values_list("uuid", "name"))
    counts = _counts(found)
    return [_card(row, names, townships, venues, counts.get(row.pk, {}), actor, today) for row in found]


def _counts(rows: Sequence[Campaign]) -> dict[UUID, dict[str, int]]:
    counted = (
        Visit.objects.everywhere("guard")
        .filter(campaign__in=[row.pk for row in rows])
        .order_by()
        .values_list("campaign_id")
        .annotate(
            open=Count("pk", filter=Q(state__in=OPEN_VISIT)),
            started=Count("pk", filter=Q(state=Visit.State.STARTED)),
            done=Count("pk", filter=Q(finished_on__isnull=False)),
        )
    )
    return {
        campaign: {"open": ahead, "started": started, "done": done}
        for campaign, ahead, started, done in counted
    }


def _card(
    row: Campaign,
    names: Mapping[str, str],
    townships: Mapping[str, str],
    venues: Mapping[UUID, str],
    counts: Mapping[str, int],
    actor: User,
    today: date,
) -> dict[str, Any]:
    approval = row.approval
    return {
        "uuid": row.uuid,
        "name": row.name,
        "state": row.state,
        "trigger": {"code": row.trigger_id, "name": row.trigger.name_zh},
        "ordered_by": row.ordered_by,
        "plan_text": row.plan_text,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "categories": [{"code": code, "name": names.get(code, code)} for code in row.categories],
        "townships": [{"code": code, "name": townships.get(code, code)} for code in row.townships],
        "venues": [{"uuid": one, "name": venues.get(UUID(one), "")} for one in row.venues],
        "items": row.items,
        "made_by": row.made_by.name,
        "approval": approval and {
            "uuid": approval.uuid,
            "state": approval.state,
            "by": approval.decided_by.name if approval.decided_by else "",
            "at": approval.decided_at,
            "reason": approval.reason,
            "retro": approval.retro,
        },
        "filing_no": row.filing_no,
        "filed_with": row.filed_with,
        "filed_on": row.filed_on,
        "report": row.report,
        "ended_on": row.ended_on,
        "reason": row.reason,
        "visits_open": counts.get("open", 0),
        "visits_done": counts.get("done", 0),
        "verbs": campaign_verbs(row, counts, actor, today),
    }  # fmt: skip


def campaign_verbs(row: Campaign, counts: Mapping[str, int], actor: User, today: date) -> list[str]:
    """The moves open now to this person; who asked does not decide."""
    facts = _facts(row, counts.get("open", 0), counts.get("started", 0)) | {
        "within": row.starts_on <= today <= row.ends_on,
        "over": today > row.ends_on,
        **dict.fromkeys(("reason", "filing_no", "filed_with", "report"), ASKED),
    }
    own = actor.organ_id == row.organ_id
    asker = row.made_by_id == actor.pk or (row.approval is not None and row.approval.asked_by_id == actor.pk)
    return [
        verb
        for verb in verbs_for(actor, CAMPAIGN_MOVES, row.state)
        if own
        and _open(row.state, verb, facts)
        and not (asker and verb in ("campaign.approve", "campaign.reject"))
    ]


def _open(state: str, verb: str, facts: dict[str, Any]) -> bool:
    """A form may still be filled in: what it will ask is not missing yet."""
    try:
        next_state(CAMPAIGN_MOVES, state, verb, facts)
    except DomainError:
        return verb == "campaign.ask" and not facts["asked"]
    return True


def venue_cards(row: Campaign, actor: User, year: int) -> list[dict[str, Any]]:
    """The venues in the campaign's scope, how often each was visited, and whether it was planned for."""
    wanted = Venue.objects.within(actor).filter(
        organ=row.organ_id, left_on__isnull=True, status=Venue.Status.OPEN
    )
    if row.venues:
        wanted = wanted.filter(pk__in=row.venues)
    elif row.townships:
        wanted = wanted.filter(township__in=row.townships)
    found = list(wanted.select_related("township").order_by("code"))
    categories = categories_of(found)
    if row.categories and not row.venues:
        chosen = set(row.categories)
        found = [one for one in found if chosen & set(categories.get(one.uuid, ()))]
    caps = cap_list(found, year)
    planned = dict(
        Visit.objects.everywhere("guard")
        .filter(campaign=row)
        .exclude(state__in=(Visit.State.CANCELLED, Visit.State.REPLACED))
        .order_by("planned_from")
        .values_list("venue_id", "state")
    )
    return [
        {
            "uuid": one.uuid,
            "code": one.code,
            "name": one.sign_name or one.name,
            "township": one.township.name if one.township else "",
            "categories": categories.get(one.uuid, []),
            "grade": one.credit_grade,
            "cap": {"used": caps[one.uuid].used, "limit": caps[one.uuid].limit, "year": year},
            "visit": planned.get(one.uuid, ""),
        }
        for one in found
    ]
