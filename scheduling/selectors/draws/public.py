"""Draws for everybody: without sign-in, public data only, every attempt in sight."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from backend.clock import BEIJING
from backend.domain.persons import told_openly, unit_shown
from backend.models import Division
from scheduling.models import Draw, DrawLogLine, DrawPick
from scheduling.selectors.draws.cards import UNTOLD, fixed
from scheduling.selectors.draws.changes import change_cards

SEEN = (Draw.State.COMMITTED, Draw.State.DRAWN, Draw.State.VOID)
# what a list can be narrowed to, by the event that must stand in the log
MARKED = {
    "drawn": "RESULT",
    "void": "VOID",
    "replaced": "REPLACE",
    "supplemented": "SUPPLEMENT",
    "assigned": "ASSIGN",
    "delayed": "BEACON_DELAY",
    "corrected": "ERRATUM",
    "revealed": "REVEAL",
}
WHICH = (*MARKED, "sealed", "owed", "missing")
Events = Mapping[str, int]


def public_draws(
    *, organ: str = "", year: int | None = None, which: str = "", now: datetime | None = None
) -> QuerySet[Draw]:
    """Every draw that was ever committed; a draft is nobody's business yet. `year` is that of the commit.

    `which` is one of WHICH; secrets `owed` or `missing` are told apart by `now`.
    """
    rows = Draw.objects.everywhere("published").select_related("organ").filter(state__in=SEEN)
    if organ:
        rows = rows.filter(organ_id=organ)
    if year is not None:
        first = datetime(year, 1, 1, tzinfo=BEIJING)
        rows = rows.filter(committed_at__gte=first, committed_at__lt=first.replace(year=year + 1))
    if which in MARKED:
        rows = rows.filter(Exists(_lines(MARKED[which])))
    if which in ("sealed", "owed", "missing"):
        rows = rows.filter(reveal_by__isnull=False)
    if which == "owed":
        rows = rows.filter(revealed_at__isnull=True, reveal_by__gte=now)
    if which == "missing":
        rows = rows.filter(revealed_at__isnull=True, reveal_by__lt=now)
    return rows


def _lines(event: str) -> QuerySet[DrawLogLine]:
    return DrawLogLine.objects.everywhere("published").filter(draw=OuterRef("pk"), ev=event)


def public_events(draws: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """draw → how many lines of each event its log has; one query."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    lines = DrawLogLine.objects.everywhere("published").filter(draw_id__in=list(draws)).order_by()
    for draw, event, n in lines.values_list("draw_id", "ev").annotate(n=Count("pk")):
        found[draw][event] = n
    return found


def public_list(draws: Iterable[Draw], now: datetime) -> list[dict[str, Any]]:
    """Draws in brief: one query besides their own."""
    rows = list(draws)
    events = public_events(row.pk for row in rows)
    return [public_card(row, events.get(row.pk, {}), now) for row in rows]


def public_card(row: Draw, events: Events, now: datetime) -> dict[str, Any]:
    """One draw in brief."""
    return {
        "uuid": row.uuid,
        "organ": row.organ.name,
        "name": told_openly(row.name),
        "number": row.number,
        "scope": row.scope,
        "no": row.no,
        "state": row.state,
        "committed_at": row.committed_at,
        "moment": row.moment,
        "drawn_at": row.drawn_at,
        "reveal_by": row.reveal_by,
        "revealed": row.revealed_at is not None,
        "late": row.untold and row.reveal_by is not None and now > row.reveal_by,
        "void_code": row.void_code,
        "commit_digest": row.commit_digest,
        "quota_sum": sum(row.quota.values()),
        "events": dict(events),
    }


def public_get(draw_id: UUID, now: datetime) -> dict[str, Any] | None:
    """One draw whole: commit, rosters by digest, log, and what was drawn; with how many draws were voided.

    Witnesses are counted, not named; a void draw shows its code and what would have been drawn, a sealed one
    nothing yet. Words somebody typed stay with the bureau.
    """
    row = public_draws().filter(pk=draw_id).first()
    if row is None:
        return None
    events = public_events([row.pk]).get(row.pk, {})
    hidden = row.untold
    picks = [] if hidden else list(_selected(row))
    tally = (
        Draw.objects.everywhere("published")
        .filter(scope=row.scope)
        .aggregate(
            committed=Count("pk", filter=Q(no__isnull=False)), void=Count("pk", filter=Q(state="void"))
        )
    )
    return public_card(row, events, now) | {
        "visit_from": row.visit_from,
        "visit_to": row.visit_to,
        "items": list(row.items),
        "basis": told_openly(row.basis),
        "witnesses": len(row.witnesses),
        "attempts": tally,
        "sealed": hidden,
        **public_seats(fixed(row)),
        **(UNTOLD if hidden else {}),
        "changes": change_cards(row, public=True),
        "picks": [
            {
                "code": pick.code,
                "name": unit_shown(pick.venue.name, pick.venue.legal_person),
                "grade": pick.grade,
                "cell": pick.cell,
                "rank": pick.rank,
                "ticket": pick.ticket,
                "team": list(pick.team),
                "origin": pick.origin,
                "out_code": pick.out_code,
            }
            for pick in picks
        ],
        "towns": towns_of(pick.cell for pick in picks),
    }


def _selected(row: Draw) -> QuerySet[DrawPick]:
    """The venues of the result, those skipped since included, and those brought in or added."""
    picks = DrawPick.objects.everywhere("published").select_related("venue").filter(draw=row)
    return picks.filter(Q(selected=True) | ~Q(origin="")).order_by("grade", "cell", "rank")


def towns_of(cells: Iterable[str]) -> dict[str, str]:
    """code → name of the townships the cells name."""
    codes = {cell.partition("/")[0] for cell in cells}
    return dict(Division.objects.everywhere("reference").filter(code__in=codes).values_list("code", "name"))


def public_seats(found: dict[str, Any]) -> dict[str, Any]:
    """Without the numbers of visits, which name nothing a stranger may open."""
    seats = [{name: seat[name] for name in seat if name != "visit"} for seat in found["open_seats"]]
    return found | {"open_seats": seats}
