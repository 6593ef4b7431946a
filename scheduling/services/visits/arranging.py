"""Set a visit for a day within its window, and for another one with the reason."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from scheduling.domain.states import VISIT_MOVES
from scheduling.models import Visit, VisitDay
from scheduling.services.visits.asking import present_teams
from scheduling.services.visits.owning import own_visit
from scheduling.services.visits.team import fit_check


def visit_arrange(*, visit_id: UUID, on: date, reason: str = "", actor: User, now: datetime) -> Visit:
    """The day the team means to go; a former day is kept with its reason. The window stays as approved.

    Refusals: move_not_open once begun, facts_missing (another day without a reason), invalid (outside the
    window, or past), officer_away and certificate_invalid for the day. The same day again changes nothing.
    """
    require(actor, "visit.arrange")
    with transaction.atomic():
        row = own_visit(visit_id, actor, "visit.arrange")
        standing = VisitDay.objects.everywhere("guard").filter(visit=row, ended_at__isnull=True)
        before = standing.first()
        next_state(VISIT_MOVES, row.state, "visit.arrange", {"set": before is not None, "reason": reason})
        if before is not None and before.on == on:
            return row
        if not max(row.planned_from, civil(now)) <= on <= row.planned_to:
            raise DomainError("invalid", {"fields": {"on": ["只能安排在今天以后、检查期限以内"]}})
        fit_check([seat.officer for seat in present_teams([row]).get(row.pk, [])], row.venue, on, on)
        standing.update(ended_at=now)
        try:
            with transaction.atomic():
                VisitDay.objects.create(visit=row, on=on, reason=reason, set_by=actor, set_at=now)
        except IntegrityError as error:
            raise DomainError("conflict", {"state": row.state, "verb": "visit.arrange"}) from error
        record(
            organ=row.organ_id, actor=actor, verb="visit.arrange", noun="visit", noun_id=row.uuid, now=now,
            before=before.on.isoformat() if before else "", after=on.isoformat(), reason=reason,
        )  # fmt: skip
    return row
