"""What a visit still owes once it began (待补事项): the approval, the scan, the report from outside."""

from datetime import date, datetime

from backend.clock import civil
from backend.models import Approval, Clock, User
from backend.services.clocks import clock_start
from scheduling.models import Visit
from scheduling.selectors.data import visit_terms

NOUN = "visit"


def owed_start(visit: Visit, *, actor: User | None, now: datetime) -> list[Clock]:
    """A clock for each thing that is owed; run again it finds the same clocks. Inside a transaction.

    The approval and the scan run from the day the check began, the report (V15) from the day it ended.
    """
    began = civil(visit.started_at) if visit.started_at else None
    owed: list[tuple[str, date]] = []
    if began and (visit.approval is None or visit.approval.state != Approval.State.APPROVED):
        owed.append(("visit_approval", began))
    if began and visit.scanned_at is None and not visit.remote:
        owed.append(("visit_scan", visit.finished_on or began))
    if visit.finished_on and visit.outside_reason and not visit.outside_report:
        owed.append(("outside_report", visit.finished_on))
    running = {
        row.rule: row
        for row in Clock.objects.everywhere("guard").filter(noun=NOUN, noun_id=visit.pk, done_on__isnull=True)
    }
    return [
        running[rule] if rule in running else _start(visit, rule, on, actor=actor, now=now)
        for rule, on in owed
    ]


def _start(visit: Visit, rule: str, on: date, *, actor: User | None, now: datetime) -> Clock:
    term = visit_terms()[rule]
    return clock_start(
        organ=visit.organ_id,
        rule=rule,
        noun=NOUN,
        noun_id=visit.pk,
        start_event=term.start_event,
        starts_on=on,
        length=term.length,
        unit=term.unit,
        basis=term.basis if term.verified else f"{term.basis}（待核实）",
        actor=actor,
        now=now,
    )
