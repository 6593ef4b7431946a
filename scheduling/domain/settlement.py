"""What a plan row still needs before it can be published and drawn: wording read or settled, months (V06)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from scheduling.domain.wording import Wording

# a wording of these kinds names one ratio by itself: the exact one, or the least that satisfies it
ONE_RATIO = ("exact", "floor")
ITEM_CLASSES: Mapping[str, str] = {
    "一般检查事项": "general",
    "一般": "general",
    "重点检查事项": "key",
    "重点": "key",
}


class Numbers(NamedTuple):
    """The ratio in basis points or the number of venues a wording fixes; None where the planner must say."""

    ratio_bp: int | None = None
    quota_count: int | None = None


def numbers_read(wording: Wording) -> Numbers:
    """What can be taken from the wording without guessing."""
    if not wording.understood or wording.ratio_kind not in ONE_RATIO or wording.ratio_min is None:
        return Numbers()
    if wording.unit == "count":
        whole = wording.ratio_min.denominator == 1
        return Numbers(quota_count=int(wording.ratio_min) if whole else None)
    return Numbers(ratio_bp=wording.ratio_min_bp)


def needs(row: Mapping[str, Any]) -> list[str]:
    """`wording`: not understood and not settled; `ratio`: no single number and no reason why; `months`."""
    missing = []
    settled = bool(row["settled_reason"])
    if not row["understood"] and not settled:
        missing.append("wording")
    if row["ratio_bp"] is None and row["quota_count"] is None and not settled:
        missing.append("ratio")
    if row["month_from"] is None or row["month_to"] is None:
        missing.append("months")
    return missing


def item_class(published: str | None) -> str:
    """general, key, or "" when the table does not say."""
    return ITEM_CLASSES.get((published or "").strip(), "")
