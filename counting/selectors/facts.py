"""The facts of one year, read once for all figures: a fixed number of queries for one organ tree."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from backend import clock
from backend.models import Clock, User
from counting.domain.counted import ACTS_TAKEN
from counting.domain.facts import (
    ActivityFact,
    CampaignFact,
    CaseFact,
    CheckFact,
    DayFact,
    Facts,
    GuidanceFact,
    OutingFact,
    RowFact,
)
from counting.domain.windows import days
from counting.models import Activity, FigureSetting
from enforcement.models import Case, CaseTrack, Guidance, Lead
from inspections.models import Finding, Hazard, Inspection, Publication, Rectification
from registry.models import Venue, VenueCategory
from registry.selectors.townships import in_district
from scheduling.models import Campaign, DrawRow, Outing, OutingOfficer, Plan, PlanRow, Visit

PUBLICATION_RULE = "result_publication"


def facts_of(actor: User, year: int) -> Facts:
    """Everything the year's figures are read from; slice it with `between`."""
    start, end = days(year, "year")
    plans = plans_of(actor, year)
    readings = settings_of(actor)
    return Facts(
        checks=check_facts(actor, start, end),
        cases=case_facts(actor, start, end),
        outings=outing_facts(actor, start, end),
        activities=activity_facts(actor, start, end),
        guidance=guidance_facts(actor, start, end),
        campaigns=campaign_facts(actor, start, end),
        once=[*course_facts(actor, start, end), *hazard_facts(actor, start, end)],
        plan_rows=row_facts(actor, plans),
        register=_register(actor, plans, start),
        cutoff_on=min((plan.cutoff_on for plan in plans), default=None),
        target_bp=int(readings.get(("target_coverage", "target_bp"), 500)),
        reading=str(readings.get(("target_coverage", "reading"), "ratio")),
    )


def settings_of(actor: User) -> dict[tuple[str, str], Any]:
    """How the actor's own organ reads its figures where it differs from the default."""
    rows = FigureSetting.objects.within(actor).filter(organ=actor.organ_id, ended_at__isnull=True)
    return {(row.indicator, row.key): row.value for row in rows}


def plans_of(actor: User, year: int) -> list[Plan]:
    """The year's published plans of each organ, the first published first; its drafts where none is."""
    rows = (
        Plan.objects.within(actor).filter(year=year).order_by(F("published_on").asc(nulls_last=True), "name")
    )
    by_organ: dict[str, list[Plan]] = {}
    for plan in rows:
        by_organ.setdefault(plan.organ_id, []).append(plan)
    found = []
    for plans in by_organ.values():
        published = [plan for plan in plans if plan.state == Plan.State.PUBLISHED]
        found += published or plans
    return found


def check_facts(actor: User, start: date, end: date) -> list[CheckFact]:
    """One fact per record of a visit that was made in the window."""
    made = Inspection.objects.within(actor).filter(visit__finished_on__range=(start, end))
    rows = made.exclude(state=Inspection.State.WITHDRAWN).values_list(
        "uuid",
        "visit_id",
        "visit__venue_id",
        "visit__finished_on",
        "state",
        "outcome",
        "visit__remote",
        "counts",
        "visit__draw_id",
        Coalesce("visit__plan_row_id", "visit__draw__plan_row_id"),
        "visit__performance_id",
    )
    led_to = _led_to(actor)
    further = _further(actor)
    in_time = _published_in_time(actor, made)
    return [
        CheckFact(
            inspection=uuid,
            visit=visit,
            venue=venue,
            on=on,
            state=state,
            outcome=outcome,
            remote=remote or outcome == Inspection.Outcome.REMOTE,
            excluded=counts is False,
            drawn=draw is not None,
            plan_row=plan_row,
            led_to=led_to.get(uuid, ""),
            published_in_time=uuid in in_time,
            performance=performance is not None,
            further=further.get(draw, frozenset()),
        )
        for uuid, visit, venue, on, state, outcome, remote, counts, draw, plan_row, performance in rows
    ]


def _further(actor: User) -> dict[UUID | None, frozenset[UUID]]:
    """draw → the further plan rows its visits serve."""
    found: dict[UUID | None, frozenset[UUID]] = {}
    for draw, row in DrawRow.objects.within(actor).values_list("draw_id", "plan_row_id"):
        found[draw] = found.get(draw, frozenset()) | {row}
    return found


