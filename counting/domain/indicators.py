"""The figures: each a named function over plain facts, with its formula in words and rows it can name.

家 (venues), 家次 (visits), 人次 (officers per outing) and 检查次数 (statutory checks) are four things.
No figure is taken per person (国办发〔2024〕54号; 国办函〔2026〕12号).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

COUNTED_STATES = frozenset({"accepted", "published", "corrected"})
PENDING_STATES = frozenset({"submitted", "returned"})
ABSENT = frozenset({"closed", "not_found"})


@dataclass(frozen=True, slots=True)
class CheckFact:
    """One inspection of one visit, as counting needs it."""

    inspection: UUID
    visit: UUID
    venue: UUID
    state: str
    outcome: str
    remote: bool
    excluded: bool  # a supervisor settled an irregularity as not counting
    drawn: bool
    plan_row: UUID | None
    led_to_penalty: bool
    published_in_time: bool


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One case decided in the window."""

    case: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class OutingFact:
    """One outing and how many officers set out."""

    outing: UUID
    officers: int


@dataclass(frozen=True, slots=True)
class RowFact:
    """One plan row: its register on the cut-off day, and the share it aims at (basis points)."""

    plan_row: UUID
    register: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the figures of one organ and one window are read from."""

    checks: Sequence[CheckFact] = ()
    cases: Sequence[CaseFact] = ()
    outings: Sequence[OutingFact] = ()
    plan_rows: Sequence[RowFact] = ()
    register: frozenset[UUID] = frozenset()
    activities: Sequence[UUID] = ()
    target_bp: int = 500
    reading: str = "ratio"


@dataclass(frozen=True, slots=True)
class Part:
    """A number beside the figure that is not in it, with its rows."""

    key: str
    rows: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the rows it counts, what it is divided by, and what stands beside it."""

    value: int
    rows: tuple[UUID, ...]
    over: int | None = None
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure's name, unit, formula and the kind of its rows."""

    key: str
    zh: str
    en: str
    unit: str
    rows: str  # visit | venue | case | outing | plan_row | activity
    formula_zh: str
    formula_en: str
    of: Callable[[Facts], Figure]


