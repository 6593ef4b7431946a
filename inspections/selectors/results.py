"""Published results (公示) as the public reads them, without signing in."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from inspections.models import Publication
from inspections.selectors.inspections import code_cards

WITHDRAWN = Publication.State.WITHDRAWN


def result_list(
    *, organ: str = "", q: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[Publication]:
    """The latest word on every published record; `q` is part of the venue's name or its whole code."""
    of_record = Publication.objects.everywhere("published").filter(inspection=OuterRef("inspection"))
    latest = of_record.order_by("-published_at", "-pk").values("pk")[:1]
    rows = (
        Publication.objects.everywhere("published")
        .annotate(latest=Subquery(latest))
        .filter(pk=F("latest"))
        .select_related("organ")
    )
    if organ:
        rows = rows.filter(organ=organ)
    if q:
        rows = rows.filter(venue_name__contains=q) | rows.filter(venue_code=q.upper())
    if first:
        rows = rows.filter(checked_on__gte=first)
    if last:
        rows = rows.filter(checked_on__lte=last)
    return rows


def result_card(row: Publication) -> dict[str, Any]:
    """One result: no name and no word of a person; of a withdrawn one neither codes nor sentence."""
    withdrawn = row.state == WITHDRAWN
    return {
        "uuid": row.uuid,
        "state": row.state,
        "organ": row.organ.name,
        "venue_name": row.venue_name,
        "venue_code": row.venue_code,
        "result_codes": [] if withdrawn else code_cards(row.result_codes),
        "text": "" if withdrawn else row.text,
        "checked_on": row.checked_on,
        "published_at": row.published_at,
    }
