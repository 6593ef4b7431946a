"""The rota as it is shown: weeks with their teams, the balance of the team, one's own duty."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from backend.api import found
from backend.models import User
from backend.permissions import may
from scheduling.domain.canonical import canon
from scheduling.domain.rota import Standing, spread, week_plan
from scheduling.domain.weeks import monday, sunday, week_of
from scheduling.models import DutySeat, DutyWeek, RotaPolicy
from scheduling.selectors.duties import areas_of, officers_of, policies_of, policy_for, rule_of

Card = dict[str, Any]


def policy_card(row: RotaPolicy) -> Card:
    """The rules of a rotation."""
    return {
        "uuid": row.uuid,
        "no": row.no,
        "seed": row.seed,
        "starts_on": row.starts_on,
        "teams": row.teams,
        "team_size": row.team_size,
        "gap_weeks": row.gap_weeks,
        "weeks_ahead": row.weeks_ahead,
        "areas": row.areas,
        "exempt": row.exempt,
        "reason": row.reason,
    }


def rota_get(*, actor: User, first: date, weeks: int, today: date) -> Card:
    """`weeks` weeks from that of `first`, the rules now and next, and how evenly duty is spread."""
    organ_id = actor.organ_id or ""
    policies = policies_of(organ_id)
    start = week_of(first)
    rows = DutyWeek.objects.within(actor).filter(
        organ_id=organ_id, starts_on__gte=monday(start), starts_on__lt=monday(start + weeks)
    )
    policy = policy_for(policies, week_of(today))
    return {
        "policy": policy_card(policy) if policy else None,
        "next_policy": policy_card(policies[-1]) if policies and policies[-1] != policy else None,
        "weeks": week_cards(rows.select_related("policy").order_by("starts_on"), actor=actor, today=today),
        "balance": _balance(organ_id, policy, today),
        "verbs": [verb for verb in ("rota.edit", "duty.change", "swap.ask", "leave.ask") if may(actor, verb)],
    }


def week_cards(rows: Iterable[DutyWeek], *, actor: User, today: date) -> list[Card]:
    """Weeks with the seats as they stand and the changes behind them; three queries whatever their number."""
    weeks = list(rows)
    seats: dict[UUID, list[DutySeat]] = defaultdict(list)
    for seat in (
        DutySeat.objects.within(actor)
        .filter(week__in=[row.pk for row in weeks])
        .select_related("officer")
        .order_by("team", "seat", "created_at")
    ):
        seats[seat.week_id].append(seat)
    return [_week_card(row, seats[row.pk], actor, today) for row in weeks]


def _week_card(row: DutyWeek, seats: list[DutySeat], actor: User, today: date) -> Card:
    end = sunday(week_of(row.starts_on))
    past = end < today
    teams = sorted({seat.team for seat in seats})
    return {
        "uuid": row.uuid,
        "starts_on": row.starts_on,
        "ends_on": end,
        "published_at": row.created_at,
        "policy_no": row.policy.no,
        "holiday": row.holiday,
        "provisional": bool(row.needs_years),
        "needs_years": row.needs_years,
        "past": past,
        "now": row.starts_on <= today <= end,
        "digest": row.digest,
        "teams": [
            {
                "no": team + 1,
                "areas": list(areas_of(row, team)),
                "seats": [
                    _seat_card(seat, actor, past=past)
                    for seat in seats
                    if seat.team == team and seat.ended_at is None
                ],
            }
            for team in teams
        ],
        "changes": _changes(seats, actor),
    }


def _seat_card(seat: DutySeat, actor: User, *, past: bool) -> Card:
    own = seat.officer is not None and seat.officer.user_id == actor.uuid
    verbs = []
    if not past:
        verbs += ["duty.change"] if may(actor, "duty.change") else []
        verbs += ["swap.ask"] if own and may(actor, "swap.ask") else []
    return {
        "uuid": seat.uuid,
        "seat": seat.seat + 1,
        "officer": seat.officer_id,
        "name": seat.officer.name if seat.officer else "",
        "own": own,
        "origin": seat.origin,
        "warnings": seat.warnings,
        "verbs": verbs,
    }


def _changes(seats: list[DutySeat], actor: User) -> list[Card]:
    """Every change of the week; its words only for those who decide on changes."""
    words = may(actor, "swap.approve")
    made = []
    latest: dict[tuple[int, int], DutySeat] = {}
    for seat in seats:
        place = (seat.team, seat.seat)
        before = latest.get(place)
        if before is not None:
            made.append(
                {
                    "team": seat.team + 1,
                    "seat": seat.seat + 1,
                    "before": before.officer.name if before.officer else "",
                    "after": seat.officer.name if seat.officer else "",
                    "at": seat.created_at,
                    "origin": seat.origin,
                    "warnings": seat.warnings,
                    "reason": seat.reason if words else "",
                }
            )
        latest[place] = seat
    return sorted(made, key=lambda change: change["at"])


def _balance(organ_id: str, policy: RotaPolicy | None, today: date) -> Card:
    """How many officers have how many duties this year, published ones included: a distribution, no names."""
    if policy is None:
        return {"year": today.year, "duties": [], "holidays": []}
    officers = [row.uuid for row in officers_of(policy).values()]
    loads, festive = dict.fromkeys(officers, 0), dict.fromkeys(officers, 0)
    held = DutySeat.objects.everywhere("guard").filter(
        organ_id=organ_id, ended_at__isnull=True, officer__in=officers, week__starts_on__year=today.year
    )
    for officer, holiday in held.values_list("officer_id", "week__holiday"):
        loads[officer] += 1
        festive[officer] += bool(holiday)
    return {"year": today.year, "duties": _spread(loads.values()), "holidays": _spread(festive.values())}


def _spread(counts: Iterable[int]) -> list[Card]:
    return [{"times": times, "officers": officers} for times, officers in spread(counts)]


def week_proof(*, week_id: UUID, actor: User, today: date) -> Card:
    """A week with all it was computed from, computed once more: `same` says whether it comes out alike."""
    row = found(DutyWeek.objects.within(actor).select_related("policy").filter(pk=week_id).first())
    rule = rule_of(row.policy)
    plan = week_plan(rule, Standing.of_json(row.standing))
    published = _published(row)
    digest = hashlib.sha256(canon(row.standing)).hexdigest()
    teams = [list(members) for members in plan.teams]
    return {
        "week": week_cards([row], actor=actor, today=today)[0],
        "policy": policy_card(row.policy),
        "standing": row.standing,
        "digest": digest,
        "computed": teams,
        "published": published,
        "same": teams == published and digest == row.digest,
    }


def _published(row: DutyWeek) -> list[list[str]]:
    """The seats as first published, by certificate number."""
    teams: dict[int, dict[int, str]] = defaultdict(dict)
    seats = row.seats.filter(origin=DutySeat.Origin.ROTA).select_related("officer")
    for seat in seats.order_by("team", "seat"):
        teams[seat.team][seat.seat] = seat.officer.cert_no if seat.officer else ""
    return [list(members.values()) for members in teams.values()]


def duty_mine(*, actor: User, today: date) -> list[Card]:
    """One's own duty from this week on, soonest first, with partners and patrol areas."""
    seats = (
        DutySeat.objects.within(actor)
        .filter(officer__user=actor, ended_at__isnull=True, week__starts_on__gte=monday(week_of(today)))
        .select_related("week")
        .order_by("week__starts_on")
    )
    mine = list(seats)
    partners: dict[tuple[UUID, int], list[str]] = defaultdict(list)
    beside = DutySeat.objects.within(actor).filter(
        week__in=[seat.week_id for seat in mine], ended_at__isnull=True, officer__isnull=False
    )
    for other in beside.exclude(officer__user=actor).select_related("officer").order_by("seat"):
        partners[other.week_id, other.team].append(other.officer.name if other.officer else "")
    return [
        {
            "uuid": seat.uuid,
            "starts_on": seat.week.starts_on,
            "ends_on": sunday(week_of(seat.week.starts_on)),
            "holiday": seat.week.holiday,
            "provisional": bool(seat.week.needs_years),
            "team": seat.team + 1,
            "areas": list(areas_of(seat.week, seat.team)),
            "partners": partners[seat.week_id, seat.team],
            "origin": seat.origin,
            "verbs": ["swap.ask"] if may(actor, "swap.ask") else [],
        }
        for seat in mine
    ]
