"""Clocks: start, suspend, meet, recompute. A date without its calendar is provisional and says so."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from backend.domain.deadlines import Due, Unit, due
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
    """Start one period; starting the same rule of the same noun on the same day again returns the running one."""
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
                data={"due": reckoned.on.isoformat(), "clock": str(clock.uuid), "provisional": reckoned.provisional},
            )
    return clock


def clock_reckoning(clock: Clock) -> Due:
    """The period day by day with today's calendars and suspensions (`为什么是这一天`)."""
    pauses = [(s.starts_on, s.ends_on or date.max) for s in clock.suspensions.all()]
    open_pause = next((start for start, end in pauses if end == date.max), None)
    if open_pause is not None:
        # still suspended: reckon as if it ended today is a guess; the date stands where it stood, provisional
        pauses = [(start, end) for start, end in pauses if end != date.max]
    return due(clock.starts_on, clock.length, cast(Unit, clock.unit), work_calendar(), pauses)


def clocks_done(*, noun: str, noun_id: UUID, rule: str, on: date) -> int:
    """Mark the noun's open clocks of `rule` as met on `on`; returns how many."""
    return (
        Clock.objects.everywhere("guard")
        .filter(noun=noun, noun_id=noun_id, rule=rule, done_on__isnull=True)
        .update(done_on=on)
    )


def clock_suspend(*, clock: Clock, starts_on: date, ends_on: date | None, basis: str, actor: User, now: datetime) -> Clock:
    """Suspend a clock with its legal basis and recompute its date."""
    with transaction.atomic():
        Suspension.objects.create(clock=clock, starts_on=starts_on, ends_on=ends_on, basis=basis)
        _refresh(clock, actor=actor, now=now)
    return clock


def clocks_recompute(*, now: datetime) -> int:
    """Recompute every open provisional clock; each that moved or became exact is announced in the journal."""
    moved = 0
    for clock in Clock.objects.everywhere("task").filter(done_on__isnull=True, provisional=True).order_by("uuid"):
        with transaction.atomic():
            moved += _refresh(clock, actor=None, now=now)
    return moved


def _refresh(clock: Clock, *, actor: User | None, now: datetime) -> bool:
    before = clock.due_on
    was = clock.provisional
    reckoned = clock_reckoning(clock)
    if (before, was) == (reckoned.on, reckoned.provisional):
        return False
    clock.due_on = reckoned.on
    clock.provisional = reckoned.provisional
    clock.needs_years = list(reckoned.needs_years)
    clock.save(update_fields=["due_on", "provisional", "needs_years"])
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
    """The date as shown: exact, or 不早于 with the missing years."""
    return Due(clock.due_on, tuple(clock.needs_years), ()).words()
