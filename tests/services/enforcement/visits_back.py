"""A follow-up's visit from the wish to the record on the table, as the tests of it need it."""

from typing import Any

from backend import clock
from backend.models import User
from enforcement.models import FollowUp, FollowUpVisit
from enforcement.services.cases.follow_up_visits import follow_up_visit
from enforcement.services.cases.followups import follow_up_plan
from inspections.models import Inspection
from registry.models import CheckItem
from scheduling.models import Visit
from scheduling.services.visits import visit_approve, visit_ask, visit_assign, visit_start
from tests.cast import Cast
from tests.factories_enforcement import case_make, team_make
from tests.factories_inspections import EVIDENCE, Body, Scene, clean_body, form_make, record_make


def planned(cast: Cast) -> FollowUp:
    """The follow-up of a closed penalty, with its plan."""
    row = FollowUp.objects.everywhere("guard").get(case=case_make(cast, "closed"))
    now = clock.now()
    return follow_up_plan(follow_up_id=row.uuid, plan="九月回访", actor=cast.industry_section, now=now)


def ask(row: FollowUp, actor: User, **values: Any) -> FollowUp:
    """A recheck of both items of a net bar this week."""
    given: dict[str, Any] = {
        "kind": "recheck", "items": ["NET-01", "NET-02"], "planned_from": clock.today(),
        "planned_to": clock.today(), "reason": "复核实名登记整改",
    }  # fmt: skip
    return follow_up_visit(follow_up_id=row.uuid, **given | values, actor=actor, now=clock.now())


def visit_of(row: FollowUp) -> Visit:
    """The last visit it caused."""
    last = FollowUpVisit.objects.everywhere("guard").filter(follow_up=row).order_by("-id").first()
    assert last is not None
    return last.visit


def arrive(cast: Cast, visit: Visit) -> Scene:
    """The supervisor sends the two, the leader approves, they begin."""
    form_make()
    CheckItem.objects.everywhere("loader").filter(code__startswith="NET").update(evidence=EVIDENCE)
    lin, song = team_make(cast)
    now = clock.now()
    for seat, officer in enumerate((lin, song)):
        visit_assign(
            visit_id=visit.uuid, seat=seat, officer_id=officer.uuid, reason="原办案人员", now=now,
            actor=cast.supervisor,
        )  # fmt: skip
    visit_ask(visit_id=visit.uuid, actor=cast.supervisor, now=now)
    visit_approve(visit_id=visit.uuid, approve="approved", actor=cast.leader, now=now)
    visit = visit_start(
        visit_id=visit.uuid, started_at=now, scan_mode="before", scanned_at=now, reason="",
        actor=cast.inspector, now=now,
    )  # fmt: skip
    return Scene(cast.inspector, cast.colleague, visit.venue, lin, song, visit)


def seen(cast: Cast, row: FollowUp, body: Body | None = None) -> Inspection:
    """The record of the visit the follow-up waits for, as the phone sent it."""
    scene = arrive(cast, visit_of(row))
    return record_make(scene, {**clean_body(scene), **(body or {})})
