"""Take a record in: new, the same again, another content, or a new revision of a returned one."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Q

from backend.domain.errors import DomainError
from backend.journal import record as journal
from backend.models import User
from backend.services.moves import move
from inspections.domain.record import Record
from inspections.domain.results import counts_to_cap
from inspections.domain.states import INSPECTION_MOVES
from inspections.models import Inspection, InspectionVersion, Irregularity
from inspections.services.submission.files import Announced, files_announce
from inspections.services.submission.judging import (
    counts_by_trigger,
    faults_of,
    found_in,
    irregularities_renew,
    irregularities_write,
    items_of,
)
from inspections.services.submission.keeping import payload_keep, version_beside, version_of
from inspections.services.submission.papers import papers_take
from inspections.services.submission.receipt import receipt_card
from inspections.services.submission.rows import (
    answers_write,
    columns,
    findings_renew,
    findings_write,
    signatures_write,
)
from inspections.services.submission.sent import Seen, Sent, members_of, visit_seen
from scheduling.services.visits import visit_finish_held

log = structlog.get_logger()
Kept = InspectionVersion.Kept
Answer = tuple[int, dict[str, Any]]
TRIES = 3


def inspection_submit(
    *, inspection_id: UUID, record: Record, body: str, digest: str, actor: User, now: datetime
) -> Answer:
    """Store a record once: (201, receipt) when it is new, (200, receipt) when it is already stored.

    `body` is the canonical JSON without its digest. A twin in flight that loses the race is answered as the
    same again. Refusals: not_found, not_allowed, record_removed, content_differs, stale_rev, move_not_open;
    whatever is refused is kept beside first.
    """
    sent = Sent(inspection_id, record, body, digest, actor, now)
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                answer = _take(sent)
            break
        except IntegrityError:
            # a twin was faster with the record or one of its files: look again
            log.info("record_twin", inspection=str(inspection_id), attempt=attempt)
            if attempt == TRIES:
                raise
    if isinstance(answer, DomainError):
        raise answer
    return answer


def _take(sent: Sent) -> Answer | DomainError:
    try:
        seen = visit_seen(sent)
    except DomainError as refused:
        return _aside(sent, refused)
    rows = list(
        Inspection.objects.everywhere("guard")
        .select_for_update(of=("self",))
        .filter(Q(pk=sent.uuid) | Q(visit=seen.visit))
    )
    mine = next((row for row in rows if row.pk == sent.uuid), None)
    others = [row for row in rows if row.pk != sent.uuid and row.state != Inspection.State.WITHDRAWN]
    if mine is None:
        return 201, _new(sent, seen, others)
    return _again(sent, seen, mine, others)


def _aside(sent: Sent, refused: DomainError) -> DomainError:
    """Keep a body that has no place, then refuse it."""
    payload_keep(
        inspection_id=sent.uuid,
        raw=sent.body.encode(),
        problem=refused.message(),
        actor=sent.actor,
        now=sent.now,
    )
    return refused


def _new(sent: Sent, seen: Seen, others: list[Inspection]) -> dict[str, Any]:
    """The record and everything in it, its irregularities, and what it says of its visit."""
    items = items_of(sent, seen)
    found = found_in(sent, items[0])
    files = files_announce(sent, seen.organ)
    other = next((row.pk for row in others if row.organ_id == seen.organ), None)
    members = members_of(sent, seen)
    faults = faults_of(sent, seen, items, found, members, other, files.differ)
    faults += papers_take(sent, seen.organ)
    values: Any = columns(sent)
    row = Inspection.objects.create(
        uuid=sent.uuid, organ_id=seen.organ, created_at=sent.now, visit=seen.visit, **values
    )
    version = version_of(sent, row, Kept.STORED)
    version.save(force_insert=True)
    answers_write(row, sent.record)
    findings_write(row, seen.visit, found, sent)
    signatures_write(row, sent.record, {member.officer for member in members})
    marked = irregularities_write(row, faults, sent)
    if not others:
        _finish(sent, seen)
    _tell(sent, row, marked, before="")
    return receipt_card(row, version, missing=[str(photo) for photo in files.missing], marked=marked)


def _again(sent: Sent, seen: Seen, row: Inspection, others: list[Inspection]) -> Answer | DomainError:
    """A record that is already there: the same, removed, different, older, or the revision asked for."""
    if not seen.mine and not seen.relayed and row.submitted_by_id != sent.actor.pk:
        if row.organ_id != seen.organ:
            return _aside(sent, DomainError("not_found"))
        return _beside(sent, row, Kept.NOT_OWNER, DomainError("not_allowed", {"verb": "inspection.submit"}))
    if row.state == Inspection.State.WITHDRAWN:
        return _beside(sent, row, Kept.REMOVED, DomainError("record_removed", {"reason": row.review_reason}))
    kept = (
        InspectionVersion.objects.everywhere("guard")
        .filter(inspection=row, rev=sent.record.rev, digest=sent.digest)
        .first()
    )
    if kept is not None and kept.kept == Kept.STORED:
        return 200, _same(sent, row, kept)
    rev = sent.record.rev
    if rev < row.rev:
        return _beside(sent, row, Kept.STALE, DomainError("stale_rev", {"rev": row.rev}))
    if rev == row.rev or row.visit_id != seen.visit.pk:
        return _beside(sent, row, Kept.DIFFERS, DomainError("content_differs", {"rev": row.rev}))
    if row.state != Inspection.State.RETURNED:
        facts = {"state": row.state, "verb": "inspection.submit"}
        return _beside(sent, row, Kept.NOT_RETURNED, DomainError("move_not_open", facts))
    return 201, _renew(sent, seen, row, others, kept)


def _beside(sent: Sent, row: Inspection, kept: str, refused: DomainError) -> DomainError:
    version_beside(sent, row, kept)
    return refused


def _same(sent: Sent, row: Inspection, stored: InspectionVersion) -> dict[str, Any]:
    """The stored receipt; files that were parked meanwhile are joined."""
    files = files_announce(sent, row.organ_id) if sent.record.rev == row.rev else Announced((), ())
    marked = list(Irregularity.objects.everywhere("guard").filter(inspection=row, current=True))
    return receipt_card(row, stored, missing=[str(photo) for photo in files.missing], marked=marked)


def _renew(
    sent: Sent, seen: Seen, row: Inspection, others: list[Inspection], kept: InspectionVersion | None
) -> dict[str, Any]:
    """A later revision of a returned record; the former one stays in its version.

    `kept`: the same body came before its turn and was kept beside; now it is the one that is stored.
    """
    items = items_of(sent, seen)
    found = found_in(sent, items[0])
    files = files_announce(sent, row.organ_id)
    other = next((one.pk for one in others if one.organ_id == row.organ_id), None)
    members = members_of(sent, seen)
    faults = faults_of(sent, seen, items, found, members, other, files.differ)
    faults += papers_take(sent, row.organ_id)
    move(row, INSPECTION_MOVES, "inspection.submit", **columns(sent))
    version = kept or version_of(sent, row, Kept.STORED)
    version.kept = Kept.STORED
    version.save(force_insert=kept is None)
    row.answers.all().delete()
    row.signatures.all().delete()
    answers_write(row, sent.record)
    findings_renew(row, seen.visit, found, sent)
    signatures_write(row, sent.record, {member.officer for member in members})
    marked = irregularities_renew(row, faults, sent)
    if not others:
        _finish(sent, seen)
    _tell(sent, row, marked, before=Inspection.State.RETURNED)
    return receipt_card(row, version, missing=[str(photo) for photo in files.missing], marked=marked)


def _finish(sent: Sent, seen: Seen) -> None:
    """The visit is over; of a joint visit or a second record the first one said so."""
    visit = seen.visit
    counts = counts_to_cap(
        sent.record.outcome, trigger_counts=counts_by_trigger(visit, sent.on), remote=visit.remote
    )
    visit_finish_held(
        visit=visit,
        started_at=sent.record.started_at,
        finished_at=sent.record.finished_at,
        counts_to_cap=counts,
        urgent=sent.record.urgent,
        actor=sent.actor,
        now=sent.now,
    )


def _tell(sent: Sent, row: Inspection, marked: list[Irregularity], *, before: str) -> None:
    journal(
        organ=row.organ_id,
        actor=sent.actor,
        verb="inspection.submit",
        noun="inspection",
        noun_id=row.uuid,
        now=sent.now,
        before=before,
        after=row.state,
        data={
            "rev": sent.record.rev,
            "digest": sent.digest,
            "visit": str(row.visit_id),
            "photos": len(sent.record.photos),
            "faults": [f"{one.rule}.{one.code}" for one in marked],
        },
    )
