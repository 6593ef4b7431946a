"""A hazard goes to whose matter it is: the letter, the clock of the answer, urging, the answer."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.models import Clock, Organ, User
from backend.permissions import require
from backend.services.clocks import Shown, clock_start, clocks_done
from backend.services.documents import document_request
from backend.services.files import Announced
from backend.services.moves import lock, move
from inspections.domain.hazards import (
    ANSWERS,
    AUTHORITIES,
    HAZARD_MOVES,
    LEVELS,
    HazardTerm,
    hazard_terms,
)
from inspections.models import Hazard, HazardTransfer
from inspections.services.hazards.telling import day_of, files_keep, step_keep

FILE = Path(__file__).resolve().parent.parent.parent / "data" / "hazards.json"
FORM = "hazard_transfer"
RULE = "hazard_answer"
CLOCKED = "hazardtransfer"
LONGEST = 180


@cache
def terms() -> dict[str, HazardTerm]:
    """level → the period of an authority's answer."""
    return hazard_terms(json.loads(FILE.read_text(encoding="utf-8")))


def hazard_transfer(
    *,
    hazard_id: UUID,
    authority: str,
    to_organ: str,
    text: str,
    actor: User,
    now: datetime,
    workdays: int | None = None,
    enclosed: str = "",
    receiver: str = "",
) -> Hazard:
    """The letter (移送函) with the next number of its series, and the day the answer is due on a clock.

    `workdays`: another period than the level's, as the bureau asks for it this time. `receiver`: the organ
    in this system it goes to, whose people find it at their desk; else it goes on paper.
    """
    require(actor, "hazard.transfer")
    if authority not in AUTHORITIES or (workdays is not None and not 1 <= workdays <= LONGEST):
        raise DomainError("invalid", {"fields": {"authority": ["没有这个部门，或者期限不合理"]}})
    organ = organ_asked(receiver, actor) if receiver else None
    name, content = organ.name if organ else to_organ.strip(), text.strip()
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        before, today = row.state, civil(now)
        waiting = _waiting(row)
        twice = any((one.authority, one.to_organ) == (authority, name) for one in waiting)
        facts = {"to_organ": name, "text": content, "awaited": twice}
        next_state(HAZARD_MOVES, before, "hazard.transfer", facts)
        letter = uuid4()
        clock = _clock(row, letter, authority, workdays, actor=actor, now=now)
        paper = document_request(
            form=FORM, of=row.ref, organ=row.organ, actor=actor, now=now,
            values={
                "to_organ": name, "hazard_number": row.number, "level": LEVELS[row.level][0],
                "party_name": row.venue.name, "party_address": row.venue.address, "spot": row.place,
                "found_on": row.found_on.isoformat(), "situation": content, "enclosed": enclosed.strip(),
                "answer_by": clock.due_on.isoformat(),
            },
        )  # fmt: skip
        HazardTransfer.objects.create(
            uuid=letter, organ=row.organ, created_at=now, hazard=row, authority=authority, to_organ=name,
            number=paper.number, document=paper, content=content, transferred_on=today, transferred_by=actor,
            due_on=clock.due_on, receiver=organ,
        )  # fmt: skip
        move(row, HAZARD_MOVES, "hazard.transfer", facts=facts)
        step_keep(
            row, "hazard.transfer", before=before, text=f"{name} {paper.number}", actor=actor, now=now,
            data={"transfer": str(letter), "authority": authority, "due": clock.due_on.isoformat()},
        )  # fmt: skip
    return row


def _waiting(row: Hazard) -> list[HazardTransfer]:
    """Letters without an answer."""
    letters = HazardTransfer.objects.everywhere("guard").filter(hazard=row, answered_on__isnull=True)
    return list(letters.order_by("created_at", "uuid"))


def _clock(
    row: Hazard, letter: UUID, authority: str, workdays: int | None, *, actor: User, now: datetime
) -> Clock:
    term = terms()[row.level]
    return clock_start(
        organ=row.organ_id, rule=RULE, noun=CLOCKED, noun_id=letter, start_event=term.start_event,
        starts_on=civil(now), length=workdays or term.length, unit="workdays" if workdays else term.unit,
        basis=term.words(), actor=actor, now=now,
        shown=Shown("hazard", row.uuid, f"{row.venue.name} {AUTHORITIES[authority][0]}"),
    )  # fmt: skip


