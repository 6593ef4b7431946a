"""Whom clocks remind, of cases and leads to results, orders, hazards and visits: the roles of each rule."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from backend.models import Clock, Grant, User
from enforcement.domain import leads, periods
from enforcement.models import CaseOfficer
from inspections.domain import hazards, publication
from registry.domain import credit
from scheduling.domain import owed

REMINDED = {
    **periods.REMINDED,
    **leads.REMINDED,
    **hazards.REMINDED,
    **publication.REMINDED,
    **credit.REMINDED,
    **owed.REMINDED,
}
SUPERVISOR = Grant.Role.SUPERVISOR


def clocks_for(people: Sequence[User]) -> Iterator[tuple[Clock, list[User]]]:
    """The running clocks of one organ, each with those of `people` it reminds; two queries.

    A clock that stands still reminds nobody. Where none of those it reminds is at work any more, the
    supervisors are told: a period of the law never runs out in silence.
    """
    organs = {str(person.organ_id) for person in people}
    rows = Clock.objects.everywhere("task").filter(organ__in=organs, rule__in=REMINDED, done_on__isnull=True)
    running = [row for row in rows.order_by("due_on", "uuid") if row.needs_years or not row.provisional]
    cases = {_case(row) for row in running}
    team: dict[UUID, set[UUID | None]] = {}
    for case, user in (
        CaseOfficer.objects.everywhere("task").filter(case__in=cases).values_list("case", "officer__user")
    ):
        team.setdefault(case, set()).add(user)
    for row in running:
        wanted = set(REMINDED[row.rule])
        mine = team.get(_case(row), set()) if "investigator" in wanted else set()
        here = [one for one in people if one.organ_id == row.organ_id]
        told = [one for one in here if one.pk in mine or one.roles & wanted]
        yield row, told or [one for one in here if SUPERVISOR in one.roles]


def _case(row: Clock) -> UUID:
    return row.at_id or row.noun_id
