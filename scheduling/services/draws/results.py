"""What a result becomes: a row for the drawn and for who follows next, a visit for every one drawn."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import IntegrityError, connection

from registry.models import Officer, Venue
from scheduling.domain import merkle
from scheduling.domain.amendments import Standing, Supplement
from scheduling.domain.drawing import Drawn
from scheduling.domain.encoding import Profile
from scheduling.domain.prechecks import BY_PLAN
from scheduling.domain.remedies import WAYS_OUT
from scheduling.domain.roster import OPEN_SEAT, Result, result_line
from scheduling.domain.sampling import CellDraw
from scheduling.models import Draw, DrawPick, Visit
from scheduling.selectors.caps import cap_list
from scheduling.selectors.items import items_by_venue
from scheduling.selectors.joint import organs_of
from scheduling.services.draws.joining import participants_add
from scheduling.services.visits.planning import visit_new

TRIGGER = "random_draw"
KEY_ITEM = "重点检查事项，按摇号规则可超出年度频次上限"
# the roster could not count what a sealed draw has arranged: the leader decides which visit is made
SEALED_BEFORE = "年度频次已被另一次密封抽取的检查占用，请合并检查或取消其一"
_DRAWN = DrawPick.Origin.RESULT.value
_INSERT = """
INSERT INTO scheduling_drawpick (draw_id, venue_id, code, eligible, out_code,
                                 grade, cell, ticket, rank, selected, team, origin, proof)
SELECT %s, uuid, code, 'Y', '', %s, %s, %s, %s, %s, %s, %s, %s
FROM registry_venue WHERE code = %s AND organ_id = %s
"""


def picks_make(draw: Draw, drawn: Drawn) -> None:
    """A row for every drawn venue with its team and its proof, and for who follows next in every cell."""
    proofs = proofs_of(drawn.profile, drawn.seed, drawn.rows, {"line": "RESULT", "k": 0})
    picks_write(draw, drawn.cells, drawn.teams, proofs)


class _Pick(NamedTuple):
    """A row as it is stored, the venue's code last."""

    grade: str
    cell: str
    ticket: str
    rank: int
    selected: bool
    team: str
    origin: str
    proof: str
    code: str


def picks_write(
    draw: Draw,
    cells: Iterable[CellDraw],
    teams: Mapping[str, Sequence[str]],
    proofs: Mapping[str, Mapping[str, Any]],
) -> None:
    """What is known with the draw itself. All else about a venue of the roster follows from its file."""
    rows = []
    for cell in cells:
        for rank, (code, ticket) in cell.first():
            team, proof = teams.get(code), proofs.get(code)
            drawn = rank <= cell.quota
            rows.append(
                _Pick(
                    cell.cls, cell.cell, ticket, rank, drawn, json.dumps(team) if team else "[]",
                    _DRAWN if drawn else "", _json(proof) if proof else "{}", code,
                )
            )  # fmt: skip
    _rows_add(draw, rows)


def picks_follow(draw: Draw, state: Standing, brought: Iterable[str]) -> None:
    """Rows for who came later and for who follows now, where they have none yet."""
    wanted = {*brought, *state.heads()}
    known = DrawPick.objects.everywhere("guard").filter(draw=draw, code__in=wanted)
    wanted -= set(known.values_list("code", flat=True))
    _rows_add(
        draw,
        [
            _Pick(cell.cls, cell.cell, ticket.ticket, rank, False, "[]", "", "{}", ticket.id)
            for cell, rank, ticket in state.places(wanted)
        ],
    )


