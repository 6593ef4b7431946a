"""The simple procedure (简易程序): a penalty on the spot becomes a case and is told to the organ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.forms import day_words
from backend.domain.states import next_state
from backend.models import Document, Organ, User
from backend.permissions import require
from backend.services.booklets import number_issue
from backend.services.clocks import clocks_done
from backend.services.documents import document_request
from backend.services.documents.requesting import Numbered
from backend.services.moves import move
from backend.services.numbers import number_take
from enforcement.domain.papers import REMEDY
from enforcement.domain.penalties import heaviest
from enforcement.domain.simple import CITIZEN, ORGANISATION, Told, told_of
from enforcement.domain.states import CASE
from enforcement.models import Case, CaseOfficer, Payment
from enforcement.selectors.money import fallen
from enforcement.selectors.simple import (
    FORM,
    Ground,
    chosen,
    cited,
    ground_of,
    laws_of,
    officers_of,
    penalised,
)
from enforcement.selectors.weighing import heard_because
from enforcement.services.cases.deciding import law_within
from enforcement.services.cases.filing import category_of, investigators
from enforcement.services.cases.taking import act_day, case_take, clock_of, line
from enforcement.services.leads import organ_of
from enforcement.services.periods import period_again, period_start
from inspections.models import Finding
from registry.domain.citing import law_named
from registry.models import LegalBasis, Officer, Venue, Violation
from scheduling.services.marks import mark_set

KINDS = {CITIZEN: Case.PartyKind.CITIZEN, ORGANISATION: Case.PartyKind.ORGANISATION}
PROOF = "当场宣告并交付"
WARNED = "当场执行。"


@dataclass(frozen=True, slots=True)
class _Penalty:
    """A paper of the spot with what it rests on."""

    paper: Document
    told: Told
    ground: Ground
    act: Violation
    law: LegalBasis | None
    officers: Sequence[Officer]
    sure: bool = True


def simple_follow(*, document_id: UUID, now: datetime) -> Case | None:
    """The case of a paper that arrived from the field, with what is irregular about it; may run twice.

    None where the record does not say which act it was: the paper waits for the desk. A later version of the
    paper takes the place of the former in its case.
    """
    with transaction.atomic():
        papers = Document.objects.everywhere("task").select_for_update(of=("self",))
        paper = papers.select_related("organ", "requested_by", "replaces").filter(pk=document_id).first()
        if paper is None or paper.form != FORM or _case_of(paper):
            return None
        ground = ground_of(paper)
        if ground is None:
            return None
        told = told_of(paper.values, paper.issued_on)
        former = _case_of(paper.replaces) if paper.replaces else None
        act, law, sure = chosen(ground, told)
        if former is not None:
            act, law, sure = former.violation, cited(former.violation, told) or former.basis, True
        if act is None:
            return None
        team = officers_of(told, paper.organ_id, paper.issued_on)
        found = _Penalty(paper, told, ground, act, law, team, sure)
        if former is not None:
            return _renewed(former, found, now)
        return _filed(found, uuid4(), paper.requested_by, now, strict=False)


def _case_of(paper: Document) -> Case | None:
    return Case.objects.everywhere("guard").select_for_update(of=("self",)).filter(paper=paper).first()


def case_file_simple(
    *,
    violation: str,
    actor: User,
    now: datetime,
    paper: UUID | None = None,
    finding: UUID | None = None,
    venue: UUID | None = None,
    basis: str = "",
    officers: Sequence[UUID] = (),
    values: dict[str, Any] | None = None,
    number: str = "",
    on: date | None = None,
) -> Case:
    """A penalty on the spot at the desk: a `paper` from the field whose act is told now, or one by hand.

    What came from the field is kept whatever is irregular; what is entered here is refused by V23's guard.
    `values`: party_kind, penalty, fine_fen, facts, statement, collected_fen, receipt, hard_reason; `number`:
    the one of the booklet it was written under, "" for the next.
    """
    require(actor, "case.file_simple")
    act = Violation.objects.within(actor).filter(code=violation).first()
    if act is None:
        raise DomainError("invalid", {"fields": {"violation": ["目录中没有这一违法行为"]}})
    with transaction.atomic():
        if paper is not None:
            return _from_field(paper, act, basis, actor, now)
        day = act_day(on, None, now)
        ground = _ground(finding, venue, actor)
        laws = laws_of(act, day)
        law = next((row for row in laws if row.key == basis), None)
        team = investigators(list(officers), ground.venue, day, actor)
        case_id = uuid4()
        made = _paper(case_id, ground, law, team, values or {}, number, day, actor, now)
        told = told_of(made.values, day)
        return _filed(_Penalty(made, told, ground, act, law, team), case_id, actor, now, strict=True)


def _from_field(paper_id: UUID, act: Violation, basis: str, actor: User, now: datetime) -> Case:
    papers = Document.objects.within(actor).select_for_update(of=("self",)).filter(form=FORM)
    paper = papers.select_related("organ", "requested_by").filter(pk=paper_id, replaced_by=None).first()
    ground = ground_of(paper) if paper else None
    if paper is None or ground is None:
        raise DomainError("not_found", {"document": str(paper_id)})
    if _case_of(paper):
        raise DomainError("conflict", {"state": "served", "verb": "case.file_simple"})
    told = told_of(paper.values, paper.issued_on)
    law = next((row for row in laws_of(act, told.occurred_on) if row.key == basis), None) or cited(act, told)
    team = officers_of(told, paper.organ_id, paper.issued_on)
    return _filed(_Penalty(paper, told, ground, act, law, team), uuid4(), actor, now, strict=False)


def _ground(finding: UUID | None, venue: UUID | None, actor: User) -> Ground:
    if finding is not None:
        row = Finding.objects.within(actor).select_related("venue").filter(pk=finding, current=True).first()
        if row is None:
            raise DomainError("not_found", {"finding": str(finding)})
        return Ground(row.venue, (row,), row.inspection_id)
    place = Venue.objects.within(actor).filter(pk=venue).first() if venue else None
    if place is None:
        raise DomainError("invalid", {"fields": {"venue": ["请选择场所或者检查发现"]}})
    return Ground(place)


def _paper(
    case_id: UUID,
    ground: Ground,
    law: LegalBasis | None,
    team: Sequence[Officer],
    given: dict[str, Any],
    number: str,
    on: date,
    actor: User,
    now: datetime,
) -> Document:
    """The decision on the form, from what the register knows and what was written."""
    venue, organ = ground.venue, organ_of(actor)
    citation = f"{law_named(law.law)}{law.article}" if law else ""
    fine = given.get("fine_fen") or None
    said = {
        "party_name": venue.name,
        "party_id": venue.uscc,
        "legal_rep": venue.legal_person,
        "party_address": venue.registered_address or venue.address,
        "occurred_at": f"{on.isoformat()}T00:00",
        "place": venue.address,
        "violated": citation,
        "penalty_basis": citation,
        "payment": f"自{day_words(on)}起十五日内缴纳罚款。" if fine else WARNED,
        "remedy": REMEDY,
        "officers": [{"name": row.name, "cert_no": row.cert_no} for row in team],
        **given,
        "fine_fen": fine,
    }
    document_id = uuid4()
    return document_request(
        form=FORM, of=("case", case_id), organ=organ, values=said,
        numbered=_numbered(organ, number, document_id, actor, now),
        document_id=document_id, issued_on=on, actor=actor, now=now,
    )  # fmt: skip


def _numbered(organ: Organ, number: str, document: UUID, actor: User, now: datetime) -> Numbered | None:
    """A number of the booklet, ended by this paper; refused where it is not one of the actor's."""
    if not number:
        return None
    use, fault = number_issue(organ=organ, kind=FORM, number=number, document=document, actor=actor, now=now)
    if use is None or fault:
        raise DomainError("invalid", {"fields": {"number": ["不是本人领用、尚未使用的文号"]}})
    return Numbered(use.number, use.year, use.seq)


