"""Ask for the approval of a visit (检查审批): what the leader is shown is kept as he saw it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from backend.models import Approval, User
from backend.services.approvals import approval_ask
from scheduling.domain.caps import Cap
from scheduling.domain.prechecks import precheck_words
from scheduling.models import Visit, VisitOfficer
from scheduling.selectors.caps import cap_list
from scheduling.selectors.near import near_visits


def approval_open(row: Visit, *, actor: User, now: datetime) -> Approval:
    """Ask for one visit; the visit points to the question."""
    approval = approval_ask(
        organ=row.organ_id, noun="visit", noun_id=row.uuid, act="visit.approve",
        content=approval_content([row]), actor=actor, now=now,
    )  # fmt: skip
    Visit.objects.everywhere("guard").filter(pk=row.pk).update(approval=approval)
    row.approval = approval
    return approval


def approval_content(visits: Sequence[Visit]) -> dict[str, Any]:
    """Items, basis, and for every visit its venue, officers and cap n/N."""
    first = visits[0]
    teams = present_teams(visits)
    caps = caps_of(visits)
    near = near_visits(visits)
    return {
        "items": list(dict.fromkeys(code for row in visits for code in row.items)),
        "basis": first.basis,
        "precheck": [precheck_words(first.precheck), first.precheck_reason],
        "trigger": first.trigger_id,
        "from": first.planned_from.isoformat(),
        "to": first.planned_to.isoformat(),
        "visits": [
            {
                "visit": str(row.uuid),
                "number": row.number,
                "venue": str(row.venue_id),
                "code": row.venue.code,
                "name": row.venue.name,
                "items": list(row.items),
                "officers": [_officer(member) for member in teams.get(row.pk, [])],
                "cap": f"{caps[row.pk].used}/{caps[row.pk].limit}",
                "cap_reason": row.cap_reason,
                "near": len(near.get(row.pk, ())),
            }
            for row in visits
        ],
    }


def _officer(member: VisitOfficer) -> dict[str, Any]:
    officer = member.officer
    return {
        "officer": str(officer.uuid),
        "name": officer.name,
        "cert_no": officer.cert_no,
        "seat": member.seat,
        "direct_reason": member.direct_reason,
    }


def present_teams(visits: Iterable[Visit]) -> dict[Any, list[VisitOfficer]]:
    """visit → its present officers by seat, in one query."""
    found: dict[Any, list[VisitOfficer]] = {}
    rows = VisitOfficer.objects.everywhere("guard").filter(
        visit_id__in=[row.pk for row in visits], ended_at__isnull=True
    )
    for row in rows.select_related("officer").order_by("seat"):
        found.setdefault(row.visit_id, []).append(row)
    return found


def caps_of(visits: Sequence[Visit]) -> dict[Any, Cap]:
    """visit → how often its venue was visited in the year of the plan, these visits not counted."""
    years = {row.planned_from.year for row in visits}
    by_year = {
        year: cap_list([row.venue for row in visits], year, but=[row.pk for row in visits]) for year in years
    }
    return {row.pk: by_year[row.planned_from.year][row.venue_id] for row in visits}
