"""What the papers of a case say at first, which can be made now, and what is bound into its file."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.domain.forms import SIGNATURE, day_words, money_words
from backend.models import Document, File, User
from enforcement.domain.papers import (
    NO_PAYMENT,
    PAYMENT,
    REMEDY,
    first_words,
    forms_open,
    place,
)
from enforcement.domain.penalties import CLASSES, CLOSING_TYPES, OUTCOMES
from enforcement.domain.sources import SERVICE_MODES, SOURCES
from enforcement.models import Case
from inspections.models import Finding, Rectification
from registry.models import LegalBasis

MADE = (Document.State.MADE,)


def case_of(case_id: UUID, actor: User) -> Case:
    """The case with what its papers name; not_found outside the actor's scope."""
    rows = Case.objects.within(actor).select_related("organ", "venue", "violation", "basis", "reviewed_by")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise DomainError("not_found", {"case": str(case_id)})
    return case


def paper_offers(case: Case) -> list[dict[str, Any]]:
    """Forms that can be made now: what they say already, and which fields are still to be written."""
    facts = case_facts(case)
    return [
        _offer(code, facts) for code in forms_open(state=case.state, outcome=case.outcome, simple=case.simple)
    ]


def _offer(code: str, facts: dict[str, Any]) -> dict[str, Any]:
    form = form_get(code)
    return {"form": code, "name": form.name, "name_en": form.name_en, "values": paper_values(code, facts)}


def paper_values(code: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The first words of a form of this case."""
    keys = frozenset(field.key for field in form_get(code).fields if field.kind != SIGNATURE)
    return first_words(code, facts, keys)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _word(table: Any, code: str) -> str:
    return str(table[code][0]) if code in table else ""


def _penalty(classes: list[str], fine_fen: int, confiscated_fen: int) -> str:
    """警告；罚款人民币捌仟元整（¥8,000.00）."""
    words = []
    for code in CLASSES:
        if code not in classes:
            continue
        total = {"fine": fine_fen, "confiscation": confiscated_fen}.get(code, 0)
        words.append(CLASSES[code][0] + (money_words(total) if total else ""))
    return "；".join(words)


def _basis(row: LegalBasis | None) -> str:
    return f"《{row.law}》（{row.version}）{row.article}" if row else ""


def case_facts(case: Case) -> dict[str, Any]:
    """Everything a paper may take from the case, by the key its form calls it."""
    venue = case.venue
    licence = venue.licences.filter(ended_on__isnull=True).order_by("kind").first()
    team = case.officers.select_related("officer").order_by("officer__cert_no")
    return {
        "party_name": case.party_name,
        "recipient": case.party_name,
        "party_id": venue.uscc,
        "legal_rep": venue.legal_person,
        "party_address": venue.registered_address or venue.address,
        "service_place": venue.address,
        "place": venue.address,
        "party_phone": venue.phone,
        "licence": f"{licence.kind} {licence.number}" if licence else "",
        "cause": case.violation.title_zh,
        "case_number": case.number,
        "source": _word(SOURCES, case.source),
        "channel": _word(SOURCES, case.source),
        "occurred_on": _day(case.occurred_on),
        "filed_on": _day(case.filed_on),
        "ended_on": _day(case.investigated_on),
        "reviewed_on": _day(case.reviewed_on),
        "informed_on": _day(case.informed_on),
        "decided_on": _day(case.decided_on),
        "served_on": _day(case.served_on),
        "summary": case.summary,
        "content": case.summary,
        "facts": case.facts_found,
        "proposal": case.proposal,
        "handling": case.proposal,
        "opinion": case.review_opinion,
        "reviewer": [{"name": case.reviewed_by.name, "cert_no": ""}] if case.reviewed_by else [],
        "statement": case.statement,
        "officers": [{"name": row.officer.name, "cert_no": row.officer.cert_no} for row in team],
        "reasons": _basis(case.basis),
        "intended": _penalty(case.informed_classes, case.informed_fine_fen, case.informed_confiscated_fen),
        "informed_fine_fen": case.informed_fine_fen or None,
        "penalty": case.decision_text or _penalty(case.penalty_classes, case.fine_fen, case.confiscated_fen),
        "outcome": _word(OUTCOMES, case.outcome),
        "fine_fen": case.fine_fen or None,
        "confiscated_fen": case.confiscated_fen or None,
        "decision_number": case.decision_number,
        "of_number": case.decision_number,
        "heard": _heard(case),
        "payment": PAYMENT if case.fine_fen or case.confiscated_fen else NO_PAYMENT,
        "duty": case.decision_text or _penalty(case.penalty_classes, case.fine_fen, case.confiscated_fen),
        "remedy": REMEDY,
        "mode": _word(SERVICE_MODES, case.service_mode),
        "closing_type": _word(CLOSING_TYPES, case.closing_type),
        "grounds": case.ended_reason,
    }


def _heard(case: Case) -> str:
    if case.informed_on is None:
        return ""
    on = f"本机关于{day_words(case.informed_on)}告知当事人拟作出的行政处罚及其权利。"
    if case.statement_waived:
        return on + "当事人书面放弃陈述、申辩。"
    return on + (f"当事人提出陈述、申辩：{case.statement}" if case.statement else "当事人未提出陈述、申辩。")


def inspection_of(case: Case) -> UUID | None:
    """The record the case came from, by a finding or an order to rectify."""
    if case.cause_id is None or case.cause_noun == "inspection":
        return case.cause_id
    if case.cause_noun == "finding":
        rows: QuerySet[Any] = Finding.objects.everywhere("guard").filter(pk=case.cause_id)
    elif case.cause_noun == "rectification":
        rows = Rectification.objects.everywhere("guard").filter(pk=case.cause_id)
    else:
        return None
    found: UUID | None = rows.values_list("inspection", flat=True).first()
    return found


def file_papers(case: Case) -> list[Document]:
    """The papers made of the case and of the record it came from, in the order they are bound."""
    owners = [case.pk, *([found] if (found := inspection_of(case)) else [])]
    rows = Document.objects.everywhere("guard").filter(
        organ=case.organ_id, noun_id__in=owners, state__in=MADE, replaced_by__isnull=True
    )
    return sorted(rows.select_related("file"), key=lambda row: (place(row.form), row.created_at, str(row.pk)))


def file_evidence(case: Case) -> list[File]:
    """The evidence of the record the case came from: photos, video and sound, in the order they were told."""
    found = inspection_of(case)
    if found is None:
        return []
    rows = File.objects.everywhere("guard").filter(noun="inspection", noun_id=found, organ=case.organ_id)
    return list(rows.exclude(kind="signature").order_by("created_at", "uuid"))
