"""Activities (活动): plan one, hold it, show it, have another person confirm it, or withdraw it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import File, Organ, User
from backend.permissions import require
from backend.services.files import Announced, files_announce
from backend.services.moves import lock, move
from counting.domain.activities import ACTIVITY
from counting.domain.indicators import ACTIVITY_KINDS
from counting.domain.sites import SITE_KINDS
from counting.models import Activity, Site
from counting.services.targets import organ_of

State = Activity.State


def activity_enter(
    *,
    kind: str,
    title: str,
    on: date,
    place: str,
    people: int | None,
    note: str,
    actor: User,
    now: datetime,
    state: str = State.HELD,
    audience: str = "",
    activity_id: UUID | None = None,
    files: Sequence[Announced] = (),
) -> Activity:
    """One that is planned, or one that was held; the day of a held one has come."""
    require(actor, "activity.enter")
    _entered_here(kind)
    held = state == State.HELD
    if state not in (State.PLANNED, State.HELD):
        raise DomainError("invalid", {"fields": {"state": ["只能登记计划的或者已举办的活动"]}})
    if held:
        _day(on, now)
    row = _row(kind, title, on, place, note, actor, now, activity_id)
    row.state, row.people, row.audience = state, people, audience
    row.held_by = actor if held else None
    with transaction.atomic():
        if Activity.objects.everywhere("guard").filter(pk=row.pk).exists():
            raise DomainError("content_differs", {"activity": str(row.pk)})
        row.files = _kept(row, files, actor, now)
        row.save(force_insert=True)
        _line(row, "activity.enter", "", actor, now, on=on.isoformat())
    return row


def activity_count(
    *, organ: Organ, kind: str, title: str, on: date, place: str, note: str, actor: User, now: datetime
) -> Activity:
    """One that its own record shows (a site that was named): it counts at once, for that record's organ."""
    row = _row(kind, title, on, place, note, actor, now, None)
    row.organ = organ
    row.state, row.held_by, row.confirmed_on = State.CONFIRMED, actor, clock.civil(now)
    with transaction.atomic():
        row.save(force_insert=True)
        _line(row, "activity.enter", "", actor, now, on=on.isoformat())
    return row


def _row(
    kind: str, title: str, on: date, place: str, note: str, actor: User, now: datetime, uuid: UUID | None
) -> Activity:
    if kind not in ACTIVITY_KINDS:
        raise DomainError("invalid", {"fields": {"kind": ["没有这类活动"]}})
    return Activity(
        uuid=uuid or uuid4(), organ=organ_of(actor), created_at=now, kind=kind, title=title, on=on,
        place=place, note=note, entered_by=actor,
    )  # fmt: skip


def _entered_here(kind: str) -> None:
    """A demonstration site counts by its course alone: screened, created, checked and named."""
    if kind in SITE_KINDS:
        raise DomainError(
            "invalid",
            {"fields": {"kind": ["示范点、无“小耳朵”社区和乡镇须经筛选、创建、验收、命名，命名后自动计入"]}},
        )


def activity_hold(
    *,
    activity_id: UUID,
    on: date,
    people: int,
    actor: User,
    now: datetime,
    audience: str = "",
    place: str = "",
    note: str = "",
    files: Sequence[Announced] = (),
) -> Activity:
    """A planned one was held: on which day, where, with whom and how many, and what shows it."""
    require(actor, "activity.hold")
    _day(on, now)
    with transaction.atomic():
        row = lock(Activity, activity_id, actor)
        _entered_here(row.kind)
        said: dict[str, Any] = {
            "place": place.strip() or row.place, "note": note.strip() or row.note,
            "audience": audience or row.audience,
        }  # fmt: skip
        move(
            row, ACTIVITY, "activity.hold", facts={"people": people}, on=on, people=people, held_by=actor,
            files=[*row.files, *_kept(row, files, actor, now)], **said,
        )  # fmt: skip
        _line(row, "activity.hold", State.PLANNED, actor, now, on=on.isoformat(), files=row.files)
    return row


def activity_prove(*, activity_id: UUID, files: Sequence[Announced], actor: User, now: datetime) -> Activity:
    """More that shows it: photos, the sign-in sheet, the minutes."""
    require(actor, "activity.prove")
    with transaction.atomic():
        row = lock(Activity, activity_id, actor)
        kept = _kept(row, files, actor, now)
        move(row, ACTIVITY, "activity.prove", facts={"files": kept}, files=[*row.files, *kept])
        _line(row, "activity.prove", State.HELD, actor, now, files=kept)
    return row


def activity_confirm(*, activity_id: UUID, actor: User, now: datetime) -> Activity:
    """Another person has looked at what shows it: from now on it counts."""
    require(actor, "activity.confirm")
    with transaction.atomic():
        row = lock(Activity, activity_id, actor)
        _entered_here(row.kind)
        held = File.objects.everywhere("guard").filter(noun=row.ref[0], noun_id=row.pk)
        facts = {"stored": held.filter(state=File.State.STORED).exists(), "own": row.held_by_id == actor.pk}
        today = clock.civil(now)
        move(row, ACTIVITY, "activity.confirm", facts=facts, confirmed_by=actor, confirmed_on=today)
        _line(row, "activity.confirm", State.HELD, actor, now)
    return row


def activity_withdraw(*, activity_id: UUID, reason: str, actor: User, now: datetime) -> Activity:
    """One that will not be held, or was entered by mistake, with the reason."""
    require(actor, "activity.withdraw")
    if not reason.strip():
        raise DomainError("reason_needed")
    with transaction.atomic():
        row = lock(Activity, activity_id, actor)
        before = row.state
        if Site.objects.everywhere("guard").filter(activity=row, state=Site.State.NAMED).exists():
            raise DomainError("move_not_open", {"state": "named", "verb": "activity.withdraw"})
        move(
            row, ACTIVITY, "activity.withdraw", facts={"text": reason.strip()}, withdrawn_at=now,
            withdrawn_reason=reason.strip(),
        )  # fmt: skip
        _line(row, "activity.withdraw", before, actor, now, reason=reason)
    return row


def _day(on: date, now: datetime) -> None:
    if on > clock.civil(now):
        raise DomainError("invalid", {"fields": {"on": ["日期不能晚于今天"]}})


def _kept(row: Activity, files: Sequence[Announced], actor: User, now: datetime) -> list[str]:
    files_announce(files=files, owner=row.ref, organ_id=row.organ_id, actor=actor, now=now)
    return [str(one.uuid) for one in files]


def _line(
    row: Activity, verb: str, before: str, actor: User, now: datetime, reason: str = "", **data: Any
) -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="activity", noun_id=row.uuid, now=now,
        before=before, after=row.state, reason=reason, data={"kind": row.kind, **data},
    )  # fmt: skip
