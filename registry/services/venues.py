"""Venues (检查对象名录库): list one, correct one, move its status; every change is journalled."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import digest, record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock
from registry.domain.states import VENUE_MOVES, status_verb
from registry.domain.venues import base_code, plain, venue_code, venue_faults
from registry.models import Category, Venue
from registry.selectors.townships import township_find, township_list, township_there
from registry.services.register import (
    LICENCE_FIELDS,
    PLAIN_FIELDS,
    WORDS,
    categories_write,
    licences_write,
    register_lock,
    register_lock_of,
    venue_blank,
    venue_fill,
)

Entry = dict[str, Any]


def venue_create(*, values: Mapping[str, Any], actor: User, now: datetime) -> Venue:
    """List a new venue; `invalid` by field, `venue_listed` when this code stands at this address already.

    Values: the fields of Venue, `township` by code or name, `categories` (codes), `licences` (mappings).
    """
    require(actor, "venue.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "venue.edit"})
    today = clock.civil(now)
    with transaction.atomic():
        organ = actor.organ
        register_lock(organ.code)
        entry = _merged(venue_blank(), values, organ)
        base = _judged(entry, today)
        code = _code_given(organ, base, entry)
        venue = Venue(organ=organ, created_at=now, code=code, status=Venue.Status.OPEN)
        venue.registered_on = values.get("registered_on") or today
        if venue.registered_on > today:
            raise DomainError("invalid", {"fields": {"registered_on": ["纳入名录日期晚于今天"]}})
        venue_fill(venue, entry)
        venue.save(force_insert=True)
        categories_write({venue.uuid: entry["categories"]}, venue.registered_on)
        licences_write({venue.uuid: entry["licences"]}, today)
        record(
            organ=organ, actor=actor, verb="venue.create", noun="venue", noun_id=venue.uuid, now=now,
            after=venue.status,
            data={"code": code} | _shown(entry, (*PLAIN_FIELDS, "township", "categories")),
        )  # fmt: skip
    return venue


def venue_edit(
    *, venue_id: UUID, values: Mapping[str, Any], actor: User, now: datetime, reason: str = ""
) -> Venue:
    """Change what `values` names and leave the rest; a change of status is a move and needs a reason.

    The code was given once and stays, whatever becomes of the 统一社会信用代码.
    """
    require(actor, "venue.edit")
    today = clock.civil(now)
    with transaction.atomic():
        register_lock_of(Venue, venue_id, actor)
        venue = lock(Venue, venue_id, actor)
        before = venue_entry(venue)
        entry = _merged(before, values, venue.organ)
        _judged(entry, today)
        changed = sorted(field for field in entry if entry[field] != before[field])
        if changed:
            venue_fill(venue, entry)
            venue.save()
            categories_write({venue.uuid: entry["categories"]}, today)
            licences_write({venue.uuid: entry["licences"]}, today)
            record(
                organ=venue.organ_id, actor=actor, verb="venue.edit", noun="venue", noun_id=venue.uuid,
                now=now, before=venue.status, after=venue.status, reason=reason,
                data={"before": _shown(before, changed), "after": _shown(entry, changed)},
            )  # fmt: skip
        status = values.get("status", venue.status)
        if status != venue.status:
            _move(venue, status, reason, actor, now)
    return venue


def _move(venue: Venue, status: str, reason: str, actor: User, now: datetime) -> None:
    before = venue.status
    verb = status_verb(before, status)
    if verb is None:
        raise DomainError("move_not_open", {"state": before, "verb": status})
    if not reason:
        raise DomainError("reason_needed", {"verb": verb})
    venue.status = next_state(VENUE_MOVES, before, verb, {"reason": reason})
    venue.left_on = clock.civil(now) if status == Venue.Status.CANCELLED else None
    venue.save(update_fields=["status", "left_on"])
    record(
        organ=venue.organ_id, actor=actor, verb=verb, noun="venue", noun_id=venue.uuid, now=now,
        before=before, after=status, reason=reason,
    )  # fmt: skip


# An entry: the whole of what a person may type about a venue -----------------------------------
def venue_entry(venue: Venue) -> Entry:
    """What the register holds about a venue, in the shape of an entry (two queries)."""
    entry: Entry = {field: getattr(venue, field) for field in PLAIN_FIELDS}
    entry["township"] = venue.township_id
    current = venue.categories.filter(left_on__isnull=True)
    entry["categories"] = sorted(current.values_list("category_id", flat=True))
    licences = venue.licences.filter(ended_on__isnull=True)
    entry["licences"] = [{field: getattr(row, field) for field in LICENCE_FIELDS} for row in licences]
    return entry


def _merged(before: Entry, values: Mapping[str, Any], organ: Organ) -> Entry:
    entry = dict(before)
    for field in PLAIN_FIELDS:
        if field in values:
            value = values[field]
            entry[field] = value.strip() if isinstance(value, str) else value
    entry["uscc"] = plain(entry["uscc"]).upper()
    if "categories" in values:
        entry["categories"] = sorted(set(values["categories"]))
    if "licences" in values:
        rows = [_licence(row) for row in values["licences"]]
        entry["licences"] = sorted(rows, key=lambda row: (row["kind"], row["number"]))
    if "township" in values:
        entry["township"] = _township(values["township"], organ)
    return entry


def _licence(row: Mapping[str, Any]) -> Entry:
    return {
        "kind": (row.get("kind") or "").strip(),
        "number": plain(row.get("number") or ""),
        "scope": (row.get("scope") or "").strip(),
        "issued_on": row.get("issued_on"),
        "valid_to": row.get("valid_to"),
    }


def _township(text: str | None, organ: Organ) -> str | None:
    """By code or name inside the organ's division; a place elsewhere (辖区外, V15) by its code alone."""
    if not text:
        return None
    said = text.strip()
    code = township_find(township_list(organ.division_id), said) or (said if township_there(said) else None)
    if code is None:
        raise DomainError("invalid", {"fields": {"township": [f"辖区内没有这个街道乡镇：{text}"]}})
    return code


