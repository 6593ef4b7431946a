"""Take a case in hand: locked, in scope, open to this person; and write what was done."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Clock, User
from backend.permissions import may, require
from backend.services.clocks import clock_reckoning
from backend.services.moves import lock
from enforcement.domain.disputes import KINDS
from enforcement.domain.periods import REMEDIES
from enforcement.domain.relations import closed_to
from enforcement.domain.tracks import PENDING
from enforcement.models import Case
from enforcement.selectors.teams import left_team

DECISION = "case_decision"
WINDOW = "case_statement"


def case_take(case_id: UUID, verb: str, actor: User) -> Case:
    """The case, locked; refuses by role (`not_allowed`), scope (`not_found`), relation (`own_record`)."""
    require(actor, verb)
    case = lock(Case, case_id, actor)
    code = closed_to(
        verb,
        investigator=case.officers.filter(officer__user=actor).exists(),
        left=left_team(case, actor),
        filed=case.filed_by_id == actor.uuid,
        oversees=may(actor, "case.oversee"),
    )
    if code:
        raise DomainError(code, {"case": str(case.uuid), "verb": verb})
    return case


def act_day(on: date | None, not_before: date | None, now: datetime) -> date:
    """The day of an act recorded now: today, or an earlier day not before the step it follows."""
    today = clock.civil(now)
    if on is None:
        return today
    if on > today:
        raise DomainError("invalid", {"fields": {"on": ["日期不能晚于今天"]}})
    if not_before is not None and on < not_before:
        why = f"日期不能早于上一步（{not_before.isoformat()}）"
        raise DomainError("invalid", {"fields": {"on": [why]}})
    return on


def act_time(at: time | None, on: date, now: datetime) -> time | None:
    """The time of an act of that day, to the minute; never later than now."""
    if at is None:
        return None
    at = at.replace(second=0, microsecond=0)
    if datetime.combine(on, at, BEIJING) > now:
        raise DomainError("invalid", {"fields": {"at": ["时刻不能晚于现在"]}})
    return at


def clock_of(case: Case, rule: str) -> Clock | None:
    """The latest clock of this rule."""
    rows = Clock.objects.everywhere("guard").filter(noun="case", noun_id=case.uuid, rule=rule)
    return rows.order_by("-starts_on").first()


def is_over(clock_row: Clock | None, today: date) -> bool:
    """Whether the last day has certainly passed: never while the date is provisional."""
    if clock_row is None:
        return False
    reckoned = clock_reckoning(clock_row, today)
    return today > reckoned.on and not reckoned.provisional


def remedies_over(case: Case, today: date) -> bool:
    """Whether no review or litigation is pending or may still be asked for (行政强制法 Art 53)."""
    if case.tracks.filter(kind__in=KINDS, state__in=PENDING).exists():
        return False
    rows = Clock.objects.everywhere("guard").filter(
        noun="case", noun_id=case.uuid, rule__in=REMEDIES, done_on__isnull=True
    )
    return all(is_over(row, today) for row in rows)


def line(case: Case, verb: str, before: str, actor: User, now: datetime, **more: Any) -> None:
    """One journal line of the case."""
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
