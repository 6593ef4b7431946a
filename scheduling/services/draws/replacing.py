"""Replace a venue or an officer, draw more (替换、补抽): by the committed rule, with evidence, in the log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Approval, User
from backend.permissions import require
from backend.services.moves import lock, move
from registry.models import Officer
from scheduling.domain.amendments import Replacement, Seat, Standing
from scheduling.domain.policy import OFFICER_CODES
from scheduling.domain.roster import OPEN_SEAT, Result
from scheduling.domain.states import DRAW_MOVES, VISIT_MOVES
from scheduling.models import Draw, DrawChange, DrawPick, Visit, VisitOfficer
from scheduling.selectors.joint import organs_of
from scheduling.services.drawlogs import draw_standing, log_append
from scheduling.services.draws.evidence import Evidence, evidence_of, venue_evidence
from scheduling.services.draws.results import (
    open_seats_add,
    pick_now,
    picks_follow,
    proofs_of,
    supplement_picks,
    visits_make,
)


def draw_replace(
    *,
    draw_id: UUID,
    visit_id: UUID,
    code: str,
    reason: str,
    seat: int | None = None,
    photo: UUID | None = None,
    statement: UUID | None = None,
    place: str = "",
    signers: Sequence[str] = (),
    actor: User,
    now: datetime,
) -> Draw:
    """One line REPLACE. A venue that is gone: the next of its cell is visited instead, its visit awaiting
    approval. An officer who cannot come (`seat`): another takes his seat, and the visit is asked about anew.

    Only while the visit has not begun (`move_not_open`): a record already made is not replaced away. A
    venue needs a photo, the place and a statement of two; an officer a statement (`draw_evidence_few`).
    """
    require(actor, "draw.replace")
    with transaction.atomic():
        draw = _locked(draw_id, "draw.replace", reason, actor)
        visit = lock(Visit, visit_id, actor)
        if visit.draw_id != draw.pk:
            raise DomainError("not_found")
        state = draw_standing(draw)
        if code in OFFICER_CODES:
            files = {"statement": statement}
            proof = evidence_of(draw, files, place=place, signers=signers, actor=actor, now=now)
            _relieve(draw, state, visit, code, seat, reason, proof, actor=actor, now=now)
        else:
            proof = venue_evidence(
                draw, photo=photo, statement=statement, place=place, signers=signers, actor=actor, now=now
            )
            _replace(draw, state, visit, code, reason, proof, actor=actor, now=now)
    return draw


def _locked(draw_id: UUID, verb: str, reason: str, actor: User) -> Draw:
    """The draw, when its result may still be changed: not after the secret was shown."""
    draw = lock(Draw, draw_id, actor)
    next_state(DRAW_MOVES, draw.state, verb, {"reason": reason})
    if draw.revealed_at is not None:
        raise DomainError("draw_order", {"event": "REPLACE", "why": "密钥已经公布"})
    return draw


def _replace(
    draw: Draw,
    state: Standing,
    visit: Visit,
    code: str,
    reason: str,
    proof: Evidence,
    *,
    actor: User,
    now: datetime,
) -> None:
    move(visit, VISIT_MOVES, "visit.replace", facts={"reason": reason}, reason=reason[:200])
    made = state.replace(code, visit.venue.code)
    line = log_append(draw, "REPLACE", {**made.fields, "evidence": proof.digest}, now)
    DrawPick.objects.everywhere("guard").filter(draw=draw, code=made.out.id).update(out_code=code)
    brought = _brought(draw, state, made, now)
    _forget_seats(draw, visit)
    _kept(
        draw, line_id=line.pk, made=made, proof=proof, reason=reason, out=visit, brought=brought, actor=actor
    )
    record(
        organ=draw.organ_id, actor=actor, verb="draw.replace", noun="draw", noun_id=draw.uuid, now=now,
        before=draw.state, after=draw.state, reason=reason,
        data={
            "k": made.change.k, "code": code, "out": str(visit.uuid),
            "in": str(brought.uuid) if brought else "", "evidence": proof.digest,
        },
    )  # fmt: skip


def _brought(draw: Draw, state: Standing, made: Replacement, now: datetime) -> Visit | None:
    """The visit of the venue that was brought in, with its team and its own proof."""
    if made.in_ is None:
        return None
    visits = visits_make(draw, [made.in_], now)
    proof = _proof(state, made, made.in_)
    picks_follow(draw, state, [made.in_.id])
    pick_now(draw, made.in_, origin=DrawPick.Origin.REPLACE, proof=proof)
    open_seats_add(draw, [made.in_], visits)
    return visits[made.in_.id]


def _proof(state: Standing, made: Replacement, row: Result) -> dict[str, Any]:
    """A row of replace.tsv proves itself: its leaf stands in the line REPLACE."""
    line = {"line": "REPLACE", "k": made.change.k}
    return proofs_of(state.profile, state.drawn.seed, [row], line)[row.id]


def _relieve(
    draw: Draw,
    state: Standing,
    visit: Visit,
    code: str,
    seat: int | None,
    reason: str,
    proof: Evidence,
    *,
    actor: User,
    now: datetime,
) -> None:
    if visit.approval is not None and visit.approval.state == Approval.State.ASKED:
        raise DomainError("conflict", {"state": visit.approval.state, "verb": "visit.relieve"})
    if seat is None or not 0 <= seat < visit.seats:
        raise DomainError("invalid", {"fields": {"seat": [f"席位为 0 至 {visit.seats - 1}"]}})
    move(visit, VISIT_MOVES, "visit.relieve", facts={"reason": reason}, approval=None)
    if state.rows[visit.venue.code].team[seat] == OPEN_SEAT:
        _unassign(draw, state, visit, code, seat, reason, proof, actor=actor, now=now)
        return
    made = state.relieve(code, Seat(visit.venue.code, seat))
    assert made.in_ is not None
    line = log_append(draw, "REPLACE", {**made.fields, "evidence": proof.digest}, now)
    left, follower = made.out.team[seat], made.in_.team[seat]
    VisitOfficer.objects.everywhere("guard").filter(visit=visit, seat=seat, ended_at__isnull=True).update(
        ended_at=now
    )
    if follower != OPEN_SEAT:
        officer = Officer.objects.everywhere("guard").get(organ_id__in=organs_of(draw), cert_no=follower)
        VisitOfficer.objects.create(visit=visit, officer=officer, seat=seat)
    pick_now(draw, made.in_, proof=_proof(state, made, made.in_))
    if follower == OPEN_SEAT:
        open_seats_add(draw, [made.in_], {made.in_.id: visit})
    _kept(
        draw, line_id=line.pk, made=made, proof=proof, reason=reason, out=visit, brought=None, actor=actor,
        seat=seat, officer_out=left, officer_in=follower,
    )  # fmt: skip
    record(
        organ=draw.organ_id, actor=actor, verb="draw.replace", noun="draw", noun_id=draw.uuid, now=now,
        before=draw.state, after=draw.state, reason=reason,
        data={
            "k": made.change.k, "code": code, "visit": str(visit.uuid), "seat": seat, "out": left,
            "in": follower, "evidence": proof.digest,
        },
    )  # fmt: skip


def _unassign(
    draw: Draw,
    state: Standing,
    visit: Visit,
    code: str,
    seat: int,
    reason: str,
    proof: Evidence,
    *,
    actor: User,
    now: datetime,
) -> None:
    """Who was assigned to a seat the match left open gives it back: it is open again, to be assigned anew.

    The log tells it with the next ASSIGN, which needs its own approval; no rule chooses anybody here.
    """
    held = VisitOfficer.objects.everywhere("guard").filter(visit=visit, seat=seat, ended_at__isnull=True)
    if not held.update(ended_at=now):
        raise DomainError("conflict", {"state": visit.state, "verb": "visit.relieve"})
    row = state.rows[visit.venue.code]
    only = tuple(OPEN_SEAT if slot == seat else "" for slot in range(len(row.team)))
    open_seats_add(draw, [row._replace(team=only)], {row.id: visit})
    record(
        organ=draw.organ_id, actor=actor, verb="draw.replace", noun="draw", noun_id=draw.uuid, now=now,
        before=draw.state, after=draw.state, reason=reason,
        data={
            "code": code, "visit": str(visit.uuid), "seat": seat, "in": OPEN_SEAT, "evidence": proof.digest,
        },
    )  # fmt: skip


def _forget_seats(draw: Draw, visit: Visit) -> None:
    """Open seats of a visit that is not made are nobody's trouble any more."""
    kept = [seat for seat in draw.open_seats if seat["visit"] != str(visit.uuid)]
    Draw.objects.everywhere("guard").filter(pk=draw.pk).update(open_seats=kept)
    draw.open_seats = kept


