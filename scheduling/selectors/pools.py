"""The pool of a draw (抽查对象范围): the register of an organ narrowed by a filter, as rows of a roster."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db.models import Max

from registry.models import Venue
from scheduling.domain import roster
from scheduling.domain.caps import Cap, Caps
from scheduling.domain.characters import FORBIDDEN
from scheduling.domain.rules import Kind, kind_of
from scheduling.models import Draw, Visit
from scheduling.selectors.caps import cap_list, categories_of


@dataclass(frozen=True)
class Pool:
    """Whose register, under which division code, and what it is narrowed to; an empty filter is all of it."""

    organ: str
    scope: str
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, draw: Draw) -> Self:
        """The pool of a draw."""
        return cls(draw.organ_id, draw.scope, draw.filter)


@dataclass(frozen=True)
class Register:
    """The venues of a pool with what a roster row needs besides them."""

    rows: list[Venue]
    categories: Mapping[UUID, list[str]]
    counts: Mapping[UUID, Cap]
    last: Mapping[UUID, date]


def register_of(pool: Pool, asof: date) -> Register:
    """Venues in the register on the day, whatever their categories; a deregistered one has no row."""
    chosen = pool.chosen
    found = (
        Venue.objects.everywhere("guard")
        .filter(organ_id=pool.organ, left_on__isnull=True)
        .exclude(status=Venue.Status.CANCELLED)
    )
    if chosen.get("townships"):
        found = found.filter(township_id__in=chosen["townships"])
    if chosen.get("grades"):
        found = found.filter(credit_grade__in=chosen["grades"])
    rows = list(found.order_by("code"))
    return Register(rows, categories_of(rows), cap_list(rows, asof.year), _last(pool.organ))


def _last(organ: str) -> dict[UUID, date]:
    """venue → day of its last finished visit."""
    finished = (
        Visit.objects.everywhere("guard")
        .filter(organ_id=organ, finished_on__isnull=False)
        .order_by()
        .values("venue_id")
        .annotate(last=Max("finished_on"))
    )
    return dict(finished.values_list("venue_id", "last"))


def about(register: Register, chosen: Mapping[str, Any]) -> set[str]:
    """The categories a draw is about: those chosen, or every category somebody in the pool has."""
    return set(chosen.get("categories") or {code for held in register.categories.values() for code in held})


def kinds_of(register: Register, wanted: set[str], caps: Caps) -> dict[UUID, Kind]:
    """venue → the type it has in its cell, for the venues that have one of these categories."""
    return {
        row.uuid: kind_of(caps, register.categories[row.uuid], wanted, row.credit_grade)
        for row in register.rows
        if not wanted.isdisjoint(register.categories.get(row.uuid, ()))
    }


def roster_rows(pool: Pool, register: Register, kinds: Mapping[UUID, Kind]) -> list[roster.Venue]:
    """The rows of venues.tsv, verdicts not derived yet.

    `count` is the visits of the year that were made, begun or arranged, so that two draws do not both take
    the last visit of a venue.
    """
    return [
        roster.Venue(
            row.code,
            row.credit_grade,
            f"{row.township_id or pool.scope}/{kinds[row.uuid].word}",
            plain(row.name),
            row.status,
            register.last[row.uuid].isoformat() if row.uuid in register.last else "",
            register.counts[row.uuid].used + register.counts[row.uuid].reserved,
            "",
        )
        for row in register.rows
        if row.uuid in kinds
    ]


def plain(text: str) -> str:
    """A name as the public files may hold it: normal form C, visible characters, single spaces."""
    visible = FORBIDDEN.sub("", unicodedata.normalize("NFC", text.replace("\t", " ").replace("\u3000", " ")))
    return unicodedata.normalize("NFC", " ".join(visible.split()))