def _ordered(ids: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(sorted(set(ids)))


def _counts(check: CheckFact) -> bool:
    return (
        check.state in COUNTED_STATES
        and not check.excluded
        and not check.remote
        and check.outcome not in ABSENT
    )


def counted(checks: Iterable[CheckFact]) -> list[CheckFact]:
    """The inspections that make a visit count."""
    return [check for check in checks if _counts(check)]


def venue_visits(facts: Facts) -> Figure:
    """家次: visits with at least one accepted inspection, a joint visit once, rechecks included."""
    rows = _ordered(check.visit for check in counted(facts.checks))
    done = set(rows)

    def beside(key: str, rule: Callable[[CheckFact], bool]) -> Part:
        return Part(key, _ordered(c.visit for c in facts.checks if rule(c) and c.visit not in done))

    accepted = COUNTED_STATES
    return Figure(
        len(rows),
        rows,
        parts=(
            beside("pending", lambda c: c.state in PENDING_STATES),
            beside("absent", lambda c: c.state in accepted and not c.excluded and c.outcome in ABSENT),
            beside("remote", lambda c: c.state in accepted and not c.excluded and c.remote),
            beside("excluded", lambda c: c.state in accepted and c.excluded),
        ),
    )


def venues_checked(facts: Facts) -> Figure:
    """家: distinct venues among the visits that count."""
    rows = _ordered(check.venue for check in counted(facts.checks))
    return Figure(len(rows), rows)


def officer_outings(facts: Facts) -> Figure:
    """人次: officers per outing, summed over outings."""
    return Figure(sum(o.officers for o in facts.outings), _ordered(o.outing for o in facts.outings))


def statutory_checks(facts: Facts) -> Figure:
    """检查次数 of the yearbook: complete records of one object that led to no penalty."""
    done = counted(facts.checks)
    penal = {check.visit for check in done if check.led_to_penalty}
    rows = _ordered(check.visit for check in done if check.visit not in penal)
    return Figure(len(rows), rows, parts=(Part("led_to_penalty", _ordered(penal)),))


def penalty_cases(facts: Facts) -> Figure:
    """案件: penalty decisions dated in the window; 不予处罚 stands beside."""
    rows = _ordered(c.case for c in facts.cases if c.outcome == "penalty")
    return Figure(
        len(rows),
        rows,
        parts=(Part("no_penalty", _ordered(c.case for c in facts.cases if c.outcome == "no_penalty")),),
    )


def _drawn_venues(checks: Iterable[CheckFact], plan_row: UUID | None = None) -> set[UUID]:
    return {c.venue for c in counted(checks) if c.drawn and (plan_row is None or c.plan_row == plan_row)}


def _share_bp(part: int, whole: int) -> int:
    """Basis points, rounded down: a target is met, or it is not yet."""
    return part * 10_000 // whole if whole else 0


def random_sampling_ratio(facts: Facts) -> Figure:
    """抽查比例: distinct venues drawn and accepted ÷ venues on the plan's cut-off day."""
    rows = _ordered(_drawn_venues(facts.checks) & facts.register)
    return Figure(_share_bp(len(rows), len(facts.register)), rows, over=len(facts.register))


def row_ratio_bp(row: RowFact, facts: Facts) -> int:
    """抽查比例 of one plan row."""
    return _share_bp(len(_drawn_venues(facts.checks, row.plan_row) & row.register), len(row.register))


def target_coverage(facts: Facts) -> Figure:
    """达标覆盖率, in the reading set: `ratio` = plan rows at or above the share ÷ plan rows;
    `tasks` = plan rows whose drawn checks are all accepted and published in time ÷ plan rows."""
    met = _tasks_met(facts) if facts.reading == "tasks" else _ratio_met(facts)
    short = _ordered(row.plan_row for row in facts.plan_rows if row.plan_row not in met)
    return Figure(
        _share_bp(len(met), len(facts.plan_rows)),
        _ordered(met),
        over=len(facts.plan_rows),
        parts=(Part("short", short),),
    )


def _ratio_met(facts: Facts) -> set[UUID]:
    return {row.plan_row for row in facts.plan_rows if row_ratio_bp(row, facts) >= facts.target_bp}


def _tasks_met(facts: Facts) -> set[UUID]:
    met = set()
    for row in facts.plan_rows:
        checks = [c for c in facts.checks if c.plan_row == row.plan_row and c.drawn]
        if checks and all(_counts(c) and c.published_in_time for c in checks):
            met.add(row.plan_row)
    return met


def activities_held(facts: Facts) -> Figure:
    """Activities of the kind held in the window and not withdrawn."""
    rows = _ordered(facts.activities)
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


_ACTIVITIES = {
    "green_bookmark_campus_event": ("“绿书签”进校园宣传", "Green Bookmark campus events", "次"),
    "anti_piracy_demonstration_sites": ("“扫黄打非”基层示范点", "anti-piracy demonstration sites", "个"),
    "no_satellite_dish_communities": ("无“小耳朵”社区（村）", "communities without satellite dishes", "个"),
    "no_satellite_dish_townships": ("无“小耳朵”乡镇（街道）", "townships without satellite dishes", "个"),
    "street_enforcement_training": ("街道综合执法培训", "training of street enforcement", "次"),
    "safety_committee_meetings": ("文旅安全生产委员会会议", "safety committee meetings", "次"),
    "safety_trainings_and_drills": ("安全生产培训和应急演练", "safety trainings and drills", "次"),
}

INDICATORS: dict[str, Indicator] = {
    row.key: row
    for row in (
        Indicator(
            "venue_visits",
            "检查经营单位",
            "venue visits",
            "家次",
            "visit",
            "有已通过检查记录的到场检查数；联合检查计一次，复查计入；未营业、未找到、非现场检查和待审核另列",
            "visits with an accepted record; a joint visit once, rechecks included; "
            "closed, not found, remote and pending beside",
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
            "有完整记录的检查数，不含最终作出处罚的检查",
            "complete records, without checks that led to a penalty",
            statutory_checks,
        ),
        Indicator(
            "penalty_cases",
            "行政处罚案件",
            "penalty cases",
            "件",
            "case",
            "决定日期在期间内的行政处罚决定数；不予处罚另列",
            "penalty decisions dated in the window; no-penalty decisions beside",
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
            "抽查比例达标的计划事项数 ÷ 计划事项数"
            "（另一口径：抽中检查全部通过并按时公示的事项数 ÷ 计划事项数）",
            "plan rows at the required share ÷ plan rows "
            "(other reading: rows whose drawn checks are all accepted and published in time)",
            target_coverage,
        ),
        *(
            Indicator(
                key,
                zh,
                en,
                unit,
                "activity",
                "期间内登记且未撤销的该类活动数",
                "activities of this kind held in the window and not withdrawn",
                activities_held,
            )
            for key, (zh, en, unit) in _ACTIVITIES.items()
        ),
    )
}

ACTIVITY_KINDS = tuple(_ACTIVITIES)
