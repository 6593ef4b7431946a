"""Hear the party: statement and defence (陈述申辩), waiver; and what it was told of (事先告知)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from backend.services.clocks import clocks_done
from enforcement.domain.penalties import heavier
from enforcement.domain.states import CASE
from enforcement.models import Case
from enforcement.services.cases.taking import WINDOW, case_take, line
from registry.models import LegalBasis


def raised(case: Case, classes: list[str], fine_fen: int, confiscated_fen: int) -> bool:
    """Whether this penalty is heavier than the one the party was informed of."""
    more = fine_fen > case.informed_fine_fen or confiscated_fen > case.informed_confiscated_fen
    return more or heavier(classes, case.informed_classes)


def told_of_another(case: Case, law: LegalBasis | None) -> bool:
    """Whether the party was told of another provision than this one."""
    return law is not None and case.informed_basis_id is not None and case.informed_basis_id != law.pk


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
