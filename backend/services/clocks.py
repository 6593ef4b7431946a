"""Clocks: start, suspend, resume, meet, recompute. A date without its calendar is provisional and says so."""

from collections.abc import Collection
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.clock import civil
from backend.domain.deadlines import Due, Unit, due
from backend.domain.errors import DomainError
from backend.domain.workdays import WorkCalendar
from backend.journal import record
from backend.models import Clock, Organ, Suspension, User
from backend.services.calendar import work_calendar


def clock_start(
    *,
    organ: Organ | str,
    rule: str,
    noun: str,
    noun_id: UUID,
    start_event: str,
    starts_on: date,
    length: int,
    unit: Unit,
    basis: str,
    actor: User | None,
    now: datetime,
) -> Clock:
    """Start one period; starting the same rule of the same noun on the same day again returns the first."""
    code = organ if isinstance(organ, str) else organ.code
    reckoned = due(starts_on, length, unit, work_calendar())
    with transaction.atomic():
        clock, made = Clock.objects.everywhere("guard").get_or_create(
            noun=noun,
            noun_id=noun_id,
            rule=rule,
            starts_on=starts_on,
            defaults={
                "organ_id": code,
                "created_at": now,
                "start_event": start_event,
                "length": length,
                "unit": unit,
                "basis": basis,
                "due_on": reckoned.on,
                "provisional": reckoned.provisional,
                "needs_years": list(reckoned.needs_years),
            },
        )
        if made:
            record(
                organ=code,
                actor=actor,
                verb="clock.start",
                noun=noun,
                noun_id=noun_id,
                now=now,
                after=rule,
                data={
                    "due": reckoned.on.isoformat(),
                    "clock": str(clock.uuid),
                    "provisional": reckoned.provisional,
                },
            )
    return clock


def clock_reckoning(clock: Clock, today: date, calendar: WorkCalendar | None = None) -> Due:
    """The period day by day with today's calendars and suspensions (`为什么是这一天`).

    A suspension that still runs is reckoned as ending today, so the date can only move later.
    """
    pauses = [(row.starts_on, row.ends_on) for row in clock.suspensions.all()]
    running = any(end is None and start <= today for start, end in pauses)
    closed = [(start, today if end is None else end) for start, end in pauses]
    return due(
        clock.starts_on,
        clock.length,
        cast("Unit", clock.unit),
        calendar or work_calendar(),
        closed,
        suspended=running and clock.done_on is None,
    )


def clocks_done(*, noun: str, noun_id: UUID, rule: str, on: date) -> int:
    """Mark the noun's open clocks of `rule` as met on `on`; returns how many."""
    return (
        Clock.objects.everywhere("guard")
        .filter(noun=noun, noun_id=noun_id, rule=rule, done_on__isnull=True)
        .update(done_on=on)
    )


def clock_suspend(
    *, clock: Clock, starts_on: date, ends_on: date | None, basis: str, actor: User, now: datetime
) -> Clock:
    """Suspend a clock with its legal basis (中止) and recompute its date; one open suspension at a time."""
    with transaction.atomic():
        if ends_on is None and clock.suspensions.filter(ends_on__isnull=True).exists():
            raise DomainError("conflict", {"state": "suspended", "verb": "clock.suspend"})
        Suspension.objects.create(clock=clock, starts_on=starts_on, ends_on=ends_on, basis=basis)
        _refresh(clock, actor=actor, now=now)
    return clock


def clock_resume(*, clock: Clock, ends_on: date, actor: User, now: datetime) -> Clock:
    """End the open suspension; `ends_on` is its last day. `conflict` when none is open."""
    with transaction.atomic():
        ended = clock.suspensions.filter(ends_on__isnull=True, starts_on__lte=ends_on).update(ends_on=ends_on)
        if ended != 1:
            raise DomainError("conflict", {"state": "running", "verb": "clock.resume"})
        _refresh(clock, actor=actor, now=now)
    return clock


def clocks_recompute(*, now: datetime, years: Collection[int] = ()) -> int:
    """Recompute the open clocks that are provisional or run in one of `years`; returns how many changed.

    Each that moved or became exact is announced in the journal.
    """
    touched = Q(provisional=True)
    for year in years:
        touched |= Q(starts_on__lte=date(year, 12, 31), due_on__gte=date(year, 1, 1))
    rows = Clock.objects.everywhere("task").filter(touched, done_on__isnull=True)
    moved = 0
    calendar = work_calendar()
    with transaction.atomic():
        for clock in rows.prefetch_related("suspensions").order_by("uuid"):
            moved += _refresh(clock, actor=None, now=now, calendar=calendar)
    return moved


def _refresh(
    clock: Clock, *, actor: User | None, now: datetime, calendar: WorkCalendar | None = None
) -> bool:
    """Bring the row up to date; whether the journal was told that its date or its exactness changed.

    While a suspension runs the date moves by itself every day: that is not told again.
    """
    before, was = clock.due_on, clock.provisional
    reckoned = clock_reckoning(clock, civil(now), calendar)
    needs = list(reckoned.needs_years)
    if (before, was, clock.needs_years) == (reckoned.on, reckoned.provisional, needs):
        return False
    clock.due_on, clock.provisional, clock.needs_years = reckoned.on, reckoned.provisional, needs
    clock.save(update_fields=["due_on", "provisional", "needs_years"])
    if (before, was) == (reckoned.on, reckoned.provisional) or (was and reckoned.suspended):
        return False
    record(
        organ=clock.organ_id,
        actor=actor,
        verb="clock.recompute",
        noun=clock.noun,
        noun_id=clock.noun_id,
        now=now,
        before=before.isoformat(),
        after=reckoned.on.isoformat(),
        data={"rule": clock.rule, "provisional": reckoned.provisional},
    )
    return True


def due_words(clock: Clock) -> str:
    """The date as shown: exact, or 不早于 with what it waits for."""
    needs = tuple(clock.needs_years)
    return Due(clock.due_on, needs, (), suspended=clock.provisional and not needs).words()
