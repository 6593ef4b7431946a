"""Publishing: the rules of the rotation, and every missing week up to as far ahead as they say."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.domain.errors import DomainError
from backend.journal import record
from backend.models import Organ, User
from backend.permissions import require
from backend.services.calendar import work_calendar
from registry.models import Officer
from scheduling.domain.canonical import canon
from scheduling.domain.rota import AHEAD, Duty, standing, week_plan
from scheduling.domain.text import text_fault
from scheduling.domain.weeks import WeekKind, monday, week_kind, week_of
from scheduling.models import DutySeat, DutyWeek, RotaPolicy
from scheduling.selectors.duties import (
    duties_of,
    officers_of,
    people_of,
    policies_of,
    policy_for,
    rule_of,
)


def rota_lock(organ_id: str) -> Organ:
    """Whoever publishes or changes duty of an organ holds its row; the others wait.

    Not its key: a row that points at the organ may be written beside it, or two leaves approved at the same
    moment would wait for each other for ever.
    """
    return Organ.objects.everywhere("guard").select_for_update(no_key=True).get(pk=organ_id)


def policy_make(
    *,
    starts_on: date,
    teams: int,
    team_size: int,
    gap_weeks: int,
    weeks_ahead: int,
    areas: Sequence[dict[str, Any]],
    exempt: Collection[UUID] = (),
    reason: str = "",
    actor: User,
    now: datetime,
) -> RotaPolicy:
    """New rules from the week of `starts_on` on, and every week they cover that is not yet published.

    Published weeks keep the rules they were computed by; new ones begin with this week at the earliest.
    """
    require(actor, "rota.edit")
    if actor.organ is None:
        raise DomainError("not_found")
    week = week_of(starts_on)
    faults = {}
    if week < week_of(civil(now)):
        faults["starts_on"] = ["已过去的周不能改"]
    names = [area["name"] for area in areas]
    if len(set(names)) < len(names) or any(text_fault(name) for name in names):
        faults["areas"] = ["片区名称重复，或含有不能显示的字符"]
    known = Officer.objects.within(actor).filter(pk__in=exempt).count()
    if known < len(set(exempt)):
        faults["exempt"] = ["没有这名执法人员"]
    if faults:
        raise DomainError("invalid", {"fields": faults})
    with transaction.atomic():
        organ = rota_lock(actor.organ.pk)
        earlier = policies_of(organ.pk)
        row = RotaPolicy.objects.create(
            organ=organ, created_at=now, no=earlier[-1].no + 1 if earlier else 1, starts_on=monday(week),
            teams=teams, team_size=team_size, gap_weeks=gap_weeks, weeks_ahead=weeks_ahead,
            areas=[dict(area) for area in areas], exempt=sorted(str(uuid) for uuid in exempt),
            made_by=actor, reason=reason,
        )  # fmt: skip
        record(
            organ=organ, actor=actor, verb="rota.edit", noun="rotapolicy", noun_id=row.uuid, now=now,
            data={"no": row.no, "from": row.starts_on.isoformat(), "teams": teams, "size": team_size},
            reason=reason,
        )  # fmt: skip
        duty_rotate(organ_id=organ.pk, now=now)
    return row


def duty_rotate(*, organ_id: str, now: datetime) -> int:
    """Publish the current week and those ahead that are missing; returns how many.

    Runs under the organ's row lock and stops at the unique row, so it may run twice and by two at once. Weeks
    that passed while nobody ran it are not invented: nobody served them.
    """
    with transaction.atomic():
        rota_lock(organ_id)
        policies = policies_of(organ_id)
        first = week_of(civil(now))
        ahead = max((policy.weeks_ahead for policy in policies), default=0)
        weeks = range(first, first + ahead + 1)
        published = {
            week_of(on)
            for on in DutyWeek.objects.everywhere("guard")
            .filter(organ_id=organ_id, starts_on__gte=monday(first))
            .values_list("starts_on", flat=True)
        }
        _settle(organ_id, now)
        duties = duties_of(organ_id, first)
        made = 0
        for week in weeks:
            policy = policy_for(policies, week)
            if policy is not None and week not in published and week <= first + policy.weeks_ahead:
                duties += _publish(policy, week, duties, now)
                made += 1
    return made


def _publish(policy: RotaPolicy, week: int, duties: Sequence[Duty], now: datetime) -> list[Duty]:
    kind = week_kind(week, work_calendar())
    officers = officers_of(policy)
    rule = rule_of(policy)
    before = standing(
        week=week, holiday=bool(kind.holiday), gap=rule.gap, duties=duties,
        people=people_of(officers.values(), range(week, week + 1 + AHEAD)),
    )  # fmt: skip
    plan = week_plan(rule, before)
    basis = before.as_json()
    row = DutyWeek.objects.create(
        organ_id=policy.organ_id, created_at=now, policy=policy, starts_on=monday(week), holiday=kind.holiday,
        needs_years=list(kind.needs_years), areas=[list(areas) for areas in plan.areas], standing=basis,
        digest=hashlib.sha256(canon(basis)).hexdigest(),
    )  # fmt: skip
    DutySeat.objects.bulk_create(
        DutySeat(
            organ_id=policy.organ_id, created_at=now, week=row, team=team, seat=seat,
            officer=officers.get(who),
        )
        for team, members in enumerate(plan.teams)
        for seat, who in enumerate(members)
    )  # fmt: skip
    record(
        organ=policy.organ_id, actor=None, verb="duty.publish", noun="dutyweek", noun_id=row.uuid, now=now,
        data={"week": row.starts_on.isoformat(), "digest": row.digest, "policy": policy.no},
    )  # fmt: skip
    return [
        Duty(week, team, who, bool(kind.holiday), plan.areas[team])
        for team, members in enumerate(plan.teams)
        for who in members
        if who
    ]


def _settle(organ_id: str, now: datetime) -> None:
    """Weeks that waited for a notice of holidays (放假安排) learn what they are; nobody's seat moves."""
    calendar = work_calendar()
    for row in DutyWeek.objects.everywhere("guard").filter(organ_id=organ_id).exclude(needs_years=[]):
        kind = week_kind(week_of(row.starts_on), calendar)
        if kind == WeekKind(row.holiday, tuple(row.needs_years)):
            continue
        row.holiday, row.needs_years = kind.holiday, list(kind.needs_years)
        row.save(update_fields=["holiday", "needs_years"])
        record(
            organ=organ_id, actor=None, verb="duty.settle", noun="dutyweek", noun_id=row.uuid, now=now,
            data={"holiday": bool(kind.holiday), "provisional": kind.provisional},
        )  # fmt: skip
