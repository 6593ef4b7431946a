"""Clocks: start, suspend, resume, meet, recompute. A date without its calendar is provisional and says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from backend.clock import BEIJING, civil
from backend.domain.deadlines import Due, Unit, due, due_in_hours, due_instant, over_at
from backend.domain.errors import DomainError
from backend.domain.workdays import WorkCalendar
from backend.journal import record
from backend.models import Clock, Organ, Suspension, User
from backend.services.calendar import work_calendar


@dataclass(frozen=True, slots=True)
class Shift:
    """A clock that moved or became exact: its day and its exactness before; after, they stand in the row."""

    clock: Clock
    before: date
    was_provisional: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What is opened for a clock and how it is called, where that is not its own noun."""

    noun: str = ""
    uuid: UUID | None = None
    label: str = ""


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
    follows: Clock | None = None,
    shown: Shown | None = None,
    starts_at: datetime | None = None,
) -> Clock:
    """Start one period; starting the same rule of the same noun on the same day again returns the first.

    One that `follows` another starts on that one's last day, whatever `starts_on` says. A period in hours
    runs from `starts_at`, which is on `starts_on`.
    """
    code = organ if isinstance(organ, str) else organ.code
    starts_on = follows.due_on if follows else starts_on
    at = shown or Shown()
    if unit == "hours":
        if starts_at is None:
            raise ValueError("a period in hours starts at an instant")
        reckoned = due_in_hours(starts_at.astimezone(BEIJING), length)
    else:
        reckoned, starts_at = due(starts_on, length, unit, work_calendar()), None
    needs = _needs(reckoned, follows.needs_years if follows else ())
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
                "starts_at": starts_at,
                "due_at": due_instant(starts_at, length) if starts_at else None,
                "provisional": bool(needs),
                "needs_years": needs,
                "follows": follows,
                "at_noun": at.noun,
                "at_id": at.uuid,
                "label": at.label,
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
                    "provisional": bool(needs),
                },
            )
    return clock


def _needs(reckoned: Due, before: Collection[int]) -> list[int]:
    """The years a date waits for: its own, and those of the clock it follows."""
    return sorted({*reckoned.needs_years, *before})


def clock_reckoning(clock: Clock, today: date, calendar: WorkCalendar | None = None) -> Due:
    """The period day by day with today's calendars and suspensions (`为什么是这一天`).

    A suspension that still runs is reckoned as ending today, so the date can only move later.
    """
    if clock.starts_at is not None:
        return due_in_hours(clock.starts_at.astimezone(BEIJING), clock.length)
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
    """Suspend a clock with its legal basis (中止) and recompute its date; one open suspension at a time.

    A period in hours never stands still.
    """
    if clock.unit == "hours":
        raise ValueError("a period in hours does not stand still")
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
    """Recompute the open clocks that are provisional or run in one of `years`; returns how many changed."""
    return len(clocks_moved(now=now, years=years))


def clocks_moved(*, now: datetime, years: Collection[int] = ()) -> list[Shift]:
    """As `clocks_recompute`: those that moved or became exact, each announced in the journal."""
    touched = Q(provisional=True)
    for year in years:
        touched |= Q(starts_on__lte=date(year, 12, 31), due_on__gte=date(year, 1, 1))
    rows = Clock.objects.everywhere("task").filter(touched, done_on__isnull=True)
    moved: list[Shift] = []
    calendar = work_calendar()
    with transaction.atomic():
        # the followed before the followers, which have moved with it when their turn comes
        for clock in rows.prefetch_related("suspensions").order_by(
            F("follows").asc(nulls_first=True), "uuid"
        ):
            if clock.pk not in {one.clock.pk for one in moved}:
                moved += _refresh(clock, actor=None, now=now, calendar=calendar)
    return moved


def _refresh(
    clock: Clock, *, actor: User | None, now: datetime, calendar: WorkCalendar | None = None
) -> list[Shift]:
    """Bring the row and what follows it up to date; those whose date or exactness changed, as announced.

    While a suspension runs the date moves by itself every day: that is not told again.
    """
    before, was, began = clock.due_on, clock.provisional, clock.starts_on
    first = (
        Clock.objects.everywhere("guard").filter(pk=clock.follows_id).first() if clock.follows_id else None
    )
    clock.starts_on = first.due_on if first else began
    reckoned = clock_reckoning(clock, civil(now), calendar)
    needs = _needs(reckoned, first.needs_years if first else ())
    provisional = bool(needs) or reckoned.suspended
    if (before, was, began, clock.needs_years) == (reckoned.on, provisional, clock.starts_on, needs):
        return []
    clock.due_on, clock.provisional, clock.needs_years = reckoned.on, provisional, needs
    clock.save(update_fields=["starts_on", "due_on", "provisional", "needs_years"])
    moved: list[Shift] = []
    if (before, was) != (reckoned.on, provisional) and not (was and reckoned.suspended):
        moved.append(Shift(clock, before, was))
        _announce(clock, before, actor=actor, now=now)
    for after in clock.followers.filter(done_on__isnull=True).prefetch_related("suspensions"):
        moved += _refresh(after, actor=actor, now=now, calendar=calendar)
    return moved


def _announce(clock: Clock, before: date, *, actor: User | None, now: datetime) -> None:
    record(
        organ=clock.organ_id,
        actor=actor,
        verb="clock.recompute",
        noun=clock.noun,
        noun_id=clock.noun_id,
        now=now,
        before=before.isoformat(),
        after=clock.due_on.isoformat(),
        data={"rule": clock.rule, "provisional": clock.provisional},
    )


def clock_over(clock: Clock, now: datetime) -> bool:
    """Whether the last day, or the last minute of a period in hours, has passed as the row has it."""
    if clock.due_at is not None:
        return over_at(clock.due_at, now)
    return not clock.provisional and civil(now) > clock.due_on


def due_words(clock: Clock) -> str:
    """The date as shown: exact, to the minute where it runs in hours, or 不早于 with what it waits for."""
    if clock.due_at is not None:
        return f"{clock.due_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    needs = tuple(clock.needs_years)
    return Due(clock.due_on, needs, (), suspended=clock.provisional and not needs).words()
