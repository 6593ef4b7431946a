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
from counting.domain.indicators import INDICATORS
from counting.domain.reminders import PATIENCE_NATURAL_DAYS, SOON_NATURAL_DAYS
from counting.models import Activity
from counting.selectors.sites import rechecks_waiting
from enforcement.models import FollowUp, Guidance
from enforcement.selectors.repair import repairs_due
from inspections.selectors.letters import letter_list
from registry.models import CatalogueChange, DishonestyRecord
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


def _sections_own(actor: User) -> bool:
    """Whether follow-up supervision is this person's: the section's, without one the supervisors'."""
    sections = User.objects.everywhere("guard").filter(
        organ_id=actor.organ_id, is_active=True, grants__role=SECTION
    )
    return SECTION in actor.roles or not sections.exists()


def _follow_ups(actor: User, _: date) -> list[Waiting]:
    """Opened when a case closed, and nobody has said yet what is done (处罚后续监管)."""
    if not _sections_own(actor):
        return []
    rows = FollowUp.objects.within(actor).filter(state=FollowUp.State.OPENED, organ_id=actor.organ_id)
    return [
        Waiting(
            "follow_up_new", "followup", row.uuid, row.case.venue.name, row.case.decision_number,
            _due("follow_up_new", civil(row.created_at)),
        )
        for row in rows.select_related("case__venue").order_by("created_at", "uuid")[:LIMIT]
    ]  # fmt: skip


def _repairs(actor: User, today: date) -> list[Waiting]:
    """Decisions whose party may ask by now that its credit be repaired, and whom nobody has told so.

    No law asks for it.
    """
    if not _sections_own(actor):
        return []
    return [
        Waiting("repair", "followup", row.uuid, row.case.venue.name, row.case.decision_number, None)
        for row, _ in islice(repairs_due(actor, today), LIMIT)
    ]


def _listings(actor: User, _: date) -> list[Waiting]:
    """Venues proposed for the list of the dishonest; whoever proposed does not decide."""
    rows = DishonestyRecord.objects.within(actor).filter(
        state=DishonestyRecord.State.PROPOSED, organ_id=actor.organ_id
    )
    return [
        Waiting(
            "dishonesty", "dishonestyrecord", row.uuid, row.venue.name, row.get_level_display(),
            _due("dishonesty", civil(row.created_at)),
        )
        for row in rows.exclude(proposed_by=actor).select_related("venue").order_by("created_at")[:LIMIT]
    ]  # fmt: skip


def _changes(actor: User, _: date) -> list[Waiting]:
    """Changes of the catalogue another person proposed."""
    rows = CatalogueChange.objects.within(actor).filter(
        state=CatalogueChange.State.PROPOSED, organ_id=actor.organ_id
    )
    return [
        Waiting("change", "cataloguechange", row.uuid, str(row), "", _due("change", civil(row.created_at)))
        for row in rows.exclude(proposed_by=actor).order_by("created_at")[:LIMIT]
    ]


def _rechecks(actor: User, today: date) -> list[Waiting]:
    """Named sites that are to be looked at again within the month (复核), or should have been."""
    due = rechecks_waiting(actor, today + timedelta(days=SOON_NATURAL_DAYS["site_recheck"]))
    return [
        Waiting("site_recheck", "site", row.uuid, row.name, INDICATORS[row.kind].zh, on)
        for row, on in due[:LIMIT]
    ]


def _letters(actor: User, _: date) -> list[Waiting]:
    """Hazards other organs transferred to one's own: to be received, then answered."""
    rows = letter_list(actor, states=("sent", "received")).order_by("due_on", "uuid")
    return [
        Waiting("letter", "hazardtransfer", row.uuid, row.hazard.venue.name, row.number, row.due_on)
        for row in rows[:LIMIT]
    ]


WAITING: tuple[tuple[str, Callable[[User, date], list[Waiting]]], ...] = (
    ("visit.assign", _seats),
    ("activity.confirm", _activities),
    ("guidance.sign", _papers),
    ("follow_up.plan", _follow_ups),
    ("follow_up.prompt", _repairs),
    ("dishonesty.list", _listings),
    ("catalogue.approve", _changes),
    ("site.recheck", _rechecks),
    ("letter.receive", _letters),
)
