"""Papers of a case: made from its own facts and what is added; and its file, bound or as a folder."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.domain.errors import DomainError
from backend.domain.numbers import sequence
from backend.models import Document, User
from backend.permissions import may, require
from backend.services.documents import document_request
from backend.services.documents.requesting import Numbered
from backend.services.numbers import series_template
from enforcement.domain.papers import SERVED, proof_of
from enforcement.models import Case
from enforcement.selectors.notices import notice_served
from enforcement.selectors.papers import (
    SERVICE,
    case_facts,
    case_of,
    open_forms,
    paper_day,
    paper_values,
    track_facts,
    track_of,
)

SEPARATORS = re.compile(r'[\\/:*?"<>|\s]+')


def case_paper_make(
    *,
    case_id: UUID,
    form: str,
    values: dict[str, Any],
    actor: User,
    now: datetime,
    replaces: UUID | None = None,
    track: UUID | None = None,
) -> Document:
    """Ask for one paper of the case, or of its side `track`: its own facts, and over them what was written.

    Refusals: not_allowed (neither investigator nor overseer), move_not_open (not at this step), invalid,
    facts_missing (with the fields).
    """
    require(actor, "document.make")
    case = case_of(case_id, actor)
    mine = case.officers.filter(officer__user=actor).exists()
    if not mine and not may(actor, "case.oversee"):
        raise DomainError("not_allowed", {"verb": "document.make"})
    beside = track_of(case, track)
    if form not in open_forms(case, beside):
        raise DomainError("move_not_open", {"state": case.state, "verb": form})
    told = track_facts(beside, [form])[form] if beside else {}
    notice = form == SERVICE and proof_of(values) == "notice"
    said = {**paper_values(form, case_facts(case) | {"of_notice": notice}, told), **values}
    with transaction.atomic():
        return document_request(
            form=form, of=(beside or case).ref, organ=case.organ, values=said,
            numbered=decision_number(case, form),
            issued_on=paper_day(case, form, of_notice=notice),
            replaces=replaces, actor=actor, now=now,
        )  # fmt: skip


def service_paper(*, case_id: UUID, now: datetime) -> Document | None:
    """送达回证 of a decision, from how it was served; None while it was not. May run twice, and at once."""
    with transaction.atomic():
        case = _case(case_id)
        if case is None or case.served_on is None:
            return None
        if any(proof_of(row.values) == "decision" for row in _proofs(case)):
            return None
        values = paper_values(SERVICE, case_facts(case), {})
        form, name = SERVED.get(case.outcome, (SERVICE, ""))
        number = case.decision_number or _number_of(case, form)
        values["papers"] = [
            one | {"number": number} for one in values.get("papers") or [{"name": name, "count": "1"}]
        ]
        return _proof_ask(case, values, case.served_on, now)


def notice_paper(*, case_id: UUID, now: datetime) -> Document | None:
    """送达回证 of the prior notice, from how it was served; None where it has one. May run twice."""
    with transaction.atomic():
        case = _case(case_id)
        row = notice_served(case) if case else None
        if case is None or row is None or row.served_on is None:
            return None
        known = _proofs(case).filter(created_at__gte=row.created_at)
        if any(proof_of(one.values) == "notice" for one in known):
            return None
        return _proof_ask(
            case, paper_values(SERVICE, case_facts(case) | {"of_notice": True}, {}), row.served_on, now
        )


def _case(case_id: UUID) -> Case | None:
    rows = Case.objects.everywhere("task").select_for_update(of=("self",))
    rows = rows.select_related("organ", "venue", "violation", "basis", "informed_basis", "reviewed_by")
    return rows.filter(pk=case_id).first()


def _proofs(case: Case) -> QuerySet[Document]:
    """The proofs of service that stand."""
    rows = Document.objects.everywhere("task").filter(noun="case", noun_id=case.pk, form=SERVICE)
    return rows.exclude(state=Document.State.VOID)


def _proof_ask(case: Case, values: dict[str, Any], on: date, now: datetime) -> Document:
    who = case.officers.filter(officer__user__isnull=False).select_related("officer__user").first()
    actor = who.officer.user if who and who.officer.user else case.filed_by
    return document_request(
        form=SERVICE, of=case.ref, organ=case.organ, values=values, issued_on=on, actor=actor, now=now
    )


def _number_of(case: Case, form: str) -> str:
    """Of an outcome without a penalty: its paper's number, if it was made."""
    rows = Document.objects.everywhere("guard").filter(noun="case", noun_id=case.pk, form=form)
    paper = rows.filter(replaced_by__isnull=True).exclude(state=Document.State.VOID).first()
    return paper.number if paper else ""


def decision_number(case: Case, form: str) -> Numbered | None:
    """The decision took its number when it was made; its paper bears that one."""
    if form != "decision" or case.decided_on is None:
        return None
    year, number = case.decided_on.year, case.decision_number
    seq = sequence(series_template(case.organ, "decision", year), number, year=year)
    return Numbered(number, year, int(re.findall(r"\d+", number)[-1]) if seq is None else seq)
