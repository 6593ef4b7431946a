"""Writing the register: one writer per organ, and many venues or officers in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from backend.api import found
from backend.models import User
from registry.domain.venues import grams
from registry.models import Licence, Officer, Register, Venue, VenueCategory

WORDS = (
    "name", "sign_name", "legal_person", "site_manager", "phone", "registered_address", "address",
)  # fmt: skip
CODES = ("uscc", "kind", "datum", "opens_at", "closes_at", "credit_grade")
NUMBERS = ("lng", "lat", "capacity", "area_m2", "units", "opened_on")
PLAIN_FIELDS = (*WORDS, *CODES, *NUMBERS)
LICENCE_FIELDS = ("kind", "number", "scope", "issued_on", "valid_to")
OFFICER_FIELDS = (
    "name", "unit", "phone", "cert_no", "cert_valid_to", "cert_revoked_on", "quals", "lead_quals", "towns",
    "carried_load", "status",
)  # fmt: skip
BATCH = 1000

Entry = Mapping[str, Any]


def register_lock(organ_id: str) -> Register:
    """The organ's register, locked until the transaction ends; its `rev` is one higher already."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a register is locked inside the transaction that writes it")
    Register.objects.everywhere("guard").get_or_create(organ_id=organ_id)
    Register.objects.everywhere("guard").filter(pk=organ_id).update(rev=F("rev") + 1)
    return Register.objects.everywhere("guard").get(pk=organ_id)


def register_lock_of(model: type[Venue] | type[Officer], row_id: UUID, actor: User) -> Register:
    """The register a row in the actor's scope belongs to, locked before the row; `not_found` otherwise."""
    organ_id = model.objects.within(actor).filter(pk=row_id).values_list("organ_id", flat=True).first()
    return register_lock(found(organ_id))


def register_rev(organ_id: str) -> int:
    """How often the organ's register was written."""
    row = Register.objects.everywhere("guard").filter(pk=organ_id).first()
    return row.rev if row else 0


def venue_blank() -> dict[str, Any]:
    """The entry of a venue about which nothing was said."""
    blank: dict[str, Any] = dict.fromkeys(PLAIN_FIELDS, "") | dict.fromkeys(NUMBERS)
    return blank | {
        "kind": Venue.Kind.ENTERPRISE.value, "credit_grade": "B", "township": None, "categories": [],
        "licences": [],
    }  # fmt: skip


def venue_fill(venue: Venue, entry: Entry) -> None:
    """Put an entry into the row's columns, with what search looks at."""
    for field in PLAIN_FIELDS:
        if field != "credit_grade" or venue.graded_on is None:  # a computed grade is not typed over
            setattr(venue, field, entry[field])
    venue.township_id = entry["township"]
    venue.bigrams = grams(
        venue.name, venue.sign_name, venue.address, venue.legal_person, venue.site_manager
    )  # fmt: skip


def officer_blank(unit: str) -> dict[str, Any]:
    """The entry of an officer about whom nothing was said."""
    blank: dict[str, Any] = dict.fromkeys(OFFICER_FIELDS, "")
    return blank | {
        "unit": unit, "cert_valid_to": None, "cert_revoked_on": None, "quals": [], "lead_quals": [],
        "towns": ["*"], "carried_load": 0, "status": Officer.Status.ACTIVE.value,
    }  # fmt: skip


def officer_fill(row: Officer, entry: Entry) -> None:
    """Put an entry into the row's columns."""
    for field in OFFICER_FIELDS:
        setattr(row, field, entry[field])


def categories_write(wanted: Mapping[UUID, Iterable[str]], on: date) -> None:
    """The categories of these venues are these from the day on: others are left, new ones entered."""
    held: dict[UUID, dict[str, VenueCategory]] = {}
    for ids in _batches(list(wanted)):
        rows = VenueCategory.objects.everywhere("guard").filter(venue_id__in=ids, left_on__isnull=True)
        for row in rows:
            held.setdefault(row.venue_id, {})[row.category_id] = row
    left, entered = [], []
    for venue, codes in wanted.items():
        mine = held.get(venue, {})
        keep = set(codes)
        left += [row.pk for code, row in mine.items() if code not in keep]
        entered += [
            VenueCategory(venue_id=venue, category_id=code, entered_on=on)
            for code in sorted(keep)
            if code not in mine
        ]
    for ids in _batches(left):
        VenueCategory.objects.everywhere("guard").filter(pk__in=ids).update(left_on=on)
    VenueCategory.objects.bulk_create(entered, batch_size=BATCH)


def licences_write(wanted: Mapping[UUID, Iterable[Entry]], on: date) -> None:
    """The licences of these venues are these from the day on; others end, none is deleted."""
    rows, ended = [], []
    listed: dict[UUID, set[tuple[str, str]]] = {}
    for venue, licences in wanted.items():
        for licence in licences:
            listed.setdefault(venue, set()).add((licence["kind"], licence["number"]))
            rows.append(Licence(venue_id=venue, **{field: licence[field] for field in LICENCE_FIELDS}))
    for ids in _batches(list(wanted)):
        held = Licence.objects.everywhere("guard").filter(venue_id__in=ids, ended_on__isnull=True)
        for pk, venue, kind, number in held.values_list("pk", "venue", "kind", "number"):
            if (kind, number) not in listed.get(venue, ()):
                ended.append(pk)
    for ids in _batches(ended):
        Licence.objects.everywhere("guard").filter(pk__in=ids).update(ended_on=on)
    Licence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["venue", "kind", "number"],
        update_fields=["scope", "issued_on", "valid_to", "ended_on"],
        batch_size=BATCH,
    )


def venues_write(rows: Sequence[Venue]) -> None:
    """Insert or update these venues by identity."""
    columns = [field.name for field in Venue._meta.concrete_fields if field.name not in ("uuid", "organ")]
    Venue.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["uuid"], update_fields=columns, batch_size=BATCH
    )


def officers_write(rows: Sequence[Officer]) -> None:
    """Insert or update these officers by identity."""
    columns = [field.name for field in Officer._meta.concrete_fields if field.name not in ("uuid", "organ")]
    Officer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["uuid"], update_fields=columns, batch_size=BATCH
    )


def _batches(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
