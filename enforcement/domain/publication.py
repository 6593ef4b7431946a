"""What the public reads of a penalty decision (行政处罚公示, V34), made of registers and codes alone.

A citizen, and a party called as its owner, is named by the family name alone; nobody else's name, number or
address is part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enforcement.domain.disputes import FALLEN
from enforcement.domain.penalties import CLASSES

# standing of a decision in public → the acts that may be prepared; the standing an act leads to
MAY_FOLLOW: Mapping[str, tuple[str, ...]] = {
    "": ("publish", "withhold"),
    "withheld": ("publish",),
    "published": ("correct", "withdraw"),
    "corrected": ("correct", "withdraw"),
    "withdrawn": ("publish",),
}
LEADS_TO: Mapping[str, str] = {
    "publish": "published",
    "withhold": "withheld",
    "correct": "corrected",
    "withdraw": "withdrawn",
}
ACTS: Mapping[str, tuple[str, str]] = {
    "publish": ("公示", "Publish"),
    "withhold": ("不予公示", "Do not publish"),
    "correct": ("更正", "Correct"),
    "withdraw": ("撤回", "Withdraw"),
}
STANDINGS: Mapping[str, tuple[str, str]] = {
    "": ("未公示", "Not published"),
    "withheld": ("不予公示", "Not for the public"),
    "published": ("已公示", "Published"),
    "corrected": ("已更正", "Corrected"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
PUBLIC = ("published", "corrected")
TAKEN_BACK = "taken_back"  # the effect of a withdrawal by the organ itself: only the taking down is open

# The columns of the machine-readable list, in their order (docs/publication.md): key → heading
COLUMNS: Mapping[str, str] = {
    "party": "行政相对人名称",
    "party_kind": "行政相对人类别",
    "party_code": "统一社会信用代码",
    "number": "行政处罚决定书文号",
    "violation": "违法行为类型",
    "basis": "处罚依据",
    "classes": "处罚类别",
    "penalty": "处罚内容",
    "fine_yuan": "罚款金额（元）",
    "confiscated_yuan": "没收金额（元）",
    "decided_on": "处罚决定日期",
    "organ": "处罚机关",
}
PARTY_KINDS: Mapping[str, str] = {
    "organisation": "法人及非法人组织",
    "sole_trader": "个体工商户",
    "citizen": "自然人",
}
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the public may know it. Sums in fen; `basis` law and articles."""

    organ: str
    number: str
    decided_on: date
    party: str
    party_kind: str
    party_code: str
    violation: str
    basis: str
    classes: Sequence[str]
    fine_fen: int
    confiscated_fen: int
    owner: str = ""  # who stands behind the venue: a party called as its owner is a person


def family_name(name: str) -> str:
    """A citizen in public: 李某, 欧阳某."""
    surname = name[:2] if name.startswith(_DOUBLE_SURNAMES) else name[:1]
    return f"{surname}某"


def party_shown(name: str, kind: str) -> str:
    """The party as the public reads it."""
    return family_name(name) if kind == "citizen" else name


def content(decision: Decision) -> dict[str, str]:
    """One row of the list, column by column, everything as text."""
    citizen = decision.party_kind == "citizen" or decision.party == decision.owner
    return {
        "party": party_shown(decision.party, "citizen" if citizen else decision.party_kind),
        "party_kind": PARTY_KINDS[decision.party_kind],
        "party_code": "" if citizen else decision.party_code,
        "number": decision.number,
        "violation": decision.violation,
        "basis": decision.basis,
        "classes": "、".join(CLASSES[name][0] for name in CLASSES if name in decision.classes),
        "penalty": penalty_words(decision.classes, decision.fine_fen, decision.confiscated_fen),
        "fine_yuan": _yuan(decision.fine_fen),
        "confiscated_yuan": _yuan(decision.confiscated_fen),
        "decided_on": decision.decided_on.isoformat(),
        "organ": decision.organ,
    }


def announcement(row: Mapping[str, Any]) -> str:
    """One sentence of a row; no free text of the case reaches the public."""
    on = date.fromisoformat(row["decided_on"])
    return (
        f"{on.year}年{on.month}月{on.day}日，{row['organ']}作出{row['number']}行政处罚决定："
        f"{row['party']}{row['violation']}，{row['penalty']}。"
    )


def penalty_words(classes: Sequence[str], fine_fen: int, confiscated_fen: int) -> str:
    """警告、罚款 8000 元."""
    sums = {"fine": fine_fen, "confiscation": confiscated_fen}
    words = []
    for name in CLASSES:
        if name in classes:
            fen = sums.get(name, 0)
            words.append(f"{CLASSES[name][0]} {_yuan(fen)} 元" if fen else CLASSES[name][0])
    return "、".join(words)


def acts_open(standing: str, effect: str) -> tuple[str, ...]:
    """The acts that may be prepared; a decision that fell is not newly made public (行政处罚法 Art 48).

    Of one the organ took back itself the publication is only taken down.
    """
    if effect == TAKEN_BACK:
        return tuple(act for act in MAY_FOLLOW.get(standing, ()) if act == "withdraw")
    return tuple(act for act in MAY_FOLLOW.get(standing, ()) if act != "publish" or effect not in FALLEN)


def prepared_faults(act: str, standing: str, *, reason: str, effect: str = "") -> list[str]:
    """What keeps an act from being prepared; `effect`: what review or court made of the decision."""
    if act not in MAY_FOLLOW.get(standing, ()):
        return ["act_of_this_standing"]
    if act not in acts_open(standing, effect):
        return ["decision_stands"]
    return ["reason"] if act != "publish" and not reason else []


# the sums a correction may name → the class each stands with
SUM_OF: Mapping[str, str] = {"fine_fen": "fine", "confiscated_fen": "confiscation"}


def correction_faults(classes: Sequence[str], sums: Mapping[str, int]) -> dict[str, str]:
    """Sums without their class, and a fine of nothing: field → what is wrong."""
    faults = {}
    for name, fen in sums.items():
        if fen and SUM_OF[name] not in classes:
            faults[name] = f"处罚种类中没有{CLASSES[SUM_OF[name]][0]}"
        if not fen and name == "fine_fen" and "fine" in classes:
            faults[name] = "罚款不能为零；没有罚款的，请取消该处罚种类"
    return faults


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}" if rest else str(yuan)
