"""Publication of results (公示): publish, correct, withdraw; every step a row of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.persons import unit_shown
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock, move
from inspections.domain.publication import announcement
from inspections.domain.states import INSPECTION_MOVES
from inspections.models import Inspection, Publication
from inspections.selectors.inspections import publish_facts
from inspections.services.following import publication_done
from inspections.services.owning import check_not_own
from registry.models import Venue

State = Inspection.State
PUBLIC = (State.PUBLISHED, State.CORRECTED)


def inspection_publish(*, inspection_id: UUID, actor: User, now: datetime) -> Inspection:
    """Publish an accepted record that counts, by somebody who did not make it (V07, V08, V09)."""
    require(actor, "inspection.publish")
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        check_not_own(row, actor)
        before = row.state
        move(row, INSPECTION_MOVES, "inspection.publish", facts=publish_facts(row, row.result_codes))
        _print(row, Publication.State.PUBLISHED, actor=actor, now=now)
        publication_done(row, on=civil(now))
        _tell(row, "inspection.publish", before, actor=actor, now=now, data={"codes": row.result_codes})
    return row


def inspection_correct(
    *, inspection_id: UUID, result_codes: Sequence[str], reason: str, actor: User, now: datetime
) -> Inspection:
    """Correct the result with the reason; a published one is published again as corrected.

    What the officers recorded stays in its version.
    """
    require(actor, "inspection.correct")
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        check_not_own(row, actor)
        before, was = row.state, list(row.result_codes)
        codes = list(dict.fromkeys(result_codes))
        move(row, INSPECTION_MOVES, "inspection.correct", facts=publish_facts(row, codes), result_codes=codes)
        if row.state in PUBLIC:
            _print(row, Publication.State.CORRECTED, actor=actor, now=now, reason=reason)
        _tell(
            row, "inspection.correct", before, actor=actor, now=now, reason=reason,
            data={"before": was, "codes": codes},
        )  # fmt: skip
    return row


def inspection_withdraw(*, inspection_id: UUID, reason: str, actor: User, now: datetime) -> Inspection:
    """Take a record out with the reason; sent again it is refused, and what was public says 已撤回."""
    require(actor, "inspection.withdraw")
    with transaction.atomic():
        row = lock(Inspection, inspection_id, actor)
        check_not_own(row, actor)
        before = row.state
        move(
            row, INSPECTION_MOVES, "inspection.withdraw", reviewed_by=actor, reviewed_at=now,
            review_reason=reason,
        )  # fmt: skip
        if before in PUBLIC:
            _print(row, Publication.State.WITHDRAWN, actor=actor, now=now, reason=reason)
        publication_done(row, on=civil(now))
        _tell(row, "inspection.withdraw", before, actor=actor, now=now, reason=reason)
    return row


def _print(row: Inspection, state: str, *, actor: User, now: datetime, reason: str = "") -> None:
    venue = Venue.objects.everywhere("guard").get(visits=row.visit_id)
    organ = Organ.objects.everywhere("guard").get(pk=row.organ_id)
    shown = unit_shown(venue.name, venue.legal_person)
    text = announcement(
        organ=organ.name, venue=shown, on=row.finished_on, outcome=row.outcome, codes=row.result_codes
    )
    Publication.objects.create(
        organ=organ,
        created_at=now,
        inspection=row,
        state=state,
        venue_name=shown,
        venue_code=venue.code,
        result_codes=row.result_codes,
        text=text,
        checked_on=row.finished_on,
        published_by=actor,
        published_at=now,
        reason=reason,
    )


def _tell(
    row: Inspection,
    verb: str,
    before: str,
    *,
    actor: User,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    record(
        organ=row.organ_id,
        actor=actor,
        verb=verb,
        noun="inspection",
        noun_id=row.uuid,
        now=now,
        before=before,
        after=row.state,
        data=data,
        reason=reason,
    )
