"""Hear the party: prior notice (事先告知), statement and defence (陈述申辩), waiver."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from backend.services.clocks import clocks_done
from backend.services.moves import move
from enforcement.domain.penalties import heavier
from enforcement.domain.states import CASE
from enforcement.models import Case
from enforcement.selectors.weighing import barred_now, basis_of, has_stated, heard_because
from enforcement.services.cases.taking import WINDOW, act_day, case_take, line
from enforcement.services.periods import period_again
from registry.models import LegalBasis


def raised(case: Case, classes: list[str], fine_fen: int, confiscated_fen: int) -> bool:
    """Whether this penalty is heavier than the one the party was informed of."""
    more = fine_fen > case.informed_fine_fen or confiscated_fen > case.informed_confiscated_fen
    return more or heavier(classes, case.informed_classes)


def told_of_another(case: Case, law: LegalBasis | None) -> bool:
    """Whether the party was told of another provision than this one."""
    return law is not None and case.informed_basis_id is not None and case.informed_basis_id != law.pk


def case_inform(
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
    """Prior notice of the intended penalty and its basis (行政处罚法 Art 44), served `on` (today).

    The window for statement begins. Where the penalty weighs enough the notice tells of the hearing too, and
    that window opens (V28). A new notice takes the place of an earlier one and opens a new window; after a
    statement it does not rise.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.inform", actor)
        before = case.state
        day = act_day(on, case.informed_on or case.reviewed_on, now)
        law = basis_of(case, basis)
        reasons = heard_because(case, classes, fine_fen, confiscated_fen, day)
        move(
            case,
            CASE,
            "case.inform",
            facts={
                "classes": classes,
                "fine_fen": fine_fen,
                "confiscated_fen": confiscated_fen,
                "stated": has_stated(case),
                "raised": raised(case, classes, fine_fen, confiscated_fen),
                "barred": barred_now(case),
                "basis_in_force": law is not None,
            },
            informed_on=day,
            informed_classes=classes,
            informed_basis=law,
            informed_fine_fen=fine_fen,
            informed_confiscated_fen=confiscated_fen,
            statement_waived=False,
            hearing_reasons=reasons,
        )
        for rule in (WINDOW, "hearing_request") if reasons else (WINDOW,):
            period_again(rule=rule, of=case, on=day, actor=actor, now=now)
        data = {"on": day.isoformat(), "fine_fen": fine_fen, "confiscated_fen": confiscated_fen}
        data |= {"basis": law.key if law else ""}
        line(case, "case.inform", before, actor, now, data=data | {"classes": classes})
    return case


def case_statement(*, case_id: UUID, text: str, waived_in_writing: str, actor: User, now: datetime) -> Case:
    """What the party stated, added to what he stated before; or his waiver in writing ("yes" or "").

    The waiver is of statement and hearing alike.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.statement", actor)
        next_state(CASE, case.state, "case.statement", {})
        if not text and not waived_in_writing:
            raise DomainError("invalid", {"fields": {"text": ["请填写陈述申辩内容，或注明书面放弃"]}})
        case.statement = "\n".join(part for part in (case.statement, text) if part)
        case.statement_waived = case.statement_waived or bool(waived_in_writing)
        changed = (
            Case.objects.everywhere("guard")
            .filter(pk=case.pk, state=Case.State.INFORMED)
            .update(statement=case.statement, statement_waived=case.statement_waived)
        )
        if changed != 1:
            raise DomainError("conflict", {"state": case.state, "verb": "case.statement"})
        if waived_in_writing:
            for rule in (WINDOW, "hearing_request"):
                clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=clock.civil(now))
        data = {"waived": case.statement_waived}
        line(case, "case.statement", case.state, actor, now, reason=text, data=data)
    return case
