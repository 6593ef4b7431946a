"""Outings and service visits as they are shown."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from backend.models import User
from backend.permissions import may
from scheduling.models import Outing, OutingOfficer, ServiceVisit, Visit, VisitOfficer


def outing_list(actor: User, *, on: date | None = None) -> QuerySet[Outing]:
    """Outings of the actor's organ tree, the latest day first."""
    rows = Outing.objects.within(actor).order_by("-on", "created_at", "pk")
    return rows.filter(on=on) if on is not None else rows


def outing_cards(rows: Iterable[Outing], actor: User) -> list[dict[str, Any]]:
    """Their people and visits, in three further queries; a sealed draw's visit shows once it began."""
    listed = list(rows)
    begun = Visit.objects.everywhere("guard").filter(state__in=("started", "finished"))
    team = VisitOfficer.objects.everywhere("guard").filter(ended_at__isnull=True)
    outings = Outing.objects.everywhere("guard").filter(pk__in=[row.pk for row in listed])
    out = OutingOfficer.objects.everywhere("guard").filter(struck_at__isnull=True).select_related("officer")
    filled = {
        row.pk: row
        for row in outings.prefetch_related(
            Prefetch("officers", out.order_by("officer__cert_no")),
            Prefetch(
                "visits",
                begun.select_related("venue").prefetch_related(Prefetch("team", team)).order_by("number"),
            ),
        )
    }
    return [_card(filled[row.pk], actor) for row in listed]


def outing_card(row: Outing, actor: User) -> dict[str, Any]:
    """One of them."""
    return outing_cards([row], actor)[0]


def _card(row: Outing, actor: User) -> dict[str, Any]:
    visits = list(row.visits.all())
    bound = {member.officer_id for visit in visits for member in visit.team.all()}
    people = list(row.officers.all())
    return {
        "uuid": row.uuid,
        "on": row.on,
        "vehicle": row.vehicle,
        "officers": [
            {"officer": one.officer_id, "name": one.officer.name, "bound": one.officer_id in bound}
            for one in people
        ],
        "visits": [
            {"uuid": one.uuid, "number": one.number, "venue": one.venue.name, "state": one.state}
            for one in visits
        ],
        "people": len(people),
        "made": sum(one.finished_on is not None for one in visits),
        "verbs": ["outing.edit"] if may(actor, "outing.edit") else [],
    }


def service_visit_list(actor: User, *, venue: UUID | None = None) -> QuerySet[ServiceVisit]:
    """Service visits of the actor's organ tree, the latest first."""
    rows = ServiceVisit.objects.within(actor).select_related("venue", "logged_by")
    rows = rows.filter(venue_id=venue) if venue is not None else rows
    return rows.order_by("-on", "-created_at", "pk")


def service_visit_card(row: ServiceVisit) -> dict[str, Any]:
    """One of them."""
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "venue": row.venue_id,
        "venue_name": row.venue.name,
        "on": row.on,
        "subject": row.subject,
        "note": row.note,
        "people": row.people,
        "logged_by": row.logged_by.name,
    }
