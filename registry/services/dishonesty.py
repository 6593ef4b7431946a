"""失信主体: proposed by one, listed by another, public for its term; repaired, revoked, or over by itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.domain.deadlines import months_on
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from registry.domain.credit import REPAIR
from registry.domain.states import DISHONESTY_MOVES, REPAIR_MOVES
from registry.models import CreditGrade, DishonestyRecord, RepairApplication, Venue
from registry.selectors.credit import dishonesty_terms
from registry.services.credit import venue_regrade

OPEN_REPAIR = (RepairApplication.State.FILED, RepairApplication.State.CHECKED)
ENDED = "名单已经移出，申请不再办理"


def dishonesty_propose(
    *, venue_id: UUID, level: str, ground: str, basis: str, actor: User, now: datetime,
    cause: tuple[str, UUID] | None = None,
) -> DishonestyRecord:  # fmt: skip
    """Propose that a venue be listed; another decides."""
    require(actor, "dishonesty.propose")
    with transaction.atomic():
        venue = lock(Venue, venue_id, actor)
        noun, uuid = cause or ("", None)
        row = DishonestyRecord.objects.create(
            organ_id=venue.organ_id, created_at=now, venue=venue, level=level, ground=ground, basis=basis,
            cause_noun=noun, cause_id=uuid, proposed_by=actor,
        )  # fmt: skip
        _line(row, "dishonesty.propose", "", actor, now, "")
    return row


def dishonesty_enlist(*, record_id: UUID, actor: User, now: datetime) -> DishonestyRecord:
    """List it from today for the months of its level; a serious one makes the grade D at once."""
    require(actor, "dishonesty.list")
    with transaction.atomic():
        row = lock(DishonestyRecord, record_id, actor)
        if row.proposed_by_id == actor.uuid:
            raise DomainError("own_record")
        today = clock.civil(now)
        _move(
            row, "dishonesty.list", actor, now, "",
            listed_by=actor, from_on=today, to_on=months_on(today, dishonesty_terms()[row.level].months),
        )  # fmt: skip
        _regrade(row, actor, now, row.ground)
    return row


def dishonesty_refuse(*, record_id: UUID, reason: str, actor: User, now: datetime) -> DishonestyRecord:
    """Do not list it."""
    require(actor, "dishonesty.refuse")
    with transaction.atomic():
        row = lock(DishonestyRecord, record_id, actor)
        return _move(row, "dishonesty.refuse", actor, now, reason, reason=reason)


def dishonesty_revoke(*, record_id: UUID, reason: str, actor: User, now: datetime) -> DishonestyRecord:
    """It should not have been listed."""
    require(actor, "dishonesty.revoke")
    with transaction.atomic():
        row = lock(DishonestyRecord, record_id, actor)
        _move(row, "dishonesty.revoke", actor, now, reason, reason=reason, ended_on=clock.civil(now))
        repairs_end(row, now=now)
        _regrade(row, actor, now, reason)
    return row


def dishonesty_expire(*, now: datetime) -> int:
    """Repair by itself what ran out (到期自动修复); how many. The grade follows at the nightly run."""
    today = clock.civil(now)
    over = DishonestyRecord.objects.everywhere("task").filter(state="listed", to_on__lt=today)
    done = 0
    for row in over.order_by("pk"):
        with transaction.atomic():
            move(
                row, DISHONESTY_MOVES, "dishonesty.repair", facts={"missing": []}, ended_on=today,
                repair_mode="automatic",
            )  # fmt: skip
            _line(row, "dishonesty.repair", "listed", None, now, "")
            repairs_end(row, now=now)
        done += 1
    return done


def dishonesty_repaired(
    row: DishonestyRecord, *, mode: str, proof: str, pledge: bool, training: bool, missing: list[str],
    actor: User, now: datetime,
) -> None:  # fmt: skip
    """信用修复 before the term is over: what another granted; `facts_missing` names what its way lacks."""
    _move(
        row, "dishonesty.repair", actor, now, proof, missing=missing, ended_on=clock.civil(now),
        repair_mode=mode, proof=proof[:300], pledge=pledge, training=training,
    )  # fmt: skip
    _regrade(row, actor, now, proof)


def repairs_end(row: DishonestyRecord, *, now: datetime) -> None:
    """The record is gone: an application still open ends with it, and its clock."""
    for one in RepairApplication.objects.everywhere("guard").filter(record=row, state__in=OPEN_REPAIR):
        move(one, REPAIR_MOVES, "repair.withdraw", facts={"reason": ENDED}, reason=ENDED)
        clocks_done(noun="repairapplication", noun_id=one.uuid, rule=REPAIR, on=clock.civil(now))
        record(
            organ=one.organ_id, actor=None, verb="repair.withdraw", noun="repairapplication",
            noun_id=one.uuid, now=now, after=one.state, reason=ENDED,
        )  # fmt: skip


def _move(
    row: DishonestyRecord, verb: str, actor: User, now: datetime, said: str,
    missing: list[str] | None = None, **values: Any,
) -> DishonestyRecord:  # fmt: skip
    before = row.state
    move(row, DISHONESTY_MOVES, verb, facts={"reason": said, "missing": missing or []}, **values)
    _line(row, verb, before, actor, now, said)
    return row


def _line(
    row: DishonestyRecord, verb: str, before: str, actor: User | None, now: datetime, reason: str
) -> None:
    record(
        organ=row.organ_id, actor=actor, verb=verb, noun="dishonestyrecord", noun_id=row.uuid, now=now,
        before=before, after=row.state, reason=reason,
        data={"level": row.level, "venue": str(row.venue_id), "mode": row.repair_mode},
    )  # fmt: skip


def _regrade(row: DishonestyRecord, actor: User, now: datetime, reason: str) -> None:
    """A serious record moves the grade at once, in and out."""
    if row.level == DishonestyRecord.Level.SERIOUS:
        venue = lock(Venue, row.venue_id, actor)
        venue_regrade(
            venue=venue, cause=CreditGrade.Cause.COMPUTED, actor=actor, now=now, reason=reason[:300]
        )
