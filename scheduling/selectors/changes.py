"""What a change of duty or a leave would run into, before anybody decides."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from registry.domain.officers import certified
from registry.models import Officer
from scheduling.domain.rota import change_faults
from scheduling.domain.states import OPEN_VISIT
from scheduling.domain.weeks import sunday, week_of
from scheduling.models import DutySeat, DutyWeek, SwapRequest, Visit
from scheduling.selectors.duties import duties_of, people_of


def change_warnings(week: DutyWeek, officer: Officer, *, gives: Iterable[DutyWeek] = ()) -> list[str]:
    """Rules `officer` would stand against in `week`: gap, away, certificate. `gives`: weeks he gives up."""
    no = week_of(week.starts_on)
    (person,) = people_of([officer], range(no, no + 1))
    end = sunday(no)
    holds = certified(valid_to=officer.cert_valid_to, revoked_on=officer.cert_revoked_on, on=end)
    duties = [duty for duty in duties_of(week.organ_id, no) if duty.officer == officer.cert_no]
    faults = change_faults(
        week=no, gap=week.policy.gap_weeks, person=person, duties=duties,
        without=[week_of(row.starts_on) for row in gives],
    )  # fmt: skip
    if holds:
        return faults
    return [fault for fault in faults if fault != "away"] + ["certificate"]


def swap_warnings(swap: SwapRequest) -> list[str]:
    """Of both sides, each once, in the order of the rules."""
    weeks = [swap.given.week] + ([swap.taken.week] if swap.taken else [])
    found = change_warnings(swap.given.week, swap.taker, gives=weeks[1:])
    if swap.taken:
        found += change_warnings(swap.taken.week, swap.giver, gives=weeks[:1])
    return [word for word in ("gap", "away", "certificate") if word in found]


def leave_conflicts(officer_id: UUID, starts_on: date, ends_on: date) -> dict[str, list[dict[str, Any]]]:
    """Visits still open in those days, and duty in the weeks they touch."""
    visits = (
        Visit.objects.everywhere("guard")
        .filter(
            team__officer_id=officer_id, team__ended_at__isnull=True, state__in=OPEN_VISIT,
            planned_from__lte=ends_on, planned_to__gte=starts_on,
        )
        .select_related("venue")
        .order_by("planned_from")
    )  # fmt: skip
    seats = DutySeat.objects.everywhere("guard").filter(
        officer_id=officer_id, ended_at__isnull=True, week__starts_on__lte=ends_on
    )
    return {
        "visits": [
            {
                "uuid": row.uuid,
                "number": row.number,
                "venue": row.venue.name,
                "planned_from": row.planned_from,
                "planned_to": row.planned_to,
            }
            for row in visits
        ],
        "duties": [
            {"uuid": seat.uuid, "starts_on": seat.week.starts_on, "team": seat.team + 1}
            for seat in seats.select_related("week").order_by("week__starts_on")
            if sunday(week_of(seat.week.starts_on)) >= starts_on
        ],
    }  # fmt: skip
