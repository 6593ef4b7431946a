"""Visits as they are shown: the card a desk and a phone read, and who goes where."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend import clock
from backend.models import Approval, Clock, User
from backend.selectors.clocks import clock_card
from registry.models import Category, CheckItem, Licence, Performance, Venue
from registry.selectors.performances import performance_card
from scheduling.domain.caps import Cap
from scheduling.domain.notice import RIGHTS, items_text
from scheduling.domain.prechecks import precheck_words
from scheduling.models import Campaign, Draw, RecusalRequest, Trigger, Visit, VisitOfficer, VisitParticipant
from scheduling.selectors.caps import cap_list, categories_of
from scheduling.selectors.codes import code_of
from scheduling.selectors.data import prohibitions
from scheduling.selectors.draws.heads import last_lines
from scheduling.selectors.joint import own_items, participants_of
from scheduling.selectors.near import near_visits
from scheduling.selectors.recusals import request_card, requests_of
from scheduling.selectors.visit_verbs import visit_verbs


def visit_get(visit_id: UUID, actor: User) -> Visit | None:
    """One visit in the actor's scope."""
    return Visit.objects.within(actor).filter(pk=visit_id).first()


def visits_of(officer: User) -> QuerySet[Visit]:
    """The visits whose present team this person is in."""
    teams = VisitOfficer.objects.everywhere("guard").filter(officer__user=officer, ended_at__isnull=True)
    return Visit.objects.within(officer).filter(pk__in=teams.values("visit_id"))


def visit_list(
    actor: User,
    *,
    mine: bool = False,
    states: Sequence[str] = (),
    venue: UUID | None = None,
    draw: UUID | None = None,
    campaign: UUID | None = None,
    approval: str = "",
) -> QuerySet[Visit]:
    """Visits the actor may see, narrowed; `approval` is a state of it, or `none` while nobody was asked."""
    rows = visits_of(actor) if mine else Visit.objects.within(actor)
    if states:
        rows = rows.filter(state__in=states)
    if venue is not None:
        rows = rows.filter(venue_id=venue)
    if draw is not None:
        rows = rows.filter(draw_id=draw)
    if campaign is not None:
        rows = rows.filter(campaign_id=campaign)
    if approval == "none":
        rows = rows.filter(approval__isnull=True)
    elif approval:
        rows = rows.filter(approval__state=approval)
    return rows


def visit_card(visit: Visit, *, actor: User | None = None, today: date | None = None) -> dict[str, Any]:
    """One visit as `visit_cards` shows it."""
    return visit_cards([visit], actor=actor, today=today)[0]


def visit_cards(
    visits: Iterable[Visit], *, actor: User | None = None, today: date | None = None
) -> list[dict[str, Any]]:
    """The cards of visits in the order given, in a fixed number of queries; `verbs` are those of `actor`."""
    rows = list(visits)
    on = today or clock.today()
    beside = _Beside.of(rows, on)
    return [_card(row, beside, actor, on) for row in rows]


@dataclass(frozen=True)
class _Beside:
    """Everything the cards need besides their visits, by key."""

    venues: dict[UUID, Venue]
    categories: dict[UUID, list[str]]
    category_names: dict[str, str]
    licences: dict[UUID, list[Licence]]
    caps: dict[UUID, Cap]
    teams: dict[UUID, list[VisitOfficer]]
    approvals: dict[UUID, Approval]
    draws: dict[UUID, Draw]
    heads: dict[str, str]  # scope → head of its log as it stands
    triggers: dict[str, Trigger]
    items: dict[str, CheckItem]
    participants: dict[UUID, list[VisitParticipant]]
    near: dict[UUID, list[dict[str, Any]]]
    recusals: dict[UUID, list[RecusalRequest]]
    clocks: dict[UUID, list[Clock]]
    campaigns: dict[UUID | None, dict[str, Any]]
    performances: dict[UUID | None, dict[str, Any]]

    @classmethod
    def of(cls, visits: Sequence[Visit], on: date) -> "_Beside":
        ids = {row.venue_id for row in visits}
        venues = {
            row.uuid: row
            for row in Venue.objects.everywhere("guard").select_related("township").filter(pk__in=ids)
        }
        for row in visits:
            row.venue = venues[row.venue_id]
        licences: dict[UUID, list[Licence]] = defaultdict(list)
        for licence in Licence.objects.everywhere("guard").filter(venue_id__in=ids, ended_on__isnull=True):
            licences[licence.venue_id].append(licence)
        draws = {row.draw_id for row in visits if row.draw_id}
        scopes = Draw.objects.everywhere("guard").filter(pk__in=draws).values("scope")
        participants = participants_of(visits)
        return cls(
            venues,
            categories_of(list(venues.values())),
            dict(Category.objects.everywhere("reference").values_list("code", "name_zh")),
            licences,
            cap_list(venues.values(), on.year),
            teams_of(visits),
            _by_pk(Approval.objects.everywhere("guard").select_related("decided_by"), visits, "approval_id"),
            _by_pk(Draw.objects.everywhere("guard").defer("commit"), visits, "draw_id"),
            dict(last_lines().filter(scope__in=scopes).values_list("scope", "head")),
            {row.code: row for row in Trigger.objects.everywhere("reference").all()},
            items_of(visits, participants),
            participants,
            near_visits(visits),
            requests_of(visits),
            _clocks(visits),
            _campaigns(visits),
            _performances(visits),
        )


