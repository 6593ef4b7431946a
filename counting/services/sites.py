"""Demonstration sites: screen one, and take each step; naming it counts to the year's target, once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import Facts, next_state
from backend.journal import record
from backend.models import File, User
from backend.permissions import require
from backend.services.files import Announced, files_announce
from backend.services.moves import lock, move
from counting.domain.sites import COUNTED, SITE, SITE_KINDS
from counting.models import Site, SiteStep
from counting.selectors.sites import accepted_by
from counting.services.activities import activity_count, activity_withdraw
from counting.services.targets import organ_of

NUMBERS = ("households", "found", "self_removed", "forced")


def site_screen(*, kind: str, name: str, place: str, why: str, actor: User, now: datetime) -> Site:
    """A place that is to become one, and why it was chosen (筛选)."""
    require(actor, "site.screen")
    if kind not in SITE_KINDS:
        raise DomainError("invalid", {"fields": {"kind": ["没有这类示范点"]}})
    organ = organ_of(actor)
    with transaction.atomic():
        row = Site.objects.create(
            organ=organ, created_at=now, kind=kind, name=name, place=place, why=why, entered_by=actor
        )
        _line(row, "site.screen", "", actor, now, data={"kind": kind}, reason=why)
    return row


def site_step(
    *,
    site_id: UUID,
    verb: str,
    text: str,
    actor: User,
    now: datetime,
    on: date | None = None,
    numbers: Mapping[str, int | None] | None = None,
    files: Sequence[Announced] = (),
) -> Site:
    """Take one step: create, survey, check, name, recheck, revoke, drop.

    An acceptance is shown by files, and another names the site. Naming enters the activity the target
    counts; revoking withdraws it. A day is not in the future and not
    before the step it follows.
    """
    if verb not in {known for _, known in SITE}:
        raise DomainError("invalid", {"fields": {"verb": ["没有这一步"]}})
    require(actor, verb)
    counted = {name: (numbers or {}).get(name) for name in NUMBERS} if verb in COUNTED else {}
    with transaction.atomic():
        row = lock(Site, site_id, actor)
        before = row.state
        steps = list(row.steps.order_by("on", "id"))
        day = _day(on, steps, now)
        if verb == "site.name" and accepted_by(steps) == actor.uuid:
            raise DomainError("own_record")
        told = files_announce(files=files, owner=row.ref, organ_id=row.organ_id, actor=actor, now=now)
        facts = {
            "text": text.strip(), "kind": row.kind, "left": _left(steps), "shown": _shown(verb, steps, told),
            **counted,
        }  # fmt: skip
        counts = _counted(row, day, facts, actor, now) if verb == "site.name" else {}
        move(row, SITE, verb, facts=facts, **counts)
        kept = [str(one.uuid) for one in files]
        step = SiteStep(
            site=row, verb=verb, on=day, text=text.strip(), files=kept, recorded_by=actor, recorded_at=now
        )
        for name, number in counted.items():
            setattr(step, name, number)
        step.save(force_insert=True)
        if verb == "site.revoke" and row.activity_id is not None:
            activity_withdraw(activity_id=row.activity_id, reason=text.strip(), actor=actor, now=now)
        data: dict[str, Any] = {"on": day.isoformat(), "files": kept, **counted}
        _line(row, verb, before, actor, now, data=data, reason=text.strip())
    return row


def _counted(row: Site, on: date, facts: Facts, actor: User, now: datetime) -> dict[str, Any]:
    """The activity the target counts, entered once the step is known to be open."""
    next_state(SITE, row.state, "site.name", facts)
    activity = activity_count(
        organ=row.organ, kind=row.kind, title=row.name, on=on, place=row.place, note="", actor=actor, now=now
    )
    return {"named_on": on, "activity": activity}


def _shown(verb: str, steps: list[SiteStep], told: list[File]) -> bool:
    """Whether files show the acceptance, every byte of them here: its own, or those the naming brings."""
    if all(one.state == File.State.STORED for one in told) and told:
        return True
    kept: list[str] = next((step.files for step in reversed(steps) if step.verb == "site.check"), [])
    if verb != "site.name" or not kept:
        return False
    stored = File.objects.everywhere("guard").filter(uuid__in=kept, state=File.State.STORED)
    return stored.count() == len(set(kept))


def _left(steps: list[SiteStep]) -> int | None:
    """Dishes the last survey left standing; None where there was none."""
    surveys = [step for step in steps if step.verb == "site.survey"]
    if not surveys:
        return None
    last = surveys[-1]
    return (last.found or 0) - (last.self_removed or 0) - (last.forced or 0)


def _day(on: date | None, steps: list[SiteStep], now: datetime) -> date:
    today = clock.civil(now)
    day = on or today
    if day > today or (steps and day < steps[-1].on):
        raise DomainError("invalid", {"fields": {"on": ["日期晚于今天，或者早于上一步"]}})
    return day


def _line(row: Site, verb: str, before: str, actor: User, now: datetime, **more: Any) -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="site", noun_id=row.uuid, now=now, before=before,
        after=row.state, **more,
    )  # fmt: skip
