"""A party asks that an officer keep away (回避申请): taken on the spot, decided by the leader (V02)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock, move
from registry.models import Officer, Recusal
from scheduling.domain.states import RECUSAL_MOVES, VISIT_MOVES
from scheduling.models import RecusalRequest, Visit, VisitOfficer
from scheduling.selectors.joint import organ_of_seat
from scheduling.services.visits.owning import own_visit
from scheduling.services.visits.team import fit_check

BEFORE_START = (Visit.State.PLANNED, Visit.State.APPROVED)


def recusal_request(
    *,
    visit_id: UUID,
    officer_id: UUID,
    party: str,
    party_role: str,
    reason: str,
    actor: User,
    now: datetime,
) -> RecusalRequest:
    """Take a request down, whatever the state of the visit; until it is decided the check goes on
    (行政处罚法 Art 43). The officer is or was in the team (`invalid`): a phone without network
    may tell of it after he was replaced; asked twice is `conflict`.
    """
    require(actor, "visit.recuse")
    with transaction.atomic():
        visit = own_visit(visit_id, actor, "visit.recuse")
        if not VisitOfficer.objects.everywhere("guard").filter(visit=visit, officer_id=officer_id).exists():
            raise DomainError("invalid", {"fields": {"officer": ["不是本次检查的执法人员"]}})
        move(visit, VISIT_MOVES, "visit.recuse", facts={"reason": reason})
        try:
            with transaction.atomic():
                row = RecusalRequest.objects.create(
                    organ_id=visit.organ_id, created_at=now, visit=visit, officer_id=officer_id, party=party,
                    party_role=party_role, reason=reason, taken_by=actor,
                )  # fmt: skip
        except IntegrityError as error:
            raise DomainError("conflict", {"state": "asked", "verb": "visit.recuse"}) from error
        _tell(row, "visit.recuse", actor=actor, now=now, before="", reason=reason)
    return row


def recusal_grant(
    *, request_id: UUID, reason: str = "", substitute: UUID | None = None, actor: User, now: datetime
) -> RecusalRequest:
    """The officer keeps away from this venue from now on.

    Of a visit that has not begun his seat is given up: to `substitute`, or it stands open and the visit is
    asked about anew. A drawn team changes through the log of its draw alone (`draw.replace`), so there the
    visit cannot start until that is done. A record already made stays and is marked (V02).
    """
    require(actor, "recusal.grant")
    with transaction.atomic():
        row = _decided(request_id, "recusal.grant", reason, actor, now)
        visit = Visit.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=row.visit_id)
        _declare(row, visit, actor, now)
        if substitute is not None:
            _substitute_check(visit, row, substitute)
        if visit.draw_id is None and visit.state in (*BEFORE_START, Visit.State.STARTED):
            _seat_give_up(visit, row, substitute, now)
        _tell(row, "recusal.grant", actor=actor, now=now, before="asked", reason=reason)
    return row


def recusal_refuse(*, request_id: UUID, reason: str, actor: User, now: datetime) -> RecusalRequest:
    """The request has no ground, with the reason the party is told."""
    require(actor, "recusal.refuse")
    with transaction.atomic():
        row = _decided(request_id, "recusal.refuse", reason, actor, now)
        _tell(row, "recusal.refuse", actor=actor, now=now, before="asked", reason=reason)
    return row


def recusal_withdraw(*, request_id: UUID, reason: str = "", actor: User, now: datetime) -> RecusalRequest:
    """The party takes the request back; whoever took it down says so."""
    require(actor, "recusal.withdraw")
    with transaction.atomic():
        row = _decided(request_id, "recusal.withdraw", reason, actor, now)
        _tell(row, "recusal.withdraw", actor=actor, now=now, before="asked", reason=reason)
    return row


def _decided(request_id: UUID, verb: str, reason: str, actor: User, now: datetime) -> RecusalRequest:
    row = lock(RecusalRequest, request_id, actor)
    taker = row.taken_by_id == actor.pk
    if verb == "recusal.withdraw":
        if not taker:
            raise DomainError("not_allowed", {"verb": verb})
    elif taker or row.officer.user_id == actor.pk:
        raise DomainError("own_record", {"verb": verb})
    return move(
        row, RECUSAL_MOVES, verb, facts={"reason": reason}, decided_by=actor, decided_at=now, decision=reason
    )


def _declare(row: RecusalRequest, visit: Visit, actor: User, now: datetime) -> None:
    """The register knows it, so no draw and no plan sends him there again."""
    standing = Recusal.objects.everywhere("guard").filter(
        officer=row.officer_id, venue=visit.venue_id, ended_on__isnull=True
    )
    if not standing.exists():
        Recusal.objects.create(
            organ_id=row.officer.organ_id, created_at=now, officer_id=row.officer_id, venue_id=visit.venue_id,
            reason=row.reason, declared_by=actor,
        )  # fmt: skip


def _substitute_check(visit: Visit, row: RecusalRequest, substitute: UUID) -> None:
    seat = _seats(visit, row.officer_id).first()
    taken = _seats(visit, substitute).exists()
    if visit.draw_id is not None or seat is None or taken:
        raise DomainError("invalid", {"fields": {"substitute": ["此处不能直接换人"]}})
    officer = (
        Officer.objects.everywhere("guard")
        .filter(pk=substitute, organ_id=organ_of_seat(visit, seat.seat))
        .first()
    )
    if officer is None:
        raise DomainError("invalid", {"fields": {"substitute": ["请选择本机关的执法人员"]}})
    fit_check([officer], visit.venue, visit.planned_from, visit.planned_to)


def _seat_give_up(visit: Visit, row: RecusalRequest, substitute: UUID | None, now: datetime) -> None:
    seat = _seats(visit, row.officer_id).first()
    if seat is None:  # he has left the team meanwhile
        return
    VisitOfficer.objects.everywhere("guard").filter(pk=seat.pk).update(ended_at=now)
    if substitute is not None:
        VisitOfficer.objects.create(
            visit=visit, officer_id=substitute, seat=seat.seat, direct_reason="当事人申请回避，决定换人"
        )
        RecusalRequest.objects.everywhere("guard").filter(pk=row.pk).update(substitute=substitute)
        row.substitute_id = substitute
    elif visit.state in BEFORE_START:
        move(visit, VISIT_MOVES, "visit.relieve", facts={"reason": "recusal"}, approval=None)


def _seats(visit: Visit, officer: UUID) -> QuerySet[VisitOfficer]:
    return VisitOfficer.objects.everywhere("guard").filter(
        visit=visit, officer_id=officer, ended_at__isnull=True
    )


def _tell(row: RecusalRequest, verb: str, *, actor: User, now: datetime, before: str, reason: str) -> None:
    told = {"request": row.pk, "officer": row.officer_id, "substitute": row.substitute_id or ""}
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="visit", noun_id=row.visit_id, now=now,
        before=before, after=row.state, data={key: str(uuid) for key, uuid in told.items()}, reason=reason,
    )  # fmt: skip
