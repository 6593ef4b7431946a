"""The year as it stands: what feasibility, forecast and proposals are all read from, once for a request."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from backend import clock
from backend.domain.workdays import WorkCalendar
from backend.models import Clock, User
from backend.services.calendar import work_calendar
from counting.domain.facts import COUNTED_STATES, PENDING_STATES, CheckFact, Facts, RowFact
from counting.domain.feasibility import (
    DEFAULT_GROUND,
    DEFAULT_VISITS_PER_TEAM_DAY,
    RowCheck,
    RowState,
    Stand,
    Supply,
    TeamDay,
    row_check,
)
from counting.domain.indicators import counted
from counting.domain.windows import days
from counting.models import FigureSetting, Target
from counting.selectors.facts import PUBLICATION_RULE, facts_of
from registry.domain.officers import certified
from registry.models import Officer, Venue, VenueCategory
from registry.selectors.townships import in_district
from scheduling.domain.caps import REST, Caps, cap_of_category
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Draw, Leave, PlanRow, Visit
from scheduling.selectors.caps import caps_in_force, counts_of

SETTING = ("feasibility", "visits_per_team_day")


class OpenVisit(NamedTuple):
    """A visit that is arranged or begun and has no record yet."""

    uuid: UUID
    venue: UUID
    draw: UUID | None
    counts_to_cap: bool
    planned_to: date


class Setting(NamedTuple):
    """Visits of one team on one day, and on what ground."""

    value: int
    ground: str
    default: bool


@dataclass(frozen=True)
class YearStanding:
    """One organ tree's year on `today`; `rows` in the order of `facts.plan_rows`."""

    actor: User
    year: int
    today: date
    facts: Facts
    rows: Sequence[PlanRow]
    draws: Mapping[UUID, int]  # plan row → draws made for it
    targets: Mapping[str, Target]
    supply: Supply
    categories: Mapping[UUID, tuple[str, ...]]
    grades: Mapping[UUID, str]
    open_visits: Sequence[OpenVisit]
    exempt: frozenset[UUID]  # visits made this year that do not count to the cap
    lost: frozenset[UUID]  # visits whose result was published late, or is overdue
    calendar: WorkCalendar
    setting: Setting

    @property
    def provisional(self) -> bool:
        """Whether the year's calendar is not published."""
        return self.year not in self.calendar.years

    @property
    def first(self) -> date:
        """The first day on which visits may still be made."""
        return max(self.today, date(self.year, 1, 1))

    def facts_by(self, reading: str) -> Facts:
        """The facts, read the one way or the other."""
        return replace(self.facts, reading=reading)

    def target(self, indicator: str, default: int = 0) -> int:
        """What the year asks of an indicator; a target not to be exceeded asks for nothing."""
        found = self.targets.get(indicator)
        return default if found is None or found.comparison == "<=" else found.value

    @cached_property
    def pending(self) -> list[CheckFact]:
        """Records that await review of visits that do not count yet."""
        seen = {check.visit for check in counted(self.facts.checks)}
        return [c for c in self.facts.checks if c.visit not in seen and c.state in PENDING_STATES]

    @cached_property
    def room(self) -> dict[UUID, int]:
        """venue → visits the caps still allow, where there are any."""
        return {stand.venue: stand.room for stand in self.supply.stands if stand.room}

    @cached_property
    def checks(self) -> list[RowCheck]:
        """Every plan row against its quota and the share."""
        bp, today = self.facts.target_bp, self.today
        pairs = zip(self.facts.plan_rows, self.rows, strict=True)
        return [row_check(self._row(fact, row), target_bp=bp, today=today) for fact, row in pairs]

    @cached_property
    def venue_of(self) -> dict[UUID, UUID]:
        """visit → venue, of every record and every open visit."""
        return {c.visit: c.venue for c in self.facts.checks} | {v.uuid: v.venue for v in self.open_visits}

    @cached_property
    def under_way(self) -> frozenset[UUID]:
        """Visits that may still come to count."""
        return frozenset(v.uuid for v in self.open_visits) | {c.visit for c in self.pending}

    @cached_property
    def whole(self) -> RowState:
        """The register of the organ, as one row: what 抽查比例 is read from."""
        drawn = [c for c in counted(self.facts.checks) if c.drawn]
        ahead = {v.venue for v in self.open_visits if v.draw} | {c.venue for c in self.pending if c.drawn}
        return self._state(
            UUID(int=0), self.facts.register, frozenset(c.venue for c in drawn), frozenset(ahead),
            quota=None, last_on=date(self.year, 12, 31), drawn=len(drawn),
        )  # fmt: skip

    def _row(self, fact: RowFact, row: PlanRow) -> RowState:
        done = {c.venue for c in counted(self.facts.checks) if c.drawn and c.serves(fact.plan_row)}
        ahead = {self.venue_of[visit] for visit in fact.drawn if visit in self.under_way}
        return self._state(
            fact.plan_row, fact.register, frozenset(done), frozenset(ahead), quota=quota_of(row, fact),
            last_on=row_window(row, self.year)[1], drawn=len(fact.drawn), rounds=rounds_of(row),
            lost=len(self.lost & fact.drawn.keys()), draws=self.draws.get(fact.plan_row, 0),
        )  # fmt: skip

    def _state(
        self, row: UUID, register: frozenset[UUID], done: frozenset[UUID], ahead: frozenset[UUID], **more: Any
    ) -> RowState:
        done &= register
        ahead = (ahead & register) - done
        free = (register & self.room.keys()) - done - ahead
        return RowState(plan_row=row, register=register, done=done, ahead=ahead, free=frozenset(free), **more)


