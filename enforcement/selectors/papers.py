"""What the papers of a case say at first, which can be made now, and what is bound into its file."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend import clock
from backend.documents.catalogue import form_get
from backend.domain.errors import DomainError
from backend.domain.forms import SIGNATURE, day_words
from backend.domain.money import money_words
from backend.models import Clock, Document, File, User
from backend.permissions import may, verbs_for
from backend.selectors.documents import document_cards
from enforcement.domain.evidence import SIGNED
from enforcement.domain.papers import (
    DAY_OF,
    ENDED,
    FILING,
    NO_PAYMENT,
    NOTICE,
    PAYMENT,
    PROVES,
    REMEDY,
    VERDICTS,
    first_words,
    forms_open,
    place,
    proof_of,
)
from enforcement.domain.penalties import CLOSING_TYPES, OUTCOMES
from enforcement.domain.relations import closed_to
from enforcement.domain.sources import SERVICE_MODES, SOURCES
from enforcement.domain.trackpapers import FIRST, track_forms, track_words
from enforcement.models import Case, CaseTrack, Guidance
from enforcement.selectors.evidence import evidence_rows, file_evidence, inspection_of, signed_copies
from enforcement.selectors.leniency import proof_words
from enforcement.selectors.money import owed_fen
from enforcement.selectors.noticed import noticed, taken_by
from enforcement.selectors.notices import notice_served, notice_to_serve
from enforcement.selectors.paper_words import basis_words, decided_words, word_of
from enforcement.selectors.reported import reported
from enforcement.selectors.volumes import volume_of
from inspections.models import Inspection
from registry.models import Licence

SERVICE = "service_proof"
_NOTICE_NAMED = {"name": "送达回证（事先告知书）", "name_en": "Proof of service (prior notice)"}
OWN = ("case", "casetrack")  # papers signed on paper: those of a record or a talk have their own way


def case_of(case_id: UUID, actor: User) -> Case:
    """The case with what its papers name; not_found outside the actor's scope."""
    rows = Case.objects.within(actor).select_related(
        "organ", "venue", "violation", "basis", "informed_basis", "reviewed_by", "sent_back_by"
    )
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise DomainError("not_found", {"case": str(case_id)})
    return case


def paper_offers(case: Case, track: CaseTrack | None = None) -> list[dict[str, Any]]:
    """Forms that can be made now, of the case or of one of its side tracks, with what they say already."""
    facts = case_facts(case)
    forms = open_forms(case, track)
    said = track_facts(track, forms) if track else {}
    offers = [_offer(code, facts, said.get(code, {})) for code in forms]
    if track is None and case.informed_on is not None:
        offers.append(_offer(SERVICE, facts | {"of_notice": True}, {}) | {"of": "notice"})
    return offers


def open_forms(case: Case, track: CaseTrack | None) -> list[str]:
    """What can be made now: by the step of the case, or by what was recorded of the track."""
    if track is not None:
        return track_forms(track.kind, track.values)
    return forms_open(
        state=case.state, outcome=case.outcome, simple=case.simple, sent_back=bool(case.sent_back_on),
        intended=case.informed_on is not None or notice_to_serve(case) is not None,
    )  # fmt: skip


