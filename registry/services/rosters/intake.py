"""What a person does with a roster: send it in, correct a row, confirm the whole."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from backend import storage
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock, move
from registry.domain.states import IMPORT_MOVES
from registry.models import ImportRow, RosterImport
from registry.services.rosters.judging import COLUMNS, judge

VERBS = {RosterImport.Kind.VENUES: "venue.import", RosterImport.Kind.OFFICERS: "officer.import"}


def roster_import_upload(
    *, kind: str, filename: str, data: bytes, actor: User, now: datetime
) -> RosterImport:
    """Keep the file under its digest and have it read; `file_too_big` over 40 MB, `file_unreadable` empty."""
    require(actor, VERBS[RosterImport.Kind(kind)])
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": VERBS[RosterImport.Kind(kind)]})
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise DomainError("file_too_big", {"limit_mb": settings.UPLOAD_MAX_BYTES // 1024**2})
    if not data:
        raise DomainError("file_unreadable", {"why": "文件是空的"})
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"rosters/{sha256[:2]}/{sha256}"
    if not default_storage.exists(path):
        storage.put(path, data)
    with transaction.atomic():
        row = RosterImport.objects.create(
            organ=actor.organ, created_at=now, kind=kind, filename=filename[:300], sha256=sha256, path=path,
            uploaded_by=actor,
        )  # fmt: skip
        record(
            organ=actor.organ, actor=actor, verb="roster_import.upload", noun="rosterimport",
            noun_id=row.uuid, now=now, after=row.state,
            data={"kind": kind, "sha256": sha256, "size": len(data)},
        )  # fmt: skip
    return row


def roster_import_confirm(*, import_id: UUID, actor: User, now: datetime) -> RosterImport:
    """Have the previewed rows written; of two who confirm at once, one does. Refused rows are left out."""
    with transaction.atomic():
        row = _allowed(import_id, actor)
        before = row.state
        move(
            row, IMPORT_MOVES, "roster_import.confirm",
            confirmed_by=actor, progress=0, worker=None, beat_at=None, problem="",
        )  # fmt: skip
        record(
            organ=row.organ_id, actor=actor, verb="roster_import.confirm", noun="rosterimport",
            noun_id=row.uuid, now=now, before=before, after=row.state,
            data={"verdicts": row.verdicts_digest, **row.counts},
        )  # fmt: skip
    return row


def roster_import_fix(
    *, import_id: UUID, row_no: int, values: Mapping[str, str], actor: User, now: datetime
) -> RosterImport:
    """Put texts in place of a row's cells and judge the file anew (a fix may settle another row's double).

    `values`: field → text as in the file, "" empties the cell. Only a preview can be fixed.
    """
    with transaction.atomic():
        row = _allowed(import_id, actor)
        next_state(IMPORT_MOVES, row.state, "roster_import.fix")
        unknown = sorted(values.keys() - COLUMNS[row.kind].keys())
        if unknown:
            raise DomainError("invalid", {"fields": {"values": [f"没有这一列：{'、'.join(unknown)}"]}})
        if not ImportRow.objects.within(actor).filter(roster=row, row_no=row_no).exists():
            raise DomainError("not_found")
        mine = row.fixes.get(str(row_no), {})
        row.fixes = row.fixes | {str(row_no): mine | dict(values)}
        row.edition += 1
        row.verdicts_digest = ""  # until judged anew; nothing is written before
        row.save(update_fields=["fixes", "edition", "verdicts_digest"])
        record(
            organ=row.organ_id, actor=actor, verb="roster_import.fix", noun="rosterimport", noun_id=row.uuid,
            now=now, before=row.state, after=row.state, data={"row": row_no, "fields": sorted(values)},
        )  # fmt: skip
    _judge_again(row, actor, now)
    row.refresh_from_db()
    return row


def _allowed(import_id: UUID, actor: User) -> RosterImport:
    row = lock(RosterImport, import_id, actor)
    require(actor, VERBS[RosterImport.Kind(row.kind)])
    return row


def _judge_again(roster: RosterImport, actor: User, now: datetime) -> None:
    """Judge outside of any transaction; keep the verdicts if nobody has fixed or confirmed meanwhile.

    Who fixed later judges later, and his judgement holds this fix too.
    """
    judged = judge(roster, lambda _: None, today_of=now)
    wanted = {row.row_no: row for row in judged.rows(roster)}
    with transaction.atomic():
        current = lock(RosterImport, roster.uuid, actor)
        if current.state != RosterImport.State.PREVIEWED or current.edition != roster.edition:
            return
        kept = {row.row_no: row for row in ImportRow.objects.within(actor).filter(roster=roster)}
        changed = {n for n in kept if n not in wanted or _says(kept[n]) != _says(wanted[n])}
        ImportRow.objects.within(actor).filter(pk__in=[kept[n].pk for n in changed]).delete()
        ImportRow.objects.bulk_create([row for n, row in wanted.items() if n in changed or n not in kept])
        RosterImport.objects.within(actor).filter(pk=roster.pk).update(
            counts=judged.preview.counts(),
            register_rev=judged.rev,
            verdicts_digest=judged.digest(),
            header=judged.header(),
        )


def _says(row: ImportRow) -> tuple[object, ...]:
    return row.verdict, row.name, row.base, row.code, row.values, row.reasons, row.changes
