"""The workbench: what needs this person now by due day, and the year's line of visits."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from backend.models import Approval, Clock, User
from backend.permissions import verbs_for, verbs_of
from backend.services.clocks import due_words
from counting.domain.indicators import counted
from counting.domain.windows import days
from counting.selectors.facts import check_facts
from enforcement.domain.states import CASE
from enforcement.models import Case, Lead
from inspections.models import Inspection, Rectification
from scheduling.models import Draw, Visit

LIMIT = 60


def tasks_now(actor: User, today: date) -> list[dict[str, Any]]:
    """What waits for this person's verbs, soonest due first, overdue before all; at most 60."""
    verbs = verbs_of(actor.roles)
    rows: list[dict[str, Any]] = []
    for verb, find in _FINDERS:
        if verb in verbs:
            rows += list(find(actor))
    rows.sort(key=lambda row: (row["due_on"] or date.max, row["title"]))
    for row in rows:
        row["rest"] = (row["due_on"] - today).days if row["due_on"] else None
    return rows[:LIMIT]


def _task(
    kind: str, noun: str, uuid: Any, title: str, detail: str, due: Clock | None, due_on: date | None
) -> dict[str, Any]:
    return {
        "kind": kind,
        "noun": noun,
        "uuid": uuid,
        "title": title,
        "detail": detail,
        "due_on": due.due_on if due else due_on,
        "words": due_words(due) if due else "",
    }


def _clocks(actor: User, noun: str, rule: str) -> dict[Any, Clock]:
    rows = Clock.objects.within(actor).filter(noun=noun, rule=rule, done_on__isnull=True)
    return {row.noun_id: row for row in rows}


def _approvals(actor: User) -> Iterator[dict[str, Any]]:
    visits = Visit.objects.within(actor).filter(
        state=Visit.State.PLANNED, approval__state=Approval.State.ASKED
    )
    by_draw: dict[Any, list[Visit]] = {}
    for visit in visits.select_related("venue", "draw"):
        by_draw.setdefault(visit.draw_id, []).append(visit)
    for draw_id, rows in by_draw.items():
        first = rows[0]
        if draw_id is not None and first.draw is not None:
            due = min(v.planned_to for v in rows)
            yield _task("approve", "draw", draw_id, first.draw.name, f"{len(rows)} 家待批准", None, due)
            continue
        for visit in rows:
            yield _task(
                "approve", "visit", visit.uuid, visit.venue.name, visit.number, None, visit.planned_to
            )


def _reviews(actor: User) -> Iterator[dict[str, Any]]:
    due = _clocks(actor, "inspection", "result_publication")
    rows = (
        Inspection.objects.within(actor)
        .filter(state=Inspection.State.SUBMITTED)
        .select_related("visit__venue")
    )
    for row in rows.order_by("finished_on")[:LIMIT]:
        yield _task(
            "review", "inspection", row.uuid, row.visit.venue.name, row.visit.number, due.get(row.uuid), None
        )


def _publications(actor: User) -> Iterator[dict[str, Any]]:
    due = _clocks(actor, "inspection", "result_publication")
    rows = (
        Inspection.objects.within(actor)
        .filter(state=Inspection.State.ACCEPTED)
        .select_related("visit__venue")
    )
    for row in rows.order_by("finished_on")[:LIMIT]:
        yield _task(
            "publish", "inspection", row.uuid, row.visit.venue.name, row.visit.number, due.get(row.uuid), None
        )


def _rectifications(actor: User) -> Iterator[dict[str, Any]]:
    rows = (
        Rectification.objects.within(actor).filter(state=Rectification.State.ORDERED).select_related("venue")
    )
    for row in rows.order_by("due_on")[:LIMIT]:
        yield _task("recheck", "rectification", row.uuid, row.venue.name, row.number, None, row.due_on)


def _leads(actor: User) -> Iterator[dict[str, Any]]:
    rows = Lead.objects.within(actor).filter(state=Lead.State.REGISTERED).select_related("venue")
    for row in rows[:LIMIT]:
        yield _task(
            "lead", "lead", row.uuid, row.venue.name if row.venue else "线索", row.content[:40], None, None
        )


def _draws(actor: User) -> Iterator[dict[str, Any]]:
    rows = Draw.objects.within(actor).filter(state=Draw.State.COMMITTED)
    for row in rows[:LIMIT]:
        yield _task("draw", "draw", row.uuid, row.name, row.number, None, row.visit_from)


def _cases(actor: User) -> Iterator[dict[str, Any]]:
    rows = Case.objects.within(actor).exclude(state__in=("archived", "withdrawn", "transferred"))
    decision = _clocks(actor, "case", "case_decision") | _clocks(actor, "case", "case_service")
    payment = _clocks(actor, "case", "case_payment")
    for row in rows.order_by("filed_on")[:LIMIT]:
        if any(verb not in ("case.withdraw", "case.transfer") for verb in verbs_for(actor, CASE, row.state)):
            due = decision.get(row.uuid) or payment.get(row.uuid)
            yield _task("case", "case", row.uuid, row.party_name, row.number, due, None)


_FINDERS = (
    ("visit.approve", _approvals),
    ("inspection.accept", _reviews),
    ("inspection.publish", _publications),
    ("rectification.close", _rectifications),
    ("lead.verify", _leads),
    ("draw.draw", _draws),
    ("case.view", _cases),
)


def year_line(actor: User, year: int) -> list[dict[str, int]]:
    """Visits that count by month, and their running sum; one row for each of the twelve months."""
    start, end = days(year, "year")
    months = [0] * 12
    seen: set[Any] = set()
    ids = {check.visit for check in counted(check_facts(actor, start, end))}
    for uuid, on in Visit.objects.within(actor).filter(uuid__in=ids).values_list("uuid", "finished_on"):
        if on is not None and uuid not in seen:
            seen.add(uuid)
            months[on.month - 1] += 1
    total = 0
    line = []
    for month, value in enumerate(months, 1):
        total += value
        line.append({"month": month, "value": value, "total": total})
    return line
