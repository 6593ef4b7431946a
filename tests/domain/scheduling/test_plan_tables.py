"""The six published plan tables are recognised, and what is no plan table is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduling.domain.plan_tables import MonthSpan, PlanRow, PlanTableError, csv_grid, month_span, plan_rows
from scheduling.domain.wording import parse_wording

VECTORS = Path(__file__).parents[2] / "vectors"
PLANS = sorted((VECTORS / "plans").glob("*.csv"))


def plan(name: str) -> list[PlanRow]:
    return plan_rows(csv_grid((VECTORS / "plans" / f"{name}.csv").read_text()))


def test_all_six_tables_give_their_rows() -> None:
    assert {path.stem: len(plan(path.stem)) for path in PLANS} == {
        "fenyang_2021_joint_items": 5,
        "henan_2019_online_culture": 1,
        "huairou_2020_cultural_enforcement": 6,
        "linyi_2022_items": 18,
        "shijiazhuang_2023_internal_joint": 1,
        "yingcheng_wlj_joint": 5,
    }


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_published_quota_is_understood(path: Path) -> None:
    rows = plan(path.stem)

    assert [
        row.quota_verbatim for row in rows if not parse_wording(row.quota_verbatim or "").understood
    ] == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_cell_of_a_published_table_is_kept(path: Path) -> None:
    lines = [cells for cells in csv_grid(path.read_text()) if not cells[0].startswith("#")]
    kept = [
        {value for value in vars(row).values() if isinstance(value, str)} | {value for _, value in row.other}
        for row in plan(path.stem)
    ]

    assert [set(cells) - row - {""} for cells, row in zip(lines[1:], kept, strict=True)] == [set()] * len(
        kept
    )


def test_a_row_with_published_ratio_and_frequency_in_one_cell() -> None:
    assert plan("yingcheng_wlj_joint")[4] == PlanRow(
        row=12,
        seq="4",
        domain="体育经营行业监管",
        item="5.对经营高危险性体育项目的检查",
        item_class="一般检查事项",
        object_type="经营高危险性体育项目单位(游泳场所)",
        object_scope="",
        initiating="文旅部门",
        cooperating="卫健部门",
        legal_basis="《全民健身条例》、《经营高危险性体育项目许可管理办法》、《公共场所管理条例》、《公共场所卫生管理条例实施细则》",
        method="现将检查",
        quota_verbatim="50%,不少于1次/年",
        ratio_verbatim="50%",
        freq_verbatim="不少于1次/年",
        deadline_verbatim="10月底",
        months=MonthSpan(1, 10, deadline=True),
        contact="市文旅市场综合执法大队、市卫健局综合监督股",
        notes="",
    )


def test_a_row_with_ratio_and_period_in_two_cells_and_an_effective_year() -> None:
    assert plan("huairou_2020_cultural_enforcement")[5] == PlanRow(
        row=10,
        seq="6",
        item="卫星电视接收单位和个人日常活动",
        object_type="卫星电视接收单位和个人",
        base="当期接收卫星电视",
        initiating="怀柔区文化和旅游局",
        legal_basis="《卫星电视广播地面接收设施管理规定》《〈卫星电视广播地面接收设施管理规定〉实施细则》",
        method="按主体随机",
        quota_verbatim="≥10% 每月一次",
        ratio_verbatim="≥10%",
        freq_verbatim="每月一次",
        deadline_verbatim="2020年全年",
        months=MonthSpan(1, 12, 2020),
        notes="本领域待市局反馈具体工作",
    )


def test_columns_a_table_lacks_are_none_and_columns_of_its_own_are_kept() -> None:
    row = plan("henan_2019_online_culture")[0]

    assert (row.item, row.item_class, row.notes, row.months) == (None, None, None, MonthSpan(11, 11, 2019))
    assert row.other == (
        ("执法人员库", "全省网络文化市场执法人员名录库"),
        ("人员抽取数", "12名"),
        ("分组", "6个检查小组"),
        (
            "结果处理与公布",
            "涉嫌违法经营单位和事项转交有关省辖市文化市场综合执法机构核查处理;在“河南省文化和旅游厅”网站公布结果",
        ),
    )


def test_a_table_without_any_ratio_has_no_quota() -> None:
    assert {(row.quota_verbatim, row.ratio_verbatim, row.months) for row in plan("linyi_2022_items")} == {
        (None, None, None)
    }


def test_plan_and_task_numbers_are_kept() -> None:
    row = plan("shijiazhuang_2023_internal_joint")[0]

    assert (row.plan_no, row.plan_name, row.task_no, row.task_name, row.draw_type, row.months) == (
        "2023001",
        "2023年市文化广电和旅游局局内部联合随机抽查001",
        "001号",
        "2023年市文化广电和旅游局内部联合随机抽查",
        "定向抽查",
        MonthSpan(10, 11, 2023),
    )


def test_title_rows_blank_rows_short_rows_and_repeated_columns_are_taken_as_they_come() -> None:
    grid = [
        ["钢城区2026年度抽查工作计划"],
        [],
        ["序号", "抽 查 事 项", "抽查比例及频次", "备注", "备注"],
        ["1", "娱乐场所经营情况的检查", "5%"],
        ["", "", "", "", ""],
        ["2", "旅行社经营情况的检查", "", "甲", "乙"],
    ]

    assert plan_rows(grid) == [
        PlanRow(4, "1", item="娱乐场所经营情况的检查", quota_verbatim="5%", notes="", other=(("备注", ""),)),
        PlanRow(6, "2", item="旅行社经营情况的检查", quota_verbatim="", notes="甲", other=(("备注", "乙"),)),
    ]


def test_a_row_longer_than_its_header_is_refused_with_its_number() -> None:
    with pytest.raises(PlanTableError, match="第2行有4格，表头只有3格"):
        plan_rows([["序号", "抽查事项", "抽查比例"], ["1", "检查", "5%", "多余"]])


@pytest.mark.parametrize("name", ["published_results_shapes.csv", "quota_wording.csv"])
def test_a_table_that_is_no_plan_is_refused(name: str) -> None:
    with pytest.raises(PlanTableError, match="未找到表头"):
        plan_rows(csv_grid((VECTORS / name).read_text()))


MONTHS = {
    "10月底": MonthSpan(1, 10, deadline=True),
    "十月底前": MonthSpan(1, 10, deadline=True),
    "即日起至10月": MonthSpan(1, 10, deadline=True),
    "2023年11月30日前完成": MonthSpan(1, 11, 2023, deadline=True),
    "年底前": MonthSpan(1, 12, deadline=True),
    "2023年10月至11月": MonthSpan(10, 11, 2023),
    "2023年10月－2023年11月": MonthSpan(10, 11, 2023),
    "3-10月": MonthSpan(3, 10),
    "十一至十二月": MonthSpan(11, 12),
    "2019年11月25日至11月29日": MonthSpan(11, 11, 2019),
    "2020年全年": MonthSpan(1, 12, 2020),
    "下半年": MonthSpan(7, 12),
    "第三季度": MonthSpan(7, 9),
    "2026年度第1季度": MonthSpan(1, 3, 2026),
    "10月": MonthSpan(10, 10),
    "2022年9月至2023年2月": None,
    "11月至2月": None,
    "13月": None,
    "五六月": None,
    "5月、10月": None,
    "每月": None,
    "2026年": None,
    "": None,
}


@pytest.mark.parametrize(("words", "span"), list(MONTHS.items()))
def test_the_months_a_published_time_names(words: str, span: MonthSpan | None) -> None:
    assert month_span(words) == span
