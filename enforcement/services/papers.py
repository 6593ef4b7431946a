"""Papers of a case: made from its own facts and what is added; and its file, bound or as a folder."""

import csv
import io
import re
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import civil
from backend.documents.binding import Bound, bind, notes_page
from backend.documents.catalogue import form_get
from backend.documents.pdf import PaperFault
from backend.domain.errors import DomainError
from backend.domain.forms import day_words
from backend.journal import record
from backend.models import Document, File, User
from backend.permissions import may, require
from backend.services.documents import document_request
from backend.services.documents.requesting import Numbered
from backend.services.files import file_bytes
from enforcement.domain.evidence import KINDS
from enforcement.domain.papers import SERVED
from enforcement.models import Case
from enforcement.selectors.archiving import archive_list
from enforcement.selectors.evidence import Proof, file_evidence, signed_copies
from enforcement.selectors.papers import (
    case_facts,
    case_of,
    file_papers,
    open_forms,
    paper_day,
    paper_values,
    track_facts,
    track_of,
)
from enforcement.services.photo_sheets import photo_sheets

SERVICE = "service_proof"
SEPARATORS = re.compile(r'[\\/:*?"<>|\s]+')


def case_paper_make(
    *,
    case_id: UUID,
    form: str,
    values: dict[str, Any],
    actor: User,
    now: datetime,
    replaces: UUID | None = None,
    track: UUID | None = None,
) -> Document:
    """Ask for one paper of the case, or of its side `track`: its own facts, and over them what was written.

    Refusals: not_allowed (neither investigator nor overseer), move_not_open (not at this step), invalid,
    facts_missing (with the fields).
    """
    require(actor, "document.make")
    case = case_of(case_id, actor)
    mine = case.officers.filter(officer__user=actor).exists()
    if not mine and not may(actor, "case.oversee"):
        raise DomainError("not_allowed", {"verb": "document.make"})
    beside = track_of(case, track)
    if form not in open_forms(case, beside):
        raise DomainError("move_not_open", {"state": case.state, "verb": form})
    told = track_facts(beside, [form])[form] if beside else {}
    said = {**paper_values(form, case_facts(case), told), **values}
    with transaction.atomic():
        return document_request(
            form=form, of=(beside or case).ref, organ=case.organ, values=said,
            numbered=decision_number(case, form),
            issued_on=paper_day(case, form),
            replaces=replaces, actor=actor, now=now,
        )  # fmt: skip


def service_paper(*, case_id: UUID, now: datetime) -> Document | None:
    """送达回证 of a decision, from how it was served; None while it was not. May run twice, and at once."""
    with transaction.atomic():
        rows = Case.objects.everywhere("task").select_for_update(of=("self",))
        rows = rows.select_related("organ", "venue", "violation", "basis", "reviewed_by")
        case = rows.filter(pk=case_id).first()
        if case is None or case.served_on is None:
            return None
        served = Document.objects.everywhere("task").filter(noun="case", noun_id=case.pk, form=SERVICE)
        if served.exclude(state=Document.State.VOID).exists():
            return None
        who = case.officers.filter(officer__user__isnull=False).select_related("officer__user").first()
        actor = who.officer.user if who and who.officer.user else case.filed_by
        values = paper_values(SERVICE, case_facts(case), {})
        form, name = SERVED.get(case.outcome, (SERVICE, ""))
        number = case.decision_number or _number_of(case, form)
        values["papers"] = [
            one | {"number": number} for one in values.get("papers") or [{"name": name, "count": "1"}]
        ]
        return document_request(
            form=SERVICE, of=case.ref, organ=case.organ, values=values, issued_on=case.served_on, actor=actor,
            now=now,
        )  # fmt: skip


def _number_of(case: Case, form: str) -> str:
    """Of an outcome without a penalty: its paper's number, if it was made."""
    rows = Document.objects.everywhere("guard").filter(noun="case", noun_id=case.pk, form=form)
    paper = rows.filter(replaced_by__isnull=True).exclude(state=Document.State.VOID).first()
    return paper.number if paper else ""


def decision_number(case: Case, form: str) -> Numbered | None:
    """The decision took its number when it was made; its paper bears that one."""
    if form != "decision" or case.decided_on is None:
        return None
    return Numbered(
        case.decision_number, case.decided_on.year, int(re.findall(r"\d+", case.decision_number)[-1])
    )


