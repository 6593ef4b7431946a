"""查一查: one venue over all published draws. Was it in, how likely, was it drawn, and why."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from scheduling.domain.policy import of_type
from scheduling.models import Draw, DrawFile, DrawPick
from scheduling.selectors.draws.public import (
    public_card,
    public_draws,
    public_events,
    towns_of,
)

ROSTER = "venues.tsv"
ELIGIBLE = "Y"
CAME_LATER = {"replace": "brought", "supplement": "supplemented"}


def lookup_draws(code: str) -> QuerySet[Draw]:
    """The published draws whose roster lists this code."""
    drawn = DrawPick.objects.everywhere("published").filter(code=code).values("draw_id")
    before = (
        DrawFile.objects.everywhere("published")
        .filter(name=ROSTER, draw__picks__isnull=True, content__contains=f"\n{code}\t")
        .values("draw_id")
    )
    return public_draws().filter(Q(pk__in=drawn) | Q(pk__in=before))


def lookup_list(draws: Sequence[Draw], code: str, now: datetime) -> list[dict[str, Any]]:
    """What each of these draws has to say about the venue: five queries, however many draws."""
    ids = [row.pk for row in draws]
    events = public_events(ids)
    picks = {
        row.draw_id: row
        for row in DrawPick.objects.everywhere("published")
        .select_related("venue")
        .filter(draw_id__in=ids, code=code)
    }
    cells = _cells(picks.values())
    files = _rosters([row.pk for row in draws if _from_roster(row, picks.get(row.pk))])
    told = [
        public_card(row, events.get(row.pk, {}), now)
        | _told(row, code, picks.get(row.pk), cells, files.get(row.pk, ""))
        for row in draws
    ]
    towns = towns_of(one["cell"] for one in told)
    return [one | {"towns": _named(one["cell"], towns)} for one in told]


def public_why(draw_id: UUID, code: str, now: datetime) -> dict[str, Any] | None:
    """Why a venue was drawn, or was not: its row, its verdict, its ticket, its place in its cell."""
    row = public_draws().filter(pk=draw_id).first()
    if row is None:
        return None
    (told,) = lookup_list([row], code, now)
    return told | {"draw": row.uuid}


def _from_roster(row: Draw, pick: DrawPick | None) -> bool:
    """Only the public roster speaks before the draw and of a sealed one; it also says what keeps out."""
    return pick is None or pick.eligible != ELIGIBLE or row.untold


def _rosters(draws: Iterable[UUID]) -> dict[UUID, str]:
    rows = DrawFile.objects.everywhere("published").filter(draw_id__in=list(draws), name=ROSTER)
    return dict(rows.values_list("draw_id", "content"))


def _cells(picks: Iterable[DrawPick]) -> dict[tuple[UUID, str, str], tuple[int, int]]:
    """(draw, class, cell) → venues that could be drawn, venues drawn."""
    asked = Q(pk__in=[])
    for pick in picks:
        asked |= Q(draw=pick.draw_id, grade=pick.grade, cell=pick.cell)
    counted = (
        DrawPick.objects.everywhere("published")
        .filter(asked)
        .order_by()
        .values_list("draw_id", "grade", "cell")
        .annotate(could=Count("pk", filter=Q(eligible=ELIGIBLE)), drawn=Count("pk", filter=Q(selected=True)))
    )
    return {(draw, grade, cell): (could, drawn) for draw, grade, cell, could, drawn in counted}


def _told(
    row: Draw,
    code: str,
    pick: DrawPick | None,
    cells: Mapping[tuple[UUID, str, str], tuple[int, int]],
    roster: str,
) -> dict[str, Any]:
    if roster:
        return _before(row, code, roster)
    if pick is None:
        return _answer(row, code, {"standing": "unlisted"})
    could, drawn = cells[row.pk, pick.grade, pick.cell]
    return _answer(
        row,
        code,
        {
            "standing": _standing(row, pick),
            "listed": True,
            "venue": pick.venue.name,
            "grade": pick.grade,
            "cell": pick.cell,
            "eligible": pick.eligible,
            "ticket": pick.ticket,
            "rank": pick.rank,
            "selected": pick.selected,
            "out_code": pick.out_code,
            "team": list(pick.team),
            "cell_eligible": could,
            "cell_quota": drawn,
            "seed": row.seed,
        },
    )


def _standing(row: Draw, pick: DrawPick) -> str:
    if pick.out_code:
        return "replaced"
    if pick.origin in CAME_LATER:
        return CAME_LATER[pick.origin]
    if row.state == Draw.State.VOID:
        return "void_drawn" if pick.selected else "void_waiting"
    return "drawn" if pick.selected else "waiting"


def _before(row: Draw, code: str, roster: str) -> dict[str, Any]:
    """From the published roster alone: the same words for a venue that was drawn and one that was not."""
    lines = [line.split("\t") for line in roster.split("\n")[1:-1]]
    mine = next((line for line in lines if line[0] == code), None)
    if mine is None:
        return _answer(row, code, {"standing": "unlisted"})
    _, grade, cell, name, _, last, count, eligible = mine
    could = Counter(line[1] for line in lines if line[7] == ELIGIBLE and line[1:3] == [grade, cell])
    standing = "excluded" if eligible != ELIGIBLE else "sealed" if row.untold and row.values else "pending"
    return _answer(
        row,
        code,
        {
            "standing": standing,
            "listed": True,
            "venue": name,
            "grade": grade,
            "cell": cell,
            "eligible": eligible,
            "last": last,
            "count": int(count),
            "limit": _limit(row, grade, cell, eligible),
            "cell_eligible": could[grade],
        },
    )


def _limit(row: Draw, grade: str, cell: str, reason: str) -> int | None:
    """Days or inspections that kept it out, as this draw's policy has them; None where no number did."""
    name = {"recent": "exclude_days", "cap": "max_count"}.get(reason)
    if name is None:
        return None
    table = json.loads(row.commit)["policy"][name]
    number: int = of_type(table, cell.partition("/")[2], name)[grade]
    return number


def _answer(row: Draw, code: str, told: dict[str, Any]) -> dict[str, Any]:
    grade = told.get("grade", "")
    blank = {
        "code": code, "listed": False, "venue": "", "grade": "", "cell": "", "eligible": "",
        "last": "", "count": None, "limit": None, "ticket": "", "rank": None, "selected": False,
        "out_code": "", "team": [], "cell_eligible": 0, "cell_quota": 0, "seed": "",
    }  # fmt: skip
    chance = {
        "grade_eligible": row.counts.get("eligible", {}).get(grade, 0),
        "grade_quota": row.quota.get(grade, 0),
    }
    return blank | chance | told


def _named(cell: str, towns: Mapping[str, str]) -> dict[str, str]:
    code = cell.partition("/")[0]
    return {code: towns[code]} if code in towns else {}
