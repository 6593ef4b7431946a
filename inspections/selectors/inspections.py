"""Records as they are reviewed: the list, the detail, and what a move still waits for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.domain.deadlines import rest
from backend.models import Clock, User
from backend.permissions import verbs_for
from backend.services.clocks import due_words
from inspections.domain.results import CODES, code_faults
from inspections.domain.states import CODE_LOST, INSPECTION_MOVES
from inspections.models import Inspection, Irregularity, Signature
from inspections.selectors.photos import photos_arrived, photos_missing
from registry.selectors.performances import performance_named
from scheduling.models import Visit, VisitOfficer

RULE = "result_publication"
ACCEPTED = (Inspection.State.ACCEPTED, Inspection.State.PUBLISHED, Inspection.State.CORRECTED)


def inspection_list(
    actor: User,
    *,
    states: Sequence[str] = (),
    venue: UUID | None = None,
    visit: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
    outcome: str = "",
) -> QuerySet[Inspection]:
    """Records of the actor's organ tree, narrowed; `first` and `last` are days on which checks ended."""
    rows = Inspection.objects.within(actor).select_related(
        "visit__venue__township", "visit__trigger", "visit__performance"
    )
    narrow = {
        "state__in": states,
        "visit__venue": venue,
        "visit": visit,
        "finished_on__gte": first,
        "finished_on__lte": last,
        "outcome": outcome,
    }
    return rows.filter(**{key: value for key, value in narrow.items() if value})


def inspection_hidden(inspection_id: UUID, actor: User) -> bool:
    """Whether there is a record of this uuid that is no business of this person."""
    rows = Inspection.objects.everywhere("guard").filter(pk=inspection_id).exclude(submitted_by=actor)
    return rows.exists() and not Inspection.objects.within(actor).filter(pk=inspection_id).exists()


def inspection_rows(rows: Sequence[Inspection], actor: User, today: date) -> list[dict[str, Any]]:
    """Rows of the list; four queries for any number of them."""
    ids = [row.pk for row in rows]
    names = officer_names(ids)
    arrived = photos_arrived(rows)
    faults = fault_counts(ids)
    clocks = publication_clocks(ids)
    return [
        _row(
            row,
            names.get(row.pk, []),
            len(arrived[row.pk]),
            faults.get(row.pk, (0, 0)),
            clocks.get(row.pk),
            today,
        )
        | {"verbs": verbs_for(actor, INSPECTION_MOVES, row.state)}
        for row in rows
    ]


def _row(
    row: Inspection,
    officers: list[str],
    arrived: int,
    faults: tuple[int, int],
    clock: Clock | None,
    today: date,
) -> dict[str, Any]:
    venue = row.visit.venue
    return {
        "uuid": row.uuid,
        "state": row.state,
        "rev": row.rev,
        "visit": {
            "uuid": row.visit_id,
            "number": row.visit.number,
            "trigger": {"code": row.visit.trigger_id, "name": row.visit.trigger.name_zh},
            "about": performance_named(row.visit.performance) if row.visit.performance else "",
        },
        "venue": {
            "uuid": venue.uuid,
            "code": venue.code,
            "name": venue.name,
            "township": venue.township.name if venue.township else "",
        },
        "outcome": row.outcome,
        "result_codes": code_cards(row.result_codes),
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "finished_on": row.finished_on,
        "submitted_at": row.submitted_at,
        "officers": officers,
        "photos": {"total": len(set(row.photos)), "arrived": arrived},
        "irregularities": {"total": faults[0], "open": faults[1]},
        "counts": row.counts,
        "due": _due(clock, today),
    }


def code_cards(codes: Sequence[str]) -> list[dict[str, str]]:
    """Codes with their words; a code nobody knows is shown as it was sent."""
    return [{"code": code, "name": CODES[code][0] if code in CODES else code} for code in codes]


def _due(clock: Clock | None, today: date) -> dict[str, Any] | None:
    if clock is None:
        return None
    return {
        "clock": clock.uuid,
        "on": clock.due_on,
        "words": due_words(clock),
        "provisional": clock.provisional,
        "rest": rest(clock.due_on, today),
        "done_on": clock.done_on,
    }


def officer_names(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """record → names of the officers who signed."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Signature.objects.everywhere("guard").filter(
        inspection_id__in=ids, kind__in=("officer", "officer2")
    )
    for owner, name in rows.order_by("kind", "id").values_list("inspection_id", "name"):
        found[owner].append(name)
    return found


def fault_counts(ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """record → (irregularities, those not yet settled)."""
    rows = (
        Irregularity.objects.everywhere("guard")
        .filter(inspection_id__in=ids, current=True)
        .order_by()
        .values("inspection_id")
        .annotate(total=Count("pk"), open=Count("pk", filter=Q(settled_at__isnull=True)))
    )
    return {row["inspection_id"]: (row["total"], row["open"]) for row in rows}


def publication_clocks(ids: Sequence[UUID]) -> dict[UUID, Clock]:
    """record → its clock of publication, the latest started one."""
    rows = Clock.objects.everywhere("guard").filter(noun="inspection", noun_id__in=ids, rule=RULE)
    return {row.noun_id: row for row in rows.order_by("starts_on")}


def makers(row: Inspection) -> set[UUID]:
    """The people who made the record: who sent it, who signed as officer, who is in the visit's team."""
    signed = Signature.objects.everywhere("guard").filter(inspection=row, officer__user__isnull=False)
    team = VisitOfficer.objects.everywhere("guard").filter(
        visit=row.visit_id, ended_at__isnull=True, officer__user__isnull=False
    )
    return {
        row.submitted_by_id,
        *signed.values_list("officer__user", flat=True),
        *team.values_list("officer__user", flat=True),
    }


# What a move waits for --------------------------------------------------------------------------------
def accept_facts(row: Inspection) -> dict[str, Any]:
    """Facts for `inspection.accept`; `counts` is False when a settled irregularity says so."""
    faults = list(Irregularity.objects.everywhere("guard").filter(inspection=row, current=True))
    settled = {fault.data.get("photo") for fault in faults if fault.settled_at is not None}
    other = Inspection.objects.everywhere("guard").filter(
        visit=row.visit_id, organ=row.organ_id, state__in=ACCEPTED
    )
    return {
        "unsettled": [fault.pk for fault in faults if fault.settled_at is None],
        "photos": [photo for photo in photos_missing(row) if photo not in settled],
        "other_accepted": other.exclude(pk=row.pk).exists(),
        "counts": all(fault.counts is not False for fault in faults),
    }


def publish_facts(row: Inspection, codes: Sequence[str]) -> dict[str, Any]:
    """Facts for `inspection.publish` and `inspection.correct` with these codes."""
    found = row.findings.filter(current=True).count()
    return {
        "counts": row.counts,
        "codes": list(codes),
        "code_faults": [fault.code for fault in code_faults(row.outcome, codes, found=found)],
        "revisited": CODE_LOST in codes and _revisited(row),
    }


def _revisited(row: Inspection) -> bool:
    """Whether this is the revisit, or a revisit has an accepted record that found nobody either."""
    if Visit.objects.everywhere("guard").filter(pk=row.visit_id, revisit_of__isnull=False).exists():
        return True
    records = Inspection.objects.everywhere("guard").filter(
        visit__revisit_of=row.visit_id, state__in=ACCEPTED, counts=True
    )
    return any(CODE_LOST in codes for codes in records.values_list("result_codes", flat=True))