def case_file(*, case_id: UUID, folder: bool, actor: User, now: datetime) -> tuple[str, bytes]:
    """(name, bytes) of the file of a case: one PDF, or a ZIP with every paper, the evidence and its list."""
    require(actor, "document.view")
    case = case_of(case_id, actor)
    papers, evidence = file_papers(case), file_evidence(case)
    try:
        inside = [_bound(row) for row in papers]
        if case.archived_on is not None:
            inside.append(notes_page(_notes(case), on=case.archived_on))
        cover, today = _cover(case), civil(now)
        sheets = [] if folder else photo_sheets(cover, evidence, on=today)  # a folder holds the originals
        bound = bind(cover, inside, _evidence(evidence), on=today, sheets=sheets)
    except PaperFault as fault:
        raise DomainError("template_broken", {"why": str(fault)}) from fault
    with transaction.atomic():
        record(
            organ=case.organ_id, actor=actor, verb="case.bind", noun="case", noun_id=case.uuid, now=now,
            data={"papers": [str(row.pk) for row in papers], "evidence": len(evidence), "folder": folder},
        )  # fmt: skip
    name = SEPARATORS.sub(" ", f"案卷 {case.number}")
    if not folder:
        return f"{name}.pdf", bound
    return f"{name}.zip", _folder(bound, papers, evidence)


def _cover(case: Case) -> dict[str, Any]:
    rows = [
        ("案由", case.violation.title_zh),
        ("当事人", case.party_name),
        ("立案号", "／（简易程序）" if case.simple else case.number),
        ("决定书文号", case.decision_number or "／"),
        ("立案日期", case.filed_on.isoformat()),
        ("结案日期", case.closed_on.isoformat() if case.closed_on else "／"),
        ("归档日期", case.archived_on.isoformat() if case.archived_on else "／"),
        ("卷号", case.shelf or "／"),
        ("承办人", _team(case)),
    ]
    return {
        "organ": case.organ.principal_name or case.organ.name,
        "title": f"案卷 {case.number}",
        "cover": [{"label": label, "text": text} for label, text in rows],
    }


def _team(case: Case) -> str:
    """In the order of every paper."""
    return "、".join(case.officers.order_by("officer__cert_no").values_list("officer__name", flat=True))


def _notes(case: Case) -> dict[str, Any]:
    """备考表: what of the checklist is not in the file, and why."""
    missing = [one for one in archive_list(case, case.archive_gaps) if not one.there]
    lead = "本卷材料齐全，无缺件。" if not missing else f"本卷缺 {len(missing)} 件，情况说明如下。"
    foot = [
        ("卷号", case.shelf),
        ("归档日期", day_words(case.archived_on) if case.archived_on else "／"),
        ("立卷人", _team(case)),
        ("检查人", case.archived_by.name if case.archived_by else "／"),
        ("检查日期", day_words(case.archived_on) if case.archived_on else "／"),
    ]
    return {
        "organ": case.organ.principal_name or case.organ.name,
        "title": f"卷内备考表 {case.number}",
        "lead": lead,
        "notes": [{"label": one.want.zh, "text": one.reason or "／"} for one in missing],
        "foot": [{"label": label, "text": text} for label, text in foot],
    }


def _bound(row: Document) -> Bound:
    if row.file is None:
        raise ValueError("a made document has its file")
    return Bound(form_get(row.form).name, row.number or "／", row.issued_on, file_bytes(row.file))


def _evidence(found: list[Proof]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name if one.row is None else f"{one.name}（{KINDS[one.kind][0]}）",
            "at": one.at[:16].replace("T", " "),
            "sha256": one.file.sha256,
        }
        for one in found
    ]


def _folder(bound: bytes, papers: list[Document], evidence: list[Proof]) -> bytes:
    """Papers by their place with their signed copies, evidence byte for byte, and a list of their hashes."""
    copies = signed_copies(papers)
    out, lines = io.BytesIO(), [("路径", "名称", "文号", "SHA-256")]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("00 案卷.pdf", bound)
        for n, row in enumerate(papers, 1):
            name = form_get(row.form).name
            path = f"文书/{n:02d} {SEPARATORS.sub(' ', f'{name} {row.number}'.strip())}.pdf"
            if row.file:
                packed.writestr(path, file_bytes(row.file))
                lines.append((path, name, row.number, row.file.sha256))
            for m, copy in enumerate(copies.get(row.pk, ()), 1):
                beside = f"{path.removesuffix('.pdf')}（签字件{m}）.{_ending(copy)}"
                packed.writestr(beside, file_bytes(copy))
                lines.append((beside, f"{name}（签字件）", row.number, copy.sha256))
        for n, one in enumerate(evidence, 1):
            file = one.file
            path = f"证据/{n:03d}.{_ending(file)}"
            if file.stored_at is not None:
                packed.writestr(path, file_bytes(file))
            lines.append((path if file.stored_at else "（未上传）", one.name, "", file.sha256))
        table = io.StringIO()
        csv.writer(table).writerows(lines)
        packed.writestr("目录.csv", "﻿" + table.getvalue())
    return out.getvalue()


def _ending(file: File) -> str:
    return file.media_type.rpartition("/")[2].replace("jpeg", "jpg")
