"""Papers made on the spot arrive with their record: kept, numbered, and marked where they are irregular."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend import clock
from backend.documents.catalogue import form_get
from backend.documents.making import sample
from backend.models import Document, NumberUse, User
from backend.selectors.documents import number_register
from backend.services.booklets import numbers_reserve, numbers_void
from backend.services.documents import document_make, documents_resume
from enforcement.services.spot import spot_penalty_check
from inspections.models import Inspection, Irregularity, Rectification
from inspections.services.following import inspection_follow
from tests.cast import Cast
from tests.factories_inspections import body_of, record_make, scene_of, upload

DUE = "2026-10-08"
SIGN = str(UUID(int=0x5001))


def held(actor: User, kind: str = "rectification") -> list[NumberUse]:
    return numbers_reserve(kind=kind, count=2, device="phone-one", actor=actor, now=clock.now())


def paper(form: str = "rectification", number: str = "", **values: Any) -> dict[str, Any]:
    said = sample(form_get(form))
    for one in form_get(form).fields:
        if one.kind == "signature":
            said[one.key] = {"name": "韩山", "signed_at": "2026-09-15T10:05", "file": SIGN}
    return {
        "id": str(uuid4()), "form": form, "number": number, "issued_on": "2026-09-15",
        "values": {**said, **values},
    }  # fmt: skip


def marked(row: Inspection) -> list[str]:
    rows = Irregularity.objects.everywhere("guard").filter(inspection=row, current=True)
    return [f"{one.rule}.{one.code}" for one in rows]


@pytest.fixture
def order_of(cast: Cast) -> Any:
    """A record with papers, its finding ordered to be put right by DUE."""
    scene = scene_of(cast)

    def make(*papers: dict[str, Any], **more: Any) -> Inspection:
        orders = [{"items": ["NET-02"], "content": "悬挂标志", "basis": "", "due_on": DUE}]
        body = body_of(scene, photos=1, documents=list(papers), orders=orders, **more)
        return record_make(scene, body, uuid=more.pop("uuid", None))

    return make


def test_paper_arrives_with_its_number_its_order_takes_it_and_the_pdf_waits_for_the_signature(
    order_of: Any, cast: Cast
) -> None:
    number = held(cast.inspector)[0].number
    row = order_of(paper(number=number, due_on=DUE))
    document = Document.objects.everywhere("guard").get()
    assert (document.number, document.origin, document.irregularities) == (number, "spot", [])
    assert marked(row) == []
    inspection_follow(inspection_id=row.pk, now=clock.now())
    assert Rectification.objects.everywhere("guard").get().number == number
    document_make(document_id=document.pk, now=clock.now())
    document.refresh_from_db()
    assert document.problem == "等待签名图片上传"
    upload(row.pk, 1, cast.inspector)
    documents_resume(file_id=UUID(SIGN), now=clock.now())
    document.refresh_from_db()
    assert document.state == "failed"  # the bytes of this test are no picture, and that is said
    assert document.problem == "签名图片无法读取"
    shown = number_register(cast.inspector, kind="rectification", year=2026, today=clock.today())
    assert [(line["seq"], line["fate"]) for line in shown["lines"]] == [(2, "held"), (1, "issued")]


def test_number_voided_meanwhile_is_kept_and_marked(order_of: Any, cast: Cast) -> None:
    use = held(cast.inspector)[0]
    numbers_void(numbers=[use.uuid], reason="手机遗失", actor=cast.supervisor, now=clock.now())
    row = order_of(paper(number=use.number))
    assert marked(row) == ["V39.number_void"]
    assert Document.objects.everywhere("guard").get().irregularities == [{"code": "number_void", "data": {}}]


def test_papers_out_of_order_are_kept_and_marked(order_of: Any, cast: Cast) -> None:
    unsigned = paper("service_proof", party_sign={"name": "韩山"})
    row = order_of(
        paper(number="示〔2026〕9号"),
        paper(),
        {**paper(), "form": "novel"},
        unsigned,
        paper("service_proof", mode=""),
    )
    assert sorted(marked(row)) == [
        "V39.form_unknown_paper",
        "V39.number_missing",
        "V39.number_unknown",
        "V39.paper_incomplete",
        "V39.signature_missing",
    ]
    assert Document.objects.everywhere("guard").count() == 4


def test_officer_off_line_for_days_keeps_his_numbers(order_of: Any, cast: Cast) -> None:
    number = held(cast.inspector)[0].number
    with clock.at(clock.now() + timedelta(days=40)):
        assert marked(order_of(paper(number=number, due_on="2026-11-30"))) == []


def test_changed_paper_of_a_returned_record_is_its_next_version(cast: Cast) -> None:
    scene, given = scene_of(cast), paper(number=held(cast.inspector)[0].number)
    name = uuid4()
    row = record_make(scene, body_of(scene, photos=0, documents=[given]), uuid=name)
    Inspection.objects.everywhere("guard").filter(pk=row.pk).update(state="returned")
    later = {**given, "values": {**given["values"], "content": "拆除遮挡"}}
    record_make(scene, body_of(scene, photos=0, documents=[later], rev=2), uuid=name)
    rows = Document.objects.everywhere("guard").order_by("version")
    assert [(one.version, one.number) for one in rows] == [(1, given["number"]), (2, given["number"])]
    assert rows[1].replaces_id == rows[0].pk


def test_v23_penalty_beyond_the_spot_is_kept_and_marked(order_of: Any, cast: Cast) -> None:
    number = held(cast.inspector, "spot_penalty")[0].number
    given = {"party_kind": "公民", "penalty": "罚款", "fine_fen": 300_00}
    order_of(paper("spot_penalty", number, **given))
    document = Document.objects.everywhere("guard").get()
    assert spot_penalty_check(document_id=document.pk, now=clock.now()) == ["simple_fine"]
    assert spot_penalty_check(document_id=document.pk, now=clock.now()) == []
    assert spot_penalty_check(document_id=uuid4(), now=clock.now()) == []
    document.refresh_from_db()
    assert document.irregularities == [{"code": "simple_fine", "data": {"rule": "V23"}}]


def test_paper_of_another_record_is_not_taken_over(order_of: Any, cast: Cast) -> None:
    given = paper("service_proof")
    order_of(given)
    scene = scene_of(cast)
    other = record_make(scene, body_of(scene, photos=0, documents=[given]))
    assert marked(other) == ["V39.paper_of_another"]
    assert Document.objects.everywhere("guard").count() == 1
