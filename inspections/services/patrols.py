"""Online patrols (非现场监管): record what was seen, close it, or let a lead take it over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.files import Announced, files_announce
from backend.services.moves import lock, move
from inspections.domain.patrols import PATROL_MOVES, address_fault
from inspections.models import Patrol
from registry.models import Venue, Violation

AHEAD = timedelta(minutes=10)  # as a desk's clock may be
BEHIND = timedelta(days=366)


def patrol_record(
    *,
    patrol_id: UUID,
    kind: str,
    subject: str,
    url: str,
    venue: UUID | None,
    seen_at: datetime,
    content: str,
    violations: Sequence[str],
    files: Sequence[Announced],
    actor: User,
    now: datetime,
) -> Patrol:
    """Keep what was seen with its screenshots: they are hashed where they were made and join by their hash.

    Sent again under the same id it is the same patrol; other content under it is `content_differs`.
    """
    require(actor, "patrol.record")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "patrol.record"})
    place = _venue(venue, actor)
    values: dict[str, Any] = {
        "kind": kind,
        "subject": subject.strip(),
        "url": url.strip(),
        "venue": place,
        "seen_at": seen_at,
        "content": content.strip(),
        "violations": list(dict.fromkeys(violations)),
        "files": [str(one.uuid) for one in files],
    }
    known = Patrol.objects.everywhere("guard").filter(pk=patrol_id).first()
    if known is not None:
        return _same(known, values, actor)
    _check(values, now)
    try:
        with transaction.atomic():
            return _kept(patrol_id, actor.organ, values, files, actor, now)
    except IntegrityError:  # a twin was faster
        return _same(Patrol.objects.everywhere("guard").get(pk=patrol_id), values, actor)


def _kept(
    patrol_id: UUID, organ: Organ, values: Any, files: Sequence[Announced], actor: User, now: datetime
) -> Patrol:
    row = Patrol.objects.create(uuid=patrol_id, organ=organ, created_at=now, patrolled_by=actor, **values)
    files_announce(files=files, owner=row.ref, organ_id=row.organ_id, actor=actor, now=now)
    record(
        organ=row.organ_id, actor=actor, verb="patrol.record", noun="patrol", noun_id=row.uuid, now=now,
        after=row.state, data={"kind": row.kind, "sha256": [one.sha256 for one in files]},
    )  # fmt: skip
    return row


def patrol_close(*, patrol_id: UUID, reason: str, actor: User, now: datetime) -> Patrol:
    """Nothing follows, with the reason."""
    require(actor, "patrol.close")
    return _moved(patrol_id, "patrol.close", reason=reason, actor=actor, now=now)


def patrol_lead(*, patrol_id: UUID, actor: User, now: datetime) -> Patrol:
    """A lead takes it over (线索); for `enforcement`, which keeps where the lead came from."""
    return _moved(patrol_id, "patrol.lead", reason="", actor=actor, now=now)


def _moved(patrol_id: UUID, verb: str, *, reason: str, actor: User, now: datetime) -> Patrol:
    with transaction.atomic():
        row = lock(Patrol, patrol_id, actor)
        before = row.state
        move(
            row, PATROL_MOVES, verb, facts={"reason": reason}, closed_by=actor, closed_at=now,
            reason=reason.strip(),
        )  # fmt: skip
        record(
            organ=row.organ_id, actor=actor, verb=verb, noun="patrol", noun_id=row.uuid, now=now,
            before=before, after=row.state, reason=reason,
        )  # fmt: skip
    return row


def _same(row: Patrol, values: dict[str, Any], actor: User) -> Patrol:
    if not Patrol.objects.within(actor).filter(pk=row.pk).exists():
        raise DomainError("not_found")
    if any(getattr(row, name) != value for name, value in values.items()):
        raise DomainError("content_differs", {"patrol": str(row.pk)})
    return row


def _check(values: dict[str, Any], now: datetime) -> None:
    wrong: dict[str, list[str]] = {}
    if values["url"] and (fault := address_fault(values["url"])):
        wrong["url"] = [fault]
    if not now - BEHIND < values["seen_at"] <= now + AHEAD:
        wrong["seen_at"] = ["时间晚于现在，或早于一年前"]
    known = Violation.objects.everywhere("reference").filter(code__in=values["violations"]).count()
    if known != len(values["violations"]):
        wrong["violations"] = ["目录中没有这项违法行为"]
    if wrong:
        raise DomainError("invalid", {"fields": wrong})


def _venue(venue: UUID | None, actor: User) -> Venue | None:
    if venue is None:
        return None
    row = Venue.objects.within(actor).filter(pk=venue).first()
    if row is None:
        raise DomainError("not_found", {"venue": str(venue)})
    return row
