"""The figures: each a named function over plain facts, with its formula in words and rows it can name.

家 (venues), 家次 (visits), 人次 (officers per outing) and 检查次数 (statutory checks) are four things.
No figure is taken per person (国办发〔2024〕54号; 国办函〔2026〕12号).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from counting.domain.counted import ACTIVITIES, GUIDANCE, ONCE
from counting.domain.facts import ABSENT, COUNTED_STATES, PENDING_STATES, CheckFact, Facts, RowFact


@dataclass(frozen=True, slots=True)
class Part:
    """A number beside the figure that is not in it, with its rows."""

    key: str
    rows: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the rows it counts, what it is divided by, and what stands beside it.

    Without `over` the value is the sum of `weights` over `rows`, each row 1 unless it says otherwise; with
    `over` it is the rows' share in basis points. Rows and parts never overlap.
    """

    value: int
    rows: tuple[UUID, ...]
    over: int | None = None
    parts: tuple[Part, ...] = field(default=())
    weights: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure's name, unit, formula and the kind of its rows."""

    key: str
    zh: str
    en: str
    unit: str
    rows: str  # visit | venue | case | outing | plan_row | activity | campaign | guidance | hazard
    formula_zh: str
    formula_en: str
    of: Callable[[Facts], Figure]


def _newest_first(days: Iterable[tuple[date, UUID]]) -> tuple[UUID, ...]:
    """Each row once, by its last day, newest first."""
    last: dict[UUID, date] = {}
    for on, row in days:
        last[row] = max(on, last.get(row, on))
    return tuple(sorted(last, key=lambda row: (-last[row].toordinal(), row.int)))


def counted(checks: Iterable[CheckFact]) -> list[CheckFact]:
    """The records that make a visit count."""
    return [check for check in checks if check.counts]


def _visits(checks: Iterable[CheckFact]) -> tuple[UUID, ...]:
    return _newest_first((check.on, check.visit) for check in checks)


# What a visit that does not count is, by the first rule one of its records meets.
_BESIDE: tuple[tuple[str, Callable[[CheckFact], bool]], ...] = (
    ("pending", lambda c: c.state in PENDING_STATES),
    ("absent", lambda c: c.state in COUNTED_STATES and not c.excluded and c.outcome in ABSENT),
    ("remote", lambda c: c.state in COUNTED_STATES and not c.excluded and c.remote),
    ("excluded", lambda c: c.state in COUNTED_STATES and c.excluded),
)


def venue_visits(facts: Facts) -> Figure:
    """家次: visits with at least one accepted record, a joint visit once, rechecks included."""
    rows = _visits(counted(facts.checks))
    seen = set(rows)
    parts = []
    for key, rule in _BESIDE:
        beside = _visits(c for c in facts.checks if c.visit not in seen and rule(c))
        seen.update(beside)
        parts.append(Part(key, beside))
    return Figure(len(rows), rows, parts=tuple(parts))


def venues_checked(facts: Facts) -> Figure:
    """家: distinct venues among the visits that count."""
    rows = _newest_first((check.on, check.venue) for check in counted(facts.checks))
    return Figure(len(rows), rows)


def officer_outings(facts: Facts) -> Figure:
    """人次: officers per outing, summed over outings."""
    rows = _newest_first((outing.on, outing.outing) for outing in facts.outings)
    officers = {outing.outing: outing.officers for outing in facts.outings}
    return Figure(sum(officers.values()), rows, weights=officers)


def statutory_checks(facts: Facts) -> Figure:
    """检查次数 of the yearbook (V38): complete records of one object that led to no penalty or other act."""
    done = counted(facts.checks)
    penal = _visits(check for check in done if check.led_to == "penalty")
    acted = _visits(c for c in done if c.visit not in set(penal) and c.led_to == "act")
    gone = {*penal, *acted}
    complete = _visits(c for c in done if c.visit not in gone and c.outcome == "done")
    known = {*gone, *complete}
    incomplete = _visits(check for check in done if check.visit not in known)
    parts = (Part("led_to_penalty", penal), Part("led_to_act", acted), Part("incomplete", incomplete))
    return Figure(len(complete), complete, parts=parts)


def penalty_cases(facts: Facts) -> Figure:
    """案件: penalty decisions dated in the window; decisions of another kind stand beside."""

    def of(outcome: str) -> tuple[UUID, ...]:
        return _newest_first((case.on, case.case) for case in facts.cases if case.outcome == outcome)

    rows = of("penalty")
    beside = tuple(Part(outcome, of(outcome)) for outcome in ("no_penalty", "not_established", "transfer"))
    return Figure(len(rows), rows, parts=beside)


def _drawn(checks: Iterable[CheckFact], plan_row: UUID | None = None) -> list[CheckFact]:
    """The counted checks of drawn visits, of one plan row or of all."""
    return [c for c in counted(checks) if c.drawn and (plan_row is None or c.serves(plan_row))]


def _share_bp(part: int, whole: int) -> int:
    """Basis points, rounded down: a target is met, or it is not yet."""
    return part * 10_000 // whole if whole else 0


def random_sampling_ratio(facts: Facts) -> Figure:
    """抽查比例: distinct venues drawn and accepted ÷ venues on the plan's cut-off day."""
    drawn = _drawn(facts.checks)
    rows = _newest_first((c.on, c.venue) for c in drawn if c.venue in facts.register)
    later = _newest_first((c.on, c.venue) for c in drawn if c.venue not in facts.register)
    return Figure(
        _share_bp(len(rows), len(facts.register)),
        rows,
        over=len(facts.register),
        parts=(Part("not_on_register", later),),
    )


def row_ratio_bp(row: RowFact, facts: Facts) -> int:
    """抽查比例 of one plan row."""
    venues = {check.venue for check in _drawn(facts.checks, row.plan_row)}
    return _share_bp(len(venues & row.register), len(row.register))


def target_coverage(facts: Facts) -> Figure:
    """达标覆盖率, in the reading set: `ratio` = plan rows at or above the share ÷ plan rows;
    `tasks` = plan rows all of whose drawn visits were accepted and published in time ÷ plan rows.

    A row whose register was empty on the cut-off day has nothing to draw from and stands beside.
    """
    rows = [row for row in facts.plan_rows if row.register]
    is_met = _tasks_met if facts.reading == "tasks" else _ratio_met
    met = tuple(row.plan_row for row in rows if is_met(row, facts))
    short = tuple(row.plan_row for row in rows if row.plan_row not in met)
    empty = tuple(row.plan_row for row in facts.plan_rows if not row.register)
    return Figure(
        _share_bp(len(met), len(rows)),
        met,
        over=len(rows),
        parts=(Part("short", short), Part("empty", empty)),
    )


def _ratio_met(row: RowFact, facts: Facts) -> bool:
    return row_ratio_bp(row, facts) >= facts.target_bp


def _tasks_met(row: RowFact, facts: Facts) -> bool:
    """A venue found closed or gone was visited as planned: the task is done although it is no 家次."""
    done = {
        c.visit for c in facts.checks if c.state in COUNTED_STATES and not c.excluded and c.published_in_time
    }
    return bool(row.drawn) and set(row.drawn) <= done


def activities_held(facts: Facts, *, kind: str) -> Figure:
    """Activities of the kind held in the window and confirmed; those held and not confirmed stand beside."""
    mine = [one for one in facts.activities if one.kind == kind]
    rows = _newest_first((one.on, one.activity) for one in mine if one.confirmed)
    waiting = _newest_first((one.on, one.activity) for one in mine if not one.confirmed)
    return Figure(len(rows), rows, parts=(Part("unconfirmed", waiting),))


def special_campaigns(facts: Facts) -> Figure:
    """专项检查: campaigns approved, filed and closed with their report; those going on stand beside."""
    closed = _newest_first((one.on, one.campaign) for one in facts.campaigns if one.closed)
    going = _newest_first((one.on, one.campaign) for one in facts.campaigns if not one.closed)
    return Figure(len(closed), closed, parts=(Part("going_on", going),))


def guidance_signed(facts: Facts, *, kind: str) -> Figure:
    """约谈 or 承诺书 of the window whose signed paper is back; those whose is not stand beside."""
    mine = [one for one in facts.guidance if one.kind == kind]
    signed = _newest_first((one.on, one.guidance) for one in mine if one.signed)
    unsigned = _newest_first((one.on, one.guidance) for one in mine if not one.signed)
    return Figure(len(signed), signed, parts=(Part("unsigned", unsigned),))


def performance_visits(facts: Facts) -> Figure:
    """演出现场检查: the visits that count which were made to a performance on the register."""
    rows = _visits(check for check in counted(facts.checks) if check.performance)
    return Figure(len(rows), rows)


def once(facts: Facts, *, kind: str) -> Figure:
    """The things of the kind whose day lies in the window."""
    rows = _newest_first((one.on, one.row) for one in facts.once if one.kind == kind)
    return Figure(len(rows), rows)


