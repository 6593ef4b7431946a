"""The prior notice (事先告知书): the penalty intended is drawn up, then the notice is served."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.models import User
from backend.services.moves import move
from enforcement.domain.states import CASE
from enforcement.models import Case, CaseNotice
from enforcement.selectors.notices import notice_to_serve
from enforcement.selectors.weighing import barred_now, basis_of, has_stated, heard_because
from enforcement.services.cases.hearing import raised
from enforcement.services.cases.serving import served_how
from enforcement.services.cases.taking import WINDOW, act_day, case_take, line
from enforcement.services.periods import period_again


def case_intend(
    *,
    case_id: UUID,
    classes: list[str],
    fine_fen: int,
    confiscated_fen: int,
    actor: User,
    now: datetime,
    basis: str = "",
    on: date | None = None,
) -> Case:
    """The penalty intended (拟处罚意见) and its basis (行政处罚法 Art 44), drawn up `on` a day.

    Nothing runs yet. Where the penalty weighs enough the notice will tell of the hearing too (V28). One that
    was not served yet is replaced; beside one that was served a new notice is drawn up, which after a
    statement does not rise.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.intend", actor)
        former = notice_to_serve(case)
        day = act_day(on, former.drawn_on if former else case.informed_on or case.reviewed_on, now)
        law = basis_of(case, basis)
        facts = {
            "classes": classes,
            "fine_fen": fine_fen,
            "confiscated_fen": confiscated_fen,
            "stated": has_stated(case),
            "raised": raised(case, classes, fine_fen, confiscated_fen),
            "barred": barred_now(case),
            "basis_in_force": law is not None,
        }
        move(case, CASE, "case.intend", facts=facts)
        if former is not None:
            case.notices.filter(pk=former.pk).update(replaced_on=day)
        row = CaseNotice.objects.create(
            organ_id=case.organ_id, created_at=now, case=case, drawn_on=day, drawn_by=actor, classes=classes,
            fine_fen=fine_fen, confiscated_fen=confiscated_fen, basis_id=basis,
            hearing_reasons=heard_because(case, classes, fine_fen, confiscated_fen, day),
        )  # fmt: skip
        data = {"notice": str(row.pk), "on": day.isoformat(), "fine_fen": fine_fen}
        data |= {"confiscated_fen": confiscated_fen, "basis": law.key if law else ""}
        line(case, "case.intend", case.state, actor, now, data=data | {"classes": classes})
    return case


def case_inform(
    *,
    case_id: UUID,
    mode: str,
    proof: str,
    actor: User,
    now: datetime,
    on: date | None = None,
    consent: str = "",
    consent_file: UUID | None = None,
) -> Case:
    """The notice that was drawn up is served (行政处罚法 Art 44, 61) in one of the five ways, `on` a day.

    From that day the window for statement runs, and the one to ask for a hearing where there is a right to
    it (V28). By announcement it is the day on which the announcement of this notice ended. A new notice
    takes the place of an earlier one and opens a new window.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.inform", actor)
        before = case.state
        row = notice_to_serve(case) or CaseNotice()  # where none is drawn up the table refuses
        done = served_how(
            case, of=row, after=row.drawn_on, mode=mode, proof=proof, on=on, consent=consent,
            consent_file=consent_file, now=now,
        )  # fmt: skip
        sums = {"fine_fen": row.fine_fen, "confiscated_fen": row.confiscated_fen}
        facts = done.facts | {
            "intended": row.drawn_on is not None,
            "stated": has_stated(case),
            "raised": raised(case, row.classes, **sums),
        }
        move(
            case, CASE, "case.inform", facts=facts,
            informed_on=done.day, informed_classes=row.classes, informed_basis_id=row.basis_id,
            informed_fine_fen=row.fine_fen, informed_confiscated_fen=row.confiscated_fen,
            statement_waived=False, hearing_reasons=row.hearing_reasons, irregularities=done.irregular(case),
        )  # fmt: skip
        case.notices.filter(pk=row.pk).update(
            served_on=done.day, served_by=actor, service_mode=mode, service_proof=proof,
            service_consent=done.consent, service_consent_file=done.consent_file,
        )  # fmt: skip
        for rule in (WINDOW, "hearing_request") if row.hearing_reasons else (WINDOW,):
            period_again(rule=rule, of=case, on=done.day, actor=actor, now=now)
        data = done.said | {"notice": str(row.pk), "basis": row.basis_id, "classes": row.classes} | sums
        line(case, "case.inform", before, actor, now, reason=proof, data=data)
    return case
