"""File a case (立案): from a finding, an order to rectify, a verified lead, or a venue."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from backend import clock
from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import require
from backend.services.clocks import clocks_done
from backend.services.moves import lock, move
from backend.services.numbers import number_take
from enforcement.domain.leads import LEAD
from enforcement.domain.leniency import barred
from enforcement.models import Case, CaseOfficer, Lead
from enforcement.selectors.leads import lead_day
from enforcement.selectors.weighing import PARTY_OF
from enforcement.services.cases.taking import DECISION, line
from enforcement.services.leads import FILING, organ_of
from enforcement.services.periods import period_start
from inspections.models import Finding, Rectification
from registry.models import Officer, Recusal, Venue, VenueCategory, Violation
from scheduling.services.marks import mark_set


@dataclass(frozen=True, slots=True)
class Cause:
    """Where a case comes from: the venue, the noun that led to it, and its source."""

    venue: Venue
    noun: str
    uuid: UUID | None
    source: str
    found_on: date


def case_file(
    *,
    violation: str,
    officers: list[UUID],
    summary: str,
    occurred_on: date,
    actor: User,
    now: datetime,
    finding: UUID | None = None,
    rectification: UUID | None = None,
    lead: UUID | None = None,
    venue: UUID | None = None,
    source: str = "inspection",
    party_kind: str = "",
    party_name: str = "",
    harm: str = "",
) -> Case:
    """File a case; the 90-day clock begins (V31), that of a lead ends (V24).

    The party is the venue, or whoever is named (`party_kind`, `party_name`: a citizen). An act found after
    the time of 行政处罚法 Art 36 is not filed; `harm` ("yes" or "") makes that five years.

    Two investigators whose certificates are valid today and who are not recused from the venue; the day of
    the act is not in the future; one case per violation of a finding, order or lead. `source` counts only
    where no finding, order or lead says it.
    """
    require(actor, "case.file")
    organ = organ_of(actor)
    today = clock.civil(now)
    cause = _cause(actor, finding, rectification, lead, venue, source, today)
    act = Violation.objects.within(actor).filter(code=violation).first()
    if act is None:
        raise DomainError("invalid", {"fields": {"violation": ["目录中没有这一违法行为"]}})
    if act.ended_on is not None and occurred_on > act.ended_on:
        raise DomainError("invalid", {"fields": {"violation": ["这一违法行为在案发当日已经停用"]}})
    if occurred_on > today:
        raise DomainError("invalid", {"fields": {"occurred_on": ["案发日期不能晚于今天"]}})
    _in_time(occurred_on, cause.found_on, harm)
    kind, name = _party(cause.venue, party_kind, party_name)
    team = investigators(officers, cause.venue, today, actor)
    with transaction.atomic():
        if lead is not None:
            filed = lock(Lead, lead, actor)
            move(filed, LEAD, "case.file")
            clocks_done(noun="lead", noun_id=filed.uuid, rule=FILING, on=today)
        number, seq = number_take(organ=organ, kind="case", year=today.year)
        case = _insert(
            Case(
                organ=organ,
                created_at=now,
                number=number,
                venue=cause.venue,
                party_name=name,
                party_kind=kind,
                harm=bool(harm),
                found_on=cause.found_on,
                violation=act,
                category_id=act.category_id or category_of(cause.venue),
                source=cause.source,
                cause_noun=cause.noun,
                cause_id=cause.uuid,
                summary=summary,
                occurred_on=occurred_on,
                filed_on=today,
                filed_by=actor,
            )
        )
        CaseOfficer.objects.bulk_create([CaseOfficer(case=case, officer=officer) for officer in team])
        data = {"violation": violation, "year": today.year, "seq": seq, "cause": cause.noun}
        mark_set(venue=case.venue_id, kind="case", cause=case.ref, on=today)
        line(case, "case.file", "", actor, now, data=data)
        period_start(rule=DECISION, of=case, on=today, actor=actor, now=now)
    return case


def _in_time(occurred_on: date, found_on: date, harm: str) -> None:
    if barred(occurred_on, found_on, harm=bool(harm)):
        why = "违法行为超过二年未被发现，不再给予行政处罚；涉及公民生命健康安全、金融安全且有危害后果的为五年"
        raise DomainError("invalid", {"fields": {"occurred_on": [why]}})


def _party(venue: Venue, kind: str, name: str) -> tuple[str, str]:
    """Kind and name of the party; a citizen is named."""
    if kind == Case.PartyKind.CITIZEN and not name:
        raise DomainError("invalid", {"fields": {"party_name": ["请填写当事人姓名"]}})
    return kind or PARTY_OF.get(Venue.Kind(venue.kind), "organisation"), name or venue.name


def _insert(case: Case) -> Case:
    """`conflict` when this cause already has its case for this violation."""
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        there = Case.objects.everywhere("guard").filter(
            cause_noun=case.cause_noun, cause_id=case.cause_id, violation=case.violation_id
        )
        if case.cause_id is None or not there.exclude(state=Case.State.WITHDRAWN).exists():
            raise
        raise DomainError("conflict", {"state": "filed", "verb": "case.file"}) from error
    return case


def category_of(venue: Venue) -> str | None:
    """The venue's first category, where the violation belongs to none."""
    row = VenueCategory.objects.everywhere("guard").filter(venue=venue, left_on__isnull=True).first()
    return row.category_id if row else None


