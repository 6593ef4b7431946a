"""The forms of an inspection are made from the visit's own data at the moments the law wants them."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.documents.making import pdf_text
from backend.models import Delivery, Document
from backend.services.documents import document_make
from backend.services.files import file_bytes
from inspections.services.papers import result_paper
from inspections.services.publishing import inspection_correct, inspection_publish
from inspections.services.reviewing import inspection_accept
from scheduling.models import DrawLogLine, Visit
from scheduling.selectors.visits import teams_of
from scheduling.services.papers import approval_papers, notice_paper
from tests.cast import Cast
from tests.factories_inspections import body_of, clean_body, record_make, scene_of
from tests.factories_scheduling import catalogue_make
from tests.services.scheduling.drawn import at_moment, committed, district_make, visits_of_draw, whole


def words(row: Document) -> str:
    document_make(document_id=row.pk, now=clock.now())
    row.refresh_from_db()
    assert row.file is not None, row.problem
    return "".join(pdf_text(file_bytes(row.file)).split())


def test_approval_and_notice_come_from_the_visit_and_stand_on_its_page(cast: Cast, client_of: Any) -> None:
    visit = scene_of(cast).visit
    (approval,) = approval_papers(of=visit.pk, now=clock.now())
    assert approval_papers(of=visit.pk, now=clock.now()) == [approval]
    notice = notice_paper(visit_id=visit.pk, now=clock.now())
    assert notice is not None and notice.number.endswith("1号")
    assert notice_paper(visit_id=visit.pk, now=clock.now()) == notice
    said = words(approval)
    assert all(word in said for word in (visit.venue.name, cast.leader.name, cast.inspector.name, "同意"))
    assert all(word in words(notice) for word in (visit.venue.name, "五个严禁", "有权申请其回避"))
    assert f"{visit.trigger.name_zh}，不是随机抽取" in words(notice)
    client: APIClient = client_of(cast.supervisor)
    shown = client.get(f"/api/v1/visits/{visit.pk}/documents").json()
    assert [one["form"] for one in shown] == ["inspection_approval", "inspection_notice"]


def test_notice_of_a_drawn_visit_prints_the_draw_and_the_head_of_its_log(cast: Cast) -> None:
    catalogue_make()
    district_make(cast.organ)
    draw = whole(cast.supervisor)
    visit = visits_of_draw(draw)[0]
    officer = teams_of([visit])[visit.pk][0].officer
    officer.user = cast.inspector
    officer.save()
    head = DrawLogLine.objects.everywhere("guard").get(draw=draw, ev="RESULT")
    with at_moment(draw, timedelta(hours=1)):
        told = {"noticed_at": clock.now(), "state": "approved"}
        Visit.objects.everywhere("guard").filter(pk=visit.pk).update(**told)
    with at_moment(draw, timedelta(hours=2)):
        committed(cast.supervisor)  # a later line does not change a notice that was given
        notice = notice_paper(visit_id=visit.pk, now=clock.now())
    assert notice is not None
    said = words(notice)
    assert f"随机抽取，编号{draw.number}。公开日志第{head.seq}行，链头{head.head}" in said


def test_visit_that_is_neither_approved_nor_begun_has_no_papers(cast: Cast) -> None:
    visit = scene_of(cast).visit
    Visit.objects.everywhere("guard").filter(pk=visit.pk).update(
        approval=None, started_at=None, state="planned"
    )
    assert approval_papers(of=visit.pk, now=clock.now()) == []
    assert notice_paper(visit_id=visit.pk, now=clock.now()) is None


def test_published_result_is_told_and_told_anew_when_corrected(cast: Cast) -> None:
    scene = scene_of(cast)
    record = record_make(scene, clean_body(scene))
    assert result_paper(inspection_id=record.pk, now=clock.now()) is None
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    inspection_publish(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    row = result_paper(inspection_id=record.pk, now=clock.now())
    assert row is not None and "未发现问题" in words(row)
    assert result_paper(inspection_id=record.pk, now=clock.now()) == row
    inspection_correct(
        inspection_id=record.pk, result_codes=["B"], reason="复核", actor=cast.supervisor, now=clock.now()
    )
    later = result_paper(inspection_id=record.pk, now=clock.now())
    assert later is not None and (later.number, later.version) == (row.number, 2)
    assert row.values["next"] == "无后续处理事项。"


def test_result_with_findings_does_not_say_that_nothing_follows(cast: Cast) -> None:
    scene = scene_of(cast)
    record = record_make(scene, body_of(scene, photos=0))
    inspection_accept(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    inspection_publish(inspection_id=record.pk, actor=cast.supervisor, now=clock.now())
    row = result_paper(inspection_id=record.pk, now=clock.now())
    assert row is not None and row.values["next"] == "对检查发现的问题，本机关将依法处理。"


@pytest.mark.parametrize(
    ("verb", "task"),
    [("visit.approve", "scheduling.tasks.approval_papers"), ("visit.start", "scheduling.tasks.notice_paper")],
)
def test_papers_follow_the_acts_of_the_visit(cast: Cast, verb: str, task: str) -> None:
    scene_of(cast)
    rows = Delivery.objects.everywhere("guard").filter(line__verb=verb)
    assert task in set(rows.values_list("task", flat=True))
