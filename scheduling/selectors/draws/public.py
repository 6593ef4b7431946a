"""Draws for everybody: without sign-in, public data only, every attempt in sight."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from backend.models import Division
from scheduling.models import Draw, DrawPick
from scheduling.selectors.draws.cards import fixed

SEEN = (Draw.State.COMMITTED, Draw.State.DRAWN, Draw.State.VOID)


def public_draws() -> QuerySet[Draw]:
    """Every draw that was ever committed; a draft is nobody's business yet."""
    return Draw.objects.everywhere("published").select_related("organ").filter(state__in=SEEN)


def public_list(draws: Iterable[Draw]) -> list[dict[str, Any]]:
    """Draws in brief."""
    return [public_card(row) for row in draws]


def public_card(row: Draw) -> dict[str, Any]:
    """One draw in brief."""
    return {
        "uuid": row.uuid,
        "organ": row.organ.name,
        "name": row.name,
        "number": row.number,
        "scope": row.scope,
        "no": row.no,
        "state": row.state,
        "committed_at": row.committed_at,
        "moment": row.moment,
        "drawn_at": row.drawn_at,
        "void_code": row.void_code,
        "commit_digest": row.commit_digest,
        "quota_sum": sum(row.quota.values()),
    }


def public_get(draw_id: UUID) -> dict[str, Any] | None:
    """One draw whole: commit, rosters by digest, log, and what was drawn; with how many draws were voided.

    Witnesses are counted, not named; a void draw shows what would have been drawn.
    """
    row = public_draws().filter(pk=draw_id).first()
    if row is None:
        return None
    picks = DrawPick.objects.everywhere("published").select_related("venue").filter(draw=row, selected=True)
    tally = (
        Draw.objects.everywhere("published")
        .filter(scope=row.scope)
        .aggregate(
            committed=Count("pk", filter=Q(no__isnull=False)), void=Count("pk", filter=Q(state="void"))
        )
    )
    return public_card(row) | {
        "visit_from": row.visit_from,
        "visit_to": row.visit_to,
        "items": list(row.items),
        "basis": row.basis,
        "void_reason": row.void_reason,
        "witnesses": len(row.witnesses),
        "attempts": tally,
        **public_seats(fixed(row)),
        "picks": [
            {
                "code": pick.code,
                "name": pick.venue.name,
                "grade": pick.grade,
                "cell": pick.cell,
                "rank": pick.rank,
                "ticket": pick.ticket,
                "team": list(pick.team),
            }
            for pick in picks.order_by("grade", "cell", "rank")
        ],
        "towns": towns_of(pick.cell for pick in picks),
    }


def towns_of(cells: Iterable[str]) -> dict[str, str]:
    """code → name of the townships the cells name."""
    codes = {cell.partition("/")[0] for cell in cells}
    return dict(Division.objects.everywhere("reference").filter(code__in=codes).values_list("code", "name"))


def public_seats(found: dict[str, Any]) -> dict[str, Any]:
    """Without the numbers of visits, which name nothing a stranger may open."""
    seats = [{name: seat[name] for name in seat if name != "visit"} for seat in found["open_seats"]]
    return found | {"open_seats": seats}


def public_why(draw_id: UUID, code: str) -> dict[str, Any] | None:
    """Why a venue was drawn, or was not: its row, its verdict, its ticket, its place in its cell."""
    row = public_draws().filter(pk=draw_id).first()
    if row is None:
        return None
    pick = (
        DrawPick.objects.everywhere("published").select_related("venue").filter(draw=row, code=code).first()
    )
    found: dict[str, Any] = {
        "draw": row.uuid,
        "code": code,
        "listed": pick is not None,
        "name": "",
        "grade": "",
        "cell": "",
        "eligible": "",
        "ticket": "",
        "rank": None,
        "selected": False,
        "team": [],
        "cell_eligible": 0,
        "cell_quota": 0,
        "grade_eligible": 0,
        "grade_quota": 0,
        "seed": row.seed,
        "towns": {},
    }
    if pick is None:
        return found
    cell = DrawPick.objects.everywhere("published").filter(draw=row, grade=pick.grade, cell=pick.cell)
    return found | {
        "name": pick.venue.name,
        "grade": pick.grade,
        "cell": pick.cell,
        "eligible": pick.eligible,
        "ticket": pick.ticket,
        "rank": pick.rank,
        "selected": pick.selected,
        "team": list(pick.team),
        "cell_eligible": cell.filter(eligible="Y").count(),
        "cell_quota": cell.filter(selected=True).count(),
        "grade_eligible": row.counts.get("eligible", {}).get(pick.grade, 0),
        "grade_quota": row.quota.get(pick.grade, 0),
        "towns": towns_of([pick.cell]),
    }
