"""Venues as they are shown: the desk's list and detail, and the part of the phone's card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from backend.api import found
from backend.domain.states import open_verbs
from backend.models import User
from backend.permissions import may
from registry.domain.licences import Held, LicenceWarning, licence_warnings
from registry.domain.states import VENUE_MOVES
from registry.domain.venues import asked_grams, plain
from registry.models import Licence, Recusal, Venue, VenueCategory
from registry.selectors.catalogue import licences_needed

LONG_TERM = date(9999, 12, 31)
SORTS = {
    "code": "code", "name": "name", "grade": "credit_grade", "township": "town", "valid_to": "expires_on",
    "registered_on": "registered_on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VenueFilter:
    """What a list is narrowed by; "" = not at all. `q`: words of name, address or people, or a code."""

    q: str = ""
    category: str = ""
    township: str = ""
    grade: str = ""
    status: str = ""
    expires_before: date | None = None


def venues_named(actor: User, names: set[str]) -> dict[str, Venue]:
    """name or code → the one venue of the register it can only be; a name two premises share is nobody's."""
    wanted = {name for name in names if name}
    found: dict[str, list[Venue]] = {}
    rows = Venue.objects.within(actor)
    for venue in (
        rows.filter(name__in=wanted) | rows.filter(code__in=wanted) | rows.filter(sign_name__in=wanted)
    ):
        for said in {venue.name, venue.code, venue.sign_name} & wanted:
            found.setdefault(said, []).append(venue)
    return {said: venues[0] for said, venues in found.items() if len({one.pk for one in venues}) == 1}


def venue_list(*, actor: User, narrow: VenueFilter) -> QuerySet[Venue]:
    """The venues of the actor's organ tree, with `town` and `expires_on` to sort by."""
    rows = Venue.objects.within(actor).select_related("township")
    if narrow.q:
        rows = rows.filter(_matches(narrow.q))
    if narrow.category:
        held = VenueCategory.objects.within(actor).filter(category=narrow.category, left_on__isnull=True)
        rows = rows.filter(pk__in=held.values("venue"))
    if narrow.township:
        rows = rows.filter(township=narrow.township)
    if narrow.grade:
        rows = rows.filter(credit_grade=narrow.grade)
    if narrow.status:
        rows = rows.filter(status=narrow.status)
    rows = rows.annotate(
        town=Coalesce("township_id", Value(""), output_field=CharField()),
        expires_on=Coalesce(
            Min("licences__valid_to", filter=Q(licences__ended_on__isnull=True)),
            Value(LONG_TERM),
            output_field=DateField(),
        ),
    )
    if narrow.expires_before:
        rows = rows.filter(expires_on__lt=narrow.expires_before)
    return rows


def _matches(text: str) -> Q:
    """Every pair of characters the text asks for, or a code that begins with it."""
    pairs = asked_grams(text)
    words = Q()
    for pair in pairs:
        words &= Q(bigrams__contains=pair)
    code = plain(text).upper()
    by_code = Q(code__startswith=code) | Q(uscc__startswith=code)
    return (words | by_code) if pairs else by_code


def venue_rows(*, rows: Sequence[Venue], actor: User, today: date) -> list[dict[str, Any]]:
    """Rows of the desk's list (one query for their categories)."""
    categories = category_names(row.uuid for row in rows)
    verbs = {row.status: venue_verbs(actor, row.status) for row in rows}
    return [
        _row(row, categories.get(row.uuid, []), getattr(row, "expires_on", LONG_TERM), today)
        | {"verbs": verbs[row.status]}
        for row in rows
    ]


def venue_verbs(actor: User, status: str) -> list[str]:
    """What this person may do with a venue of this status."""
    if not may(actor, "venue.edit"):
        return []
    return ["venue.edit", *open_verbs(VENUE_MOVES, status)]


