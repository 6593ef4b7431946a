"""Who may be sent: certificates, recusals, leave (V01, V02)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from backend.domain.errors import DomainError
from backend.models import User
from registry.domain.officers import certified
from registry.models import Officer, Recusal, Venue
from scheduling.domain.states import TEAM
from scheduling.models import Leave


def officers_named(ids: Sequence[UUID], actor: User) -> list[Officer]:
    """The officers in the order named; each once, all within the actor's organ tree."""
    if len(set(ids)) != len(ids):
        raise DomainError("invalid", {"fields": {"officers": ["同一名执法人员只能列一次"]}})
    found = {row.uuid: row for row in Officer.objects.within(actor).filter(pk__in=ids)}
    if len(found) != len(ids):
        raise DomainError("not_found", {"officers": [str(uuid) for uuid in ids if uuid not in found]})
    return [found[uuid] for uuid in ids]


def team_check(officers: Sequence[Officer], venue: Venue, first: date, last: date) -> None:
    """Refuse a plan whose officers are too few, gone, away all the time, uncertified on a day, or recused."""
    if len(officers) < TEAM:
        raise DomainError("officers_too_few", {"officers": len(officers)})
    fit_check(officers, venue, first, last)


def fit_check(officers: Iterable[Officer], venue: Venue, first: date, last: date) -> None:
    """As `team_check`, whatever their number."""
    rows = list(officers)
    _refuse("officer_recused", recused_of(rows, venue, last))
    _refuse("certificate_invalid", [row for row in rows if not _certified(row, first, last)])
    _refuse("officer_away", _away(rows, first, last))


def fit_ones(officers: Iterable[Officer], venue: Venue, first: date, last: date) -> list[Officer | None]:
    """The same officers in the same seats; None where one may not or cannot go."""
    rows = list(officers)
    recused, away = recused_of(rows, venue, last), _away(rows, first, last)
    return [
        None if row in recused or row in away or not _certified(row, first, last) else row for row in rows
    ]


def certified_on(officers: Iterable[Officer], on: date) -> int:
    """How many of them hold a certificate that is good on the day."""
    return sum(
        certified(valid_to=row.cert_valid_to, revoked_on=row.cert_revoked_on, on=on) for row in officers
    )


def _certified(row: Officer, first: date, last: date) -> bool:
    return all(
        certified(valid_to=row.cert_valid_to, revoked_on=row.cert_revoked_on, on=day) for day in (first, last)
    )


def recused_of(rows: Iterable[Officer], venue: Venue, last: date) -> list[Officer]:
    """Those of them who must keep away from the venue on the day (V02)."""
    rows = list(rows)
    ended = Recusal.objects.everywhere("guard").filter(venue=venue, officer__in=[row.pk for row in rows])
    kept = {r.officer_id for r in ended if r.ended_on is None or r.ended_on > last}
    return [row for row in rows if row.pk in kept]


def _away(rows: Iterable[Officer], first: date, last: date) -> list[Officer]:
    """Officers who left, or whose one leave covers the whole window."""
    leaves = Leave.objects.everywhere("guard").filter(
        officer__in=[row.pk for row in rows],
        starts_on__lte=first,
        ends_on__gte=last,
        dropped_at__isnull=True,
    )
    absent = set(leaves.values_list("officer_id", flat=True))
    return [row for row in rows if row.status != Officer.Status.ACTIVE or row.pk in absent]


def _refuse(code: str, rows: Sequence[Officer]) -> None:
    if rows:
        raise DomainError(code, {"officers": [str(row.uuid) for row in rows]})
