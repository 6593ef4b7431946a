"""Online patrols as they are shown."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.models import File, User
from backend.permissions import verbs_for
from inspections.domain.patrols import PATROL_MOVES
from inspections.models import Patrol
from registry.models import Violation


def patrol_list(actor: User, *, states: Sequence[str] = (), venue: UUID | None = None) -> QuerySet[Patrol]:
    """Patrols in scope, narrowed."""
    rows = Patrol.objects.within(actor).select_related("venue", "patrolled_by")
    if states:
        rows = rows.filter(state__in=states)
    return rows.filter(venue=venue) if venue else rows


def patrol_get(patrol_id: UUID, actor: User) -> Patrol | None:
    """One patrol in scope."""
    return patrol_list(actor).filter(pk=patrol_id).first()


def patrol_cards(rows: Sequence[Patrol], actor: User) -> list[dict[str, Any]]:
    """Patrols with the words of their violations and their screenshots; two queries for any number."""
    codes = {code for row in rows for code in row.violations}
    words = {
        one.code: {"code": one.code, "title": one.title_zh, "title_en": one.title_en}
        for one in Violation.objects.everywhere("reference").filter(code__in=codes)
    }
    files: dict[str, list[dict[str, Any]]] = {}
    held = File.objects.everywhere("guard").filter(noun="patrol", noun_id__in=[row.pk for row in rows])
    shown = {str(one.uuid): one for one in held}
    for row in rows:
        files[str(row.pk)] = [_file(shown[uuid]) for uuid in row.files if uuid in shown]
    return [
        {
            "uuid": row.uuid,
            "state": row.state,
            "kind": row.kind,
            "subject": row.subject,
            "url": row.url,
            "venue": {"uuid": row.venue_id, "name": row.venue.name, "code": row.venue.code}
            if row.venue
            else None,
            "seen_at": row.seen_at,
            "content": row.content,
            "violations": [words[code] for code in row.violations if code in words],
            "files": files[str(row.pk)],
            "by": row.patrolled_by.name,
            "reason": row.reason,
            "verbs": verbs_for(actor, PATROL_MOVES, row.state),
        }
        for row in rows
    ]


def _file(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "sha256": row.sha256,
        "size": row.size,
        "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }
