"""When a violation is not penalised (不予处罚, V22): the ground, and what must be proven for it.

行政处罚法 Art 33: slight, corrected in time, no harm; first time, slight harm, corrected in time; no fault.
行政处罚法 Art 36: not found within two years (five where life, health or money are harmed). Education goes
with each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backend.domain.deadlines import months_on

GROUNDS: dict[str, tuple[str, str]] = {
    "minor": ("轻微并及时改正，没有造成危害后果", "Slight, corrected in time, no harm"),
    "first": ("初次违法，危害后果轻微并及时改正", "First time, slight harm, corrected in time"),
    "no_fault": ("有证据足以证明没有主观过错", "No fault, as proven"),
    "time_barred": ("违法行为超过法定追究时限未被发现", "Not found within the statutory time"),
    "incapable": ("不满十四周岁或者不能辨认控制自己行为", "Under fourteen, or not accountable"),
    "other": ("法律、法规另有规定", "Provided otherwise by law"),
}
_CORRECTED = ("minor", "first")
BARRED_AFTER_MONTHS = 24
BARRED_AFTER_MONTHS_HARM = 60
FIRST_WINDOW_MONTHS = 24  # two years, where the list of the province names no other window


@dataclass(frozen=True, slots=True)
class Prior:
    """A decided case of the same venue and violation: number, days of decision and act, where it opens."""

    number: str
    decided_on: date
    uuid: str = ""
    acted_on: date | None = None


def priors_within(earlier: Iterable[Prior], act_on: date, window_months: int) -> list[Prior]:
    """Those decided within the window before the act, or whose own act lies in it, whenever decided.

    Newest first. Source: 行政处罚法 Art 33: what counts is whether it was the first violation.
    """

    def covers(day: date | None) -> bool:
        return day is not None and day <= act_on <= months_on(day, window_months)

    found = [
        row for row in earlier if covers(row.decided_on) or (row.acted_on != act_on and covers(row.acted_on))
    ]
    return sorted(found, key=lambda row: row.decided_on, reverse=True)


def barred(act_ended_on: date, found_on: date, *, harm: bool) -> bool:
    """Whether the act was found after the time of 行政处罚法 Art 36."""
    months = BARRED_AFTER_MONTHS_HARM if harm else BARRED_AFTER_MONTHS
    return found_on > months_on(act_ended_on, months)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an adopted rule of no penalty asks for: `correction` on_spot | within_days; `measures` by code."""

    code: str
    first_time: bool = False
    correction: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the records and files pointed at show.

    `corrected_on`: the day the correction is seen, None where nothing shows it; `found_on`: of the violation;
    `in_time`: not after the day the order set; `told`: education | interview | pledge, each with its record.
    """

    corrected_on: date | None = None
    found_on: date | None = None
    in_time: bool = True
    told: frozenset[str] = frozenset()


def _rule_missing(rule: Rule, shown: Shown) -> list[str]:
    """What the rule asks for and nothing shows; a correction nothing shows at all is told once, before."""
    missing = []
    on, found = shown.corrected_on, shown.found_on
    if rule.correction == "on_spot" and on is not None and found is not None and on > found:
        missing.append("correction_on_spot")
    if rule.correction == "within_days" and on is not None and not shown.in_time:
        missing.append("correction_in_time")
    return missing + [f"{one}_proof" for one in rule.measures if one not in shown.told]


def leniency_missing(
    ground: str,
    *,
    priors: Iterable[Prior],
    corrected: bool,
    shown: Shown,
    educated: bool,
    time_barred: bool,
    reason: str,
    rule: Rule | None = None,
    rules: int = 0,
    traces: int = 0,
) -> list[str]:
    """What is missing before no penalty may be decided on this ground.

    `corrected`: said in words, `shown`: proven; `rule`: the adopted one leaned on, `rules`: how many are;
    `traces`: findings, orders and running cases of the venue in the period, which a decision that says
    "first time" has to explain.
    """
    if ground not in GROUNDS:
        return ["ground"]
    missing = []
    first = ground == "first" or (rule is not None and rule.first_time)
    if first and list(priors):
        missing.append("no_prior")
    corrects = ground in _CORRECTED or (rule is not None and bool(rule.correction))
    if corrects and not corrected:
        missing.append("correction")
    if corrects and shown.corrected_on is None:
        missing.append("correction_proof")
    if ground != "time_barred" and not educated:
        missing.append("education")
    if ground == "time_barred" and not time_barred:
        missing.append("time_barred")
    if rule is not None:
        missing += _rule_missing(rule, shown)
    if reason:
        return missing
    if ground in ("no_fault", "incapable", "other"):
        missing.append("ground_reason")
    if ground in _CORRECTED and rules and rule is None:
        missing.append("rule_reason")
    if first and traces:
        missing.append("first_reason")
    return missing
