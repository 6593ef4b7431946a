"""The revisit (回访) a code 6 (无法联系) needs before anybody reads it (V08)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.services.moves import lock
from inspections.domain.states import CODE_LOST
from inspections.models import Inspection
from scheduling.models import Visit, VisitOfficer
from scheduling.services.visits import visit_plan

WINDOW_NATURAL_DAYS = 30
REASON = "回访：通过登记的住所（经营场所）无法联系"


def revisit_demand(row: Inspection, *, actor: User, now: datetime) -> Visit | None:
    """Plan the revisit of an accepted code 6 with the same team, unless it is one or has one.

    Where the team cannot go, the refusal is written down and the revisit is planned by hand; until then the
    result is not published.
    """
    visit = Visit.objects.everywhere("guard").get(pk=row.visit_id)
    if CODE_LOST not in row.result_codes or visit.revisit_of_id is not None:
        return None
    if Visit.objects.everywhere("guard").filter(revisit_of=visit).exclude(state__in=_CALLED_OFF).exists():
        return None
    team = VisitOfficer.objects.everywhere("guard").filter(visit=visit, ended_at__isnull=True)
    today = civil(now)
    try:
        with transaction.atomic():
            return _plan(
                visit,
                officers=list(team.order_by("seat").values_list("officer_id", flat=True)),
                window=(today, today + timedelta(days=WINDOW_NATURAL_DAYS)),
                reason=REASON,
                actor=actor,
                now=now,
            )
    except DomainError as refused:
        record(
            organ=row.organ_id, actor=actor, verb="inspection.revisit", noun="inspection", noun_id=row.uuid,
            now=now, after=row.state, data={"refused": refused.code},
        )  # fmt: skip
        return None


_CALLED_OFF = (Visit.State.CANCELLED, Visit.State.REPLACED)


def inspection_revisit(
    *,
    inspection_id: UUID,
    officers: Sequence[UUID],
    planned_from: date,
    planned_to: date,
    reason: str,
    actor: User,
    now: datetime,
) -> Visit:
    """Plan the revisit of a record by hand; refusals are those of a visit's plan."""
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        if CODE_LOST not in row.result_codes or row.state == Inspection.State.WITHDRAWN:
            raise DomainError("facts_missing", {"missing": [f"code:{CODE_LOST}"]})
        visit = Visit.objects.everywhere("guard").get(pk=row.visit_id)
        return _plan(
            visit,
            officers=officers,
            window=(planned_from, planned_to),
            reason=reason or REASON,
            actor=actor,
            now=now,
        )


def _plan(
    visit: Visit,
    *,
    officers: Sequence[UUID],
    window: tuple[date, date],
    reason: str,
    actor: User,
    now: datetime,
) -> Visit:
    """The same check once more: its cap is not asked a second time, the leader still answers for it."""
    return visit_plan(
        venue_id=visit.venue_id,
        trigger=visit.trigger_id,
        items=visit.items,
        officers=officers,
        planned_from=window[0],
        planned_to=window[1],
        basis=visit.basis,
        cause=("visit", visit.uuid),
        revisit_of=visit,
        reason=reason,
        cap_reason=reason,
        precheck="see_there",
        precheck_reason=reason,
        filing_no=visit.filing_no,
        outside_reason=visit.outside_reason,
        actor=actor,
        now=now,
    )
