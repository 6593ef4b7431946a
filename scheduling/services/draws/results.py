"""What a result becomes: a row for the drawn and for who follows next, a visit for every one drawn."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

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
_INSERT_EACH = """
INSERT INTO scheduling_drawpick
       (draw_id, venue_id, eligible, out_code, code, grade, cell, ticket, rank, selected, team, origin, proof)
SELECT %s, uuid, 'Y', '', code, %s, %s, %s, %s, %s, %s, %s, %s
FROM registry_venue WHERE organ_id = %s AND code = %s
"""
_INSERT_ALL = """
INSERT INTO scheduling_drawpick
       (draw_id, venue_id, eligible, out_code, code, grade, cell, ticket, rank, selected, team, origin, proof)
SELECT %s, venue.uuid, 'Y', '', row.code, row.grade, row.cell, row.ticket, row.rank::int, row.selected::bool,
       row.team::jsonb, coalesce(row.origin, ''), row.proof::jsonb
FROM unnest(string_to_array(%s, chr(31)), string_to_array(%s, chr(31)), string_to_array(%s, chr(31)),
            string_to_array(%s, chr(31)), string_to_array(%s, chr(31)), string_to_array(%s, chr(31)),
            string_to_array(%s, chr(31)), string_to_array(%s, chr(31)), string_to_array(%s, chr(31)))
     AS row (code, grade, cell, ticket, rank, selected, team, origin, proof)
CROSS JOIN LATERAL (
    SELECT uuid FROM registry_venue WHERE organ_id = %s AND code = row.code LIMIT 1
) AS venue
"""
_BETWEEN = "\x1f"  # chr(31): no text of a roster holds it, JSON escapes it


def picks_make(draw: Draw, drawn: Drawn) -> None:
    """A row for every drawn venue with its team and its proof, and for who follows next in every cell."""
    proofs = proofs_of(drawn.profile, drawn.seed, drawn.rows, {"line": "RESULT", "k": 0})
    picks_write(draw, drawn.cells, drawn.teams, proofs)


# a row as it is stored: code, grade, cell, ticket, rank, selected, team, origin, proof
_Pick = tuple[str, str, str, str, int, bool, str, str, str]


def picks_write(
    draw: Draw,
    cells: Iterable[CellDraw],
    teams: Mapping[str, Sequence[str]],
    proofs: Mapping[str, Mapping[str, Any]],
) -> None:
    """What is known with the draw itself. All else about a venue of the roster follows from its file."""
    rows: list[_Pick] = []
    for cell in cells:
        grade, name, quota = cell.cls, cell.cell, cell.quota
        for rank, (ticket, uid) in enumerate(cell.front(), start=1):
            code, drawn = uid.decode(), rank <= quota
            rows.append(
                (
                    code, grade, name, ticket.hex(), rank, drawn, _json(teams.get(code, [])),
                    _DRAWN if drawn else "", _json(proofs.get(code, {})),
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
            (ticket.id, cell.cls, cell.cell, ticket.ticket, rank, False, "[]", "", "{}")
            for cell, rank, ticket in state.places(wanted)
        ],
    )


def _rows_add(draw: Draw, rows: list[_Pick]) -> None:
    """Rows for venues of the register, without an object for each: a large draw has fifty thousand.

    PostgreSQL takes all in one statement, a text for each column, and finds each venue by the register's
    index: LIMIT keeps it from reading the register whole, of which it may have no statistics yet.
    SQLite takes one prepared statement after another.
    """
    if not rows:
        return
    rows.sort()  # by code, as the register's index has them
    own, organ = DrawPick._meta.get_field("draw").get_db_prep_save(draw.pk, connection), draw.organ_id
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = (_BETWEEN.join(map(str, column)) for column in zip(*rows, strict=True))
            cursor.execute(_INSERT_ALL, [own, *columns, organ])
        else:
            cursor.executemany(_INSERT_EACH, [(own, *row[1:], organ, row[0]) for row in rows])
        if cursor.rowcount != len(rows):
            raise IntegrityError(f"{len(rows)} venues, {cursor.rowcount} of them in the register")


def _json(value: Sequence[str] | Mapping[str, Any]) -> str:
    if not value:
        return "[]" if isinstance(value, Sequence) else "{}"
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
                "precheck": BY_PLAN, "campaign": draw.campaign,
                "filing_no": draw.campaign.filing_no if draw.campaign else "",
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
