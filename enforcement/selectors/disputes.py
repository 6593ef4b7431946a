"""The registers of reviews and suits (复议台账、诉讼台账), and what became of the decisions by them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from backend.models import Clock, User
from backend.selectors.clocks import clock_card
from enforcement.domain.disputes import FALLEN, KINDS, effect, effect_of, sums
from enforcement.domain.periods import ANSWERS
from enforcement.models import Case, CaseTrack


def dispute_list(actor: User, *, kind: str = "", state: str = "", year: int = 0) -> QuerySet[CaseTrack]:
    """Reviews and suits in scope; `year` that of their acceptance."""
    rows = CaseTrack.objects.within(actor).filter(kind__in=KINDS).select_related("case")
    asked = {"kind": kind, "state": state, "began_on__year": year}
    return rows.filter(**{name: value for name, value in asked.items() if value})


def dispute_counts(actor: User) -> list[Any]:
    """How many of which kind and year stand where; one query."""
    rows = CaseTrack.objects.within(actor).filter(kind__in=KINDS).annotate(year=ExtractYear("began_on"))
    return list(
        rows.order_by("kind", "-year", "state").values("kind", "year", "state").annotate(n=Count("pk"))
    )


def dispute_cards(rows: list[CaseTrack], today: date) -> list[dict[str, Any]]:
    """Rows with the clock of their answer; one query for all clocks."""
    found = Clock.objects.everywhere("guard").filter(
        noun="casetrack", noun_id__in=[row.uuid for row in rows], rule__in=ANSWERS
    )
    clocks = {one.noun_id: one for one in found}
    return [_card(row, clocks.get(row.uuid), today) for row in rows]


def _card(row: CaseTrack, clock: Clock | None, today: date) -> dict[str, Any]:
    told = row.values[f"{row.kind}.receive"]
    answered = row.values.get("review.answer") or row.values.get("litigation.plead") or {}
    ruled = row.values.get(f"{row.kind}.conclude", {})
    return {
        "uuid": row.uuid,
        "kind": row.kind,
        "state": row.state,
        "case": {
            "uuid": row.case.uuid,
            "number": row.case.number,
            "decision_number": row.case.decision_number,
        },
        "party_name": row.case.party_name,
        "body": told["body"],
        "number": told["number"],
        "course": told.get("procedure") or told.get("instance") or "",
        "received_on": row.began_on,
        "copy_on": told.get("copy_on") or None,
        "clock": clock_card(clock, today) if clock else None,
        "answered_on": answered.get("on"),
        "result": ruled.get("result", ""),
        "redo": bool(ruled.get("redo")),
        "concluded_on": ruled.get("on"),
        "effect": effect_of(ruled.get("result", "")),
    }


def rulings(tracks: Iterable[CaseTrack]) -> list[tuple[str, str]]:
    """(kind, result) of the reviews and suits among these that are over, in the order of their days."""
    return [(kind, told["result"]) for kind, told in _ruled(tracks)]


def case_sums(case: Case) -> tuple[int, int]:
    """Its fine and confiscation in fen as review and court left them; as decided where they named no sum."""
    fine, confiscated = sums(_ruled(case.tracks.all()))
    return (
        case.fine_fen if fine is None else fine,
        case.confiscated_fen if confiscated is None else confiscated,
    )


def _ruled(tracks: Iterable[CaseTrack]) -> list[tuple[str, dict[str, Any]]]:
    over = [
        (row.values[f"{row.kind}.conclude"], row)
        for row in tracks
        if row.kind in KINDS and f"{row.kind}.conclude" in row.values
    ]
    over.sort(key=lambda one: (one[0].get("on", ""), one[1].created_at))
    return [(row.kind, told) for told, row in over]


def case_effect(case: Case) -> str:
    """What became of its decision by review and court; "" where neither said anything."""
    return effect(rulings(case.tracks.all()))


def cases_fallen(tracks: QuerySet[CaseTrack]) -> Collection[UUID]:
    """Of the cases these tracks belong to, those whose decision fell."""
    of_case: dict[UUID, list[CaseTrack]] = {}
    for row in tracks.filter(kind__in=KINDS):
        of_case.setdefault(row.case_id, []).append(row)
    return {case for case, rows in of_case.items() if effect(rulings(rows)) in FALLEN}
