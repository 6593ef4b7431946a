"""The catalogue (一单): load an edition into the register's tables; legal bases once loaded are kept."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from django.db import models, transaction

from backend import clock
from registry.domain import catalogue as pure
from registry.domain.catalogue.amending import overlaid
from registry.domain.catalogue.parsing import parsed
from registry.domain.catalogue.plain import Plain, plain_catalogue
from registry.domain.catalogue.sheets import field_title
from registry.imports import catalogue_read
from registry.models import (
    CatalogueChange,
    CatalogueVersion,
    Category,
    CheckItem,
    DiscretionBand,
    HearingThreshold,
    LegalBasis,
    LenientRule,
    LicenceType,
    Violation,
    ViolationBasis,
)

M = TypeVar("M", bound=models.Model)
_BASIS_COLUMNS = {
    "code", "law", "short", "version", "role", "note", "verified", "source", "lineage", "article",
    "paragraph", "valid_from", "valid_to", "tier", "party", "penalties", "fine_min_fen", "fine_max_fen",
}  # fmt: skip


@cache
def shipped() -> pure.Catalogue:
    """The edition that came with the program, read once."""
    return catalogue_read()


def catalogue_digest(edition: pure.Catalogue) -> str:
    """SHA-256 of everything the edition says, in its order."""
    plain = {name: value for name, value in asdict(edition).items() if not name.startswith("_")}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def catalogue_plain() -> Plain:
    """The edition in use as plain rows: the shipped one with every change in effect over it, in order."""
    whole = plain_catalogue(shipped())
    changes = CatalogueChange.objects.everywhere("loader").filter(effective_no__isnull=False)
    for rows in changes.order_by("effective_no").values_list("rows", flat=True):
        whole = overlaid(whole, rows)
    return whole


def catalogue_sources() -> list[dict[str, Any]]:
    """Where the edition in use was read: code, title, addresses, lead_only (a low-grade mirror)."""
    return catalogue_plain()["sources"]


def catalogue_in_use() -> pure.Catalogue:
    """The edition in use, checked whole: CatalogueError when a shipped edition contradicts a local change."""
    return pure.parse_catalogue(catalogue_plain())


def overlong(section: str, row: dict[str, Any]) -> list[str]:
    """The fields of a plain row that its table cannot hold, each as a sentence."""
    faults: list[str] = []
    (value,) = parsed({section: [row]}, faults)[section]
    made = _MADE.get(section)
    if made is None:
        return []
    table = made(value)
    held = {said: field_title(section, name) for name, said in reversed(row.items()) if isinstance(said, str)}
    found = []
    for field in table._meta.concrete_fields:
        said = str(getattr(table, field.attname) or "")
        if isinstance(field, models.CharField) and len(said) > (field.max_length or 0):
            found.append(f"“{held.get(said, field.verbose_name)}”超过 {field.max_length} 个字")
    return found


def catalogue_load(*, edition: pure.Catalogue, now: datetime) -> tuple[CatalogueVersion, bool]:
    """Bring the tables to this edition; (version, whether anything was loaded). The same digest does nothing.

    An item the edition no longer has stays, out of force from today; a legal basis stays for the cases that
    rest on it.
    """
    digest = catalogue_digest(edition)
    today = clock.civil(now)
    with transaction.atomic():
        kept = CatalogueVersion.objects.everywhere("loader").filter(digest=digest).first()
        newest = CatalogueVersion.objects.everywhere("loader").first()
        if kept is not None and newest == kept:
            return kept, False
        _put(Category, "code", [_category(row, n) for n, row in enumerate(edition.categories)])
        _put(
            LicenceType,
            "code",
            [_licence_type(row, c.code) for c in edition.categories for row in c.licences],
        )
        _put(LegalBasis, "key", [_basis(row) for row in edition.bases])
        categories = {row.code for row in edition.categories}
        _put(Violation, "code", [_violation(row, categories) for row in edition.violations])
        _links(edition.violations)
        _put(DiscretionBand, "code", [_band(row) for row in edition.discretion_bands])
        _put(LenientRule, "code", [_lenient(row) for row in edition.lenient_rules])
        _put(HearingThreshold, "code", [threshold_of(row) for row in edition.hearing_thresholds])
        _put(CheckItem, "code", [_item(row, n) for n, row in enumerate(edition.items)])
        _retire(edition.items, today)
        if kept is not None:
            kept.loaded_at = now
            kept.save(update_fields=["loaded_at"])
            version = kept
        else:
            version = CatalogueVersion.objects.create(
                version=f"{today:%Y.%m.%d}-{digest[:8]}", digest=digest, wording=_wording(edition.items),
                loaded_at=now,
            )  # fmt: skip
    return version, True


def _put(model: type[M], key: str, rows: list[M]) -> None:
    """Insert or update by primary key."""
    columns = [field.name for field in model._meta.concrete_fields if field.name != key]
    kept = {"in_force_from"} if model is CheckItem else set()
    model.objects.bulk_create(  # type: ignore[attr-defined]
        rows, update_conflicts=True, unique_fields=[key], update_fields=[c for c in columns if c not in kept]
    )


def _joined(sources: Iterable[str]) -> str:
    return ",".join(sources)


def _category(row: pure.Category, position: int) -> Category:
    return Category(
        code=row.code, name_zh=row.zh, name_en=row.en, short_zh=row.short_zh[:20],
        position=position, main=row.main, optional=row.optional, parties=[asdict(p) for p in row.parties],
        note=row.note or "", source=_joined(row.source), verified=row.verified,
    )  # fmt: skip


def _licence_type(row: pure.LicenceType, category: str) -> LicenceType:
    return LicenceType(
        code=row.code, category_id=category, name=row.zh, name_en=row.en, kind=row.kind,
        validity_months=row.validity_months, validity_verified=row.validity_verified, note=row.note or "",
        verified=row.verified, source=_joined(row.source),
    )  # fmt: skip


def _basis(row: pure.LegalBasis) -> LegalBasis:
    detail = {
        name: value
        for name, value in asdict(row).items()
        if name not in _BASIS_COLUMNS and value not in (None, ())
    }
    return LegalBasis(
        key=row.code, role=row.role, law=row.law, law_short=row.short, version=row.version,
        article=f"{row.article or ''}{row.paragraph or ''}", lineage=row.lineage or "", tier=row.tier or "",
        party=row.party or "", note=row.note, valid_from=row.valid_from, valid_to=row.valid_to,
        penalty_kinds=list(row.penalties), fine_min_fen=row.fine_min_fen, fine_max_fen=row.fine_max_fen,
        detail=detail, verified=row.verified, source=_joined(row.source),
    )  # fmt: skip


def _violation(row: pure.Violation, categories: set[str]) -> Violation:
    prefix = row.code.partition("-")[0]
    return Violation(
        code=row.code, category_id=row.category or (prefix if prefix in categories else None),
        title_zh=row.zh, title_en=row.en, ended_on=row.ended_on, verified=row.verified,
        source=_joined(row.source),
    )  # fmt: skip


def _band(row: pure.DiscretionBand) -> DiscretionBand:
    return DiscretionBand(
        code=row.code, basis_id=row.basis, region=row.region, circumstance=row.circumstance_zh,
        document=row.document, adopted=row.adopted, fine_min_fen=row.fine_min_fen,
        fine_max_fen=row.fine_max_fen, multiple_min=row.multiple_min, multiple_max=row.multiple_max,
        valid_from=row.valid_from, valid_to=row.valid_to, note=row.note_zh or "", verified=row.verified,
        source=_joined(row.source),
    )  # fmt: skip


def _lenient(row: pure.LenientRule) -> LenientRule:
    return LenientRule(
        code=row.code, violation_id=row.violation, region=row.region, conditions=row.conditions_zh,
        first_time=row.first_time, window_months=row.window_months, correction=row.correction,
        measures=list(row.measures), basis=row.basis, adopted=row.adopted, valid_from=row.valid_from,
        valid_to=row.valid_to, note=row.note_zh or "", verified=row.verified, source=_joined(row.source),
    )  # fmt: skip


def threshold_of(row: pure.HearingThreshold) -> HearingThreshold:
    """The row of the table of one threshold."""
    return HearingThreshold(
        code=row.code, region=row.region or "", field=row.field or "*", party=row.party,
        no_cap_fen=row.no_cap_fen, cap_percent=row.cap_percent, never_below_fen=row.never_below_fen,
        valid_from=row.valid_from, valid_to=row.valid_to, rule=row.rule, verified=row.verified,
        source=_joined(row.source),
    )  # fmt: skip


def _links(violations: Iterable[pure.Violation]) -> None:
    """Which bases answer which violation is the edition's to say; the bases themselves stay."""
    rows = [
        ViolationBasis(violation_id=violation.code, basis_id=basis, position=place)
        for violation in violations
        for place, basis in enumerate(violation.bases)
    ]
    ViolationBasis.objects.everywhere("loader").all().delete()
    ViolationBasis.objects.bulk_create(rows)


