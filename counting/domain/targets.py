"""Reading a table of targets: every row judged before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counting.domain.indicators import INDICATORS
from counting.domain.windows import WINDOWS

COLUMNS = ("item", "verbatim", "indicator", "comparison", "value", "unit", "window")
VALUE_MAX = 10**12
_LENGTHS = {"item": 20, "verbatim": 200}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target as written in the year's work plan; `value` in the indicator's unit (bp = basis points)."""

    item: str
    verbatim: str
    indicator: str
    comparison: str
    value: int
    unit: str
    window: str


def problems(row: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong with it, in the planner's words; empty when the row is good."""
    wrong = {}
    for name in COLUMNS[1:]:
        if not (row.get(name) or "").strip():
            wrong[name] = "不能为空"
    for name, most in _LENGTHS.items():
        if len((row.get(name) or "").strip()) > most:
            wrong[name] = f"不能超过 {most} 个字"
    if "indicator" not in wrong and row["indicator"] not in INDICATORS:
        wrong["indicator"] = "没有这个指标"
    if "comparison" not in wrong and row["comparison"] not in (">=", "<=", "="):
        wrong["comparison"] = "只能是 >=、<= 或 ="
    if "window" not in wrong and row["window"] not in WINDOWS:
        wrong["window"] = "只能是 year、H1、H2 或 Q1 至 Q4"
    if "value" not in wrong and not _is_count(row["value"].strip()):
        wrong["value"] = "应为非负整数"
    if "indicator" not in wrong and "unit" not in wrong and row["unit"] != INDICATORS[row["indicator"]].unit:
        wrong["unit"] = f"该指标的单位是 {INDICATORS[row['indicator']].unit}"
    return wrong


def _is_count(text: str) -> bool:
    short = len(text) <= len(str(VALUE_MAX))  # Python refuses to read endless digits
    return short and text.isascii() and text.isdigit() and int(text) <= VALUE_MAX


def read_targets(rows: Iterable[Mapping[str, str]]) -> tuple[list[TargetRow], list[tuple[int, str, str]]]:
    """All rows, and (row number from 1, field, reason) of every problem, duplicates included."""
    good: list[TargetRow] = []
    bad: list[tuple[int, str, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 1):
        wrong = problems(row)
        bad += [(number, name, why) for name, why in wrong.items()]
        if wrong:
            continue
        key = (row["indicator"], row["window"])
        if key in seen:
            bad.append((number, "indicator", f"与第 {seen[key]} 行重复"))
            continue
        seen[key] = number
        good.append(
            TargetRow(
                (row.get("item") or "").strip(),
                row["verbatim"].strip(),
                row["indicator"],
                row["comparison"],
                int(row["value"]),
                row["unit"],
                row["window"],
            )
        )
    return good, bad
