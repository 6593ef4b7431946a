"""The forecasts of a year: a band with its middle for each figure, and its course month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from counting.domain.feasibility import bound_of
from counting.domain.forecast import (
    WEEKS_LEAST,
    Band,
    Series,
    Week,
    band,
    pace,
    plan_band,
    variance,
    weeks_of,
)
from counting.domain.indicators import INDICATORS, penalty_cases, random_sampling_ratio, target_coverage
from counting.domain.proposals import Proposals
from counting.selectors.feasibility import COVERAGE, SAMPLING, VISITS, pending_of
from counting.selectors.standing import YearStanding, workdays

CASES = "penalty_cases"
PACE, PLAN = "pace", "plan"


@dataclass(frozen=True, slots=True)
class _Days:
    """The working days of a year around today: those so far, and the fewest and most to come."""

    gone: Sequence[date]
    surely: Sequence[date]
    perhaps: Sequence[date]

    def until(self, end: date) -> tuple[int, int]:
        """The fewest and the most working days to come up to `end`."""
        return sum(on <= end for on in self.surely), sum(on <= end for on in self.perhaps)


def forecasts(year: YearStanding, proposed: Proposals) -> list[dict[str, Any]]:
    """Of visits and cases by their pace, of the two ratios by what is drawn and proposed."""
    return [*_by_pace(year), *_by_plan(year, proposed)]


def _days(year: YearStanding) -> _Days:
    first, last = date(year.year, 1, 1), date(year.year, 12, 31)
    tomorrow = max(first, year.today + timedelta(days=1))
    return _Days(
        workdays(year.calendar, first, min(last, tomorrow - timedelta(days=1))),
        workdays(year.calendar, tomorrow, last, surely=True),
        workdays(year.calendar, tomorrow, last),
    )


def _by_pace(year: YearStanding) -> list[dict[str, Any]]:
    found = _days(year)
    made = {c.visit: c.on for c in [*year.facts.checks] if c.counts} | {c.visit: c.on for c in year.pending}
    base = len(made)
    capped = {visit: on for visit, on in made.items() if visit not in year.exempt}
    free = {visit: on for visit, on in made.items() if visit in year.exempt}
    ahead = [visit.counts_to_cap for visit in year.open_visits]
    limits = bound_of(year.supply, done=base, pending=0, need=0)
    visits = [
        Series(_weeks(capped.values(), found, year), sum(ahead), sum(ahead) + limits.room),
        Series(_weeks(free.values(), found, year), len(ahead) - sum(ahead)),
    ]
    decided = [case.on for case in year.facts.cases if case.case in set(penalty_cases(year.facts).rows)]
    cases = [Series(_weeks(decided, found, year))]
    return [
        _pace_card(year, found, VISITS, base, visits, limits.most) | {"pending": len(pending_of(year))},
        _pace_card(year, found, CASES, len(decided), cases, len(decided)) | {"pending": 0},
    ]


def _weeks(on: Any, found: _Days, year: YearStanding) -> list[Week]:
    return weeks_of(on, found.gone, min(year.today, date(year.year, 12, 31) + timedelta(days=7)))


def _pace_card(
    year: YearStanding, found: _Days, key: str, base: int, series: Sequence[Series], most: int
) -> dict[str, Any]:
    weeks = series[0].weeks
    known = len(weeks) >= WEEKS_LEAST
    arranged = sum(one.arranged for one in series)

    def until(end: date) -> Band:
        days = found.until(end)
        if known:
            return band(base, series, days)
        return plan_band(base, arranged, most) if days[1] else Band(base, base, base)

    whole = until(date(year.year, 12, 31))
    rate = sum((pace(one.weeks) for one in series), pace(()))
    spread = sum((variance(one.weeks) for one in series), pace(()))
    return _card(year, key, whole) | {
        "method": PACE if known else PLAN,
        "base": base,
        "arranged": arranged,
        "weeks": len(weeks),
        "workdays": sum(week.workdays for week in weeks),
        "days": list(found.until(date(year.year, 12, 31))),
        "pace_bp": int(rate * 10_000),
        "variance_bp": int(spread * 10_000),
        "room": series[0].most,
        "course": [
            {"on": end, "low": at.low, "middle": at.middle, "high": at.high}
            for end in _month_ends(year)
            for at in [until(end)]
        ],
    }


def _month_ends(year: YearStanding) -> list[date]:
    """The last days of this and the coming months of the year."""
    ends = [date(year.year, month, 1) - timedelta(days=1) for month in range(2, 13)]
    return [on for on in [*ends, date(year.year, 12, 31)] if on >= year.today]


def _by_plan(year: YearStanding, proposed: Proposals) -> list[dict[str, Any]]:
    over = len(year.facts.register)
    whole = year.whole
    coming = len(whole.done | whole.ahead)
    most = min(over, coming + proposed.visits)
    now = random_sampling_ratio(year.facts).value
    sampling = Band(now, _share(coming, over), _share(most, over))
    rows = [check for check in year.checks if check.row.register]
    unmet = {row.plan_row for row in proposed.unmet}
    reached = [check for check in rows if len(check.row.done | check.row.ahead) >= check.least]
    reach = [
        check
        for check in rows
        if check in reached or (check.row.plan_row not in unmet and len(check.row.free) >= check.to_draw)
    ]
    facts = year.facts_by("ratio")
    coverage = Band(
        target_coverage(facts).value, _share(len(reached), len(rows)), _share(len(reach), len(rows))
    )
    return [
        _card(year, key, found) | _plan_numbers(proposed)
        for key, found in ((SAMPLING, sampling), (COVERAGE, coverage))
    ]


def _plan_numbers(proposed: Proposals) -> dict[str, Any]:
    return {
        "method": PLAN, "base": 0, "pending": 0, "arranged": proposed.visits, "weeks": 0, "workdays": 0,
        "days": [0, 0], "pace_bp": 0, "variance_bp": 0, "room": None, "course": [],
    }  # fmt: skip


def _share(part: int, whole: int) -> int:
    return part * 10_000 // whole if whole else 0


def _card(year: YearStanding, key: str, found: Band) -> dict[str, Any]:
    indicator = INDICATORS[key]
    target = year.targets.get(key)
    need = year.target(key)
    return {
        "indicator": key,
        "name": indicator.zh,
        "name_en": indicator.en,
        "unit": indicator.unit,
        "year": year.year,
        "provisional": year.provisional,
        "low": found.low,
        "middle": found.middle,
        "high": found.high,
        "target": target.value if target else None,
        "stand": _stand(found, need),
    }


def _stand(found: Band, need: int) -> str:
    """likely: even the low end reaches it; open: the band does; unlikely: not even the high end."""
    if found.low >= need:
        return "likely"
    return "open" if found.high >= need else "unlikely"
