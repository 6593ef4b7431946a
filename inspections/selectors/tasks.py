"""The phone's tasks: a visit with its form, the venue's last results, and what became of its record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.api import found
from backend.models import User
from inspections.models import Finding, Inspection, Rectification, Signature
from inspections.selectors.earlier import photos_of
from inspections.selectors.standings import results_of
from registry.models import Category
from registry.selectors.catalogue import catalogue_form
from scheduling.models import Visit
from scheduling.selectors.visits import visit_cards, visit_get, visits_of

DONE_NATURAL_DAYS = 30  # how long a finished visit stays on the phone
LAST_RESULTS = 5
LAST_FINDINGS = 100
OPEN = (Visit.State.PLANNED, Visit.State.APPROVED, Visit.State.STARTED)

Form = dict[str, Any]


def task_list(actor: User, today: date) -> QuerySet[Visit]:
    """The person's visits: open ones, those lately finished, and those whose record was returned."""
    returned = Inspection.objects.within(actor).filter(state=Inspection.State.RETURNED)
    lately = Q(finished_on__gte=today - timedelta(days=DONE_NATURAL_DAYS))
    return visits_of(actor).filter(Q(state__in=OPEN) | lately | Q(pk__in=returned.values("visit")))


def task_get(visit_id: UUID, actor: User, today: date) -> dict[str, Any]:
    """One visit of the actor's scope as the phone needs it."""
    return task_cards([found(visit_get(visit_id, actor))], actor, today)[0]


def task_cards(visits: Iterable[Visit], actor: User, today: date) -> list[dict[str, Any]]:
    """Cards in the order given, in a fixed number of queries."""
    rows = list(visits)
    cards = visit_cards(rows, actor=actor, today=today)
    venues = {row.venue_id for row in rows}
    results, findings, records = results_of(venues, actor), _findings(venues, actor), _records(rows, actor)
    forms = _Forms(cards, today)
    for row, card in zip(rows, cards, strict=True):
        card["venue"] |= {
            "last_results": results.get(row.venue_id, [])[:LAST_RESULTS],
            "history": findings.get(row.venue_id, [])[:LAST_FINDINGS],
        }
        card["form"] = forms.of(card)
        card["record"], signed = records.get(row.pk, (None, False))
        if signed:  # that he was there needs no word beside his signature
            card["verbs"] = [verb for verb in card["verbs"] if verb != "visit.confirm"]
    return cards


def _findings(venues: Iterable[UUID], actor: User) -> dict[UUID, list[dict[str, Any]]]:
    """venue → its findings, latest first; corrected on the spot or by an order that was closed."""
    orders = Rectification.objects.within(actor).filter(venue__in=venues, state=Rectification.State.CLOSED)
    closed = {one for listed in orders.values_list("findings", flat=True) for one in listed}
    rows = (
        Finding.objects.within(actor)
        .filter(venue__in=venues, current=True)
        .exclude(inspection__state=Inspection.State.WITHDRAWN)
    )
    shown: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    listed = list(rows.order_by("-found_on", "item", "pk"))
    photos = photos_of(listed)
    for row in listed:
        corrected = row.corrected_on_spot or str(row.pk) in closed
        card = {"item": row.item, "found_on": row.found_on, "corrected": corrected}
        shown[row.venue_id].append(card | {"photos": photos.get(row.pk, [])})
    return shown


def _records(visits: Sequence[Visit], actor: User) -> dict[UUID, tuple[dict[str, Any], bool]]:
    """visit → its latest record that was not withdrawn, the reason it came back for, whether he signed it."""
    signatures = Signature.objects.everywhere("guard").filter(inspection=OuterRef("pk"), officer__user=actor)
    signed = signatures.filter(Q(file__isnull=False) | Q(signed_at__isnull=False))
    rows = (
        Inspection.objects.within(actor)
        .filter(visit__in=[row.pk for row in visits])
        .exclude(state=Inspection.State.WITHDRAWN)
        .annotate(signed=Exists(signed))
    )
    return {
        row.visit_id: (
            {
                "uuid": row.uuid,
                "state": row.state,
                "rev": row.rev,
                "submitted_at": row.submitted_at,
                "reason": row.review_reason if row.state == Inspection.State.RETURNED else "",
            },
            row.signed,
        )
        for row in rows.order_by("submitted_at")
    }


class _Forms:
    """The forms of many visits cut from one: sections of their categories, items of their own."""

    def __init__(self, cards: Iterable[dict[str, Any]], today: date) -> None:
        wanted = {category["code"] for card in cards for category in card["venue"]["categories"]}
        self.form = catalogue_form(categories=wanted, on=today)
        names = Category.objects.everywhere("reference").filter(code__in=wanted)
        self.short = dict(names.values_list("code", "short_zh"))
        self.cut: dict[tuple[tuple[str, ...], tuple[str, ...]], Form] = {}

    def of(self, card: dict[str, Any]) -> Form:
        """The form of one visit; without items of its own, everything its categories ask."""
        key = (tuple(one["code"] for one in card["venue"]["categories"]), tuple(card["items"]))
        if key not in self.cut:
            self.cut[key] = {"version": self.form["version"], "sections": self._sections(*key)}
        return self.cut[key]

    def _sections(self, categories: tuple[str, ...], items: tuple[str, ...]) -> list[dict[str, Any]]:
        wanted = set(items)
        shown = []
        for section in self.form["sections"]:
            category = section["category"]
            if not wanted and category is not None and category not in categories:
                continue
            asked = [item for item in section["items"] if not wanted or item["code"] in wanted]
            if asked:
                shown.append({**section, "title": self._title(section, categories), "items": asked})
        return shown

    def _title(self, section: dict[str, Any], categories: tuple[str, ...]) -> str:
        """A venue of one category needs no word of it before every section."""
        title: str = section["title"]
        if len(categories) > 1 or section["category"] is None:
            return title
        return title.removeprefix(f"{self.short.get(section['category'], '')} · ")
