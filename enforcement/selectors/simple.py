"""What a paper of the spot (当场处罚决定书) rests on: record, act, law, officers; and those that wait."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from backend.models import Document, User
from backend.selectors.documents import document_cards
from enforcement.domain.simple import Told
from enforcement.models import Case
from inspections.models import Finding, Inspection, InspectionVersion
from registry.models import LegalBasis, Officer, Venue, Violation, ViolationBasis

FORM = "spot_penalty"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a penalty on the spot comes from."""

    venue: Venue
    findings: tuple[Finding, ...] = ()
    record: UUID | None = None
    picked: tuple[str, str] = ("", "")  # violation and provision, as the officer picked them; "": not told


def ground_of(row: Document) -> Ground | None:
    """The record the paper came with; None for a paper of something else."""
    records = Inspection.objects.everywhere("task").select_related("visit__venue")
    record = records.filter(pk=row.noun_id).first() if row.noun == "inspection" else None
    if record is None:
        return None
    findings = Finding.objects.everywhere("task").filter(inspection=record, current=True).order_by("item")
    return Ground(record.visit.venue, tuple(findings), record.pk, _picked(row, record))


def _picked(row: Document, record: Inspection) -> tuple[str, str]:
    """What stands beside the paper in the record as sent; a later version bears the first one's name."""
    first = row
    while first.replaces is not None:
        first = first.replaces
    stored = InspectionVersion.objects.everywhere("task").filter(
        inspection=record, kept=InspectionVersion.Kept.STORED
    )
    body = stored.order_by("-rev").values_list("body", flat=True).first()
    papers = (json.loads(body) if body else {}).get("documents") or []
    told: dict[str, Any] = next((one for one in papers if one.get("id") == str(first.pk)), {})
    return str(told.get("violation") or ""), str(told.get("basis") or "")


def acts_of(ground: Ground) -> list[Violation]:
    """The violations its findings may be, in their order."""
    codes = list(dict.fromkeys(code for one in ground.findings for code in one.violations))
    found = {row.code: row for row in Violation.objects.everywhere("reference").filter(code__in=codes)}
    return [found[code] for code in codes if code in found]


def laws_of(act: Violation, on: date) -> list[LegalBasis]:
    """The provisions that penalise the act, in force that day, the bureau's default first (V20)."""
    links = ViolationBasis.objects.everywhere("reference").filter(
        violation=act, basis__role=LegalBasis.Role.PENALTY
    )
    rows = [link.basis for link in links.select_related("basis")]
    return [
        row
        for row in rows
        if (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)
    ]


def cited(act: Violation, told: Told) -> LegalBasis | None:
    """The provision in force the paper names by law and article."""
    found = laws_of(act, told.occurred_on)
    return next(
        (row for row in found if row.article and f"{row.law.strip('《》')}》{row.article}" in told.law), None
    )


def chosen(ground: Ground, told: Told) -> tuple[Violation | None, LegalBasis | None, bool]:
    """Act and law of the paper, and whether both are certain: picked, cited, or the only one there is."""
    act = Violation.objects.everywhere("reference").filter(code=ground.picked[0]).first()
    if act is not None:
        laws = laws_of(act, told.occurred_on)
        return act, next((row for row in laws if row.key == ground.picked[1]), None) or cited(act, told), True
    acts = acts_of(ground)
    named = [(act, law) for act in acts if (law := cited(act, told)) is not None]
    if named:
        return *named[0], len({act.code for act, _ in named}) == 1
    return (acts[0], None, len(acts) == 1) if acts else (None, None, False)


def officers_of(told: Told, organ: str, on: date) -> list[Officer]:
    """V01: those of the paper whose certificates were valid that day."""
    rows = Officer.objects.everywhere("guard").filter(organ=organ, cert_no__in=told.certs)
    valid = rows.filter(Q(cert_revoked_on__isnull=True) | Q(cert_revoked_on__gt=on), cert_valid_to__gte=on)
    return list(valid)


def penalised(ground: Ground, act: Violation, but: UUID) -> bool:
    """行政处罚法 Art 29: a case of these findings for this act is there already."""
    rows = Case.objects.everywhere("guard").filter(
        cause_noun="finding", cause_id__in=[one.pk for one in ground.findings], violation=act
    )
    return rows.exclude(state=Case.State.WITHDRAWN).exclude(pk=but).exists()


def papers_waiting(actor: User) -> list[dict[str, Any]]:
    """Papers of the spot without a case yet: their act could not be told from the record."""
    rows = Document.objects.within(actor).filter(form=FORM, noun="inspection", replaced_by__isnull=True)
    filed = Case.objects.within(actor).filter(paper__isnull=False).values("paper")
    waiting = rows.exclude(state=Document.State.VOID).exclude(pk__in=filed)
    known = list(waiting.select_related("requested_by", "file", "copy", "public_file")[:200])
    return [
        {
            "paper": card,
            "party_name": str(row.values.get("party_name") or ""),
            "violations": [act.code for act in acts_of(ground)] if (ground := ground_of(row)) else [],
        }
        for row, card in zip(known, document_cards(known, actor), strict=True)
    ]
