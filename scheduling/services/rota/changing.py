"""Changing a published seat: exchange, placement, a substitute for leave. Nothing is erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from registry.models import Officer
from scheduling.domain.rota import choose, standing
from scheduling.domain.weeks import sunday, week_of
from scheduling.models import DutySeat
from scheduling.selectors.changes import change_warnings
from scheduling.selectors.duties import duties_of, officers_of, people_of, rule_of
from scheduling.services.rota.rotating import rota_lock


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a seat changes: how it came about, the request behind it, and the words."""

    origin: str
    reason: str
    cause_id: UUID | None = None


def duty_change(
    *, seat_id: UUID, officer_id: UUID | None, reason: str, actor: User, now: datetime
) -> DutySeat:
    """Place an officer on a seat, or nobody: then the next by the same key as the rota takes it."""
    require(actor, "duty.change")
    with transaction.atomic():
        seat = seat_open(seat_id, actor, now)
        _reasoned(reason)
        ground = Ground(DutySeat.Origin.CHANGE, reason)
        if officer_id is None:
            return seat_fill(seat, ground, actor=actor, now=now)
        officer = Officer.objects.within(actor).filter(pk=officer_id, organ_id=seat.organ_id).first()
        if officer is None:
            raise DomainError("not_found")
        return _exchange([(seat, officer)], ground, actor=actor, now=now)[0]


def duty_swap(
    *, seat_id: UUID, other_id: UUID, reason: str, actor: User, now: datetime
) -> tuple[DutySeat, ...]:
    """Exchange the holders of two seats of any two weeks that are not over."""
    require(actor, "duty.change")
    with transaction.atomic():
        one, other = seat_open(seat_id, actor, now), seat_open(other_id, actor, now)
        _reasoned(reason)
        if one.pk == other.pk or one.organ_id != other.organ_id:
            raise DomainError("invalid", {"fields": {"other": ["请选择另一个席位"]}})
        return seats_exchange(one, other, Ground(DutySeat.Origin.CHANGE, reason), actor=actor, now=now)


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise DomainError("reason_needed")


def seat_open(seat_id: UUID, actor: User, now: datetime) -> DutySeat:
    """A seat as it stands, its organ locked; `conflict` when somebody else holds it by now."""
    seat = DutySeat.objects.within(actor).select_related("week__policy", "officer").filter(pk=seat_id).first()
    if seat is None:
        raise DomainError("not_found")
    rota_lock(seat.organ_id)
    seat.refresh_from_db(fields=["ended_at"])
    if seat.ended_at is not None:
        raise DomainError("conflict", {"state": "ended", "verb": "duty.change"})
    if sunday(week_of(seat.week.starts_on)) < civil(now):
        raise DomainError("duty_past")
    return seat


def seats_exchange(
    one: DutySeat, other: DutySeat, ground: Ground, *, actor: User, now: datetime
) -> tuple[DutySeat, ...]:
    """Both holders change places."""
    return _exchange([(one, other.officer), (other, one.officer)], ground, actor=actor, now=now)


def seat_give(seat: DutySeat, officer: Officer, ground: Ground, *, actor: User, now: datetime) -> DutySeat:
    """One seat to one officer."""
    return _exchange([(seat, officer)], ground, actor=actor, now=now)[0]


def seat_fill(seat: DutySeat, ground: Ground, *, actor: User, now: datetime) -> DutySeat:
    """The seat to the next by the same key as the rota; open when nobody may take it."""
    week, policy = seat.week, seat.week.policy
    no = week_of(week.starts_on)
    team = DutySeat.objects.everywhere("guard").filter(
        week=week, team=seat.team, ended_at__isnull=True, officer__isnull=False
    )
    members = [
        row.officer.cert_no for row in team.exclude(pk=seat.pk).select_related("officer") if row.officer
    ]
    officers = officers_of(policy)
    leaver = seat.officer.cert_no if seat.officer else ""
    before = standing(
        week=no, holiday=bool(week.holiday), gap=policy.gap_weeks,
        people=people_of(officers.values(), range(no, no + 1)), duties=duties_of(seat.organ_id, no),
    )  # fmt: skip
    who = choose(rule_of(policy).seed, before, team=seat.team, members=members, taken={leaver})
    return _exchange([(seat, officers.get(who))], ground, actor=actor, now=now)[0]


def seats_release(
    *, officer: Officer, starts_on: date, ends_on: date, cause_id: UUID, actor: User, now: datetime
) -> list[DutySeat]:
    """After a leave: substitutes for the officer's seats in weeks it touches that are not over yet."""
    today = civil(now)
    rota_lock(officer.organ_id)
    seats = DutySeat.objects.everywhere("guard").filter(
        officer=officer, ended_at__isnull=True, week__starts_on__lte=ends_on
    )
    ground = Ground(DutySeat.Origin.LEAVE, "请假", cause_id)
    return [
        seat_fill(seat, ground, actor=actor, now=now)
        for seat in seats.select_related("week__policy", "officer").order_by("week__starts_on")
        if sunday(week_of(seat.week.starts_on)) >= max(starts_on, today) and ends_on >= today
    ]


def _exchange(
    places: Iterable[tuple[DutySeat, Officer | None]], ground: Ground, *, actor: User, now: datetime
) -> tuple[DutySeat, ...]:
    """End every seat, then seat the new holders, each with the rules it stands against."""
    pairs = list(places)
    for seat, _ in pairs:
        changed = (
            DutySeat.objects.everywhere("guard")
            .filter(pk=seat.pk, ended_at__isnull=True)
            .update(ended_at=now)
        )
        if changed != 1:
            raise DomainError("conflict", {"state": "ended", "verb": "duty.change"})
    return tuple(_seat(seat, officer, ground, actor=actor, now=now) for seat, officer in pairs)


def _seat(seat: DutySeat, officer: Officer | None, ground: Ground, *, actor: User, now: datetime) -> DutySeat:
    warnings = []
    if officer is not None:
        if DutySeat.objects.everywhere("guard").filter(
            week=seat.week, officer=officer, ended_at__isnull=True
        ).exists():  # fmt: skip
            raise DomainError("duty_twice")
        warnings = change_warnings(seat.week, officer)
    row = DutySeat.objects.create(
        organ_id=seat.organ_id, created_at=now, week=seat.week, team=seat.team, seat=seat.seat,
        officer=officer, origin=ground.origin, cause_id=ground.cause_id, reason=ground.reason,
        warnings=warnings,
    )  # fmt: skip
    record(
        organ=seat.organ_id, actor=actor, verb="duty.change", noun="dutyseat", noun_id=row.uuid, now=now,
        data={
            "instead_of": str(seat.uuid),
            "week": seat.week.starts_on.isoformat(), "team": seat.team, "seat": seat.seat,
            "from": str(seat.officer_id or ""), "to": str(row.officer_id or ""), "origin": ground.origin,
            "warnings": warnings,
        },
        reason=ground.reason,
    )  # fmt: skip
    return row