def _judged(entry: Entry, today: date) -> str:
    """What the venue's code begins with; refuses with `invalid` and every fault at once."""
    faults = venue_faults(entry, today=today)
    base = base_code(entry["uscc"], entry["licences"])
    if not base and "uscc" not in faults:
        faults["uscc"] = ["请填写统一社会信用代码，没有的填写许可证编号"]
    known = set(Category.objects.everywhere("reference").values_list("code", flat=True))
    unknown = [code for code in entry["categories"] if code not in known]
    if unknown:
        faults["categories"] = [f"没有这个类别：{'、'.join(unknown)}"]
    if faults:
        raise DomainError("invalid", {"fields": faults})
    return base


def _code_given(organ: Organ, base: str, entry: Entry) -> str:
    """The code of a new premises; `venue_listed` when the same code stands at the same address."""
    rows = list(
        Venue.objects.everywhere("guard")
        .filter(Q(code=base) | Q(code__startswith=f"{base}-"), organ=organ)
        .values_list("uuid", "code", "address", "status")
    )
    for uuid, code, address, status in rows:
        if status != Venue.Status.CANCELLED and plain(address) == plain(entry["address"]):
            raise DomainError("venue_listed", {"venue": str(uuid), "code": code})
    return venue_code(base, [code for _, code, _, _ in rows])


def _shown(entry: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Fields as the chain may hold them: codes and numbers as they are, words as keyed digests."""
    shown: dict[str, Any] = {}
    for field in fields:
        value = entry[field]
        if value in ("", None, []):
            continue
        if field in WORDS:
            shown[field] = digest(value)
        elif field == "licences":
            shown[field] = [digest(f"{row['kind']} {row['number']} {row['valid_to']}") for row in value]
        else:
            shown[field] = value if isinstance(value, int | list) else str(value)
    return shown
