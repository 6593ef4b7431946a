"""What is irregular (不规范情形) in the course of a case is settled by a supervisor, with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.models import User
from backend.services.moves import move
from enforcement.domain.irregular import SETTLED
from enforcement.domain.states import CASE
from enforcement.models import Case
from enforcement.services.cases.taking import case_take, line


def case_settle(*, case_id: UUID, code: str, reason: str, actor: User, now: datetime) -> Case:
    """The irregularity `code` is settled; it stays on record with who settled it, when and why.

    Refusals: facts_missing (the case has none of that code, or no reason), own_record (his own case).
    """
    said = reason.strip()
    with transaction.atomic():
        case = case_take(case_id, "case.settle", actor)
        facts = {"unsettled": code in SETTLED and code in case.irregularities, "reason": said}
        kept = {"code": code, "on": clock.civil(now).isoformat(), "by": actor.name, "reason": said}
        left = [one for one in case.irregularities if one != code]
        move(case, CASE, "case.settle", facts=facts, irregularities=left, settled=[*case.settled, kept])
        line(case, "case.settle", case.state, actor, now, reason=said, data={"code": code})
    return case


def irregular(case: Case, code: str) -> None:
    """The case has this irregularity from now on; its row is locked."""
    case.irregularities = list(dict.fromkeys([*case.irregularities, code]))
    Case.objects.everywhere("guard").filter(pk=case.pk).update(irregularities=case.irregularities)
