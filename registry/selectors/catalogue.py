"""The catalogue as it is shown: categories, items with their legal bases, and the form the phone asks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from registry.domain.licences import Needed
from registry.models import (
    CatalogueVersion,
    Category,
    CheckItem,
    LegalBasis,
    LicenceType,
    Violation,
    ViolationBasis,
)

KEPT_SECONDS = 3600


def catalogue_version() -> str:
    """The edition in use, "" before any was loaded."""
    row = CatalogueVersion.objects.everywhere("reference").only("version").first()
    return row.version if row else ""


def catalogue_wording(version: str) -> dict[str, dict[str, str]]:
    """item → {question, conforms_answer, ok, bad} of an edition, for the record made under it."""
    row = CatalogueVersion.objects.everywhere("reference").filter(version=version).first()
    return dict(row.wording) if row else {}


def category_list() -> list[dict[str, Any]]:
    """Every category with its licences."""
    licences: dict[str, list[dict[str, Any]]] = {}
    for row in LicenceType.objects.everywhere("reference").all():
        licences.setdefault(row.category_id, []).append(
            {
                "code": row.code, "name": row.name, "name_en": row.name_en, "kind": row.kind,
                "validity_months": row.validity_months, "verified": row.verified,
            }
        )  # fmt: skip
    return [
        {
            "code": row.code, "name": row.name_zh, "name_en": row.name_en, "short": row.short_zh,
            "main": row.main, "optional": row.optional, "verified": row.verified,
            "licence_types": licences.get(row.code, []),
        }
        for row in Category.objects.everywhere("reference").all()
    ]  # fmt: skip


def licences_needed() -> dict[str, Needed]:
    """category → the licences and filings of which a venue should hold one; kinds not 待核实 alone."""
    return {
        row["code"]: Needed(row["name"], row["short"], needed_kinds(row["licence_types"]))
        for row in category_list()
    }


def needed_kinds(types: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Names of the verified licences and filings."""
    return tuple(one["name"] for one in types if one["verified"] and one["kind"] in ("licence", "filing"))


def base_in_force(*, violation: str, on: date, role: str = "") -> list[LegalBasis]:
    """The bases of a violation in force on a day; the first penalty is the default."""
    links = (
        ViolationBasis.objects.everywhere("reference")
        .filter(violation=violation)
        .filter(Q(basis__valid_from__isnull=True) | Q(basis__valid_from__lte=on))
        .filter(Q(basis__valid_to__isnull=True) | Q(basis__valid_to__gte=on))
        .select_related("basis")
    )
    return [link.basis for link in links if role in ("", link.basis.role)]


def catalogue_list(*, category: str = "", on: date) -> dict[str, Any]:
    """The edition: items with violations and every version of their bases; `in_force` is said of the day."""
    rows = CheckItem.objects.everywhere("reference").select_related("category").order_by("position", "code")
    if category:
        rows = rows.filter(Q(category=category) | Q(category__isnull=True))
    items = list(rows)
    law = _Law(items)
    return {
        "version": catalogue_version(),
        "categories": [row for row in category_list() if not category or row["code"] == category],
        "items": [
            _item(row)
            | {
                "category": row.category_id,
                "section": row.section_zh,
                "section_en": row.section_en,
                "in_force": _holds(row.in_force_from, row.in_force_to, on),
                "in_force_from": row.in_force_from,
                "in_force_to": row.in_force_to,
                "source": row.source,
                "violations": [law.violation(code, on) for code in row.violations],
                "duties": [basis_card(law.bases[key], on) for key in row.duties],
            }
            for row in items
        ],
    }


def item_list_public(on: date) -> dict[str, Any]:
    """检查事项清单: the items in force on a day with the provisions in force they rest on, duties first."""
    edition = catalogue_list(on=on)
    names = (
        "code", "category", "section", "section_en", "question", "question_en", "level", "exception",
        "in_force_from", "verified",
    )  # fmt: skip
    return {
        "version": edition["version"],
        "on": on,
        "categories": edition["categories"],
        "items": [
            {name: item[name] for name in names} | {"bases": _bases_in_force(item)}
            for item in edition["items"]
            if item["in_force"]
        ],
    }


def bases_of(items: Iterable[CheckItem], on: date) -> dict[str, list[dict[str, str]]]:
    """Law and article each item rests on, those in force on a day, by item; in three queries."""
    rows = list(items)
    law = _Law(rows)
    told: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        keys = [*row.duties, *(link.basis_id for code in row.violations for link in law.links.get(code, ()))]
        held = (law.bases[key] for key in dict.fromkeys(keys))
        lines = [(one.law, one.article) for one in held if _holds(one.valid_from, one.valid_to, on)]
        told[row.code] = [{"law": name, "article": article} for name, article in dict.fromkeys(lines)]
    return told


