"""The result notice (检查结果告知) behind the code of a visit: what was published, what is to be done."""

from datetime import date
from typing import Any

from backend.domain.persons import told_openly, unit_shown
from backend.models import Clock
from inspections.models import Finding, Inspection, Publication, Rectification
from inspections.selectors.results import result_card, result_list
from registry.models import CheckItem
from scheduling.models import Visit
from scheduling.selectors.door import visit_at_door


def door_result(token: str, today: date) -> dict[str, Any] | None:
    """Results and orders of a code's visit, of every organ that took part; None for a code that is not ours.

    A result is told only once it is published; until then the day by which it has to be. Orders stand by the
    words of the catalogue: nobody's name and no free text of a record leaves here.
    """
    visit = visit_at_door(token, today)
    if visit is None:
        return None
    return {
        "venue": unit_shown(visit.venue.name, visit.venue.legal_person),
        "finished": visit.finished_on is not None,
        "finished_on": visit.finished_on,
        "results": [
            _result(row) for row in result_list().filter(inspection__visit=visit).order_by("organ_id")
        ],
        "due": _due(visit),
        "orders": _orders(visit, today),
    }


def _result(row: Publication) -> dict[str, Any]:
    card = result_card(row)
    return {name: value for name, value in card.items() if name not in ("venue_name", "venue_code")}


def _due(visit: Visit) -> dict[str, Any] | None:
    """The soonest open clock of publication (V09) of the visit's records."""
    records = Inspection.objects.everywhere("published").filter(visit=visit).values("pk")
    row = (
        Clock.objects.everywhere("published")
        .filter(noun="inspection", noun_id__in=records, rule="result_publication", done_on__isnull=True)
        .order_by("due_on")
        .first()
    )
    return {"on": row.due_on, "provisional": row.provisional} if row else None


def _orders(visit: Visit, today: date) -> list[dict[str, Any]]:
    """Orders to rectify of the visit: what did not conform, by when, and how it stands."""
    rows = list(
        Rectification.objects.everywhere("published")
        .filter(inspection__visit=visit)
        .exclude(inspection__state=Inspection.State.WITHDRAWN)
        .select_related("organ")
    )
    named = {uuid for row in rows for uuid in row.findings}
    found = Finding.objects.everywhere("published").filter(pk__in=named).values_list("pk", "item")
    items = {str(pk): item for pk, item in found}
    asked = CheckItem.objects.everywhere("reference").filter(code__in=set(items.values()))
    words = {item.code: (item.statement_bad, item.question_en) for item in asked}
    return [
        {
            "number": row.number,
            "organ": row.organ.name,
            "state": row.state,
            "basis": told_openly(row.basis),
            "ordered_on": row.ordered_on,
            "due_on": row.due_on,
            "overdue": row.state == Rectification.State.ORDERED and row.due_on < today,
            "items": [
                {"zh": words[items[str(uuid)]][0], "en": words[items[str(uuid)]][1]}
                for uuid in row.findings
                if items.get(str(uuid)) in words
            ],
        }
        for row in rows
    ]