def _clocks(visits: Sequence[Visit]) -> dict[UUID, list[Clock]]:
    """What is still owed: approval, scan, report."""
    found: dict[UUID, list[Clock]] = defaultdict(list)
    rows = Clock.objects.everywhere("guard").filter(
        noun="visit", noun_id__in=[row.pk for row in visits], done_on__isnull=True
    )
    for row in rows.order_by("due_on", "rule"):
        found[row.noun_id].append(row)
    return found


def _campaigns(visits: Sequence[Visit]) -> dict[UUID | None, dict[str, Any]]:
    """Of visits that stand under one; nothing is asked for the others."""
    wanted = {row.campaign_id for row in visits if row.campaign_id}
    rows = Campaign.objects.everywhere("guard").filter(pk__in=wanted) if wanted else ()
    return {row.pk: {"uuid": row.pk, "name": row.name} for row in rows}


def _performances(visits: Sequence[Visit]) -> dict[UUID | None, dict[str, Any]]:
    """Of visits that are about one; nothing is asked for the others."""
    wanted = {row.performance_id for row in visits if row.performance_id}
    rows = Performance.objects.everywhere("guard").filter(pk__in=wanted) if wanted else None
    return {row.pk: performance_card(row) for row in rows.select_related("venue")} if rows else {}


def _by_pk(rows: QuerySet[Any], visits: Iterable[Visit], field: str) -> dict[UUID, Any]:
    wanted = {getattr(row, field) for row in visits} - {None}
    return {row.pk: row for row in rows.filter(pk__in=wanted)}


def teams_of(visits: Iterable[Visit]) -> dict[UUID, list[VisitOfficer]]:
    """The present team of each visit, by seat."""
    found: dict[UUID, list[VisitOfficer]] = defaultdict(list)
    rows = VisitOfficer.objects.everywhere("guard").filter(
        visit_id__in=[row.pk for row in visits], ended_at__isnull=True
    )
    for row in rows.select_related("officer").order_by("seat"):
        found[row.visit_id].append(row)
    return found


def items_of(
    visits: Iterable[Visit], participants: dict[UUID, list[VisitParticipant]]
) -> dict[str, CheckItem]:
    """The items of visits by code, those of participants too, in the order of the catalogue."""
    codes = {code for row in visits for code in row.items}
    codes |= {code for parts in participants.values() for one in parts for code in one.items}
    rows = CheckItem.objects.everywhere("reference").filter(code__in=codes)
    return {row.code: row for row in rows.order_by("category__position", "position")}