def _led_to(actor: User) -> dict[UUID, str]:
    """The records from which a case came (a finding, an order, a lead or its visit) that was penalised, or in
    which things were sealed or seized; of both, the penalty."""
    taken = reduce(or_, (Q(kind=kind, state__in=states) for kind, states in ACTS_TAKEN.items()))
    acts = Exists(CaseTrack.objects.within(actor).filter(taken, case=OuterRef("pk")))
    penal = Q(outcome=Case.Outcome.PENALTY)
    rows = Case.objects.within(actor).filter(penal | acts, cause_id__isnull=False)
    rows = rows.exclude(Q(state=Case.State.WITHDRAWN) & ~acts)
    causes: dict[str, dict[UUID, str]] = {"finding": {}, "rectification": {}, "lead": {}, "inspection": {}}
    for noun, uuid, outcome in rows.values_list("cause_noun", "cause_id", "outcome"):
        if uuid is not None:
            _note(causes[noun], uuid, "penalty" if outcome == Case.Outcome.PENALTY else "act")
    leads, found = causes["lead"], causes["inspection"]
    if leads:
        of_leads = Lead.objects.within(actor).filter(uuid__in=leads, cause_noun="finding")
        for lead, finding in of_leads.values_list("uuid", "cause_id"):
            if finding is not None:
                _note(causes["finding"], finding, leads[lead])
        looked = Inspection.objects.within(actor).filter(
            visit__cause_noun="lead", visit__cause_id__in=list(leads)
        )
        for record, cause in looked.values_list("uuid", "visit__cause_id"):
            if cause is not None:
                _note(found, record, leads[cause])
    if causes["finding"]:
        findings = Finding.objects.within(actor).filter(uuid__in=causes["finding"])
        for finding, record in findings.values_list("uuid", "inspection_id"):
            _note(found, record, causes["finding"][finding])
    if causes["rectification"]:
        orders = Rectification.objects.within(actor).filter(uuid__in=causes["rectification"])
        for order, record in orders.values_list("uuid", "inspection_id"):
            _note(found, record, causes["rectification"][order])
    return found


def _note(found: dict[UUID, str], uuid: UUID, what: str) -> None:
    """What came of it; a penalty stands before another act."""
    if found.get(uuid) != "penalty":
        found[uuid] = what


def _published_in_time(actor: User, made: QuerySet[Inspection]) -> set[UUID]:
    """Of these records those first published by the due day of their latest clock."""
    due: dict[UUID, date] = {}
    clocks = Clock.objects.within(actor).filter(
        noun="inspection", rule=PUBLICATION_RULE, noun_id__in=made.values("uuid")
    )
    for uuid, on in clocks.order_by("starts_on").values_list("noun_id", "due_on"):
        due[uuid] = on
    first: dict[UUID, date] = {}
    published = Publication.objects.within(actor).filter(inspection__in=made.values("uuid"))
    for uuid, moment in published.order_by("published_at").values_list("inspection_id", "published_at"):
        first.setdefault(uuid, clock.civil(moment))
    return {uuid for uuid, on in first.items() if uuid in due and on <= due[uuid]}


def case_facts(actor: User, start: date, end: date) -> list[CaseFact]:
    """Cases decided in the window."""
    rows = Case.objects.within(actor).filter(decided_on__range=(start, end), counts=True)
    return [
        CaseFact(uuid, on, outcome)
        for uuid, on, outcome in rows.values_list("uuid", "decided_on", "outcome")
        if on is not None
    ]


def course_facts(actor: User, start: date, end: date) -> list[DayFact]:
    """Cases filed and cases closed in the window; a withdrawn one was both all the same."""
    rows = Case.objects.within(actor).filter(Q(counts=True) | Q(closing_type="withdrawn"))
    rows = rows.filter(Q(filed_on__range=(start, end)) | Q(closed_on__range=(start, end)))
    named = ("case_filed", "case_closed")
    return _once(named, rows.values_list("uuid", "filed_on", "closed_on"), start, end)


def hazard_facts(actor: User, start: date, end: date) -> list[DayFact]:
    """Hazards found and hazards closed in the window, but for those entered by mistake."""
    rows = Hazard.objects.within(actor).exclude(state=Hazard.State.DROPPED)
    rows = rows.filter(Q(found_on__range=(start, end)) | Q(closed_on__range=(start, end)))
    named = ("hazard_found", "hazard_closed")
    return _once(named, rows.values_list("uuid", "found_on", "closed_on"), start, end)


def _once(named: tuple[str, str], rows: Iterable[Any], start: date, end: date) -> list[DayFact]:
    """Of rows with two days those that lie in the window, each under its name."""
    return [
        DayFact(kind, uuid, on)
        for uuid, *days_of in rows
        for kind, on in zip(named, days_of, strict=True)
        if on is not None and start <= on <= end
    ]


def outing_facts(actor: User, start: date, end: date) -> list[OutingFact]:
    """Outings of the window from which at least one visit was finished."""
    finished = Visit.objects.everywhere("guard").filter(outing=OuterRef("pk"), finished_on__isnull=False)
    rows = Outing.objects.within(actor).filter(Exists(finished), on__range=(start, end))
    people = dict(
        OutingOfficer.objects.within(actor)
        .filter(outing__in=rows.values("uuid"), struck_at__isnull=True)
        .values_list("outing_id")
        .annotate(n=Count("officer"))
    )
    return [OutingFact(uuid, on, people.get(uuid, 0)) for uuid, on in rows.values_list("uuid", "on")]


