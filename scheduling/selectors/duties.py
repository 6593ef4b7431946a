"""What the rota is computed from: who may serve, and every duty that is published."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from backend.clock import civil
from registry.models import Officer
from scheduling.domain.rota import Duty, Person, Rule
from scheduling.domain.weeks import monday, sunday, week_of, weeks_away
from scheduling.models import DutySeat, DutyWeek, Leave, RotaPolicy

# Loads, pairs and areas are counted over two years.
HISTORY_WEEKS = 104


def policies_of(organ_id: str) -> list[RotaPolicy]:
    """The rules of an organ, the oldest first."""
    return list(RotaPolicy.objects.everywhere("guard").filter(organ_id=organ_id).order_by("no"))


def policy_for(policies: Iterable[RotaPolicy], week: int) -> RotaPolicy | None:
    """The rules in force in a week: the latest that had begun."""
    begun = [row for row in policies if week_of(row.starts_on) <= week]
    return begun[-1] if begun else None


def rule_of(policy: RotaPolicy) -> Rule:
    """The rules as the domain reads them."""
    names = tuple(area["name"] for area in policy.areas)
    return Rule(policy.seed, policy.teams, policy.team_size, policy.gap_weeks, names)


def officers_of(policy: RotaPolicy) -> dict[str, Officer]:
    """Everybody who takes part, by certificate number."""
    rows = Officer.objects.everywhere("guard").filter(organ_id=policy.organ_id, status=Officer.Status.ACTIVE)
    return {row.cert_no: row for row in rows.exclude(pk__in=policy.exempt)}


def people_of(officers: Iterable[Officer], weeks: range) -> list[Person]:
    """When each may serve in these weeks: leave, and a certificate good to the last day."""
    rows = list(officers)
    leaves = _leaves(rows, weeks)
    made = []
    for row in rows:
        good_to = row.cert_valid_to
        if row.cert_revoked_on is not None:
            good_to = min(good_to, row.cert_revoked_on - timedelta(days=1))
        away = weeks_away(leaves[row.pk], weeks, valid_to=good_to)
        made.append(Person(row.cert_no, week_of(civil(row.created_at)), away))
    return made


def _leaves(rows: Iterable[Officer], weeks: range) -> dict[UUID, list[tuple[date, date]]]:
    found = defaultdict(list)
    leaves = Leave.objects.everywhere("guard").filter(
        officer__in=[row.pk for row in rows],
        starts_on__lte=sunday(weeks[-1]),
        ends_on__gte=monday(weeks[0]),
        dropped_at__isnull=True,
    )
    for officer, starts_on, ends_on in leaves.values_list("officer_id", "starts_on", "ends_on"):
        found[officer].append((starts_on, ends_on))
    return found


def duties_of(organ_id: str, week: int) -> list[Duty]:
    """Every duty held from two years before `week` on, those of later weeks included."""
    seats = DutySeat.objects.everywhere("guard").filter(
        organ_id=organ_id, ended_at__isnull=True, officer__isnull=False,
        week__starts_on__gte=monday(week - HISTORY_WEEKS),
    )  # fmt: skip
    return [duty_of(seat) for seat in seats.select_related("week", "officer")]


def duty_of(seat: DutySeat) -> Duty:
    """A held seat as the domain counts it."""
    row = seat.week
    who = seat.officer.cert_no if seat.officer else ""
    return Duty(week_of(row.starts_on), seat.team, who, bool(row.holiday), areas_of(row, seat.team))


def areas_of(week: DutyWeek, team: int) -> tuple[str, ...]:
    """The patrol areas of a team."""
    return tuple(week.areas[team]) if team < len(week.areas) else ()