def _item(row: pure.CheckItem, position: int) -> CheckItem:
    rule: dict[str, Any] | None = None
    if row.time_rule:
        start, end = row.time_rule.start, row.time_rule.end
        rule = {
            "kind": row.time_rule.kind,
            "start": f"{start:%H:%M}" if start else None,
            "end": f"{end:%H:%M}" if end else None,
        }
    return CheckItem(
        code=row.code, category_id=row.category, position=position, section_zh=row.section_zh,
        section_en=row.section_en, question_zh=row.question_zh, question_en=row.question_en,
        conforms_answer=row.conforms_answer, statement_ok=row.conforms_zh, statement_bad=row.violates_zh,
        level=row.level, evidence=asdict(row.evidence), rule=rule, exception=row.exception_zh or "",
        violations=list(row.violations), duties=list(row.duties), applies_to=list(row.applies_to),
        notice_workdays=row.notice_workdays,
        follow=[asdict(one) for one in row.follow], transfer_to=",".join(row.transfer_to),
        in_force_to=row.ended_on, verified=row.verified, source=_joined(row.source),
    )  # fmt: skip


_MADE: dict[str, Callable[[Any], models.Model]] = {
    "categories": lambda row: _category(row, 0),
    "items": lambda row: _item(row, 0),
    "violations": lambda row: _violation(row, set()),
    "bases": _basis,
    "discretion_bands": _band,
    "lenient_rules": _lenient,
    "hearing_thresholds": threshold_of,
}


def _retire(items: Iterable[pure.CheckItem], today: date) -> None:
    CheckItem.objects.everywhere("loader").exclude(code__in=[row.code for row in items]).filter(
        in_force_to__isnull=True
    ).update(in_force_to=today - timedelta(days=1))


def _wording(items: Iterable[pure.CheckItem]) -> dict[str, dict[str, str]]:
    return {
        row.code: {
            "question": row.question_zh,
            "conforms_answer": row.conforms_answer,
            "ok": row.conforms_zh,
            "bad": row.violates_zh,
        }
        for row in items
    }
