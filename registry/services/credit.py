"""信用等级: compute, set by hand, hear objections. Every change is a new row of the change log."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from backend import clock
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import User
from backend.permissions import require
from backend.services.clocks import Shown, clock_start, clocks_done
from backend.services.moves import lock, move
from registry.domain.credit import APPEAL, Fact, Graded, Reason, graded, policy_faults
from registry.domain.states import APPEAL_MOVES
from registry.models import (
    CreditAppeal,
    CreditGrade,
    CreditOverride,
    CreditPolicy,
    DishonestyRecord,
    Venue,
)
from registry.selectors.credit import appeal_term, credit_policy_in_force, credit_table


def credit_policy_save(
    *, number: str, title: str, valid_from: date, table: Mapping[str, Any], note: str, actor: User,
    now: datetime, source: str = "", verified: bool = False,
) -> CreditPolicy:  # fmt: skip
    """A new version with its document number and what was changed; verified only with its source."""
    require(actor, "policy.edit")
    organ = actor.organ
    if organ is None:
        raise DomainError("not_allowed", {"verb": "policy.edit"})
    fields = {f"table.{name}": ["应为范围内的整数，分数线逐级降低"] for name in policy_faults(table)}
    if verified and not source:
        fields["source"] = ["标为已核实，须写明出处"]
    if fields:
        raise DomainError("invalid", {"fields": fields})
    try:
        with transaction.atomic():
            last = CreditPolicy.objects.everywhere("guard").filter(organ=organ).aggregate(n=Max("version"))
            policy = CreditPolicy.objects.create(
                organ=organ, created_at=now, version=(last["n"] or 0) + 1, number=number, title=title,
                valid_from=valid_from, table=dict(table), note=note, source=source, verified=verified,
                saved_by=actor,
            )  # fmt: skip
            record(
                organ=organ, actor=actor, verb="credit.policy", noun="creditpolicy", noun_id=policy.uuid,
                now=now, reason=note,
                data={"version": policy.version, "valid_from": valid_from.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": "saved", "verb": "credit.policy"}) from error
    return policy


def venues_regrade(*, organ: str, facts: Mapping[UUID, Sequence[Fact]], now: datetime) -> int:
    """Grade every venue of an organ's register by its facts; how many rows the change log gained.

    Twice a day changes nothing the second time. An override holds until its day, then it ends here.
    """
    today = clock.civil(now)
    policy = credit_policy_in_force(organ, today)
    table = credit_table(policy)
    with transaction.atomic():
        rows = Venue.objects.everywhere("guard").filter(organ_id=organ, left_on__isnull=True)
        venues = list(rows.select_for_update(of=("self",)).order_by("pk"))
        CreditOverride.objects.everywhere("guard").filter(
            organ_id=organ, ended_on__isnull=True, until__lt=today
        ).update(ended_on=today)
        beside = _Beside([row.pk for row in venues], today)
        written = []
        for venue in venues:
            result = graded(
                table, facts.get(venue.pk, ()), today, struck=beside.struck.get(venue.pk, ()),
                worst=venue.pk in beside.worst,
            )  # fmt: skip
            made = _next(venue, beside, result, policy, CreditGrade.Cause.COMPUTED, today, now)
            if made is not None:
                written.append(made)
        CreditGrade.objects.bulk_create(written)
        _carry(venues, written)
        if written:
            changed = sum(row.grade != row.before for row in written)
            record(
                organ=organ, actor=None, verb="credit.regrade", noun="venue", noun_id=written[0].venue_id,
                now=now, data={"rows": len(written), "grades": changed, "venues": len(venues)},
            )  # fmt: skip
    return len(written)


def credit_override(
    *, venue_id: UUID, grade: str, until: date, reason: str, actor: User, now: datetime
) -> CreditGrade:
    """Set a grade by hand until a day, with the reason; what was computed stays beside it."""
    require(actor, "credit.override")
    today = clock.civil(now)
    if until <= today:
        raise DomainError("invalid", {"fields": {"until": ["应晚于今天"]}})
    if not reason:
        raise DomainError("reason_needed", {"verb": "credit.override"})
    try:
        with transaction.atomic():
            venue = lock(Venue, venue_id, actor)
            CreditOverride.objects.create(
                organ_id=venue.organ_id, created_at=now, venue=venue, grade=grade, until=until, reason=reason,
                made_by=actor,
            )  # fmt: skip
            return _again(venue, CreditGrade.Cause.OVERRIDE, actor, now, reason)
    except IntegrityError as error:
        raise DomainError("conflict", {"state": "overridden", "verb": "credit.override"}) from error


def credit_override_end(*, venue_id: UUID, reason: str, actor: User, now: datetime) -> CreditGrade:
    """End an override before its day; the computed grade holds again."""
    require(actor, "credit.override")
    if not reason:
        raise DomainError("reason_needed", {"verb": "credit.override"})
    with transaction.atomic():
        venue = lock(Venue, venue_id, actor)
        ended = (
            CreditOverride.objects.everywhere("guard")
            .filter(venue=venue, ended_on__isnull=True)
            .update(ended_on=clock.civil(now), ended_by=actor, end_reason=reason)
        )
        if not ended:
            raise DomainError("move_not_open", {"state": "computed", "verb": "credit.override"})
        return _again(venue, CreditGrade.Cause.OVERRIDE_END, actor, now, reason)


def credit_appeal(
    *, venue_id: UUID, text: str, disputed: Sequence[str], actor: User, now: datetime, contact: str = ""
) -> CreditAppeal:
    """Take a venue's objection to its grade in; `disputed` names rows the grade rests on."""
    require(actor, "credit.appeal")
    try:
        with transaction.atomic():
            venue = lock(Venue, venue_id, actor)
            last = venue.grades.first()
            if last is None:
                raise DomainError("move_not_open", {"state": "ungraded", "verb": "credit.appeal"})
            known = {one["uuid"] for one in last.reasons}
            if not set(disputed) <= known:
                raise DomainError("invalid", {"fields": {"disputed": ["不在这次评价所依据的记录中"]}})
            appeal = CreditAppeal.objects.create(
                organ_id=venue.organ_id, created_at=now, venue=venue, against=last, text=text,
                contact=contact, disputed=list(dict.fromkeys(disputed)), taken_by=actor,
            )  # fmt: skip
            record(
                organ=venue.organ_id, actor=actor, verb="credit.appeal", noun="creditappeal",
                noun_id=appeal.uuid, now=now, after="filed", data={"disputed": appeal.disputed},
            )  # fmt: skip
            term = appeal_term()
            clock_start(
                organ=venue.organ_id, rule=APPEAL, noun="creditappeal", noun_id=appeal.uuid,
                start_event=term.start_event, starts_on=clock.civil(now), length=term.length, unit=term.unit,
                basis=term.words(), actor=actor, now=now, shown=Shown(label=venue.name),
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError("conflict", {"state": "filed", "verb": "credit.appeal"}) from error
    return appeal


def appeal_uphold(
    *, appeal_id: UUID, struck: Sequence[str], decision: str, actor: User, now: datetime
) -> CreditAppeal:
    """The objection holds: the rows named count no more, and the grade follows at once."""
    require(actor, "credit.uphold")
    with transaction.atomic():
        appeal = _appeal(appeal_id, actor)
        known = {one["uuid"] for one in appeal.against.reasons}
        if not struck or not set(struck) <= known:
            raise DomainError("invalid", {"fields": {"struck": ["请选择不再计入的记录"]}})
        _decide(appeal, "credit.uphold", decision, actor, now, struck=sorted(set(struck)))
        _again(lock(Venue, appeal.venue_id, actor), CreditGrade.Cause.APPEAL, actor, now, decision)
    return appeal


def appeal_reject(*, appeal_id: UUID, decision: str, actor: User, now: datetime) -> CreditAppeal:
    """The objection does not hold, with the reason that is told to the venue."""
    require(actor, "credit.reject")
    with transaction.atomic():
        appeal = _appeal(appeal_id, actor)
        return _decide(appeal, "credit.reject", decision, actor, now)


def _appeal(appeal_id: UUID, actor: User) -> CreditAppeal:
    appeal = lock(CreditAppeal, appeal_id, actor)
    if appeal.taken_by_id == actor.uuid:
        raise DomainError("own_record")
    return appeal


def _decide(
    appeal: CreditAppeal, verb: str, decision: str, actor: User, now: datetime, **values: Any
) -> CreditAppeal:
    move(
        appeal, APPEAL_MOVES, verb, facts={"reason": decision}, decided_by=actor,
        decided_on=clock.civil(now), decision=decision, **values,
    )  # fmt: skip
    clocks_done(noun="creditappeal", noun_id=appeal.uuid, rule=APPEAL, on=clock.civil(now))
    record(
        organ=appeal.organ_id, actor=actor, verb=verb, noun="creditappeal", noun_id=appeal.uuid, now=now,
        before="filed", after=appeal.state, reason=decision, data={"struck": appeal.struck},
    )  # fmt: skip
    return appeal


class _Beside:
    """What stands beside the facts of these venues: last rows, overrides, struck rows, listed dishonesty."""

    def __init__(self, venues: list[UUID], today: date) -> None:
        newest = CreditGrade.objects.everywhere("guard").filter(venue__in=venues).order_by("no")
        self.last = {row.venue_id: row for row in newest}
        overrides = CreditOverride.objects.everywhere("guard").filter(
            venue__in=venues, ended_on__isnull=True, until__gte=today
        )
        self.override = {row.venue_id: row.grade for row in overrides}
        self.struck: dict[UUID, set[str]] = {}
        upheld = CreditAppeal.objects.everywhere("guard").filter(venue__in=venues, state="upheld")
        for row in upheld:
            self.struck.setdefault(row.venue_id, set()).update(row.struck)
        serious = DishonestyRecord.objects.everywhere("guard").filter(
            venue__in=venues, state="listed", level="serious", from_on__lte=today, to_on__gte=today
        )
        self.worst = set(serious.values_list("venue_id", flat=True))


def venue_regrade(*, venue: Venue, cause: str, actor: User, now: datetime, reason: str) -> CreditGrade:
    """Grade one venue again by the facts it was last graded by; the caller holds its lock."""
    return _again(venue, cause, actor, now, reason)


def _again(venue: Venue, cause: str, actor: User, now: datetime, reason: str) -> CreditGrade:
    today = clock.civil(now)
    policy = credit_policy_in_force(venue.organ_id, today)
    beside = _Beside([venue.pk], today)
    last = beside.last.get(venue.pk)
    facts = [_fact(one) for one in last.reasons] if last else []
    struck = beside.struck.get(venue.pk, ())
    result = graded(credit_table(policy), facts, today, struck=struck, worst=venue.pk in beside.worst)
    row = _next(venue, beside, result, policy, cause, today, now, always=True)
    assert row is not None
    row.changed_by, row.reason = actor, reason
    row.save(force_insert=True)
    _carry([venue], [row])
    record(
        organ=venue.organ_id, actor=actor, verb="credit.change", noun="venue", noun_id=venue.pk, now=now,
        before=row.before, after=row.grade, reason=reason, data={"cause": cause, "score": row.score},
    )  # fmt: skip
    return row


def _next(
    venue: Venue, beside: _Beside, result: Graded, policy: CreditPolicy | None, cause: str, today: date,
    now: datetime, *, always: bool = False,
) -> CreditGrade | None:  # fmt: skip
    """The next row of a venue's log, None when nothing a reader would see has changed."""
    last = beside.last.get(venue.pk)
    reasons = [_told(one) for one in result.reasons]
    grade = beside.override.get(venue.pk, result.grade)
    if last is not None and not always:
        same = (last.grade, last.computed, last.score, last.reasons) == (
            grade, result.grade, result.score, reasons,
        )  # fmt: skip
        if same:
            return None
    return CreditGrade(
        organ_id=venue.organ_id, created_at=now, venue=venue, no=(last.no if last else 0) + 1, on=today,
        grade=grade, computed=result.grade, score=result.score, before=venue.credit_grade, cause=cause,
        policy=policy, reasons=reasons,
    )  # fmt: skip


def _carry(venues: Iterable[Venue], written: Iterable[CreditGrade]) -> None:
    """The register holds what the log says, so that the next draw reads it."""
    by_pk = {row.pk: row for row in venues}
    changed = []
    for row in written:
        venue = by_pk[row.venue_id]
        if venue.graded_on is None or venue.credit_grade != row.grade:
            venue.graded_on = row.on
        venue.credit_grade, venue.credit_score = row.grade, row.score
        changed.append(venue)
    Venue.objects.everywhere("guard").bulk_update(
        changed, ["credit_grade", "credit_score", "graded_on"], batch_size=500
    )


def _told(one: Reason) -> dict[str, Any]:
    fact = one.fact._asdict() | {"on": one.fact.on.isoformat()}
    return fact | {"points": one.points, "bp": one.bp, "counted": one.counted}


def _fact(one: Mapping[str, Any]) -> Fact:
    return Fact(one["kind"], one["noun"], one["uuid"], date.fromisoformat(one["on"]), one["told"])
