"""A visit that a follow-up caused, for the section that asked for it and may look at no other."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.models import User
from enforcement.models import FollowUp, FollowUpVisit
from enforcement.selectors.followups import follow_up_cards, follow_up_list
from scheduling.selectors.visits import visit_card

# of the brigade's card; neither its code to show nor what others plan near it
SHOWN = ("basis", "counts_to_cap", "approval", "started_at", "scanned_at", "finished_at")
MEMBER = ("name", "unit", "cert_no", "lead")


def follow_up_of(visit_id: UUID, actor: User) -> FollowUp | None:
    """The follow-up in scope that caused this visit; none of a visit something else caused."""
    rows = FollowUpVisit.objects.within(actor).filter(visit=visit_id)
    return follow_up_list(actor).filter(pk__in=rows.values("follow_up")).first()


def follow_up_visit_card(row: FollowUp, visit_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """As the follow-up lists it, with what it rests on, who goes and what is checked; nothing to be done."""
    told = follow_up_cards([row], actor, today)[0]
    listed = next(one for one in told["visits"] if one["uuid"] == visit_id)
    visit = visit_card(next(one.visit for one in row.visits.all() if one.visit_id == visit_id), today=today)
    return {
        **listed,
        **{key: visit[key] for key in SHOWN},
        "follow_up": row.uuid,
        "venue": told["venue"],
        "items_text": visit["notice"]["items_text"],
        "items_count": len(visit["items"]),
        "team": [{key: member[key] for key in MEMBER} for member in visit["team"]],
    }
