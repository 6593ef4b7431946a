"""信用等级: a venue's score from what was found and done there, by a policy's points; whole numbers only.

Points of a fact count in full for a while, then fade month by month until they are gone. The shipped policy
is a proposal (thresholds after grade_policies.json, points from no source) and says `verified: False`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from backend.domain.deadlines import UNITS, Unit, months_on

FULL_BP: Final = 10_000
GRADES: Final = ("A", "B", "C", "D")
WORST: Final = "D"
SCORE_MOST: Final = 100
# what a fact may be; the sign its points must have
KINDS: Final[Mapping[str, int]] = {
    "revocation": -1,
    "suspension": -1,
    "fine": -1,
    "warning": -1,
    "overdue": -1,
    "refused": -1,
    "unsettled": -1,
    "complaint": -1,
    "clean": 1,
    "corrected": 1,
    "training": 1,
}
MONTHS_MOST: Final = 120


class Fact(NamedTuple):
    """Something found or done at a venue: what, of which row, on which day; `told` its public number."""

    kind: str
    noun: str
    uuid: str
    on: date
    told: str = ""


class Points(NamedTuple):
    """Signed points; whole for `full` months after the day, gone `gone` months after it."""

    points: int
    full: int
    gone: int


class Policy(NamedTuple):
    """Where everybody starts, the most good conduct adds, points by kind, the lowest score of a grade."""

    base: int
    plus_most: int
    rules: Mapping[str, Points]
    lowest: Mapping[str, int]


class Reason(NamedTuple):
    """A fact with what it counts today."""

    fact: Fact
    points: int
    bp: int
    counted: int


class Graded(NamedTuple):
    """The result, every fact with its weight in it."""

    score: int
    grade: str
    reasons: tuple[Reason, ...]


SHIPPED: Final[Mapping[str, Any]] = {
    "base": 85,
    "plus_most": 12,
    "rules": {
        "revocation": {"points": -50, "full": 24, "gone": 36},
        "suspension": {"points": -25, "full": 12, "gone": 36},
        "fine": {"points": -12, "full": 6, "gone": 24},
        "warning": {"points": -5, "full": 6, "gone": 12},
        "overdue": {"points": -8, "full": 6, "gone": 12},
        "refused": {"points": -20, "full": 12, "gone": 24},
        "unsettled": {"points": -3, "full": 6, "gone": 12},
        "complaint": {"points": -3, "full": 6, "gone": 12},
        "clean": {"points": 3, "full": 6, "gone": 12},
        "corrected": {"points": 2, "full": 6, "gone": 12},
        "training": {"points": 2, "full": 6, "gone": 12},
    },
    "lowest": {"A": 90, "B": 75, "C": 60, "D": 0},
}


def policy_faults(raw: Mapping[str, Any]) -> list[str]:
    """Where a policy as typed does not hold, as dotted names; empty: it can be read."""
    faults = [name for name in ("base", "plus_most") if not _whole(raw.get(name), SCORE_MOST)]
    rules, lowest = raw.get("rules"), raw.get("lowest")
    if not isinstance(rules, Mapping) or not isinstance(lowest, Mapping):
        return [*faults, "rules", "lowest"]
    faults += [f"rules.{kind}" for kind in sorted(set(rules) ^ set(KINDS))]
    for kind in KINDS.keys() & rules.keys():
        rule = rules[kind]
        if not isinstance(rule, Mapping) or set(rule) != {"points", "full", "gone"}:
            faults.append(f"rules.{kind}")
            continue
        if type(rule["points"]) is not int or not 0 <= rule["points"] * KINDS[kind] <= SCORE_MOST:
            faults.append(f"rules.{kind}.points")
        months = [name for name in ("full", "gone") if not _whole(rule[name], MONTHS_MOST)]
        faults += [f"rules.{kind}.{name}" for name in months]
        if not months and rule["full"] > rule["gone"]:
            faults.append(f"rules.{kind}.gone")
    steps = [lowest.get(grade) for grade in GRADES]
    if set(lowest) != set(GRADES) or not all(_whole(step, SCORE_MOST) for step in steps):
        return sorted([*faults, "lowest"])
    if lowest[WORST] != 0 or not lowest["A"] > lowest["B"] > lowest["C"] > 0:
        faults.append("lowest")
    return sorted(faults)


def policy_read(raw: Mapping[str, Any]) -> Policy:
    """A policy without faults, typed."""
    rules = {kind: Points(**raw["rules"][kind]) for kind in KINDS}
    return Policy(raw["base"], raw["plus_most"], rules, {grade: raw["lowest"][grade] for grade in GRADES})


def weight_bp(rule: Points, on: date, asof: date) -> int:
    """How much of its points a fact still counts, in basis points: whole, fading month by month, nothing."""
    if asof < on:
        return 0
    elapsed = (asof.year - on.year) * 12 + asof.month - on.month
    elapsed -= asof < months_on(on, elapsed)
    if elapsed < rule.full:
        return FULL_BP
    if elapsed >= rule.gone:
        return 0
    return FULL_BP * (rule.gone - elapsed) // (rule.gone - rule.full)


def graded(
    policy: Policy,
    facts: Iterable[Fact],
    asof: date,
    *,
    struck: Collection[str] = (),
    worst: bool = False,
) -> Graded:
    """The score of a day. Struck facts (an appeal upheld) count nothing; `worst`: listed as seriously
    dishonest, so D whatever the score.
    """
    reasons = []
    for fact in sorted(set(facts), key=lambda one: (one.on, one.kind, one.uuid), reverse=True):
        rule = policy.rules[fact.kind]
        bp = 0 if fact.uuid in struck else weight_bp(rule, fact.on, asof)
        counted = abs(rule.points) * bp // FULL_BP * (1 if rule.points > 0 else -1)
        reasons.append(Reason(fact, rule.points, bp, counted))
    good = sum(one.counted for one in reasons if one.counted > 0)
    bad = sum(one.counted for one in reasons if one.counted < 0)
    score = min(SCORE_MOST, max(0, policy.base + min(good, policy.plus_most) + bad))
    grade = next(grade for grade in GRADES if score >= policy.lowest[grade])
    return Graded(score, WORST if worst else grade, tuple(reasons))


def penalty_kind(heaviest: str) -> str:
    """Which kind a penalty counts as, by the heaviest class of the decision."""
    if heaviest in ("revocation", "closure", "detention"):
        return "revocation"
    if heaviest in ("suspension", "licence_suspension", "restriction", "grade_lowering"):
        return "suspension"
    return "fine" if heaviest in ("fine", "confiscation") else "warning"


def _whole(value: Any, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


# 失信 ---------------------------------------------------------------------------------------------

LEVELS: Final = ("serious", "minor")
REPAIRS: Final = ("automatic", "active", "application")


class Term(NamedTuple):
    """How many months a record of a level stands, after which text; `verified` False is shown beside it."""

    level: str
    months: int
    basis: str
    source: str
    verified: bool


def terms_read(raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Term]:
    """The term of every level; ValueError names the rows that are missing or wrong."""
    wrong = sorted(set(raw) ^ set(LEVELS))
    for level in LEVELS:
        row = raw.get(level)
        if row is None or wrong:
            continue
        if not _whole(row.get("months"), MONTHS_MOST) or not row["months"] or not row.get("basis"):
            wrong.append(level)
        elif row.get("verified") is not False and row.get("source") in ("", "OKU", "INF"):
            wrong.append(f"{level}: verified without a source")
    if wrong:
        raise ValueError("; ".join(wrong))
    return {level: Term(level, **raw[level]) for level in LEVELS}


# the clock of an appeal (申诉办理期限) and the roles that are reminded of it
APPEAL = "credit_appeal"
# and that of an application to repair a record (信用修复)
REPAIR = "credit_repair"
REMINDED: dict[str, tuple[str, ...]] = {
    APPEAL: ("supervisor", "leader"),
    REPAIR: ("supervisor", "leader"),
}


class AppealTerm(NamedTuple):
    """How long an appeal may take, from what and after which text; `verified` False is shown beside it."""

    length: int
    unit: Unit
    start_event: str
    basis: str
    source: str
    verified: bool

    def words(self) -> str:
        """The basis, and that it was not read where it was not."""
        return self.basis if self.verified else f"{self.basis}（待核实）"


def appeal_term_read(raw: Mapping[str, Any]) -> AppealTerm:
    """The term of an appeal; ValueError names what is missing or wrong."""
    wrong = sorted(set(raw) ^ set(AppealTerm._fields))
    if not wrong and (not _whole(raw["length"], 365) or not raw["length"]):
        wrong.append("length")
    if not wrong and raw["unit"] not in UNITS:
        wrong.append("unit")
    if not wrong and raw["verified"] is not False and raw["source"] in ("", "OKU", "INF"):
        wrong.append("verified without a source")
    if wrong:
        raise ValueError("; ".join(wrong))
    return AppealTerm(**raw)


def repair_missing(
    level: str, mode: str, *, over: bool, proof: str, pledge: bool, training: bool
) -> list[str]:
    """What a repair (信用修复) lacks: by itself only when the time is over; by the bureau with its proof
    (the basis is gone); on application with proof, pledge and training, never for a serious record.
    """
    if mode == "automatic":
        return [] if over else ["term_over"]
    missing = [] if proof else ["repair_proof"]
    if mode == "active":
        return missing
    if level == "serious":
        missing.append("minor_only")
    return missing + [name for name, done in (("pledge", pledge), ("training", training)) if not done]
