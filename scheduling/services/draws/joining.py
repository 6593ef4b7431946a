"""Joint draws (部门联合抽查): organs are asked, each agrees with its own items before the commit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.moves import lock
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, DrawPartner, Visit, VisitParticipant
from scheduling.selectors.items import items_by_venue
from scheduling.services.visits.planning import items_check


def partners_ask(draw: Draw, partners: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Name the cooperating organs of a draft: `organ`, `items`, `seats` each."""
    codes = [one["organ"] for one in partners]
    known = set(Organ.objects.everywhere("reference").filter(pk__in=codes).values_list("pk", flat=True))
    wrong = [code for code in codes if code not in known or code == draw.organ_id]
    if wrong or len(set(codes)) != len(codes):
        raise DomainError("invalid", {"fields": {"partners": ["请选择其他执法主体，每个只列一次"]}})
    for one in partners:
        items_check(one["items"], draw.visit_from)
    DrawPartner.objects.bulk_create(
        [
            DrawPartner(
                organ_id=one["organ"], created_at=now, draw=draw, items=list(one["items"]), seats=one["seats"]
            )
            for one in partners
        ]
    )


def draw_join(*, partner_id: UUID, items: Sequence[str], actor: User, now: datetime) -> DrawPartner:
    """The organ that was asked agrees, with the items it will check; nobody agrees for another organ."""
    require(actor, "draw.join")
    with transaction.atomic():
        row = _asked(partner_id, actor)
        items_check(items, row.draw.visit_from)
        row.items, row.agreed_at, row.agreed_by = list(items), now, actor
        row.declined_at, row.declined_by, row.declined_reason = None, None, ""
        row.save()
        record(
            organ=row.organ_id, actor=actor, verb="draw.join", noun="draw", noun_id=row.draw_id, now=now,
            data={"items": row.items},
        )  # fmt: skip
    return row


def draw_decline(*, partner_id: UUID, reason: str, actor: User, now: datetime) -> DrawPartner:
    """The organ that was asked does not take part and says why: the draft waits, or is made anew."""
    require(actor, "draw.join")
    with transaction.atomic():
        row = _asked(partner_id, actor)
        row.agreed_at, row.agreed_by = None, None
        row.declined_at, row.declined_by, row.declined_reason = now, actor, reason
        row.save()
        record(
            organ=row.organ_id, actor=actor, verb="draw.decline", noun="draw", noun_id=row.draw_id, now=now,
            reason=reason,
        )  # fmt: skip
    return row


def _asked(partner_id: UUID, actor: User) -> DrawPartner:
    """Nobody answers for another organ, and only while the draw is a draft."""
    row = lock(DrawPartner, partner_id, actor)
    if row.organ_id != actor.organ_id:
        raise DomainError("not_allowed", {"verb": "draw.join"})
    next_state(DRAW_MOVES, row.draw.state, "draw.draft")
    return row


def partners_check(draw: Draw) -> None:
    """Every organ that was asked has agreed."""
    if draw.partners.filter(agreed_at__isnull=True).exists():
        raise DomainError(
            "facts_missing", {"missing": ["partners"], "state": draw.state, "verb": "draw.commit"}
        )


def participants_add(draw: Draw, visits: Iterable[Visit]) -> None:
    """Each organ takes part in every visit, with those of its own items that are about the venue."""
    partners, rows = list(draw.partners.all()), list(visits)
    about = {one.pk: items_by_venue(one.items, [row.venue for row in rows]) for one in partners}
    VisitParticipant.objects.bulk_create(
        [
            VisitParticipant(visit=visit, organ_id=one.organ_id, items=about[one.pk][visit.venue_id])
            for visit in rows
            for one in partners
        ]
    )