def category_names(venues: Iterable[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """venue → its present categories, in the catalogue's order."""
    names: dict[UUID, list[dict[str, str]]] = {}
    held = (
        VenueCategory.objects.everywhere("guard")
        .filter(venue_id__in=list(venues), left_on__isnull=True)
        .select_related("category")
    )
    for row in held:
        names.setdefault(row.venue_id, []).append({"code": row.category_id, "name": row.category.name_zh})
    return names


def _row(row: Venue, categories: list[dict[str, str]], until: date, today: date) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "code": row.code,
        "uscc": row.uscc,
        "name": row.name,
        "sign_name": row.sign_name,
        "address": row.address,
        "township": _township(row),
        "categories": categories,
        "grade": row.credit_grade,
        "status": row.status,
        "valid_to": None if until == LONG_TERM else until,
        "expired": until < today,
        "has_coordinates": row.lng is not None,
    }


def _township(row: Venue) -> dict[str, str] | None:
    return {"code": row.township.code, "name": row.township.name} if row.township else None


def venue_get(*, venue_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """The desk's detail: everything of the register, licences and categories that ended too, recusals."""
    row = found(
        Venue.objects.within(actor)
        .select_related("township")
        .prefetch_related("categories__category", "licences")
        .filter(uuid=venue_id)
        .first()
    )
    periods = [
        {"code": p.category_id, "name": p.category.name_zh, "entered_on": p.entered_on, "left_on": p.left_on}
        for p in row.categories.all()
    ]
    current = [
        {"code": p.category_id, "name": p.category.name_zh} for p in row.categories.all() if p.left_on is None
    ]
    licences = [licence_card(licence, today) for licence in row.licences.all()]
    until = min(
        (c["valid_to"] for c in licences if c["valid_to"] and c["ended_on"] is None), default=LONG_TERM
    )
    return _row(row, current, until, today) | {
        "organ": row.organ_id,
        "kind": row.kind,
        "legal_person": row.legal_person,
        "site_manager": row.site_manager,
        "phone": row.phone,
        "registered_address": row.registered_address,
        "lng": degrees(row.lng),
        "lat": degrees(row.lat),
        "datum": row.datum,
        "coordinates_from": row.coordinates_from,
        "capacity": row.capacity,
        "area_m2": row.area_m2,
        "units": row.units,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "opened_on": row.opened_on,
        "registered_on": row.registered_on,
        "left_on": row.left_on,
        "licences": licences,
        "licence_warnings": _licence_warnings(row, [c["code"] for c in current], today),
        "category_periods": periods,
        "recusals": recusal_list(actor=actor, venue=row.uuid),
        "verbs": venue_verbs(actor, row.status),
    }


def _licence_warnings(row: Venue, categories: list[str], today: date) -> list[LicenceWarning]:
    """V19, of the licences that were not replaced."""
    held = [
        Held(one.kind, one.number, one.scope, one.valid_to)
        for one in row.licences.all()
        if one.ended_on is None
    ]
    return licence_warnings(held, categories, licences_needed(), today)


def degrees(value: Decimal | None) -> float | None:
    """A coordinate for the wire, to 7 places."""
    return None if value is None else float(value)


def licence_card(row: Licence, today: date) -> dict[str, Any]:
    """One licence; `expired` says whether its validity ended before today."""
    return {
        "kind": row.kind,
        "number": row.number,
        "scope": row.scope,
        "issued_on": row.issued_on,
        "valid_to": row.valid_to,
        "expired": row.valid_to is not None and row.valid_to < today,
        "ended_on": row.ended_on,
    }


def recusal_list(
    *, actor: User, venue: UUID | None = None, officer: UUID | None = None
) -> list[dict[str, Any]]:
    """Recusals of a venue or an officer; the reason is for supervisors and the officer himself, else null."""
    rows = Recusal.objects.within(actor).select_related("officer", "venue").order_by("created_at", "uuid")
    rows = rows.filter(venue=venue) if venue else rows.filter(officer=officer)
    supervisor = may(actor, "officer.edit")
    return [
        {
            "uuid": row.uuid,
            "officer": {"uuid": row.officer.uuid, "name": row.officer.name, "cert_no": row.officer.cert_no},
            "venue": {"uuid": row.venue.uuid, "code": row.venue.code, "name": row.venue.name},
            "reason": row.reason if supervisor or row.officer.user_id == actor.uuid else None,
            "declared_at": row.created_at,
            "ended_on": row.ended_on,
            "verbs": ["recusal.end"] if row.ended_on is None and may(actor, "recusal.end") else [],
        }
        for row in rows
    ]
