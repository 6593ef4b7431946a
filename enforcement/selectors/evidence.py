"""Evidence of a case: files of the record it came from, and files of the case itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.clock import BEIJING
from backend.models import Document, File
from enforcement.domain.evidence import KINDS
from enforcement.models import Case, CaseEvidence, Lead
from inspections.models import Finding, Inspection, Rectification

SIGNED_COPY = "signed"  # the kind of a file that shows a paper as it was signed
OF_THE_RECORD = "audiovisual"  # what a phone takes at a visit: photos, video, sound


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: its file, and what is known of it; `row` where it was added to the case."""

    file: File
    name: str
    kind: str
    at: str  # ISO 8601, or ""
    place: str = ""
    by: str = ""
    row: CaseEvidence | None = None

    @property
    def kept(self) -> bool:
        """Whether it stands in the file; what was set aside is kept beside it."""
        return self.row is None or self.row.state == CaseEvidence.State.KEPT


def inspection_of(case: Case) -> UUID | None:
    """The record the case came from, by a finding or an order to rectify."""
    if case.cause_id is None or case.cause_noun == "inspection":
        return case.cause_id
    if case.cause_noun == "finding":
        rows: QuerySet[Any] = Finding.objects.everywhere("guard").filter(pk=case.cause_id)
    elif case.cause_noun == "rectification":
        rows = Rectification.objects.everywhere("guard").filter(pk=case.cause_id)
    elif case.cause_noun == "lead":
        return _of_lead(case.cause_id)
    else:
        return None
    found: UUID | None = rows.values_list("inspection", flat=True).first()
    return found


def _of_lead(lead_id: UUID) -> UUID | None:
    """The record the lead was found in, else the first one of a visit that looked into it."""
    lead = Lead.objects.everywhere("guard").get(pk=lead_id)
    records = Inspection.objects.everywhere("guard").order_by("finished_at", "pk")
    if lead.cause_noun == "finding":
        records = records.filter(findings=lead.cause_id)
    else:
        records = records.filter(visit__cause_noun="lead", visit__cause_id=lead_id)
    return records.values_list("pk", flat=True).first()


def record_files(case: Case) -> list[File]:
    """Photos, video and sound of the record the case came from, in the order they were told."""
    found = inspection_of(case)
    if found is None:
        return []
    rows = File.objects.everywhere("guard").filter(noun="inspection", noun_id=found, organ=case.organ_id)
    return list(rows.exclude(kind="signature").order_by("created_at", "uuid"))


def signed_copies(papers: Iterable[Document]) -> dict[UUID, list[File]]:
    """Of each paper, in the order they came; one query."""
    copies: dict[UUID, list[File]] = {}
    rows = File.objects.everywhere("guard").filter(
        noun="document", noun_id__in=[one.pk for one in papers], kind=SIGNED_COPY, stored_at__isnull=False
    )
    for row in rows.exclude(state=File.State.PARKED).order_by("created_at", "uuid"):
        copies.setdefault(row.noun_id, []).append(row)
    return copies


def proofs(case: Case) -> list[Proof]:
    """All evidence, those set aside too: of the record, then of the case as it was added."""
    taken = [
        Proof(
            file=file,
            name=str(file.meta.get("caption") or file.name or file.kind),
            kind=OF_THE_RECORD,
            at=str(file.meta.get("taken_at") or file.created_at.astimezone(BEIJING).isoformat()),
        )
        for file in record_files(case)
    ]
    rows = (
        CaseEvidence.objects.everywhere("guard")
        .filter(case=case)
        .select_related("file", "added_by", "set_aside_by")
    )
    return taken + [
        Proof(
            file=row.file, name=row.name, kind=row.kind, place=row.place, by=row.collected_by, row=row,
            at=row.collected_at.astimezone(BEIJING).isoformat(),
        )
        for row in rows
    ]  # fmt: skip


def file_evidence(case: Case) -> list[Proof]:
    """What stands in its file: the list of evidence, the bound file and the folder hold these."""
    return [one for one in proofs(case) if one.kept]


def evidence_rows(found: Iterable[Proof]) -> list[dict[str, str]]:
    """Lines of the list of evidence a paper prints: of the record together, of the case one by one."""
    found = list(found)
    taken = [one for one in found if one.row is None]
    rows = []
    if taken:
        rows.append(
            {
                "name": f"现场照片、音像资料{len(taken)}件",
                "source": "现场检查时拍摄",
                "proves": "检查时的现场情况",
            }
        )
    return rows + [
        {
            "name": f"{one.name}（{KINDS[one.kind][0]}）",
            "source": f"{one.at[:10]}，{one.place}，{one.by}",
            "proves": one.row.proves,
        }
        for one in found
        if one.row is not None
    ]