def quota_of(row: PlanRow, fact: RowFact) -> int | None:
    """Venues the plan asks for: its count, or its ratio of the register, rounded up."""
    if row.quota_count is not None:
        return row.quota_count
    return None if row.ratio_bp is None else -(-len(fact.register) * row.ratio_bp // 10_000)


def rounds_of(row: PlanRow) -> int:
    """Draws a year the wording asks for; 1 where it says nothing exact."""
    kind, often, window = (row.parsed.get(name) for name in ("freq_kind", "freq_n", "freq_window"))
    return int(often) if kind in ("exact", "floor") and window == "year" and isinstance(often, int) else 1


def row_window(row: PlanRow, year: int) -> tuple[date, date]:
    """The days a row is to be done in: its months, and its deadline where that is earlier."""
    last_month = row.month_to or 12
    last = date(year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
    return date(year, row.month_from or 1, 1), min(last, row.deadline_on or last)


def standing_of(actor: User, year: int) -> YearStanding:
    """Everything in a fixed number of queries."""
    facts = facts_of(actor, year)
    today, calendar = clock.today(), work_calendar()
    categories, grades, stands = _stands(actor, year)
    open_visits = _open_visits(actor, year)
    setting = setting_of(actor)
    arranged: dict[UUID, int] = {}
    for visit in open_visits:
        arranged[visit.venue] = arranged.get(visit.venue, 0) + 1
    known = {stand.venue for stand in stands}
    gone = [
        Stand(v, actor.organ_id or "", (("", 0),), 0, n, open=False)
        for v, n in arranged.items()
        if v not in known
    ]
    held = [
        Stand(s.venue, s.organ, s.limits, s.taken, arranged[s.venue], s.open) if s.venue in arranged else s
        for s in stands
    ]
    first = max(today, date(year, 1, 1))
    return YearStanding(
        actor=actor, year=year, today=today, facts=facts, rows=_plan_rows(actor, facts),
        draws=_draws(actor, facts), targets=_targets(actor, year),
        supply=Supply(held + gone, _team_days(actor, calendar, first, date(year, 12, 31)), setting.value),
        categories=categories, grades=grades, open_visits=open_visits, exempt=_exempt(actor, year),
        lost=_lost(actor, facts, today), calendar=calendar, setting=setting,
    )  # fmt: skip


def setting_of(actor: User) -> Setting:
    """Visits of one team on one day: the organ's own number with its reason, else the default."""
    indicator, key = SETTING
    row = FigureSetting.objects.within(actor).filter(
        organ=actor.organ_id, indicator=indicator, key=key, ended_at__isnull=True
    )
    found = row.first()
    if found is None:
        return Setting(DEFAULT_VISITS_PER_TEAM_DAY, DEFAULT_GROUND, True)
    return Setting(int(found.value), found.reason, False)


def _plan_rows(actor: User, facts: Facts) -> list[PlanRow]:
    """The rows behind the facts."""
    ids = [fact.plan_row for fact in facts.plan_rows]
    rows = {row.pk: row for row in PlanRow.objects.within(actor).filter(pk__in=ids).select_related("plan")}
    return [rows[uuid] for uuid in ids]


def _draws(actor: User, facts: Facts) -> dict[UUID, int]:
    """plan row → draws that chose venues for it, alone or among others."""
    ids = [fact.plan_row for fact in facts.plan_rows]
    drawn = Draw.objects.within(actor).filter(state=Draw.State.DRAWN)
    made = [
        *drawn.filter(plan_row__in=ids).values_list("plan_row_id", flat=True),
        *drawn.filter(further__plan_row__in=ids).values_list("further__plan_row_id", flat=True),
    ]
    return Counter(row for row in made if row is not None)


def _targets(actor: User, year: int) -> dict[str, Target]:
    rows = Target.objects.within(actor).filter(
        organ=actor.organ_id, year=year, window="year", retired_at__isnull=True
    )
    return {row.indicator: row for row in rows}


def _stands(actor: User, year: int) -> tuple[dict[UUID, tuple[str, ...]], dict[UUID, str], list[Stand]]:
    """The registered venues of the tree: their categories, their grades, and each against its caps."""
    venues = Venue.objects.within(actor).filter(in_district(), left_on__isnull=True)
    venues = venues.exclude(status=Venue.Status.CANCELLED)
    rows = list(venues.order_by("code").values_list("uuid", "organ_id", "credit_grade", "status"))
    held: dict[UUID, list[str]] = {}
    spans = VenueCategory.objects.within(actor).filter(left_on__isnull=True)
    for venue, code in spans.order_by("category__position").values_list("venue_id", "category_id"):
        held.setdefault(venue, []).append(code)
    organs = {row[1] for row in rows}
    caps = caps_in_force(organs, year)
    counts = counts_of(Q(venue__organ_id__in=organs), year)
    known: dict[tuple[str, tuple[str, ...], str], tuple[tuple[str, int], ...]] = {}
    stands = []
    for venue, organ, grade, status in rows:
        codes = tuple(held.get(venue, ()))
        key = (organ, codes, grade)
        if key not in known:
            known[key] = _limits(caps[organ], codes, grade)
        taken = sum(counts.get(venue, (0, 0)))
        stands.append(Stand(venue, organ, known[key], taken, open=status == Venue.Status.OPEN))
    return (
        {row[0]: tuple(held.get(row[0], ())) for row in rows},
        {row[0]: row[2] for row in rows},
        stands,
    )


def _limits(caps: Caps, codes: Iterable[str], grade: str) -> tuple[tuple[str, int], ...]:
    """Each category's cap; a venue without a category has the rule of the rest."""
    found = tuple((code, cap_of_category(caps, code, grade)) for code in codes)
    return found or ((REST, cap_of_category(caps, REST, grade)),)


def _open_visits(actor: User, year: int) -> list[OpenVisit]:
    """Visits of the year still to be made, remote ones left out: they enter nobody's premises."""
    start, end = days(year, "year")
    rows = Visit.objects.within(actor).filter(
        state__in=OPEN_VISIT, remote=False, planned_from__lte=end, planned_to__gte=start
    )
    found = rows.order_by("planned_to", "number")
    return [
        OpenVisit(*row)
        for row in found.values_list("uuid", "venue_id", "draw_id", "counts_to_cap", "planned_to")
    ]


def _exempt(actor: User, year: int) -> frozenset[UUID]:
    """Visits finished in the year that do not count to the cap: complaints, checks ordered, rechecks."""
    rows = Visit.objects.within(actor).filter(finished_on__range=days(year, "year"), counts_to_cap=False)
    return frozenset(rows.values_list("uuid", flat=True))


def _lost(actor: User, facts: Facts, today: date) -> frozenset[UUID]:
    """Visits whose result was published after its day, or is not published and overdue."""
    overdue = set(
        Clock.objects.within(actor)
        .filter(
            noun="inspection",
            rule=PUBLICATION_RULE,
            done_on__isnull=True,
            due_on__lt=today,
            provisional=False,
        )
        .values_list("noun_id", flat=True)
    )
    return frozenset(
        c.visit
        for c in facts.checks
        if not c.published_in_time
        and not c.excluded
        and (c.state in COUNTED_STATES - {"accepted"} or c.inspection in overdue)
    )


def _team_days(actor: User, calendar: WorkCalendar, first: date, last: date) -> list[TeamDay]:
    """The working days to come, each with the officers of each organ who hold a certificate and are there."""
    officers = list(
        Officer.objects.within(actor)
        .filter(status=Officer.Status.ACTIVE)
        .values_list("uuid", "organ_id", "cert_valid_to", "cert_revoked_on", "lead_quals")
    )
    away: dict[UUID, list[tuple[date, date]]] = {}
    leaves = Leave.objects.within(actor).filter(
        ends_on__gte=first, starts_on__lte=last, dropped_at__isnull=True
    )
    for officer, start, end in leaves.values_list("officer_id", "starts_on", "ends_on"):
        away.setdefault(officer, []).append((start, end))
    found = []
    for on in workdays(calendar, first, last):
        there: dict[str, list[bool]] = {}
        for uuid, organ, valid_to, revoked_on, leads in officers:
            absent = any(start <= on <= end for start, end in away.get(uuid, ()))
            if not absent and certified(valid_to=valid_to, revoked_on=revoked_on, on=on):
                there.setdefault(organ, []).append(bool(leads))
        certain = calendar.waits_for(on) is None or calendar.must_be_workday(on)
        found += [TeamDay(on, organ, len(who), sum(who), certain) for organ, who in sorted(there.items())]
    return found


def workdays(calendar: WorkCalendar, first: date, last: date, *, surely: bool = False) -> list[date]:
    """The days of [first, last] that may be worked; `surely`: only those worked under any calendar.

    Of a year without a calendar a weekend may become a make-up day, so weekends are left out there too.
    """
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    ask = calendar.must_be_workday if surely else calendar.may_be_workday
    return [on for on in every if ask(on) and (calendar.waits_for(on) is None or on.weekday() < 5)]
