"""信用修复: what of a venue's published record may be repaired, from which day, and what is still missing.

The shortest and longest publicity of a decision (最短、最长公示期) are data (data/credit_repair.json) by its
level, in the version in force on the day of the decision. They run in months from that day, which is not
counted, and end whatever day that is, as nothing need be done on it; one may ask from the next day on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from backend.domain.deadlines import months_on
from enforcement.domain.disputes import FALLEN
from enforcement.domain.publication import PUBLIC
from registry.domain.credit import repair_missing

MINOR, ORDINARY, SERIOUS, LISTED = "minor", "ordinary", "serious", "listed"
LEVELS: Mapping[str, tuple[str, str]] = {
    MINOR: ("轻微失信信息", "Minor"),
    ORDINARY: ("一般失信信息", "Ordinary"),
    SERIOUS: ("严重失信信息", "Serious"),
    LISTED: ("失信主体名单", "List of the dishonest"),
}
STARTS = ("decided_on", "published_on", "listed_on")

# what must be so before one asks → what it is called, what is attached to show it
ASKS: Mapping[str, tuple[str, str]] = {
    "performed": ("处罚决定已履行完毕（罚没款缴清、其他处罚执行完毕）", "履行证明（缴款凭证、执行完毕证明）"),
    "corrected": ("违法行为已改正", "整改证明（整改报告、复查记录）"),
    "pledge": ("已公开作出信用承诺", "信用承诺书"),
    "training": ("已参加信用修复培训", "信用修复培训记录"),
}
APPLICATION = "信用修复申请书"
WHERE: Mapping[str, str] = {
    "case": "“信用中国”网站（www.creditchina.gov.cn）在线申请；也可以向本机关咨询。",
    "dishonestyrecord": "向作出认定的文化和旅游主管部门提出，通过全国文化和旅游市场信用管理系统办理。",
}
# why there is nothing to ask for
NOTHING: Mapping[str, tuple[str, str]] = {
    "unpublished": ("处罚决定没有公示，没有需要修复的信用信息", "the decision is not published"),
    "withheld": ("处罚决定不予公示，没有需要修复的信用信息", "the decision is not for the public"),
    "withdrawn": ("处罚决定的公示已经撤回，没有需要修复的信用信息", "the publication was withdrawn"),
    "fallen": (
        "处罚决定已被撤销或者确认违法，应当撤回公示，不需要申请修复",
        "the decision was revoked or found unlawful; its publication is to be withdrawn",
    ),
    "minor": (
        "仅受警告、通报批评或者按简易程序处罚的，属于轻微失信信息，信用网站原则上不公示，没有需要修复的信用信息",
        "a warning or a penalty on the spot is minor: credit sites do not show it as a rule",
    ),
    "over": ("已满最长公示期，信用网站自动停止公示，不需要申请修复", "the longest publicity is over"),
    "minor_only": (
        "列入严重失信主体名单的不受理提前修复申请，期满由系统自动修复",
        "a serious record is repaired by itself when its term is over",
    ),
    "unlisted": ("没有列入失信主体名单", "not on the list"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of enforcement/data/credit_repair.json; `verified` False is shown beside the date (待核实)."""

    level: str
    shortest_months: int
    longest_months: int
    starts: str
    asks: tuple[str, ...]
    basis: str
    verified: bool
    classes: frozenset[str]
    violations: frozenset[str]
    simple: bool
    former: tuple[tuple[date, int, int, str], ...] = ()  # up to this day: shortest, longest, basis

    def of(self, day: date) -> "Rule":
        """In the version in force on the day of the decision; `former` stands oldest first."""
        for until, shortest, longest, basis in self.former:
            if day <= until:
                return replace(self, shortest_months=shortest, longest_months=longest, basis=basis)
        return self

    @property
    def words(self) -> str:
        """The basis, and that it was not read where it was not."""
        return self.basis if self.verified else f"{self.basis}（待核实）"


@dataclass(frozen=True, slots=True)
class Penalty:
    """What is known of a decision; `done` the conditions that are met and proven here."""

    decided_on: date
    published_on: date | None
    standing: str  # "", withheld, published, corrected, withdrawn
    classes: Sequence[str]
    simple: bool
    violation: str
    effect: str = ""
    done: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """What may be asked for, or `why_not`; `from_on` the first day to ask, `until_on` the last public one.

    A serious record of the list has `from_on` too: the day from which it is off the list by itself.
    """

    level: str
    why_not: str
    from_on: date | None
    until_on: date | None
    asks: tuple[str, ...]
    missing: tuple[str, ...]
    basis: str
    verified: bool

    def due(self, today: date) -> bool:
        """Whether the day has come to ask."""
        return not self.why_not and self.from_on is not None and self.from_on <= today

    @property
    def materials(self) -> tuple[str, ...]:
        """What is attached."""
        return (APPLICATION, *(ASKS[name][1] for name in self.asks))


