"""Direct assignment (直接委派) of an officer to a seat the match left open (V03)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Approval, Organ, User
from backend.permissions import require
from backend.services.moves import move
from registry.models import Officer
from scheduling.domain.states import VISIT_MOVES
from scheduling.models import Visit, VisitOfficer
from scheduling.selectors.joint import organ_of_seat
from scheduling.services.visits.asking import present_teams
from scheduling.services.visits.owning import own_visit
from scheduling.services.visits.team import fit_check, officers_named


def visit_assign(
    *, visit_id: UUID, seat: int, officer_id: UUID, reason: str, actor: User, now: datetime
) -> Visit:
    """Fill one open seat with a reason; the leader who then approves the visit approves the assignment too.

    Nobody is moved for it: a seat that is taken is `conflict`. Recusal and certificate are never waived.
    A seat of an organ that takes part goes to its officers alone.
    """
    require(actor, "visit.assign")
    with transaction.atomic():
        row = own_visit(visit_id, actor, "visit.assign")
        if not 0 <= seat < row.seats:
            raise DomainError("invalid", {"fields": {"seat": [f"席位为 0 至 {row.seats - 1}"]}})
        team = present_teams([row]).get(row.pk, [])
        officer = _officer(row, seat, officer_id, actor)
        if any(member.seat == seat or member.officer_id == officer.pk for member in team):
            raise DomainError("conflict", {"state": row.state, "verb": "visit.assign"})
        if row.approval is not None and row.approval.state == Approval.State.ASKED:
            raise DomainError("conflict", {"state": row.approval.state, "verb": "visit.assign"})
        move(row, VISIT_MOVES, "visit.assign", facts={"reason": reason})
        fit_check([officer], row.venue, row.planned_from, row.planned_to)
        try:
            with transaction.atomic():
                VisitOfficer.objects.create(visit=row, officer=officer, seat=seat, direct_reason=reason)
        except IntegrityError as error:
            raise DomainError("conflict", {"state": row.state, "verb": "visit.assign"}) from error
        record(
            organ=row.organ_id, actor=actor, verb="visit.assign", noun="visit", noun_id=row.uuid, now=now,
            after=row.state, data={"seat": seat, "officer": str(officer.uuid)}, reason=reason,
        )  # fmt: skip
    return row


def _officer(row: Visit, seat: int, officer_id: UUID, actor: User) -> Officer:
    organ = organ_of_seat(row, seat)
    if organ == row.organ_id:
        return officers_named([officer_id], actor)[0]
    found = Officer.objects.everywhere("guard").filter(pk=officer_id, organ_id=organ).first()
    if found is None:
        name = Organ.objects.everywhere("reference").get(pk=organ).name
        raise DomainError("invalid", {"fields": {"officer": [f"这个席位由{name}派员"]}})
    return found
