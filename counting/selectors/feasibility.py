"""The feasibility of a year as it is shown: what is short, the ways out, and the rows of each number."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from backend.domain.errors import DomainError
from counting.domain.feasibility import (
    Action,
    Bound,
    Reach,
    RowCheck,
    Stand,
    actions_of,
    bound_of,
    coverage_by_ratio,
    coverage_by_tasks,
    sampling_reach,
)
from counting.domain.indicators import INDICATORS, target_coverage, venue_visits
from counting.selectors.standing import YearStanding
from inspections.models import Inspection
from registry.models import Category

VISITS, SAMPLING, COVERAGE = "venue_visits", "random_sampling_ratio", "target_coverage"
WHOLE_BP = 10_000
PUBLISHED = (Inspection.State.PUBLISHED, Inspection.State.CORRECTED)
SHARE_BP = 500
# the numbers of one plan row, asked for as row.done
ROW_NUMBERS = ("register", "done", "ahead", "free")


@dataclass(frozen=True, slots=True)
class Number:
    """One number with the rows it counts."""

    kind: str  # visit | venue | plan_row
    rows: tuple[UUID, ...]
    weights: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def value(self) -> int:
        """The sum of what the rows add, each 1 unless it says otherwise."""
        return sum(self.weights.get(row, 1) for row in self.rows)


@dataclass(frozen=True)
class Feasibility:
    """The report of one year."""

    year: YearStanding
    visits: Bound
    actions: tuple[Action, ...]
    sampling: Reach
    by_ratio: Reach
    by_tasks: Reach

    @classmethod
    def of(cls, year: YearStanding) -> "Feasibility":
        """Compute everything from the year as it stands."""
        figure = venue_visits(year.facts)
        bound = bound_of(
            year.supply, done=figure.value, pending=len(pending_of(year)), need=year.target(VISITS)
        )
        need_bp = year.target(COVERAGE, WHOLE_BP)
        met = target_coverage(year.facts_by("tasks")).rows
        return cls(
            year,
            bound,
            actions_of(year.supply, bound),
            sampling_reach(year.checks, year.whole, need_bp=year.target(SAMPLING, SHARE_BP)),
            coverage_by_ratio(year.checks, need_bp=need_bp),
            coverage_by_tasks(year.checks, met, need_bp=need_bp),
        )

    def card(self) -> dict[str, Any]:
        """As it goes over the wire."""
        year = self.year
        days = year.supply.days
        target = year.targets.get(VISITS)
        return {
            "year": year.year,
            "today": year.today,
            "from_on": year.first,
            "provisional": year.provisional,
            "cutoff_on": year.facts.cutoff_on,
            "reading": year.facts.reading,
            "target_bp": year.facts.target_bp,
            "visits": _bound_card(self.visits) | {"target": target.uuid if target else None},
            "venues": len(_open(year)),
            "capped": len(self.number("capped", "").rows),
            "days": len({day.on for day in days}),
            "team_days": sum(day.teams for day in days),
            "setting": year.setting._asdict(),
            "caps": self._caps(),
            "actions": [_action_card(one) for one in self.actions],
            "exempt_done": self.number("exempt", "").value,
            "sampling": _reach_card(self.sampling),
            "by_ratio": _reach_card(self.by_ratio),
            "by_tasks": _reach_card(self.by_tasks),
            "published": published_by_draw(year),
            "rows": [_row_card(check, row) for check, row in zip(year.checks, year.rows, strict=True)],
        }

    def _caps(self) -> list[dict[str, Any]]:
        """Venues, caps and room by the category a venue's limit comes from."""
        names = {row.code: row for row in Category.objects.everywhere("reference").all()}
        venues, limits, room = Counter[str](), Counter[str](), Counter[str]()
        for stand in _open(self.year):
            code = _from(stand)
            venues[code] += 1
            limits[code] += stand.limit
            room[code] += stand.room
        return [
            {
                "category": code,
                "name": names[code].name_zh if code in names else "未分类",
                "name_en": names[code].name_en if code in names else "No category",
                "venues": venues[code],
                "limit": limits[code],
                "room": room[code],
            }
            for code in sorted(venues, key=lambda one: (names[one].position if one in names else 999, one))
        ]

    def number(self, key: str, of: str) -> Number:
        """The rows behind one number; `of` is a category for `room`, a plan row for `row.…`."""
        if key in _NUMBERS:
            return _NUMBERS[key](self, of)
        name, _, part = key.partition(".")
        reach = {"sampling": self.sampling, "by_ratio": self.by_ratio, "by_tasks": self.by_tasks}.get(name)
        if reach is not None and part in ("now", "most", "never"):
            return Number("venue" if name == "sampling" else "plan_row", getattr(reach, part))
        for check in self.year.checks:
            if name == "row" and part in ROW_NUMBERS and str(check.row.plan_row) == of:
                return _venues(getattr(check.row, part))
        raise DomainError("not_found", {"number": key})


