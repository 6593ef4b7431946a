"""Activities as they are shown: at which stage, with whom, what shows them, and what may follow."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.models import File, User
from backend.permissions import verbs_for
from counting.domain.activities import ACTIVITY, STANDING
from counting.models import Activity


def activity_list(
    actor: User,
    *,
    kind: str = "",
    states: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Activity]:
    """Those in scope, narrowed; one that was withdrawn is shown where its state is asked for."""
    rows = Activity.objects.within(actor).select_related("held_by", "confirmed_by", "site")
    narrow = {"kind": kind, "on__gte": first, "on__lte": last}
    rows = rows.filter(**{key: value for key, value in narrow.items() if value})
    return rows.filter(state__in=states or STANDING)


def activity_get(activity_id: UUID, actor: User) -> Activity | None:
    """One in scope, whatever its state."""
    return activity_list(actor, states=Activity.State.values).filter(pk=activity_id).first()


def activity_cards(rows: Sequence[Activity], actor: User) -> list[dict[str, Any]]:
    """As listed; one query for all their files."""
    held = File.objects.everywhere("guard").filter(noun="activity", noun_id__in=[row.pk for row in rows])
    files = {str(one.uuid): one for one in held}
    return [_card(row, files, actor) for row in rows]


def _card(row: Activity, files: Mapping[str, File], actor: User) -> dict[str, Any]:
    kept = [files[one] for one in row.files if one in files]
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "state": row.state,
        "title": row.title,
        "on": row.on,
        "place": row.place,
        "people": row.people,
        "audience": row.audience,
        "note": row.note,
        "held_by": row.held_by.name if row.held_by else "",
        "own": row.held_by_id == actor.pk,
        "confirmed_by": row.confirmed_by.name if row.confirmed_by else "",
        "confirmed_on": row.confirmed_on,
        "withdrawn_reason": row.withdrawn_reason,
        "of_site": hasattr(row, "site"),
        "files": [_file(one) for one in kept],
        "verbs": _verbs(row, actor, shown=any(one.stored_at for one in kept)),
    }


def _verbs(row: Activity, actor: User, *, shown: bool) -> list[str]:
    """He who held it does not confirm it, nor anybody before there is something that shows it."""
    off = {
        "activity.confirm": row.held_by_id == actor.pk or not shown,
        "activity.withdraw": hasattr(row, "site") and row.site.state == "named",
    }
    return [verb for verb in verbs_for(actor, ACTIVITY, row.state) if not off.get(verb, False)]


def _file(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }  # fmt: skip
