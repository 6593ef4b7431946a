"""The workbench: what needs this person now by due day, and the year's line of visits."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.clock import civil
from backend.models import Approval, Clock, User
from backend.permissions import may, verbs_of
from backend.services.clocks import due_words
from counting.domain.facts import Facts
from counting.domain.indicators import counted
from counting.domain.reminders import PATIENCE_NATURAL_DAYS
from counting.selectors.facts import PUBLICATION_RULE
from counting.selectors.waiting import WAITING
from enforcement.models import Case, Lead
from enforcement.selectors import case_list, case_verbs
from enforcement.selectors.notices import notices_known
from enforcement.selectors.publications import AMEND
from inspections.models import Hazard, HazardTransfer, Inspection, Rectification
from inspections.selectors.rectifications import rechecks_stuck
from registry.domain.credit import APPEAL, REPAIR
from registry.models import CreditAppeal, RepairApplication
from scheduling.models import Campaign, Draw, LeaveRequest, SwapRequest, Visit

LIMIT = 60
Row = dict[str, Any]
# The duty of a case by its state, and the clock it runs against.
_DUTIES = {
    "filed": (("case.investigate", "case.resume"), "case_decision"),
    "investigated": (("case.review", "case.resume"), "case_decision"),
    "reviewed": (("case.intend", "case.inform", "case.decide", "case.resume"), "case_decision"),
    "informed": (("case.inform", "case.decide", "case.settle", "case.resume"), "case_decision"),
    "decided": (("case.serve",), "case_service"),
    "served": (("case.perform", "case.close"), "case_payment"),
    "performed": (("case.close",), ""),
    "closed": (("case.archive",), ""),
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who asks, and the open clocks of his organ tree by (rule, noun's id)."""

    actor: User
    clocks: dict[tuple[str, UUID], Clock]
    suspended: frozenset[UUID]
    today: date

    @classmethod
    def of(cls, actor: User, today: date) -> "_Desk":
        rows = Clock.objects.within(actor).filter(
            noun__in=("inspection", "case", "lead", "hazardtransfer", "creditappeal"), done_on__isnull=True
        )
        clocks = list(rows.order_by("starts_on").prefetch_related("suspensions"))
        still = {c.noun_id for c in clocks if any(row.ends_on is None for row in c.suspensions.all())}
        return cls(actor, {(clock.rule, clock.noun_id): clock for clock in clocks}, frozenset(still), today)

    def running(self, rule: str) -> list[UUID]:
        """What an open clock of the rule belongs to."""
        return [uuid for known, uuid in self.clocks if known == rule]

    def task(
        self,
        kind: str,
        noun: str,
        uuid: UUID,
        title: str,
        detail: str,
        rule: str = "",
        on: date | None = None,
    ) -> Row:
        """One thing to do, due by its clock, else by `on`."""
        due = self.clocks.get((rule, uuid))
        return {
            "kind": kind,
            "noun": noun,
            "uuid": uuid,
            "title": title,
            "detail": detail,
            "count": 1,
            "due_on": due.due_on if due else on,
            "words": due_words(due) if due else "",
        }


def tasks_now(actor: User, today: date) -> list[Row]:
    """What waits for this person's verbs, soonest due first, overdue before all; at most 60."""
    verbs = verbs_of(actor.roles)
    desk = _Desk.of(actor, today)
    rows: list[Row] = []
    for verb, find in _FINDERS:
        if verb in verbs:
            rows += list(find(desk))
    for verb, wait in WAITING:
        if verb in verbs:
            rows += [desk.task(*one[:5], on=one.due_on) for one in wait(actor, today)]
    rows.sort(key=lambda row: (row["due_on"] or date.max, row["title"], str(row["uuid"])))
    for row in rows:
        row["rest"] = (row["due_on"] - today).days if row["due_on"] else None
    return rows[:LIMIT]


