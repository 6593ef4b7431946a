"""What was sent, by whom and when; and the visit it is about, as the registers know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import may
from inspections.domain.irregularities import Member
from inspections.domain.record import Record
from registry.models import CatalogueVersion, Officer, Recusal
from scheduling.models import Visit, VisitOfficer, VisitParticipant


@dataclass(frozen=True, slots=True)
class Sent:
    """One submission: the phone's uuid, the record, its canonical body and digest."""

    uuid: UUID
    record: Record
    body: str
    digest: str
    actor: User
    now: datetime

    @property
    def on(self) -> date:
        """The Beijing day on which the check ended."""
        return civil(self.record.finished_at)


@dataclass(frozen=True, slots=True)
class Seen:
    """The visit, locked, with its team (former members too) and whose record this becomes."""

    visit: Visit
    team: Sequence[Member]
    organ: str
    mine: bool  # the sender is or was in the team
    relayed: bool = False  # sent by a supervisor from an officer's backup file


def visit_seen(sent: Sent) -> Seen:
    """The visit of the record; `not_found` only when it neither lies in the sender's scope nor ever was his.

    `not_allowed` for a person of the organ who neither inspects, nor relays, nor was ever in the team.
    """
    visit = _visit(sent)
    if visit is None:
        raise DomainError("not_found")
    team = _team(sent, visit)
    mine = any(member.user == sent.actor.pk for member in team)
    organ = _organ(sent.actor, visit, mine=mine)
    if organ is None:
        raise DomainError("not_found")
    submits = mine or may(sent.actor, "inspection.submit")
    if not submits and not may(sent.actor, "inspection.relay"):
        raise DomainError("not_allowed", {"verb": "inspection.submit"})
    return Seen(visit, team, organ, mine, relayed=not submits)


def _visit(sent: Sent) -> Visit | None:
    """The visit, locked, and with it what the catalogue says of the record's form: one question in all."""
    editions = CatalogueVersion.objects.everywhere("reference")
    latest = editions.order_by("-loaded_at", "-version")
    return (
        Visit.objects.everywhere("guard")
        .select_related("venue", "trigger", "approval", "organ")
        .select_for_update(of=("self",))
        .annotate(
            form_known=Exists(editions.filter(version=sent.record.form_version)),
            form_current=Subquery(latest.values("version")[:1]),
            form_since=Subquery(latest.values("loaded_at")[:1]),
        )
        .filter(pk=sent.record.visit)
        .first()
    )


def _team(sent: Sent, visit: Visit) -> list[Member]:
    rows = (
        VisitOfficer.objects.everywhere("guard")
        .filter(visit=visit)
        .select_related("officer")
        .annotate(recused=Exists(_recusals(visit, sent.on).filter(officer=OuterRef("officer_id"))))
        .order_by("ended_at", "seat")
    )
    members: dict[UUID, Member] = {}
    for row in rows:
        seated = row.ended_at is None
        if seated or row.officer_id not in members:
            members[row.officer_id] = _member(
                row.officer, recused=row.recused, seated=seated, former=True,
                confirmed=row.confirmed_at is not None,
            )  # fmt: skip
    return list(members.values())


def _recusals(visit: Visit, on: date) -> QuerySet[Recusal]:
    """Recusals from the venue that stood on the day."""
    return Recusal.objects.everywhere("guard").filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), venue=visit.venue_id
    )


def _member(row: Officer, *, recused: bool, seated: bool, former: bool, confirmed: bool = False) -> Member:
    return Member(
        officer=row.uuid, user=row.user_id, name=row.name, cert_valid_to=row.cert_valid_to,
        revoked_on=row.cert_revoked_on, seated=seated, former=former, recused=recused, confirmed=confirmed,
    )  # fmt: skip


def members_of(sent: Sent, seen: Seen) -> list[Member]:
    """The team, and officers who signed or sent without being in it; asked only when there are any."""
    known = {member.officer for member in seen.team}
    signed = {one.officer for one in sent.record.signatures if one.officer} - known
    if seen.mine and not signed:
        return list(seen.team)
    rows = Officer.objects.everywhere("guard").annotate(
        recused=Exists(_recusals(seen.visit, sent.on).filter(officer=OuterRef("pk")))
    )
    rows = rows.filter(Q(pk__in=signed) | Q(user=sent.actor)).exclude(pk__in=known)
    others = [_member(row, recused=row.recused, seated=False, former=False) for row in rows]
    return [*seen.team, *others]


def _organ(actor: User, visit: Visit, *, mine: bool) -> str | None:
    """Whose record it becomes: of a joint visit the sender's organ, else the visit's; None: a stranger."""
    organ = actor.organ
    if organ is None or organ.code == visit.organ_id:
        return visit.organ_id if mine or organ is not None else None
    part = VisitParticipant.objects.everywhere("guard").filter(visit=visit, organ=organ)
    if part.exists():
        return organ.code
    return visit.organ_id if mine or organ.lo <= visit.organ_id < organ.hi else None
