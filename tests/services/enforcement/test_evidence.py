"""Evidence of a case: added with where it comes from, set aside with the reason, bound with the file."""

import csv
import io
import time
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from backend import clock
from backend.domain.errors import DomainError
from backend.models import File, JournalLine
from backend.services.documents import document_make
from enforcement.models import Case, CaseEvidence
from enforcement.selectors.evidence import file_evidence, proofs
from enforcement.selectors.papers import case_documents, case_facts, case_of
from enforcement.services.cases.evidence import evidence_set_aside
from enforcement.services.papers import case_file, case_paper_make
from enforcement.services.signed_copies import paper_sign
from inspections.models import Finding
from tests.cast import Cast
from tests.factories_enforcement import case_make, evidence_make, evidence_told
from tests.factories_inspections import body_of, real_photo, record_make, scene_of, upload


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
        assert folder.read("证据/002.png") == b"\x89PNG\r\n\x1a\n ledger"
    assert lines[-1] == ["证据/002.png", "上网登记台账", "", row.file.sha256]


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