def _rows_add(draw: Draw, rows: list[_Pick]) -> None:
    """Rows for venues of the register, by one statement run for each: a large draw has fifty thousand, and
    making objects of them took several times as long as the database.
    """
    rows.sort(key=itemgetter(-1))  # as the register's index has them
    own = (DrawPick._meta.get_field("draw").get_db_prep_save(draw.pk, connection),)
    organ = (draw.organ_id,)
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, [own + row + organ for row in rows])
        if rows and cursor.rowcount != len(rows):
            raise IntegrityError(f"{len(rows)} venues, {cursor.rowcount} of them in the register")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def proofs_of(
    profile: Profile, seed: str, rows: Sequence[Result], line: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """id → the proof that its row is in the root which this line of the log holds (N17)."""
    found = merkle.proofs(profile, bytes.fromhex(seed), [result_line(row) for row in rows])
    return {row.id: {**line, **asdict(proof)} for row, proof in zip(rows, found, strict=True)}


def supplement_picks(draw: Draw, state: Standing, made: Supplement) -> None:
    """The rows a supplement added, as they are visited now."""
    proofs = proofs_of(state.profile, state.drawn.seed, made.rows, {"line": "SUPPLEMENT", "k": made.k})
    picks_follow(draw, state, [row.id for row in made.rows])
    for row in made.rows:
        pick_now(draw, row, origin=DrawPick.Origin.SUPPLEMENT, proof=proofs[row.id])


def pick_now(draw: Draw, row: Result, **values: Any) -> None:
    """The present team of a venue, and how it came to be visited."""
    DrawPick.objects.everywhere("guard").filter(draw=draw, code=row.id).update(team=list(row.team), **values)


def visits_make(draw: Draw, rows: Iterable[Result], now: datetime) -> dict[str, Visit]:
    """A visit for every drawn venue, its team by seat, awaiting approval."""
    teams = {row.id: row.team for row in rows}
    venues = {
        row.code: row
        for row in Venue.objects.everywhere("guard")
        .select_related("organ")
        .filter(organ_id=draw.organ_id, code__in=list(teams))
    }
    officers = {
        row.cert_no: row for row in Officer.objects.everywhere("guard").filter(organ_id__in=organs_of(draw))
    }
    caps = cap_list(venues.values(), draw.visit_from.year)
    items = items_by_venue(draw.items, list(venues.values()))
    full = KEY_ITEM if draw.item_class == "key" else SEALED_BEFORE
    made = {}
    for code, team in teams.items():
        venue = venues[code]
        cap = caps[venue.uuid]
        made[code] = visit_new(
            venue=venue, trigger=TRIGGER, items=items[venue.uuid], seats=len(team), now=now,
            team=[None if seat == OPEN_SEAT else officers[seat] for seat in team],
            values={
                "planned_from": draw.visit_from, "planned_to": draw.visit_to, "basis": draw.basis,
                "draw": draw, "plan_row": draw.plan_row, "counts_to_cap": True, "cap_used": cap.used,
                "cap_limit": cap.limit, "cap_reason": full if cap.reached else "",
                "precheck": BY_PLAN,
            },
        )  # fmt: skip
    participants_add(draw, made.values())
    return made


def open_seats_add(draw: Draw, rows: Iterable[Result], visits: Mapping[str, Visit]) -> None:
    """Seats nobody could take after the result: no path is searched for them, so no funnel is told."""
    found = [
        {
            "code": row.id,
            "name": visits[row.id].venue.name,
            "visit": str(visits[row.id].uuid),
            "seat": slot,
            "needs": "",
            "reason": "cap",
            "funnel": {},
            "officers": [],
            "ways_out": list(WAYS_OUT["cap"]),
        }
        for row in rows
        for slot, officer in enumerate(row.team)
        if officer == OPEN_SEAT
    ]
    if found:
        draw.open_seats = [*draw.open_seats, *found]
        Draw.objects.everywhere("guard").filter(pk=draw.pk).update(open_seats=draw.open_seats)


def open_seats_keep(draw: Draw, drawn: Drawn, visits: Mapping[str, Visit]) -> None:
    """What the match could not fill, why, and the ways out; what each relaxation had done before."""
    seats = [
        {
            "code": seat.venue,
            "name": visits[seat.venue].venue.name,
            "visit": str(visits[seat.venue].uuid),
            "seat": seat.slot,
            "needs": seat.needs,
            "reason": seat.reason,
            "funnel": seat.funnel,
            "officers": list(seat.officers),
            "ways_out": list(WAYS_OUT[seat.reason]),
        }
        for seat in drawn.open
    ]
    draw.open_seats = seats
    draw.stages = [{"relaxation": stage.relaxation, "open": stage.open} for stage in drawn.stages]
    draw.shortages = [
        {
            "officers": list(row.officers),
            "seats": row.seats,
            "capacity": row.capacity,
            "lacking": row.lacking,
            "raise_by": row.raise_by,
        }
        for row in drawn.shortages
    ]
    Draw.objects.everywhere("guard").filter(pk=draw.pk).update(
        open_seats=draw.open_seats, stages=draw.stages, shortages=draw.shortages
    )
