"""From filing to review: investigation ends, the clock stands still and runs again, legal review."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from backend.services.clocks import clock_resume, clock_suspend
from backend.services.moves import move
from enforcement.domain.states import CASE
from enforcement.domain.tracks import WITH_POLICE
from enforcement.models import Case
from enforcement.services.cases.taking import DECISION, act_day, case_take, clock_of, line


def case_investigate(*, case_id: UUID, facts: str, proposal: str, actor: User, now: datetime) -> Case:
    """Investigation ends (调查终结) with facts and a proposal."""
    with transaction.atomic():
        case = case_take(case_id, "case.investigate", actor)
        before = case.state
        move(
            case,
            CASE,
            "case.investigate",
            facts={"facts": facts, "proposal": proposal, "officers": case.officers.count()},
            investigated_on=clock.civil(now),
            facts_found=facts,
            proposal=proposal,
        )
        line(case, "case.investigate", before, actor, now)
    return case


def case_review(*, case_id: UUID, opinion: str, actor: User, now: datetime) -> Case:
    """Legal review (法制审核): the reviewer is no investigator of this case (V29)."""
    with transaction.atomic():
        case = case_take(case_id, "case.review", actor)
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
        line(case, "case.review", before, actor, now, reason=opinion)
    return case


def case_send_back(*, case_id: UUID, reason: str, actor: User, now: datetime) -> Case:
    """Legal review does not pass (审核未通过, 行政处罚法 Art 58): investigated on; the last reason stays."""
    with transaction.atomic():
        case = case_take(case_id, "case.send_back", actor)
        before = case.state
        move(
            case,
            CASE,
            "case.send_back",
            facts={"reason": reason},
            investigated_on=None,  # it ends again when it is investigated further
            sent_back_on=clock.civil(now),
            sent_back_by=actor,
            sent_back_reason=reason,
        )
        line(case, "case.send_back", before, actor, now, reason=reason)
    return case


def case_suspend(*, case_id: UUID, basis: str, actor: User, now: datetime, on: date | None = None) -> Case:
    """The 90 days stand still (中止) from `on`, with the legal basis; a second suspension is a `conflict`."""
    with transaction.atomic():
        case = case_take(case_id, "case.suspend", actor)
        next_state(CASE, case.state, "case.suspend", {"basis": basis})
        from_day = act_day(on, case.filed_on, now)
        row = clock_of(case, DECISION)
        if row is None or row.done_on is not None:
            raise DomainError("move_not_open", {"state": case.state, "verb": "case.suspend"})
        past = row.suspensions.order_by("-starts_on").first()
        if past is not None and past.ends_on is not None and past.ends_on >= from_day:
            why = f"上一次中止到 {past.ends_on.isoformat()} 为止"
            raise DomainError("invalid", {"fields": {"on": [why]}})
        clock_suspend(clock=row, starts_on=from_day, ends_on=None, basis=basis, actor=actor, now=now)
        line(case, "case.suspend", case.state, actor, now, reason=basis, data={"from": from_day.isoformat()})
    return case


def case_resume(*, case_id: UUID, actor: User, now: datetime, on: date | None = None) -> Case:
    """The 90 days run again from `on` (today): the day before is the last that is not counted.

    A suspension is at least the day it began.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.resume", actor)
        referrals = list(case.tracks.filter(kind="referral"))
        with_police = any(one.state in WITH_POLICE for one in referrals)
        next_state(CASE, case.state, "case.resume", {"with_police": with_police})
        row = clock_of(case, DECISION)
        paused = row.suspensions.filter(ends_on__isnull=True).first() if row else None
        if row is None or paused is None:
            raise DomainError("move_not_open", {"state": case.state, "verb": "case.resume"})
        back = [one.values["referral.decline"]["on"] for one in referrals if "referral.decline" in one.values]
        first = max(
            [paused.starts_on, *map(date.fromisoformat, back)]
        )  # what was with the police stood still
        runs_from = act_day(on, first, now)
        last = max(runs_from - timedelta(days=1), paused.starts_on)
        clock_resume(clock=row, ends_on=last, actor=actor, now=now)
        line(case, "case.resume", case.state, actor, now, data={"from": runs_from.isoformat()})
    return case
