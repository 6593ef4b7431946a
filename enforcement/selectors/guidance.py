"""Talks and letters of commitment as they are shown, and what one may be about."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend import clock
from backend.domain.errors import DomainError
from backend.models import File, User
from backend.models.base import Noun
from backend.permissions import verbs_for
from enforcement.domain.guidance import CAUSES, GUIDANCE
from enforcement.models import Case, Guidance, Lead
from inspections.models import Hazard
from registry.models import Venue
from scheduling.models import Campaign

MOST = 20  # of each noun to choose from
Told = dict[tuple[str, UUID], str]
_MODELS: dict[str, type[Noun]] = {"lead": Lead, "case": Case, "hazard": Hazard, "campaign": Campaign}


def guidance_list(
    actor: User,
    *,
    kind: str = "",
    states: Sequence[str] = (),
    venue: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
    q: str = "",
) -> QuerySet[Guidance]:
    """Those in scope, narrowed."""
    rows = Guidance.objects.within(actor).select_related("venue", "talk", "given_by")
    narrow = {
        "kind": kind, "state__in": states, "venue": venue, "held_at__date__gte": first,
        "held_at__date__lte": last,
    }  # fmt: skip
    rows = rows.filter(**{key: value for key, value in narrow.items() if value})
    if q:
        rows = rows.filter(
            Q(number__icontains=q)
            | Q(venue__name__icontains=q)
            | Q(reason__icontains=q)
            | Q(content__icontains=q)
        )
    return rows


def guidance_get(guidance_id: UUID, actor: User) -> Guidance | None:
    """One in scope."""
    return guidance_list(actor).filter(pk=guidance_id).first()


def guidance_cards(rows: Sequence[Guidance], actor: User) -> list[dict[str, Any]]:
    """As listed; one query for each noun they are about and one for their files."""
    told = _told(((row.cause_noun, row.cause_id) for row in rows), actor)
    held = File.objects.everywhere("guard").filter(noun="guidance", noun_id__in=[row.pk for row in rows])
    files = {str(one.uuid): _file(one) for one in held}
    today = clock.today()
    return [_card(row, told, files, actor, today) for row in rows]


def _card(
    row: Guidance, told: Told, files: dict[str, dict[str, Any]], actor: User, today: date
) -> dict[str, Any]:
    cause = None
    if row.cause_id is not None:
        number = told.get((row.cause_noun, row.cause_id), "")
        cause = {"noun": row.cause_noun, "uuid": row.cause_id, "number": number}
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "state": row.state,
        "number": row.number,
        "venue": {"uuid": row.venue_id, "code": row.venue.code, "name": row.venue.name},
        "cause": cause,
        "reason": row.reason,
        "held_at": row.held_at,
        "place": row.place,
        "officers": [{"name": one["name"], "cert_no": one["cert_no"]} for one in row.officers],
        "came": row.came,
        "came_role": row.came_role,
        "content": row.content,
        "statement": row.statement,
        "until": row.until,
        "talk": {"uuid": row.talk_id, "number": row.talk.number} if row.talk else None,
        "document": row.document_id,
        "by": row.given_by.name,
        "signed_on": row.signed_on,
        "checked_on": row.checked_on,
        "kept": row.kept,
        "check_note": row.check_note,
        "ended_reason": row.ended_reason,
        "files": [files[one] for one in row.files if one in files],
        "verbs": _verbs(row, actor, today),
    }


def _verbs(row: Guidance, actor: User, today: date) -> list[str]:
    """Only a commitment is looked at again, and not before its day has ended."""
    over = row.until is not None and row.until < today
    return [verb for verb in verbs_for(actor, GUIDANCE, row.state) if over or verb != "guidance.check"]


def _file(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }  # fmt: skip


def _rows(noun: str, actor: User) -> QuerySet[Any]:
    """What one may be about, in scope."""
    return _MODELS[noun].objects.within(actor)


def _words(noun: str, row: Any) -> tuple[str, str]:
    """(number, title) as it is chosen from, and as the paper names it."""
    if noun == "campaign":
        return row.filing_no, row.name
    if noun == "case":
        return row.number, row.violation.title_zh
    return row.number, (row.content if noun == "lead" else row.description)[:60]


def _told(causes: Iterable[tuple[str, UUID | None]], actor: User) -> Told:
    """(noun, uuid) → its number, or its name where it has none."""
    wanted: dict[str, set[UUID]] = {}
    for noun, uuid in causes:
        if uuid is not None:
            wanted.setdefault(noun, set()).add(uuid)
    told: Told = {}
    for noun, ids in wanted.items():
        rows = _rows(noun, actor).filter(pk__in=ids)
        for row in rows.select_related("violation") if noun == "case" else rows:
            number, title = _words(noun, row)
            told[noun, row.pk] = number or title
    return told


def cause_of(cause: tuple[str, UUID], venue: Venue, actor: User) -> str:
    """The number of what it is about; `not_found` unless it is of this venue (a campaign: of the organ)."""
    noun, uuid = cause
    found = None
    if noun in CAUSES:
        rows = _rows(noun, actor).filter(pk=uuid)
        found = (rows if noun == "campaign" else rows.filter(venue=venue)).first()
    if found is None:
        raise DomainError("not_found", {"cause": str(uuid)})
    number, title = _words(noun, found)
    return number or title


def cause_list(venue: UUID, actor: User) -> list[dict[str, Any]]:
    """What a talk with this venue may be about: its leads, cases and hazards, and the campaigns on foot."""
    found = []
    for noun in CAUSES:
        rows = _rows(noun, actor).order_by("-created_at", "pk")
        if noun == "campaign":
            rows = rows.filter(state__in=(Campaign.State.FILED, Campaign.State.RUNNING))
        else:
            rows = rows.filter(venue=venue)
        for row in (rows.select_related("violation") if noun == "case" else rows)[:MOST]:
            number, title = _words(noun, row)
            found.append({"noun": noun, "uuid": row.pk, "number": number, "title": title})
    return found
