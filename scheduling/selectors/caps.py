"""How often venues were visited in a year, and how often they may be (年度频次上限)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.clock import BEIJING
from backend.models import User
from registry.models import Category, Venue, VenueCategory
from scheduling.domain.caps import DEFAULT_CAP, DEFAULT_SOURCE, REST, Cap, Caps, strictest
from scheduling.models import CapPolicy, Visit

# above this many venues the question is asked for whole organs: a statement has only so many parameters
FEW = 500


def cap_list(
    venues: Iterable[Venue], year: int, *, but: Collection[UUID] | QuerySet[Any, Any] = ()
) -> dict[UUID, Cap]:
    """venue → Cap, in three queries; `but` are visits that are not counted (the one being decided on)."""
    rows = list(venues)
    organs = {row.organ_id for row in rows}
    caps = caps_in_force(organs, year)
    categories = categories_of(rows)
    counts = counts_of(_of(rows, "venue"), year, but)
    return {
        row.uuid: Cap(
            *counts.get(row.uuid, (0, 0)),
            strictest(caps[row.organ_id], categories.get(row.uuid, ()), row.credit_grade)[0],
        )
        for row in rows
    }


def caps_in_force(organs: Collection[str], year: int) -> dict[str, Caps]:
    """organ → its rules of the year; without any rule the default stands."""
    found: dict[str, dict[tuple[str, str], int]] = {code: {} for code in organs}
    for row in CapPolicy.objects.everywhere("guard").filter(organ_id__in=organs, year=year):
        found[row.organ_id][row.category, row.grade] = row.cap
    return {code: caps or {(REST, REST): DEFAULT_CAP} for code, caps in found.items()}


def cap_policy_list(actor: User, year: int) -> list[dict[str, Any]]:
    """The organ's rules of the year as they are edited; the default is shown as such."""
    rows = CapPolicy.objects.within(actor).filter(year=year, organ_id=actor.organ_id)
    names = {REST: "全部类别"} | dict(Category.objects.everywhere("reference").values_list("code", "name_zh"))
    listed = [
        {
            "category": row.category,
            "category_name": names.get(row.category, row.category),
            "grade": row.grade,
            "cap": row.cap,
            "source": row.source,
            "default": False,
        }
        for row in rows.order_by("category", "grade")
    ]
    if any(row["category"] == REST and row["grade"] == REST for row in listed):
        return listed
    rest = {
        "category": REST,
        "category_name": names[REST],
        "grade": REST,
        "cap": DEFAULT_CAP,
        "source": DEFAULT_SOURCE,
        "default": True,
    }
    return [rest, *listed]


def categories_of(venues: Collection[Venue]) -> dict[UUID, list[str]]:
    """venue → codes of the categories it is in now, in the catalogue's order."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = VenueCategory.objects.everywhere("guard").filter(_of(venues, "venue"), left_on__isnull=True)
    for venue, code in rows.order_by("category__position", "category_id").values_list(
        "venue_id", "category_id"
    ):
        found[venue].append(code)
    return found


def counts_of(
    which: Q, year: int, but: Collection[UUID] | QuerySet[Any, Any] = ()
) -> dict[UUID, tuple[int, int]]:
    """venue → (made or begun, arranged) visits of the year that count, of the visits asked for; one query."""
    begin = datetime(year, 1, 1, tzinfo=BEIJING)
    end = datetime(year + 1, 1, 1, tzinfo=BEIJING)
    made = Q(finished_on__gte=date(year, 1, 1), finished_on__lt=date(year + 1, 1, 1))
    begun = Q(finished_on__isnull=True, state=Visit.State.STARTED, started_at__gte=begin, started_at__lt=end)
    arranged = Q(
        finished_on__isnull=True,
        state__in=(Visit.State.PLANNED, Visit.State.APPROVED),
        planned_from__gte=date(year, 1, 1),
        planned_from__lt=date(year + 1, 1, 1),
    )
    rows = (
        Visit.objects.everywhere("guard")
        .filter(which, made | begun | arranged, counts_to_cap=True)
        .exclude(pk__in=but)
        .order_by()
        .values("venue_id")
        .annotate(used=Count("pk", filter=made | begun), reserved=Count("pk", filter=arranged))
    )
    return {row["venue_id"]: (row["used"], row["reserved"]) for row in rows}


def _of(venues: Collection[Venue], field: str) -> Q:
    """Rows of these venues; of many venues, rows of their organs."""
    if len(venues) <= FEW:
        return Q(**{f"{field}_id__in": [row.uuid for row in venues]})
    return Q(**{f"{field}__organ_id__in": {row.organ_id for row in venues}})
