"""Penalty classes (处罚种类) in order of weight, and the sum of a decision."""

from collections.abc import Iterable

# light → heavy, the columns of 行政执法统计年报 表一; code → (中文, English)
CLASSES: dict[str, tuple[str, str]] = {
    "warning": ("警告", "warning"),
    "criticism": ("通报批评", "public criticism"),
    "fine": ("罚款", "fine"),
    "confiscation": ("没收违法所得、没收非法财物", "confiscation"),
    "licence_suspension": ("暂扣许可证件", "suspension of licence"),
    "grade_lowering": ("降低资质等级", "lowering of qualification"),
    "restriction": ("限制开展生产经营活动", "restriction of business"),
    "suspension": ("责令停产停业", "order to suspend business"),
    "closure": ("责令关闭、限制从业", "closure or ban from trade"),
    "revocation": ("吊销许可证件", "revocation of licence"),
    "detention": ("行政拘留", "detention"),
    "other": ("其他", "other"),
}
_WEIGHT = {name: weight for weight, name in enumerate(CLASSES) if name != "other"}

CLOSING_TYPES: dict[str, tuple[str, str]] = {
    "performed_general": ("履行处罚职权结案（一般程序）", "penalty performed (general procedure)"),
    "performed_simple": ("履行处罚职权结案（简易程序）", "penalty performed (simple procedure)"),
    "performed_no_penalty": ("履行处罚职权结案（不予处罚）", "no penalty"),
    "withdrawn": ("撤销立案结案", "filing withdrawn"),
    "announced": ("公告结案", "closed by announcement"),
    "transferred": ("移送结案", "transferred"),
    "terminated": ("案件终止结案", "terminated"),
}


def heaviest(classes: Iterable[str]) -> str:
    """The class a decision is counted in: the heaviest, a clear class before `other`; "" for none.

    Source: counting rules of 行政执法统计年报 (one 宗, in the heaviest class).
    """
    known = [name for name in classes if name in CLASSES]
    clear = [name for name in known if name != "other"]
    if clear:
        return max(clear, key=_WEIGHT.__getitem__)
    return known[0] if known else ""


def within_band(fine_fen: int, low: int | None, high: int | None) -> bool:
    """Whether a fine lies in [low, high]; a bound that is not known does not bind. Zero means no fine."""
    if fine_fen == 0:
        return True
    return (low is None or fine_fen >= low) and (high is None or fine_fen <= high)


def total_fen(fine_fen: int, confiscated_fen: int) -> int:
    """罚没金额: the sums in the decision, not what was paid."""
    return fine_fen + confiscated_fen
