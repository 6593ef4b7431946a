"""Special campaigns (专项检查): planned, approved by the leader, filed, run, closed with a report (V14)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Approval, User
from backend.permissions import require
from backend.services.approvals import approval_ask, approval_decide
from backend.services.moves import lock, move
from registry.models import CheckItem, Venue
from scheduling.domain.campaigns import CAMPAIGN_MOVES, SPECIAL
from scheduling.domain.filtering import Filter
from scheduling.models import Campaign, Visit
from scheduling.selectors.campaigns import campaign_facts
from scheduling.services.filters import filter_check, filter_save
from scheduling.services.visits.going import visit_cancel
from scheduling.services.visits.planning import items_check, trigger_named, visit_plan, window_check

WORDS = ("name", "ordered_by", "plan_text")
LISTS = ("categories", "townships", "items")
FILTER_NAME_MOST = 40


def campaign_make(*, values: Mapping[str, Any], actor: User, now: datetime) -> Campaign:
    """A campaign being drawn up; what it still lacks is asked for when it goes to the leader."""
    require(actor, "campaign.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "campaign.edit"})
    with transaction.atomic():
        row = Campaign(organ=actor.organ, created_at=now, made_by=actor)
        _write(row, values, actor)
        row.save(force_insert=True)
        _line(row, "campaign.edit", "", actor, now)
    return row


def campaign_edit(*, campaign_id: UUID, values: Mapping[str, Any], actor: User, now: datetime) -> Campaign:
    """Change a draft; what lies before the leader stays as it was asked."""
    require(actor, "campaign.edit")
    with transaction.atomic():
        row = _own(campaign_id, actor, "campaign.edit")
        next_state(CAMPAIGN_MOVES, row.state, "campaign.edit", campaign_facts(row))
        _write(row, values, actor)
        row.save()
        _line(row, "campaign.edit", row.state, actor, now)
    return row


def _write(row: Campaign, values: Mapping[str, Any], actor: User) -> None:
    kind = trigger_named(values["trigger"])
    if kind.kind != SPECIAL:
        raise DomainError("invalid", {"fields": {"trigger": ["请选择专项检查"]}})
    row.trigger = kind
    row.starts_on, row.ends_on = values["starts_on"], values["ends_on"]
    window_check(row.starts_on, row.ends_on)
    for name in WORDS:
        setattr(row, name, values[name].strip())
    for name in LISTS:
        setattr(row, name, list(dict.fromkeys(values[name])))
    filter_check(Filter(row.categories, row.townships))
    if row.items:
        items_check(row.items, row.starts_on)
    wanted = list(dict.fromkeys(values["venues"]))
    known = set(
        Venue.objects.within(actor).filter(pk__in=wanted, organ=actor.organ_id).values_list("uuid", flat=True)
    )
    if len(known) != len(wanted):
        raise DomainError("invalid", {"fields": {"venues": ["有场所不在本机关名录"]}})
    row.venues = [str(one) for one in wanted]


def campaign_ask(*, campaign_id: UUID, actor: User, now: datetime) -> Campaign:
    """Put it before the leader, as it stands."""
    require(actor, "campaign.ask")
    with transaction.atomic():
        row = _own(campaign_id, actor, "campaign.ask")
        next_state(CAMPAIGN_MOVES, row.state, "campaign.ask", campaign_facts(row))
        content = {
            "name": row.name, "trigger": row.trigger_id, "ordered_by": row.ordered_by,
            "plan_text": row.plan_text, "from": row.starts_on.isoformat(), "to": row.ends_on.isoformat(),
            "categories": row.categories, "townships": row.townships, "venues": row.venues,
            "items": row.items,
        }  # fmt: skip
        row.approval = approval_ask(
            organ=row.organ_id, noun="campaign", noun_id=row.uuid, act="campaign.approve", content=content,
            actor=actor, now=now,
        )  # fmt: skip
        row.save(update_fields=["approval"])
    return row


def campaign_approve(
    *, campaign_id: UUID, approve: str, reason: str = "", actor: User, now: datetime
) -> Campaign:
    """The leader's decision: approved, or back to its draft with the reason; never by whoever asked."""
    verb = "campaign.approve" if approve == Approval.State.APPROVED else "campaign.reject"
    require(actor, verb)
    with transaction.atomic():
        row = _own(campaign_id, actor, verb)
        approval = row.approval
        if approval is not None and row.made_by_id == actor.pk:
            raise DomainError("own_record")
        move(row, CAMPAIGN_MOVES, verb, facts=campaign_facts(row) | {"reason": reason})
        if approval is not None:
            approval_decide(
                approval=approval, approve=approve, verb=verb, actor=actor, now=now, reason=reason
            )
    return row


def campaign_file(
    *, campaign_id: UUID, filing_no: str, filed_with: str, on: date | None, actor: User, now: datetime
) -> Campaign:
    """Filed (备案) under a number; visits that named it before are matched, its scope is kept for draws."""
    require(actor, "campaign.file")
    today = clock.civil(now)
    day = on or today
    number = filing_no.strip()
    with transaction.atomic():
        row = _own(campaign_id, actor, "campaign.file")
        decided = row.approval.decided_at if row.approval else None
        if day > today or (decided is not None and day < clock.civil(decided)):
            raise DomainError("invalid", {"fields": {"on": ["备案日期早于批准日期，或晚于今天"]}})
        if Campaign.objects.everywhere("guard").filter(organ=row.organ_id, filing_no=number).exists():
            raise DomainError("invalid", {"fields": {"filing_no": ["这个备案号已登记"]}})
        before = row.state
        facts = {"filing_no": number, "filed_with": filed_with.strip()}
        try:
            with transaction.atomic():
                move(
                    row, CAMPAIGN_MOVES, "campaign.file", facts=facts, filing_no=number,
                    filed_with=filed_with.strip(), filed_on=day,
                )  # fmt: skip
        except IntegrityError as error:
            raise DomainError("invalid", {"fields": {"filing_no": ["这个备案号已登记"]}}) from error
        Visit.objects.everywhere("guard").filter(
            organ=row.organ_id, campaign__isnull=True, filing_no=number
        ).update(campaign=row)
        if not row.venues and (row.categories or row.townships):
            scope = Filter(tuple(row.categories), tuple(row.townships))
            filter_save(name=row.name[:FILTER_NAME_MOST], chosen=scope, actor=actor, now=now)
        _line(row, "campaign.file", before, actor, now, data={"on": day.isoformat()}, reason=number)
    return row


