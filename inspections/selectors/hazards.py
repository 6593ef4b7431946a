"""Hazards as they are shown: where each stands, its letters with their answers, its course."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from backend.domain.deadlines import rest
from backend.models import Clock, File, User
from backend.permissions import verbs_for
from backend.services.clocks import due_words
from inspections.domain.hazards import HAZARD_MOVES, OPEN
from inspections.models import Hazard, HazardStep, HazardTransfer, Inspection, Rectification

SEEN = (Inspection.State.ACCEPTED, Inspection.State.PUBLISHED, Inspection.State.CORRECTED)


def hazard_list(
    actor: User,
    *,
    states: Sequence[str] = (),
    level: str = "",
    authority: str = "",
    venue: UUID | None = None,
    overdue_on: date | None = None,
    first: date | None = None,
    last: date | None = None,
    q: str = "",
) -> QuerySet[Hazard]:
    """Hazards in scope, narrowed; `overdue_on`: an answer was due before it. A comma takes several states."""
    letters = HazardTransfer.objects.within(actor)
    rows = (
        Hazard.objects.within(actor)
        .select_related("venue", "finding__inspection", "order", "reported_by")
        .prefetch_related(Prefetch("transfers", letters.select_related("transferred_by")))
    )
    narrow = {
        "state__in": states,
        "level": level,
        "venue": venue,
        "found_on__gte": first,
        "found_on__lte": last,
    }
    rows = rows.filter(**{key: value for key, value in narrow.items() if value})
    of = letters.filter(hazard=OuterRef("pk"))
    if authority:
        waiting = Q(wanted__contains=authority, state__in=("found", "corrected", "ordered"))
        rows = rows.filter(Exists(of.filter(authority=authority)) | waiting)
    if overdue_on:
        rows = rows.filter(Exists(of.filter(answered_on__isnull=True, due_on__lt=overdue_on)))
    if q:
        rows = rows.filter(
            Q(number__icontains=q)
            | Q(venue__name__icontains=q)
            | Q(description__icontains=q)
            | Q(place__icontains=q)
        )
    return rows


def hazard_get(hazard_id: UUID, actor: User) -> Hazard | None:
    """One in scope."""
    return hazard_list(actor).filter(pk=hazard_id).first()


def hazard_cards(rows: Sequence[Hazard], actor: User, today: date) -> list[dict[str, Any]]:
    """Hazards as listed; one query for the clocks of all their letters."""
    letters = [letter.pk for row in rows for letter in row.transfers.all()]
    clocks = {
        one.noun_id: one
        for one in Clock.objects.everywhere("guard").filter(noun="hazardtransfer", noun_id__in=letters)
    }
    return [_card(row, clocks, actor, today) for row in rows]


def _card(row: Hazard, clocks: Mapping[UUID, Clock], actor: User, today: date) -> dict[str, Any]:
    letters = [_letter(one, clocks.get(one.pk), today) for one in row.transfers.all()]
    waiting = sorted((one for one in letters if one["answered_on"] is None), key=lambda one: one["due_on"])
    return {
        "uuid": row.uuid,
        "number": row.number,
        "state": row.state,
        "level": row.level,
        "venue": {"uuid": row.venue_id, "code": row.venue.code, "name": row.venue.name},
        "place": row.place,
        "description": row.description,
        "wanted": [one for one in row.wanted.split(",") if one],
        "found_on": row.found_on,
        "closed_on": row.closed_on,
        "record": row.finding.inspection_id if row.finding else None,
        "item": row.finding.item if row.finding else "",
        "withdrawn": _taken_back(row),
        "order": {"uuid": row.order_id, "number": row.order.number, "state": row.order.state}
        if row.order
        else None,
        "by": row.reported_by.name,
        "transfers": letters,
        "due": waiting[0] if waiting else None,
        "overdue": any(one["rest"] < 0 for one in waiting),
        "verbs": hazard_verbs(row, actor, late=any(one["rest"] < 0 for one in waiting)),
    }


def _taken_back(row: Hazard) -> bool:
    """Whether the record it came from was withdrawn, or says it no longer."""
    found = row.finding
    return found is not None and (not found.current or found.inspection.state == Inspection.State.WITHDRAWN)


def hazard_verbs(row: Hazard, actor: User, *, late: bool) -> list[str]:
    """What this person may do with it now."""
    off = {
        "hazard.order": row.finding is None,
        "hazard.urge": not late,
        "hazard.close": row.state == Hazard.State.ORDERED
        and (row.order is None or row.order.state != Rectification.State.CLOSED),
    }
    return [verb for verb in verbs_for(actor, HAZARD_MOVES, row.state) if not off.get(verb, False)]


def _letter(row: HazardTransfer, clock: Clock | None, today: date) -> dict[str, Any]:
    due = clock.due_on if clock else row.due_on
    return {
        "uuid": row.uuid, "authority": row.authority, "to_organ": row.to_organ, "number": row.number,
        "transferred_on": row.transferred_on, "by": row.transferred_by.name, "content": row.content,
        "due_on": due, "due_words": due_words(clock) if clock else due.isoformat(),
        "basis": clock.basis if clock else "", "clock": clock.pk if clock else None, "rest": rest(due, today),
        "outcome": row.outcome, "answer": row.answer, "answered_by": row.answered_by,
        "answer_number": row.answer_number, "answered_on": row.answered_on, "file_ids": row.files,
        "received_at": row.received_at,
    }  # fmt: skip


def hazard_detail(row: Hazard, actor: User, today: date) -> dict[str, Any]:
    """The card with its files, every step, and the records of checks made since."""
    steps = list(HazardStep.objects.within(actor).filter(hazard=row).select_related("recorded_by"))
    held = File.objects.everywhere("guard").filter(noun="hazard", noun_id=row.pk)
    files = {str(one.uuid): _file(one) for one in held}

    def kept(ids: Sequence[str]) -> list[dict[str, Any]]:
        return [files[one] for one in ids if one in files]

    return hazard_cards([row], actor, today)[0] | {
        "files": kept(row.files),
        "steps": [
            {
                "verb": one.verb, "on": one.on, "text": one.text, "files": kept(one.files),
                "by": one.recorded_by.name if one.recorded_by else "",
            }
            for one in steps
        ],
        "rechecks": [
            {"uuid": one.pk, "number": one.visit.number, "on": one.finished_on}
            for one in rechecks_of(row, actor)
        ],
        "seen_gone": row.recheck_id,
    }  # fmt: skip


def rechecks_of(row: Hazard, actor: User) -> QuerySet[Inspection]:
    """Accepted records of checks of this venue made since it was found, other than the one that found it."""
    rows = Inspection.objects.within(actor).filter(
        visit__venue=row.venue_id, state__in=SEEN, finished_on__gte=row.found_on
    )
    if row.finding is not None:
        rows = rows.exclude(pk=row.finding.inspection_id)
    return rows.select_related("visit").order_by("-finished_on", "pk")


def _file(row: File) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "sha256": row.sha256, "size": row.size, "media_type": row.media_type,
        "stored": row.stored_at is not None,
    }  # fmt: skip


def hazard_summary(actor: User, today: date) -> dict[str, Any]:
    """The numbers above the list; each is a filter of it."""
    rows = Hazard.objects.within(actor)
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    late = hazard_list(actor, overdue_on=today).count()
    return {
        "states": [{"code": state, "count": counted.get(state, 0)} for state in Hazard.State.values],
        "major": rows.filter(level="major", state__in=OPEN).count(),
        "overdue": late,
    }