def _facts(one: _Penalty, case: Case) -> dict[str, Any]:
    """What V23's guard asks."""
    told = one.told
    return {
        "party": told.party,
        "classes": list(told.classes),
        "fine_fen": told.fine_fen,
        "hearing": bool(heard_because(case, list(told.classes), told.fine_fen, 0, case.filed_on)),
        "facts": told.facts,
        "statement": told.statement,
        "officers": len(one.officers),
        "basis_in_force": one.law is not None,
        "within_band": one.law is not None and law_within(one.law, list(told.classes), told.fine_fen, None),
        "penalised": penalised(one.ground, one.act, case.pk),
        "collected_fen": told.collected_fen,
        "receipt": told.receipt,
        "hard_reason": told.hard_reason,
    }


def _irregular(one: _Penalty, case: Case, *, strict: bool) -> list[str]:
    """What V23 finds; a refusal where the penalty was entered here."""
    codes = [row["code"] for row in one.paper.irregularities]
    try:
        next_state(CASE, "", "case.file_simple", _facts(one, case))
    except DomainError as refused:
        if strict:
            raise
        codes += refused.data["missing"]
    return list(dict.fromkeys([*codes, *([] if one.sure else ["simple_violation"])]))


def _values(one: _Penalty) -> dict[str, Any]:
    """The columns of a case that its paper says."""
    told = one.told
    classes = list(told.classes) or ["other"]
    return {
        "party_name": told.party_name[:120] or one.ground.venue.name,
        "party_kind": KINDS.get(told.party, ""),
        "summary": told.facts[:4000],
        "facts_found": told.facts[:8000],
        "statement": told.statement[:4000],
        "occurred_on": told.occurred_on,
        "penalty_classes": classes,
        "heaviest": heaviest(classes),
        "fine_fen": told.fine_fen,
        "basis": one.law,
        "decision_text": "",
    }