def _approvals(desk: _Desk) -> Iterator[Row]:
    """A draw is approved in one act, so its visits are one thing to do."""
    asked = {"approval__state": Approval.State.ASKED}
    draws = Draw.objects.within(desk.actor).filter(**asked).select_related("approval").order_by("visit_to")
    for draw in draws[:LIMIT]:
        count = len(draw.approval.content.get("visits", [])) if draw.approval else 0
        yield desk.task("approve", "draw", draw.uuid, draw.name, draw.number, on=draw.visit_to) | {
            "count": count
        }
    visits = Visit.objects.within(desk.actor).filter(state=Visit.State.PLANNED, **asked)
    for visit in visits.select_related("venue").order_by("planned_to")[:LIMIT]:
        yield desk.task("approve", "visit", visit.uuid, visit.venue.name, visit.number, on=visit.planned_to)


def _campaigns(desk: _Desk) -> Iterator[Row]:
    """Plans of special campaigns before the leader; nobody decides on his own."""
    rows = Campaign.objects.within(desk.actor).filter(
        state=Campaign.State.DRAFT, approval__state=Approval.State.ASKED
    )
    for row in rows.exclude(made_by=desk.actor).order_by("starts_on")[:LIMIT]:
        detail = f"{row.starts_on} – {row.ends_on}"
        yield desk.task("campaign", "campaign", row.uuid, row.name, detail, on=row.starts_on)


def _records(desk: _Desk, kind: str, **which: Any) -> Iterator[Row]:
    rows = Inspection.objects.within(desk.actor).filter(**which).select_related("visit__venue")
    for row in rows.order_by("finished_on")[:LIMIT]:
        yield desk.task(
            kind, "inspection", row.uuid, row.visit.venue.name, row.visit.number, PUBLICATION_RULE
        )


def _reviews(desk: _Desk) -> Iterator[Row]:
    return _records(desk, "review", state=Inspection.State.SUBMITTED)


def _publications(desk: _Desk) -> Iterator[Row]:
    return _records(desk, "publish", state=Inspection.State.ACCEPTED, counts=True)


def _returned(desk: _Desk) -> Iterator[Row]:
    return _records(desk, "returned", state=Inspection.State.RETURNED, submitted_by=desk.actor)


def _rectifications(desk: _Desk) -> Iterator[Row]:
    open_states = (Rectification.State.ORDERED, Rectification.State.RECHECKED)
    rows = Rectification.objects.within(desk.actor).filter(state__in=open_states)
    rows = rows.exclude(inspection__state=Inspection.State.WITHDRAWN)
    found = list(rows.select_related("venue", "recheck_visit").order_by("due_on")[:LIMIT])
    stuck = rechecks_stuck(found, desk.today)
    for row in found:
        kind, on = "recheck", row.due_on
        if row.pk in stuck:  # nobody is sent: whoever supervises settles it
            kind, on = "recheck_none", row.due_on + timedelta(days=PATIENCE_NATURAL_DAYS["recheck_none"])
        yield desk.task(kind, "rectification", row.uuid, row.venue.name, row.number, on=on)


def _hazards(desk: _Desk) -> Iterator[Row]:
    """Nothing was done about them yet, major ones first."""
    rows = Hazard.objects.within(desk.actor).filter(state=Hazard.State.FOUND).select_related("venue")
    for row in rows.order_by("-level", "found_on", "number")[:LIMIT]:
        yield desk.task("hazard", "hazard", row.uuid, row.venue.name, f"{row.number} {row.description[:30]}")


def _hazard_answers(desk: _Desk) -> Iterator[Row]:
    """An authority has not answered yet: the first due of each hazard."""
    rows = HazardTransfer.objects.within(desk.actor).filter(answered_on__isnull=True)
    told: set[UUID] = set()
    for row in rows.select_related("hazard__venue").order_by("due_on", "number")[:LIMIT]:
        if row.hazard_id in told:
            continue
        told.add(row.hazard_id)
        task = desk.task(
            "hazard_answer", "hazard", row.uuid, row.hazard.venue.name, row.to_organ, "hazard_answer"
        )
        yield task | {"uuid": row.hazard_id}


