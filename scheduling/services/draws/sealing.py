"""Seal a draw (密封): a secret nobody sees, its copy in escrow, and its reveal when the visits are over."""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock
from scheduling.domain.commit import SECRET_BYTES, commit_read, secret_check
from scheduling.domain.states import DRAW_MOVES, OPEN_VISIT
from scheduling.models import Draw, DrawSecret, Visit
from scheduling.selectors.packages import redrawn
from scheduling.services.drawlogs import draw_secret, log_append
from scheduling.services.draws.results import picks_make
from scheduling.services.vault import envelope_make, envelope_open, locked


class Sealed(NamedTuple):
    """The draft, and the envelope to be printed and handed over: it opens with the holder's words alone."""

    draw: Draw
    envelope: str


def draw_seal(
    *,
    draw_id: UUID,
    holder: str,
    passphrase: str,
    actor: User,
    now: datetime,
    fresh: Callable[[int], bytes] = os.urandom,
) -> Sealed:
    """A secret of 32 random bytes for a draft. The holder (纪检 or a notary) types the passphrase himself.

    Before the commit it can be done again; the envelope of before is then worth nothing. `fresh`: whence the
    bytes come; only the demonstration, whose year is the same on every load, names another than the system.
    """
    require(actor, "draw.seal")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "draw.seal")
        secret = fresh(SECRET_BYTES)
        envelope = envelope_make(secret, passphrase, draw.pk)
        sha256 = hashlib.sha256(envelope.encode()).hexdigest()
        DrawSecret.objects.everywhere("guard").update_or_create(
            draw=draw,
            defaults={
                "locked": locked(secret, draw.pk),
                "holder": holder,
                "envelope_sha256": sha256,
                "made_at": now,
            },
        )
        record(
            organ=draw.organ_id, actor=actor, verb="draw.seal", noun="draw", noun_id=draw.uuid, now=now,
            before=draw.state, after=draw.state, data={"envelope": sha256}, reason=holder,
        )  # fmt: skip
    return Sealed(draw, envelope)


def draw_reveal(
    *, draw_id: UUID, envelope: str = "", passphrase: str = "", actor: User, now: datetime
) -> Draw:
    """Show the secret of a sealed draw, once: from then on everybody runs everything again.

    Not before the visits are over, which a drawn venue would learn of otherwise; owed by `reveal_by`, on a
    void draw too. With the holder's envelope it works without our own key (`draw_envelope_wrong`).
    """
    require(actor, "draw.reveal")
    with transaction.atomic():
        draw = lock(Draw, draw_id, actor)
        next_state(DRAW_MOVES, draw.state, "draw.reveal")
        if not draw.untold or not draw.values:
            raise DomainError("move_not_open", {"state": draw.state, "verb": "draw.reveal"})
        if draw.state == Draw.State.DRAWN and not _over(draw, now):
            raise DomainError("draw_visits_open")
        secret = envelope_open(envelope, passphrase, draw.pk) if envelope else draw_secret(draw)
        secret_check(commit_read(draw.commit.encode()), secret)
        log_append(draw, "REVEAL", {"secret": secret.hex()}, now)
        drawn = redrawn(draw)
        assert drawn is not None
        shown = {"revealed_at": now, "seed": drawn.seed, "root": drawn.root, "relaxed": drawn.relaxed}
        Draw.objects.everywhere("guard").filter(pk=draw.pk).update(**shown)
        for name, value in shown.items():
            setattr(draw, name, value)
        if draw.state == Draw.State.VOID:
            picks_make(draw, drawn)
        late = draw.reveal_by is not None and now > draw.reveal_by
        record(
            organ=draw.organ_id, actor=actor, verb="draw.reveal", noun="draw", noun_id=draw.uuid, now=now,
            before=draw.state, after=draw.state,
            data={"no": draw.no, "seed": drawn.seed, "late": int(late), "envelope": int(bool(envelope))},
        )  # fmt: skip
    return draw


def _over(draw: Draw, now: datetime) -> bool:
    """Whether no visit of the draw is to come: its days have passed, or every visit has its end."""
    if now >= datetime.combine(draw.visit_to + timedelta(days=1), time(), BEIJING):
        return True
    visits = Visit.objects.everywhere("guard").filter(draw=draw, state__in=OPEN_VISIT)
    return not visits.exists()
