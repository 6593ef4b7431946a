from datetime import date
from typing import Any

import pytest

from backend import clock
from backend.models import JournalLine, User
from registry.models import Licence, Venue, VenueCategory
from registry.services.rosters import (
    roster_import_confirm,
    roster_import_fix,
    roster_import_upload,
)
from tests.factories_registry import uscc_make
from tests.factories_rosters import confirm, dirty, fresh, reasons, refusal, upload, venues, verdicts
from tests.workbooks import dirty_csv, dirty_workbook, roster

TODAY = date(2026, 9, 15)
pytestmark = pytest.mark.usefixtures("catalogue")


def test_dirty_workbook_is_judged_row_by_row_and_nothing_is_written(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    assert (row.state, row.total, row.progress, row.sheet) == ("previewed", 11, 11, "汇总表")
    assert row.counts == {"new": 6, "changed": 1, "same": 0, "refused": 4}
    assert verdicts(row) == {
        5: "new",
        6: "new",
        7: "new",
        8: "new",
        9: "refused",
        10: "refused",
        11: "refused",
        12: "refused",
        13: "changed",
        14: "new",
        15: "new",
    }
    assert reasons(row) == {
        9: [("name", "duplicate_row")],
        10: [("uscc", "digits_lost")],
        11: [("uscc", "uscc_check")],
        12: [("categories", "missing")],
    }
    assert row.header["row"] == 4
    assert row.header["unknown"] == ["序号", "备注"]
    assert row.header["skipped_rows"] == [{"row": 16, "why": "合计或者说明行"}]
    assert [v[1] for v in venues(supervisor)] == ["已登记网吧"]


def test_confirmed_rows_are_written_whole_and_refused_ones_are_left_out(supervisor: User) -> None:
    row, codes = dirty(supervisor)
    done = confirm(row, supervisor)
    assert (done.state, done.progress, done.confirmed_by, done.done_at is not None) == (
        "done",
        11,
        supervisor,
        True,
    )
    assert [v[:6] for v in venues(supervisor)] == sorted(
        [
            (
                codes["wide"],
                "济南云阶歌舞娱乐有限公司（示例）",
                "府前大街88号",
                "370117001",
                "open",
                "13800000000",
            ),
            (codes["serial"], "示例网吧甲", "汶源大街 3 号", "370117003", "open", ""),
            (codes["merged"], "示例网吧乙", "里辛大街 1 号", "370117002", "open", ""),
            (codes["double"], "示例游艺丙", "里辛大街 2 号", "370117002", "closed", ""),
            (codes["registered"], "已登记网吧", "艾山大街 5 号", "370117001", "open", "0531-0001"),
            (codes["premises"], "两处甲", "甲路 1 号", "370117001", "open", ""),
            (f"{codes['premises']}-01", "两处乙", "乙路 2 号", "370117001", "open", ""),
        ]
    )
    wide = Venue.objects.within(supervisor).get(code=codes["wide"])
    assert (str(wide.lng), str(wide.lat), wide.datum, wide.opens_at, wide.closes_at, wide.registered_on) == (
        "117.8112345",
        "36.0612345",
        "gcj02",
        "13:00",
        "02:00",
        TODAY,
    )
    licences = Licence.objects.within(supervisor).order_by("number")
    assert list(licences.values_list("kind", "number", "issued_on", "valid_to")) == [
        ("娱乐经营许可证", "鲁娱370117", date(2024, 3, 1), date(2027, 2, 28)),
        ("网络文化经营许可证", "鲁网001", date(2024, 1, 1), date(2026, 12, 31)),
    ]
    assert VenueCategory.objects.within(supervisor).filter(category="NET").count() == 5


def test_import_is_one_line_with_the_digest_of_its_verdicts(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    done = confirm(row, supervisor)
    lines = JournalLine.objects.everywhere("task").filter(noun_id=row.uuid).order_by("id")
    assert [line.verb for line in lines] == [
        "roster_import.upload",
        "roster_import.preview",
        "roster_import.confirm",
        "roster_import.write",
    ]
    written = lines[3]
    assert written.data == {"new": 6, "changed": 1, "same": 0, "refused": 4, "verdicts": done.verdicts_digest}
    assert len(done.verdicts_digest) == 64
    assert JournalLine.objects.everywhere("task").filter(noun="venue").count() == 1  # the one made by hand


def test_same_file_again_changes_nothing(supervisor: User) -> None:
    row, codes = dirty(supervisor)
    confirm(row, supervisor)
    before = venues(supervisor)
    licences = list(Licence.objects.within(supervisor).order_by("pk").values())
    again = upload(supervisor, dirty_workbook(codes))
    assert again.counts == {"new": 0, "changed": 0, "same": 7, "refused": 4}
    assert confirm(again, supervisor).state == "done"
    assert venues(supervisor) == before
    assert list(Licence.objects.within(supervisor).order_by("pk").values()) == licences


def test_refused_rows_fixed_in_place_are_imported(supervisor: User) -> None:
    row, codes = dirty(supervisor)
    right = uscc_make()
    for number, values in (
        (9, {"uscc": right, "address": "府前大街 90 号"}),
        (10, {"uscc": uscc_make()}),
        (11, {"uscc": uscc_make()}),
        (12, {"categories": "网吧"}),
    ):
        roster_import_fix(import_id=row.uuid, row_no=number, values=values, actor=supervisor, now=clock.now())
    row = fresh(row.uuid)
    assert (row.counts, reasons(row)) == ({"new": 10, "changed": 1, "same": 0, "refused": 0}, {})
    confirm(row, supervisor)
    found = Venue.objects.within(supervisor).get(code=right)
    assert (found.name, found.address) == ("济南云阶歌舞娱乐有限公司(示例)", "府前大街 90 号")
    assert Venue.objects.within(supervisor).get(code=codes["fine"]).name == "示例无类别"
    assert len(venues(supervisor)) == 11


def test_fix_that_is_wrong_too_says_why(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    fixed = roster_import_fix(
        import_id=row.uuid, row_no=10, values={"uscc": "9137"}, actor=supervisor, now=clock.now()
    )
    assert (fixed.counts["refused"], reasons(fresh(row.uuid))[10]) == (4, [("uscc", "uscc_length")])


def test_fix_of_a_double_settles_the_row_it_doubled(supervisor: User) -> None:
    code = uscc_make()
    row = upload(supervisor, roster([["甲", code, "一路 1 号", "网吧"], ["甲", code, "一路 1 号", "网吧"]]))
    assert verdicts(row) == {2: "new", 3: "refused"}
    roster_import_fix(
        import_id=row.uuid, row_no=2, values={"address": "一路 2 号"}, actor=supervisor, now=clock.now()
    )
    assert verdicts(row) == {2: "new", 3: "new"}


def test_fix_can_fill_a_column_the_file_does_not_have(supervisor: User) -> None:
    row = upload(supervisor, roster([["甲", uscc_make(), "网吧"]], ("名称", "代码", "业态")))
    assert row.state == "failed" or reasons(row)
    code = uscc_make()
    row = upload(supervisor, roster([["甲", code, "网吧"]], ("名称", "信用代码", "业态")))
    assert reasons(row) == {2: [("address", "missing")]}
    roster_import_fix(
        import_id=row.uuid, row_no=2, values={"address": "一路 1 号"}, actor=supervisor, now=clock.now()
    )
    confirm(row, supervisor)
    assert Venue.objects.within(supervisor).get(code=code).address == "一路 1 号"


def test_fix_of_an_unknown_column_or_row_is_refused(supervisor: User) -> None:
    row, _ = dirty(supervisor)
    act = roster_import_fix
    assert (
        refusal(act, import_id=row.uuid, row_no=10, values={"colour": "red"}, actor=supervisor) == "invalid"
    )
    assert (
        refusal(act, import_id=row.uuid, row_no=999, values={"name": "甲"}, actor=supervisor) == "not_found"
    )


def test_done_import_is_neither_fixed_nor_confirmed_again(supervisor: User, second_supervisor: User) -> None:
    row, _ = dirty(supervisor)
    confirm(row, supervisor)
    codes = [
        refusal(roster_import_confirm, import_id=row.uuid, actor=second_supervisor),
        refusal(roster_import_fix, import_id=row.uuid, row_no=5, values={"name": "甲"}, actor=supervisor),
    ]
    assert codes == ["move_not_open", "move_not_open"]


def test_old_office_csv_in_gb18030_is_read(supervisor: User) -> None:
    code = uscc_make()
    row = upload(supervisor, dirty_csv(code), name="名单.CSV")
    assert (row.state, row.counts["new"]) == ("previewed", 1)
    confirm(row, supervisor)
    assert Venue.objects.within(supervisor).get(code=code).name == "示例网吧䶮"


def test_control_signs_hidden_in_a_cell_are_left_out(supervisor: User) -> None:
    code = uscc_make()
    row = upload(supervisor, roster([["示例_x0000_网吧_x0001_", code, "一路 1 号", "网吧"]]))
    confirm(row, supervisor)
    assert Venue.objects.within(supervisor).get(code=code).name == "示例网吧"


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"not a workbook", "a.pdf", "不是 .xlsx、.xls 或者 .csv 文件"),
        (b"PK\x03\x04 broken", "a.xlsx", "文件已损坏，读不出来；请用 Excel 打开后另存一份"),
        ("甲,乙\n1,2".encode(), "a.csv", "在前40行中没有找到表头：缺少“单位名称”一列"),
    ],
)
def test_file_that_is_no_roster_fails_with_words(
    supervisor: User, data: bytes, name: str, problem: str
) -> None:
    row = upload(supervisor, data, name=name)
    assert (row.state, row.problem) == ("failed", problem)
    assert refusal(roster_import_confirm, import_id=row.uuid, actor=supervisor) == "move_not_open"


def test_empty_and_oversized_files_are_refused_at_the_door(supervisor: User, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    told = [
        refusal(roster_import_upload, kind="venues", filename="a.xlsx", data=data, actor=supervisor)
        for data in (b"", b"x" * 11)
    ]
    assert told == ["file_unreadable", "file_too_big"]


def test_inspector_may_not_import_and_industry_section_no_officers(
    inspector: User, industry_section: User
) -> None:
    act = roster_import_upload
    values: dict[str, Any] = {"filename": "a.xlsx", "data": b"x"}
    assert refusal(act, kind="venues", actor=inspector, **values) == "not_allowed"
    assert refusal(act, kind="officers", actor=industry_section, **values) == "not_allowed"


def test_roster_of_another_district_is_not_found(stranger: User, supervisor: User) -> None:
    row, _ = dirty(supervisor)
    assert refusal(roster_import_confirm, import_id=row.uuid, actor=stranger) == "not_found"
    assert (
        refusal(roster_import_fix, import_id=row.uuid, row_no=5, values={"name": "甲"}, actor=stranger)
        == "not_found"
    )
    assert fresh(row.uuid).state == "previewed"
