"""信用修复: applied for with proof, checked by one, granted or denied by another, each on its paper."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Document, File, User
from backend.permissions import require
from backend.services.clocks import Shown, clock_start, clocks_done
from backend.services.documents import document_request
from backend.services.files import Announced, files_announce
from backend.services.moves import lock, move
from registry.domain.credit import REPAIR
from registry.domain.states import REPAIR_MOVES
from registry.models import DishonestyRecord, RepairApplication, Venue
from registry.selectors.repairs import repair_lacks, repair_term
from registry.services.dishonesty import dishonesty_repaired

NOUN = "repairapplication"
BASIS = "文化和旅游市场信用管理规定（部令第7号，待核实）"
REMEDY = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。"
)


def repair_apply(
    *, application_id: UUID, record_id: UUID, mode: str, applied_on: date, text: str,
    files: Sequence[Announced], actor: User, now: datetime, pledge: bool = False, training: bool = False,
) -> RepairApplication:  # fmt: skip
    """Take an application in with its proof, every byte of which is here already; one open at a time.

    Refusals: move_not_open (not listed), invalid (day), facts_missing (proof, text), conflict.
    """
    require(actor, "repair.apply")
    today, said = clock.civil(now), text.strip()
    try:
        with transaction.atomic():
            of = lock(DishonestyRecord, record_id, actor)
            if of.state != DishonestyRecord.State.LISTED or of.from_on is None:
                raise DomainError("move_not_open", {"state": of.state, "verb": "repair.apply"})
            if not of.from_on <= applied_on <= today:
                raise DomainError("invalid", {"fields": {"applied_on": ["晚于今天，或者早于列入日期"]}})
            told = files_announce(
                files=files, owner=(NOUN, application_id), organ_id=of.organ_id, actor=actor, now=now
            )
            here = bool(told) and all(one.state == File.State.STORED for one in told)
            next_state(REPAIR_MOVES, "", "repair.apply", {"proof": here, "text": said})
            row = RepairApplication.objects.create(
                uuid=application_id, organ_id=of.organ_id, created_at=now, record=of, mode=mode,
                applied_on=applied_on, text=said, files=[str(one.uuid) for one in files], pledge=pledge,
                training=training, taken_by=actor,
            )  # fmt: skip
            _line(row, "repair.apply", "", actor, now, said)
            term = repair_term()
            clock_start(
                organ=of.organ_id, rule=REPAIR, noun=NOUN, noun_id=row.uuid, start_event=term.start_event,
                starts_on=applied_on, length=term.length, unit=term.unit, basis=term.words(), actor=actor,
                now=now, shown=Shown("dishonestyrecord", of.uuid, of.venue.name),
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": "filed", "verb": "repair.apply"}) from error
    return row


def repair_check(*, application_id: UUID, opinion: str, actor: User, now: datetime) -> RepairApplication:
    """What was looked at and found; another decides."""
    require(actor, "repair.check")
    with transaction.atomic():
        row = lock(RepairApplication, application_id, actor)
        before, said = row.state, opinion.strip()
        move(
            row, REPAIR_MOVES, "repair.check", facts={"reason": said}, checked_by=actor,
            checked_on=clock.civil(now), check_note=said,
        )  # fmt: skip
        _line(row, "repair.check", before, actor, now, said)
    return row


def repair_grant(*, application_id: UUID, reason: str, actor: User, now: datetime) -> RepairApplication:
    """准予: the record ends today, the grade follows, the venue has it on paper.

    Refusals: own_record (who checked decides nothing), facts_missing (reason, what its way lacks).
    """
    require(actor, "repair.grant")
    with transaction.atomic():
        row = _to_decide(application_id, actor)
        lacks = repair_lacks(row)
        _decide(row, "repair.grant", reason, lacks, actor, now)
        dishonesty_repaired(
            lock(DishonestyRecord, row.record_id, actor), mode=row.mode, proof=row.text, pledge=row.pledge,
            training=row.training, missing=lacks, actor=actor, now=now,
        )  # fmt: skip
    return row


def repair_deny(*, application_id: UUID, reason: str, actor: User, now: datetime) -> RepairApplication:
    """不予, with the reason the venue reads on its paper; the record stands."""
    require(actor, "repair.deny")
    with transaction.atomic():
        row = _to_decide(application_id, actor)
        row.grounds = repair_lacks(row)
        row.save(update_fields=["grounds"])
        _decide(row, "repair.deny", reason, [], actor, now)
    return row


def repair_withdraw(*, application_id: UUID, reason: str, actor: User, now: datetime) -> RepairApplication:
    """The venue asks no more, or it was taken in by mistake."""
    require(actor, "repair.withdraw")
    with transaction.atomic():
        row = lock(RepairApplication, application_id, actor)
        before, said = row.state, reason.strip()
        move(row, REPAIR_MOVES, "repair.withdraw", facts={"reason": said}, reason=said)
        clocks_done(noun=NOUN, noun_id=row.uuid, rule=REPAIR, on=clock.civil(now))
        _line(row, "repair.withdraw", before, actor, now, said)
    return row


def _to_decide(application_id: UUID, actor: User) -> RepairApplication:
    row = lock(RepairApplication, application_id, actor)
    if row.checked_by_id == actor.uuid:
        raise DomainError("own_record")
    return row


def _decide(
    row: RepairApplication, verb: str, reason: str, missing: list[str], actor: User, now: datetime
) -> None:
    before, said, today = row.state, reason.strip(), clock.civil(now)
    facts = {"reason": said, "missing": missing}
    after = next_state(REPAIR_MOVES, before, verb, facts)
    paper = _paper(row, after, said, actor, now)
    move(
        row, REPAIR_MOVES, verb, facts=facts, decided_by=actor, decided_on=today, reason=said, document=paper
    )
    clocks_done(noun=NOUN, noun_id=row.uuid, rule=REPAIR, on=today)
    _line(row, verb, before, actor, now, said)


def _paper(row: RepairApplication, after: str, reason: str, actor: User, now: datetime) -> Document:
    of = row.record
    venue = Venue.objects.within(actor).select_related("organ").get(pk=of.venue_id)
    values: dict[str, Any] = {
        "party_name": venue.name, "party_id": venue.uscc, "level": of.get_level_display(),
        "ground": of.ground, "listed_on": of.from_on.isoformat() if of.from_on else "",
        "until_on": of.to_on.isoformat() if of.to_on else "", "applied_on": row.applied_on.isoformat(),
        "way": row.get_mode_display(), "materials": row.text, "check": row.check_note, "reason": reason,
        "sources": BASIS,
    }  # fmt: skip
    if after == RepairApplication.State.DENIED:
        values["remedy"] = REMEDY
    return document_request(
        form=f"repair_{after}", of=row.ref, organ=venue.organ, values=values, actor=actor, now=now
    )


def _line(row: RepairApplication, verb: str, before: str, actor: User, now: datetime, reason: str) -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun=NOUN, noun_id=row.uuid, now=now, before=before,
        after=row.state, reason=reason,
        data={"record": str(row.record_id), "mode": row.mode, "files": row.files},
    )  # fmt: skip
