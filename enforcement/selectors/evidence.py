"""Evidence of a case: files of the record it came from, and files of the case itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.clock import BEIJING
from backend.models import Document, File
from enforcement.domain.evidence import KINDS
from enforcement.models import Case, CaseEvidence, Guidance, Lead
from inspections.models import Finding, Inspection, Patrol, Rectification

SIGNED_COPY = "signed"  # the kind of a file that shows a paper as it was signed
DOOR = "门头"  # the caption of the photo of the entrance
ORIGINS = {"lead": "线索{of}所附", "patrol": "网络巡查“{of}”截取"}
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
    origin: str = "record"  # of the visit's record | lead | patrol | case
    of: str = ""  # number or name of the lead or patrol it came with

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
    record = Inspection.objects.everywhere("guard").get(pk=found)
    place = {uuid: n for n, uuid in enumerate(record.photos)}
    rows = File.objects.everywhere("guard").filter(noun="inspection", noun_id=found, organ=case.organ_id)

    def order(file: File) -> tuple[bool, datetime, int, str]:
        """门头 first, then as they were taken, then as they were told."""
        uuid = str(file.pk)
        door = uuid == str(record.door_photo) or file.meta.get("caption") == DOOR
        return not door, taken_at(file), place.get(uuid, len(place)), uuid

    return sorted(rows.exclude(kind="signature"), key=order)


def taken_at(file: File) -> datetime:
    """When it was taken by the clock of its device, else when it was told."""
    said = file.meta.get("taken_at")
    at = datetime.fromisoformat(said) if said else file.created_at
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)


def lead_proofs(case: Case) -> list[Proof]:
    """Files of the lead the case came from and of the online patrol that found it, in their order."""
    if case.cause_noun != "lead" or case.cause_id is None:
        return []
    lead = Lead.objects.everywhere("guard").get(pk=case.cause_id)
    held = File.objects.everywhere("guard").filter(organ=case.organ_id).exclude(state=File.State.PARKED)
    found = [
        _with_lead(file, "lead", lead.number, "")
        for file in held.filter(noun="lead", noun_id=lead.pk).order_by("created_at", "uuid")
    ]
    if lead.cause_noun != "patrol" or lead.cause_id is None:
        return found
    patrol = Patrol.objects.everywhere("guard").select_related("patrolled_by").get(pk=lead.cause_id)
    files = {str(file.pk): file for file in held.filter(noun="patrol", noun_id=patrol.pk)}
    seen = patrol.seen_at.astimezone(BEIJING).isoformat()
    shots = [files[uuid] for uuid in patrol.files if uuid in files]
    return found + [
        replace(_with_lead(file, "patrol", patrol.subject, patrol.patrolled_by.name, n), at=seen)
        for n, file in enumerate(shots, 1)
    ]


def _with_lead(file: File, origin: str, of: str, by: str, n: int = 1) -> Proof:
    kind = "electronic" if origin == "patrol" else "documentary"
    name = file.name or str(file.meta.get("name") or "")
    if not name:
        name = f"网络巡查截屏{n}" if origin == "patrol" else "线索材料"
    at = taken_at(file).astimezone(BEIJING).isoformat()
    return Proof(file=file, name=name, kind=kind, at=at, by=by, origin=origin, of=of)


def signed_copies(papers: Iterable[Document]) -> dict[UUID, list[File]]:
    """Of each paper, in the order they came; one query, two more where a talk or commitment is among them."""
    papers = list(papers)
    copies: dict[UUID, list[File]] = _of_talks([one.pk for one in papers if one.noun == "guidance"])
    rows = File.objects.everywhere("guard").filter(
        noun="document", noun_id__in=[one.pk for one in papers], kind=SIGNED_COPY, stored_at__isnull=False
    )
    for row in rows.exclude(state=File.State.PARKED).order_by("created_at", "uuid"):
        copies.setdefault(row.noun_id, []).append(row)
    return copies


def _of_talks(papers: list[UUID]) -> dict[UUID, list[File]]:
    """The signed papers of talks and commitments, which keep their files themselves."""
    if not papers:
        return {}
    told = list(Guidance.objects.everywhere("guard").filter(document__in=papers))
    held = File.objects.everywhere("guard").filter(noun="guidance", noun_id__in=[row.pk for row in told])
    files = {str(one.pk): one for one in held.filter(stored_at__isnull=False)}
    return {row.document_id: [files[one] for one in row.files if one in files] for row in told}


def proofs(case: Case) -> list[Proof]:
    """All evidence, those set aside too: of the record, of the lead, then of the case as it was added."""
    taken = [
        Proof(
            file=file,
            name=str(file.meta.get("caption") or file.name or file.kind),
            kind=OF_THE_RECORD,
            at=str(file.meta.get("taken_at") or file.created_at.astimezone(BEIJING).isoformat()),
        )
        for file in record_files(case)
    ]
    taken += lead_proofs(case)
    rows = (
        CaseEvidence.objects.everywhere("guard")
        .filter(case=case)
        .select_related("file", "added_by", "set_aside_by")
    )
    return taken + [
        Proof(
            file=row.file, name=row.name, kind=row.kind, place=row.place, by=row.collected_by, row=row,
            origin="case",
            at=row.collected_at.astimezone(BEIJING).isoformat(),
        )
        for row in rows
    ]  # fmt: skip


def file_evidence(case: Case) -> list[Proof]:
    """What stands in its file: the list of evidence, the bound file and the folder hold these."""
    return [one for one in proofs(case) if one.kept]


def origin_words(one: Proof) -> str:
    """How a piece of evidence came with the lead: 网络巡查“某店”截取，某某."""
    said = ORIGINS[one.origin].format(of=one.of)
    return f"{said}，{one.by}" if one.by else said


def evidence_rows(found: Iterable[Proof]) -> list[dict[str, str]]:
    """Lines of the list of evidence a paper prints: of the record together, of the case one by one."""
    found = list(found)
    taken = [one for one in found if one.origin == "record"]
    rows = []
    if taken:
        rows.append(
            {
                "name": f"现场照片、音像资料{len(taken)}件",
                "source": "现场检查时拍摄",
                "proves": "检查时的现场情况",
            }
        )
    rows += [
        {
            "name": f"{one.name}（{KINDS[one.kind][0]}）",
            "source": f"{one.at[:10]}，{origin_words(one)}",
            "proves": "线索反映的情况",
        }
        for one in found
        if one.origin in ORIGINS
    ]
    return rows + [
        {
            "name": f"{one.name}（{KINDS[one.kind][0]}）",
            "source": f"{one.at[:10]}，{one.place}，{one.by}",
            "proves": one.row.proves,
        }
        for one in found
        if one.row is not None
    ]
