"""What became of every row of the roster."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.models import User
from registry.models import Officer
from scheduling.models import Draw, DrawPick, Visit
from scheduling.selectors.draws.cards import shown_to
from scheduling.selectors.joint import organs_of


def pick_list(
    draw: Draw, actor: User, *, selected: bool | None = None, eligible: str = "", q: str = ""
) -> QuerySet[DrawPick]:
    """The rows of the roster, narrowed: drawn or not, a verdict, part of the name or the code's beginning.

    None of a sealed draw for whoever may not know yet.
    """
    rows = DrawPick.objects.everywhere("published").select_related("venue").filter(draw=draw)
    if not shown_to(draw, actor):
        return rows.none()
    if selected is not None:
        rows = rows.filter(selected=selected)
    if eligible:
        rows = rows.filter(eligible=eligible)
    if q:
        rows = rows.filter(venue__name__contains=q) | rows.filter(code__startswith=q)
    return rows


def pick_cards(picks: Iterable[DrawPick], draw: Draw) -> list[dict[str, Any]]:
    """Rows with the officers' names and the visit each came to: two queries."""
    rows = list(picks)
    names = _names(rows, organs_of(draw))
    visits = dict(
        Visit.objects.everywhere("guard")
        .filter(draw=draw, venue_id__in=[row.venue_id for row in rows])
        .values_list("venue_id", "pk")
    )
    return [_pick_card(row, names, visits) for row in rows]


def pick_next(draw: Draw, code: str) -> DrawPick | None:
    """Who follows should this venue be replaced now: the next of its cell's waiting list that was neither
    brought in nor skipped, else the lowest ticket of its class (N19).
    """
    rows = DrawPick.objects.everywhere("published").select_related("venue").filter(draw=draw)
    out = rows.filter(code=code).first()
    if out is None:
        return None
    waiting = rows.filter(grade=out.grade, eligible="Y", selected=False, origin="", out_code="")
    own = waiting.filter(cell=out.cell).order_by("rank").first()
    return own or waiting.order_by("ticket", "code").first()


def _names(rows: Iterable[DrawPick], organs: list[str]) -> dict[str, str]:
    certs = {seat for row in rows for seat in row.team}
    found = Officer.objects.everywhere("guard").filter(organ_id__in=organs, cert_no__in=certs)
    return dict(found.values_list("cert_no", "name"))


def _pick_card(row: DrawPick, names: dict[str, str], visits: dict[UUID, UUID]) -> dict[str, Any]:
    return {
        "code": row.code,
        "venue": row.venue_id,
        "name": row.venue.name,
        "grade": row.grade,
        "cell": row.cell,
        "eligible": row.eligible,
        "ticket": row.ticket,
        "rank": row.rank,
        "selected": row.selected,
        "origin": row.origin,
        "out_code": row.out_code,
        "team": [{"cert_no": seat, "name": names.get(seat, "")} for seat in row.team],
        "visit": visits.get(row.venue_id),
    }
