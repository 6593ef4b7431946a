"""Outings (出动): who set out with whom, in which vehicle; people are counted by them (人次)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.moves import lock
from registry.models import Officer
from scheduling.models import Outing, OutingOfficer, Visit, VisitOfficer


def outing_set(
    *, on: date, vehicle: str, officers: Sequence[UUID], join: bool = False, actor: User, now: datetime
) -> Outing:
    """Set out: a new outing of that day; visits its people begin then join it.

    Refused: nobody named or somebody unknown (`invalid`), somebody already out that day (`outing_twice`);
    with `join` (told by a phone that had no network) the others join him instead, so nobody counts twice.
    """
    require(actor, "outing.edit")
    if actor.organ is None:
        raise DomainError("not_allowed", {"verb": "outing.edit"})
    with transaction.atomic():
        people = _people(officers, actor)
        out = OutingOfficer.objects.everywhere("guard").filter(
            officer__in=people, outing__on=on, outing__organ=actor.organ, struck_at__isnull=True
        )
        if join and out.exists():
            return _joined(people, list(out.select_related("outing")), vehicle, actor, now)
        if out.exists():
            twice = [str(one) for one in out.values_list("officer", flat=True)]
            raise DomainError("outing_twice", {"officers": twice})
        row = Outing.objects.create(organ=actor.organ, created_at=now, on=on, vehicle=vehicle)
        OutingOfficer.objects.bulk_create([OutingOfficer(outing=row, officer=one) for one in people])
        _tell(row, people, actor, now)
    return row


def _joined(
    people: Sequence[Officer], out: Sequence[OutingOfficer], vehicle: str, actor: User, now: datetime
) -> Outing:
    """The first outing one of them is already in, with those of them who are in none."""
    row = min((one.outing for one in out), key=lambda outing: (outing.created_at, outing.pk))
    away = {one.officer_id for one in out}
    _out(row, [one for one in people if one.pk not in away])
    if vehicle and not row.vehicle:
        Outing.objects.everywhere("guard").filter(pk=row.pk).update(vehicle=vehicle)
        row.vehicle = vehicle
    _tell(row, people, actor, now)
    return row


def outing_edit(
    *, outing_id: UUID, vehicle: str, officers: Sequence[UUID], actor: User, now: datetime
) -> Outing:
    """Put right who was out and in which vehicle; who is in the team of one of its visits stays.

    `conflict` names the officers who cannot be left out.
    """
    require(actor, "outing.edit")
    with transaction.atomic():
        row = lock(Outing, outing_id, actor)
        people = _people(officers, actor, also=row)
        bound = VisitOfficer.objects.everywhere("guard").filter(
            visit__outing=row, ended_at__isnull=True, visit__state__in=("started", "finished")
        )
        left = set(bound.values_list("officer_id", flat=True)) - {one.pk for one in people}
        if left:
            raise DomainError(
                "conflict", {"verb": "outing.edit", "officers": sorted(str(one) for one in left)}
            )
        row.officers.exclude(officer__in=people).filter(struck_at__isnull=True).update(struck_at=now)
        _out(row, people)
        Outing.objects.everywhere("guard").filter(pk=row.pk).update(vehicle=vehicle)
        row.vehicle = vehicle
        _tell(row, people, actor, now)
    return row


def _people(officers: Sequence[UUID], actor: User, also: Outing | None = None) -> list[Officer]:
    """Officers of the actor's organ tree, and colleagues of other organs already in the outing."""
    own = Q(pk__in=Officer.objects.within(actor).values("pk"))
    if also is not None:
        own |= Q(pk__in=also.officers.values("officer_id"))
    rows = list(
        Officer.objects.everywhere("guard")
        .select_for_update(of=("self",))
        .filter(own, pk__in=officers)
        .order_by("pk")
    )
    if not rows or len(rows) != len(set(officers)):
        raise DomainError("invalid", {"fields": {"officers": ["请选择本机关名录中的执法人员"]}})
    return rows


def _out(row: Outing, people: Sequence[Officer]) -> None:
    """These people are in it; one struck before is in it again."""
    known = set(row.officers.values_list("officer_id", flat=True))
    row.officers.filter(officer__in=people).update(struck_at=None)
    OutingOfficer.objects.bulk_create(
        [OutingOfficer(outing=row, officer=one) for one in people if one.pk not in known]
    )


def _tell(row: Outing, people: Sequence[Officer], actor: User, now: datetime) -> None:
    record(
        organ=row.organ_id, actor=actor, verb="outing.edit", noun="outing", noun_id=row.uuid, now=now,
        data={"on": row.on.isoformat(), "officers": [str(one.pk) for one in people]}, reason=row.vehicle,
    )  # fmt: skip


def outing_join(row: Visit, team: Sequence[Officer], at: datetime, now: datetime) -> Outing:
    """The outing of that Beijing day one of the team is already out in, or a new one; all of them are in it.

    人次 = officers per outing: a team that sees five venues on one day is counted once.
    """
    on = civil(at)
    ids = [officer.pk for officer in team]
    # whoever starts at the same moment with one of these officers waits here and then finds the outing
    list(
        Officer.objects.everywhere("guard").select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    )
    outing = (
        Outing.objects.everywhere("guard")
        .filter(organ_id=row.organ_id, on=on, officers__officer__in=ids, officers__struck_at__isnull=True)
        .order_by("created_at", "pk")
        .first()
    )
    if outing is None:
        outing = Outing.objects.create(organ_id=row.organ_id, created_at=now, on=on)
    _out(outing, team)
    Visit.objects.everywhere("guard").filter(pk=row.pk).update(outing=outing)
    row.outing = outing
    return outing