def _hazard_closings(desk: _Desk) -> Iterator[Row]:
    """Put right, or answered: somebody looks and closes it."""
    open_states = (Hazard.State.CORRECTED, Hazard.State.ANSWERED)
    rows = Hazard.objects.within(desk.actor).filter(
        Q(state__in=open_states) | Q(state=Hazard.State.ORDERED, order__state=Rectification.State.CLOSED)
    )
    for row in rows.select_related("venue").order_by("found_on", "number")[:LIMIT]:
        yield desk.task("hazard_close", "hazard", row.uuid, row.venue.name, row.number)


def _leads(desk: _Desk) -> Iterator[Row]:
    return _leads_in(desk, "lead", ("lead_check", "lead_check_extended"), state=Lead.State.REGISTERED)


def _filings(desk: _Desk) -> Iterator[Row]:
    return _leads_in(desk, "file", ("case_filing",), state=Lead.State.VERIFIED)


def _replies(desk: _Desk) -> Iterator[Row]:
    """Whoever reported is to be told, in any state of the lead."""
    return _leads_in(desk, "lead_reply", ("lead_reply",), uuid__in=desk.running("lead_reply"))


def _answers(desk: _Desk) -> Iterator[Row]:
    return _leads_in(desk, "lead_answer", ("lead_answer",), uuid__in=desk.running("lead_answer"))


def _extensions(desk: _Desk) -> Iterator[Row]:
    asked = {"extension__state": Approval.State.ASKED, "state": Lead.State.REGISTERED}
    return _leads_in(desk, "lead_extend", ("lead_check",), **asked)


def _leads_in(desk: _Desk, kind: str, rules: tuple[str, ...], **which: Any) -> Iterator[Row]:
    rows = Lead.objects.within(desk.actor).filter(**which).select_related("venue")
    for row in rows.order_by("created_at")[:LIMIT]:
        title = row.venue.name if row.venue else row.number
        rule = next((rule for rule in rules if (rule, row.uuid) in desk.clocks), rules[0])
        yield desk.task(kind, "lead", row.uuid, title, row.content[:40], rule)


def _draws(desk: _Desk) -> Iterator[Row]:
    """Committed ones wait for their beacon, drawn ones for somebody to ask for their visits."""
    rows = Draw.objects.within(desk.actor)
    for row in rows.filter(state=Draw.State.COMMITTED).order_by("moment")[:LIMIT]:
        on = civil(row.moment) if row.moment else row.visit_from
        yield desk.task("draw", "draw", row.uuid, row.name, row.number, on=on)
    drawn = rows.filter(state=Draw.State.DRAWN, approval__isnull=True)
    for row in drawn.order_by("visit_from")[:LIMIT]:
        yield desk.task("ask", "draw", row.uuid, row.name, row.number, on=row.visit_from)


