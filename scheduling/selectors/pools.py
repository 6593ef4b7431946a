"""The pool of a draw (抽查对象范围): the register of an organ narrowed by a filter, as rows of a roster."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from backend.domain.persons import unit_shown
from registry.models import Licence, Venue
from registry.selectors.townships import in_district
from scheduling.domain import roster
from scheduling.domain.caps import Cap, Caps
from scheduling.domain.characters import FORBIDDEN
from scheduling.domain.eligibility import CASE
from scheduling.domain.filtering import Filter, Past
from scheduling.domain.rules import Kind, kind_of
from scheduling.models import Draw, VenueMark, Visit
from scheduling.selectors.caps import cap_list, categories_of


@dataclass(frozen=True)
class Pool:
    """Whose register, under which division code, and what it is narrowed to; an empty filter is all of it."""

    organ: str
    scope: str
    chosen: Filter = field(default_factory=Filter)

    @classmethod
    def of(cls, draw: Draw) -> Self:
        """The pool of a draw."""
        return cls(draw.organ_id, draw.scope, Filter.of(draw.filter))


@dataclass(frozen=True)
class Register:
    """The venues of a pool with what a roster row needs besides them."""

    rows: list[Venue]
    categories: Mapping[UUID, list[str]]
    counts: Mapping[UUID, Cap]
    last: Mapping[UUID, date]
    cases: set[UUID]


def register_of(pool: Pool, asof: date) -> Register:
    """Venues in the register on the day, whatever their categories; a deregistered one has no row."""
    chosen = pool.chosen
    found = (
        Venue.objects.everywhere("guard")
        .filter(organ_id=pool.organ, left_on__isnull=True)
        .exclude(status=Venue.Status.CANCELLED)
    )
    found = found.filter(in_district(division=pool.scope))
    if chosen.townships:
        found = found.filter(township_id__in=chosen.townships)
    if chosen.grades:
        found = found.filter(credit_grade__in=chosen.grades)
    last = _last(pool.organ)
    rows = _taken(list(found.order_by("code")), chosen, pool.organ, last)
    counts = cap_list(rows, asof.year, but=_untold(pool.organ))
    return Register(rows, categories_of(rows), counts, last, _in_case(pool.organ))


def _untold(organ: str) -> QuerySet[Visit, Any]:
    """Visits to come of a draw that is still sealed: a roster is public and must not count them."""
    arranged = Visit.objects.everywhere("guard").filter(
        organ_id=organ, state__in=(Visit.State.PLANNED, Visit.State.APPROVED)
    )
    sealed = arranged.filter(draw__reveal_by__isnull=False, draw__revealed_at__isnull=True)
    return sealed.values("pk")


def _taken(rows: list[Venue], chosen: Filter, organ: str, last: Mapping[UUID, date]) -> list[Venue]:
    """The venues whose past the filter takes; what it does not ask is not looked up."""
    told = _told(chosen, organ) if chosen.history else {}
    licensed = _licensed(organ) if chosen.set_up_by else {}
    return [
        row
        for row in rows
        if chosen.takes(
            Past(
                min(filter(None, (row.opened_on, licensed.get(row.uuid), row.registered_on))),
                last.get(row.uuid),
                told.get(row.uuid, {}),
            )
        )
    ]


def _licensed(organ: str) -> dict[UUID, date]:
    """venue → day of its first licence: it was set up by then, whenever it entered the register."""
    issued = Licence.objects.everywhere("guard").filter(venue__organ_id=organ, issued_on__isnull=False)
    first = issued.order_by().values("venue_id").annotate(first=Min("issued_on"))
    return dict(first.values_list("venue_id", "first"))


def _told(chosen: Filter, organ: str) -> dict[UUID, dict[str, date]]:
    """venue → kind → last day. A complaint is one that was verified, or one that led to a visit."""
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    marks = VenueMark.objects.everywhere("guard").filter(
        venue__organ_id=organ, kind__in=chosen.history, ended_on__isnull=True
    )
    visits = Visit.objects.everywhere("guard").filter(
        organ_id=organ, trigger_id="complaint", finished_on__isnull=False
    )
    told = [
        *marks.values_list("venue_id", "kind", "began_on"),
        *(
            (venue, "complaint", on)
            for venue, on in visits.values_list("venue_id", "finished_on")
            if on is not None and "complaint" in chosen.history
        ),
    ]
    for venue, kind, on in told:
        found[venue][kind] = max(on, found[venue].get(kind, on))
    return found


def _in_case(organ: str) -> set[UUID]:
    """Venues with an open case."""
    marks = VenueMark.objects.everywhere("guard").filter(
        venue__organ_id=organ, kind=VenueMark.Kind.CASE, ended_on__isnull=True
    )
    return set(marks.values_list("venue_id", flat=True))


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


def about(register: Register, chosen: Filter) -> set[str]:
    """The categories a draw is about: those chosen, or every category somebody in the pool has."""
    return set(chosen.categories or {code for held in register.categories.values() for code in held})


def kinds_of(register: Register, wanted: set[str], caps: Caps) -> dict[UUID, Kind]:
    """venue → the type it has in its cell, for the venues that have one of these categories."""
    return {
        row.uuid: kind_of(caps, register.categories[row.uuid], wanted, row.credit_grade)
        for row in register.rows
        if not wanted.isdisjoint(register.categories.get(row.uuid, ()))
    }


def roster_rows(pool: Pool, register: Register, kinds: Mapping[UUID, Kind]) -> list[roster.Venue]:
    """The rows of venues.tsv; of the verdicts only `case` is given, the others follow from the row.

    `count` is the visits of the year that were made, begun or arranged, so that two draws do not both take
    the last visit of a venue; those a sealed draw has arranged are left out until they begin.
    """
    return [
        roster.Venue(
            row.code,
            row.credit_grade,
            f"{row.township_id or pool.scope}/{kinds[row.uuid].word}",
            plain(unit_shown(row.name, row.legal_person)),  # the roster is published as it was frozen
            row.status,
            register.last[row.uuid].isoformat() if row.uuid in register.last else "",
            register.counts[row.uuid].used + register.counts[row.uuid].reserved,
            CASE if row.uuid in register.cases else "",
        )
        for row in register.rows
        if row.uuid in kinds
    ]


def plain(text: str) -> str:
    """A name as the public files may hold it: normal form C, visible characters, single spaces."""
    visible = FORBIDDEN.sub("", unicodedata.normalize("NFC", text.replace("\t", " ").replace("\u3000", " ")))
    return unicodedata.normalize("NFC", " ".join(visible.split()))
