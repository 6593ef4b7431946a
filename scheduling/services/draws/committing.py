"""Commit a draw: freeze the rosters, fix quotas and beacon, publish the digest before the beacon is known."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock, move
from scheduling.domain import drawing, drawlog
from scheduling.domain.drawing import Prepared
from scheduling.domain.roster import pairs_write
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, DrawFile
from scheduling.selectors.rosters import draw_prepared, roster_of
from scheduling.services.drawlogs import log_append, log_lines

FURTHEST = timedelta(days=92)


def draw_commit(
    *, draw_id: UUID, beacon: Mapping[str, Any], moment: datetime, actor: User, now: datetime
) -> Draw:
    """Drafted → committed. One open commit per scope (`draw_open`); the moment lies an hour ahead or more
    (`draw_order`). Two supervisors at once: the organ's row is the turnstile, the log's numbering the wall.
    """
    require(actor, "draw.commit")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        Organ.objects.everywhere("guard").select_for_update(of=("self",)).get(pk=draw.organ_id)
        lines = log_lines(draw.scope)
        _open_check(draw)
        if moment > now + FURTHEST:
            raise DomainError("invalid", {"fields": {"moment": ["信标时刻不得晚于 92 日后"]}})
        drawing.lead_check(int(now.timestamp()), int(moment.timestamp()))
        rosters = roster_of(draw, asof=civil(now))
        if not rosters.venues:
            missing = {"missing": ["venues"], "state": draw.state, "verb": "draw.commit"}
            raise DomainError("facts_missing", missing)
        prepared = draw_prepared(
            draw, rosters=rosters, beacon=beacon, moment=int(moment.timestamp()),
            no=drawlog.next_no(lines), prev=drawlog.head(lines),
        )  # fmt: skip
        before = draw.state
        _fix(draw, prepared, moment, now)
        _freeze(draw, prepared)
        log_append(draw, "COMMIT", {"commit": prepared.digest}, now)
        record(
            organ=draw.organ_id, actor=actor, verb="draw.commit", noun="draw", noun_id=draw.uuid, now=now,
            before=before, after=draw.state, data={"no": draw.no, "digest": prepared.digest},
        )  # fmt: skip
    return draw


def _open_check(draw: Draw) -> None:
    standing = Draw.objects.everywhere("guard").filter(scope=draw.scope, state=Draw.State.COMMITTED).first()
    if standing is not None and standing.pk != draw.pk:
        raise DomainError("draw_open", {"no": standing.no, "draw": str(standing.uuid)})


def _fix(draw: Draw, prepared: Prepared, moment: datetime, now: datetime) -> None:
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
