"""The law of the catalogue as its editor sees it: violations with all versions, bands, leniency; changes."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.domain.errors import DomainError
from backend.models import Division, User
from backend.permissions import verbs_for
from registry.domain.catalogue.amending import Amended, Verdict
from registry.domain.catalogue.sheets import SHEETS, TITLES, field_title
from registry.domain.states import CATALOGUE_MOVES
from registry.models import (
    CatalogueChange,
    DiscretionBand,
    HearingThreshold,
    LenientRule,
    Violation,
    ViolationBasis,
)
from registry.selectors.catalogue import basis_card, catalogue_version


def bands_of(basis_keys: list[str], on: date | None = None) -> dict[str, list[DiscretionBand]]:
    """The steps of discretion of these bases, in force on a day where one is given."""
    rows = DiscretionBand.objects.everywhere("reference").filter(basis__in=basis_keys)
    if on is not None:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )
    found: dict[str, list[DiscretionBand]] = {}
    for row in rows:
        found.setdefault(row.basis_id, []).append(row)
    return found


def band_card(row: DiscretionBand) -> dict[str, Any]:
    """One step; money in fen."""
    return {
        "code": row.code, "region": row.region, "circumstance": row.circumstance, "document": row.document,
        "adopted": row.adopted, "fine_min_fen": row.fine_min_fen, "fine_max_fen": row.fine_max_fen,
        "multiple_min": row.multiple_min, "multiple_max": row.multiple_max, "valid_from": row.valid_from,
        "valid_to": row.valid_to, "note": row.note, "verified": row.verified, "source": row.source,
    }  # fmt: skip


def lenient_in_force(violation: str, on: date | None = None) -> list[LenientRule]:
    """The rules of no penalty of a violation, in force on a day where one is given."""
    rows = LenientRule.objects.everywhere("reference").filter(violation=violation)
    if on is not None:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )
    return list(rows)


def lenient_card(row: LenientRule) -> dict[str, Any]:
    """One rule of no penalty."""
    return {
        "code": row.code, "region": row.region, "conditions": row.conditions, "first_time": row.first_time,
        "window_months": row.window_months, "correction": row.correction, "measures": row.measures,
        "basis": row.basis, "adopted": row.adopted, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "note": row.note, "verified": row.verified, "source": row.source,
    }  # fmt: skip


def discretion_list() -> dict[str, list[dict[str, Any]]]:
    """Every step of discretion with its provision, every rule of no penalty with its violation."""
    bands = DiscretionBand.objects.everywhere("reference").all()
    rules = LenientRule.objects.everywhere("reference").all()
    return {
        "bands": [band_card(row) | {"basis": row.basis_id} for row in bands],
        "lenient": [lenient_card(row) | {"violation": row.violation_id} for row in rules],
    }


def threshold_list(on: date) -> list[dict[str, Any]]:
    """Every version of every hearing threshold (听证标准): by field, region and party, the newest first."""
    rows = HearingThreshold.objects.everywhere("reference").all()
    names = [one.name for one in HearingThreshold._meta.concrete_fields]
    found = [{name: getattr(row, name) for name in names} for row in rows]
    found.sort(key=lambda one: str(one["valid_from"] or ""), reverse=True)
    found.sort(key=lambda one: (one["field"] == "*", one["field"], one["region"], one["party"]))
    regions = {one["region"] for one in found}
    places = dict(Division.objects.everywhere("reference").filter(pk__in=regions).values_list("code", "name"))
    for one in found:
        one["place"] = places.get(one["region"], one["region"])
        ended = one["valid_to"] is not None and one["valid_to"] < on
        one["in_force"] = not ended and (one["valid_from"] is None or one["valid_from"] <= on)
    return found


def law_list(*, on: date) -> dict[str, Any]:
    """Every violation with its bases in their order, all versions, their bands, and rules of no penalty."""
    violations = Violation.objects.everywhere("reference").select_related("category")
    links: dict[str, list[ViolationBasis]] = {}
    for link in ViolationBasis.objects.everywhere("reference").select_related("basis"):
        links.setdefault(link.violation_id, []).append(link)
    bands: dict[str, list[dict[str, Any]]] = {}
    for band in DiscretionBand.objects.everywhere("reference").all():
        bands.setdefault(band.basis_id, []).append(band_card(band))
    lenient: dict[str, list[dict[str, Any]]] = {}
    for rule in LenientRule.objects.everywhere("reference").all():
        lenient.setdefault(rule.violation_id, []).append(lenient_card(rule))
    return {
        "version": catalogue_version(),
        "thresholds": threshold_list(on),
        "violations": [
            {
                "code": row.code,
                "title": row.title_zh,
                "title_en": row.title_en,
                "category": row.category_id,
                "ended_on": row.ended_on,
                "verified": row.verified,
                "source": row.source,
                "bases": [
                    basis_card(link.basis, on)
                    | {"lineage": link.basis.lineage, "bands": bands.get(link.basis_id, [])}
                    for link in links.get(row.code, ())
                ],
                "lenient": lenient.get(row.code, []),
            }
            for row in violations
        ],
    }


def change_list(actor: User, *, state: str = "") -> QuerySet[CatalogueChange]:
    """Proposed and decided changes in the actor's scope, the newest first."""
    rows = CatalogueChange.objects.within(actor).select_related("proposed_by", "decided_by")
    return rows.filter(state=state) if state else rows