def _letter(row: Hazard, transfer: UUID) -> HazardTransfer:
    """The letter that still waits."""
    found = next((one for one in _waiting(row) if one.pk == transfer), None)
    if found is None:
        raise DomainError("not_found", {"transfer": str(transfer)})
    return found


def hazard_urge(*, hazard_id: UUID, transfer: UUID, text: str, actor: User, now: datetime) -> Hazard:
    """The answer is overdue: how and by whom it was asked for again (催办)."""
    require(actor, "hazard.urge")
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        next_state(HAZARD_MOVES, row.state, "hazard.urge", {"text": text.strip(), "answer_overdue": True})
        letter = _letter(row, transfer)
        due = Clock.objects.everywhere("guard").get(noun=CLOCKED, noun_id=letter.pk, rule=RULE).due_on
        facts = {"text": text.strip(), "answer_overdue": civil(now) > due}
        move(row, HAZARD_MOVES, "hazard.urge", facts=facts)
        step_keep(
            row, "hazard.urge", before=row.state, text=f"{letter.to_organ}：{text.strip()}", actor=actor,
            now=now, data={"transfer": str(letter.pk)},
        )  # fmt: skip
    return row


def hazard_answer(
    *,
    hazard_id: UUID,
    transfer: UUID,
    outcome: str,
    text: str,
    by: str,
    actor: User,
    now: datetime,
    on: date | None = None,
    number: str = "",
    files: Sequence[Announced] = (),
) -> Hazard:
    """What one authority answered: who, when, what, by which paper. The last one answers the hazard."""
    require(actor, "hazard.answer")
    if outcome not in ANSWERS:
        raise DomainError("invalid", {"fields": {"outcome": ["没有这种处理结果"]}})
    with transaction.atomic():
        row = lock(Hazard, hazard_id, actor)
        before = row.state
        next_state(HAZARD_MOVES, before, "hazard.hear", {"text": text.strip(), "answered_by": by.strip()})
        letter = _letter(row, transfer)
        day = day_of(on, "on", now, first=letter.transferred_on)
        kept = files_keep(row, files, actor=actor, now=now)
        answered(
            row, letter, outcome=outcome, text=text, by=by, number=number, day=day, kept=kept, actor=actor,
            now=now,
        )  # fmt: skip
    return row


def answered(
    row: Hazard, letter: HazardTransfer, *, outcome: str, text: str, by: str, number: str, day: date,
    kept: list[str], actor: User, now: datetime,
) -> None:  # fmt: skip
    """The answer stands in the letter, its clock has ended, and the hazard knows; caller holds the lock."""
    before = row.state
    others = len(_waiting(row)) > 1
    HazardTransfer.objects.everywhere("guard").filter(pk=letter.pk).update(
        outcome=outcome, answer=text.strip(), answered_by=by.strip(), answer_number=number.strip(),
        answered_on=day, files=kept,
    )  # fmt: skip
    facts = {"text": text.strip(), "answered_by": by.strip(), "others_awaited": others}
    move(row, HAZARD_MOVES, "hazard.hear" if others else "hazard.answer", facts=facts)
    clocks_done(noun=CLOCKED, noun_id=letter.pk, rule=RULE, on=day)
    step_keep(
        row, "hazard.answer", before=before, text=f"{letter.to_organ}：{text.strip()}", on=day, files=kept,
        actor=actor, now=now, data={"transfer": str(letter.pk), "outcome": outcome},
    )  # fmt: skip


def organ_asked(code: str, actor: User) -> Organ:
    """Another organ that works in this system."""
    found = Organ.objects.everywhere("reference").exclude(pk=actor.organ_id).filter(pk=code).first()
    if found is None:
        raise DomainError("invalid", {"fields": {"receiver": ["系统中没有这个单位"]}})
    return found
