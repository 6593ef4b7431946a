"""The papers of a case are made from its own facts and bound into one file."""

import io
import zipfile
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader
from rest_framework.test import APIClient

from backend import clock
from backend.clock import BEIJING
from backend.documents.catalogue import form_get
from backend.documents.making import pdf_text
from backend.domain.errors import DomainError
from backend.domain.forms import missing
from backend.models import Document, User
from backend.services.documents import document_make, document_void
from backend.services.files import file_bytes
from backend.services.numbers import series_format
from enforcement.models import Case, CaseTrack
from enforcement.selectors.evidence import inspection_of
from enforcement.selectors.papers import case_facts, case_of, file_papers, paper_offers
from enforcement.services.case_files import case_file
from enforcement.services.cases import track_act
from enforcement.services.leads import lead_register, lead_reply, lead_verify
from enforcement.services.papers import case_paper_make, service_paper
from inspections.models import Finding
from tests.cast import Cast
from tests.factories_enforcement import MINORS, NO_PENALTY, case_make, lead_make, step, track_make, venue_make
from tests.factories_inspections import body_of, record_make, scene_of, upload
from tests.services.enforcement.course import on_day

USCC = "91370117MA3E0001X1"


def make(case: Case, form: str, actor: User, **values: Any) -> Document:
    row = case_paper_make(case_id=case.uuid, form=form, values=values, actor=actor, now=clock.now())
    document_make(document_id=row.uuid, now=clock.now())
    row.refresh_from_db()
    assert row.state == "made", row.problem
    return row


def told(row: Document) -> str:
    assert row.file is not None
    return "".join(pdf_text(file_bytes(row.file)).split())


def test_decision_is_printed_from_the_case_under_the_number_it_took(cast: Cast) -> None:
    case = case_make(cast, "decided")
    row = make(case, "decision", cast.inspector, party_id=USCC)
    assert (row.number, row.seq, row.issued_on) == (case.decision_number, 1, case.decided_on)
    text = told(row)
    assert all(words in text for words in (case.decision_number, "人民币捌仟元整（¥8,000.00）", "行政复议"))
    assert row.public_file_id is not None


def test_voided_decision_is_printed_anew_under_the_number_of_its_case(cast: Cast) -> None:
    case = case_make(cast, "decided")
    first = make(case, "decision", cast.inspector, party_id=USCC)
    document_void(document_id=first.pk, reason="印章不清", actor=cast.supervisor, now=clock.now())
    again = make(case, "decision", cast.inspector, party_id=USCC)
    assert (again.number, again.version, again.pk != first.pk) == (case.decision_number, 2, True)
    assert file_papers(case) == [again]


def test_number_before_the_year_holds_its_place_in_the_register(cast: Cast) -> None:
    series_format(
        kind="decision", template="{short}罚第{seq}号〔{year}〕", actor=cast.supervisor,
        now=datetime(2025, 12, 1, 10, tzinfo=BEIJING),
    )  # fmt: skip
    papers = []
    for _ in range(2):
        papers.append(make(case_make(cast, "decided"), "decision", cast.inspector, party_id=USCC))
    assert [(row.year, row.seq, row.version) for row in papers] == [(2026, 1, 1), (2026, 2, 1)]
    assert [row.number[-9:] for row in papers] == ["第1号〔2026〕", "第2号〔2026〕"]


def test_paper_says_what_is_missing_and_is_not_open_before_its_step(cast: Cast) -> None:
    case = case_make(cast, "filed")
    with pytest.raises(DomainError) as gap:
        make(case, "filing_approval", cast.inspector)
    assert (gap.value.code, gap.value.data["labels"]) == (
        "facts_missing",
        ["统一社会信用代码或证件号", "承办人意见"],
    )
    with pytest.raises(DomainError, match="move_not_open"):
        make(case, "decision", cast.inspector, party_id=USCC)
    with pytest.raises(DomainError, match="not_found"):
        case_of(uuid4(), cast.inspector)


