"""Cases and leads as they are shown."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from backend.models import Clock, User
from backend.permissions import verbs_for
from backend.selectors.clocks import clock_card
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES, total_fen
from enforcement.domain.states import CASE, LEAD
from enforcement.models import Case, CaseOfficer, Lead
from registry.models import LegalBasis


def case_list(actor: User) -> QuerySet[Case]:
    """Cases in scope with what a card needs."""
    team = Prefetch("officers", CaseOfficer.objects.everywhere("guard").select_related("officer"))
    return Case.objects.within(actor).select_related("venue", "violation", "category").prefetch_related(team)


def case_cards(cases: list[Case], actor: User, today: date) -> list[dict[str, Any]]:
    """Cards with the soonest open clock of each; one query for all clocks."""
    clocks: dict[Any, Clock] = {}
    rows = Clock.objects.within(actor).filter(
        noun="case", noun_id__in=[c.uuid for c in cases], done_on__isnull=True
    )
    for row in rows.order_by("-due_on"):
        clocks[row.noun_id] = row
    return [_card(case, actor, clocks.get(case.uuid), today) for case in cases]


def _card(case: Case, actor: User, due: Clock | None, today: date) -> dict[str, Any]:
    return {
        "uuid": case.uuid,
        "number": case.number,
        "state": case.state,
        "venue": {"uuid": case.venue_id, "name": case.venue.name, "code": case.venue.code},
        "party_name": case.party_name,
        "violation": {
            "code": case.violation_id,
            "title": case.violation.title_zh,
            "title_en": case.violation.title_en,
        },
        "category": case.category_id,
        "source": case.source,
        "filed_on": case.filed_on,
        "decided_on": case.decided_on,
        "outcome": case.outcome,
        "decision_number": case.decision_number,
        "penalty_classes": case.penalty_classes,
        "heaviest": case.heaviest,
        "fine_fen": case.fine_fen,
        "confiscated_fen": case.confiscated_fen,
        "total_fen": total_fen(case.fine_fen, case.confiscated_fen),
        "closing_type": case.closing_type,
        "officers": [
            {"uuid": o.officer_id, "name": o.officer.name, "cert_no": o.officer.cert_no}
            for o in case.officers.all()
        ],
        "due": clock_card(due, today) if due else None,
        "verbs": verbs_for(actor, CASE, case.state),
    }


def case_get(case: Case, actor: User, today: date) -> dict[str, Any]:
    """The whole case: its course, clocks, possible bases, and the verbs this person has for it."""
    card = case_cards([case], actor, today)[0]
    mine = any(o.officer.user_id == actor.uuid for o in case.officers.all())
    verbs = [v for v in card["verbs"] if not (mine and v in ("case.review", "case.decide"))]
    if case.state == Case.State.INFORMED and "case.inform" in actor_verbs(actor):
        verbs.append("case.statement")
    clocks = (
        Clock.objects.within(actor).filter(noun="case", noun_id=case.uuid).order_by("starts_on", "due_on")
    )
    bases = LegalBasis.objects.everywhere("reference").filter(violation=case.violation_id, role="penalty")
    return card | {
        "verbs": verbs,
        "summary": case.summary,
        "occurred_on": case.occurred_on,
        "cause": {"noun": case.cause_noun, "uuid": case.cause_id},
        "facts": case.facts_found,
        "proposal": case.proposal,
        "review_opinion": case.review_opinion,
        "informed": {
            "classes": case.informed_classes,
            "fine_fen": case.informed_fine_fen,
            "confiscated_fen": case.informed_confiscated_fen,
        },
        "statement": case.statement,
        "statement_due_on": case.statement_due_on,
        "statement_waived": case.statement_waived,
        "decision_text": case.decision_text,
        "basis": case.basis_id,
        "service_mode": case.service_mode,
        "ended_reason": case.ended_reason,
        "course": _course(case),
        "clocks": [clock_card(row, today) for row in clocks],
        "bases": [_basis(row, case.occurred_on) for row in bases],
    }


def actor_verbs(actor: User) -> frozenset[str]:
    """The verbs of the person's roles."""
    from backend.permissions import verbs_of

    return verbs_of(actor.roles)


_STEPS = (
    ("filed", "filed_on"),
    ("investigated", "investigated_on"),
    ("reviewed", "reviewed_on"),
    ("informed", "informed_on"),
    ("decided", "decided_on"),
    ("served", "served_on"),
    ("performed", "performed_on"),
    ("closed", "closed_on"),
    ("archived", "archived_on"),
)


def _course(case: Case) -> list[dict[str, Any]]:
    return [{"state": state, "on": getattr(case, field)} for state, field in _STEPS]


def _basis(row: LegalBasis, on: date) -> dict[str, Any]:
    in_force = (row.valid_from is None or row.valid_from <= on) and (
        row.valid_to is None or on <= row.valid_to
    )
    return {
        "key": row.key,
        "law": row.law,
        "version": row.version,
        "article": row.article,
        "note": row.note,
        "penalty_kinds": row.penalty_kinds,
        "fine_min_fen": row.fine_min_fen,
        "fine_max_fen": row.fine_max_fen,
        "verified": row.verified,
        "in_force": in_force,
    }


def lead_cards(leads: list[Lead], actor: User) -> list[dict[str, Any]]:
    """Leads as listed."""
    return [
        {
            "uuid": row.uuid,
            "state": row.state,
            "source": row.source,
            "content": row.content,
            "venue": {"uuid": row.venue_id, "name": row.venue.name, "code": row.venue.code}
            if row.venue
            else None,
            "cause": {"noun": row.cause_noun, "uuid": row.cause_id},
            "created_at": row.created_at,
            "reason": row.reason,
            "verbs": verbs_for(actor, LEAD, row.state),
        }
        for row in leads
    ]


def penalty_words() -> dict[str, list[dict[str, str]]]:
    """Penalty classes and closing types with their words."""
    return {
        "classes": [{"code": code, "zh": zh, "en": en} for code, (zh, en) in CLASSES.items()],
        "closing_types": [{"code": code, "zh": zh, "en": en} for code, (zh, en) in CLOSING_TYPES.items()],
    }