def _offer(code: str, facts: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    form = form_get(code)
    values = paper_values(code, facts, said)
    return {"form": code, "name": form.name, "name_en": form.name_en, "of": "", "values": values}


def paper_values(code: str, facts: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """The first words of a form: the case's, and over them its track's."""
    keys = frozenset(field.key for field in form_get(code).fields if field.kind != SIGNATURE)
    own = {key: value for key, value in said.items() if key in keys}
    return first_words(code, facts, keys) | own


def track_of(case: Case, track_id: UUID | None) -> CaseTrack | None:
    """The side track of this case, or None where none is asked for."""
    if track_id is None:
        return None
    row = case.tracks.filter(pk=track_id).first()
    if row is None:
        raise DomainError("not_found", {"track": str(track_id)})
    return row


def track_facts(track: CaseTrack, forms: Sequence[str]) -> dict[str, dict[str, Any]]:
    """form → what the track says in it: its acts, its last day, the number of its first paper."""
    clocks = Clock.objects.everywhere("guard").filter(noun="casetrack", noun_id=track.pk)
    last = clocks.order_by("-created_at", "-length").first()
    first = Document.objects.everywhere("guard").filter(
        noun="casetrack", noun_id=track.pk, form=FIRST.get(track.kind, ""), replaced_by__isnull=True
    )
    paper = first.exclude(state=Document.State.VOID).order_by("-created_at").first()
    if track.kind == "hearing" and last is None:  # of the party's term to ask for it
        windows = Clock.objects.everywhere("guard").filter(noun="case", noun_id=track.case_id)
        last = windows.filter(rule="hearing_request").order_by("-starts_on").first()
    due, number = (_day(last.due_on) if last else None) or "", paper.number if paper else ""
    return {form: track_words(form, track.kind, track.values, due=due, number=number) for form in forms}


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _served(case: Case) -> str | None:
    """The day of service, with its time where that was recorded."""
    if case.served_on is None or case.served_time is None:
        return _day(case.served_on)
    return f"{case.served_on.isoformat()}T{case.served_time:%H:%M}"


def case_facts(case: Case) -> dict[str, Any]:
    """Everything a paper may take from the case, by the key its form calls it."""
    venue = case.venue
    licence = venue.licences.filter(ended_on__isnull=True).order_by("kind").first()
    team = case.officers.select_related("officer").order_by("officer__cert_no")
    return {
        "party_name": case.party_name,
        "recipient": case.party_name,
        "organ_contact": case.organ.contact,
        "service_place": venue.address,
        "place": venue.address,
        "cause": case.violation.title_zh,
        "case_number": case.number,
        "source": word_of(SOURCES, case.source),
        "channel": word_of(SOURCES, case.source),
        "occurred_on": _day(case.occurred_on),
        "filed_on": _day(case.filed_on),
        "ended_on": _day(case.investigated_on),
        "informed_on": _day(case.informed_on),
        "decided_on": _day(case.decided_on),
        "served_on": _day(case.served_on),
        "summary": case.summary,
        "content": case.summary,
        "facts": case.facts_found,
        "proposal": case.proposal,
        "handling": case.proposal,
        "statement": case.statement,
        "officers": [{"name": row.officer.name, "cert_no": row.officer.cert_no} for row in team],
        "reasons": basis_words(case.basis),
        **noticed(case),
        "penalty": decided_words(case),
        "outcome": word_of(OUTCOMES, case.outcome),
        "outcome_code": "simple" if case.simple else case.outcome,
        "fine_fen": case.fine_fen or None,
        "confiscated_fen": case.confiscated_fen or None,
        "decision_number": case.decision_number,
        "of_number": case.decision_number,
        "heard": _heard(case),
        "payment": PAYMENT if case.fine_fen or case.confiscated_fen else NO_PAYMENT,
        "duty": decided_words(case),
        "remedy": REMEDY,
        "mode": word_of(SERVICE_MODES, case.service_mode),
        "closing_type": word_of(
            CLOSING_TYPES, case.closing_type or (case.state if case.state in ENDED else "")
        ),
        "grounds": case.ended_reason,
        "filing_basis": FILING,
        "education": "；".join(
            f"{said}（{proof}）" if proof else said
            for said, proof in (
                (case.education, proof_words(case, "education")),
                (case.correction, proof_words(case, "correction")),
            )
            if said
        ),
        "receiver": _receiver(case),
        "served_at": _served(case),
        "ended": case.state if case.state in ENDED else "",
        "place_of_service": venue.address,
        "performance": _performance(case),
        "surcharge_fen": surcharge_owed(case),
        "evidence": _evidence(case),
        **_party(case, licence),
        **_reviewed(case),
        **reported(case),
    }


def _reviewed(case: Case) -> dict[str, Any]:
    """The verdict of legal review (行政处罚法 Art 58): passed, or sent back until it does."""
    back = case.reviewed_on is None and case.sent_back_on is not None
    by = case.sent_back_by if back else case.reviewed_by
    return {
        "verdict": VERDICTS[back] if by else "",
        "reviewed_on": _day(case.sent_back_on if back else case.reviewed_on),
        "opinion": case.sent_back_reason if back else case.review_opinion,
        "reviewer": [{"name": by.name, "cert_no": ""}] if by else [],
    }


def _party(case: Case, licence: Licence | None) -> dict[str, str]:
    """What the register knows of the party: of a citizen nothing, it knows the venue alone."""
    if case.party_kind == Case.PartyKind.CITIZEN:
        return {}
    venue = case.venue
    return {
        "party_id": venue.uscc,
        "legal_rep": venue.legal_person,
        "party_address": venue.registered_address or venue.address,
        "party_phone": venue.phone,
        "licence": f"{licence.kind} {licence.number}" if licence else "",
    }


def _performance(case: Case) -> str:
    """How the penalty was performed: each payment with its receipt."""
    said = [
        f"{day_words(row.paid_on)}缴纳{row.get_part_display()}{money_words(row.amount_fen)}，"
        f"{row.get_mode_display()}，票据号{row.receipt}"
        for row in case.payments.all()
    ]
    said += [f"减免加处罚款：{case.remission_reason}"] if case.remission_reason else []
    said += [f"{day_words(case.performed_on)}履行完毕"] if case.performed_on else []
    return "；".join(said) + "。" if said else ""


def surcharge_owed(case: Case) -> int | None:
    """What of the surcharge is still owed today."""
    if not case.fine_fen or case.served_on is None:
        return None
    return owed_fen(case, "surcharge", case.performed_on or clock.today()) or None


def _evidence(case: Case) -> list[dict[str, str]]:
    """The list of evidence: records made, and what was stored with the record of the visit and the case."""
    papers = [row for row in _papers(case) if row.form in PROVES and row.state != Document.State.VOID]
    rows = [
        {
            "name": f"{form_get(row.form).name}{row.number}",
            "source": "执法人员制作",
            "proves": PROVES[row.form],
        }
        for row in papers
    ]
    return rows + evidence_rows(file_evidence(case))


def _receiver(case: Case) -> str:
    """Who took it; an announcement is taken by nobody."""
    return taken_by(case.service_mode, case.service_proof)


def _heard(case: Case) -> str:
    """How the party was told and heard, its hearing with it (行政处罚法第四十四条、第六十五条)."""
    if case.informed_on is None:
        return ""
    said = [f"本机关于{day_words(case.informed_on)}告知当事人拟作出的行政处罚及其权利。"]
    if case.statement_waived:
        said.append("当事人书面放弃陈述、申辩。")
    elif case.statement:
        said.append(f"当事人提出陈述、申辩：{case.statement.rstrip('。')}。")
    hearing = case.tracks.filter(kind="hearing").order_by("-created_at").first()
    held = hearing.values.get("hearing.hold") if hearing else None
    if held:
        said.append(f"根据当事人的申请，本机关于{day_words(date.fromisoformat(held['on']))}举行听证。")
    elif hearing is not None and hearing.state == "unheard":
        said.append("当事人逾期申请听证，本机关不予听证。")
    elif hearing is not None and hearing.state == "withdrawn":
        said.append("当事人申请听证后撤回。")
    elif len(said) == 1:
        said.append("当事人未提出陈述、申辩。")
    return "".join(said)


def paper_day(case: Case, form: str, *, of_notice: bool = False) -> date | None:
    """The day of the step a paper is of, whenever it is printed; None where it is of the day it is made.

    A prior notice is of the day it was drawn up, a proof of its service (`of_notice`) of that day.
    """
    if form == NOTICE[0]:
        row = notice_to_serve(case) or notice_served(case)
        return row.drawn_on if row else case.informed_on
    if of_notice:
        return case.informed_on
    day: date | None = getattr(case, DAY_OF[form]) if form in DAY_OF else None
    return case.sent_back_on if form == "legal_review" and day is None else day


def file_papers(case: Case) -> list[Document]:
    """The papers made of the case, its tracks and talks and the record it came from, as they are bound."""
    return [row for row in _papers(case) if row.state == Document.State.MADE]


def case_documents(case: Case, actor: User) -> list[dict[str, Any]]:
    """The same and those not made yet or void, each with what it is of."""
    rows = _papers(case)
    copies, mine = signed_copies(rows), case.officers.filter(officer__user=actor).exists()
    shut = case.archived_on is not None or closed_to(
        "document.sign", investigator=mine, filed=False, oversees=may(actor, "case.oversee")
    )
    return [
        card
        | (_NOTICE_NAMED if _of_notice(row) else {})
        | {
            "of": row.noun,
            "volume": volume_of(row.form),
            "track": row.noun_id if row.noun == "casetrack" else None,
            "signed": [_copy(one) for one in copies.get(row.pk, ())],
            "verbs": card["verbs"]
            + (verbs_for(actor, SIGNED, row.state) if row.noun in OWN and not shut else []),
        }
        for row, card in zip(rows, document_cards(rows, actor), strict=True)
    ]


def _copy(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }  # fmt: skip


def _papers(case: Case) -> list[Document]:
    told = Guidance.objects.everywhere("guard").filter(cause_noun="case", cause_id=case.pk)
    owners = [case.pk, *case.tracks.values_list("pk", flat=True), *told.values_list("pk", flat=True)]
    if (found := inspection_of(case)) is not None:
        owners += [
            found,
            Inspection.objects.everywhere("guard").values_list("visit", flat=True).get(pk=found),
        ]
    found_rows = Document.objects.everywhere("guard").filter(organ=case.organ_id, replaced_by__isnull=True)
    rows = found_rows.filter(Q(noun_id__in=owners) | Q(pk__in=[case.paper_id] if case.paper_id else []))
    known = list(rows.select_related("requested_by", "file", "copy", "public_file"))
    return sorted(known, key=lambda row: (_place(row), row.created_at, str(row.pk)))


def _place(row: Document) -> int:
    """Where it is bound; the proof that the prior notice was served stands behind that."""
    return place(NOTICE[0] if _of_notice(row) else row.form)


def _of_notice(row: Document) -> bool:
    return row.form == SERVICE and proof_of(row.values) == "notice"
