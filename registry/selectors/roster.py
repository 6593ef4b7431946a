"""What a roster is judged against: an organ's register, its townships and the catalogue's words."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from backend.models import Organ
from registry.domain.importing import KnownVenue, OfficerGround, VenueGround, category_words
from registry.models import Category, Licence, LicenceType, Officer, Venue, VenueCategory
from registry.selectors.townships import township_find, township_list

Entry = dict[str, Any]
VENUE_FIELDS = (
    "name", "sign_name", "legal_person", "site_manager", "phone", "registered_address", "address", "uscc",
    "kind", "datum", "opens_at", "closes_at", "credit_grade", "lng", "lat", "capacity", "area_m2", "units",
    "opened_on", "status",
)  # fmt: skip
LICENCE_FIELDS = ("kind", "number", "scope", "issued_on", "valid_to")
OFFICER_FIELDS = (
    "name", "unit", "phone", "cert_no", "cert_valid_to", "cert_revoked_on", "quals", "lead_quals", "towns",
    "carried_load", "status",
)  # fmt: skip


def venue_entries(organ_id: str) -> dict[UUID, tuple[str, Entry]]:
    """venue → (code, entry with status) of the whole register of one organ, in three queries."""
    entries: dict[UUID, tuple[str, Entry]] = {}
    rows = Venue.objects.everywhere("guard").filter(organ=organ_id).order_by("code")
    for uuid, code, township, *values in rows.values_list("uuid", "code", "township_id", *VENUE_FIELDS):
        entry: Entry = dict(zip(VENUE_FIELDS, values, strict=True))
        entries[uuid] = (code, entry | {"township": township, "categories": [], "licences": []})
    held = VenueCategory.objects.everywhere("guard").filter(venue__organ=organ_id, left_on__isnull=True)
    for venue, category in held.order_by("category").values_list("venue", "category"):
        entries[venue][1]["categories"].append(category)
    licences = Licence.objects.everywhere("guard").filter(venue__organ=organ_id, ended_on__isnull=True)
    for venue, *values in licences.order_by("kind", "number").values_list("venue", *LICENCE_FIELDS):
        entries[venue][1]["licences"].append(dict(zip(LICENCE_FIELDS, values, strict=True)))
    return entries


def officer_entries(organ_id: str) -> dict[UUID, Entry]:
    """officer → entry of one organ."""
    rows = Officer.objects.everywhere("guard").filter(organ=organ_id).order_by("cert_no")
    return {
        uuid: dict(zip(OFFICER_FIELDS, values, strict=True))
        for uuid, *values in rows.values_list("uuid", *OFFICER_FIELDS)
    }


def venue_ground(organ: Organ, entries: dict[UUID, tuple[str, Entry]], today: date) -> VenueGround:
    """What a roster of venues is read against."""
    return VenueGround(
        categories=_words(),
        licence_kinds=_licence_kinds(),
        township=partial(township_find, township_list(organ.division_id)),
        today=today,
        known=[KnownVenue(code, entry) for code, entry in entries.values()],
    )


def officer_ground(organ: Organ, entries: dict[UUID, Entry]) -> OfficerGround:
    """What a roster of officers is read against."""
    townships = township_list(organ.division_id)
    return OfficerGround(
        categories=_words(),
        township=partial(township_find, townships),
        townships=frozenset(townships),
        unit=organ.short_name,
        known={entry["cert_no"]: entry for entry in entries.values()},
    )


def _words() -> dict[str, str]:
    rows = Category.objects.everywhere("reference").values_list("code", "name_zh", "short_zh")
    return category_words(rows)


def _licence_kinds() -> dict[str, str]:
    """category → the name of its only licence; a category with several is left out."""
    names: dict[str, list[str]] = {}
    for category, name in LicenceType.objects.everywhere("reference").values_list("category", "name"):
        names.setdefault(category, []).append(name)
    return {category: found[0] for category, found in names.items() if len(found) == 1}