def _cause(
    actor: User,
    finding: UUID | None,
    rectification: UUID | None,
    lead: UUID | None,
    venue: UUID | None,
    source: str,
    today: date,
) -> Cause:
    if finding is not None:
        return _from_finding(finding, actor)
    if rectification is not None:
        return _from_rectification(rectification, actor)
    if lead is not None:
        return _from_lead(lead, actor)
    place = Venue.objects.within(actor).filter(uuid=venue).first() if venue else None
    if place is None:
        raise DomainError("invalid", {"fields": {"venue": ["请选择场所、线索、责令改正或检查发现"]}})
    return Cause(place, "", None, source, today)


def _from_finding(finding: UUID, actor: User) -> Cause:
    row = Finding.objects.within(actor).select_related("venue").filter(uuid=finding, current=True).first()
    if row is None:
        raise DomainError("not_found", {"finding": str(finding)})
    return Cause(row.venue, "finding", row.uuid, "inspection", row.found_on)


def _from_rectification(rectification: UUID, actor: User) -> Cause:
    """Found on the earliest day of what the order names (行政处罚法 Art 36), not on the day it is filed."""
    row = Rectification.objects.within(actor).select_related("venue").filter(uuid=rectification).first()
    if row is None:
        raise DomainError("not_found", {"rectification": str(rectification)})
    found = Finding.objects.everywhere("guard").filter(uuid__in=row.findings)
    first = min(found.values_list("found_on", flat=True), default=row.ordered_on)
    return Cause(row.venue, "rectification", row.uuid, "inspection", first)


def _from_lead(lead: UUID, actor: User) -> Cause:
    row = Lead.objects.within(actor).select_related("venue").filter(uuid=lead).first()
    if row is None:
        raise DomainError("not_found", {"lead": str(lead)})
    if row.venue is None:
        raise DomainError("invalid", {"fields": {"lead": ["线索没有登记场所，核查时补登场所后再立案"]}})
    return Cause(row.venue, "lead", row.uuid, row.source, lead_day(row))


def investigators(officers: list[UUID], venue: Venue, today: date, actor: User) -> list[Officer]:
    """V01, V02: two or more, certificates valid today, none recused from the venue."""
    wanted = set(officers)
    rows = Officer.objects.within(actor).filter(uuid__in=wanted, status=Officer.Status.ACTIVE)
    valid = rows.filter(
        Q(cert_revoked_on__isnull=True) | Q(cert_revoked_on__gt=today), cert_valid_to__gte=today
    )
    team = list(valid)
    if len(team) < 2 or len(team) != len(wanted):
        why = "承办人须为两名以上、执法证在有效期内的执法人员"
        raise DomainError("invalid", {"fields": {"officers": [why]}})
    recused = Recusal.objects.everywhere("guard").filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today), officer__in=wanted, venue=venue
    )
    away = sorted(str(uuid) for uuid in recused.values_list("officer_id", flat=True))
    if away:
        raise DomainError("officer_recused", {"officers": away})
    return team