def _filed(one: _Penalty, case_id: UUID, actor: User, now: datetime, *, strict: bool) -> Case:
    """One case from its paper: decided and served on the day of the paper."""
    paper, on = one.paper, one.paper.issued_on
    number, seq = paper.number, paper.seq
    taken = Case.objects.everywhere("guard").filter(organ=paper.organ_id, number=number).exists()
    if seq is None or taken:  # an irregular number holds no place in the register
        number, seq = number_take(organ=paper.organ, kind=FORM, year=on.year)
    again = penalised(one.ground, one.act, case_id)
    finding = next((row for row in one.ground.findings if one.act.code in row.violations), None)
    case = Case(
        uuid=case_id, organ=paper.organ, created_at=now, procedure=Case.Procedure.SIMPLE, paper=paper,
        number=number, decision_number=number, state=Case.State.SERVED, venue=one.ground.venue,
        violation=one.act, category_id=one.act.category_id or category_of(one.ground.venue),
        source="inspection", cause_noun="finding" if finding and not again else "inspection",
        cause_id=finding.pk if finding and not again else one.ground.record, filed_on=on, filed_by=actor,
        found_on=on,
        outcome=Case.Outcome.PENALTY, decided_on=on, decided_by=paper.requested_by, served_on=on,
        service_mode="direct", service_proof=PROOF, **_values(one),
    )  # fmt: skip
    if case.cause_id is None:
        case.cause_noun = ""
    case.irregularities = _irregular(one, case, strict=strict)
    case.counts = not case.irregularities
    case.save(force_insert=True)
    CaseOfficer.objects.bulk_create([CaseOfficer(case=case, officer=row) for row in one.officers])
    _taken(case, one.told, paper.requested_by, now)
    _begin(case, one.told, actor, now)
    data = {"violation": one.act.code, "year": on.year, "seq": seq, "irregular": case.irregularities}
    line(case, "case.file_simple", "", actor, now, data={**data, "paper": str(paper.pk)})
    return case


