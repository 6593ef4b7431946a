"""The ledger of publications (公示台账), due, overdue, public, withdrawn; and the list the public reads."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from backend.clock import civil
from backend.models import Clock, User
from backend.selectors.clocks import clock_card
from enforcement.domain.disputes import KINDS
from enforcement.domain.publication import COLUMNS, PUBLIC
from enforcement.models import Case, CasePublication, CaseTrack
from enforcement.selectors.repair import repair_public
from inspections.models import Inspection

RULES = {"case": "case_publication", "inspection": "result_publication"}
AMEND = "publication_withdrawal"  # what is public of a changed or revoked decision is to be put right
STANDINGS = ("waiting", "amend", "overdue", "due", "published", "withdrawn", "withheld")
_OWING = (Inspection.State.SUBMITTED, Inspection.State.RETURNED, Inspection.State.ACCEPTED)
_NEVER = Q(state="")  # a result has no second person and is never withheld
_TOLD = (Inspection.State.PUBLISHED, Inspection.State.CORRECTED)


def _due(noun: str, rule: str) -> Subquery:
    rows = Clock.objects.everywhere("guard").filter(
        noun=noun, noun_id=OuterRef("pk"), rule=rule, done_on__isnull=True
    )
    return Subquery(rows.order_by("-due_on").values("due_on")[:1])


def _decision_standings(today: date) -> dict[str, Q]:
    owed = Q(publication="", waits=0)
    return {
        "waiting": Q(waits__gt=0),
        "amend": Q(waits=0, publication__in=PUBLIC, amend__isnull=False),
        "overdue": owed & Q(due__lt=today),
        "due": owed & (Q(due__gte=today) | Q(due__isnull=True)),
        "published": Q(waits=0, publication__in=PUBLIC, amend__isnull=True),
        "withdrawn": Q(publication="withdrawn"),
        "withheld": Q(publication="withheld"),
    }


def _result_standings(today: date) -> dict[str, Q]:
    owed = Q(state__in=_OWING) & Q(counts=True)
    return {
        "waiting": _NEVER,
        "amend": _NEVER,
        "overdue": owed & Q(due__lt=today),
        "due": owed & Q(due__gte=today),
        "published": Q(state__in=_TOLD),
        "withdrawn": Q(state=Inspection.State.WITHDRAWN, told__gt=0),
        "withheld": _NEVER,
    }


def ledger(actor: User, noun: str, today: date) -> tuple[QuerySet[Any], Mapping[str, Q]]:
    """The rows of one noun (`case` or `inspection`) and the condition of each standing."""
    if noun == "case":
        pending = Count("publications", filter=Q(publications__state="prepared"))
        decisions = Case.objects.within(actor).filter(outcome=Case.Outcome.PENALTY)
        rows = decisions.select_related("violation").annotate(
            due=_due(noun, RULES[noun]), amend=_due(noun, AMEND), waits=pending
        )
        rows = rows.exclude(state=Case.State.WITHDRAWN, publication="", waits=0)  # nothing is owed of it
        return rows, _decision_standings(today)
    records = Inspection.objects.within(actor).select_related("visit__venue")
    return records.annotate(due=_due(noun, RULES[noun]), told=Count("publications")), _result_standings(today)


def ledger_counts(actor: User, noun: str, today: date) -> dict[str, int]:
    """How many rows stand where; one query."""
    rows, standings = ledger(actor, noun, today)
    found: dict[str, int] = rows.aggregate(
        **{f"n_{name}": Count("pk", filter=test, distinct=True) for name, test in standings.items()}
    )
    return {name: found[f"n_{name}"] for name in standings}


def ledger_cards(rows: list[Any], noun: str, today: date) -> list[dict[str, Any]]:
    """Rows with their clock; one query for all clocks."""
    clocks: dict[Any, Clock] = {}
    found = Clock.objects.everywhere("guard").filter(
        noun=noun, noun_id__in=[row.pk for row in rows], rule__in=(RULES[noun], AMEND)
    )
    for one in found.exclude(rule=AMEND, done_on__isnull=False).order_by("starts_on"):
        clocks[one.noun_id] = one
    card = _decision if noun == "case" else _result
    return [card(row, clocks.get(row.pk), today) for row in rows]


def _decision(row: Any, clock: Clock | None, today: date) -> dict[str, Any]:
    return {
        "noun": "case",
        "uuid": row.uuid,
        "number": row.decision_number,
        "title": row.party_name,
        "detail": row.violation.title_zh,
        "detail_en": row.violation.title_en or row.violation.title_zh,
        "on": row.decided_on,
        "standing": _of_decision(row, today),
        "published_on": row.published_on,
        **_clock(clock, row.published_on, today),
    }


def _of_decision(row: Any, today: date) -> str:
    if row.waits:
        return "waiting"
    if row.amend and row.publication in PUBLIC:
        return "amend"
    if not row.publication:
        return "overdue" if row.due and row.due < today else "due"
    return "published" if row.publication in PUBLIC else str(row.publication)


def _result(row: Any, clock: Clock | None, today: date) -> dict[str, Any]:
    told = row.state in _TOLD
    owed = "overdue" if row.due and row.due < today else "due"
    gone = "withdrawn" if row.state == Inspection.State.WITHDRAWN else owed
    on = clock.done_on if clock and told else None
    return {
        "noun": "inspection",
        "uuid": row.uuid,
        "number": row.visit.number,
        "title": row.visit.venue.name,
        "detail": row.get_state_display(),
        "detail_en": row.state.capitalize(),
        "on": row.finished_on,
        "standing": "published" if told else gone,
        "published_on": on,
        **_clock(clock, on, today),
    }


def _clock(clock: Clock | None, done: date | None, today: date) -> dict[str, Any]:
    late = clock is not None and done is not None and done > clock.due_on
    return {"clock": clock_card(clock, today) if clock else None, "late": late}


def penalties_public(*, organ: str = "", q: str = "", code: str = "") -> QuerySet[CasePublication]:
    """The latest word on every decision that was ever public; `code` as that word says it."""
    rows = CasePublication.objects.everywhere("published").filter(state=CasePublication.State.DONE)
    of_case = rows.filter(case=OuterRef("case")).order_by("-checked_at", "-pk")
    latest = rows.filter(pk=Subquery(of_case.values("pk")[:1])).exclude(act="withhold")
    tracks = CaseTrack.objects.everywhere("published").filter(kind__in=KINDS)
    latest = latest.select_related("case__organ").prefetch_related(Prefetch("case__tracks", tracks))
    if organ:
        latest = latest.filter(organ=organ)
    if code:
        own = Q(case__venue__code=code, case__party_name=F("case__venue__name"))
        own &= ~Q(case__party_name=F("case__venue__legal_person")) & ~Q(case__party_kind="citizen")
        latest = latest.filter(Q(content__party_code=code) | own)
    if q:
        latest = latest.filter(Q(text__contains=q) | Q(case__decision_number=q))
    return latest


def penalty_public(row: CasePublication, today: date) -> dict[str, Any]:
    """One decision as the public reads it; of a withdrawn one its number and that it was withdrawn."""
    said = {key: row.content.get(key, "") for key in COLUMNS}
    if row.act == CasePublication.Act.WITHDRAW:
        said |= {
            "number": row.case.decision_number,
            "organ": row.case.organ.principal_name or row.case.organ.name,
        }
    return {
        **said,
        "uuid": row.uuid,
        "standing": {"publish": "published", "correct": "corrected"}.get(row.act, "withdrawn"),
        "text": row.text,
        "published_at": row.checked_at,
        "published_on": civil(row.checked_at) if row.checked_at else None,
        "repair": repair_public(row, today),
    }