def _card(row: Visit, beside: _Beside, actor: User | None, on: date) -> dict[str, Any]:
    team = beside.teams.get(row.pk, [])
    approval = beside.approvals.get(row.approval_id) if row.approval_id else None
    draw = beside.draws.get(row.draw_id) if row.draw_id else None
    trigger = beside.triggers[row.trigger_id]
    parts = beside.participants.get(row.pk, [])
    asked = own_items(row, parts, actor)
    ahead = max((beside.items[code].notice_workdays for code in row.items if code in beside.items), default=0)
    return {
        "uuid": row.uuid,
        "number": row.number,
        "state": row.state,
        "planned_from": row.planned_from,
        "planned_to": row.planned_to,
        "trigger": {"code": trigger.code, "name": trigger.name_zh},
        "items": asked,
        "participants": participant_cards(parts),
        "assistants": [*(draw.assistants if draw else ()), *row.assistants],
        "basis": row.basis,
        "remote": row.remote,
        "precheck": {
            "code": row.precheck,
            "name": precheck_words(row.precheck),
            "reason": row.precheck_reason,
        },
        "counts_to_cap": row.counts_to_cap,
        "filing_no": row.filing_no,
        "campaign": beside.campaigns.get(row.campaign_id),
        "performance": beside.performances.get(row.performance_id),
        "near": beside.near.get(row.pk, []),
        "owed": [clock_card(one, on) for one in beside.clocks.get(row.pk, ())],
        "recusals": [request_card(one, actor) for one in beside.recusals.get(row.pk, ())],
        "verbs": visit_verbs(row, team, approval, draw, actor, ahead=ahead) if actor else [],
        "venue": _venue_card(beside, row.venue_id, on),
        "seats": row.seats,
        "team": [_member(member, actor) for member in team],
        "cap_reason": row.cap_reason,
        "approval": _approval_card(approval),
        "draw": _draw_card(draw, beside.heads) if draw else None,
        "notice": notice_of(row, asked, beside.items),
        "notice_workdays": ahead,
        "noticed_at": row.noticed_at,
        "urgent_reason": row.urgent_reason,
        "scan_reason": row.scan_reason,
        "outside_reason": row.outside_reason,
        "outside_report": row.outside_report,
        "token": code_of(row),
        "started_at": row.started_at,
        "scanned_at": row.scanned_at,
        "scan_mode": row.scan_mode,
        "finished_at": row.finished_at,
        "revisit_of": row.revisit_of_id,
        "cause": {"noun": row.cause_noun, "uuid": row.cause_id} if row.cause_id else None,
        "reason": row.reason,
    }


def _venue_card(beside: _Beside, venue_id: UUID, on: date) -> dict[str, Any]:
    venue = beside.venues[venue_id]
    cap = beside.caps[venue_id]
    return {
        "uuid": venue.uuid,
        "code": venue.code,
        "uscc": venue.uscc,
        "name": venue.name,
        "sign_name": venue.sign_name,
        "address": venue.address,
        "township": venue.township.name if venue.township else "",
        "lng": float(venue.lng) if venue.lng is not None else None,
        "lat": float(venue.lat) if venue.lat is not None else None,
        "datum": venue.datum,
        "categories": [
            {"code": code, "name": beside.category_names[code]}
            for code in beside.categories.get(venue_id, [])
        ],
        "grade": venue.credit_grade,
        "status": venue.status,
        "opens_at": venue.opens_at,
        "closes_at": venue.closes_at,
        "capacity": venue.capacity,
        "units": venue.units,
        "site_manager": venue.site_manager,
        "phone": venue.phone,
        "licences": [_licence_card(row, on) for row in beside.licences.get(venue_id, [])],
        "cap": {"used": cap.used, "limit": cap.limit, "year": on.year},
    }


def _licence_card(row: Licence, on: date) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "number": row.number,
        "scope": row.scope,
        "issued_on": row.issued_on,
        "valid_to": row.valid_to,
        "expired": row.valid_to is not None and row.valid_to < on,
    }


def participant_cards(parts: Sequence[VisitParticipant]) -> list[dict[str, Any]]:
    """Other organs of a visit with how many items they check."""
    return [{"organ": one.organ.name, "items": len(one.items)} for one in parts]


def _member(row: VisitOfficer, actor: User | None) -> dict[str, Any]:
    officer = row.officer
    return {
        "officer": officer.uuid,
        "name": officer.name,
        "unit": officer.unit,
        "cert_no": officer.cert_no,
        "cert_valid_to": officer.cert_valid_to,
        "seat": row.seat,
        "lead": row.seat == 0,
        "own": actor is None or officer.organ_id == actor.organ_id,
        "direct_reason": row.direct_reason,
        "confirmed_at": row.confirmed_at,
    }


def _approval_card(row: Approval | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "uuid": row.uuid,
        "state": row.state,
        "by": row.decided_by.name if row.decided_by else "",
        "at": row.decided_at,
        "reason": row.reason,
        "retro": row.retro,
    }


def _draw_card(row: Draw, heads: dict[str, str]) -> dict[str, Any]:
    return {"uuid": row.uuid, "name": row.name, "number": row.number, "head": heads.get(row.scope, "")}


def notice_of(row: Visit, asked: Sequence[str], items: dict[str, CheckItem]) -> dict[str, Any]:
    """What the business is told, for these of the visit's items."""
    wanted = set(asked)
    listed = [(item.section_zh, item.question_zh) for code, item in items.items() if code in wanted]
    return {
        "number": row.number,
        "items_text": items_text(listed),
        "prohibitions": list(prohibitions()),
        "rights": list(RIGHTS),
    }