def _renewed(case: Case, one: _Penalty, now: datetime) -> Case:
    """Its record was returned and the paper changed: the case follows it until the report, then says so."""
    if case.reported_on is None:
        for name, value in _values(one).items():
            setattr(case, name, value)
        case.irregularities = _irregular(one, case, strict=False)
        case.counts = not case.irregularities
        _to_pay(case, one.paper.requested_by, now)
    else:
        case.irregularities = list(dict.fromkeys([*case.irregularities, "simple_changed"]))
    case.paper = one.paper
    case.save()
    data = {"paper": str(one.paper.pk), "irregular": case.irregularities}
    line(case, "case.renew", case.state, one.paper.requested_by, now, data=data)
    return case


def _taken(case: Case, told: Told, actor: User, now: datetime) -> None:
    """A sum taken on the spot with its receipt."""
    if told.collected_fen and told.receipt:
        Payment.objects.create(
            case=case, amount_fen=told.collected_fen, paid_on=case.filed_on, mode=Payment.Mode.ON_SPOT,
            receipt=told.receipt[:60], hard_reason=told.hard_reason[:200], recorded_by=actor, recorded_at=now,
        )  # fmt: skip


def _begin(case: Case, told: Told, actor: User, now: datetime) -> None:
    """Its clocks, all from the day of the paper, and what the next draw must know."""
    on = case.decided_on or case.filed_on
    rules = ["simple_report", "case_publication", "review_request", "litigation_request"]
    rules += ["spot_money"] if told.collected_fen else []
    for rule in rules:
        period_start(rule=rule, of=case, on=on, actor=actor, now=now)
    _to_pay(case, actor, now)
    for kind in ("case", "penalty"):
        mark_set(venue=case.venue_id, kind=kind, cause=case.ref, on=on)


def _to_pay(case: Case, actor: User, now: datetime) -> None:
    """Where a sum is owed its day of payment, and the court after the time to sue; otherwise neither."""
    on = case.decided_on or case.filed_on
    suit = clock_of(case, "litigation_request")
    if case.state != Case.State.SERVED or fallen(case):
        return
    for rule, after in (("case_payment", None), ("court_application", suit)):
        if not case.fine_fen:
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=clock.civil(now))
        elif rule == "case_payment" and clock_of(case, "case_instalments"):
            continue
        elif after is None or after.done_on is None:  # a review or a suit starts the court's anew
            period_again(rule=rule, of=case, on=on, actor=actor, now=now, follows=after)


def case_report(
    *,
    case_id: UUID,
    actor: User,
    now: datetime,
    note: str = "",
    handed_in: str = "",
    violation: str = "",
    basis: str = "",
) -> Case:
    """The penalty was told to the organ (报备): what is irregular is settled with a `note`, the sum taken was
    `handed_in`; the act and its law are put right where they were guessed. From now on the case counts."""
    with transaction.atomic():
        case = case_take(case_id, "case.report", actor)
        today = act_day(None, None, now)
        change = _put_right(case, violation, basis)
        facts = {
            "simple": case.simple,
            "reported": case.reported_on is not None,
            "irregular": bool(case.irregularities),
            "note": note.strip(),
            "collected_fen": sum(row.amount_fen for row in case.payments.all() if row.mode == "on_spot"),
            "handed_in": handed_in.strip(),
        }
        move(
            case, CASE, "case.report", facts=facts, reported_on=today, report_note=note.strip(),
            handed_in=handed_in.strip(), counts=True, **change,
        )  # fmt: skip
        for rule in ("simple_report", "spot_money"):
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=today)
        data = {"irregular": case.irregularities, "violation": case.violation_id}
        line(case, "case.report", case.state, actor, now, reason=note, data=data)
    return case


def _put_right(case: Case, violation: str, basis: str) -> dict[str, Any]:
    """Another act, another provision in force on its day."""
    if not violation and not basis:
        return {}
    act = Violation.objects.everywhere("reference").filter(code=violation or case.violation_id).first()
    laws = laws_of(act, case.occurred_on) if act else []
    law = next((row for row in laws if row.key == basis), laws[0] if laws and not basis else None)
    if act is None or law is None:
        name = "violation" if act is None else "basis"
        raise DomainError("invalid", {"fields": {name: ["违法行为发生时没有这一依据"]}})
    return {"violation": act, "basis": law}