def _bases_in_force(item: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [*item["duties"], *(basis for violation in item["violations"] for basis in violation["bases"])]
    return list({row["key"]: row for row in rows if row["in_force"]}.values())


def catalogue_form(*, categories: Iterable[str], on: date) -> dict[str, Any]:
    """The form of a venue of these categories on a day: sections of questions, the shared ones last.

    Kept for an hour per edition, day and categories.
    """
    wanted = sorted(set(categories))
    version = catalogue_version()
    key = f"form:{version}:{on.isoformat()}:{','.join(wanted)}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is not None:
        return kept
    form = {"version": version, "sections": _sections(wanted, on)}
    cache.set(key, form, KEPT_SECONDS)
    return form


def _sections(categories: Sequence[str], on: date) -> list[dict[str, Any]]:
    rows = (
        CheckItem.objects.everywhere("reference")
        .filter(Q(category__in=categories) | Q(category__isnull=True))
        .filter(Q(in_force_from__isnull=True) | Q(in_force_from__lte=on))
        .filter(Q(in_force_to__isnull=True) | Q(in_force_to__gte=on))
        .select_related("category")
        .order_by("position", "code")
    )
    items = sorted(rows, key=lambda row: (row.category.position if row.category else 999, row.position))
    law = _Law(items)
    sections: dict[tuple[str, str], dict[str, Any]] = {}
    for row in items:
        place = (row.category_id or "", row.section_zh)
        if place not in sections:
            several = len(categories) > 1 and row.category is not None
            before = f"{row.category.short_zh} · " if several and row.category else ""
            sections[place] = {
                "key": f"{row.category_id or 'ALL'}-{sum(1 for p in sections if p[0] == place[0]) + 1}",
                "category": row.category_id,
                "title": f"{before}{row.section_zh}",
                "title_en": row.section_en,
                "items": [],
            }
        codes = [link.basis_id for code in row.violations for link in law.links.get(code, ())] + row.duties
        bases = [law.bases[code] for code in dict.fromkeys(codes)]
        sections[place]["items"].append(
            _item(row)
            | {
                "violations": row.violations,
                "bases": [basis_card(b, on) for b in bases if _holds(b.valid_from, b.valid_to, on)],
            }
        )
    return list(sections.values())


def _item(row: CheckItem) -> dict[str, Any]:
    return {
        "code": row.code,
        "question": row.question_zh,
        "question_en": row.question_en,
        "level": row.level,
        "conforms_answer": row.conforms_answer,
        "statement_ok": row.statement_ok,
        "statement_bad": row.statement_bad,
        "evidence": row.evidence,
        "rule": row.rule,
        "exception": row.exception,
        "applies_to": row.applies_to,
        "follow": row.follow,
        "transfer_to": [organ for organ in row.transfer_to.split(",") if organ],
        "verified": row.verified,
    }


def _holds(start: date | None, end: date | None, on: date) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


class _Law:
    """The violations and bases a set of items points to, in three queries."""

    def __init__(self, items: Iterable[CheckItem]) -> None:
        rows = list(items)
        codes = {code for row in rows for code in row.violations}
        self.titles = {
            row.code: row for row in Violation.objects.everywhere("reference").filter(code__in=codes)
        }
        self.links: dict[str, list[ViolationBasis]] = {}
        for link in ViolationBasis.objects.everywhere("reference").filter(violation__in=codes):
            self.links.setdefault(link.violation_id, []).append(link)
        keys = {link.basis_id for links in self.links.values() for link in links}
        keys |= {key for row in rows for key in row.duties}
        self.bases = {row.key: row for row in LegalBasis.objects.everywhere("reference").filter(key__in=keys)}

    def violation(self, code: str, on: date) -> dict[str, Any]:
        """One violation with all versions of its bases."""
        row = self.titles[code]
        return {
            "code": code,
            "title": row.title_zh,
            "title_en": row.title_en,
            "verified": row.verified,
            "bases": [basis_card(self.bases[link.basis_id], on) for link in self.links.get(code, ())],
        }


def basis_card(row: LegalBasis, on: date) -> dict[str, Any]:
    """One version of one provision; money in fen."""
    return {
        "key": row.key,
        "law": row.law,
        "law_short": row.law_short,
        "version": row.version,
        "article": row.article,
        "role": row.role,
        "note": row.note,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "in_force": _holds(row.valid_from, row.valid_to, on),
        "tier": row.tier,
        "party": row.party,
        "penalty_kinds": row.penalty_kinds,
        "fine_min_fen": row.fine_min_fen,
        "fine_max_fen": row.fine_max_fen,
        "measures": row.detail.get("measures", []),
        "multiple_min": row.detail.get("multiple_min"),
        "multiple_max": row.detail.get("multiple_max"),
        "basis_amount": row.detail.get("basis_amount") or "",
        "threshold_fen": row.detail.get("threshold_fen"),
        "verified": row.verified,
        "source": row.source,
    }
