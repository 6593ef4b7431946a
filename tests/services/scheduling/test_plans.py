import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from scheduling.imports import plan_table_read
from scheduling.models import Plan, PlanRow
from scheduling.selectors.plans import plan_detail
from scheduling.services.draws import draw_approve, draw_ask
from scheduling.services.plans import plan_import, plan_make, plan_publish, plan_row_add, plan_row_edit
from tests.factories_scheduling import catalogue_make
from tests.services.scheduling.drawn import district_make, whole

VECTORS = Path(__file__).parents[2] / "vectors"
TABLES = sorted((VECTORS / "plans").glob("*.csv"))


@pytest.fixture(autouse=True)
def catalogue(organ: Organ) -> None:
    catalogue_make()


def imported(name: str, supervisor: User) -> Plan:
    data = (VECTORS / "plans" / f"{name}.csv").read_bytes()
    return plan_import(year=2026, name=name, rows=plan_table_read(data), actor=supervisor, now=clock.now())


def row(plan: Plan, supervisor: User, **values: Any) -> PlanRow:
    body = {"item": "网吧", "quota_verbatim": "≥10%", "month_from": 3, "month_to": 10, **values}
    return plan_row_add(plan_id=plan.uuid, values=body, actor=supervisor, now=clock.now())


@pytest.fixture
def plan(supervisor: User) -> Plan:
    return plan_make(year=2026, name="2026年度抽查计划", actor=supervisor, now=clock.now())


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_published_table_keeps_its_wording_beside_the_numbers(supervisor: User, path: Path) -> None:
    plan = imported(path.stem, supervisor)
    published = plan_table_read(path.read_bytes())
    rows = list(plan.rows.order_by("seq"))
    assert [r.quota_verbatim for r in rows] == [p.quota_verbatim or "" for p in published]
    assert [r.basis for r in rows] == [p.legal_basis or "" for p in published]
    assert all(r.item for r in rows)
    assert all(r.parsed["verbatim"] == r.quota_verbatim for r in rows)


def test_one_ratio_is_taken_and_a_range_is_not(supervisor: User) -> None:
    exact = imported("yingcheng_wlj_joint", supervisor)
    assert list(exact.rows.order_by("seq").values_list("ratio_bp", flat=True)) == [
        2500,
        5000,
        10000,
        10000,
        5000,
    ]
    assert exact.rows.order_by("seq").values_list("month_from", "month_to").first() == (1, 10)
    (ranged,) = imported("shijiazhuang_2023_internal_joint", supervisor).rows.all()
    assert (ranged.understood, ranged.ratio_bp) == (True, None)
    assert (ranged.month_from, ranged.month_to) == (10, 11)
    (floor, *_) = imported("huairou_2020_cultural_enforcement", supervisor).rows.order_by("seq")
    assert (floor.ratio_bp, floor.categories) == (1000, ["NET"])


def test_wording_not_understood_asks_the_planner(plan: Plan, supervisor: User) -> None:
    made = row(plan, supervisor, quota_verbatim="视情况酌定若干")
    assert (made.understood, made.ratio_bp) == (False, None)
    with pytest.raises(DomainError) as refused:
        plan_row_edit(row_id=made.uuid, values={"ratio_bp": 500}, actor=supervisor, now=clock.now())
    assert refused.value.code == "reason_needed"
    made = plan_row_edit(
        row_id=made.uuid, values={"ratio_bp": 500}, reason="按上年比例", actor=supervisor, now=clock.now()
    )
    assert (made.quota_verbatim, made.ratio_bp, made.settled_reason) == ("视情况酌定若干", 500, "按上年比例")


def test_new_wording_is_read_anew(plan: Plan, supervisor: User) -> None:
    made = row(plan, supervisor, quota_verbatim="2%-5%")
    made = plan_row_edit(
        row_id=made.uuid, values={"ratio_bp": 300}, reason="取中值", actor=supervisor, now=clock.now()
    )
    made = plan_row_edit(
        row_id=made.uuid, values={"quota_verbatim": "≥10%"}, actor=supervisor, now=clock.now()
    )
    assert (made.ratio_bp, made.settled_reason) == (1000, "")


def test_v06_plan_without_months_is_not_published(plan: Plan, supervisor: User) -> None:
    made = row(plan, supervisor, month_from=None, month_to=None)
    with pytest.raises(DomainError) as refused:
        plan_publish(plan_id=plan.uuid, actor=supervisor, now=clock.now())
    assert (refused.value.code, refused.value.data) == (
        "plan_unsettled",
        {"rows": [{"row": str(made.uuid), "seq": 1, "missing": ["months"]}]},
    )
    plan_row_edit(
        row_id=made.uuid, values={"month_from": 3, "month_to": 9}, actor=supervisor, now=clock.now()
    )
    published = plan_publish(plan_id=plan.uuid, actor=supervisor, now=clock.now())
    assert (published.state, published.published_on) == ("published", date(2026, 9, 15))


