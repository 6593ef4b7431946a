"""Payment (缴款) of a penalty or its surcharge, sum by sum."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from enforcement.domain.states import CASE
from enforcement.models import Case, Payment
from enforcement.selectors.money import owed_fen
from enforcement.services.cases.taking import act_day, case_take, line


def case_pay(
    *,
    case_id: UUID,
    amount_fen: int,
    mode: str,
    receipt: str,
    actor: User,
    now: datetime,
    part: str = "penalty",
    on: date | None = None,
    hard_reason: str = "",
) -> Case:
    """Record one payment, in fen, with its receipt; never more than is owed, a receipt only once.

    On the spot above 100 yuan only with the reason (行政处罚法 Art 68, 69).
    """
    with transaction.atomic():
        case = case_take(case_id, "case.pay", actor)
        day = act_day(on, case.served_on, now)
        facts = {
            "amount_fen": amount_fen,
            "receipt": receipt,
            "part_owed_fen": owed_fen(case, part, day),
            "mode": mode,
            "hard_reason": hard_reason,
        }
        next_state(CASE, case.state, "case.pay", facts)
        try:
            with transaction.atomic():
                Payment.objects.create(
                    case=case,
                    part=part,
                    amount_fen=amount_fen,
                    paid_on=day,
                    mode=mode,
                    receipt=receipt,
                    hard_reason=hard_reason,
                    recorded_by=actor,
                    recorded_at=now,
                )
        except IntegrityError as error:
            raise DomainError("invalid", {"fields": {"receipt": ["这张票据已经登记"]}}) from error
        data = {"part": part, "amount_fen": amount_fen, "on": day.isoformat(), "mode": mode}
        line(case, "case.pay", case.state, actor, now, reason=hard_reason, data=data)
    return case
