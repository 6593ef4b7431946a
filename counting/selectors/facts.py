"""The plain facts figures are read from: a fixed number of queries for one organ tree and window."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from backend import clock
from backend.models import Clock, User
from counting.domain.indicators import CaseFact, CheckFact, Facts, OutingFact, RowFact
from counting.models import Activity, FigureSetting
from enforcement.models import Case
from inspections.models import Finding, Inspection, Irregularity, Publication
from registry.models import Venue, VenueCategory
from scheduling.models import Outing, Plan, PlanRow, Visit

PUBLICATION_RULE = "result_publication"


def facts_of(actor: User, start: date, end: date, *, indicator: str) -> Facts:
    """What `indicator` needs of [start, end]; eleven queries at most."""
    plan = plan_of(actor, start.year)
    return Facts(
        checks=check_facts(actor, start, end),
        cases=case_facts(actor, start, end),
        outings=outing_facts(actor, start, end),
        plan_rows=_row_facts(actor, plan),
        register=_register(actor, plan, start),
        activities=tuple(
            Activity.objects.within(actor)
            .filter(kind=indicator, on__range=(start, end), withdrawn_at__isnull=True)
            .values_list("uuid", flat=True)
        ),
        target_bp=int(setting(actor, "target_coverage", "target_bp", 500)),
        reading=str(setting(actor, "target_coverage", "reading", "ratio")),
    )


def setting(actor: User, indicator: str, key: str, default: int | str) -> int | str:
    """How the organ reads a figure, or the default."""
    row = (
        FigureSetting.objects.within(actor)
        .filter(indicator=indicator, key=key, ended_at__isnull=True)
        .first()
    )
    return row.value if row else default


def plan_of(actor: User, year: int) -> Plan | None:
    """The year's published plan, else the latest draft."""
    rows = Plan.objects.within(actor).filter(year=year).order_by("-state", "-created_at")
    return rows.first()


def check_facts(actor: User, start: date, end: date) -> list[CheckFact]:
    """One fact per inspection finished in the window."""
    rows = list(
        Inspection.objects.within(actor)
        .filter(finished_on__range=(start, end))
        .exclude(state=Inspection.State.WITHDRAWN)
        .values_list(
            "uuid",
            "visit_id",
            "visit__venue_id",
            "state",
            "outcome",
            "visit__remote",
            "visit__draw_id",
            "visit__plan_row_id",
        )
    )
    ids = [row[0] for row in rows]
    excluded = set(
        Irregularity.objects.within(actor)
        .filter(inspection__finished_on__range=(start, end), counts=False, current=True)
        .values_list("inspection_id", flat=True)
    )
    penal = _led_to_penalty(actor)
    in_time = _published_in_time(actor, set(ids))
    return [
        CheckFact(
            inspection=uuid,
            visit=visit,
            venue=venue,
            state=state,
            outcome=outcome,
            remote=remote or outcome == "remote",
            excluded=uuid in excluded,
            drawn=draw is not None,
            plan_row=plan_row,
            led_to_penalty=uuid in penal,
            published_in_time=uuid in in_time,
        )
        for uuid, visit, venue, state, outcome, remote, draw, plan_row in rows
    ]


def _led_to_penalty(actor: User) -> set[UUID]:
    """Inspections one of whose findings became a case that was penalised."""
    findings = (
        Case.objects.within(actor)
        .filter(cause_noun="finding", outcome=Case.Outcome.PENALTY)
        .values_list("cause_id", flat=True)
    )
    return set(
        Finding.objects.within(actor).filter(uuid__in=list(findings)).values_list("inspection_id", flat=True)
    )


def _published_in_time(actor: User, ids: set[UUID]) -> set[UUID]:
    """Inspections first published by the due day of their clock."""
    due = dict(
        Clock.objects.within(actor)
        .filter(noun="inspection", rule=PUBLICATION_RULE)
        .values_list("noun_id", "due_on")
    )
    first: dict[UUID, date] = {}
    rows = (
        Publication.objects.within(actor)
        .order_by("published_at")
        .values_list("inspection_id", "published_at")
    )
    for uuid, moment in rows:
        first.setdefault(uuid, clock.civil(moment))
    return {uuid for uuid in ids if uuid in first and uuid in due and first[uuid] <= due[uuid]}


def case_facts(actor: User, start: date, end: date) -> list[CaseFact]:
    """Cases decided in the window."""
    rows = Case.objects.within(actor).filter(decided_on__range=(start, end)).values_list("uuid", "outcome")
    return [CaseFact(uuid, outcome) for uuid, outcome in rows]


def outing_facts(actor: User, start: date, end: date) -> list[OutingFact]:
    """Outings of the window from which at least one visit was finished."""
    finished = (
        Visit.objects.within(actor)
        .filter(finished_on__isnull=False, outing__isnull=False)
        .values("outing_id")
    )
    rows = (
        Outing.objects.within(actor)
        .filter(on__range=(start, end), pk__in=finished)
        .annotate(people=Count("officers"))
        .values_list("uuid", "people")
    )
    return [OutingFact(uuid, people) for uuid, people in rows]


def _on_register(on: date) -> Q:
    return Q(registered_on__lte=on) & (Q(left_on__isnull=True) | Q(left_on__gt=on))


def _register(actor: User, plan: Plan | None, start: date) -> frozenset[UUID]:
    on = plan.cutoff_on if plan else start
    return frozenset(Venue.objects.within(actor).filter(_on_register(on)).values_list("uuid", flat=True))


def _row_facts(actor: User, plan: Plan | None) -> list[RowFact]:
    """The plan's rows, each with the venues of its categories on the cut-off day."""
    if plan is None:
        return []
    on = plan.cutoff_on
    by_category: dict[str, set[UUID]] = {}
    rows = VenueCategory.objects.within(actor).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=on), entered_on__lte=on, venue__registered_on__lte=on
    )
    for venue, category in rows.values_list("venue_id", "category_id"):
        by_category.setdefault(category, set()).add(venue)
    registers = PlanRow.objects.within(actor).filter(plan=plan).values_list("uuid", "categories")
    return [
        RowFact(uuid, frozenset().union(*(by_category.get(code, set()) for code in categories)))
        for uuid, categories in registers
    ]
