"""Documents are asked for once, made once, replaced by versions, and wait for their signatures."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from backend import clock
from backend.documents.catalogue import form_get
from backend.documents.making import pdf_text, sample
from backend.documents.word import word_text
from backend.domain.errors import DomainError
from backend.models import Delivery, Document, File, JournalLine, NumberSeries, Organ, User
from backend.services.documents import document_make, document_request, document_void, documents_resume
from backend.services.documents.requesting import Numbered
from backend.services.files import file_announce, file_bytes, file_receive
from backend.tasks import deliver
from tests.racing import race
from tests.services.backend.test_papers import picture

CASE = ("case", UUID(int=7))


def ask(organ: Organ, actor: User, form: str = "decision", **more: Any) -> Document:
    values = {**sample(form_get(form)), **more.pop("values", {})}
    with transaction.atomic():
        return document_request(
            form=form, of=CASE, organ=organ, values=values, actor=actor, now=clock.now(), **more
        )


def make(row: Document) -> Document:
    document_make(document_id=row.uuid, now=clock.now())
    row.refresh_from_db()
    return row


@pytest.mark.django_db
def test_document_is_made_by_its_delivery_and_only_once(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector)
    deliver(str(Delivery.objects.everywhere("task").get(task="backend.tasks.document_make").uuid))
    row.refresh_from_db()
    assert (row.state, row.progress, row.number) == ("made", 100, "(钢)文综罚字〔2026〕1号")
    assert row.file and file_bytes(row.file)[:5] == b"%PDF-"
    assert make(row).file_id == row.file_id
    assert File.objects.everywhere("guard").filter(noun="document").count() == 3
    assert [line.verb for line in JournalLine.objects.everywhere("guard").order_by("pk")] == [
        "document.request",
        "document.make",
    ]


def told_while_made(row: Document) -> list[tuple[str, int, str]]:
    """What a page that asks again and again reads while the task works: state, progress and problem."""
    seen: list[tuple[str, int, str]] = []

    def after(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith('UPDATE "backend_document"'):
            rows = Document.objects.everywhere("guard").filter(pk=row.pk)
            seen.append(rows.values_list("state", "progress", "problem").get())
        return result

    with connection.execute_wrapper(after):
        make(row)
    return seen


@pytest.mark.django_db
def test_page_sees_how_far_the_paper_is(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector)
    assert (row.state, row.progress) == ("requested", 0)
    assert told_while_made(row) == [
        ("requested", 20, ""), ("requested", 60, ""), ("requested", 90, ""), ("made", 100, ""),
    ]  # fmt: skip


@pytest.mark.django_db
def test_page_sees_where_the_paper_failed_and_why(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector, values={"facts": "经营😀"})
    assert told_while_made(row) == [("requested", 20, ""), ("failed", 0, "字库中没有这些字符：😀")]
    assert told_while_made(row) == []  # what failed is not tried again by itself


@pytest.mark.django_db
def test_same_content_is_the_same_document_and_other_content_its_next_version(
    organ: Organ, inspector: User
) -> None:
    first = make(ask(organ, inspector))
    assert ask(organ, inspector).uuid == first.uuid
    second = ask(organ, inspector, values={"penalty": "警告"})
    assert (second.version, second.number, second.replaces_id) == (2, first.number, first.uuid)
    assert second.state == "requested"


@pytest.mark.django_db
def test_named_document_is_taken_once_and_never_with_other_content(organ: Organ, inspector: User) -> None:
    name, given = uuid4(), Numbered("示〔2026〕7号", 2026, 7)
    first = ask(organ, inspector, document_id=name, numbered=given)
    assert ask(organ, inspector, document_id=name, numbered=given) == first
    with pytest.raises(DomainError, match="content_differs"):
        ask(organ, inspector, document_id=name, values={"penalty": "警告"})


@pytest.mark.django_db
def test_document_with_gaps_is_not_asked_for(organ: Organ, inspector: User) -> None:
    with pytest.raises(DomainError) as gap:
        ask(organ, inspector, values={"facts": ""})
    assert (gap.value.code, gap.value.data["labels"]) == ("facts_missing", ["违法事实和证据"])
    with pytest.raises(DomainError, match="invalid"):
        ask(organ, inspector, values={"fine_fen": "3000"})
    assert not Document.objects.everywhere("guard").exists()


@pytest.mark.django_db
def test_public_variant_names_nobody(organ: Organ, inspector: User) -> None:
    row = make(
        ask(organ, inspector, values={"party_name": "马小川", "facts": "马小川，370101199001011234。"})
    )
    assert row.public_file
    text = "".join(pdf_text(file_bytes(row.public_file)).split())
    assert ("马小川" in text, "3701011990" in text, "马某某" in text) == (False, False, True)


@pytest.mark.django_db
def test_glyph_nobody_can_draw_fails_the_task_with_the_reason(organ: Organ, inspector: User) -> None:
    row = make(ask(organ, inspector, values={"facts": "经营😀"}))
    assert (row.state, row.problem, row.file) == ("failed", "字库中没有这些字符：😀", None)
    assert ask(organ, inspector, values={"facts": "经营"}).version == 2


@pytest.mark.django_db
def test_paper_waits_for_the_signature_still_on_the_phone(organ: Organ, inspector: User) -> None:
    png, name = picture(), uuid4()
    digest = hashlib.sha256(png).hexdigest()
    told: dict[str, Any] = {"sha256": digest, "actor": inspector, "now": clock.now()}
    file_announce(
        file_id=name, owner=CASE, kind="signature", meta={}, size=len(png), media="image/png",
        organ_id=organ.code, **told,
    )  # fmt: skip
    signed = {"name": "马小川", "signed_at": "2026-09-15T10:00", "file": str(name)}
    row = make(ask(organ, inspector, "closing_report", values={"leader_sign": signed}))
    assert (row.state, row.problem) == ("requested", "等待签名图片上传")
    file_receive(file_id=name, offset=0, data=png, total=len(png), owner=CASE, **told)
    assert documents_resume(file_id=name, now=clock.now()) == 1
    row.refresh_from_db()
    assert row.state == "made"


@pytest.mark.django_db
def test_void_document_keeps_its_number_used_and_a_new_one_takes_the_next(
    organ: Organ, inspector: User, supervisor: User
) -> None:
    row = make(ask(organ, inspector))
    with pytest.raises(DomainError, match="reason_needed"):
        document_void(document_id=row.uuid, reason=" ", actor=supervisor, now=clock.now())
    void = document_void(document_id=row.uuid, reason="当事人名称有误", actor=supervisor, now=clock.now())
    assert (void.state, void.problem) == ("void", "当事人名称有误")
    with pytest.raises(DomainError, match="move_not_open"):
        document_void(document_id=row.uuid, reason="再次", actor=supervisor, now=clock.now())
    assert ask(organ, inspector).seq == 2


@pytest.mark.django_db(transaction=True)
def test_two_makers_make_one(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector)
    race(*[lambda: document_make(document_id=row.uuid, now=clock.now()) and None] * 2)
    assert File.objects.everywhere("guard").filter(noun="document").count() == 3
    assert JournalLine.objects.everywhere("guard").filter(verb="document.make").count() == 1


@pytest.mark.django_db
def test_paper_of_an_outside_body_bears_its_number_and_takes_none_of_ours(
    organ: Organ, inspector: User
) -> None:
    first = make(ask(organ, inspector, "appraisal", values={"body_number": "虚鉴〔2026〕第12号"}))
    unnumbered = ask(organ, inspector, "appraisal", values={"body_number": ""})
    assert [(row.number, row.year, row.seq) for row in (first, unnumbered)] == [
        ("虚鉴〔2026〕第12号", None, None), ("", None, None),
    ]  # fmt: skip
    assert not NumberSeries.objects.everywhere("guard").filter(kind="appraisal").exists()
    assert first.file and first.copy
    head = "鉴定书虚鉴〔2026〕第12号"
    assert head in "".join(pdf_text(file_bytes(first.file)).split())
    assert head in "".join(word_text(file_bytes(first.copy)).split())


@pytest.mark.django_db
def test_appraisal_that_has_a_number_of_ours_keeps_it(organ: Organ, inspector: User) -> None:
    ours, blank = "(钢)文综鉴字〔2026〕1号", {"body_number": ""}
    former = ask(organ, inspector, "appraisal", values=blank)
    Document.objects.everywhere("guard").filter(pk=former.pk).update(number=ours, year=2026, seq=1)
    former = make(former)
    assert former.file and ours in pdf_text(file_bytes(former.file))
    later = ask(organ, inspector, "appraisal", values=blank | {"finding": "真品"}, replaces=former.pk)
    assert (later.number, later.year, later.seq, later.version) == (ours, 2026, 1, 2)


@pytest.mark.django_db
def test_number_of_an_outside_body_too_long_to_be_one_is_refused(organ: Organ, inspector: User) -> None:
    with pytest.raises(DomainError) as refused:
        ask(organ, inspector, "appraisal", values={"body_number": "长" * 61})
    assert refused.value.data["fields"] == {"body_number": ["最多60字"]}
