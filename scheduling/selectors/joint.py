"""Joint draws and visits: which organs, which items are whose, who is asked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import Organ, User
from registry.models import Officer
from scheduling.domain.states import DRAW_MOVES
from scheduling.models import Draw, DrawPartner, Visit, VisitOfficer, VisitParticipant


def leads(visit: Visit, actor: User) -> bool:
    """Whether the visit belongs to the actor's organ tree."""
    organ = actor.organ
    return organ is not None and organ.lo <= visit.organ_id < organ.hi


def organs_of(draw: Draw) -> list[str]:
    """The organ that leads, then those that take part."""
    return [draw.organ_id, *draw.partners.values_list("organ_id", flat=True)]


def seats_of(draw: Draw) -> list[tuple[str, int]]:
    """Seats of each organ that takes part."""
    return list(draw.partners.values_list("organ_id", "seats"))


def organ_of_seat(visit: Visit, seat: int) -> str:
    """The organ whose officer takes a seat: the organs that take part have the last ones, in their order."""
    partners = seats_of(visit.draw) if visit.draw else []
    last = [organ for organ, n in partners for _ in range(n)]
    own = visit.seats - len(last)
    return str(last[seat - own] if seat >= own else visit.organ_id)


def seat_officers(visit: Visit, seat: int, actor: User) -> list[dict[str, Any]]:
    """Officers in service who may be assigned to a seat: the actor's, or those of the organ it belongs to;
    nobody twice in one team.
    """
    if not leads(visit, actor):
        raise DomainError("not_allowed", {"verb": "visit.assign"})
    organ = organ_of_seat(visit, seat)
    everybody = Officer.objects.everywhere("guard").filter(organ_id=organ)
    rows = Officer.objects.within(actor) if organ == visit.organ_id else everybody
    team = VisitOfficer.objects.everywhere("guard").filter(visit=visit, ended_at__isnull=True)
    return [
        {"officer": row.uuid, "name": row.name, "unit": row.unit, "cert_no": row.cert_no}
        for row in rows.filter(status=Officer.Status.ACTIVE)
        .exclude(pk__in=team.values("officer"))
        .order_by("cert_no")
    ]


def participants_of(visits: Iterable[Visit]) -> dict[UUID, list[VisitParticipant]]:
    """visit → the organs that take part."""
    found: dict[UUID, list[VisitParticipant]] = defaultdict(list)
    rows = VisitParticipant.objects.everywhere("guard").filter(visit_id__in=[row.pk for row in visits])
    for row in rows.select_related("organ").order_by("organ_id"):
        found[row.visit_id].append(row)
    return found


def own_items(visit: Visit, participants: Iterable[VisitParticipant], actor: User | None) -> list[str]:
    """The items of the actor's organ: the visit's for the organ that leads, else its own."""
    if actor is None or leads(visit, actor):
        return list(visit.items)
    return [code for row in participants if row.organ_id == actor.organ_id for code in row.items]


def items_for(visit: Visit, organ: str) -> list[str]:
    """The items of one organ on a visit."""
    if organ == visit.organ_id:
        return list(visit.items)
    row = VisitParticipant.objects.everywhere("guard").filter(visit=visit, organ_id=organ).first()
    return list(row.items) if row else list(visit.items)


def partner_cards(partners: Iterable[DrawPartner], actor: User) -> list[dict[str, Any]]:
    """Who is asked for which draw, with what; only the organ asked may agree, only while it is a draft."""
    return [
        {
            "uuid": row.uuid,
            "organ": row.organ_id,
            "organ_name": row.organ.name,
            "draw_name": row.draw.name,
            "draw": row.draw_id,
            "draw_state": row.draw.state,
            "moment": row.draw.moment,
            "commit_digest": row.draw.commit_digest,
            "lead": row.draw.organ.name,
            "visit_from": row.draw.visit_from,
            "visit_to": row.draw.visit_to,
            "basis": row.draw.basis,
            "categories": list(row.draw.filter.get("categories", ())),
            "items": list(row.items),
            "seats": row.seats,
            "agreed_at": row.agreed_at,
            "agreed_by": row.agreed_by.name if row.agreed_by else "",
            "declined_at": row.declined_at,
            "declined_reason": row.declined_reason,
            "verbs": ["draw.join"] if _open(row, actor) else [],
        }
        for row in partners
    ]


def _open(row: DrawPartner, actor: User) -> bool:
    return row.organ_id == actor.organ_id and (row.draw.state, "draw.draft") in DRAW_MOVES


def partner_list(actor: User, *, draw: UUID | None = None) -> list[dict[str, Any]]:
    """Of one draw, or all the actor's organ was asked for."""
    rows = DrawPartner.objects.within(actor).select_related("organ", "draw__organ", "agreed_by")
    rows = rows.filter(organ_id=actor.organ_id) if draw is None else rows.filter(draw_id=draw)
    return partner_cards(rows.order_by("-created_at", "organ_id"), actor)


def organ_list(actor: User) -> list[dict[str, str]]:
    """The other organs, to be asked."""
    rows = Organ.objects.everywhere("reference").exclude(pk=actor.organ_id or "").order_by("code")
    return [{"code": row.code, "name": row.name, "short_name": row.short_name} for row in rows]
