"""Rosters as bureaus really have them, written with openpyxl: every defect the import must live with."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from tests.factories_registry import uscc_make

HEADER = {
    "no": "序号",
    "name": "企业名称",
    "sign": "门头名称",
    "uscc": "统一社会信用代码/注册号",
    "person": "法定代表人或负责人",
    "phone": "联系电话",
    "address": "经营场所地址",
    "town": "所属街道",
    "category": "行业类别",
    "licence": "许可证号",
    "issued": "发证日期",
    "until": "有效期限",
    "status": "经营状态",
    "place": "坐标",
    "datum": "坐标系",
    "hours": "营业时间",
    "note": "备注",
}
WIDE = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in (*range(48, 58), *range(65, 91))})


def sheet(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), title: str = "汇总表") -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CLEAN = ("单位名称", "统一社会信用代码", "经营地址", "类别")


def roster(rows: Sequence[Sequence[Any]], header: Sequence[str] = CLEAN) -> bytes:
    """A clean roster: a header and rows."""
    return sheet([header, *rows], title="检查对象")


def dirty_codes() -> dict[str, str]:
    """The fictional codes of the dirty workbook by what they are used for."""
    names = ("wide", "merged", "serial", "double", "registered", "premises", "fine")
    return {name: uscc_make(900_000 + place) for place, name in enumerate(names)}


def dirty_workbook(codes: dict[str, str]) -> bytes:
    """Titles, merged cells, synonyms, wide signs, date serials, blanks, doubles, lost digits.

    Data begin in row 5. Rows 7 and 8 share a merged street; row 9 doubles row 5; row 10 lost its digits;
    row 11 has a wrong check sign; row 12 names no category; row 13 is registered already; rows 14 and 15
    are two premises under one code; row 16 is a total.
    """
    fine = codes["fine"]
    wrong = fine[:17] + ("1" if fine[17] != "1" else "2")
    rows: list[dict[str, Any]] = [
        {
            "name": "　济南云阶　歌舞娱乐有限公司（示例） ",
            "sign": "云阶量贩ＫＴＶ",
            "uscc": codes["wide"].translate(WIDE),
            "person": "吴珊",
            "phone": "１３８００００００００",
            "address": "府前大街８８号　",
            "town": "艾山街道办事处",
            "category": "歌舞厅",
            "licence": "鲁娱３７０１１７",
            "until": "2024.3.1—2027.2.28",
            "status": "正常营业",
            "place": "117.8112345,36.0612345",
            "datum": "高德",
            "hours": "13:00-次日2:00",
        },
        {
            "name": "示例网吧甲",
            "uscc": codes["serial"],
            "address": "汶源大街 3 号",
            "town": "汶源",
            "category": "网吧",
            "licence": "鲁网001",
            "issued": 45292,
            "until": 46387,
            "status": "开业",
            "hours": "8:00-24:00",
        },
        _row("示例网吧乙", codes["merged"], "里辛大街 1 号", "里辛街道", "网咖"),
        _row("示例游艺丙", codes["double"], "里辛大街 2 号", None, "电玩城") | {"status": "停业"},
        _row("济南云阶歌舞娱乐有限公司(示例)", codes["wide"], "府前大街88号", "艾山", "KTV"),
        _row("示例丢位数", 913701170000123456.0, "汶源大街 9 号", "汶源街道", "网吧"),
        _row("示例校验位", wrong, "汶源大街 10 号", "汶源街道", "网吧"),
        _row("示例无类别", fine, "汶源大街 11 号", "汶源街道", ""),
        _row("已登记网吧", codes["registered"], "艾山大街 5 号", "艾山街道", "网吧") | {"phone": "0531-0001"},
        _row("两处甲", codes["premises"], "甲路 1 号", "艾山街道", "网吧"),
        _row("两处乙", codes["premises"], "乙路 2 号", "艾山街道", "网吧"),
    ]
    data = [[{"no": n, **row}.get(key, "") for key in HEADER] for n, row in enumerate(rows, start=1)]
    return sheet(
        [
            ["钢城区文化市场经营单位基本情况汇总表"],
            ["填报单位：虚构文旅局", *[None] * 7, "填报日期：2026年9月1日"],
            [None],
            list(HEADER.values()),
            *data,
            ["合计", "11家"],
            [None, "   ", None],
        ],
        merged=("A1:Q1", "H7:H8"),
    )


def _row(name: str, uscc: Any, address: str, town: str | None, category: str) -> dict[str, Any]:
    return {"name": name, "uscc": uscc, "address": address, "town": town, "category": category}


def dirty_csv(code: str) -> bytes:
    """A roster saved as CSV by an old office: GB18030, with a title line and trailing commas."""
    lines = [
        "钢城区网吧名单,,,,",
        "名称,信用代码,详细地址,业态,",
        f"示例网吧䶮,{code},艾山大街 7 号,互联网上网服务,",
        ",,,,",
    ]
    return "\r\n".join(lines).encode("gb18030")


def officers(rows: Sequence[Sequence[Any]]) -> bytes:
    """A roster of officers."""
    header = (
        "姓名",
        "执法证号",
        "有效期至",
        "所在单位",
        "执法类别",
        "主检资格",
        "手机",
        "是否在岗",
        "责任区域",
    )
    return sheet([["执法人员花名册"], header, *rows], title="执法人员")


OFFICER_ROWS: list[list[Any]] = [
    [
        "沈知秋",
        "３７０１１７０００１",
        date(2027, 12, 31),
        "一中队",
        "网吧、KTV",
        "是",
        "1380001",
        "在岗",
        "全部",
    ],
    ["韩北溟", "R200400178", 46387, "二中队", "网吧", "否", "", "", "艾山、里辛"],
    ["无证者", "", "2027-01-01", "二中队", "网吧", "", "", "", ""],
]