def campaign_start(*, campaign_id: UUID, actor: User, now: datetime) -> Campaign:
    """It runs from now on, within its days."""
    require(actor, "campaign.start")
    with transaction.atomic():
        row = _own(campaign_id, actor, "campaign.start")
        before = row.state
        within = row.starts_on <= clock.civil(now) <= row.ends_on
        move(row, CAMPAIGN_MOVES, "campaign.start", facts={"within": within})
        _line(row, "campaign.start", before, actor, now)
    return row


def campaign_close(*, campaign_id: UUID, report: str, actor: User, now: datetime) -> Campaign:
    """Over, with its report, once no visit is left to be made."""
    require(actor, "campaign.close")
    with transaction.atomic():
        row = _own(campaign_id, actor, "campaign.close")
        before = row.state
        facts = campaign_facts(row) | {"report": report.strip()}
        ended = {"report": report.strip(), "ended_on": clock.civil(now)}
        move(row, CAMPAIGN_MOVES, "campaign.close", facts=facts, **ended)
        _line(row, "campaign.close", before, actor, now)
    return row


def campaign_cancel(*, campaign_id: UUID, reason: str, actor: User, now: datetime) -> Campaign:
    """Called off: visits that have not begun are called off with it; what was made stays."""
    require(actor, "campaign.cancel")
    with transaction.atomic():
        row = _own(campaign_id, actor, "campaign.cancel")
        before = row.state
        facts = campaign_facts(row) | {"reason": reason.strip()}
        move(
            row, CAMPAIGN_MOVES, "campaign.cancel", facts=facts, reason=reason.strip(),
            ended_on=clock.civil(now),
        )  # fmt: skip
        ahead = Visit.objects.everywhere("guard").filter(
            campaign=row, state__in=(Visit.State.PLANNED, Visit.State.APPROVED)
        )
        for visit in ahead.values_list("pk", flat=True):
            visit_cancel(visit_id=visit, reason=f"专项检查取消：{reason}"[:200], actor=actor, now=now)
        _line(row, "campaign.cancel", before, actor, now, reason=reason.strip())
    return row


def campaign_visits(
    *,
    campaign_id: UUID,
    venues: Sequence[UUID],
    officers: Sequence[UUID],
    planned_from: date,
    planned_to: date,
    precheck_reason: str,
    cap_reason: str = "",
    actor: User,
    now: datetime,
) -> list[dict[str, Any]]:
    """One visit for each venue, each put to approval: (venue, visit or the code of its refusal).

    A venue that cannot be planned (cap, recusal) stops none of the others.
    """
    require(actor, "campaign.plan")
    row = _own(campaign_id, actor, "campaign.plan")
    next_state(CAMPAIGN_MOVES, row.state, "campaign.plan", {"over": clock.civil(now) > row.ends_on})
    planned: list[dict[str, Any]] = []
    known = Venue.objects.within(actor).filter(pk__in=venues).prefetch_related("categories")
    rows = {one.pk: one for one in known}
    for venue_id in dict.fromkeys(venues):
        venue = rows.get(venue_id)
        items = _items(row, venue) if venue else []
        try:
            visit = visit_plan(
                venue_id=venue_id, trigger=row.trigger_id, items=items, officers=officers,
                planned_from=planned_from, planned_to=planned_to, basis=row.name, campaign_id=row.uuid,
                precheck="see_there", precheck_reason=precheck_reason, cap_reason=cap_reason, actor=actor,
                now=now,
            )  # fmt: skip
            told = {"visit": visit.uuid, "number": visit.number, "code": "", "data": {}}
        except DomainError as refused:
            told = {"visit": None, "number": "", "code": refused.code, "data": refused.data}
        planned.append({"venue": venue_id, "name": venue.name if venue else "", **told})
    return planned


def _items(row: Campaign, venue: Venue) -> list[str]:
    """Of the campaign's items those the venue's categories ask, and those asked everywhere."""
    held = {one.category_id for one in venue.categories.all() if one.left_on is None}
    found = CheckItem.objects.everywhere("reference").filter(code__in=row.items)
    fits = {
        code
        for code, category in found.values_list("code", "category_id")
        if category in held or not category
    }
    return [code for code in row.items if code in fits]


def _own(campaign_id: UUID, actor: User, verb: str) -> Campaign:
    """A campaign of the actor's own organ, locked; a superior reads it and does nothing with it."""
    row = lock(Campaign, campaign_id, actor)
    if row.organ_id != actor.organ_id:
        raise DomainError("not_allowed", {"verb": verb})
    return row


def _line(row: Campaign, verb: str, before: str, actor: User, now: datetime, **more: Any) -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="campaign", noun_id=row.uuid, now=now,
        before=before, after=row.state, **more,
    )  # fmt: skip
