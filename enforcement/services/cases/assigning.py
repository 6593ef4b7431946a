"""Another investigator (更换承办人): who left and who came, with the reason, while the case runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend import clock
from backend.models import User
from backend.services.moves import move
from enforcement.domain.states import CASE
from enforcement.models import Case, CaseOfficer
from enforcement.services.cases.filing import investigators
from enforcement.services.cases.taking import case_take, line
from registry.models import Officer


def case_assign(*, case_id: UUID, officers: Sequence[UUID], reason: str, actor: User, now: datetime) -> Case:
    """The team from now on, two or more (V01, V02), without who reviewed, sent back or decided it (V29);
    who left it does neither later.

    Refusals: invalid (too few, certificate not valid today), officer_recused, facts_missing (reason,
    another_team, reviewer_apart, general_procedure). What was made before keeps the names it bears.
    """
    today, why = clock.civil(now), reason.strip()
    with transaction.atomic():
        case = case_take(case_id, "case.assign", actor)
        seats = list(case.officers.select_related("officer").order_by("officer__cert_no"))
        team = investigators(list(officers), case.venue, today, actor)
        before, after = {seat.officer_id for seat in seats}, {one.pk for one in team}
        judges = {case.reviewed_by_id, case.sent_back_by_id, case.decided_by_id} - {None}
        facts = {
            "reason": why,
            "changed": before != after,
            "apart": not judges & {one.user_id for one in team},
            "general": not case.simple,
        }
        told = {
            "on": today.isoformat(), "by": actor.name, "reason": why,
            "before": [_named(seat.officer) for seat in seats],
            "after": [_named(one) for one in sorted(team, key=lambda one: one.cert_no)],
        }  # fmt: skip
        move(case, CASE, "case.assign", facts=facts, team_changes=[*case.team_changes, told])
        # seats are who investigates now; who did before stands in team_changes and in the journal
        case.officers.filter(officer__in=before - after).delete()
        CaseOfficer.objects.bulk_create(
            CaseOfficer(case=case, officer=one) for one in team if one.pk not in before
        )
        data = {"before": sorted(map(str, before)), "after": sorted(map(str, after))}
        line(case, "case.assign", case.state, actor, now, reason=why, data=data)
    return case


def _named(officer: Officer) -> dict[str, Any]:
    return {"officer": str(officer.pk), "name": officer.name, "cert_no": officer.cert_no}
