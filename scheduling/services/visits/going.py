"""Arrive and come back: start, finish, cancel."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
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
from scheduling.models import Visit
from scheduling.selectors.campaigns import campaign_lacking
from scheduling.selectors.caps import cap_list
from scheduling.services.outings import outing_join
from scheduling.services.visits.asking import present_teams
from scheduling.services.visits.owing import owed_start
from scheduling.services.visits.owning import own_visit
from scheduling.services.visits.team import certified_on, recused_of

# a phone's clock may be this much ahead of ours
AHEAD = timedelta(minutes=10)
BEHIND = timedelta(days=366)


def visit_start(
    *,
    visit_id: UUID,
    started_at: datetime,
    scan_mode: str,
    scanned_at: datetime | None,
    reason: str,
    urgent: str = "",
    actor: User,
    now: datetime,
) -> Visit:
    """Begin on line. Refused: no approval (V12) unless `urgent` says why it cannot wait, fewer than two
    certified officers (V01), one of them recused (V02), no code shown and no reason (V13) as `facts_missing`;
    the cap is full (V11) as `cap_reached`; not one of the team as `not_allowed`.

    What is left to be made up (approval, scan) runs by a clock from that day on.
    """
    require(actor, "visit.start")
    with transaction.atomic():
        row = lock(Visit, visit_id, actor)
        clock_check({"started_at": started_at, "scanned_at": scanned_at}, now)
        team = [member.officer for member in present_teams([row]).get(row.pk, [])]
        if not any(officer.user_id == actor.pk for officer in team):
            raise DomainError("not_allowed", {"verb": "visit.start"})
        before = row.state
        on = civil(started_at)
        if row.scanned_at is not None and row.scanned_at <= started_at:
            # the other side's own scan, noted by the server, stands before what the phone says
            scan_mode, scanned_at = "before", row.scanned_at
        facts = {
            "certified": certified_on(team, on),
            "scan_mode": scan_mode,
            "scanned": scanned_at is not None and scanned_at <= started_at,
            "reason": reason,
            "urgent": urgent,
            "recused": bool(recused_of(team, row.venue, on)),
            "campaign": campaign_lacking(row, on),
        }
        if before in (Visit.State.PLANNED, Visit.State.APPROVED):
            _cap_check(row, on.year)
        move(
            row, VISIT_MOVES, "visit.start", facts=facts, started_at=started_at, scanned_at=scanned_at,
            scan_mode=scan_mode, scan_reason=reason if scan_mode != "before" else "",
            urgent_reason=urgent if before == Visit.State.PLANNED else "",
        )  # fmt: skip
        outing_join(row, team, started_at, now)
        owed_start(row, actor=actor, now=now)
        record(
            organ=row.organ_id, actor=actor, verb="visit.start", noun="visit", noun_id=row.uuid, now=now,
            before=before, after=row.state, data={"scan_mode": scan_mode, "outing": str(row.outing_id)},
            reason=row.urgent_reason or reason,
        )  # fmt: skip
    return row


def clock_check(times: Mapping[str, datetime | None], now: datetime) -> None:
    """A phone's clock may be somewhat ahead; a year behind is no clock."""
    for name, at in times.items():
        if at is not None and not now - BEHIND < at <= now + AHEAD:
            raise DomainError("invalid", {"fields": {name: ["时间晚于现在，或早于一年前"]}})


def _cap_check(row: Visit, year: int) -> None:
    if not row.counts_to_cap or row.cap_reason:
        return
    cap = cap_list([row.venue], year, but=[row.pk])[row.venue_id]
    if cap.used >= cap.limit:
        raise DomainError("cap_reached", {"used": cap.used, "limit": cap.limit, "year": year})


def visit_finish(
    *,
    visit: Visit,
    finished_at: datetime,
    counts_to_cap: bool,
    started_at: datetime | None = None,
    actor: User | None,
    now: datetime,
) -> Visit:
    """What a stored record says of its visit: never refused, whatever the state; a later revision again.

    A visit that was never started on line takes its start from the record and joins the outing of that day.
    """
    with transaction.atomic():
        row = Visit.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=visit.pk)
        visit_finish_held(
            visit=row, finished_at=finished_at, counts_to_cap=counts_to_cap, started_at=started_at,
            actor=actor, now=now,
        )  # fmt: skip
        visit_outing(visit=row, now=now)
    for name in ("state", "outing_id", "finished_at", "finished_on", "counts_to_cap", "started_at"):
        setattr(visit, name, getattr(row, name))
    return visit


def visit_finish_held(
    *,
    visit: Visit,
    finished_at: datetime,
    counts_to_cap: bool,
    started_at: datetime | None = None,
    urgent: str = "",
    actor: User | None,
    now: datetime,
) -> Visit:
    """As `visit_finish`, of a visit the caller's transaction holds locked; `visit_outing` follows later."""
    before = visit.state
    values: dict[str, Any] = {
        "finished_at": finished_at,
        "finished_on": civil(finished_at),
        "counts_to_cap": counts_to_cap,
        "started_at": visit.started_at or started_at or finished_at,
        "urgent_reason": visit.urgent_reason or (urgent if visit.started_at is None else ""),
    }
    move(visit, VISIT_MOVES, "visit.finish", **values)
    record(
        organ=visit.organ_id, actor=actor, verb="visit.finish", noun="visit", noun_id=visit.uuid, now=now,
        before=before, after=visit.state, data={"counts_to_cap": counts_to_cap},
    )  # fmt: skip
    return visit


def visit_scanned(*, visit: Visit, scan_mode: str, scanned_at: datetime, reason: str) -> None:
    """The scan a record tells of, where the visit knew of none. Inside the caller's transaction."""
    values = {"scan_mode": scan_mode, "scanned_at": scanned_at, "scan_reason": reason}
    Visit.objects.everywhere("guard").filter(pk=visit.pk, scanned_at__isnull=True).update(**values)
    for name, value in values.items():
        setattr(visit, name, value)
    clocks_done(noun="visit", noun_id=visit.pk, rule="visit_scan", on=civil(scanned_at))


def visit_outing(*, visit: Visit, now: datetime) -> None:
    """The outing of a visit that began without one; may run twice. Inside the caller's transaction."""
    if visit.outing_id is None and visit.started_at is not None:
        team = [member.officer for member in present_teams([visit]).get(visit.pk, [])]
        outing_join(visit, team, visit.started_at, now)


def visit_cancel(*, visit_id: UUID, reason: str, actor: User, now: datetime) -> Visit:
    """Call a visit off before it began, with the reason."""
    require(actor, "visit.cancel")
    with transaction.atomic():
        row = own_visit(visit_id, actor, "visit.cancel")
        before = row.state
        move(row, VISIT_MOVES, "visit.cancel", facts={"reason": reason}, reason=reason)
        record(
            organ=row.organ_id, actor=actor, verb="visit.cancel", noun="visit", noun_id=row.uuid, now=now,
            before=before, after=row.state, reason=reason,
        )  # fmt: skip
    return row