def test_plan_with_open_wording_or_no_row_is_not_published(plan: Plan, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        plan_publish(plan_id=plan.uuid, actor=supervisor, now=clock.now())
    assert refused.value.code == "plan_unsettled"
    row(plan, supervisor, quota_verbatim="随缘")
    with pytest.raises(DomainError) as refused:
        plan_publish(plan_id=plan.uuid, actor=supervisor, now=clock.now())
    assert refused.value.data["rows"][0]["missing"] == ["wording", "ratio"]


def test_published_plan_is_not_edited(plan: Plan, supervisor: User) -> None:
    made = row(plan, supervisor)
    plan_publish(plan_id=plan.uuid, actor=supervisor, now=clock.now())
    for act in (
        lambda: plan_row_edit(row_id=made.uuid, values={"item": "别的"}, actor=supervisor, now=clock.now()),
        lambda: row(plan, supervisor),
        lambda: plan_publish(plan_id=plan.uuid, actor=supervisor, now=clock.now()),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "move_not_open"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"month_from": 5, "month_to": None}, "month_to"),
        ({"month_from": 9, "month_to": 3}, "month_to"),
        ({"ratio_bp": 500, "quota_count": 5}, "quota_count"),
        ({"categories": ["XYZ"]}, "categories"),
    ],
)
def test_row_that_cannot_be_meant_is_refused(
    plan: Plan, supervisor: User, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        row(plan, supervisor, **values)
    assert (refused.value.code, list(refused.value.data["fields"])) == ("invalid", [field])


def test_plan_is_named_once_a_year(plan: Plan, supervisor: User) -> None:
    with pytest.raises(DomainError) as refused:
        plan_make(year=2026, name=plan.name, actor=supervisor, now=clock.now())
    assert refused.value.code == "plan_exists"


def test_row_tells_how_far_it_has_come(plan: Plan, organ: Organ, supervisor: User, leader: User) -> None:
    made = row(plan, supervisor, quota_verbatim="30%")
    district_make(organ)
    draw = whole(supervisor, plan_row_id=made.uuid, rules={})
    assert draw.rules["overall"] == 3000
    assert plan_detail(plan, supervisor)["rows"][0]["progress"] == {"drawn": 9, "approved": 0, "finished": 0}
    draw_ask(draw_id=draw.uuid, actor=supervisor, now=clock.now())
    draw_approve(draw_id=draw.uuid, approve="approved", actor=leader, now=clock.now())
    assert plan_detail(plan, supervisor)["rows"][0]["progress"] == {"drawn": 9, "approved": 9, "finished": 0}


def test_stranger_cannot_edit_the_plan(plan: Plan, supervisor: User, stranger: User) -> None:
    made = row(plan, supervisor)
    for act in (
        lambda: row(plan, stranger),
        lambda: plan_row_edit(row_id=made.uuid, values={"item": "别的"}, actor=stranger, now=clock.now()),
        lambda: plan_publish(plan_id=plan.uuid, actor=stranger, now=clock.now()),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "not_found"


def test_workbook_and_gb18030_text_read_as_the_utf8_text() -> None:
    text = (VECTORS / "plans" / "yingcheng_wlj_joint.csv").read_text(encoding="utf-8")
    expected = plan_table_read(text.encode())
    assert plan_table_read(text.encode("gb18030")) == expected
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(csv.reader(io.StringIO(text))):
            sheet.write_row(number, 0, [int(c) if c.isdigit() else c for c in cells])
    assert [r.item for r in plan_table_read(out.getvalue())] == [r.item for r in expected]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00\x01",
        b"PK\x03\x04 no workbook",
        "姓名,年龄\n甲,1\n".encode(),
        "序号,抽查事项,抽查比例\n".encode(),
    ],
)
def test_file_that_is_no_plan_table_is_refused_with_the_reason(data: bytes) -> None:
    with pytest.raises(DomainError) as refused:
        plan_table_read(data)
    assert refused.value.code == "plan_unreadable"
    assert refused.value.data["why"]


@pytest.mark.parametrize(
    "oracle", list(csv.DictReader((VECTORS / "quota_wording.csv").read_text("utf-8").splitlines()[1:]))
)
def test_quota_parse_prints_the_columns_of_the_oracle(oracle: dict[str, str], capsys: Any) -> None:
    call_command("quota_parse", oracle["verbatim"])
    said = json.loads(capsys.readouterr().out)
    columns = [name for name in oracle if name != "from"]
    assert list(said)[: len(columns)] == columns
    assert said["understood"] is True
    assert said["ratio_kind"] == oracle["ratio_kind"]
    for name in ("ratio_min", "ratio_max"):
        assert said[name] == (float(oracle[name]) if oracle[name] else None)


def test_plan_import_command_says_what_is_open(supervisor: User, capsys: Any) -> None:
    path = VECTORS / "plans" / "shijiazhuang_2023_internal_joint.csv"
    call_command("plan_import", str(path), "--year", "2023", "--as", "supervisor")
    said = capsys.readouterr().out
    assert "1 行，1 行待确定" in said
    assert "“2%-5%”" in said
    with pytest.raises(CommandError):
        call_command("plan_import", str(path), "--year", "2023", "--as", "nobody")
    with pytest.raises(CommandError):
        call_command("plan_import", str(path), "--year", "2023", "--as", "supervisor")


def test_table_too_long_too_wide_or_with_a_nul_is_refused() -> None:
    header = "序号,抽查事项,抽查比例\n"
    for rows, why in (
        ("1,网吧,5%\n" * 2001, "2000 行"),
        (f"1,{'网' * 4001},5%\n", "4000 字"),
        ("1,网\x00吧,5%\n", "空字符"),
    ):
        with pytest.raises(DomainError) as refused:
            plan_table_read((header + rows).encode())
        assert why in refused.value.data["why"]


def test_dates_and_whole_numbers_of_a_workbook_are_read_as_printed() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "抽查事项", "抽查比例", "抽查时间"])
        sheet.write_row(1, 0, [1, "网吧", "5%"])
        sheet.write_datetime(1, 3, datetime(2026, 10, 31), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    (row,) = plan_table_read(out.getvalue())
    assert (row.seq, row.deadline_verbatim) == ("1", "2026-10-31")
