"""Entered once: the columns a platform wants, and what has been entered there, by whom, on which day."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from counting.domain.platforms import column_faults
from counting.models import PlatformEntry, PlatformMapping
from counting.selectors.platforms import NOUNS, fields_of, mapping_of, platform_of, platform_rows
from counting.services.targets import organ_of


def mapping_set(
    *, platform: str, columns: Sequence[dict[str, str]], verified: bool, note: str, actor: User, now: datetime
) -> PlatformMapping:
    """The columns of a platform in their order, as a further version; the same again changes nothing.

    Refusals: not_allowed, not_found, invalid (columns, each with its number), reason_needed (by what).
    """
    require(actor, "mapping.edit")
    place, organ = platform_of(platform), organ_of(actor)
    faults = column_faults(columns, {one.key for one in fields_of(place)})
    if faults:
        raise DomainError("invalid", {"fields": {"columns": faults}})
    if verified and not note.strip():
        raise DomainError("reason_needed")
    kept = [{name: one.get(name, "").strip() for name in ("title", "field", "text")} for one in columns]
    with transaction.atomic():
        former = mapping_of(place, actor)
        if former is not None:
            if (former.columns, former.verified, former.note) == (kept, verified, note.strip()):
                return former
            held = PlatformMapping.objects.everywhere("guard").filter(pk=former.pk, ended_at__isnull=True)
            if not held.update(ended_at=now):
                raise DomainError("conflict", {"verb": "mapping.edit"})
        row = PlatformMapping.objects.create(
            organ=organ, created_at=now, platform=platform, version=former.version + 1 if former else 1,
            columns=kept, verified=verified, note=note.strip(), set_by=actor,
        )  # fmt: skip
        record(
            organ=organ, actor=actor, verb="mapping.edit", noun="platformmapping", noun_id=row.uuid, now=now,
            data={"platform": platform, "version": row.version, "columns": len(kept), "verified": verified},
            reason=note,
        )  # fmt: skip
    return row


def entries_tick(*, platform: str, rows: Sequence[UUID], on: date, actor: User, now: datetime) -> int:
    """These rows were entered on the platform on that day; those ticked already stay as they are.

    Returns how many are new. Refusals: not_allowed, invalid (a day to come), not_found (a row that is none
    of the organ's).
    """
    require(actor, "platform.enter")
    place, organ = platform_of(platform), organ_of(actor)
    if on > clock.civil(now):
        raise DomainError("invalid", {"fields": {"on": ["日期不能晚于今天"]}})
    wanted = sorted(set(rows))
    known = platform_rows(place, actor).filter(pk__in=wanted)
    if known.count() != len(wanted):
        raise DomainError("not_found", {"platform": platform})
    with transaction.atomic():
        fresh = [
            PlatformEntry(
                organ=organ, created_at=now, platform=platform, noun=NOUNS[place.ledger], noun_id=uuid,
                entered_on=on, entered_by=actor,
            )
            for uuid in known.filter(entered=False).order_by("pk").values_list("pk", flat=True)
        ]  # fmt: skip
        before = _live(place.key, organ.code).count()
        PlatformEntry.objects.bulk_create(fresh, ignore_conflicts=True)
        new = _live(place.key, organ.code).count() - before
        if new:
            record(
                organ=organ, actor=actor, verb="platform.enter", noun="platformentry", noun_id=actor.uuid,
                now=now, data={"platform": platform, "rows": [str(one.noun_id) for one in fresh]},
            )  # fmt: skip
    return new


def entries_withdraw(*, platform: str, rows: Sequence[UUID], reason: str, actor: User, now: datetime) -> int:
    """Ticked by mistake: taken back with the reason; returns how many were."""
    require(actor, "platform.enter")
    organ = organ_of(actor)
    if not reason.strip():
        raise DomainError("reason_needed")
    with transaction.atomic():
        live = _live(platform_of(platform).key, organ.code).filter(noun_id__in=sorted(set(rows)))
        gone = live.update(withdrawn_at=now, withdrawn_by=actor, reason=reason.strip()[:200])
        if gone:
            record(
                organ=organ, actor=actor, verb="platform.withdraw", noun="platformentry", noun_id=actor.uuid,
                now=now, data={"platform": platform, "rows": [str(uuid) for uuid in rows]}, reason=reason,
            )  # fmt: skip
    return gone


def _live(platform: str, organ: str) -> QuerySet[PlatformEntry]:
    rows = PlatformEntry.objects.everywhere("guard").filter(organ=organ, platform=platform)
    return rows.filter(withdrawn_at__isnull=True)
