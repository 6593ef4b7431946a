"""What must be entered on other platforms too: which rows, in which columns, and what is entered already."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.domain.errors import DomainError
from backend.models import User
from backend.permissions import may
from counting.domain.books import Book, Column, Sheet, Value
from counting.domain.facts import COUNTED_STATES
from counting.domain.ledgers import Field, value_of
from counting.domain.platforms import PLATFORMS, Platform, first_columns
from counting.models import PlatformEntry, PlatformMapping
from counting.selectors.ledgers import ledger_cards, ledger_of
from counting.selectors.rows import rows_shown
from enforcement.models import Case
from inspections.models import Inspection
from registry.models import Venue

NOUNS = {"cases": "case", "records": "inspection"}
_ACCEPTED = Q(state__in=sorted(COUNTED_STATES))
# what a platform asks for → which rows those are; a case that was withdrawn was filed there all the same
ASKED = {
    "filed": Q(counts=True) | Q(closing_type="withdrawn"),
    "decided": Q(counts=True, decided_on__isnull=False),
    "accepted": _ACCEPTED,
    "drawn": _ACCEPTED & Q(visit__draw__isnull=False),
}
# Facts of the venue that a list does not show but a platform asks for; read beside, within the same scope.
BESIDE = (
    Field("uscc", "统一社会信用代码", "uscc"),
    Field("legal_person", "法定代表人", "legal_person"),
    Field("address", "地址", "address"),
    Field("organ", "执法主体", "organ"),
)


def platform_of(key: str) -> Platform:
    """The platform, or `not_found`."""
    if key not in PLATFORMS:
        raise DomainError("not_found", {"platform": key})
    return PLATFORMS[key]


def fields_of(platform: Platform) -> tuple[Field, ...]:
    """Every fact a column may hold."""
    own = ledger_of(platform.ledger).fields
    keys = {one.key for one in own}
    return (*own, *(one for one in BESIDE if one.key not in keys))


def mapping_of(platform: Platform, actor: User) -> PlatformMapping | None:
    """The mapping the actor's organ set last."""
    rows = PlatformMapping.objects.within(actor).filter(organ=actor.organ_id, platform=platform.key)
    return rows.filter(ended_at__isnull=True).select_related("set_by").first()


def platform_cards(actor: User) -> list[dict[str, Any]]:
    """Every platform with its mapping and how many rows are not entered there yet."""
    return [platform_card(one, actor) for one in PLATFORMS.values()]


def platform_card(platform: Platform, actor: User) -> dict[str, Any]:
    """One platform."""
    mapping = mapping_of(platform, actor)
    rows = platform_rows(platform, actor)
    return {
        "key": platform.key,
        "name": platform.zh,
        "name_en": platform.en,
        "ledger": platform.ledger,
        "columns": mapping.columns if mapping else first_columns(platform),
        "version": mapping.version if mapping else 0,
        "verified": mapping.verified if mapping else False,
        "note": mapping.note if mapping else "",
        "set_by": mapping.set_by.name if mapping else "",
        "set_at": mapping.created_at if mapping else None,
        "fields_known": [{"key": one.key, "title": one.title} for one in fields_of(platform)],
        "rows": rows.count(),
        "missing": rows.filter(entered=False).count(),
        "verbs": [verb for verb in ("platform.enter", "mapping.edit") if may(actor, verb)],
    }


def platform_rows(platform: Platform, actor: User) -> QuerySet[Any, Any]:
    """The rows of the actor's own organ that belong on the platform, each with `entered`."""
    noun = NOUNS[platform.ledger]
    there = PlatformEntry.objects.within(actor).filter(
        organ=actor.organ_id,
        platform=platform.key,
        noun=noun,
        noun_id=OuterRef("pk"),
        withdrawn_at__isnull=True,
    )
    rows: QuerySet[Any, Any]
    rows = (Case if noun == "case" else Inspection).objects.within(actor)
    return rows.filter(ASKED[platform.asks], organ=actor.organ_id).annotate(entered=Exists(there))


def row_cards(platform: Platform, rows: Sequence[Any], actor: User) -> list[dict[str, Any]]:
    """Rows as they are ticked off: what, when, and who entered it there on which day."""
    ids = [row.pk for row in rows]
    entries = {
        one.noun_id: one
        for one in PlatformEntry.objects.within(actor)
        .filter(organ=actor.organ_id, platform=platform.key, noun_id__in=ids, withdrawn_at__isnull=True)
        .select_related("entered_by")
    }
    shown = rows_shown(actor, NOUNS[platform.ledger], ids)
    return [card | {"entered": _entry(entries.get(card["uuid"]))} for card in shown]


def _entry(row: PlatformEntry | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"on": row.entered_on, "by": row.entered_by.name}


def platform_book(
    key: str, query: Mapping[str, str], actor: User, head: list[tuple[str, str]], told: Callable[[int], None]
) -> Book:
    """The rows in the platform's own columns; `entered` = yes | no | "" narrows them; bare."""
    platform = platform_of(key)
    rows = platform_rows(platform, actor)
    if query.get("entered"):
        rows = rows.filter(entered=query["entered"] == "yes")
    wanted = set(rows.values_list("pk", flat=True))
    ledger = ledger_of(platform.ledger)
    cards = [card for card in ledger_cards(ledger, {}, actor, told) if card["uuid"] in wanted]
    mapping = mapping_of(platform, actor)
    columns = mapping.columns if mapping else first_columns(platform)
    known = {one.key: one for one in fields_of(platform)}
    beside = _venues(cards, actor)
    lines = [
        [_cell(column, known, card | beside.get(card["venue"]["uuid"], {})) for column in columns]
        for card in cards
    ]
    heads = [
        Column(one["title"], known[one["field"]].kind if one["field"] else "text", 18) for one in columns
    ]
    return Book(f"{platform.zh}录入表", head, [Sheet("录入", heads, lines)], bare=True)


def _cell(column: Mapping[str, str], known: Mapping[str, Field], card: Mapping[str, Any]) -> Value:
    return value_of(known[column["field"]], card) if column["field"] else column["text"]


def _venues(cards: Sequence[Mapping[str, Any]], actor: User) -> dict[UUID, dict[str, Any]]:
    ids = {card["venue"]["uuid"] for card in cards}
    rows = Venue.objects.within(actor).select_related("organ")
    found: dict[UUID, dict[str, Any]] = {}
    for row in rows.filter(pk__in=ids) if len(ids) < 10_000 else (one for one in rows if one.pk in ids):
        found[row.pk] = {
            "uscc": row.uscc, "legal_person": row.legal_person, "address": row.address,
            "organ": row.organ.name,
        }  # fmt: skip
    return found
