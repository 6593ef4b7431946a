"""Cases (案件): each step of the procedure changes state by compare and set and starts its clocks."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Clock, User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from backend.services.numbers import number_take
from enforcement.domain.penalties import heaviest, within_band
from enforcement.domain.states import CASE, LEAD
from enforcement.models import Case, CaseOfficer, Lead
from enforcement.services.leads import organ_of
from enforcement.services.periods import period_start
from inspections.models import Finding
from registry.models import LegalBasis, Officer, Venue, VenueCategory, Violation

WINDOW_RULE = "case_statement"


def case_file(
    *,
    violation: str,
    officers: list[UUID],
    summary: str,
    occurred_on: date,
    actor: User,
    now: datetime,
    finding: UUID | None = None,
    lead: UUID | None = None,
    venue: UUID | None = None,
    source: str = "inspection",
) -> Case:
    """File a case (立案) from a finding, a verified lead, or a venue; the 90-day clock begins.

    Two investigators with certificates valid today; the day of the act is not in the future.
    """
    require(actor, "case.file")
    organ = organ_of(actor)
    today = clock.civil(now)
    place, cause = _cause(finding, lead, venue, actor)
    team = _investigators(officers, today, actor)
    act = Violation.objects.within(actor).filter(code=violation).first()
    wrong: dict[str, list[str]] = {}
    if act is None:
        wrong["violation"] = ["目录中没有这一违法行为"]
    if occurred_on > today:
        wrong["occurred_on"] = ["案发日期不能晚于今天"]
    if wrong or act is None:
        raise DomainError("invalid", {"fields": wrong})
    first = VenueCategory.objects.everywhere("guard").filter(venue=place, left_on__isnull=True).first()
    with transaction.atomic():
        number, _ = number_take(organ=organ, kind="case", year=today.year)
        case = Case.objects.create(
            organ=organ,
            created_at=now,
            number=number,
            venue=place,
            party_name=place.name,
            violation=act,
            category_id=act.category_id or (first.category_id if first else None),
            source=source,
            cause_noun=cause[0],
            cause_id=cause[1],
            summary=summary,
            occurred_on=occurred_on,
            filed_on=today,
            filed_by=actor,
        )
        CaseOfficer.objects.bulk_create([CaseOfficer(case=case, officer=officer) for officer in team])
        if lead is not None:
            filed = lock(Lead, lead, actor)
            move(filed, LEAD, "lead.file")
            clocks_done(noun="lead", noun_id=filed.uuid, rule="case_filing", on=today)
        _line(case, "case.file", "", actor, now, data={"violation": violation, "number": number})
        period_start(rule="case_decision", of=case, on=today, actor=actor, now=now)
    return case


def _cause(
    finding: UUID | None, lead: UUID | None, venue: UUID | None, actor: User
) -> tuple[Venue, tuple[str, UUID | None]]:
    """The venue, and what the case came from."""
    if finding is not None:
        found = Finding.objects.within(actor).select_related("venue").filter(uuid=finding).first()
        if found is None:
            raise DomainError("not_found", {"finding": str(finding)})
        return found.venue, ("finding", finding)
    if lead is not None:
        row = Lead.objects.within(actor).select_related("venue").filter(uuid=lead).first()
        if row is None:
            raise DomainError("not_found", {"lead": str(lead)})
        if row.venue is None:
            raise DomainError("invalid", {"fields": {"lead": ["线索没有登记场所，先补登场所再立案"]}})
        return row.venue, ("lead", lead)
    place = Venue.objects.within(actor).filter(uuid=venue).first() if venue else None
    if place is None:
        raise DomainError("invalid", {"fields": {"venue": ["请选择场所、线索或检查发现"]}})
    return place, ("", None)


def _investigators(officers: list[UUID], today: date, actor: User) -> list[Officer]:
    rows = list(Officer.objects.within(actor).filter(uuid__in=officers, status=Officer.Status.ACTIVE))
    valid = [row for row in rows if row.cert_valid_to >= today and row.cert_revoked_on is None]
    if len(valid) < 2 or len(valid) != len(set(officers)):
        raise DomainError(
            "invalid", {"fields": {"officers": ["承办人须为两名以上、执法证在有效期内的执法人员"]}}
        )
    return valid


def _line(case: Case, verb: str, before: str, actor: User, now: datetime, **more: Any) -> None:
    record(
        organ=case.organ_id,
        actor=actor,
        verb=verb,
        noun="case",
        noun_id=case.uuid,
        now=now,
        before=before,
        after=case.state,
        **more,
    )


def case_investigate(*, case_id: UUID, facts: str, proposal: str, actor: User, now: datetime) -> Case:
    """Investigation ends: facts and a proposal, by one of the investigators or the supervisor."""
    require(actor, "case.investigate")
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        officers = case.officers.count()
        move(
            case,
            CASE,
            "case.investigate",
            facts={"facts": facts, "proposal": proposal, "officers": officers},
            investigated_on=clock.civil(now),
            facts_found=facts,
            proposal=proposal,
        )
        _line(case, "case.investigate", before, actor, now)
    return case


def _is_investigator(case: Case, actor: User) -> bool:
    return case.officers.filter(officer__user=actor).exists()


def case_review(*, case_id: UUID, opinion: str, actor: User, now: datetime) -> Case:
    """Legal review (法制审核): the reviewer is no investigator of this case (V29)."""
    require(actor, "case.review")
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        if _is_investigator(case, actor) or case.filed_by_id == actor.uuid:
            raise DomainError("own_record", {"case": str(case.uuid)})
        before = case.state
        move(
            case,
            CASE,
            "case.review",
            facts={"opinion": opinion},
            reviewed_on=clock.civil(now),
            reviewed_by=actor,
            review_opinion=opinion,
        )
        _line(case, "case.review", before, actor, now, reason=opinion)
    return case


def case_inform(
    *, case_id: UUID, classes: list[str], fine_fen: int, confiscated_fen: int, actor: User, now: datetime
) -> Case:
    """Prior notice (事先告知) of the intended penalty was served today; the window for statement begins."""
    require(actor, "case.inform")
    today = clock.civil(now)
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        move(
            case,
            CASE,
            "case.inform",
            informed_on=today,
            informed_classes=classes,
            informed_fine_fen=fine_fen,
            informed_confiscated_fen=confiscated_fen,
        )
        window = period_start(rule=WINDOW_RULE, of=case, on=today, actor=actor, now=now)
        Case.objects.everywhere("guard").filter(pk=case.pk).update(statement_due_on=window.due_on)
        case.statement_due_on = window.due_on
        _line(case, "case.inform", before, actor, now)
    return case


def case_statement(*, case_id: UUID, text: str, waived_in_writing: str, actor: User, now: datetime) -> Case:
    """What the party stated, or his waiver in writing ("yes" or ""), recorded before the decision."""
    require(actor, "case.inform")
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        if case.state != Case.State.INFORMED:
            raise DomainError("move_not_open", {"state": case.state, "verb": "case.statement"})
        case.statement = text or case.statement
        case.statement_waived = case.statement_waived or bool(waived_in_writing)
        case.save(update_fields=["statement", "statement_waived"])
        if case.statement_waived:
            clocks_done(noun="case", noun_id=case.uuid, rule=WINDOW_RULE, on=clock.civil(now))
        _line(
            case,
            "case.statement",
            case.state,
            actor,
            now,
            reason=text,
            data={"waived": case.statement_waived},
        )
    return case


def case_decide(
    *,
    case_id: UUID,
    outcome: str,
    actor: User,
    now: datetime,
    basis: str = "",
    classes: list[str] | None = None,
    fine_fen: int = 0,
    confiscated_fen: int = 0,
    text: str = "",
    band_reason: str = "",
    late_reason: str = "",
) -> Case:
    """The decision (决定), dated today. Sums in fen. Numbered as a decision when it is a penalty.

    Guards: V20 basis in force on the day of the act, V21 outside the band only with reason, V27 window,
    V31 after the 90 days only with reason.
    """
    require(actor, "case.decide")
    today = clock.civil(now)
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        if _is_investigator(case, actor):
            raise DomainError("own_record", {"case": str(case.uuid)})
        law = _basis(case, basis)
        facts = {
            "outcome": outcome,
            "classes": classes or [],
            "fine_fen": fine_fen,
            "statement_over": case.statement_due_on is not None
            and today > case.statement_due_on
            and not _waits(case),
            "statement_waived": case.statement_waived,
            "basis_in_force": law is not None,
            "within_band": law is not None and within_band(fine_fen, law.fine_min_fen, law.fine_max_fen),
            "band_reason": band_reason,
            "late": _late(case, today),
            "late_reason": late_reason,
            "raised_after_statement": _raised(case, classes or [], fine_fen, confiscated_fen),
        }
        before = case.state
        penal = outcome == Case.Outcome.PENALTY
        move(
            case,
            CASE,
            "case.decide",
            facts=facts,
            decided_on=today,
            decided_by=actor,
            outcome=outcome,
            basis=law,
            penalty_classes=(classes or []) if penal else [],
            heaviest=heaviest(classes or []) if penal else "",
            fine_fen=fine_fen if penal else 0,
            confiscated_fen=confiscated_fen if penal else 0,
            decision_text=text,
        )
        if penal:
            number, _ = number_take(organ=case.organ, kind="decision", year=today.year)
            Case.objects.everywhere("guard").filter(pk=case.pk).update(decision_number=number)
            case.decision_number = number
        clocks_done(noun="case", noun_id=case.uuid, rule="case_decision", on=today)
        clocks_done(noun="case", noun_id=case.uuid, rule=WINDOW_RULE, on=today)
        period_start(rule="case_service", of=case, on=today, actor=actor, now=now)
        period_start(rule="case_publication", of=case, on=today, actor=actor, now=now)
        _line(
            case,
            "case.decide",
            before,
            actor,
            now,
            reason=band_reason or late_reason,
            data={
                "outcome": outcome,
                "fine_fen": fine_fen,
                "confiscated_fen": confiscated_fen,
                "basis": basis,
            },
        )
    return case


def _waits(case: Case) -> bool:
    """Whether the end of the statement window is provisional: a decision then waits for the calendar."""
    return (
        Clock.objects.everywhere("guard")
        .filter(noun="case", noun_id=case.uuid, rule=WINDOW_RULE, provisional=True)
        .exists()
    )


def _raised(case: Case, classes: list[str], fine_fen: int, confiscated_fen: int) -> bool:
    """Whether the decision is heavier than the notice after a statement (行政处罚法 Art 45, V30)."""
    told = heaviest([heaviest(case.informed_classes), heaviest(classes)])
    heavier = told != heaviest(case.informed_classes)
    more = fine_fen > case.informed_fine_fen or confiscated_fen > case.informed_confiscated_fen
    return bool(case.statement) and (heavier or more)


def _late(case: Case, today: date) -> bool:
    row = (
        Clock.objects.everywhere("guard").filter(noun="case", noun_id=case.uuid, rule="case_decision").first()
    )
    return row is not None and today > row.due_on


def _basis(case: Case, key: str) -> LegalBasis | None:
    """The chosen article if it belongs to the violation and was in force on the day of the act (V20)."""
    row = LegalBasis.objects.everywhere("reference").filter(key=key, violation=case.violation_id).first()
    if row is None:
        return None
    after_start = row.valid_from is None or row.valid_from <= case.occurred_on
    before_end = row.valid_to is None or case.occurred_on <= row.valid_to
    return row if after_start and before_end else None


def case_serve(*, case_id: UUID, mode: str, actor: User, now: datetime) -> Case:
    """Service (送达) today; the period of payment begins for a penalty."""
    require(actor, "case.serve")
    today = clock.civil(now)
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        move(case, CASE, "case.serve", facts={"service_mode": mode}, served_on=today, service_mode=mode)
        clocks_done(noun="case", noun_id=case.uuid, rule="case_service", on=today)
        if case.outcome == Case.Outcome.PENALTY:
            period_start(rule="case_payment", of=case, on=today, actor=actor, now=now)
        _line(case, "case.serve", before, actor, now, data={"mode": mode})
    return case


def case_perform(*, case_id: UUID, actor: User, now: datetime) -> Case:
    """The penalty was performed (履行)."""
    require(actor, "case.perform")
    today = clock.civil(now)
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        move(case, CASE, "case.perform", performed_on=today)
        clocks_done(noun="case", noun_id=case.uuid, rule="case_payment", on=today)
        _line(case, "case.perform", before, actor, now)
    return case


def case_close(*, case_id: UUID, closing_type: str, actor: User, now: datetime) -> Case:
    """Closing (结案) with its type; a penalty closes only when performed."""
    require(actor, "case.close")
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        move(
            case,
            CASE,
            "case.close",
            facts={"closing_type": closing_type, "outcome": case.outcome},
            closed_on=clock.civil(now),
            closing_type=closing_type,
        )
        _line(case, "case.close", before, actor, now, data={"type": closing_type})
    return case


def case_archive(*, case_id: UUID, actor: User, now: datetime) -> Case:
    """Archiving (归档)."""
    require(actor, "case.archive")
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        move(case, CASE, "case.archive", archived_on=clock.civil(now))
        _line(case, "case.archive", before, actor, now)
    return case


def case_end(*, case_id: UUID, verb: str, reason: str, actor: User, now: datetime) -> Case:
    """Withdraw (`case.withdraw`) or transfer (`case.transfer`) with the reason; open clocks end."""
    require(actor, verb)
    today = clock.civil(now)
    with transaction.atomic():
        case = lock(Case, case_id, actor)
        before = case.state
        move(case, CASE, verb, facts={"reason": reason}, ended_reason=reason)
        for rule in ("case_decision", WINDOW_RULE):
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=today)
        _line(case, verb, before, actor, now, reason=reason)
    return case
