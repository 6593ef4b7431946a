"""Cases and leads as they are shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend.domain.errors import DomainError
from backend.models import Clock, User
from backend.permissions import may, verbs_for
from backend.selectors.clocks import clock_card
from enforcement.domain.penalties import CLASSES, CLOSING_OF, CLOSING_TYPES, OUTCOMES, total_fen
from enforcement.domain.periods import OF_THE_PARTY
from enforcement.domain.relations import closed_to
from enforcement.domain.sources import SERVICE_MODES, SOURCES
from enforcement.domain.states import CASE, LEAD
from enforcement.models import Case, CaseOfficer, Lead
from registry.models import LegalBasis, ViolationBasis
from registry.selectors.catalogue import basis_card


def case_list(actor: User, *, states: Sequence[str] = (), venue: UUID | None = None) -> QuerySet[Case]:
    """Cases in scope with what a card needs."""
    team = Prefetch("officers", CaseOfficer.objects.everywhere("guard").select_related("officer"))
    rows = Case.objects.within(actor).select_related("venue", "violation").prefetch_related(team)
    if states:
        rows = rows.filter(state__in=states)
    return rows.filter(venue=venue) if venue else rows


def case_cards(cases: list[Case], actor: User, today: date) -> list[dict[str, Any]]:
    """Cards with the soonest open clock of each that still binds; one query for all clocks."""
    clocks: dict[Any, Clock] = {}
    rows = Clock.objects.within(actor).filter(
        noun="case", noun_id__in=[c.uuid for c in cases], done_on__isnull=True
    )
    over = {"rule": OF_THE_PARTY, "due_on__lt": today, "provisional": False}
    for row in rows.exclude(**over).order_by("-due_on"):
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


def case_get(case_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """The whole case: its course, clocks, possible bases, and the verbs this person has for it."""
    case = case_list(actor).select_related("basis").filter(uuid=case_id).first()
    if case is None:
        raise DomainError("not_found", {"case": str(case_id)})
    clocks = list(
        Clock.objects.within(actor)
        .filter(noun="case", noun_id=case.uuid)
        .prefetch_related("suspensions")
        .order_by("starts_on", "due_on")
    )
    suspended = any(row.ends_on is None and not c.done_on for c in clocks for row in c.suspensions.all())
    return case_cards([case], actor, today)[0] | {
        "verbs": case_verbs(case, actor, suspended=suspended),
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
        "statement_waived": case.statement_waived,
        "decision_text": case.decision_text,
        "basis": _basis(case.basis, case.occurred_on) if case.basis else None,
        "amount_fen": case.amount_fen,
        "band_reason": case.band_reason,
        "late_reason": case.late_reason,
        "service_mode": case.service_mode,
        "service_proof": case.service_proof,
        "published_on": case.published_on,
        "publication_text": case.publication_text,
        "ended_reason": case.ended_reason,
        "suspended": suspended,
        "course": [{"state": state, "on": getattr(case, field)} for state, field in _STEPS],
        "clocks": [clock_card(row, today) for row in clocks],
        "bases": _bases(case),
    }


_STEPS = tuple(
    (state, f"{state}_on")
    for state in (
        "filed", "investigated", "reviewed", "informed",
        "decided", "served", "performed", "closed", "archived",
    )
)  # fmt: skip


def case_verbs(case: Case, actor: User, *, suspended: bool) -> list[str]:
    """The moves open to this person: by state, role, his relation to the case, and what was done already."""
    investigator = any(row.officer.user_id == actor.uuid for row in case.officers.all())
    penal = case.outcome == Case.Outcome.PENALTY
    done = {
        "case.suspend": suspended,
        "case.resume": not suspended,
        "case.decide": suspended,
        "case.publish": not penal or case.published_on is not None,
        "case.perform": not penal,
    }
    return [
        verb
        for verb in verbs_for(actor, CASE, case.state)
        if not done.get(verb, False)
        and not closed_to(
            verb,
            investigator=investigator,
            filed=case.filed_by_id == actor.uuid,
            oversees=may(actor, "case.oversee"),
        )
    ]


def _bases(case: Case) -> list[dict[str, Any]]:
    """The penalty provisions of the violation in the catalogue's order: the first is the default."""
    links = ViolationBasis.objects.everywhere("reference").filter(
        violation=case.violation_id, basis__role=LegalBasis.Role.PENALTY
    )
    return [_basis(link.basis, case.occurred_on) for link in links.select_related("basis")]


def _basis(row: LegalBasis, on: date) -> dict[str, Any]:
    detail = row.detail or {}
    return basis_card(row, on) | {
        key: detail.get(key) for key in ("multiple_min", "multiple_max", "threshold_fen")
    }


def lead_list(actor: User, *, states: Sequence[str] = ()) -> QuerySet[Lead]:
    """Leads in scope."""
    rows = Lead.objects.within(actor).select_related("venue")
    return rows.filter(state__in=states) if states else rows


def lead_get(lead_id: UUID, actor: User) -> Lead | None:
    """One lead in scope."""
    return Lead.objects.within(actor).select_related("venue").filter(uuid=lead_id).first()


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


def penalty_words() -> dict[str, Any]:
    """The words of cases, and which closing types fit which outcome."""
    return {
        "classes": _words(CLASSES),
        "outcomes": _words(OUTCOMES),
        "sources": _words(SOURCES),
        "modes": _words(SERVICE_MODES),
        "closing_types": _words(CLOSING_TYPES),
        "closing_of": {
            outcome: [code for code in CLOSING_TYPES if code in open_to]
            for outcome, open_to in CLOSING_OF.items()
        },
    }


def _words(table: Mapping[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [{"code": code, "zh": zh, "en": en} for code, (zh, en) in table.items()]
