"""Draw: the beacon is typed in, everything else follows. Venues, waiting lists, teams, visits."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import File, User
from backend.permissions import require
from backend.services.files import file_announce
from backend.services.moves import lock, move
from registry.models import Officer, Venue
from scheduling.domain import beacon, drawing
from scheduling.domain.canonical import canon
from scheduling.domain.drawing import Drawn
from scheduling.domain.remedies import WAYS_OUT
from scheduling.domain.roster import OPEN_SEAT, Rosters
from scheduling.domain.states import DRAW_MOVES
from scheduling.domain.typed import needs_witnesses, values_spelled
from scheduling.models import Draw, DrawPick, Visit
from scheduling.selectors.caps import cap_list
from scheduling.selectors.items import items_by_venue
from scheduling.selectors.packages import rosters_frozen
from scheduling.services.drawlogs import log_append
from scheduling.services.visits.planning import visit_new

TRIGGER = "random_draw"
WITNESSES = 3
# N21: a result later than this counts as void
LATEST = timedelta(days=3)
KEY_ITEM = "重点检查事项，按摇号规则可超出年度频次上限"


def draw_draw(
    *,
    draw_id: UUID,
    values: Sequence[str],
    opt: int = 0,
    witnesses: Sequence[Mapping[str, Any]] = (),
    sheet: UUID | None = None,
    proofs: Sequence[str] = (),
    actor: User,
    now: datetime,
) -> Draw:
    """Committed → drawn, once. The values must be those the commit names; dice need three witnesses and the
    stored photo of the signed sheet. Not before the moment, not later than three days after it.

    On a void draw the beacon is recorded and what would have been drawn is kept; no visit comes of it.
    """
    require(actor, "draw.draw")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        before = draw.state
        _order_check(draw, now)
        spelled = values_spelled(draw.beacon, opt, values)
        page = _sheet(draw, sheet, actor, now)
        if needs_witnesses(draw.beacon, opt):
            _witness_check(witnesses, page)
        shown = list(proofs) or _proofs(draw, spelled, page)
        beacon.proof_check(draw.beacon, opt, spelled, shown)
        drawn = drawing.draw(
            commit_bytes=draw.commit.encode(), rosters=rosters_frozen(draw), values=spelled, opt=opt
        )
        log_append(draw, "BEACON", {"opt": opt, "values": spelled, "proof": shown}, now)
        entered: dict[str, Any] = {
            "opt": opt, "values": spelled, "witnesses": list(witnesses), "sheet": page,
            "seed": drawn.seed, "root": drawn.root, "relaxed": drawn.relaxed,
            "drawn_at": now, "drawn_by": actor,
        }  # fmt: skip
        if before == Draw.State.VOID:
            move(draw, DRAW_MOVES, "draw.draw", **entered)
            _picks(draw, drawn)
        else:
            log_append(draw, "RESULT", drawn.result_fields, now)
            move(draw, DRAW_MOVES, "draw.draw", short=drawn.shortfall, **entered)
            _picks(draw, drawn)
            _open_seats(draw, drawn, _visits(draw, drawn, now))
        record(
            organ=draw.organ_id, actor=actor, verb="draw.draw", noun="draw", noun_id=draw.uuid, now=now,
            before=before, after=draw.state,
            data={"no": draw.no, "root": drawn.root, "n": drawn.n, "open": len(drawn.open)},
        )  # fmt: skip
    return draw


def _order_check(draw: Draw, now: datetime) -> None:
    next_state(DRAW_MOVES, draw.state, "draw.draw")
    if draw.moment is None or (draw.state == Draw.State.VOID and draw.values):
        raise DomainError("move_not_open", {"state": draw.state, "verb": "draw.draw"})
    if now < draw.moment:
        raise DomainError("draw_order", {"event": "BEACON", "why": "尚未到信标时刻"})
    if draw.state == Draw.State.COMMITTED and now > draw.moment + LATEST:
        raise DomainError("draw_order", {"event": "RESULT", "why": "已过信标时刻三日，应作废"})


def _witness_check(witnesses: Sequence[Mapping[str, Any]], page: File | None) -> None:
    names = {str(row.get("name", "")).strip() for row in witnesses} - {""}
    if len(names) < WITNESSES:
        raise DomainError("draw_witnesses_few", {"witnesses": len(names), "fewest": WITNESSES})
    if page is None:
        raise DomainError("draw_sheet_missing")


def _sheet(draw: Draw, sheet: UUID | None, actor: User, now: datetime) -> File | None:
    """The photo of the signed sheet or of the published numbers: whole, and announced as the draw's."""
    if sheet is None:
        return None
    row = File.objects.within(actor).filter(pk=sheet, stored_at__isnull=False).first()
    if row is None:
        raise DomainError("draw_sheet_missing", {"sheet": str(sheet)})
    return file_announce(
        file_id=row.uuid, owner=("draw", draw.uuid), kind="sheet", meta={}, sha256=row.sha256, size=row.size,
        media=row.media_type, organ_id=draw.organ_id, actor=actor, now=now,
    )  # fmt: skip


def _proofs(draw: Draw, values: Sequence[str], page: File | None) -> list[str]:
    """Per value the digest of the sheet; without a photo, of the entry as it was typed (lotteries only)."""
    if page is not None:
        return [page.sha256] * len(values)
    entry = canon({"no": draw.no or 0, "scope": draw.scope, "values": list(values)}, "entry")
    return [hashlib.sha256(entry).hexdigest()] * len(values)


def _picks(draw: Draw, drawn: Drawn) -> None:
    """One row for every row of the roster: drawn, waiting with its rank, or excluded with its reason."""
    rosters: Rosters = rosters_frozen(draw)
    placed = {
        ticket.id: (ticket.ticket, rank)
        for cell in drawn.cells
        for rank, ticket in enumerate((*cell.selected, *cell.waiting), start=1)
    }
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
            )
            for row in rosters.venues
        ],
        batch_size=2000,
    )


def _visits(draw: Draw, drawn: Drawn, now: datetime) -> dict[str, Visit]:
    """A visit for every drawn venue, its team by seat, awaiting approval."""
    venues = {
        row.code: row
        for row in Venue.objects.everywhere("guard")
        .select_related("organ")
        .filter(organ_id=draw.organ_id, code__in=list(drawn.teams))
    }
    officers = {
        row.cert_no: row for row in Officer.objects.everywhere("guard").filter(organ_id=draw.organ_id)
    }
    caps = cap_list(venues.values(), draw.visit_from.year)
    items = items_by_venue(draw.items, list(venues.values()))
    made = {}
    for code, team in drawn.teams.items():
        venue = venues[code]
        cap = caps[venue.uuid]
        made[code] = visit_new(
            venue=venue, trigger=TRIGGER, items=items[venue.uuid], seats=len(team), now=now,
            team=[None if seat == OPEN_SEAT else officers[seat] for seat in team],
            values={
                "planned_from": draw.visit_from, "planned_to": draw.visit_to, "basis": draw.basis,
                "draw": draw, "plan_row": draw.plan_row, "counts_to_cap": True, "cap_used": cap.used,
                "cap_limit": cap.limit, "cap_reason": KEY_ITEM if cap.reached else "",
            },
        )  # fmt: skip
    return made


def _open_seats(draw: Draw, drawn: Drawn, visits: Mapping[str, Visit]) -> None:
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