def activity_facts(actor: User, start: date, end: date) -> list[ActivityFact]:
    """Activities held in the window, confirmed or still to be confirmed."""
    states = (Activity.State.HELD, Activity.State.CONFIRMED)
    rows = Activity.objects.within(actor).filter(on__range=(start, end), state__in=states)
    return [
        ActivityFact(uuid, on, kind, state == Activity.State.CONFIRMED)
        for uuid, on, kind, state in rows.values_list("uuid", "on", "kind", "state")
    ]


def guidance_facts(actor: User, start: date, end: date) -> list[GuidanceFact]:
    """Talks held and commitments made in the window and not withdrawn."""
    rows = Guidance.objects.within(actor).filter(held_at__date__range=(start, end))
    rows = rows.exclude(state=Guidance.State.WITHDRAWN)
    return [
        GuidanceFact(uuid, clock.civil(held_at), kind, state != Guidance.State.GIVEN)
        for uuid, held_at, kind, state in rows.values_list("uuid", "held_at", "kind", "state")
    ]


def campaign_facts(actor: User, start: date, end: date) -> list[CampaignFact]:
    """Campaigns that were closed in the window, and those filed and going on that began in it."""
    states = (Campaign.State.FILED, Campaign.State.RUNNING, Campaign.State.CLOSED)
    rows = Campaign.objects.within(actor).filter(state__in=states)
    facts = [
        CampaignFact(uuid, ended or begun, state == Campaign.State.CLOSED)
        for uuid, begun, ended, state in rows.values_list("uuid", "starts_on", "ended_on", "state")
    ]
    return [fact for fact in facts if start <= fact.on <= end]


def _register(actor: User, plans: Iterable[Plan], first_day: date) -> frozenset[UUID]:
    """The venues of the tree on the cut-off day of their organ's first plan; without one, on 1 January."""
    cutoffs: dict[str, date] = {}
    for plan in plans:
        cutoffs.setdefault(plan.organ_id, plan.cutoff_on)
    wanted = _on_register(first_day) & ~Q(organ__in=list(cutoffs))
    for organ, on in cutoffs.items():
        wanted |= _on_register(on) & Q(organ=organ)
    rows = Venue.objects.within(actor).filter(wanted & in_district())
    return frozenset(rows.values_list("uuid", flat=True))


def _on_register(on: date) -> Q:
    return Q(registered_on__lte=on) & (Q(left_on__isnull=True) | Q(left_on__gt=on))


def row_facts(actor: User, plans: list[Plan]) -> list[RowFact]:
    """The plans' rows in their order, each with the venues of its categories on the cut-off day."""
    if not plans:
        return []
    drawn: dict[UUID, dict[UUID, date]] = {}
    visits = (
        Visit.objects.within(actor)
        .filter(draw__isnull=False)
        .exclude(state__in=(Visit.State.CANCELLED, Visit.State.REPLACED))
        .annotate(row=Coalesce("plan_row_id", "draw__plan_row_id"))
    )
    own = PlanRow.objects.within(actor).filter(plan__in=plans).values("uuid")
    merged = DrawRow.objects.within(actor).filter(plan_row__in=own).values("draw")
    visits = visits.filter(Q(row__in=own) | Q(draw__in=merged))
    further = _further(actor)
    for row, visit, last, draw in visits.values_list("row", "uuid", "planned_to", "draw_id"):
        for served in (row, *further.get(draw, ())):
            if served is not None:
                drawn.setdefault(served, {})[visit] = last
    registers = {plan.uuid: _by_category(actor, plan) for plan in plans}
    rows = PlanRow.objects.within(actor).filter(plan__in=plans).order_by("plan", "seq")
    return [
        RowFact(
            uuid,
            frozenset().union(*(registers[plan].get(code, frozenset()) for code in categories)),
            drawn.get(uuid, {}),
        )
        for uuid, plan, categories in rows.values_list("uuid", "plan_id", "categories")
    ]


def _by_category(actor: User, plan: Plan) -> dict[str, set[UUID]]:
    """The venues of the plan's organ on its cut-off day, by category."""
    on = plan.cutoff_on
    rows = VenueCategory.objects.within(actor).filter(
        in_district("venue__"),
        Q(left_on__isnull=True) | Q(left_on__gt=on),
        Q(venue__left_on__isnull=True) | Q(venue__left_on__gt=on),
        entered_on__lte=on,
        venue__registered_on__lte=on,
        venue__organ=plan.organ_id,
    )
    found: dict[str, set[UUID]] = {}
    for venue, category in rows.values_list("venue_id", "category_id"):
        found.setdefault(category, set()).add(venue)
    return found
