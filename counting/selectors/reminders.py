"""What each person should be reminded of today: the workbench, his visits and duty, the draws' deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.clock import BEIJING, civil
from backend.models import User
from backend.permissions import may
from backend.services.clocks import due_words
from counting.domain.reminders import BY_CLOCK, ESCALATED, instant_stage, milestone_of, stage_of
from counting.selectors import workbench
from enforcement.selectors.reminding import clocks_for
from scheduling.models import DutySeat, Visit
from scheduling.selectors.draws.owed import draws_owed
from scheduling.selectors.visits import visits_of


@dataclass(frozen=True, slots=True)
class Told:
    """One thing at one stage for one person."""

    noun: str
    noun_id: UUID
    kind: str
    stage: str
    title: str
    detail: str
    due_on: date | None
    words: str
    at_noun: str = ""
    at_id: UUID | None = None

    @property
    def thing(self) -> tuple[str, UUID, str]:
        """Without its stage."""
        return self.noun, self.noun_id, self.kind


def reminders_due(people: list[User], now: datetime) -> dict[UUID, list[Told]]:
    """person → what stands for him now; what is overdue with others is escalated to those above them."""
    today = civil(now)
    found = {person.pk: list(_of(person, now, today)) for person in people}
    for told, to in _clocks(people, now):
        for person in to:
            found[person.pk].append(told)
    for person in people:
        for told in [row for row in found[person.pk] if _goes_up(row)]:
            above = "leader" if "supervisor" in person.roles else "supervisor"
            for other in people:
                if other.organ_id == person.organ_id and above in other.roles:
                    _escalate(found[other.pk], told)
    return found


def _goes_up(told: Told) -> bool:
    return told.stage == "overdue" and (told.kind in ESCALATED or told.noun == "clock")


def _clocks(people: list[User], now: datetime) -> Iterator[tuple[Told, list[User]]]:
    """The clocks of the law at 30, 15, 5 and 1 days, on their day, and after it; in hours from the start."""
    today = civil(now)
    for row, to in clocks_for(people):
        if row.due_at is not None:
            stage = instant_stage(row.due_at.astimezone(BEIJING), now.astimezone(BEIJING))
        else:
            stage = milestone_of(row.starts_on, row.due_on, today, certain=not row.provisional)
        if stage and to:
            at_noun, at_id = row.at_noun or row.noun, row.at_id or row.noun_id
            yield Told(
                "clock", row.uuid, row.rule, stage, row.label, row.start_event, row.due_on, due_words(row),
                at_noun, at_id,
            ), to  # fmt: skip


def _escalate(rows: list[Told], told: Told) -> None:
    if told.thing not in {row.thing for row in rows}:
        rows.append(replace(told, stage="escalated"))


def _of(person: User, now: datetime, today: date) -> Iterator[Told]:
    for row in [*_tasks(person, today), *_visits(person), *_duty(person, today), *_draws(person, now)]:
        stage = stage_of(row["kind"], row["due_on"], today)
        if stage:
            yield Told(
                row["noun"], row["uuid"], row["kind"], stage, row["title"], row["detail"], row["due_on"],
                row["words"],
            )  # fmt: skip


def _tasks(person: User, today: date) -> list[dict[str, Any]]:
    """The workbench; a draw's own deadlines and the clocks of cases are told below."""
    return [row for row in workbench.tasks_now(person, today) if row["kind"] not in BY_CLOCK | {"draw"}]


def _row(kind: str, noun: str, uuid: UUID, title: str, detail: str, on: date) -> dict[str, Any]:
    return {
        "kind": kind, "noun": noun, "uuid": uuid, "title": title, "detail": detail, "due_on": on, "words": "",
    }  # fmt: skip


def _visits(person: User) -> Iterator[dict[str, Any]]:
    rows = visits_of(person).filter(state__in=(Visit.State.APPROVED, Visit.State.STARTED))
    for row in rows.select_related("venue").order_by("planned_to"):
        yield _row("visit", "visit", row.uuid, row.venue.name, row.number, row.planned_to)


def _duty(person: User, today: date) -> Iterator[dict[str, Any]]:
    seats = DutySeat.objects.within(person).filter(
        officer__user=person, ended_at__isnull=True, week__starts_on__gt=today
    )
    for seat in seats.select_related("week").order_by("week__starts_on"):
        detail = f"第{seat.team + 1}组"
        yield _row("duty", "dutyseat", seat.uuid, seat.week.holiday, detail, seat.week.starts_on)


def _draws(person: User, now: datetime) -> Iterator[dict[str, Any]]:
    """A draw owes its result from the beacon's moment on, a sealed one its secret by the day named."""
    if not may(person, "draw.draw"):
        return
    for owed in draws_owed(now, organs=[str(person.organ_id)]):
        if owed.opens_at <= now:
            kind = "reveal" if owed.act == "draw.reveal" else "result"
            yield _row(kind, "draw", owed.draw, owed.name, str(owed.no), civil(owed.due_at))
