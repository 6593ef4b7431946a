"""Evidence of a case: added with where it comes from, set aside with the reason, bound with the file."""

import csv
import io
import time
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.media import DOCX, XLSX
from backend.models import Document, File, JournalLine
from backend.services.documents import document_make
from backend.services.files import file_bytes
from enforcement.models import Case, CaseEvidence
from enforcement.selectors.evidence import file_evidence, proofs
from enforcement.selectors.papers import case_documents, case_facts, case_of
from enforcement.services.case_files import case_file
from enforcement.services.cases.evidence import evidence_set_aside
from enforcement.services.guidance import guidance_sign
from enforcement.services.leads import lead_register, lead_verify
from enforcement.services.papers import case_paper_make
from enforcement.services.signed_copies import paper_sign
from inspections.models import Finding
from tests.cast import Cast
from tests.factories_enforcement import case_make, evidence_make, evidence_told, guidance_make, venue_make
from tests.factories_inspections import body_of, patrol_make, real_photo, record_make, scene_of, upload
from tests.services.enforcement.test_guidance import scan


def refused(act: Any, *given: Any, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act(*given, **values)
    return refusal.value


def set_aside(cast: Cast, row: CaseEvidence, text: str = "与本案无关") -> CaseEvidence:
    return evidence_set_aside(evidence_id=row.pk, text=text, actor=cast.inspector, now=clock.now())


def test_evidence_of_a_case_stands_behind_that_of_its_record_in_list_file_and_folder(cast: Cast) -> None:
    scene = scene_of(cast)
    record = record_make(scene, body_of(scene, photos=1))
    upload(record.pk, 1, cast.inspector)
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    case = case_make(cast, "filed", finding=finding.pk, source="inspection")
    row = evidence_make(cast, case)
    assert [(one.name, one.kind) for one in file_evidence(case)] == [
        ("正门", "audiovisual"), ("上网登记台账", "documentary"),
    ]  # fmt: skip
    listed = case_facts(case_of(case.pk, cast.inspector))["evidence"]
    assert [one["name"] for one in listed][-2:] == ["现场照片、音像资料1件", "上网登记台账（书证）"]
    assert (listed[-1]["source"], listed[-1]["proves"]) == (
        "2026-09-15，大队询问室，当事人提供", "当晚未登记",
    )  # fmt: skip
    _, bound = case_file(case_id=case.pk, folder=False, actor=cast.inspector, now=clock.now())
    front = PdfReader(io.BytesIO(bound)).pages[1].extract_text()
    assert "上网登记台账（书证）" in front and row.file.sha256[:32] in front
    _, packed = case_file(case_id=case.pk, folder=True, actor=cast.inspector, now=clock.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        lines = list(csv.reader(io.StringIO(folder.read("目录.csv").decode("utf-8-sig"))))
        assert folder.read("正卷/证据/002.png") == b"\x89PNG\r\n\x1a\n ledger"
    assert lines[-1] == ["正卷/证据/002.png", "上网登记台账", "", row.file.sha256]


def test_what_is_set_aside_leaves_the_file_and_stays_with_its_reason(cast: Cast) -> None:
    case = case_make(cast, "filed")
    row = set_aside(cast, evidence_make(cast, case))
    assert file_evidence(case) == []
    kept = proofs(case)[0].row
    assert kept is not None
    assert (kept.state, kept.set_aside_by) == ("set_aside", cast.inspector)
    assert kept.set_aside_reason == "与本案无关"
    assert File.objects.everywhere("guard").get(pk=row.file_id).stored_at is not None
    verbs = JournalLine.objects.everywhere("guard").filter(noun_id=case.pk, verb__startswith="evidence.")
    assert sorted(verbs.values_list("verb", flat=True)) == ["evidence.add", "evidence.set_aside"]
    again = refused(set_aside, cast, row)
    assert again.code == "move_not_open"


def test_what_evidence_asks_for(cast: Cast) -> None:
    case = case_make(cast, "filed")
    assert refused(evidence_make, cast, case, files=[]).data["missing"] == ["evidence_stored"]
    late = refused(evidence_make, cast, case, collected_at=clock.now() + timedelta(hours=1))
    assert list(late.data["fields"]) == ["collected_at"]
    told = evidence_told(cast, case)
    evidence_make(cast, case, files=[told])
    assert refused(evidence_make, cast, case, files=[told]).code == "conflict"
    row = CaseEvidence.objects.everywhere("guard").get(case=case)
    assert refused(set_aside, cast, row, " ").data["missing"] == ["reason"]
    assert refused(evidence_make, cast, case, actor=cast.leader).code == "not_allowed"
    case.officers.filter(officer__user=cast.inspector).delete()
    assert refused(evidence_make, cast, case).code == "not_allowed"
    assert evidence_make(cast, case, actor=cast.supervisor).added_by == cast.supervisor


@pytest.mark.parametrize("state", ["closed", "archived", "withdrawn", "transferred"])
def test_a_case_that_is_closed_takes_none_and_keeps_what_it_has(cast: Cast, state: str) -> None:
    case = case_make(cast, "filed")
    row = evidence_make(cast, case)
    Case.objects.everywhere("guard").filter(pk=case.pk).update(state=state)
    assert refused(evidence_make, cast, case).data["missing"] == ["case_open"]
    assert refused(set_aside, cast, row).data["missing"] == ["case_open"]
    assert CaseEvidence.objects.everywhere("guard").filter(case=case, state="kept").count() == 1


def test_several_files_under_one_name_are_numbered(cast: Cast) -> None:
    case = case_make(cast, "filed")
    files = [evidence_told(cast, case, b"\x89PNG\r\n\x1a\n" + page) for page in (b"one", b"two")]
    evidence_make(cast, case, files=files)
    assert [one.name for one in file_evidence(case)] == ["上网登记台账（1）", "上网登记台账（2）"]


def test_photos_are_printed_behind_the_list_four_to_a_page_under_their_numbers(cast: Cast) -> None:
    case = case_make(cast, "filed")
    photos = [evidence_told(cast, case, real_photo(4000 - n, 3000)) for n in range(5)]
    evidence_make(cast, case, files=[evidence_told(cast, case, b"\xff\xd8\xff\xe0 no picture"), *photos])
    began = time.perf_counter()
    _, bound = case_file(case_id=case.pk, folder=False, actor=cast.inspector, now=clock.now())
    assert time.perf_counter() - began < 20
    read = PdfReader(io.BytesIO(bound))
    assert len(read.pages) == 4  # cover, list, two sheets
    assert [len(page.images) for page in read.pages[2:]] == [4, 1]
    assert {image.image.size for image in read.pages[2].images if image.image} == {(750, 1000)}
    text = read.pages[3].extract_text()
    assert all(word in text for word in ("证据 6", "大队询问室", photos[-1].sha256[:32], "卷 4 / 4"))


def test_a_signed_copy_stands_beside_its_paper_and_in_the_folder_until_the_shelf(cast: Cast) -> None:
    case = case_make(cast, "decided")
    paper = case_paper_make(
        case_id=case.pk, form="decision", values={"party_id": "91370117MA3E0001X1"}, actor=cast.inspector,
        now=clock.now(),
    )  # fmt: skip
    given: dict[str, Any] = {
        "case_id": case.pk,
        "document": paper.pk,
        "actor": cast.inspector,
        "now": clock.now(),
    }
    early = refused(paper_sign, files=[evidence_told(cast, paper)], **given)
    document_make(document_id=paper.pk, now=clock.now())
    assert (early.code, refused(paper_sign, files=[], **given).data["missing"]) == (
        "move_not_open", ["signed_copy"],
    )  # fmt: skip
    told = evidence_told(cast, paper, real_photo())
    paper_sign(files=[told], **given)
    card = case_documents(case_of(case.pk, cast.inspector), cast.inspector)[0]
    assert ([one["uuid"] for one in card["signed"]], card["verbs"]) == ([told.uuid], ["document.sign"])
    assert JournalLine.objects.everywhere("guard").get(verb="document.sign").noun_id == paper.pk
    _, packed = case_file(case_id=case.pk, folder=True, actor=cast.inspector, now=clock.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        names = folder.namelist()
        assert folder.read(names[2]) == real_photo()
    assert (names[1].removesuffix(".pdf") + "（签字件1）.jpg", names[3]) == (names[2], "目录.csv")
    assert proofs(case) == []
    assert refused(paper_sign, files=[told], **given | {"actor": cast.leader}).code == "not_allowed"
    other = refused(paper_sign, files=[told], **given | {"case_id": case_make(cast, "decided").pk})
    assert other.code == "not_found"
    Case.objects.everywhere("guard").filter(pk=case.pk).update(archived_on=clock.today(), state="archived")
    assert refused(paper_sign, files=[told], **given).data["missing"] == ["not_archived"]


def scan_pdf(pages: int = 2, password: str = "") -> bytes:
    """A signed paper as a scanner makes it: sheets of A3, turned."""
    out = PdfWriter()
    for _ in range(pages):
        out.add_blank_page(842, 1191).rotate(90)
    if password:
        out.encrypt(password)
    made = io.BytesIO()
    out.write(made)
    return made.getvalue()


def test_signed_copies_are_bound_behind_their_paper_and_what_cannot_be_is_named(cast: Cast) -> None:
    case = case_make(cast, "decided")
    paper = case_paper_make(
        case_id=case.pk, form="decision", values={"party_id": "91370117MA3E0001X1"}, actor=cast.inspector,
        now=clock.now(),
    )  # fmt: skip
    document_make(document_id=paper.pk, now=clock.now())
    scans = [
        evidence_told(cast, paper, scan_pdf(), "application/pdf"),
        evidence_told(cast, paper, real_photo()),
        evidence_told(cast, paper, scan_pdf(1, "geheim"), "application/pdf"),
        evidence_told(cast, paper, b"\xff\xd8\xff\xe0 no picture"),
    ]
    paper_sign(case_id=case.pk, document=paper.pk, files=scans, actor=cast.inspector, now=clock.now())
    _, alone = case_file(case_id=case.pk, folder=False, actor=cast.inspector, now=clock.now())
    read = PdfReader(io.BytesIO(alone))
    front = "".join(read.pages[1].extract_text().split())
    made = Document.objects.everywhere("guard").get().file
    assert made is not None
    own = len(PdfReader(io.BytesIO(file_bytes(made))).pages)
    assert len(read.pages) == 2 + own + 2 + 1
    assert f"行政处罚决定书（签字件1）{paper_number(case)}2026-09-15{3 + own}" in front
    assert f"行政处罚决定书（签字件2）{paper_number(case)}2026-09-15{5 + own}" in front
    apart = front[front.index("另行保存的材料") :]
    assert [word in apart for word in ("签字件3", "PDF设有密码", "签字件4", "图片无法解码")] == [True] * 4
    assert {tuple(round(side) for side in page.mediabox[2:]) for page in read.pages} == {(595, 842)}


def test_the_signed_paper_of_a_talk_about_the_case_is_bound_behind_it(cast: Cast) -> None:
    case = case_make(cast, "filed")
    talk = guidance_make(cast, venue=case.venue_id, cause=("case", case.pk))
    document_make(document_id=talk.document_id, now=clock.now())
    guidance_sign(guidance_id=talk.pk, files=[scan(cast, talk)], actor=cast.supervisor, now=clock.now())
    file = File.objects.everywhere("guard").get(noun="guidance")
    (card,) = case_documents(case_of(case.pk, cast.inspector), cast.inspector)
    assert (card["form"], [one["uuid"] for one in card["signed"]]) == ("talk_record", [file.pk])


def paper_number(case: Case) -> str:
    return "".join(case.decision_number.split())


def test_a_pdf_of_the_evidence_has_its_page_and_sound_stays_apart(cast: Cast) -> None:
    case = case_make(cast, "filed")
    evidence_make(cast, case, files=[evidence_told(cast, case, scan_pdf(), "application/pdf")])
    evidence_make(
        cast, case, name="电话录音", files=[evidence_told(cast, case, b"ID3\x03 sound", "audio/mpeg")]
    )
    _, bound = case_file(case_id=case.pk, folder=False, actor=cast.inspector, now=clock.now())
    read = PdfReader(io.BytesIO(bound))
    rows = read.pages[1].extract_text().split("证据目录")[1]
    assert (len(read.pages), rows.count("另存"), "3\n" in rows) == (4, 2, True)  # the row and its explanation


def test_an_office_file_is_evidence_and_what_only_says_it_is_one_is_not(cast: Cast) -> None:
    case = case_make(cast, "filed")
    book = evidence_told(cast, case, b"PK\x03\x04 rows xl/workbook.xml", XLSX)
    evidence_make(cast, case, name="收银台账", files=[book])
    macros = evidence_told(cast, case, b"PK\x03\x04 word/document.xml word/vbaProject.bin", DOCX)
    assert refused(evidence_make, cast, case, files=[macros]).data["fields"] == {
        "files": ["文件内容不是可以收的格式：application/zip"]
    }
    _, packed = case_file(case_id=case.pk, folder=True, actor=cast.inspector, now=clock.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        assert folder.namelist()[1] == "正卷/证据/001.xlsx"


def test_photos_of_the_record_stand_as_they_were_taken_the_entrance_first(cast: Cast) -> None:
    scene = scene_of(cast)
    body = body_of(scene, photos=3)
    for photo, minute, caption in zip(body["photos"], (30, 10, 20), ("门头", "吧台", "机位"), strict=True):
        photo |= {"taken_at": f"2026-09-15T09:{minute}:00+08:00", "caption": caption}
    record = record_make(scene, body)
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    case = case_make(cast, "filed", finding=finding.pk, source="inspection")
    assert [one.name for one in file_evidence(case)] == ["门头", "吧台", "机位"]


def test_screenshots_of_the_patrol_that_led_to_the_case_are_evidence_with_their_origin(cast: Cast) -> None:
    patrol = patrol_make(cast.inspector, venue=venue_make(cast).pk)
    lead = lead_register(
        source="monitoring", content="直播中演唱未经自审的曲目", patrol=patrol.pk, actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    lead_verify(lead_id=lead.pk, note="属实", actor=cast.supervisor, now=clock.now())
    case = case_make(cast, "filed", lead=lead.pk)
    (one,) = proofs(case)
    assert (str(one.file.pk), one.origin, one.of, one.kind) == (
        patrol.files[0], "patrol", "云阶直播间", "electronic",
    )  # fmt: skip
    listed = case_facts(case_of(case.pk, cast.inspector))["evidence"]
    assert listed[-1]["source"] == "2026-09-15，网络巡查“云阶直播间”截取，林知远"
