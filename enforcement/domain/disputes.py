"""What a review or a court may rule (复议、诉讼结果), and what becomes of the decision by it."""

from collections.abc import Iterable, Mapping
from typing import Any

KINDS = ("review", "litigation")
# result → (中文, English, what becomes of the decision); "" leaves it as it was
RESULTS: dict[str, tuple[str, str, str]] = {
    "upheld": ("维持", "Upheld", "stands"),
    "changed": ("变更", "Changed", "changed"),
    "partly": ("部分撤销", "Revoked in part", "changed"),
    "revoked": ("撤销", "Revoked", "revoked"),
    "unlawful": ("确认违法", "Found unlawful", "unlawful"),
    "void": ("确认无效", "Found void", "revoked"),
    "ordered": ("责令履行", "Ordered to perform", "stands"),
    "mediated": ("调解", "Mediated", "changed"),
    "rejected": ("驳回", "Rejected", "stands"),
    "appeal_rejected": ("驳回上诉，维持原判", "Appeal rejected", ""),
    "withdrawn": ("撤回", "Withdrawn", ""),
}
SUMS = ("fine_fen", "confiscated_fen")
OF_A_COURT = frozenset({"appeal_rejected"})
# lightest first: of the review's and the court's word the heavier one stays
EFFECTS: dict[str, tuple[str, str]] = {
    "stands": ("有效", "Stands"),
    "changed": ("已变更", "Changed"),
    "unlawful": ("被确认违法", "Found unlawful"),
    "revoked": ("已撤销", "Revoked"),
}
# nothing is paid, enforced, counted against the venue or newly made public by a decision that fell
FALLEN = frozenset({"unlawful", "revoked"})
# what is public of it is corrected or withdrawn (行政处罚法 Art 48)
UNTRUE = FALLEN | {"changed"}


def effect_of(result: str) -> str:
    """What one result does to the decision; "" while there is none, and where it leaves it as it was."""
    return RESULTS[result][2] if result in RESULTS else ""


def sums(rulings: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[int | None, int | None]:
    """Fine and confiscation in fen as (kind, what was ruled) changed them; None where it did not say one.

    As with `effect` a later instance takes the place of an earlier one, its sums with it.
    """
    said: dict[str, Mapping[str, Any]] = {}
    for kind, told in rulings:
        if effect_of(told["result"]):
            said.pop(kind, None)
            said[kind] = told
    found: dict[str, int] = {}
    for told in said.values():
        if effect_of(told["result"]) == "changed":
            found |= {name: told[name] for name in SUMS if isinstance(told.get(name), int)}
    return found.get("fine_fen"), found.get("confiscated_fen")


def effect(results: Iterable[tuple[str, str]]) -> str:
    """What became of a decision by (kind, result) in their order: "" while nothing was said of it.

    A later instance of the court takes the place of an earlier one; the review's word stays beside it.
    """
    said: dict[str, str] = {}
    for kind, result in results:
        if effect_of(result):
            said[kind] = effect_of(result)
    order = list(EFFECTS)
    return max(said.values(), key=order.index, default="")
