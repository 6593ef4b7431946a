"""Visits of follow-up supervision: the section asks, the brigade goes, the accepted record is the step."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.models import User
from backend.services.moves import move
from enforcement.domain.states import FOLLOW_UP
from enforcement.models import FollowUp, FollowUpStep, FollowUpVisit
from enforcement.selectors.followups import TRIGGER, visit_pending
from enforcement.services.cases.followups import follow_up_line, follow_up_take
from inspections.domain.results import words
from inspections.models import Inspection
from registry.models import Venue
from scheduling.models import Visit
from scheduling.services.visits import visit_request

NOUN = "follow_up"
# 能非现场的不入企: why somebody has to go there at all
_PRECHECK = {"recheck": "recheck", "visit": "see_there"}
_ACCEPTED = (Inspection.State.ACCEPTED, Inspection.State.PUBLISHED, Inspection.State.CORRECTED)


def follow_up_visit(
    *, follow_up_id: UUID, kind: str, items: Sequence[str], planned_from: date, planned_to: date, reason: str,
    actor: User, now: datetime, cap_reason: str = "", outside_reason: str = "", seen: int | None = None,
) -> FollowUp:  # fmt: skip
    """Ask for a visit; a supervisor says who goes, the leader approves it as any other.

    One at a time. Refusals: not_found, conflict, move_not_open, facts_missing (reason; outside the district),
    follow_up_visit_open, and those of `visit_request`.
    """
    with transaction.atomic():
        row = follow_up_take(follow_up_id, "follow_up.visit", seen, actor)
        open_one = visit_pending(row)
        if open_one is not None:
            raise DomainError("follow_up_visit_open", {"visit": open_one.number})
        move(row, FOLLOW_UP, "follow_up.visit", facts={"reason": reason})
        venue = Venue.objects.everywhere("guard").select_related("organ").get(pk=row.case.venue_id)
        visit = visit_request(
            venue=venue, trigger=TRIGGER, items=items, planned_from=planned_from, planned_to=planned_to,
            basis=_basis(row, kind), cause=(NOUN, row.uuid), precheck=_PRECHECK[kind], precheck_reason=reason,
            reason=reason, outside_reason=outside_reason, cap_reason=cap_reason, actor=actor, now=now,
        )  # fmt: skip
        FollowUpVisit.objects.create(follow_up=row, visit=visit, kind=kind, reason=reason)
        data = {"visit": str(visit.uuid), "kind": kind}
        follow_up_line(row, "follow_up.visit", row.state, actor, now, reason=reason, data=data)
    return row


def _basis(row: FollowUp, kind: str) -> str:
    return f"处罚后续监管（{FollowUpVisit.Kind(kind).label}）：{row.case.decision_number}"


def follow_up_record(*, inspection_id: UUID, now: datetime) -> None:
    """An accepted record that counts, of a visit a follow-up caused, is written as its step; may run twice.

    A revisit (code 6) of such a visit is the follow-up's too. A record is a fact: a follow-up closed
    meanwhile has its step all the same.
    """
    with transaction.atomic():
        record = (
            Inspection.objects.everywhere("task")
            .filter(pk=inspection_id, counts=True, state__in=_ACCEPTED)
            .select_related("visit", "reviewed_by")
            .first()
        )
        asked = _asked(record.visit) if record else None
        if record is None or asked is None:
            return
        row = FollowUp.objects.everywhere("task").select_for_update(of=("self",)).get(pk=asked.follow_up_id)
        written = FollowUpStep.objects.everywhere("task").filter(inspection=record)
        if row.organ_id != record.organ_id or record.reviewed_by is None or written.exists():
            return
        FollowUpStep.objects.create(
            follow_up=row, kind=asked.kind, on=record.finished_on, inspection=record, recorded_at=now,
            recorded_by=record.reviewed_by, text=f"{record.visit.number}：{words(record.result_codes)}",
        )  # fmt: skip
        for again in Visit.objects.everywhere("task").filter(revisit_of=record.visit):
            _adopt(asked, again)
        data = {"inspection": str(record.uuid), "visit": str(record.visit_id), "kind": asked.kind}
        follow_up_line(row, "follow_up.record", row.state, record.reviewed_by, now, data=data)


def _asked(visit: Visit) -> FollowUpVisit | None:
    """What the visit, or the one it repeats, was asked for."""
    rows = FollowUpVisit.objects.everywhere("task")
    found = rows.filter(visit=visit).first()
    if found is None and visit.revisit_of_id is not None:
        first = rows.filter(visit=visit.revisit_of_id).first()
        found = _adopt(first, visit) if first else None
    return found


def _adopt(asked: FollowUpVisit, again: Visit) -> FollowUpVisit:
    values = {"follow_up": asked.follow_up, "kind": asked.kind, "reason": asked.reason}
    return FollowUpVisit.objects.everywhere("task").get_or_create(visit=again, defaults=values)[0]
