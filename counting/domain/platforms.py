"""The other platforms a record must be entered on, and their columns until a bureau sets its own.

The platforms' forms are not public, so every mapping begins unverified: the bureau compares it with the form
on its screen, moves and renames columns, and says when it agrees.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TITLE_MAX = 60
TEXT_MAX = 200
COLUMNS_MAX = 60


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: the list its rows come from, and its first columns: (title, key of a fact) pairs."""

    key: str
    zh: str
    en: str
    ledger: str  # cases | records
    asks: str  # which of them: filed | decided cases, accepted records of drawn or of all visits
    columns: Sequence[tuple[str, str]]


_CASE = (
    ("当事人名称", "party"), ("违法行为", "violation"), ("案件来源", "source"), ("立案号", "number"),
    ("立案日期", "filed_on"), ("处罚决定书文号", "decision_number"), ("处罚决定日期", "decided_on"),
    ("处罚种类", "classes"), ("罚款金额（元）", "fine"), ("没收金额（元）", "confiscated"),
)  # fmt: skip

PLATFORMS: dict[str, Platform] = {
    one.key: one
    for one in (
        Platform(
            "national_market", "全国文化市场技术监管与服务平台", "National cultural market platform", "cases",
            "filed",
            (*_CASE, ("结案方式", "closing"), ("承办人", "officers")),
        ),
        Platform(
            "double_random", "省“双随机、一公开”监管平台", "Provincial double-random platform", "records",
            "drawn",
            (
                ("检查对象名称", "venue"), ("统一社会信用代码", "uscc"), ("检查日期", "finished_on"),
                ("检查人员", "officers"), ("检查结果代码", "result_codes"), ("检查结果", "results"),
            ),
        ),
        Platform(
            "business_inspection", "全省涉企行政检查平台", "Provincial inspection platform", "records",
            "accepted",
            (
                ("检查对象名称", "venue"), ("统一社会信用代码", "uscc"), ("检查编号", "visit"),
                ("检查类型", "trigger"), ("检查日期", "finished_on"), ("执法人员", "officers"),
                ("检查情况", "outcome"), ("检查结果", "results"),
            ),
        ),
        Platform(
            "supervision", "行政执法监督系统", "Enforcement supervision system", "cases", "decided",
            (*_CASE, ("结案方式", "closing")),
        ),
        Platform(
            "internet_supervision", "“互联网+监管”系统", "Internet Plus supervision", "records", "accepted",
            (
                ("监管对象", "venue"), ("统一社会信用代码", "uscc"), ("监管形式", "trigger"),
                ("监管时间", "finished_on"), ("监管人员", "officers"), ("监管结果", "results"),
            ),
        ),
    )
}  # fmt: skip


def first_columns(platform: Platform) -> list[dict[str, str]]:
    """The columns before anybody set any."""
    return [{"title": title, "field": field, "text": ""} for title, field in platform.columns]


def column_faults(columns: Sequence[Mapping[str, Any]], known: Collection[str]) -> list[str]:
    """What is wrong with a mapping, column by column; empty when it can be used.

    A column holds a fact of the list or the same text in every row; titles stand once.
    """
    if not 1 <= len(columns) <= COLUMNS_MAX:
        return [f"应有 1 至 {COLUMNS_MAX} 列"]
    faults, seen = [], set()
    for number, one in enumerate(columns, 1):
        title, field, text = (str(one.get(name, "")).strip() for name in ("title", "field", "text"))
        if not title or len(title) > TITLE_MAX:
            faults.append(f"第 {number} 列：列名应为 1 至 {TITLE_MAX} 字")
        elif title in seen:
            faults.append(f"第 {number} 列：列名“{title}”重复")
        seen.add(title)
        if field and field not in known:
            faults.append(f"第 {number} 列：没有“{field}”这项内容")
        if field and text:
            faults.append(f"第 {number} 列：取自记录的列不能再填固定内容")
        if len(text) > TEXT_MAX:
            faults.append(f"第 {number} 列：固定内容不能超过 {TEXT_MAX} 字")
    return faults
