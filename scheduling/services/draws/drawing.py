"""Draw: the beacon is typed in, everything else follows. Venues, waiting lists, teams, visits."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
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
from scheduling.domain import beacon, drawing
from scheduling.domain.canonical import canon
from scheduling.domain.delays import Delay, awaited, result_by
from scheduling.domain.states import DRAW_MOVES
from scheduling.domain.typed import needs_witnesses, values_spelled
from scheduling.models import Draw
from scheduling.selectors.packages import delays, rosters_frozen
from scheduling.services.drawlogs import draw_secret, log_append
from scheduling.services.draws.drand import round_check
from scheduling.services.draws.results import open_seats_keep, picks_make, visits_make

WITNESSES = 3


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
    stored photo of the signed sheet, a round of drand its signature. Not before the moment, not later than
    three days after it, delays added.

    On a void draw the beacon is recorded and what would have been drawn is kept; no visit comes of it. A
    sealed draw keeps its seed to itself, and a void one its result too, until the secret is shown.
    """
    require(actor, "draw.draw")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        before = draw.state
        late = delays(draw)
        _order_check(draw, late, now)
        descriptor = awaited(draw.beacon, late)
        spelled = values_spelled(descriptor, opt, values)
        page = _sheet(draw, sheet, actor, now)
        if needs_witnesses(descriptor, opt):
            _witness_check(witnesses, page)
        shown = list(proofs) or _proofs(draw, spelled, page)
        beacon.proof_check(descriptor, opt, spelled, shown)
        _rounds_check(descriptor, opt, spelled, shown)
        drawn = drawing.draw(
            commit_bytes=draw.commit.encode(), rosters=rosters_frozen(draw), values=spelled, opt=opt,
            secret=draw_secret(draw), delays=late,
        )  # fmt: skip
        log_append(draw, "BEACON", {"opt": opt, "values": spelled, "proof": shown}, now)
        entered: dict[str, Any] = {
            "opt": opt, "values": spelled, "witnesses": list(witnesses), "sheet": page,
            "drawn_at": now, "drawn_by": actor,
        }  # fmt: skip
        if not draw.sealed:
            entered["seed"] = drawn.seed
        if before == Draw.State.VOID:
            told: dict[str, Any] = {} if draw.sealed else {"root": drawn.root, "relaxed": drawn.relaxed}
            move(draw, DRAW_MOVES, "draw.draw", **entered, **told)
            if not draw.sealed:
                picks_make(draw, drawn)
        else:
            log_append(draw, "RESULT", drawn.result_fields, now)
            told = {"root": drawn.root, "relaxed": drawn.relaxed, "short": drawn.shortfall}
            move(draw, DRAW_MOVES, "draw.draw", **entered, **told)
            picks_make(draw, drawn)
            open_seats_keep(draw, drawn, visits_make(draw, drawn.rows, now))
        record(
            organ=draw.organ_id, actor=actor, verb="draw.draw", noun="draw", noun_id=draw.uuid, now=now,
            before=before, after=draw.state,
            data={"no": draw.no, "root": draw.root, "n": drawn.n, "open": len(drawn.open)},
        )  # fmt: skip
    return draw


def _order_check(draw: Draw, late: Sequence[Delay], now: datetime) -> None:
    next_state(DRAW_MOVES, draw.state, "draw.draw")
    if draw.moment is None or (draw.state == Draw.State.VOID and draw.values):
        raise DomainError("move_not_open", {"state": draw.state, "verb": "draw.draw"})
    if now < draw.moment:
        raise DomainError("draw_too_early")
    last = result_by(draw.beacon, int(draw.moment.timestamp()), late)
    if draw.state == Draw.State.COMMITTED and int(now.timestamp()) > last:
        raise DomainError("draw_too_late")


def _rounds_check(
    descriptor: Mapping[str, Any], opt: int, values: Sequence[str], proofs: Sequence[str]
) -> None:
    """Every round of drand is signed by the network."""
    listed = beacon.sources(beacon.options(descriptor)[opt])
    for source, value, shown in zip(listed, values, proofs, strict=True):
        if source["kind"] == "drand":
            round_check(source["round"], value, shown)


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
