"""Booklets (文书号段): numbers a device holds for papers off line; each ends issued, returned or void."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.documents.catalogue import forms
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import NumberUse, Organ, User
from backend.permissions import require
from backend.services.moves import lock
from backend.services.numbers import number_take, series_lock

HELD_NATURAL_DAYS = (
    30  # after that a number is asked back; it stays its holder's until he gives it or it is voided
)
MOST = 10  # of one kind on one device
# Forms filled on the spot whose number comes from a booklet.
KINDS = ("rectification", "spot_penalty")


def numbers_reserve(*, kind: str, count: int, device: str, actor: User, now: datetime) -> list[NumberUse]:
    """See to it that this device of this person holds `count` unused numbers; returns all it holds.

    Repeating it after a lost reply takes nothing more. A number returned unused is given out again first.
    """
    require(actor, "number.reserve")
    if kind not in KINDS or kind not in {form.series for form in forms().values()}:
        raise DomainError("not_found", {"kind": kind})
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "number.reserve"})
    organ, today = actor.organ, civil(now)
    with transaction.atomic():
        series_lock(
            organ=organ, kind=kind, year=today.year
        )  # two calls of one device count one after the other
        held = _held(organ, kind, today.year, device, actor)
        wanted = max(0, min(count, MOST) - len(held))
        returned = NumberUse.objects.everywhere("guard").filter(
            organ=organ, kind=kind, year=today.year, state=NumberUse.State.RETURNED
        )
        again = list(returned.select_for_update(of=("self",)).order_by("seq")[:wanted])
        fresh = [_again(row, device, actor, now) for row in again]
        fresh += [_new(organ, kind, device, actor, now) for _ in range(wanted - len(again))]
        if fresh:
            _tell(organ, "number.reserve", fresh, actor, now, device=device)
    return sorted([*held, *fresh], key=lambda row: row.seq)


def _held(organ: Organ, kind: str, year: int, device: str, actor: User) -> list[NumberUse]:
    rows = NumberUse.objects.everywhere("guard").filter(
        organ=organ, kind=kind, year=year, device=device, holder=actor, state=NumberUse.State.HELD
    )
    return list(rows.order_by("seq"))


def _new(organ: Organ, kind: str, device: str, actor: User, now: datetime) -> NumberUse:
    year = civil(now).year
    number, seq = number_take(organ=organ, kind=kind, year=year)
    return NumberUse.objects.create(
        organ=organ, created_at=now, kind=kind, year=year, seq=seq, number=number, holder=actor,
        device=device, expires_on=civil(now) + timedelta(days=HELD_NATURAL_DAYS),
    )  # fmt: skip


def _again(row: NumberUse, device: str, actor: User, now: datetime) -> NumberUse:
    """A returned number in another hand."""
    row.state, row.holder, row.device, row.created_at = NumberUse.State.HELD, actor, device, now
    row.expires_on = civil(now) + timedelta(days=HELD_NATURAL_DAYS)
    row.reason, row.ended_at, row.ended_by = "", None, None
    row.save()
    return row


def numbers_return(*, numbers: Sequence[UUID], actor: User, now: datetime) -> list[NumberUse]:
    """Give unused numbers of one's own back; one that is no longer held is left as it is."""
    require(actor, "number.return")
    with transaction.atomic():
        rows = list(
            NumberUse.objects.within(actor)
            .select_for_update(of=("self",))
            .filter(pk__in=numbers, holder=actor, state=NumberUse.State.HELD)
            .order_by("pk")
        )
        for row in rows:
            row.state, row.ended_at, row.ended_by = NumberUse.State.RETURNED, now, actor
            row.save(update_fields=["state", "ended_at", "ended_by"])
        if rows and actor.organ:
            _tell(actor.organ, "number.return", rows, actor, now)
    return rows


def numbers_void(*, numbers: Sequence[UUID], reason: str, actor: User, now: datetime) -> list[NumberUse]:
    """Void numbers that will not come back: a lost phone, a spoilt paper. What was issued is not touched."""
    require(actor, "number.void")
    if not reason.strip():
        raise DomainError("reason_needed")
    with transaction.atomic():
        rows = [lock(NumberUse, number, actor) for number in sorted(set(numbers))]
        open_ = [row for row in rows if row.state in (NumberUse.State.HELD, NumberUse.State.RETURNED)]
        if len(open_) != len(rows):
            raise DomainError("conflict", {"verb": "number.void"})
        for row in open_:
            row.state, row.reason = NumberUse.State.VOID, reason.strip()[:200]
            row.ended_at, row.ended_by = now, actor
            row.save(update_fields=["state", "reason", "ended_at", "ended_by"])
        if open_:
            organ = Organ.objects.everywhere("guard").get(pk=open_[0].organ_id)
            _tell(organ, "number.void", open_, actor, now, reason=reason)
    return open_


def number_issue(
    *, organ: Organ, kind: str, number: str, document: UUID, actor: User, now: datetime
) -> tuple[NumberUse | None, str]:
    """The number a paper from the field bears, and what is irregular about it ("" for nothing).

    A paper is never refused for its number: number_unknown, number_void, number_twice or number_of_another
    is written beside it. The caller holds the transaction.
    """
    rows = NumberUse.objects.everywhere("guard").select_for_update(of=("self",))
    row = rows.filter(organ=organ, kind=kind, number=number).first()
    if row is None:
        return None, "number_unknown"
    if row.state == NumberUse.State.ISSUED:
        return row, "" if row.document == document else "number_twice"
    if row.state == NumberUse.State.VOID:
        return row, "number_void"
    fault = "" if row.state == NumberUse.State.HELD and row.holder_id == actor.pk else "number_of_another"
    row.state, row.document, row.ended_at, row.ended_by = NumberUse.State.ISSUED, document, now, actor
    row.save(update_fields=["state", "document", "ended_at", "ended_by"])
    _tell(organ, "number.issue", [row], actor, now)
    return row, fault


def _tell(
    organ: Organ, verb: str, rows: Sequence[NumberUse], actor: User, now: datetime, *, reason: str = "",
    device: str = "",
) -> None:  # fmt: skip
    data: dict[str, Any] = {
        "kind": rows[0].kind,
        "year": rows[0].year,
        "seqs": [row.seq for row in rows],
        "device": device,
    }
    record(
        organ=organ, actor=actor, verb=verb, noun="numberuse", noun_id=rows[0].uuid, now=now,
        after=rows[0].state, data=data, reason=reason,
    )  # fmt: skip
