"""What is made up or confirmed beside the record: the scan, a colleague's word, the notice, the report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from scheduling.domain.states import VISIT_MOVES
from scheduling.models import Visit, VisitOfficer
from scheduling.selectors.notices import notice_workdays
from scheduling.services.visits.going import clock_check
from scheduling.services.visits.owning import own_visit


def visit_backfill(
    *, visit_id: UUID, scan_mode: str, scanned_at: datetime, reason: str, actor: User, now: datetime
) -> Visit:
    """Make the code up (补扫): before leaving, or within ten days, once, with the reason (V13).

    Later than that it is taken all the same: it is a fact, and the record stays irregular.
    """
    require(actor, "visit.backfill")
    with transaction.atomic():
        row = lock(Visit, visit_id, actor)
        _seat(row, actor, "visit.backfill")
        clock_check({"scanned_at": scanned_at}, now)
        facts = {"has_scan": row.scanned_at is not None, "reason": reason}
        move(
            row, VISIT_MOVES, "visit.backfill", facts=facts, scan_mode=scan_mode, scanned_at=scanned_at,
            scan_reason=reason,
        )  # fmt: skip
        clocks_done(noun="visit", noun_id=row.uuid, rule="visit_scan", on=civil(scanned_at))
        record(
            organ=row.organ_id, actor=actor, verb="visit.backfill", noun="visit", noun_id=row.uuid, now=now,
            before=row.state, after=row.state, data={"scan_mode": scan_mode}, reason=reason,
        )  # fmt: skip
    return row


def visit_confirm(
    *, visit_id: UUID, confirmed_at: datetime | None = None, actor: User, now: datetime
) -> Visit:
    """An officer of the team says by his own sign-in that he is, or was, there: as good as his signature.

    `confirmed_at`: when he said so on a phone without network; never later than now.
    """
    require(actor, "visit.confirm")
    with transaction.atomic():
        row = lock(Visit, visit_id, actor)
        seat = _seat(row, actor, "visit.confirm")
        move(row, VISIT_MOVES, "visit.confirm", facts={"confirmed": seat.confirmed_at is not None})
        VisitOfficer.objects.everywhere("guard").filter(pk=seat.pk).update(
            confirmed_at=min(confirmed_at or now, now)
        )
        record(
            organ=row.organ_id, actor=actor, verb="visit.confirm", noun="visit", noun_id=row.uuid, now=now,
            before=row.state, after=row.state, data={"officer": str(seat.officer_id), "seat": seat.seat},
        )  # fmt: skip
    return row


def visit_notify(*, visit_id: UUID, noticed_at: datetime, actor: User, now: datetime) -> Visit:
    """Notice was given before the day: only where an item says so, never of a sealed draw."""
    require(actor, "visit.notify")
    with transaction.atomic():
        row = own_visit(visit_id, actor, "visit.notify")
        clock_check({"noticed_at": noticed_at}, now)
        facts = {
            "ahead": notice_workdays(row.items) > 0,
            "untold": row.draw is not None and row.draw.untold,
            "told": row.noticed_at is not None,
        }
        move(row, VISIT_MOVES, "visit.notify", facts=facts, noticed_at=noticed_at)
        record(
            organ=row.organ_id, actor=actor, verb="visit.notify", noun="visit", noun_id=row.uuid, now=now,
            before=row.state, after=row.state,
        )  # fmt: skip
    return row


def visit_report(*, visit_id: UUID, number: str, actor: User, now: datetime) -> Visit:
    """The check outside the district was reported (V15), under this number."""
    require(actor, "visit.report")
    with transaction.atomic():
        row = own_visit(visit_id, actor, "visit.report")
        facts = {"outside": row.outside_reason, "reported": row.outside_report, "reason": number}
        move(row, VISIT_MOVES, "visit.report", facts=facts, outside_report=number)
        clocks_done(noun="visit", noun_id=row.uuid, rule="outside_report", on=civil(now))
        record(
            organ=row.organ_id, actor=actor, verb="visit.report", noun="visit", noun_id=row.uuid, now=now,
            before=row.state, after=row.state, reason=number,
        )  # fmt: skip
    return row


def _seat(row: Visit, actor: User, verb: str) -> VisitOfficer:
    """The actor's own seat in the team; `not_allowed` for anybody else."""
    seat = (
        VisitOfficer.objects.everywhere("guard")
        .filter(visit=row, officer__user=actor, ended_at__isnull=True)
        .first()
    )
    if seat is None:
        raise DomainError("not_allowed", {"verb": verb})
    return seat
