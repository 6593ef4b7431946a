"""A letter at the desk of the organ it went to: received (签收) and answered there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import File, User
from backend.permissions import require
from backend.services.files import Announced, files_announce
from inspections.domain.hazards import ANSWERS, LETTER_MOVES, letter_state
from inspections.models import Hazard, HazardTransfer
from inspections.services.hazards.transferring import CLOCKED, answered


def letter_receive(*, letter_id: UUID, actor: User, now: datetime) -> HazardTransfer:
    """It is here and was read. Refusals: not_found (of another organ), move_not_open."""
    require(actor, "letter.receive")
    with transaction.atomic():
        _, letter = _mine(letter_id, actor)
        before = _state(letter)
        next_state(LETTER_MOVES, before, "letter.receive", {})
        letter.received_by, letter.received_at = actor, now
        letter.save(update_fields=["received_by", "received_at"])
        _line(letter, "letter.receive", before, actor, now)
    return letter


def letter_answer(
    *,
    letter_id: UUID,
    outcome: str,
    text: str,
    actor: User,
    now: datetime,
    number: str = "",
    files: Sequence[Announced] = (),
) -> HazardTransfer:
    """What was done about it, with what shows it; the hazard of the brigade is answered by it, and its clock
    ends.
    """
    require(actor, "letter.answer")
    if outcome not in ANSWERS:
        raise DomainError("invalid", {"fields": {"outcome": ["没有这种处理结果"]}})
    with transaction.atomic():
        hazard, letter = _mine(letter_id, actor)
        before = _state(letter)
        next_state(LETTER_MOVES, before, "letter.answer", {"text": text.strip()})
        kept = _handed_over(files, letter, hazard, actor, now)
        answered(
            hazard, letter, outcome=outcome, text=text, by=actor.name, number=number, day=civil(now),
            kept=kept, actor=actor, now=now,
        )  # fmt: skip
        letter.refresh_from_db()
        _line(letter, "letter.answer", before, actor, now, reason=text.strip())
    return letter


def _handed_over(
    files: Sequence[Announced], letter: HazardTransfer, hazard: Hazard, actor: User, now: datetime
) -> list[str]:
    """Files of the answer were sent up for the letter, and are the hazard's once it is answered: whoever sent
    the letter reads them, here they are gone. All their bytes are here, or the answer is not given.
    """
    files_announce(files=files, owner=letter.ref, organ_id=str(actor.organ_id), actor=actor, now=now)
    ids = [one.uuid for one in files]
    rows = File.objects.everywhere("guard").filter(pk__in=ids, noun=letter.ref[0], noun_id=letter.pk)
    if rows.filter(stored_at__isnull=False).count() < len(set(ids)):
        raise DomainError("invalid", {"fields": {"files": ["文件还没有传完"]}})
    rows.update(organ=hazard.organ_id, noun=hazard.ref[0], noun_id=hazard.pk)
    return [str(one) for one in ids]


def _mine(letter_id: UUID, actor: User) -> tuple[Hazard, HazardTransfer]:
    """The letter to the actor's organ and its hazard, both locked, the hazard first as its own steps do."""
    rows = HazardTransfer.objects.everywhere("guard").filter(receiver_id=actor.organ_id)
    found = rows.filter(pk=letter_id).values_list("hazard", flat=True).first()
    if found is None or actor.organ_id is None:
        raise DomainError("not_found", {"letter": str(letter_id)})
    hazard = Hazard.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=found)
    return hazard, rows.select_for_update(of=("self",)).get(pk=letter_id)


def _state(letter: HazardTransfer) -> str:
    return letter_state(received=letter.received_at is not None, answered=letter.answered_on is not None)


def _line(
    letter: HazardTransfer, verb: str, before: str, actor: User, now: datetime, reason: str = ""
) -> None:
    """In the journal of the organ that received it; the brigade's has the answer as its hazard's step."""
    record(
        organ=str(actor.organ_id), actor=actor, verb=verb, noun=CLOCKED, noun_id=letter.pk, now=now,
        before=before, after=_state(letter), reason=reason, data={"outcome": letter.outcome},
    )  # fmt: skip
