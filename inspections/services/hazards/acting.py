"""What the brigade does about a hazard: its level, the venue's correction, an order, the closing."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import User
from backend.permissions import require
from backend.services.files import Announced
from backend.services.moves import lock, move
from inspections.domain.hazards import HAZARD_MOVES, LEVELS
from inspections.models import Hazard, HazardTransfer, Inspection, Rectification
from inspections.selectors.hazards import rechecks_of
from inspections.services.hazards.telling import day_of, files_keep, step_keep
from inspections.services.rectifications import rectification_order


def hazard_grade(*, hazard_id: UUID, level: str, place: str, text: str, actor: User, now: datetime) -> Hazard:
    """Its level (一般、重大) and where it is, with the reason."""
    require(actor, "hazard.grade")
    if level not in LEVELS:
        raise DomainError("invalid", {"fields": {"level": ["没有这种等级"]}})
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        move(
            row, HAZARD_MOVES, "hazard.grade", facts={"text": text.strip()}, level=level, place=place.strip()
        )
        step_keep(
            row, "hazard.grade", before=row.state, text=text, actor=actor, now=now, data={"level": level}
        )
    return row


def hazard_correct(
    *,
    hazard_id: UUID,
    text: str,
    actor: User,
    now: datetime,
    on: date | None = None,
    files: Sequence[Announced] = (),
) -> Hazard:
    """The venue put it right itself (自查自改), with what shows it."""
    require(actor, "hazard.correct")
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        before, day = row.state, day_of(on, "on", now, first=row.found_on)
        facts = {"text": text.strip(), "hazard_proof": files}
        move(row, HAZARD_MOVES, "hazard.correct", facts=facts)
        kept = files_keep(row, files, actor=actor, now=now)
        step_keep(row, "hazard.correct", before=before, text=text, on=day, files=kept, actor=actor, now=now)
    return row


def hazard_order(*, hazard_id: UUID, content: str, due_on: date, actor: User, now: datetime) -> Hazard:
    """Order it to be put right by a day (责令整改): of its record, or the one it is under already."""
    require(actor, "hazard.order")
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        finding, before = row.finding, row.state
        next_state(HAZARD_MOVES, before, "hazard.order", {"hazard_finding": finding})
        if finding is None:  # the move has refused that already
            raise DomainError("facts_missing", {"missing": ["hazard_finding"]})
        orders = Rectification.objects.everywhere("guard").filter(
            inspection=finding.inspection_id, state__in=("ordered", "rechecked")
        )
        under = next((one for one in orders if str(finding.pk) in one.findings), None)
        order = under or rectification_order(
            inspection_id=finding.inspection_id, findings=[finding.pk], content=content, due_on=due_on,
            actor=actor, now=now,
        )  # fmt: skip
        move(row, HAZARD_MOVES, "hazard.order", facts={"hazard_finding": finding}, order=order)
        step_keep(
            row, "hazard.order", before=before, text=f"{order.number}：{order.content}", actor=actor, now=now,
            data={"order": str(order.pk)},
        )  # fmt: skip
    return row


def _runs(order: Rectification | None) -> bool:
    """Whether an order to rectify still binds; that of a withdrawn record does not."""
    if order is None or order.inspection.state == Inspection.State.WITHDRAWN:
        return False
    return order.state in (Rectification.State.ORDERED, Rectification.State.RECHECKED)


def hazard_close(
    *,
    hazard_id: UUID,
    text: str,
    actor: User,
    now: datetime,
    files: Sequence[Announced] = (),
    record: UUID | None = None,
) -> Hazard:
    """Closed (销号): by proof given now or before, or by the record of a check made since."""
    require(actor, "hazard.close")
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        before = row.state
        seen = _record(row, record, actor)
        facts = {
            "text": text.strip(),
            "hazard_proof": bool(files) or _proven(row),
            "record": seen,
            "order_open": _runs(row.order),
        }
        move(row, HAZARD_MOVES, "hazard.close", facts=facts, closed_on=civil(now), recheck=seen)
        kept = files_keep(row, files, actor=actor, now=now)
        data = {"record": str(seen.pk)} if seen else {}
        step_keep(row, "hazard.close", before=before, text=text, files=kept, actor=actor, now=now, data=data)
    return row


def _proven(row: Hazard) -> bool:
    """Whether something that shows it was given before: with the correction, or with an answer."""
    if row.state == Hazard.State.CORRECTED:
        return True
    steps = row.steps.filter(verb="hazard.correct").values_list("files", flat=True)
    answers = HazardTransfer.objects.everywhere("guard").filter(hazard=row, outcome="corrected")
    return any(steps) or any(answers.values_list("files", flat=True))


def _record(row: Hazard, record: UUID | None, actor: User) -> Inspection | None:
    if record is None:
        return None
    found = rechecks_of(row, actor).filter(pk=record).first()
    if found is None:
        raise DomainError("not_found", {"record": str(record)})
    return found


def hazard_drop(*, hazard_id: UUID, text: str, actor: User, now: datetime) -> Hazard:
    """Entered by mistake, or what its record said was taken back; it stays, with the reason."""
    require(actor, "hazard.drop")
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        before = row.state
        move(row, HAZARD_MOVES, "hazard.drop", facts={"text": text.strip()})
        step_keep(row, "hazard.drop", before=before, text=text, actor=actor, now=now)
    return row
