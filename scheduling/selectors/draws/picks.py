"""What became of every row of the roster."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.models import User
from registry.models import Officer, Venue
from scheduling.domain import roster
from scheduling.domain.sampling import places
from scheduling.models import Draw, DrawPick, Visit
from scheduling.selectors.draws.cards import shown_to
from scheduling.selectors.joint import organs_of
from scheduling.selectors.packages import profile_of, roster_frozen


def pick_list(
    draw: Draw, actor: User, *, selected: bool | None = None, eligible: str = "", q: str = ""
) -> list[roster.Venue]:
    """The rows of the roster by code, narrowed: drawn or not, a verdict, part of the name or the code's
    beginning.

    None before there is a result, and none of a sealed draw for whoever may not know yet.
    """
    if not (draw.seed or draw.state == Draw.State.DRAWN) or not shown_to(draw, actor):
        return []
    rows: Iterable[roster.Venue] = roster_frozen(draw)
    if selected is not None:
        drawn = DrawPick.objects.everywhere("published").filter(draw=draw, selected=True)
        codes = set(drawn.values_list("code", flat=True))
        rows = [row for row in rows if (row.id in codes) is selected]
    if eligible:
        rows = [row for row in rows if row.eligible == eligible]
    if q:
        rows = [row for row in rows if q in row.name or row.id.startswith(q)]
    return list(rows)


def pick_cards(rows: Sequence[roster.Venue], draw: Draw) -> list[dict[str, Any]]:
    """What became of these rows, with the officers' names and the visit each came to: five queries.

    Who was drawn or follows next has a row of his own; of all others rank and ticket are computed from the
    seed, and are told once the seed is.
    """
    codes = [row.id for row in rows]
    picks = {
        pick.code: pick for pick in DrawPick.objects.everywhere("published").filter(draw=draw, code__in=codes)
    }
    others = [row for row in rows if row.eligible == roster.ELIGIBLE and row.id not in picks]
    placed = _placed(draw, others) if draw.seed and others else {}
    venues = dict(
        Venue.objects.everywhere("guard")
        .filter(organ_id=draw.organ_id, code__in=codes)
        .values_list("code", "uuid")
    )
    names = _names(picks.values(), organs_of(draw))
    visits = dict(
        Visit.objects.everywhere("guard")
        .filter(draw=draw, venue_id__in=list(venues.values()))
        .values_list("venue_id", "pk")
    )
    return [
        _pick_card(row, picks.get(row.id), placed.get(row.id), names)
        | {"venue": venues[row.id], "visit": visits.get(venues[row.id])}
        for row in rows
    ]


def _placed(draw: Draw, rows: Iterable[roster.Venue]) -> dict[str, tuple[int, str]]:
    """id → (rank, ticket), of the seed and the cells of these rows."""
    rows = list(rows)
    pools = roster_frozen(draw).pools({(row.cls, row.cell) for row in rows})
    return places(profile_of(draw), bytes.fromhex(draw.seed), pools.values(), {row.id for row in rows})


def pick_next(draw: Draw, code: str) -> DrawPick | None:
    """Who follows should this venue be replaced now: the next of its cell's waiting list that was neither
    brought in nor skipped, else the lowest ticket of its class (N19). The heads of every list have rows.
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


def _pick_card(
    row: roster.Venue, pick: DrawPick | None, placed: tuple[int, str] | None, names: Mapping[str, str]
) -> dict[str, Any]:
    rank, ticket = (pick.rank, pick.ticket) if pick else placed or (None, "")
    return {
        "code": row.id,
        "name": row.name,
        "grade": row.cls,
        "cell": row.cell,
        "eligible": row.eligible,
        "ticket": ticket,
        "rank": rank,
        "selected": pick is not None and pick.selected,
        "origin": pick.origin if pick else "",
        "out_code": pick.out_code if pick else "",
        "team": [{"cert_no": seat, "name": names.get(seat, "")} for seat in (pick.team if pick else ())],
    }