def meets(value: int, comparison: str, target: int) -> bool:
    """Whether a value meets its target; ValueError for an unknown comparison."""
    if comparison == ">=":
        return value >= target
    if comparison == "<=":
        return value <= target
    if comparison == "=":
        return value == target
    raise ValueError(f"unknown comparison {comparison!r}")


INDICATORS: dict[str, Indicator] = {
    row.key: row
    for row in (
        Indicator(
            "venue_visits",
            "检查经营单位",
            "venue visits",
            "家次",
            "visit",
            "有已通过检查记录的到场检查数；联合检查计一次，复查计入；"
            "待审核、未营业或未找到、非现场、审定不计入的另列",
            "visits with an accepted record; a joint visit once, rechecks included; "
            "pending, closed or not found, remote and settled not to count beside",
            venue_visits,
        ),
        Indicator(
            "venues_checked",
            "检查到的单位",
            "venues checked",
            "家",
            "venue",
            "计入家次的检查所涉及的不同场所数",
            "distinct venues among the visits that count",
            venues_checked,
        ),
        Indicator(
            "officer_outings",
            "出动执法人员",
            "officer outings",
            "人次",
            "outing",
            "每次出动的执法人员数之和",
            "officers per outing, summed over outings",
            officer_outings,
        ),
        Indicator(
            "statutory_checks",
            "行政检查次数（年报口径）",
            "statutory checks",
            "次",
            "visit",
            "完成检查且记录已通过的到场检查数；最终作出处罚的、采取查封扣押等行政强制措施的、"
            "拒绝检查等记录不完整的另列；责令改正、先行登记保存、不予处罚不影响计入",
            "visits completed with an accepted record; those that led to a penalty or a seizure, "
            "or whose record is not complete, beside; an order to correct, things registered and "
            "preserved, or a decision not to penalise leave the visit in",
            statutory_checks,
        ),
        Indicator(
            "penalty_cases",
            "行政处罚案件",
            "penalty cases",
            "件",
            "case",
            "决定日期在期间内的行政处罚决定数；不予处罚、不成立、移送另列",
            "penalty decisions dated in the window; other decisions beside",
            penalty_cases,
        ),
        Indicator(
            "random_sampling_ratio",
            "双随机抽查比例",
            "random sampling ratio",
            "bp",
            "venue",
            "抽中且检查记录已通过的不同场所数 ÷ 计划截止日在册场所数",
            "distinct venues drawn and accepted ÷ venues on the plan's cut-off day",
            random_sampling_ratio,
        ),
        Indicator(
            "target_coverage",
            "达标覆盖率",
            "target coverage",
            "bp",
            "plan_row",
            "抽查比例达标的计划事项数 ÷ 截止日有检查对象的计划事项数"
            "（另一口径：抽中的检查全部通过并按时公示的事项数 ÷ 同上）",
            "plan rows at the required share ÷ plan rows with venues on the cut-off day "
            "(other reading: rows all of whose drawn visits were accepted and published in time)",
            target_coverage,
        ),
        Indicator(
            "special_campaigns",
            "专项检查",
            "special campaigns",
            "项",
            "campaign",
            "经批准、备案并在期间内报送总结的专项检查数；期间内开始、尚未结束的另列",
            "campaigns approved, filed and closed with a report in the window; those going on beside",
            special_campaigns,
        ),
        *(
            Indicator(
                key,
                zh,
                en,
                unit,
                "activity",
                "期间内举办并经另一人确认的该类活动数；已举办待确认的另列",
                "activities of this kind held in the window and confirmed by another person; "
                "those held and not confirmed beside",
                partial(activities_held, kind=key),
            )
            for key, (zh, en, unit) in ACTIVITIES.items()
        ),
        *(
            Indicator(
                key,
                zh,
                en,
                unit,
                "guidance",
                "期间内约谈或者承诺、签字件已收回且未撤回的份数；签字件未收回的另列",
                "held or made in the window, signed paper back, not withdrawn; those not signed beside",
                partial(guidance_signed, kind=kind),
            )
            for key, (kind, zh, en, unit) in GUIDANCE.items()
        ),
        Indicator(
            "performance_visits",
            "演出现场检查",
            "checks of performances",
            "场次",
            "visit",
            "计入家次的检查中，对已登记演出进行的到场检查数",
            "visits that count, made to a performance on the register",
            performance_visits,
        ),
        *(
            Indicator(key, zh, en, unit, rows, formula_zh, formula_en, partial(once, kind=kind))
            for key, (kind, rows, zh, en, unit, formula_zh, formula_en) in ONCE.items()
        ),
    )
}

ACTIVITY_KINDS = tuple(ACTIVITIES)
