"""查一查: one venue over all published draws. Was it in, how likely, was it drawn, and why."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from scheduling.domain.policy import of_type
from scheduling.domain.roster import ELIGIBLE, Venue, Venues
from scheduling.domain.sampling import places
from scheduling.models import Draw, DrawFile, DrawPick
from scheduling.selectors.draws.public import (
    public_card,
    public_draws,
    public_events,
    towns_of,
)
from scheduling.selectors.packages import Spelled, profile_of

ROSTER = "venues.tsv"
CAME_LATER = {"replace": "brought", "supplement": "supplemented"}


class _Row(NamedTuple):
    """A venue in the roster of one draw: its row, how many of its cell could be drawn, rank and ticket."""

    venue: Venue
    could: int
    rank: int | None
    ticket: str


def lookup_draws(code: str) -> QuerySet[Draw]:
    """The published draws whose roster lists this code."""
    listed = (
        DrawFile.objects.everywhere("published")
        .annotate(at=StrIndex("content", Value(f"\n{code}\t")))
        .filter(name=ROSTER, at__gt=0)
        .values("draw_id")
    )
    return public_draws().filter(pk__in=listed)


def lookup_list(draws: Sequence[Draw], code: str, now: datetime) -> list[dict[str, Any]]:
    """What each of these draws has to say about the venue: five queries, however many draws."""
    ids = [row.pk for row in draws]
    events = public_events(ids)
    picks = {
        row.draw_id: row
        for row in DrawPick.objects.everywhere("published").filter(draw_id__in=ids, code=code)
    }
    rows = _rows({row.pk: row for row in draws}, code)
    drawn = _drawn({pk: row.venue for pk, row in rows.items() if row.rank is not None})
    told = [
        public_card(row, events.get(row.pk, {}), now)
        | _told(row, code, rows.get(row.pk), picks.get(row.pk), drawn.get(row.pk, 0))
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


def _rows(draws: Mapping[UUID, Draw], code: str) -> dict[UUID, _Row]:
    """draw → the venue's row, of those that list it; one roster after another."""
    files = DrawFile.objects.everywhere("published").filter(draw_id__in=list(draws), name=ROSTER)
    found = {}
    for pk, content in files.values_list("draw_id", Spelled("content")).iterator(chunk_size=4):
        row = _row(draws[pk], code, Venues.held(bytes(content)))
        if row is not None:
            found[pk] = row
    return found


def _row(draw: Draw, code: str, roster: Venues) -> _Row | None:
    """Rank and ticket follow from the seed, once that is known."""
    venue = roster.find(code)
    if venue is None:
        return None
    (ids,) = roster.pools([(venue.cls, venue.cell)]).values()
    if venue.eligible != ELIGIBLE or not draw.seed:
        return _Row(venue, len(ids), None, "")
    rank, ticket = places(profile_of(draw), bytes.fromhex(draw.seed), [ids], {code})[code]
    return _Row(venue, len(ids), rank, ticket)


def _drawn(venues: Mapping[UUID, Venue]) -> dict[UUID, int]:
    """draw → how many of this venue's cell were drawn."""
    asked = Q(pk__in=[])
    for pk, venue in venues.items():
        asked |= Q(draw=pk, grade=venue.cls, cell=venue.cell)
    counted = DrawPick.objects.everywhere("published").filter(asked, selected=True).order_by()
    return dict(counted.values_list("draw_id").annotate(n=Count("pk")))


def _told(row: Draw, code: str, mine: _Row | None, pick: DrawPick | None, drawn: int) -> dict[str, Any]:
    """Without a seed the same words for a venue that was drawn and one that was not."""
    if mine is None:
        return _answer(row, code, {"standing": "unlisted"})
    venue = mine.venue
    told = {
        "listed": True,
        "venue": venue.name,
        "grade": venue.cls,
        "cell": venue.cell,
        "eligible": venue.eligible,
        "cell_eligible": mine.could,
    }
    if mine.rank is None:
        return _answer(row, code, told | _before(row, venue))
    return _answer(
        row,
        code,
        told
        | {
            "standing": _standing(row, pick),
            "ticket": mine.ticket,
            "rank": mine.rank,
            "selected": pick is not None and pick.selected,
            "out_code": pick.out_code if pick else "",
            "team": list(pick.team) if pick else [],
            "cell_quota": drawn,
            "seed": row.seed,
        },
    )


def _standing(row: Draw, pick: DrawPick | None) -> str:
    if pick is None:
        return "void_waiting" if row.state == Draw.State.VOID else "waiting"
    if pick.out_code:
        return "replaced"
    if pick.origin in CAME_LATER:
        return CAME_LATER[pick.origin]
    if row.state == Draw.State.VOID:
        return "void_drawn" if pick.selected else "void_waiting"
    return "drawn" if pick.selected else "waiting"


def _before(row: Draw, venue: Venue) -> dict[str, Any]:
    """What the roster alone says."""
    excluded = venue.eligible != ELIGIBLE
    return {
        "standing": "excluded" if excluded else "sealed" if row.untold and row.values else "pending",
        "last": venue.last,
        "count": venue.this_year,
        "limit": _limit(row, venue.cls, venue.cell, venue.eligible),
    }


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
