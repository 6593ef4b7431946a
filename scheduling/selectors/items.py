"""Check items as a visit needs them: in force, and about the venue's own categories."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from registry.models import CheckItem, Venue
from scheduling.selectors.caps import categories_of


def items_in_force(codes: Collection[str], on: date) -> set[str]:
    """Those of the codes that are on the list and in force on the day."""
    rows = CheckItem.objects.everywhere("reference").filter(code__in=set(codes))
    return {
        row.code
        for row in rows
        if (row.in_force_from is None or row.in_force_from <= on)
        and (row.in_force_to is None or on <= row.in_force_to)
    }


def items_by_venue(codes: Sequence[str], venues: Collection[Venue]) -> dict[UUID, list[str]]:
    """venue → the items of a draw that are about its categories, or about every category; two queries.

    A venue none of the items is about keeps them all: the draw was meant for it.
    """
    about = dict(
        CheckItem.objects.everywhere("reference").filter(code__in=codes).values_list("code", "category_id")
    )
    categories = categories_of(venues)
    found = {}
    for venue in venues:
        held = {None, *categories.get(venue.uuid, ())}
        found[venue.uuid] = [code for code in codes if about.get(code) in held] or list(codes)
    return found
