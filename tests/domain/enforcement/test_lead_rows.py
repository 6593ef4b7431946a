from datetime import date
from typing import Any

import pytest

from enforcement.domain.lead_rows import lead_rows
from registry.domain.importing.columns import HeaderMissing

TODAY = date(2026, 9, 15)
CHANNELS = {"12345": "12345", "12345 政务服务便民热线": "12345", "12318 文化市场举报电话": "12318"}
HEAD = [
    "序号",
    "工单编号",
    "受理时间",
    "诉求来源",
    "诉求内容",
    "被反映单位",
    "诉求人",
    "联系电话",
    "是否回复",
]


def read(*rows: list[Any]) -> Any:
    return lead_rows([["热线工单导出"], HEAD, *rows], CHANNELS, TODAY)


def test_a_platforms_columns_are_known_by_its_own_words() -> None:
    found, unknown, left = read(
        [1, "GD1", "2026-09-10 14:22:33", "12345", "噪声扰民", "云阶网咖", "苏某", "13900000001", "否"],
        [2, "GD2", date(2026, 9, 11), None, "接纳未成年人", None, None, None, None],
        ["合计", 2],
    )
    assert (unknown, [row for row, _ in left]) == (["序号"], [5])
    assert [(one.row, one.faults) for one in found] == [(3, ()), (4, ())]
    assert found[0].values == {
        "external_number": "GD1", "received_on": date(2026, 9, 10), "channel": "12345", "content": "噪声扰民",
        "venue": "云阶网咖", "name": "苏某", "phone": "13900000001", "wants_reply": False,
    }  # fmt: skip
    assert (found[1].values["channel"], found[1].values["wants_reply"]) == ("", True)
    assert found[1].values["received_on"] == date(2026, 9, 11)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({1: None}, "external_number"),
        ({4: None}, "content"),
        ({4: "长" * 4001}, "content"),
        ({2: "上周"}, "received_on"),
        ({2: "2026-09-16"}, "received_on"),
        ({2: "2024-01-01"}, "received_on"),
        ({3: "口信"}, "channel"),
        ({8: "也许"}, "wants_reply"),
    ],
)
def test_each_fault_names_its_field(change: dict[int, Any], field: str) -> None:
    row = [1, "GD1", "2026-09-10", "12345", "噪声扰民", None, None, None, "是"]
    for place, cell in change.items():
        row[place] = cell
    assert [one.field for one in read(row)[0][0].faults] == [field]


def test_a_table_without_number_or_content_is_no_export() -> None:
    with pytest.raises(HeaderMissing, match="来件编号"):
        lead_rows([["姓名", "电话"], ["甲", "1"]], CHANNELS, TODAY)
