"""The supervisor's review (审核): settle irregularities, accept, or return with a reason."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock, move
from inspections.domain.states import INSPECTION_MOVES
from inspections.models import Inspection, Irregularity
from inspections.selectors.inspections import accept_facts
from inspections.selectors.photos import photos_missing
from inspections.services.following import publication_clock, publication_done
from inspections.services.owning import check_not_own
from inspections.services.rectifications import rectification_record
from inspections.services.revisiting import revisit_demand


def inspection_settle(
    *,
    inspection_id: UUID,
    irregularity: int | None = None,
    photo: UUID | None = None,
    counts: bool,
    reason: str,
    actor: User,
    now: datetime,
) -> Inspection:
    """Settle one irregularity, or one photo that will not come: the record counts all the same, or not.

    Settled again it is decided anew; the journal keeps both.
    """
    require(actor, "inspection.settle")
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        check_not_own(row, actor)
        next_state(INSPECTION_MOVES, row.state, "inspection.settle")
        fault = _photo_fault(row, photo, now) if photo else _fault(row, irregularity)
        fault.settled_by, fault.settled_at, fault.counts, fault.reason = actor, now, counts, reason
        fault.save()
        _tell(
            row, "inspection.settle", actor=actor, now=now, before=row.state, reason=reason,
            data={"rule": fault.rule, "code": fault.code, "counts": counts, "irregularity": fault.pk},
        )  # fmt: skip
    return row


def _fault(row: Inspection, number: int | None) -> Irregularity:
    faults = Irregularity.objects.everywhere("guard").filter(inspection=row, current=True)
    fault = faults.filter(pk=number).first() if number is not None else None
    if fault is None:
        raise DomainError("not_found", {"irregularity": number})
    return fault


def _photo_fault(row: Inspection, photo: UUID, now: datetime) -> Irregularity:
    known = Irregularity.objects.everywhere("guard").filter(
        inspection=row, current=True, code="photo_missing"
    )
    for fault in known:
        if fault.data.get("photo") == str(photo):
            return fault
    if str(photo) not in photos_missing(row):
        raise DomainError("not_found", {"photo": str(photo)})
    return Irregularity(
        inspection=row, rule="V39", code="photo_missing", data={"photo": str(photo)}, found_at=now
    )


def inspection_accept(*, inspection_id: UUID, actor: User, now: datetime) -> Inspection:
    """Accept: everything is settled and has arrived, by somebody who did not make the record.

    A record settled not to count is accepted as such and never published. Code 6 asks for its revisit, a
    recheck tells its order to rectify.
    """
    require(actor, "inspection.accept")
    try:
        with transaction.atomic():
            row = lock(Inspection, inspection_id, actor)
            check_not_own(row, actor)
            facts = accept_facts(row)
            before = row.state
            move(
                row, INSPECTION_MOVES, "inspection.accept", facts=facts, reviewed_by=actor, reviewed_at=now,
                review_reason="", accepted_on=civil(now), counts=facts["counts"],
            )  # fmt: skip
            _tell(row, "inspection.accept", actor=actor, now=now, before=before, data={"counts": row.counts})
            _follow(row, actor, now)
    except IntegrityError as error:  # another record of the visit was accepted at the same moment
        raise DomainError("conflict", {"state": "submitted", "verb": "inspection.accept"}) from error
    return row


def _follow(row: Inspection, actor: User, now: datetime) -> None:
    publication_clock(row, now=now)
    if not row.counts:
        publication_done(row, on=civil(now))
        return
    revisit_demand(row, actor=actor, now=now)
    rectification_record(row, actor=actor, now=now)


def inspection_return(*, inspection_id: UUID, reason: str, actor: User, now: datetime) -> Inspection:
    """Send back to the officers with the reason; their phone shows it and may send a higher revision."""
    require(actor, "inspection.return")
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        check_not_own(row, actor)
        before = row.state
        move(
            row, INSPECTION_MOVES, "inspection.return", reviewed_by=actor, reviewed_at=now,
            review_reason=reason,
        )  # fmt: skip
        _tell(row, "inspection.return", actor=actor, now=now, before=before, reason=reason)
    return row


def _tell(
    row: Inspection,
    verb: str,
    *,
    actor: User,
    now: datetime,
    before: str,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    record(
        organ=row.organ_id,
        actor=actor,
        verb=verb,
        noun="inspection",
        noun_id=row.uuid,
        now=now,
        before=before,
        after=row.state,
        data={"rev": row.rev, **(data or {})},
        reason=reason,
    )
