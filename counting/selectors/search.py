"""Search over what is filed, from cases to activities: one text, within the person's scope.

The same on SQLite and PostgreSQL: every word must stand in one of the columns of a kind. What is shown of a
hit has telephones and identity numbers taken out; each kind needs the right to look at it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Prefetch, Q, QuerySet

from backend.clock import civil
from backend.documents.catalogue import forms
from backend.domain.persons import public_words
from backend.models import Document, User
from backend.permissions import may
from counting.domain.activities import AUDIENCES
from counting.domain.indicators import ACTIVITY_KINDS, INDICATORS
from counting.domain.search import snippet, words_asked
from counting.models import Activity
from enforcement.models import Case, FollowUp, FollowUpOpinion, FollowUpStep, FollowUpVisit, Guidance, Lead
from inspections.models import Inspection, Rectification
from registry.models import Venue
from registry.selectors.venues import VenueFilter, venue_list

FIRST_ROWS = 5
OFFICERS_MOST = 8  # of one talk


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; 0, "" and None narrow nothing."""

    q: str = ""
    year: int = 0
    violation: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: who may look, its columns, its day, what narrows it, how a hit is told."""

    verb: str
    rows: Callable[[User], QuerySet[Any]]
    columns: tuple[str, ...]
    day: str
    order: str
    told: Callable[[Any], dict[str, Any]]
    violation: str = ""
    also: Callable[[str, User], Q] = lambda way, actor: Q()  # where else a word may stand


def _case(row: Case) -> dict[str, Any]:
    return {
        "title": f"{row.party_name} {row.violation.title_zh}",
        "number": row.shelf or row.decision_number or row.number,
        "numbers": [one for one in (row.number, row.decision_number, row.shelf) if one],
        "state": row.state, "on": row.filed_on, "venue": row.venue.name,
        "texts": (row.summary, row.facts_found, row.decision_text),
    }  # fmt: skip


def _lead(row: Lead) -> dict[str, Any]:
    return {
        "title": row.venue.name if row.venue else "", "number": row.number,
        "numbers": [one for one in (row.number, row.external_number) if one], "state": row.state,
        "on": row.received_on or civil(row.created_at), "venue": row.venue.name if row.venue else "",
        "texts": (row.content,),
    }  # fmt: skip


def _record(row: Inspection) -> dict[str, Any]:
    return {
        "title": row.visit.venue.name, "number": row.visit.number, "numbers": [row.visit.number],
        "state": row.state, "on": row.finished_on, "venue": row.visit.venue.name,
        "texts": (row.statement, row.objection),
    }  # fmt: skip


def _order(row: Rectification) -> dict[str, Any]:
    return {
        "title": row.venue.name, "number": row.number, "numbers": [row.number], "state": row.state,
        "on": row.ordered_on, "venue": row.venue.name, "texts": (row.content, row.basis),
        "to": row.inspection_id,
    }  # fmt: skip


def _document(row: Document) -> dict[str, Any]:
    return {
        "title": _form_names().get(row.form, row.form), "number": row.number, "numbers": [row.number],
        "state": row.state, "on": civil(row.created_at), "venue": "", "texts": (),
        "to": row.noun_id, "noun": row.noun,
    }  # fmt: skip


def _venue(row: Venue) -> dict[str, Any]:
    return {
        "title": row.sign_name or row.name, "number": row.code, "numbers": [row.code], "state": row.status,
        "on": row.registered_on, "venue": row.name, "texts": (row.address,),
    }  # fmt: skip


def _guidance(row: Guidance) -> dict[str, Any]:
    return {
        "title": f"{row.venue.name} {public_words(row.reason, {})[:60]}", "number": row.number,
        "numbers": [row.number], "state": row.state, "on": civil(row.held_at), "venue": row.venue.name,
        "texts": (row.reason, row.content, row.statement), "noun": "guidance",
    }  # fmt: skip


def _follow_up(row: FollowUp) -> dict[str, Any]:
    case = row.case
    return {
        "title": f"{case.venue.name} {case.violation.title_zh}", "number": case.decision_number,
        "numbers": [one for one in (case.decision_number, case.number) if one], "state": row.state,
        "on": civil(row.created_at), "venue": case.venue.name,
        "texts": (
            row.plan, row.conclusion, row.opinion,
            *(words for one in row.opinions.all() for words in (one.text, one.answer)),
        ),
    }  # fmt: skip


def _activity(row: Activity) -> dict[str, Any]:
    return {
        "title": public_words(row.title, {}), "number": "", "numbers": [], "state": row.state, "on": row.on,
        "venue": "", "texts": (row.note, row.place),
    }  # fmt: skip


def _of_form(way: str, _actor: User) -> Q:
    return Q(form__in=[code for code, title in _form_names().items() if way in title])


def _of_steps(way: str, actor: User) -> Q:
    """What was done after the penalty and by whom; the visits it asked for and who went."""
    steps = FollowUpStep.objects.within(actor).filter(
        Q(text__icontains=way) | Q(recorded_by__name__icontains=way)
    )
    visits = FollowUpVisit.objects.within(actor).filter(
        Q(reason__icontains=way)
        | Q(visit__number__icontains=way)
        | Q(visit__team__officer__name__icontains=way, visit__team__ended_at__isnull=True)
    )
    sent = FollowUpOpinion.objects.within(actor).filter(
        Q(to__icontains=way)
        | Q(text__icontains=way)
        | Q(answer__icontains=way)
        | Q(document__number__icontains=way)
    )
    found = Q(pk__in=steps.values("follow_up")) | Q(pk__in=visits.values("follow_up"))
    return found | Q(pk__in=sent.values("follow_up"))


def _of_activity(way: str, _actor: User) -> Q:
    """The words of its kind and of who took part."""
    kinds = [key for key in ACTIVITY_KINDS if way in INDICATORS[key].zh]
    return Q(kind__in=kinds) | Q(audience__in=[code for code, told in AUDIENCES.items() if way in told[0]])


def _guidance_of(kind: str) -> Kind:
    return Kind(
        "guidance.view",
        lambda actor: Guidance.objects.within(actor).filter(kind=kind).select_related("venue"),
        ("number", "reason", "content", "statement", "place", "venue__name", "venue__sign_name",
         "venue__code", "given_by__name", *(f"officers__{n}__name" for n in range(OFFICERS_MOST))),
        "held_at", "-held_at", _guidance,
    )  # fmt: skip


def _form_names() -> dict[str, str]:
    return {form.code: form.name for form in forms().values()}


KINDS: dict[str, Kind] = {
    "case": Kind(
        "case.view",
        lambda actor: Case.objects.within(actor).select_related("venue", "violation"),
        ("number", "decision_number", "shelf", "party_name", "venue__name", "venue__sign_name", "venue__code",
         "violation__title_zh", "violation__code", "summary", "facts_found", "decision_text"),
        "filed_on", "-filed_on", _case, violation="violation",
    ),
    "lead": Kind(
        "lead.view",
        lambda actor: Lead.objects.within(actor).select_related("venue"),
        ("number", "external_number", "content", "venue__name", "venue__sign_name", "venue__code"),
        "received_on", "-received_on", _lead,
    ),
    "record": Kind(
        "inspection.view",
        lambda actor: Inspection.objects.within(actor).select_related("visit__venue"),
        ("visit__number", "visit__venue__name", "visit__venue__sign_name", "visit__venue__code", "statement",
         "objection"),
        "finished_on", "-finished_on", _record,
    ),
    "order": Kind(
        "rectification.view",
        lambda actor: Rectification.objects.within(actor).select_related("venue"),
        ("number", "venue__name", "venue__sign_name", "venue__code", "content", "basis"),
        "ordered_on", "-ordered_on", _order,
    ),
    "document": Kind(
        "document.view",
        lambda actor: Document.objects.within(actor).exclude(number="").filter(replaced_by__isnull=True),
        ("number",),
        "created_at", "-created_at", _document, also=_of_form,
    ),
    "talk": _guidance_of(Guidance.Kind.TALK),
    "pledge": _guidance_of(Guidance.Kind.PLEDGE),
    "followup": Kind(
        "follow_up.view",
        lambda actor: FollowUp.objects.within(actor)
        .select_related("case__venue", "case__violation")
        .prefetch_related(Prefetch("opinions", FollowUpOpinion.objects.within(actor))),
        ("plan", "conclusion", "opinion", "case__number", "case__decision_number",
         "case__venue__name", "case__venue__sign_name", "case__venue__code", "case__violation__title_zh"),
        "created_at", "-created_at", _follow_up, violation="case__violation", also=_of_steps,
    ),
    "activity": Kind(
        "target.view",
        Activity.objects.within,
        ("title", "place", "note", "entered_by__name", "held_by__name", "confirmed_by__name"),
        "on", "-on", _activity, also=_of_activity,
    ),
    "venue": Kind(
        "venue.view",
        Venue.objects.within,
        (),
        "registered_on", "code", _venue,
    ),
}  # fmt: skip


def search_groups(asked: Asked, actor: User) -> list[dict[str, Any]]:
    """Every kind this person may look at: how many hits, and the newest of them."""
    told = []
    for name, kind in _open(actor):
        rows = search_list(name, asked, actor)
        first = rows.order_by(kind.order, "pk")[:FIRST_ROWS]
        told.append({"kind": name, "count": rows.count(), "rows": search_rows(name, first, asked)})
    return told


def _open(actor: User) -> Iterable[tuple[str, Kind]]:
    return ((name, kind) for name, kind in KINDS.items() if may(actor, kind.verb))


def search_list(name: str, asked: Asked, actor: User) -> QuerySet[Any]:
    """The hits of one kind; none for a person who may not look at it, or where nothing was asked."""
    kind = KINDS[name]
    rows = kind.rows(actor)
    narrowed = asked.year or asked.violation or asked.state
    if not may(actor, kind.verb) or not (asked.q.strip() or narrowed):
        return rows.none()
    if name == "venue":
        rows = _venues(asked, actor)
    else:
        for ways in words_asked(asked.q):
            rows = rows.filter(_any(kind, ways, actor))
    if asked.year:
        rows = rows.filter(**{f"{kind.day}__year": asked.year})
    if asked.violation:
        rows = _of_violation(rows, kind, asked.violation)
    if not asked.state:
        return rows
    return rows.filter(state=asked.state) if name == "case" else rows.none()  # 案件状态: of cases alone


def _of_violation(rows: QuerySet[Any], kind: Kind, code: str) -> QuerySet[Any]:
    if not kind.violation:
        return rows.none()
    return rows.filter(**{kind.violation: code})


def _venues(asked: Asked, actor: User) -> QuerySet[Any]:
    """Venues as the register finds them: pairs of characters, or the beginning of a code."""
    return venue_list(actor=actor, narrow=VenueFilter(q=asked.q.strip()))


def _any(kind: Kind, ways: Iterable[str], actor: User) -> Q:
    found = Q()
    for way in ways:
        for column in kind.columns:
            found |= Q(**{f"{column}__icontains": way})
        found |= kind.also(way, actor)
    return found


def search_rows(name: str, rows: Iterable[Model], asked: Asked) -> list[dict[str, Any]]:
    """Hits as they are told, without telephones and identity numbers."""
    words = words_asked(asked.q)
    return [_hit(name, row, KINDS[name].told(row), words) for row in rows]


def _hit(name: str, row: Model, told: dict[str, Any], words: list[tuple[str, ...]]) -> dict[str, Any]:
    texts: tuple[str, ...] = told.pop("texts")
    shown = next((part for text in texts if (part := snippet(public_words(text, {}), words))), "")
    uuid: UUID = row.pk
    on: date = told["on"]
    return {"kind": name, "uuid": uuid, "to": uuid, "noun": name, "snippet": shown} | told | {"on": on}