def _cases(desk: _Desk) -> Iterator[Row]:
    """The next step of a case where it is this person's, and the publication of its decision."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    rows_of = case_list(desk.actor, states=tuple(_DUTIES)).prefetch_related(notices_known())
    for case in rows_of.order_by("filed_on"):
        verbs = case_verbs(case, desk.actor, suspended=case.uuid in desk.suspended)
        duties, rule = _DUTIES[case.state]
        if any(verb in duties for verb in verbs):
            found["case"].append(desk.task("case", "case", case.uuid, case.party_name, case.number, rule))
        if "case.publish" in verbs or ("publication.prepare" in verbs and not case.publication):
            number = case.decision_number
            task = desk.task("publish_case", "case", case.uuid, case.party_name, number, "case_publication")
            found["publish_case"].append(task)
    for rows in found.values():
        yield from sorted(rows, key=lambda row: row["due_on"] or date.max)[:LIMIT]


def _amendments(desk: _Desk) -> Iterator[Row]:
    """A decision was changed or revoked after review: what the public reads of it is to be put right."""
    rows = Case.objects.within(desk.actor).filter(uuid__in=desk.running(AMEND), organ_id=desk.actor.organ_id)
    for case in rows.order_by("decided_on")[:LIMIT]:
        yield desk.task("amend_case", "case", case.uuid, case.party_name, case.decision_number, AMEND)


def _appeals(desk: _Desk) -> Iterator[Row]:
    """Objections to a grade; whoever took one down does not decide it."""
    rows = CreditAppeal.objects.within(desk.actor).filter(state=CreditAppeal.State.FILED)
    rows = rows.filter(organ_id=desk.actor.organ_id).exclude(taken_by=desk.actor).select_related("venue")
    for row in rows.order_by("created_at")[:LIMIT]:
        yield desk.task("appeal", "creditappeal", row.uuid, row.venue.name, str(row), APPEAL)


def _repairs(desk: _Desk) -> Iterator[Row]:
    """Applications to repair a record: to be checked, then decided by another."""
    rows = RepairApplication.objects.within(desk.actor).filter(organ_id=desk.actor.organ_id)
    steps = {"filed": "repair.check", "checked": "repair.grant"}
    rows = rows.filter(state__in=[state for state, verb in steps.items() if may(desk.actor, verb)])
    rows = rows.exclude(state="checked", checked_by=desk.actor).select_related("record__venue")
    for row in rows.order_by("applied_on", "uuid")[:LIMIT]:
        words = (row.record.venue.name, row.get_state_display())
        task = desk.task("credit_repair", "dishonestyrecord", row.uuid, *words, REPAIR)
        yield task | {"uuid": row.record_id}


def _leaves(desk: _Desk) -> Iterator[Row]:
    """Requests of others; nobody decides on his own."""
    rows = LeaveRequest.objects.within(desk.actor).filter(state=LeaveRequest.State.ASKED)
    for row in rows.exclude(officer__user=desk.actor).select_related("officer").order_by("starts_on")[:LIMIT]:
        yield desk.task("leave", "leaverequest", row.uuid, row.officer.name, str(row), on=row.starts_on)


def _swaps(desk: _Desk) -> Iterator[Row]:
    rows = SwapRequest.objects.within(desk.actor).filter(state=SwapRequest.State.AGREED)
    return _swaps_in(desk, "swap", rows.exclude(giver__user=desk.actor).exclude(taker__user=desk.actor))


def _swap_answers(desk: _Desk) -> Iterator[Row]:
    rows = SwapRequest.objects.within(desk.actor).filter(state=SwapRequest.State.ASKED)
    return _swaps_in(desk, "swap_answer", rows.filter(taker__user=desk.actor))


def _swaps_in(desk: _Desk, kind: str, rows: QuerySet[SwapRequest]) -> Iterator[Row]:
    found = rows.select_related("giver", "taker", "given__week").order_by("given__week__starts_on")
    for row in found[:LIMIT]:
        title = f"{row.giver.name} → {row.taker.name}"
        on = row.given.week.starts_on
        yield desk.task(kind, "swaprequest", row.uuid, title, str(on), on=on)


_FINDERS = (
    ("visit.approve", _approvals),
    ("campaign.approve", _campaigns),
    ("inspection.accept", _reviews),
    ("inspection.publish", _publications),
    ("inspection.submit", _returned),
    ("rectification.close", _rectifications),
    ("hazard.transfer", _hazards),
    ("hazard.answer", _hazard_answers),
    ("hazard.close", _hazard_closings),
    ("lead.verify", _leads),
    ("case.file", _filings),
    ("lead.reply", _replies),
    ("lead.answer", _answers),
    ("lead.grant", _extensions),
    ("draw.draw", _draws),
    ("case.view", _cases),
    ("publication.prepare", _amendments),
    ("credit.uphold", _appeals),
    ("credit.view", _repairs),
    ("leave.approve", _leaves),
    ("swap.approve", _swaps),
    ("swap.agree", _swap_answers),
)


def year_line(facts: Facts) -> list[dict[str, int]]:
    """Visits that count by month, and their running sum; one row for each of the twelve months."""
    months = [0] * 12
    for on in {check.visit: check.on for check in counted(facts.checks)}.values():
        months[on.month - 1] += 1
    line = []
    total = 0
    for month, value in enumerate(months, 1):
        total += value
        line.append({"month": month, "value": value, "total": total})
    return line
