import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from backend import clock
from backend.models import Delivery, JournalLine, User
from backend.tasks import sweep
from registry.models import Officer, Venue, VenueCategory
from registry.selectors.venues import VenueFilter
from registry.services.export import import_errors, officer_export, venue_export
from registry.services.rosters import (
    roster_import_confirm,
    roster_import_upload,
    writing,
)
from registry.services.rosters.work import SILENT_AFTER, StillWorking, take
from registry.services.venues import venue_edit
from tests.factories_registry import officer_make, uscc_make, venue_make
from tests.factories_rosters import confirm, dirty, fresh, reasons, rows_of, upload, venues, verdicts
from tests.workbooks import OFFICER_ROWS, dirty_codes, dirty_workbook, officers, roster

TODAY = date(2026, 9, 15)
pytestmark = pytest.mark.usefixtures("catalogue")


def test_export_imports_back_as_the_same(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    confirm(row, supervisor)
    licence = {"kind": "网络文化经营许可证", "number": "甲1", "issued_on": date(2024, 1, 1), "valid_to": None}
    other = {"kind": "卫生许可证", "number": "乙2", "valid_to": date(2026, 12, 31)}
    full = venue_make(supervisor, licences=[licence, other], categories=["NET", "KTV"], area_m2=320)
    venue_edit(
        venue_id=full.uuid, values={"status": "cancelled"}, reason="注销", actor=supervisor, now=clock.now()
    )
    data = venue_export(narrow=VenueFilter(), actor=supervisor, now=clock.now())
    again = upload(supervisor, data)
    assert (again.counts, reasons(again)) == ({"new": 0, "changed": 0, "same": 8, "refused": 0}, {})


def test_export_holds_what_the_list_was_narrowed_to_and_leaves_a_line(supervisor: User) -> None:
    venue_make(supervisor, name="=HYPERLINK(1)", credit_grade="C")
    venue_make(supervisor)
    data = venue_export(narrow=VenueFilter(grade="C"), actor=supervisor, now=clock.now())
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    values = [[cell.value for cell in row] for row in page.iter_rows()]
    assert len(values) == 2
    assert "=HYPERLINK(1)" in values[1]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    line = JournalLine.objects.everywhere("task").get(verb="venue.export")
    assert (line.actor_id, line.data) == (supervisor.uuid, {"rows": 1})


def test_error_workbook_holds_refused_rows_with_reasons_and_imports_when_corrected(
    supervisor: User,
) -> None:
    row, codes = dirty(supervisor)
    data = import_errors(roster=row, actor=supervisor)
    book = load_workbook(io.BytesIO(data))
    page = book.active
    assert page is not None
    values = [[cell.value for cell in line] for line in page.iter_rows()]
    assert values[0][:4] == ["不能导入的原因", "原文件行号", "序号", "企业名称"]
    assert [line[1] for line in values[1:]] == ["9", "10", "11", "12"]
    assert values[4][0] == "请至少选择一个类别"
    category = values[0].index("行业类别") + 1
    page.cell(row=5, column=category, value="网吧")
    out = io.BytesIO()
    book.save(out)
    again = upload(supervisor, out.getvalue())
    assert verdicts(again)[5] == "new"
    confirm(again, supervisor)
    assert Venue.objects.within(supervisor).filter(code=codes["fine"]).exists()


def test_reading_twice_reads_once(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    before = [(r.pk, r.target) for r in rows_of(row)]
    Delivery.objects.everywhere("task").update(state="pending")
    sweep()
    assert [(r.pk, r.target) for r in rows_of(row)] == before


def test_writing_twice_writes_once(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    confirm(row, supervisor)
    before = venues(supervisor)
    Delivery.objects.everywhere("task").update(state="pending")
    sweep()
    assert venues(supervisor) == before
    assert JournalLine.objects.everywhere("task").filter(verb="roster_import.write").count() == 1


def test_reader_that_died_is_taken_over_and_one_alive_is_not(supervisor: User) -> None:
    row = roster_import_upload(
        kind="venues",
        filename="a.xlsx",
        data=dirty_workbook(dirty_codes()),
        actor=supervisor,
        now=clock.now(),
    )
    take(row.uuid, before="uploaded", during="reading", now=clock.now())
    with pytest.raises(StillWorking):
        take(row.uuid, before="uploaded", during="reading", now=clock.now())
    sweep()
    assert fresh(row.uuid).state == "reading"
    with clock.at(clock.now() + SILENT_AFTER + timedelta(seconds=30)):
        sweep()
    assert fresh(row.uuid).state == "previewed"


def test_worker_killed_while_writing_leaves_the_register_as_it_was_and_the_sweep_goes_on(
    supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = dirty(supervisor)
    before = venues(supervisor)
    with monkeypatch.context() as patch:

        def killed(*_: object) -> None:
            raise KeyboardInterrupt  # as a kill would: nothing catches it

        patch.setattr(writing, "licences_write", killed)
        roster_import_confirm(import_id=row.uuid, actor=supervisor, now=clock.now())
        with pytest.raises(KeyboardInterrupt):
            sweep()
    assert venues(supervisor) == before
    assert (fresh(row.uuid).state, VenueCategory.objects.within(supervisor).count()) == ("confirming", 1)
    with clock.at(clock.now() + timedelta(minutes=11)):
        sweep()
    assert fresh(row.uuid).state == "done"
    assert len(venues(supervisor)) == 7


def test_register_that_moved_on_without_touching_the_rows_is_written_as_seen(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    venue_make(supervisor)
    assert confirm(row, supervisor).state == "done"
    assert len(venues(supervisor)) == 8


def test_register_that_moved_on_under_the_rows_asks_again_and_writes_nothing(supervisor: User) -> None:
    row, codes = dirty(supervisor)
    venue_make(supervisor, uscc=codes["serial"], name="示例网吧甲", address="汶源大街 3 号", township="汶源")
    before = venues(supervisor)
    back = confirm(row, supervisor)
    assert (back.state, back.problem, back.counts) == (
        "previewed",
        "预览之后名录有变动，请重新核对后再确认。",
        {"new": 5, "changed": 2, "same": 0, "refused": 4},
    )
    assert venues(supervisor) == before
    assert confirm(back, supervisor).state == "done"
    assert len(venues(supervisor)) == 7


def test_imported_status_and_category_changes_keep_their_days(supervisor: User) -> None:
    code = uscc_make()
    venue = venue_make(supervisor, uscc=code, name="甲", address="一路 1 号", registered_on=date(2026, 1, 1))
    header = ("单位名称", "统一社会信用代码", "经营地址", "类别", "状态")
    row = upload(supervisor, roster([["甲", code, "一路 1 号", "KTV", "注销"]], header))
    confirm(row, supervisor)
    kept = Venue.objects.within(supervisor).get(uuid=venue.uuid)
    assert (kept.status, kept.left_on, kept.registered_on) == ("cancelled", TODAY, date(2026, 1, 1))
    periods = VenueCategory.objects.within(supervisor).order_by("category")
    assert list(periods.values_list("category", "entered_on", "left_on")) == [
        ("KTV", TODAY, None),
        ("NET", date(2026, 1, 1), TODAY),
    ]


def test_cancelled_venue_is_not_brought_back_by_an_import(supervisor: User) -> None:
    code = uscc_make()
    venue = venue_make(supervisor, uscc=code, name="甲", address="一路 1 号")
    venue_edit(
        venue_id=venue.uuid, values={"status": "cancelled"}, reason="注销", actor=supervisor, now=clock.now()
    )
    header = ("单位名称", "统一社会信用代码", "经营地址", "类别", "状态")
    row = upload(supervisor, roster([["甲", code, "一路 1 号", "网吧", "营业"]], header))
    assert reasons(row) == {2: [("status", "move_not_open")]}


def test_officers_are_imported_exported_and_the_same_again(supervisor: User) -> None:
    known = officer_make(
        supervisor, cert_no="R200400178", name="韩北溟", unit="二中队", quals=["NET"], lead_quals=[]
    )
    row = upload(supervisor, officers(OFFICER_ROWS), "officers")
    assert (row.counts, reasons(row)) == (
        {"new": 1, "changed": 1, "same": 0, "refused": 1},
        {5: [("cert_no", "missing")]},
    )
    confirm(row, supervisor)
    rows = Officer.objects.within(supervisor).order_by("cert_no")
    assert list(rows.values_list("name", "cert_no", "cert_valid_to", "quals", "lead_quals", "towns")) == [
        ("沈知秋", "3701170001", date(2027, 12, 31), ["KTV", "NET"], ["KTV", "NET"], ["*"]),
        ("韩北溟", "R200400178", date(2026, 12, 31), ["NET"], [], ["370117001", "370117002"]),
    ]
    assert rows[1].uuid == known.uuid
    again = upload(supervisor, officer_export(actor=supervisor, now=clock.now()), "officers")
    assert again.counts == {"new": 0, "changed": 0, "same": 2, "refused": 0}
