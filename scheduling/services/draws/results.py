"""What a result becomes: a row for every venue of the roster, and a visit for every one that was drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from registry.models import Officer, Venue
from scheduling.domain import merkle
from scheduling.domain.amendments import Supplement
from scheduling.domain.drawing import Drawn
from scheduling.domain.encoding import Profile
from scheduling.domain.prechecks import BY_PLAN
from scheduling.domain.remedies import WAYS_OUT
from scheduling.domain.roster import OPEN_SEAT, Result, Rosters, result_line
from scheduling.models import Draw, DrawPick, Visit
from scheduling.selectors.caps import cap_list
from scheduling.selectors.items import items_by_venue
from scheduling.selectors.joint import organs_of
from scheduling.selectors.packages import rosters_frozen
from scheduling.services.draws.joining import participants_add
from scheduling.services.visits.planning import visit_new

TRIGGER = "random_draw"
KEY_ITEM = "重点检查事项，按摇号规则可超出年度频次上限"
# the roster could not count what a sealed draw has arranged: the leader decides which visit is made
SEALED_BEFORE = "年度频次已被另一次密封抽取的检查占用，请合并检查或取消其一"
Origin = DrawPick.Origin


def picks_make(draw: Draw, drawn: Drawn) -> None:
    """One row for every row of the roster: drawn, waiting with its rank, or excluded with its reason."""
    rosters: Rosters = rosters_frozen(draw)
    placed = {
        ticket.id: (ticket.ticket, rank)
        for cell in drawn.cells
        for rank, ticket in enumerate((*cell.selected, *cell.waiting), start=1)
    }
    proofs = proofs_of(drawn.profile, drawn.seed, drawn.rows, {"line": "RESULT", "k": 0})
    venues = dict(
        Venue.objects.everywhere("guard").filter(organ_id=draw.organ_id).values_list("code", "uuid")
    )
    DrawPick.objects.bulk_create(
        [
            DrawPick(
                draw=draw,
                venue_id=venues[row.id],
                code=row.id,
                grade=row.cls,
                cell=row.cell,
                eligible=row.eligible,
                ticket=placed[row.id][0] if row.id in placed else "",
                rank=placed[row.id][1] if row.id in placed else None,
                selected=row.id in drawn.teams,
                team=list(drawn.teams.get(row.id, ())),
                origin=Origin.RESULT if row.id in drawn.teams else Origin.NONE,
                proof=proofs.get(row.id, {}),
            )
            for row in rosters.venues
        ],
        batch_size=2000,
    )


def proofs_of(
    profile: Profile, seed: str, rows: Sequence[Result], line: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """id → the proof that its row is in the root which this line of the log holds (N17)."""
    found = merkle.proofs(profile, bytes.fromhex(seed), [result_line(row) for row in rows])
    return {row.id: {**line, **asdict(proof)} for row, proof in zip(rows, found, strict=True)}


def supplement_picks(draw: Draw, profile: Profile, seed: str, made: Supplement) -> None:
    """The rows a supplement added, as they are visited now."""
    proofs = proofs_of(profile, seed, made.rows, {"line": "SUPPLEMENT", "k": made.k})
    for row in made.rows:
        pick_now(draw, row, origin=Origin.SUPPLEMENT, proof=proofs[row.id])


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