def published_by_draw(year: YearStanding) -> list[dict[str, Any]]:
    """draw → its visits whose result is published, or owes no publication because nobody was there."""
    made = Inspection.objects.within(year.actor).filter(
        Q(state__in=PUBLISHED) | Q(state=Inspection.State.ACCEPTED, outcome=Inspection.Outcome.CLOSED),
        visit__draw__isnull=False,
        visit__planned_to__year=year.year,
    )
    found = made.order_by().values("visit__draw_id").annotate(visits=Count("visit", distinct=True))
    return [{"draw": row["visit__draw_id"], "visits": row["visits"]} for row in found]


def pending_of(year: YearStanding) -> tuple[UUID, ...]:
    """Visits whose record awaits review."""
    return next(part.rows for part in venue_visits(year.facts).parts if part.key == "pending")


def _from(stand: Stand) -> str:
    """The category a venue's limit comes from: the first of the strictest."""
    return next(code for code, cap in stand.limits if cap == stand.limit)


def _open(year: YearStanding) -> list[Stand]:
    return [stand for stand in year.supply.stands if stand.open]


def _venues(rows: Iterable[UUID], weights: Mapping[UUID, int] | None = None) -> Number:
    return Number("venue", tuple(sorted(rows)), weights or {})


def _room(report: Feasibility, of: str) -> Number:
    """Every venue with the visits its cap still allows; of one category where `of` says so."""
    rooms = {s.venue: s.room for s in _open(report.year) if s.room and (not of or _from(s) == of)}
    return Number("venue", tuple(sorted(rooms, key=lambda venue: (-rooms[venue], venue.int))), rooms)


def _exempt(report: Feasibility, _: str) -> Number:
    """Visits made this year that do not count to the cap."""
    made = venue_visits(report.year.facts).rows
    return Number("visit", tuple(visit for visit in made if visit in report.year.exempt))


def _bound_card(bound: Bound) -> dict[str, Any]:
    names = ("done", "pending", "arranged", "room", "capacity", "ahead", "most", "need", "short", "binding")
    return {name: getattr(bound, name) for name in names} | {"unit": INDICATORS[VISITS].unit}


def _action_card(one: Action) -> dict[str, Any]:
    return {
        "key": one.key,
        "amount": one.amount,
        "categories": list(one.categories),
        "most": one.most,
        "short": one.short,
        "closes": one.closes,
    }


def _reach_card(reach: Reach) -> dict[str, Any]:
    return {
        "over": reach.over,
        "need": reach.need,
        "now": len(reach.now),
        "most": len(reach.most),
        "never": len(reach.never),
        "short": reach.short,
    }


def _row_card(check: RowCheck, row: Any) -> dict[str, Any]:
    state = check.row
    return {
        "plan_row": state.plan_row,
        "plan": row.plan_id,
        "seq": row.seq,
        "item": row.item,
        "categories": list(row.categories),
        "quota_verbatim": row.quota_verbatim,
        "need": check.need,
        "least": check.least,
        "register": len(state.register),
        "done": len(state.done),
        "ahead": len(state.ahead),
        "free": len(state.free),
        "to_draw": check.to_draw,
        "short": check.short,
        "stand": check.stand,
        "last_on": state.last_on,
        "rounds": state.rounds,
        "draws": state.draws,
        "lost": state.lost,
    }


def day_rows(report: Feasibility) -> Sequence[dict[str, Any]]:
    """The working days to come, each with what its teams can carry."""
    per = report.year.supply.per_team_day
    return [
        {
            "uuid": UUID(int=day.on.toordinal()),
            "noun": "day",
            "title": f"{day.on:%Y-%m-%d}" + ("" if day.certain else "（暂定）"),
            "detail": f"在岗 {day.officers} 人，可组 {day.teams} 队，每队 {per} 家次",
            "on": day.on,
            "state": "",
            "value": day.teams * per,
        }
        for day in report.year.supply.days
    ]


_NUMBERS: dict[str, Callable[[Feasibility, str], Number]] = {
    "done": lambda report, _: Number("visit", venue_visits(report.year.facts).rows),
    "pending": lambda report, _: Number("visit", pending_of(report.year)),
    "arranged": lambda report, _: Number("visit", tuple(v.uuid for v in report.year.open_visits)),
    "room": _room,
    "venues": lambda report, _: _venues(s.venue for s in _open(report.year)),
    "capped": lambda report, _: _venues(s.venue for s in _open(report.year) if not s.room),
    "exempt": _exempt,
    "register": lambda report, _: _venues(report.year.facts.register),
}
