"""After the service: performance, closing, archive; or withdrawal and transfer."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.models import User
from backend.services.clocks import clocks_done
from backend.services.moves import move
from backend.services.numbers import number_take
from enforcement.domain.archive import unexplained
from enforcement.domain.simple import OF_THE_SPOT
from enforcement.domain.states import CASE
from enforcement.domain.tracks import OPEN_STATES, REFERRED
from enforcement.models import Case
from enforcement.selectors.archiving import archive_list
from enforcement.selectors.money import owed_fen
from enforcement.services.cases.followups import follow_up_open
from enforcement.services.cases.publishing import untrue_in_public
from enforcement.services.cases.taking import DECISION, WINDOW, act_day, case_take, line
from enforcement.services.periods import period_start
from scheduling.services.marks import mark_end

# what the archive's period runs from where the case did not close
RUNS_FROM = {"case.withdraw": "撤销案件", "case.transfer": "移送案件"}
ENDS_AS = {"case.withdraw": "withdrawn", "case.transfer": "transferred"}  # the closing type (结案方式)


def case_perform(
    *, case_id: UUID, actor: User, now: datetime, on: date | None = None, remission_reason: str = ""
) -> Case:
    """The penalty was performed (履行) `on` a day: its sums are paid, its surcharge paid or remitted.

    Never before the day of its last payment.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.perform", actor)
        before = case.state
        days = [case.served_on, *(row.paid_on for row in case.payments.all())]
        day = act_day(on, max((one for one in days if one), default=None), now)
        facts = {
            "outcome": case.outcome,
            "owed_fen": owed_fen(case, "penalty"),
            "surcharge_fen": owed_fen(case, "surcharge", day),
            "remission_reason": remission_reason,
        }
        move(case, CASE, "case.perform", facts=facts, performed_on=day, remission_reason=remission_reason)
        _payment_done(case, day)
        line(case, "case.perform", before, actor, now, reason=remission_reason, data={"on": day.isoformat()})
    return case


def _payment_done(case: Case, on: date) -> None:
    for rule in ("case_payment", "case_instalments", "court_application"):
        clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=on)


def case_close(*, case_id: UUID, closing_type: str, actor: User, now: datetime, reason: str = "") -> Case:
    """Closing (结案) with a type that fits the outcome; a penalty is performed first, or is terminated."""
    today = clock.civil(now)
    with transaction.atomic():
        case = case_take(case_id, "case.close", actor)
        before = case.state
        move(
            case,
            CASE,
            "case.close",
            facts={
                "closing_type": closing_type,
                "outcome": case.outcome,
                "reason": reason,
                "simple": case.simple,
                "unreported": case.unreported,
                "tracks_open": case.tracks.filter(state__in=OPEN_STATES).exists(),
            },
            closed_on=today,
            closing_type=closing_type,
            ended_reason=reason,
        )
        _payment_done(case, today)
        period_start(rule="case_archive", of=case, on=today, actor=actor, now=now)
        follow_up_open(case, actor=actor, now=now)
        mark_end(kind="case", cause=case.ref, on=today)
        line(case, "case.close", before, actor, now, reason=reason, data={"type": closing_type})
    return case


def case_mark(
    *,
    case_id: UUID,
    complex_case: bool,
    public_interest: bool,
    actor: User,
    now: datetime,
    harm: bool | None = None,
) -> Case:
    """Say that a case is complex or grave, touches a major public interest, or did harm.

    行政处罚法 Art 57, 58: discussed and reviewed; 行政处罚法 Art 36: five years instead of two.

    `harm` None leaves it as it is.
    """
    with transaction.atomic():
        case = case_take(case_id, "case.mark", actor)
        harmed = case.harm if harm is None else harm
        move(
            case, CASE, "case.mark", complex_case=complex_case, public_interest=public_interest, harm=harmed
        )  # fmt: skip
        data = {"complex": complex_case, "public": public_interest, "harm": harmed}
        line(case, "case.mark", case.state, actor, now, data=data)
    return case


def case_archive(*, case_id: UUID, actor: User, now: datetime, gaps: Mapping[str, str] | None = None) -> Case:
    """Archiving (归档): the case file takes the next number of the archive's shelf (卷号).

    V35: everything its checklist names is in it; `gaps`: code → why something is not (备考表). One that was
    withdrawn or transferred stays so.
    """
    today = clock.civil(now)
    with transaction.atomic():
        case = case_take(case_id, "case.archive", actor)
        before = case.state
        ticked = archive_list(case, gaps or {})
        shelf, seq = number_take(organ=case.organ, kind="archive", year=today.year)
        told = {one.want.code: one.reason[:200] for one in ticked if one.reason}
        facts = {"file_gaps": unexplained(ticked), "archived": case.archived_on is not None}
        move(
            case,
            CASE,
            "case.archive",
            facts=facts,
            archived_on=today,
            archived_by=actor,
            shelf=shelf,
            archive_gaps=told,
        )
        clocks_done(noun="case", noun_id=case.uuid, rule="case_archive", on=today)
        line(
            case, "case.archive", before, actor, now,
            data={"year": today.year, "seq": seq, "gaps": sorted(told)}, reason="；".join(told.values()),
        )  # fmt: skip
    return case


def case_end(*, case_id: UUID, verb: str, reason: str, actor: User, now: datetime) -> Case:
    """Withdraw (`case.withdraw`) or transfer (`case.transfer`) with the reason; only the archive is owed."""
    today = clock.civil(now)
    with transaction.atomic():
        case = case_take(case_id, verb, actor)
        before = case.state
        facts = {
            "reason": reason,
            "tracks_open": case.tracks.filter(state__in=OPEN_STATES).exists(),
            "referred": case.tracks.filter(kind="referral", state__in=REFERRED).exists(),
            "simple": case.simple,
            "paid": case.payments.exists(),
        }
        move(
            case, CASE, verb, facts=facts, ended_reason=reason, counts=verb != "case.withdraw",
            closed_on=today, closing_type=ENDS_AS[verb],
        )  # fmt: skip
        for rule in (DECISION, WINDOW, "hearing_request", *OF_THE_SPOT):
            clocks_done(noun="case", noun_id=case.uuid, rule=rule, on=today)
        period_start(
            rule="case_archive", of=case, on=today, actor=actor, now=now, start_event=RUNS_FROM[verb]
        )
        untrue_in_public(case, today, actor, now)
        for kind in ("case", "penalty"):
            mark_end(kind=kind, cause=case.ref, on=today)
        line(case, verb, before, actor, now, reason=reason)
    return case
