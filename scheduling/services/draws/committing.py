"""Commit a draw: freeze the rosters, fix quotas and beacon, publish the digest before the beacon is known."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.clock import BEIJING, civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock, move
from scheduling.domain import drawing, drawlog
from scheduling.domain.commit import REVEAL_WITHIN_S
from scheduling.domain.drawing import OPEN, Prepared, Seal
from scheduling.domain.roster import pairs_write
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, DrawFile, DrawSecret
from scheduling.selectors.packages import scope_profile
from scheduling.selectors.rosters import draw_prepared, roster_of
from scheduling.services.drawlogs import log_append, log_lines
from scheduling.services.draws.evidence import digest_of, file_of
from scheduling.services.draws.joining import partners_check
from scheduling.services.vault import unlocked

FURTHEST = timedelta(days=92)


def draw_commit(
    *,
    draw_id: UUID,
    beacon: Mapping[str, Any],
    moment: datetime,
    reveal_by: datetime | None = None,
    escrow: UUID | None = None,
    actor: User,
    now: datetime,
) -> Draw:
    """Drafted → committed. One open commit per scope (`draw_open`); the moment lies an hour ahead or more
    (`draw_order`). Two supervisors at once: the organ's row is the turnstile, the log's numbering the wall.

    With `reveal_by` the draw is sealed (密封): its secret lies in escrow (`draw_seal`) and `escrow` is the
    photo of the receipt, otherwise `draw_escrow_missing`.
    """
    require(actor, "draw.commit")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        Organ.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=draw.organ_id)
        lines = log_lines(draw.scope)
        _open_check(draw)
        _revealed_check(draw, now)
        partners_check(draw)
        if moment > now + FURTHEST:
            raise DomainError("invalid", {"fields": {"moment": ["信标时刻不得晚于 92 日后"]}})
        drawing.lead_check(int(now.timestamp()), int(moment.timestamp()))
        rosters = roster_of(draw, asof=civil(now))
        if not rosters.venues:
            missing = {"missing": ["venues"], "state": draw.state, "verb": "draw.commit"}
            raise DomainError("facts_missing", missing)
        sealed = _sealed(draw, reveal_by, escrow, moment, actor=actor, now=now)
        profile = scope_profile(draw.scope)
        prepared = draw_prepared(
            draw, rosters=rosters, beacon=beacon, moment=int(moment.timestamp()), seal=sealed.seal,
            no=drawlog.next_no(lines, profile), prev=drawlog.head(lines, profile), profile=profile,
        )  # fmt: skip
        before = draw.state
        _fix(draw, prepared, moment, sealed.values, now)
        _freeze(draw, prepared)
        log_append(draw, "COMMIT", {"commit": prepared.digest}, now)
        record(
            organ=draw.organ_id, actor=actor, verb="draw.commit", noun="draw", noun_id=draw.uuid, now=now,
            before=before, after=draw.state, data={"no": draw.no, "digest": prepared.digest},
        )  # fmt: skip
    return draw


class _Sealed(NamedTuple):
    """What sealed mode adds to the commit, and to the row."""

    seal: Seal
    values: dict[str, Any]


def _sealed(
    draw: Draw,
    reveal_by: datetime | None,
    escrow: UUID | None,
    moment: datetime,
    *,
    actor: User,
    now: datetime,
) -> _Sealed:
    """The secret from its escrow; nothing in open mode."""
    if reveal_by is None:
        return _Sealed(OPEN, {})
    over = datetime.combine(draw.visit_to + timedelta(days=1), time(), BEIJING)
    wrong = "公布期限不得早于检查截止日结束" if reveal_by < over else ""
    if int(reveal_by.timestamp()) > int(moment.timestamp()) + REVEAL_WITHIN_S:
        wrong = "公布期限不得晚于信标时刻后 92 日"
    if wrong:
        raise DomainError("invalid", {"fields": {"reveal_by": [wrong]}})
    kept = DrawSecret.objects.everywhere("guard").filter(draw=draw).first()
    if kept is None or escrow is None:
        raise DomainError("draw_escrow_missing")
    receipt = file_of(draw, escrow, "escrow", actor=actor, now=now)
    digest = digest_of(scope_profile(draw.scope), receipt)
    return _Sealed(
        Seal(unlocked(kept.locked, draw.pk), digest, int(reveal_by.timestamp())),
        {"reveal_by": reveal_by, "escrow": receipt, "escrow_holder": kept.holder},
    )


def _revealed_check(draw: Draw, now: datetime) -> None:
    """No further draw while a secret is owed whose day has passed (N18)."""
    owed = (
        Draw.objects.everywhere("guard")
        .filter(scope=draw.scope, reveal_by__lt=now, revealed_at__isnull=True)
        .exclude(state=Draw.State.COMMITTED)
        .first()
    )
    if owed is not None:
        raise DomainError("draw_reveal_owed", {"no": owed.no})


def _open_check(draw: Draw) -> None:
    standing = Draw.objects.everywhere("guard").filter(scope=draw.scope, state=Draw.State.COMMITTED).first()
    if standing is not None and standing.pk != draw.pk:
        raise DomainError("draw_open", {"no": standing.no, "draw": str(standing.uuid)})


def _fix(draw: Draw, prepared: Prepared, moment: datetime, sealed: Mapping[str, Any], now: datetime) -> None:
    """The state and everything the commit says, in one statement."""
    try:
        with transaction.atomic():
            move(
                draw, DRAW_MOVES, "draw.commit",
                no=prepared.commit["no"],
                commit=prepared.commit_bytes.decode(),
                commit_digest=prepared.digest,
                committed_at=now,
                moment=moment,
                beacon=prepared.commit["beacon"],
                quota=prepared.quota,
                short=prepared.shortfall,
                extra_left=len(prepared.commit["policy"]["max_extra"]),
                **sealed,
                counts={
                    "registered": dict(prepared.registered),
                    "eligible": dict(prepared.eligible),
                    "excluded": dict(prepared.excluded),
                    "lifted": list(prepared.lifted_recent),
                },
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": draw.state, "verb": "draw.commit"}) from error


def _freeze(draw: Draw, prepared: Prepared) -> None:
    files = dict(prepared.files)
    if prepared.rosters.lifted:
        files["lifted.tsv"] = pairs_write(prepared.rosters.lifted)
    DrawFile.objects.bulk_create(
        [
            DrawFile(draw=draw, name=name, sha256=hashlib.sha256(data).hexdigest(), content=data.decode())
            for name, data in files.items()
        ]
    )
