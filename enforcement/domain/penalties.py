"""Penalty classes (处罚种类) in order of weight, the band of a fine (罚款幅度), and the sum of a decision."""

from collections.abc import Iterable, Mapping, Sequence

# light → heavy, the columns of 行政执法统计年报 表一, “其他” before all; code → (中文, English)
CLASSES: dict[str, tuple[str, str]] = {
    "other": ("其他", "Other"),
    "warning": ("警告", "Warning"),
    "criticism": ("通报批评", "Public criticism"),
    "fine": ("罚款", "Fine"),
    "confiscation": ("没收违法所得、没收非法财物", "Confiscation"),
    "licence_suspension": ("暂扣许可证件", "Suspension of a licence"),
    "grade_lowering": ("降低资质等级", "Lowering of grade"),
    "restriction": ("限制开展生产经营活动", "Restriction of business"),
    "suspension": ("责令停产停业", "Suspension of business"),
    "closure": ("责令关闭、限制从业", "Closure or ban from trade"),
    "revocation": ("吊销许可证件", "Revocation of a licence"),
    "detention": ("行政拘留", "Administrative detention"),
}
_WEIGHT = {name: weight for weight, name in enumerate(CLASSES)}

OUTCOMES: dict[str, tuple[str, str]] = {
    "penalty": ("行政处罚", "Penalty"),
    "no_penalty": ("不予处罚", "No penalty"),
    "not_established": ("违法事实不成立", "Not established"),
    "transfer": ("移送司法", "Transferred to the police"),
}

CLOSING_TYPES: dict[str, tuple[str, str]] = {
    "performed_general": ("履行处罚职权结案（一般程序）", "Performed, general procedure"),
    "performed_simple": ("履行处罚职权结案（简易程序）", "Performed, simple procedure"),
    "performed_no_penalty": ("履行处罚职权结案（不予处罚）", "Performed, no penalty"),
    "withdrawn": ("撤销立案结案", "Filing withdrawn"),
    "announced": ("公告结案", "Closed by announcement"),
    "transferred": ("移送结案", "Transferred"),
    "terminated": ("案件终止结案", "Terminated"),
}
# outcome → how such a case may close; 终止结案 is open to each and says why
CLOSING_OF: dict[str, frozenset[str]] = {
    "penalty": frozenset({"performed_general", "performed_simple", "announced", "terminated"}),
    "no_penalty": frozenset({"performed_no_penalty", "terminated"}),
    "not_established": frozenset({"performed_no_penalty", "withdrawn", "terminated"}),
    "transfer": frozenset({"transferred", "terminated"}),
}

# Every basis may be joined by these: 行政处罚法 Art 28 takes illegal income away beside any penalty.
_BESIDE_ANY = frozenset({"confiscation", "other"})


def heaviest(classes: Iterable[str]) -> str:
    """The class a decision is counted in: the heaviest, a clear class before `other`; "" for none.

    Source: counting rules of 行政执法统计年报 (one 宗, in the heaviest class).
    """
    known = [name for name in classes if name in _WEIGHT]
    return max(known, key=_WEIGHT.__getitem__, default="")


def heavier(classes: Sequence[str], than: Sequence[str]) -> bool:
    """Whether `classes` weigh more than `than`, class by class from the heaviest down."""
    mine = sorted((_WEIGHT[name] for name in set(classes)), reverse=True)
    told = sorted((_WEIGHT[name] for name in set(than)), reverse=True)
    return len(mine) > len(told) or any(a > b for a, b in zip(mine, told, strict=False))


def beyond(classes: Iterable[str], named: Iterable[str]) -> list[str]:
    """The classes a provision does not name; one that names none binds none."""
    allowed = set(named)
    return [name for name in classes if allowed and name not in allowed | _BESIDE_ANY]


def band(
    low: int | None,
    high: int | None,
    *,
    multiple_min: int | None = None,
    multiple_max: int | None = None,
    threshold_fen: int | None = None,
    amount_fen: int | None = None,
) -> tuple[int | None, int | None]:
    """The statutory band (low, high) of a fine in fen; None: no bound known.

    Where the law fines by a multiple of the illegal income or turnover, the fixed band holds below the
    threshold and the multiples from it on; without an amount the fixed band holds. A provision with a
    multiple but no fixed band leaves no bound until the amount is known.
    """
    by_multiple = multiple_max is not None and amount_fen is not None and amount_fen >= (threshold_fen or 1)
    if not by_multiple or amount_fen is None or multiple_max is None:
        return low, high
    return (None if multiple_min is None else multiple_min * amount_fen), multiple_max * amount_fen


def within_band(fine_fen: int, low: int | None, high: int | None, *, owed: bool = False) -> bool:
    """Whether a fine lies in [low, high]; a bound that is not known does not bind.

    Zero means no fine: outside where the provision has a lower bound and leaves no choice (`owed`).
    """
    if fine_fen == 0:
        return not (owed and low)
    return (low is None or fine_fen >= low) and (high is None or fine_fen <= high)


def within_step(fine_fen: int, steps: Mapping[str, tuple[int | None, int | None]], chosen: str) -> bool:
    """Whether a fine lies in the chosen step (裁量档次) of the standard the organ adopted.

    Without steps nothing binds but the law; with them one must be chosen. Zero means no fine.
    """
    if fine_fen == 0 or not steps:
        return True
    return chosen in steps and within_band(fine_fen, *steps[chosen])


def total_fen(fine_fen: int, confiscated_fen: int) -> int:
    """罚没金额: the sums in the decision, not what was paid."""
    return fine_fen + confiscated_fen
