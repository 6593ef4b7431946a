"""The plain facts figures are read from: what was recorded in a year, and slices of it by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

# States of a record that counts, and of one that may come to count.
COUNTED_STATES = frozenset({"accepted", "published", "corrected"})
PENDING_STATES = frozenset({"submitted", "returned"})
ABSENT = frozenset({"closed", "not_found"})


@dataclass(frozen=True, slots=True)
class CheckFact:
    """One record of one visit, as counting needs it; `on` is the day of the visit."""

    inspection: UUID
    visit: UUID
    venue: UUID
    on: date
    state: str
    outcome: str
    remote: bool
    excluded: bool  # a supervisor settled that it does not count
    drawn: bool
    plan_row: UUID | None
    led_to: str  # what the check ended in beside its record: "penalty", "act" or nothing (V38)
    published_in_time: bool
    performance: bool = False  # a performance (演出) was checked
    further: frozenset[UUID] = frozenset()  # other plan rows its draw serves (综合查一次)

    def serves(self, plan_row: UUID) -> bool:
        """Whether its visit was drawn for this plan row, alone or among others."""
        return self.plan_row == plan_row or plan_row in self.further

    @property
    def counts(self) -> bool:
        """Whether this record makes its visit count."""
        return (
            self.state in COUNTED_STATES
            and not self.excluded
            and not self.remote
            and self.outcome not in ABSENT
        )


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One decided case; `on` is the day of the decision."""

    case: UUID
    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class OutingFact:
    """One outing and how many officers set out."""

    outing: UUID
    on: date
    officers: int


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """One activity that was held; it counts when another person confirmed it."""

    activity: UUID
    on: date
    kind: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class GuidanceFact:
    """One talk or letter of commitment that was not withdrawn; `on` is the day it was held or made."""

    guidance: UUID
    on: date
    kind: str
    signed: bool


@dataclass(frozen=True, slots=True)
class CampaignFact:
    """One filed campaign; `on` is the day it ended, of one still going on the day it began."""

    campaign: UUID
    on: date
    closed: bool


@dataclass(frozen=True, slots=True)
class DayFact:
    """One thing of a `kind` that is counted once on its day: case_filed, case_closed, hazard_found, …"""

    kind: str
    row: UUID
    on: date


@dataclass(frozen=True, slots=True)
class RowFact:
    """One plan row: its register on the cut-off day, and the visits drawn for it with their last day."""

    plan_row: UUID
    register: frozenset[UUID]
    drawn: Mapping[UUID, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the figures of one organ tree are read from, for the days it was read or sliced to."""

    checks: Sequence[CheckFact] = ()
    cases: Sequence[CaseFact] = ()
    outings: Sequence[OutingFact] = ()
    activities: Sequence[ActivityFact] = ()
    guidance: Sequence[GuidanceFact] = ()
    campaigns: Sequence[CampaignFact] = ()
    once: Sequence[DayFact] = ()
    plan_rows: Sequence[RowFact] = ()
    register: frozenset[UUID] = frozenset()
    cutoff_on: date | None = None
    target_bp: int = 500
    reading: str = "ratio"

    def between(self, start: date, end: date) -> "Facts":
        """The facts of [start, end], both days included; the registers stay those of the cut-off day."""
        return replace(
            self,
            checks=[fact for fact in self.checks if start <= fact.on <= end],
            cases=[fact for fact in self.cases if start <= fact.on <= end],
            outings=[fact for fact in self.outings if start <= fact.on <= end],
            activities=[fact for fact in self.activities if start <= fact.on <= end],
            guidance=[fact for fact in self.guidance if start <= fact.on <= end],
            campaigns=[fact for fact in self.campaigns if start <= fact.on <= end],
            once=[fact for fact in self.once if start <= fact.on <= end],
            plan_rows=[
                replace(row, drawn={visit: on for visit, on in row.drawn.items() if start <= on <= end})
                for row in self.plan_rows
            ],
        )