def test_who_neither_investigates_nor_oversees_makes_no_paper(cast: Cast) -> None:
    case = case_make(cast, "filed")
    case.officers.filter(officer__user=cast.inspector).delete()
    with pytest.raises(DomainError, match="not_allowed"):
        make(case, "filing_approval", cast.inspector)
    assert [offer["form"] for offer in paper_offers(case_of(case.uuid, cast.inspector))][
        1
    ] == "filing_approval"


def test_several_records_of_one_kind_stand_beside_each_other(cast: Cast) -> None:
    case = case_make(cast, "filed")
    given = {
        "started_at": "2026-09-15T10:00", "finished_at": "2026-09-15T10:30", "place": "大队询问室",
        "person": "甲某", "person_id": "—", "relation": "店员", "answers": "问：……\n答：……",
    }  # fmt: skip
    first = make(case, "question_record", cast.inspector, **given)
    second = make(case, "question_record", cast.inspector, **{**given, "person": "乙某"})
    assert (first.version, second.version, second.replaces_id) == (1, 1, None)
    third = case_paper_make(
        case_id=case.uuid, form="question_record", values={**given, "person": "乙某某"},
        replaces=second.uuid, actor=cast.inspector, now=clock.now(),
    )  # fmt: skip
    assert (third.version, third.replaces_id) == (2, second.uuid)
    with pytest.raises(DomainError, match="conflict"):
        case_paper_make(
            case_id=case.uuid, form="question_record", values=given | {"person": "丙某"},
            replaces=second.uuid, actor=cast.inspector, now=clock.now(),
        )  # fmt: skip


