"""Officers (执法检查人员名录库) and their recusals (回避)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import digest, record
from backend.models import Organ, User
from backend.permissions import may, require
from backend.services.moves import lock
from registry.domain.officers import ALL_TOWNS, officer_faults
from registry.domain.venues import plain
from registry.models import Category, Officer, Recusal, Venue
from registry.selectors.townships import township_find, township_list
from registry.services.register import (
    OFFICER_FIELDS,
    officer_blank,
    officer_fill,
    register_lock,
    register_lock_of,
)

WORDS = ("name", "unit", "phone")
Entry = dict[str, Any]


def officer_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Officer:
    """List a new officer; `invalid` by field, `certificate_listed` when the organ has this certificate.

    Values: the fields of Officer, `towns` by code or name or "*", `user` a user name of the organ or None.
    """
    require(actor, "officer.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "officer.edit"})
    entry = _merged(officer_blank(actor.organ.short_name), values, actor.organ)
    _judge(entry, actor.organ)
    row = Officer(organ=actor.organ, created_at=now)
    officer_fill(row, entry)
    row.user = _sign_in(values.get("user"), actor.organ)
    with transaction.atomic():
        register_lock(actor.organ.code)
        _save(row)
        record(
            organ=actor.organ, actor=actor, verb="officer.create", noun="officer", noun_id=row.uuid, now=now,
            after=row.status, data=_shown(entry, OFFICER_FIELDS),
        )  # fmt: skip
    return row


def officer_edit(*, officer_id: UUID, values: Mapping[str, Any], actor: User, now: datetime) -> Officer:
    """Change what `values` names and leave the rest."""
    require(actor, "officer.edit")
    with transaction.atomic():
        register_lock_of(Officer, officer_id, actor)
        row = lock(Officer, officer_id, actor)
        before = officer_entry(row)
        entry = _merged(before, values, row.organ)
        _judge(entry, row.organ)
        user = _sign_in(values["user"], row.organ) if "user" in values else row.user
        changed = [field for field in OFFICER_FIELDS if entry[field] != before[field]]
        if not changed and user == row.user:
            return row
        data: Entry = {"before": _shown(before, changed), "after": _shown(entry, changed)}
        if user != row.user:
            data["user"] = str(user.uuid) if user else ""
        officer_fill(row, entry)
        row.user = user
        _save(row)
        record(
            organ=row.organ_id, actor=actor, verb="officer.edit", noun="officer", noun_id=row.uuid, now=now,
            before=before["status"], after=row.status, data=data,
        )  # fmt: skip
    return row


def _save(row: Officer) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if (
            Officer.objects.everywhere("guard")
            .filter(organ_id=row.organ_id, cert_no=row.cert_no)
            .exclude(pk=row.pk)
            .exists()
        ):
            raise DomainError("certificate_listed", {"cert_no": row.cert_no}) from error
        raise DomainError("invalid", {"fields": {"user": ["这个账号已属于另一名人员"]}}) from error


def officer_entry(row: Officer) -> Entry:
    """What the register holds about an officer, in the shape of an entry."""
    return {field: getattr(row, field) for field in OFFICER_FIELDS}


def _merged(before: Entry, values: Mapping[str, Any], organ: Organ) -> Entry:
    entry = dict(before)
    for field in OFFICER_FIELDS:
        if field in values:
            value = values[field]
            entry[field] = value.strip() if isinstance(value, str) else value
    entry["cert_no"] = plain(entry["cert_no"]).upper()
    for field in ("quals", "lead_quals"):
        entry[field] = sorted(set(entry[field]))
    if "towns" in values:
        entry["towns"] = _towns(values["towns"], organ)
    return entry


def _towns(texts: Iterable[str], organ: Organ) -> list[str]:
    townships = township_list(organ.division_id)
    return sorted({text if text == ALL_TOWNS else township_find(townships, text) or text for text in texts})


def _judge(entry: Entry, organ: Organ) -> None:
    faults = officer_faults(
        entry,
        categories=set(Category.objects.everywhere("reference").values_list("code", flat=True)),
        townships=township_list(organ.division_id),
    )
    if faults:
        raise DomainError("invalid", {"fields": faults})


def _sign_in(username: str | None, organ: Organ) -> User | None:
    if not username:
        return None
    user = User.objects.everywhere("guard").filter(username=username, organ=organ).first()
    if user is None:
        raise DomainError("invalid", {"fields": {"user": [f"本单位没有账号 {username}"]}})
    return user


def _shown(entry: Mapping[str, Any], fields: Iterable[str]) -> Entry:
    """Fields as the chain may hold them."""
    shown: Entry = {}
    for field in fields:
        value = entry[field]
        if value in ("", None, []):
            continue
        if field in WORDS:
            shown[field] = digest(value)
        else:
            shown[field] = value if isinstance(value, int | list) else str(value)
    return shown


# Recusals ---------------------------------------------------------------------------------------
def recusal_declare(*, officer_id: UUID, venue_id: UUID, reason: str, actor: User, now: datetime) -> Recusal:
    """An officer keeps away from a venue. He or a supervisor declares it; the reason stays private."""
    require(actor, "recusal.declare")
    if not reason.strip():
        raise DomainError("reason_needed", {"verb": "recusal.declare"})
    with transaction.atomic():
        officer = lock(Officer, officer_id, actor)
        _own_or_supervised(officer, actor, "recusal.declare")
        venue = lock(Venue, venue_id, actor)
        if Recusal.objects.within(actor).filter(officer=officer, venue=venue, ended_on__isnull=True).exists():
            raise DomainError("recusal_listed")
        row = Recusal.objects.create(
            organ_id=officer.organ_id, created_at=now, officer=officer, venue=venue, reason=reason.strip(),
            declared_by=actor,
        )  # fmt: skip
        record(
            organ=officer.organ_id, actor=actor, verb="recusal.declare", noun="recusal", noun_id=row.uuid,
            now=now,
            data={"officer": str(officer.uuid), "venue": str(venue.uuid), "reason": digest(row.reason)},
        )  # fmt: skip
    return row


def recusal_end(*, recusal_id: UUID, reason: str, actor: User, now: datetime) -> Recusal:
    """A recusal no longer holds, from today on; only a supervisor ends one, with a reason."""
    require(actor, "recusal.end")
    if not reason.strip():
        raise DomainError("reason_needed", {"verb": "recusal.end"})
    with transaction.atomic():
        row = lock(Recusal, recusal_id, actor)
        if row.officer.user_id == actor.uuid:
            raise DomainError("own_record")
        ended = clock.civil(now)
        changed = (
            Recusal.objects.within(actor).filter(pk=row.pk, ended_on__isnull=True).update(ended_on=ended)
        )
        if not changed:
            raise DomainError("conflict", {"state": "ended", "verb": "recusal.end"})
        row.ended_on = ended
        record(
            organ=row.organ_id, actor=actor, verb="recusal.end", noun="recusal", noun_id=row.uuid, now=now,
            data={"officer": str(row.officer_id), "venue": str(row.venue_id), "reason": digest(reason)},
        )  # fmt: skip
    return row


def _own_or_supervised(officer: Officer, actor: User, verb: str) -> None:
    if officer.user_id != actor.uuid and not may(actor, "officer.edit"):
        raise DomainError("not_allowed", {"verb": verb})