def change_get(change_id: UUID, actor: User) -> CatalogueChange:
    """One change, `not_found` outside the actor's scope."""
    row = change_list(actor).filter(uuid=change_id).first()
    if row is None:
        raise DomainError("not_found")
    return row


def change_card(row: CatalogueChange, actor: User) -> dict[str, Any]:
    """A change for a list: who, when, how much, and what this person may do with it."""
    own = row.proposed_by_id == actor.uuid
    closed = {"catalogue.approve", "catalogue.reject"} if own else {"catalogue.withdraw"}
    return {
        "uuid": row.uuid,
        "state": row.state,
        "note": row.note,
        "filename": row.filename,
        "proposed_by": row.proposed_by.name,
        "created_at": row.created_at,
        "decided_by": row.decided_by.name if row.decided_by else "",
        "decided_at": row.decided_at,
        "reason": row.reason,
        "count": len(row.rows),
        "verbs": [verb for verb in verbs_for(actor, CATALOGUE_MOVES, row.state) if verb not in closed],
    }


def change_whole(row: CatalogueChange, actor: User) -> dict[str, Any]:
    """A change with what each of its rows changes, field by field."""
    return change_card(row, actor) | {"rows": [_changed(one) for one in row.rows]}


def _changed(one: dict[str, Any]) -> dict[str, Any]:
    before = one["before"] or {}
    fields = [
        name for name in _ordered(one["section"], one["after"]) if before.get(name) != one["after"][name]
    ]
    return {
        "section": one["section"],
        "sheet": TITLES[one["section"]],
        "code": one["code"],
        "new": one["before"] is None,
        "changes": [
            _field(one["section"], name, before.get(name), one["after"][name])
            for name in fields
            if one["before"] is not None or one["after"][name] not in (None, [], False)
        ],
    }


def _ordered(section: str, row: dict[str, Any]) -> list[str]:
    """The fields of a row as its sheet has them: jsonb keeps no order."""
    sheet = next(one for one in SHEETS if one.section == section)
    columns = list(dict.fromkeys(column.field.partition(".")[0] for column in sheet.columns))
    return [name for name in columns if name in row] + sorted(set(row) - set(columns))


def _field(section: str, name: str, before: Any, after: Any) -> dict[str, Any]:
    return {"field": name, "title": field_title(section, name), "before": before, "after": after}


def check_card(judged: Amended) -> dict[str, Any]:
    """A dry run: how many rows of each verdict, and every row that is not as it was."""
    counts = dict.fromkeys(("new", "changed", "same", "refused"), 0)
    for one in judged.verdicts:
        counts[one.verdict] += 1
    return {
        "counts": counts,
        "rows": [_verdict(one) for one in judged.verdicts if one.verdict != "same"],
    }


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "section": one.section,
        "sheet": TITLES.get(one.section, one.section),
        "code": one.code,
        "row": one.row,
        "verdict": one.verdict,
        "faults": [
            {"field": name, "title": field_title(one.section, name), "why": why} for name, why in one.faults
        ],
        "changes": [_field(one.section, name, before, after) for name, before, after in one.changes],
    }