def _kept(
    draw: Draw, *, line_id: int, made: Replacement, proof: Evidence, actor: User, **values: Any
) -> None:
    row = DrawChange(draw=draw, line_id=line_id, code=made.change.code, actor=actor)
    for name, value in {"evidence": proof.text, "files": proof.files, **values}.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def draw_supplement(*, draw_id: UUID, reason: str, actor: User, now: datetime) -> Draw:
    """One line SUPPLEMENT: the next of those the commit announced, all grades at once. Their visits await
    approval; `draw_order` when none is left.
    """
    require(actor, "draw.supplement")
    with transaction.atomic():
        draw = _locked(draw_id, "draw.supplement", reason, actor)
        state = draw_standing(draw)
        made = state.supplement()
        line = log_append(draw, "SUPPLEMENT", made.fields, now)
        supplement_picks(draw, state, made)
        visits = visits_make(draw, made.rows, now)
        open_seats_add(draw, made.rows, visits)
        Draw.objects.everywhere("guard").filter(pk=draw.pk).update(extra_left=draw.extra_left - 1)
        draw.extra_left -= 1
        DrawChange.objects.create(draw=draw, line=line, reason=reason, actor=actor)
        record(
            organ=draw.organ_id, actor=actor, verb="draw.supplement", noun="draw", noun_id=draw.uuid, now=now,
            before=draw.state, after=draw.state, reason=reason, data={"k": made.k, "n": len(made.rows)},
        )  # fmt: skip
    return draw
