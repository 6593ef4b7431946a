"""The file of a case (一案一卷): volumes of papers, signed copies and evidence, bound or as a folder."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.clock import BEIJING, civil
from backend.documents.binding import Bound, Shown, Volume, bind, notes_page
from backend.documents.catalogue import form_get
from backend.documents.pdf import PaperFault
from backend.documents.scans import Unbindable, image_sheet, pdf_sheets
from backend.domain.errors import DomainError
from backend.domain.forms import day_words
from backend.domain.media import ending
from backend.journal import record
from backend.models import Document, File, User
from backend.permissions import require
from backend.services.files import file_bytes
from backend.services.thumbnails import scaled
from enforcement.domain.evidence import KINDS
from enforcement.models import Case
from enforcement.selectors.archiving import archive_list
from enforcement.selectors.evidence import Proof, file_evidence, signed_copies
from enforcement.selectors.papers import case_of, file_papers
from enforcement.selectors.volumes import volume_of
from enforcement.services.photo_sheets import photo_sheets

SEPARATORS = re.compile(r'[\\/:*?"<>|\s]+')
PRINTED = (1600, 2260)  # pixels of a scan on A4: 200 to the inch
MARKS = {1: "正卷", 2: "副卷"}
Apart = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Inside:
    """What is in a volume: its papers in their order, each with its signed copies."""

    no: int
    papers: list[tuple[Document, list[File]]] = field(default_factory=list)


def case_file(*, case_id: UUID, folder: bool, actor: User, now: datetime) -> tuple[str, bytes]:
    """(name, bytes) of the file of a case: one PDF, or a ZIP with every paper, the evidence and its list."""
    require(actor, "document.view")
    case = case_of(case_id, actor)
    papers, evidence = file_papers(case), file_evidence(case)
    inside = _inside(papers)
    try:
        bound = bind(_volumes(case, inside, evidence, civil(now)), on=civil(now))
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
    return f"{name}.zip", _folder(bound, inside, evidence, now)


def _inside(papers: Sequence[Document]) -> list[Inside]:
    """The first volume always, the second where it has a paper."""
    copies = signed_copies(papers)
    volumes = [Inside(no) for no in MARKS]
    for row in papers:
        volumes[volume_of(row.form) - 1].papers.append((row, copies.get(row.pk, [])))
    return [one for one in volumes if one.no == 1 or one.papers]


def _volumes(case: Case, inside: list[Inside], evidence: list[Proof], on: date) -> list[Volume]:
    made = []
    for one in inside:
        mark = MARKS[one.no] if len(inside) > 1 else "卷"
        cover = _cover(case, mark)
        papers, apart = _papers(cover, one.papers, on)
        if one.no == 1 and case.archived_on is not None:
            papers.append(notes_page(_notes(case), on=case.archived_on))
        shown = _shown(cover, evidence, on) if one.no == 1 else []
        rows = _evidence(evidence) if one.no == 1 else []
        made.append(Volume(cover, papers, mark, rows, shown, apart))
    return made


def _papers(
    cover: dict[str, Any], papers: list[tuple[Document, list[File]]], on: date
) -> tuple[list[Bound], Apart]:
    """Each paper and behind it what was signed on it; what cannot become pages is named with its reason."""
    bound, apart = [], []
    for row, copies in papers:
        if row.file is None:
            raise ValueError("a made document has its file")
        name = form_get(row.form).name
        bound.append(Bound(name, row.number or "／", row.issued_on, file_bytes(row.file)))
        for n, copy in enumerate(copies, 1):
            title = f"{name}（签字件{n}）"
            try:
                pages = _pages(cover, copy, on)
            except Unbindable as why:
                apart.append({"name": title, "sha256": copy.sha256, "why": str(why)})
                continue
            taken = copy.created_at.astimezone(BEIJING).date()
            bound.append(Bound(title, row.number or "／", taken, pages, of=str(row.pk)))
    return bound, apart


def _pages(cover: dict[str, Any], file: File, on: date) -> bytes:
    """A scan as pages of A4; Unbindable says why not."""
    try:
        whole = file_bytes(file)
    except FileNotFoundError as error:
        raise Unbindable("原件尚未上传") from error
    if file.media_type == "application/pdf":
        return pdf_sheets(whole)
    if not file.media_type.startswith("image/"):
        raise Unbindable("不是 PDF 或者图片")
    try:
        image, (width, height) = scaled(whole, PRINTED)
    except Exception as error:  # decoders of broken pictures raise nearly anything
        raise Unbindable("图片无法解码") from error
    return image_sheet(cover, image, width, height, on=on)


def _shown(cover: dict[str, Any], evidence: list[Proof], on: date) -> list[Shown]:
    """Photos four to a page, then every PDF of the evidence."""
    shown = photo_sheets(cover, evidence, on=on)
    for no, one in enumerate(evidence, 1):
        if one.file.stored_at is not None and one.file.media_type == "application/pdf":
            try:
                shown.append(Shown((no,), _pages(cover, one.file, on)))
            except Unbindable:
                continue  # its line says 另存
    return shown


def _cover(case: Case, mark: str) -> dict[str, Any]:
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
        "title": f"案卷 {case.number}" + ("" if mark == "卷" else f" {mark}"),
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


def _evidence(found: list[Proof]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name if one.row is None else f"{one.name}（{KINDS[one.kind][0]}）",
            "at": one.at[:16].replace("T", " "),
            "sha256": one.file.sha256,
        }
        for one in found
    ]


def _folder(bound: bytes, inside: list[Inside], evidence: list[Proof], now: datetime) -> bytes:
    """A folder for each volume: papers by their place with their signed copies, evidence byte for byte.

    Every file bears the time it was recorded; the list names all with their hashes.
    """
    out, lines = io.BytesIO(), [("路径", "名称", "文号", "SHA-256")]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "00 案卷.pdf", bound, now)
        for one in inside:
            for n, (row, copies) in enumerate(one.papers, 1):
                name = form_get(row.form).name
                stem = f"{MARKS[one.no]}/文书/{n:02d} {SEPARATORS.sub(' ', f'{name} {row.number}'.strip())}"
                if row.file:
                    _put(packed, f"{stem}.pdf", file_bytes(row.file), row.file.created_at)
                    lines.append((f"{stem}.pdf", name, row.number, row.file.sha256))
                for m, copy in enumerate(copies, 1):
                    beside = f"{stem}（签字件{m}）.{ending(copy.media_type)}"
                    _put(packed, beside, file_bytes(copy), copy.created_at)
                    lines.append((beside, f"{name}（签字件）", row.number, copy.sha256))
        for n, proof in enumerate(evidence, 1):
            file = proof.file
            path = f"{MARKS[1]}/证据/{n:03d}.{ending(file.media_type)}"
            if file.stored_at is not None:
                _put(packed, path, file_bytes(file), _moment(proof))
            lines.append((path if file.stored_at else "（未上传）", proof.name, "", file.sha256))
        table = io.StringIO()
        csv.writer(table).writerows(lines)
        _put(packed, "目录.csv", ("\ufeff" + table.getvalue()).encode(), now)
    return out.getvalue()


def _put(packed: zipfile.ZipFile, path: str, content: bytes, at: datetime) -> None:
    """With the recorded time of the product's clock, not that of the machine."""
    local = at.astimezone(BEIJING)
    entry = zipfile.ZipInfo(path, (max(local.year, 1980), *local.timetuple()[1:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content)


def _moment(proof: Proof) -> datetime:
    """When it was taken or collected."""
    at = datetime.fromisoformat(proof.at)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)
