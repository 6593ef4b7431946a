"""What waits for an act no law sets a day for: seats to fill, activities to confirm, papers to come back."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q

from backend.clock import civil
from backend.models import Grant, User
from backend.permissions import may
from counting.domain.reminders import PATIENCE_NATURAL_DAYS
from counting.models import Activity
from enforcement.models import Guidance
from enforcement.selectors.repair import repairs_due
from scheduling.models import Visit

LIMIT = 60
SECTION = Grant.Role.INDUSTRY_SECTION


class Waiting(NamedTuple):
    """One thing, and the day from which whoever supervises is told as well."""

    kind: str
    noun: str
    uuid: UUID
    title: str
    detail: str
    due_on: date | None  # None: told once, and nobody else later


def _due(kind: str, on: date) -> date:
    return on + timedelta(days=PATIENCE_NATURAL_DAYS[kind])


def _seats(actor: User, _: date) -> list[Waiting]:
    """Visits somebody asked for whose team is not whole; those of a draw stand on the draw's page."""
    rows = Visit.objects.within(actor).filter(
        state=Visit.State.PLANNED, draw__isnull=True, approval__isnull=True, organ_id=actor.organ_id
    )
    sitting = Count("team", filter=Q(team__ended_at__isnull=True))
    rows = rows.annotate(sitting=sitting).filter(sitting__lt=F("seats")).select_related("venue")
    return [
        Waiting(
            "seats", "visit", row.uuid, row.venue.name, row.number,
            min(_due("seats", civil(row.created_at)), row.planned_to),
        )
        for row in rows.order_by("planned_to", "number")[:LIMIT]
    ]  # fmt: skip


def _activities(actor: User, _: date) -> list[Waiting]:
    """Held: to be shown by whoever held it, then confirmed by anybody else."""
    own, shown = Q(held_by=actor), ~Q(files=[])
    rows = Activity.objects.within(actor).filter(state=Activity.State.HELD)
    found = []
    for row in rows.filter((own & ~shown) | (~own & shown)).order_by("on", "title")[:LIMIT]:
        kind = "activity" if row.files else "activity_proof"
        found.append(Waiting(kind, "activity", row.uuid, row.title, row.on.isoformat(), _due(kind, row.on)))
    return found


def _papers(actor: User, today: date) -> list[Waiting]:
    """Without their signed copy, or a commitment whose day has ended and nobody has looked at since.

    Told to whoever gave them; of one who has left, to the supervisors.
    """
    over = Q(kind=Guidance.Kind.PLEDGE, state=Guidance.State.SIGNED, until__lt=today)
    whose = Q(given_by=actor)
    if may(actor, "guidance.withdraw"):
        whose |= Q(given_by__is_active=False)
    rows = Guidance.objects.within(actor).filter(Q(state=Guidance.State.GIVEN) | over).filter(whose)
    found = []
    for row in rows.select_related("venue").order_by("held_at", "number")[:LIMIT]:
        back = row.state == Guidance.State.SIGNED and row.until is not None
        kind, since = ("pledge", row.until) if back else ("guidance", civil(row.held_at))
        due = _due(kind, since or today)
        found.append(Waiting(kind, "guidance", row.uuid, row.venue.name, row.number, due))
    return found


def _repairs(actor: User, today: date) -> list[Waiting]:
    """Decisions whose party may ask by now that its credit be repaired, and whom nobody has told so.

    Told to the industry section; where the organ has none, to the supervisors. No law asks for it.
    """
    sections = User.objects.everywhere("guard").filter(
        organ_id=actor.organ_id, is_active=True, grants__role=SECTION
    )
    if SECTION not in actor.roles and sections.exists():
        return []
    return [
        Waiting("repair", "followup", row.uuid, row.case.venue.name, row.case.decision_number, None)
        for row, _ in islice(repairs_due(actor, today), LIMIT)
    ]


WAITING: tuple[tuple[str, Callable[[User, date], list[Waiting]]], ...] = (
    ("visit.assign", _seats),
    ("activity.confirm", _activities),
    ("guidance.sign", _papers),
    ("follow_up.prompt", _repairs),
)