def test_case_file_is_bound_in_the_order_of_the_archive_with_pages_and_evidence(cast: Cast) -> None:
    scene = scene_of(cast)
    record = record_make(scene, body_of(scene, photos=2))
    upload(record.pk, 1, cast.inspector)
    finding = Finding.objects.everywhere("guard").get(inspection=record)
    case = case_make(cast, "decided", finding=finding.pk, source="inspection")
    filing = {
        "filing_basis": "《中华人民共和国行政处罚法》第五十四条",
        "handling": "建议立案",
        "party_id": USCC,
    }
    make(case, "filing_approval", cast.inspector, **filing)
    make(case, "decision", cast.inspector, party_id=USCC)
    name, content = case_file(case_id=case.uuid, folder=False, actor=cast.inspector, now=clock.now())
    read = PdfReader(io.BytesIO(content))
    texts = ["".join(page.extract_text().split()) for page in read.pages]
    assert name.endswith(".pdf")
    first = next(n for n, text in enumerate(texts) if "副卷1/" in text)
    rest = len(texts) - first
    marks = [f"正卷{n}/{first}" for n in range(1, first + 1)]
    marks += [f"副卷{n}/{rest}" for n in range(1, rest + 1)]
    assert all(mark in text for mark, text in zip(marks, texts, strict=True))
    assert texts[1].index("行政处罚决定书") < texts[1].index("证据目录")
    assert ("立案审批表" in texts[1], "立案审批表" in texts[first + 1]) == (False, True)
    titles = [
        [getattr(one, "title", None) for one in item] for item in read.outline if isinstance(item, list)
    ]
    assert titles == [["行政处罚决定书"], ["立案审批表"]]
    name, packed = case_file(case_id=case.uuid, folder=True, actor=cast.inspector, now=clock.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        names = folder.namelist()
        assert {one.date_time[:4] for one in folder.infolist()} == {(2026, 9, 15, 10)}
        listed = folder.read("目录.csv").decode("utf-8-sig")
    assert [one.split(" ")[0] for one in names] == [
        "00",
        "正卷/文书/01",
        "副卷/文书/01",
        "正卷/证据/001.jpg",
        "目录.csv",
    ]
    assert "（未上传）" in listed
    assert "2026-09-15 10:12" in PdfReader(io.BytesIO(content)).pages[1].extract_text()


def test_doors_offer_make_and_bind(cast: Cast, client_of: Any) -> None:
    case = case_make(cast, "decided")
    client: APIClient = client_of(cast.inspector)
    address = f"/api/v1/cases/{case.uuid}"
    offers = {one["form"]: one for one in client.get(f"{address}/papers").json()}
    assert offers["decision"]["values"]["case_number"] == case.number
    made = client.post(f"{address}/papers", {"form": "decision", "values": {"party_id": USCC}}, format="json")
    assert (made.status_code, made.json()["number"]) == (201, case.decision_number)
    again = client.post(
        f"{address}/papers", {"form": "decision", "values": {"party_id": USCC}}, format="json"
    )
    assert again.json()["uuid"] == made.json()["uuid"]
    assert client.get(f"{address}/file").content[:5] == b"%PDF-"
    assert client.get(f"{address}/file?as=zip").content[:2] == b"PK"
    assert client.get(f"{address}/file?as=else").status_code == 400


def test_paper_of_a_side_track_is_filled_from_it_and_stands_in_the_file(cast: Cast, client_of: Any) -> None:
    track = CaseTrack.objects.everywhere("guard").get(pk=track_make(cast))
    track_act(
        track_id=track.pk, verb="preservation.approve", values={"on": "2026-09-15"}, actor=cast.leader,
        now=clock.now(),
    )  # fmt: skip
    client: APIClient = client_of(cast.inspector)
    address = f"/api/v1/cases/{track.case_id}"
    offers = {one["form"]: one["values"] for one in client.get(f"{address}/papers?track={track.pk}").json()}
    assert list(offers) == ["approval", "preservation_notice", "item_list"]
    notice = offers["preservation_notice"]
    assert (notice["kept_from"], notice["kept_until"]) == ("2026-09-15", "2026-09-23")
    body = {"form": "preservation_notice", "values": {}, "track": str(track.pk)}
    made = client.post(f"{address}/papers", body, format="json").json()
    listed = client.get(f"{address}/documents").json()
    assert [(one["uuid"], one["of"], one["track"]) for one in listed] == [
        (made["uuid"], "casetrack", str(track.pk))
    ]
    later = {one["form"]: one["values"] for one in client.get(f"{address}/papers?track={track.pk}").json()}
    assert later["item_list"]["of_number"] == made["number"]
    assert client.get(f"{address}/papers?track={uuid4()}").status_code == 404


def test_service_of_a_decision_makes_its_proof_once(cast: Cast) -> None:
    case = case_make(cast, "served")
    row = service_paper(case_id=case.pk, now=clock.now())
    assert row is not None
    assert row.values["papers"] == [{"name": "行政处罚决定书", "number": case.decision_number, "count": "1"}]
    assert (row.values["mode"], row.values["receiver"]) == ("直接送达", "经营者签收")
    assert service_paper(case_id=case.pk, now=clock.now()) is None
    assert service_paper(case_id=case_make(cast, "decided").pk, now=clock.now()) is None


@pytest.mark.parametrize(("form", "step_of"), [("filing_approval", "filed_on"), ("no_penalty", "decided_on")])
def test_paper_bears_the_day_of_its_step_however_late_it_is_printed(
    cast: Cast, form: str, step_of: str
) -> None:
    case = case_make(cast, "reviewed")
    step(cast, case, "decide", **NO_PENALTY, classes=[], fine_fen=0, basis="")
    values = {"reasons": "首次违法"} if form == "no_penalty" else {"handling": "建议立案"}
    with on_day(2026, 9, 21):
        row = make(case, form, cast.inspector, party_id=USCC, **values)
    case.refresh_from_db()
    assert row.issued_on == getattr(case, step_of)


def test_proof_of_service_names_what_was_served_where_there_is_no_penalty(cast: Cast) -> None:
    told = []
    for outcome in ("not_established", "transfer"):
        case = case_make(cast, "reviewed")
        case = step(cast, case, "decide", outcome=outcome, classes=[], fine_fen=0, basis="")
        case = step(cast, case, "serve")
        row = service_paper(case_id=case.pk, now=clock.now())
        assert row is not None
        told.append([one["name"] for one in row.values["papers"]])
    assert told == [["不予行政处罚决定书"], ["案件移送单"]]


def test_report_says_how_it_came_and_what_was_replied_and_never_by_whom(cast: Cast) -> None:
    reporter = {"name": "示例举报人", "phone": "13900000000", "address": "", "wants_reply": True}
    lead = lead_make(
        cast, verified="属实", channel="12345", source="", reporter=reporter, actor=cast.supervisor
    )
    lead_reply(
        lead_id=lead.uuid, mode="phone", to="reporter", text="举报属实，已立案", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    case = case_make(cast, lead=lead.uuid)
    offers = {one["form"]: one["values"] for one in paper_offers(case_of(case.uuid, cast.inspector))}
    said = offers["report_handling"]
    wanted = ("report_no", "region", "channel", "category", "reply_wanted", "reply")
    assert [said[key] for key in wanted] == [
        lead.number, said["region"], "12345 政务服务便民热线", "互联网上网服务营业场所", "是",
        "2026年9月15日电话：举报属实，已立案",
    ]  # fmt: skip
    assert missing(form_get("report_handling"), said) == ["handling"]
    assert "示例举报人" not in str(said) and "13900000000" not in str(said)


def test_file_of_a_case_from_a_lead_holds_the_record_of_the_visit_that_looked_into_it(cast: Cast) -> None:
    lead = lead_make(cast, verified="属实")
    case = case_make(cast, lead=lead.uuid)
    assert inspection_of(case) is None
    scene = scene_of(cast, cause=lead.ref)
    record = record_make(scene, body_of(scene, photos=0))
    assert inspection_of(case) == record.pk
    found = lead_register(
        finding=Finding.objects.everywhere("guard").get(inspection=record).pk, content="检查发现",
        channel="finding", another="另一事项", actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    lead_verify(lead_id=found.uuid, note="属实", actor=cast.supervisor, now=clock.now())
    assert inspection_of(case_make(cast, lead=found.uuid)) == record.pk


def test_of_a_citizen_the_register_knows_nothing(cast: Cast) -> None:
    venue = venue_make(cast, uscc=USCC, legal_person="艾青禾", phone="0531-00000001")
    own = ("party_id", "legal_rep", "party_address", "party_phone", "licence")
    told = []
    for party in ({"party_kind": "citizen", "party_name": "欧阳若兰"}, {}):
        case = case_make(cast, venue=venue.uuid, violation=MINORS, **party)
        facts = case_facts(case_of(case.uuid, cast.inspector))
        told.append([facts.get(key) for key in own])
    assert told == [[None] * 5, [USCC, "艾青禾", venue.address, "0531-00000001", ""]]


def test_announcement_is_received_by_nobody(cast: Cast) -> None:
    case = case_make(cast, "served")
    Case.objects.everywhere("guard").filter(pk=case.pk).update(
        service_mode=Case.ANNOUNCEMENT, service_proof="公告三十日届满"
    )
    assert case_facts(case_of(case.uuid, cast.inspector))["receiver"] == "公告送达（公告三十日届满）"


def test_sum_taken_is_of_what_was_earned_and_never_of_things(cast: Cast) -> None:
    classes = ["warning", "confiscation"]
    case = case_make(cast, "reviewed")
    case = step(cast, case, "tell", classes=classes, fine_fen=0, confiscated_fen=20_000)
    told = case_facts(case_of(case.uuid, cast.inspector))["intended"]
    assert told == "警告；没收违法所得人民币贰佰元整（¥200.00）"
    case = step(cast, case, "tell", classes=classes, fine_fen=0, confiscated_fen=0)
    told = case_facts(case_of(case.uuid, cast.inspector))["intended"]
    assert told == "警告；没收违法所得、没收非法财物"