def parse_rules(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Rule]:
    """Every level by name; ValueError names what is missing or wrong."""
    wrong = sorted(set(raw) ^ set(LEVELS))
    for level, row in raw.items():
        versions = [row, *row.get("former", ())]
        if not all(_months_sound(one.get("shortest_months"), one.get("longest_months")) for one in versions):
            wrong.append(f"{level}: months")
        if row.get("starts") not in STARTS or not row.get("basis"):
            wrong.append(f"{level}: starts, basis")
        wrong += [f"{level}: {name}" for name in row.get("asks", ()) if name not in ASKS]
        if row.get("verified") is not False and row.get("source") in ("", "OKU", "INF", None):
            wrong.append(f"{level}: verified without a source")
    if wrong:
        raise ValueError("; ".join(wrong))
    return {
        level: Rule(
            level, row["shortest_months"], row["longest_months"], row["starts"],
            tuple(row["asks"]), row["basis"], bool(row["verified"]), frozenset(row["classes"]),
            frozenset(row["violations"]), row["simple"],
            tuple(_former(one) for one in row.get("former", ())),
        )
        for level, row in raw.items()
    }  # fmt: skip


def _former(row: Mapping[str, Any]) -> tuple[date, int, int, str]:
    return date.fromisoformat(row["until"]), row["shortest_months"], row["longest_months"], row["basis"]


def _months_sound(shortest: Any, longest: Any) -> bool:
    return type(shortest) is int and type(longest) is int and 0 <= shortest <= longest


def level_of(rules: Mapping[str, Rule], penalty: Penalty) -> str:
    """轻微 where all it says is minor or it was decided on the spot; 严重 by class or field; else 一般."""
    minor, serious = rules[MINOR], rules[SERIOUS]
    if (penalty.simple and minor.simple) or (penalty.classes and set(penalty.classes) <= minor.classes):
        return MINOR
    if serious.classes & set(penalty.classes) or penalty.violation in serious.violations:
        return SERIOUS
    return ORDINARY


def decision_repair(rules: Mapping[str, Rule], penalty: Penalty, today: date) -> Repair:
    """Of a decision of a penalty: the days of its publicity and what is missing."""
    level = level_of(rules, penalty)
    rule = rules[level].of(penalty.decided_on)
    starts = penalty.published_on if rule.starts == "published_on" else penalty.decided_on
    from_on = until_on = None
    if starts is not None:
        from_on = _after(starts, rule.shortest_months)
        until_on = months_on(starts, rule.longest_months)
    why_not = _nothing(penalty, level, until_on, today)
    if why_not:
        return Repair(level, why_not, None, None, (), (), rule.basis, rule.verified)
    missing = tuple(name for name in rule.asks if name not in penalty.done)
    return Repair(level, "", from_on, until_on, rule.asks, missing, rule.basis, rule.verified)


def _nothing(penalty: Penalty, level: str, until_on: date | None, today: date) -> str:
    if penalty.standing not in PUBLIC:
        return penalty.standing or "unpublished"
    if penalty.effect in FALLEN:
        return "fallen"
    if level == MINOR:
        return "minor"
    return "over" if until_on is not None and until_on < today else ""


def listed_repair(
    rules: Mapping[str, Rule], *, level: str, listed: bool, from_on: date | None, to_on: date | None,
    done: Collection[str], today: date,
) -> Repair:  # fmt: skip
    """Of a record of dishonesty (失信主体名单): on application while it stands, else by itself after it."""
    rule = rules[LISTED]
    if not listed or from_on is None or to_on is None:
        return Repair(LISTED, "unlisted", None, None, (), (), rule.basis, rule.verified)
    proof = "corrected" if "corrected" in done else ""
    lacking = repair_missing(
        level, "application", over=to_on < today, proof=proof, pledge="pledge" in done,
        training="training" in done,
    )  # fmt: skip
    if "minor_only" in lacking:
        return Repair(LISTED, "minor_only", _after(to_on, 0), to_on, (), (), rule.basis, rule.verified)
    missing = tuple("corrected" if name == "repair_proof" else name for name in lacking)
    return Repair(LISTED, "", from_on, to_on, rule.asks, missing, rule.basis, rule.verified)


def _after(starts: date, months: int) -> date:
    """The day after the last of so many months."""
    return months_on(starts, months) + timedelta(days=1)
