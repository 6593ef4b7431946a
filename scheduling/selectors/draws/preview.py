"""What a draft would come to: the pool, who is left out and why, quotas, and whether teams can be found."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from scheduling.domain import drawing, roster
from scheduling.domain.policy import Policy, of_type
from scheduling.domain.remedies import WAYS_OUT
from scheduling.domain.roster import ELIGIBLE, Rosters
from scheduling.domain.seats import certified, covers, on_duty, qualified
from scheduling.models import Draw
from scheduling.selectors.rosters import draw_prepared, roster_of

# fewer who could take a seat than this: anybody can guess who will come
FEW = 3
SHOWN = 200
# the trial needs a beacon and must not be mistaken for one: no dice fall like this
TRIAL_BEACON = {"kind": "dice", "n": 40}
TRIAL_VALUE = f"dice:40:{'0' * 40}"
NO_HEAD = "0" * 64


def draw_preview(draw: Draw, today: date) -> dict[str, Any]:
    """Counted from the registers as they are today. The trial shows whether teams can be found at all: its
    beacon is forty zeros and its commit is never published, so it says nothing of who will be drawn.
    """
    rosters = roster_of(draw, asof=today)
    prepared = draw_prepared(draw, rosters=rosters, beacon=TRIAL_BEACON, moment=0, no=1, prev=NO_HEAD)
    venues = prepared.rosters.venues
    excluded = [row for row in venues if row.eligible != ELIGIBLE]
    return {
        "pool": len(venues),
        "eligible": len(venues) - len(excluded),
        "registered_by_grade": dict(prepared.registered),
        "eligible_by_grade": dict(prepared.eligible),
        "excluded_by_reason": dict(prepared.excluded),
        "excluded": [
            {"code": row.id, "name": row.name, "grade": row.cls, "cell": row.cell, "reason": row.eligible}
            for row in excluded[:SHOWN]
        ],
        "lifted": list(prepared.lifted_recent),
        "quota": prepared.quota,
        "shortfall": prepared.shortfall,
        "cells": _cells(venues),
        "officers": len(prepared.rosters.officers),
        "thin": thin_seats(prepared.commit["policy"], venues, prepared.rosters.officers),
        "trial": _trial(prepared.commit_bytes, prepared.rosters),
    }


def _cells(venues: Iterable[roster.Venue]) -> list[dict[str, Any]]:
    pools: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for row in venues:
        pools[row.cls, row.cell][row.eligible == ELIGIBLE] += 1
    return [
        {"grade": cls, "cell": cell, "registered": pool.total(), "eligible": pool[True]}
        for (cls, cell), pool in sorted(pools.items())
    ]


def thin_seats(
    policy: Policy, venues: Iterable[roster.Venue], officers: Iterable[roster.Officer]
) -> list[dict[str, Any]]:
    """Seats that fewer than three officers could take, by cell; recusals not counted."""
    people = list(officers)
    cells = sorted({(row.town, row.type) for row in venues if row.eligible == ELIGIBLE})
    found = []
    for town, kind in cells:
        for seat, need in enumerate(of_type(policy["seats"], kind, "policy.seats")):
            fit = sum(
                qualified(o, need)
                and on_duty(o, policy["visit"])
                and certified(o, policy["visit"])
                and covers(o, town)
                for o in people
            )
            if fit < FEW:
                found.append({"cell": f"{town}/{kind}", "seat": seat, "needs": need, "officers": fit})
    return found


def _trial(commit: bytes, rosters: Rosters) -> dict[str, Any]:
    drawn = drawing.draw(commit_bytes=commit, rosters=rosters, values=[TRIAL_VALUE])
    return {
        "visits": drawn.n,
        "seats": sum(len(team) for team in drawn.teams.values()),
        "open": len(drawn.open),
        "reasons": dict(sorted(Counter(seat.reason for seat in drawn.open).items())),
        "ways_out": sorted({way for seat in drawn.open for way in WAYS_OUT[seat.reason]}),
        "stages": [{"relaxation": stage.relaxation, "open": stage.open} for stage in drawn.stages],
        "shortages": [
            {
                "officers": list(row.officers),
                "seats": row.seats,
                "capacity": row.capacity,
                "lacking": row.lacking,
                "raise_by": row.raise_by,
            }
            for row in drawn.shortages
        ],
        "most": max(drawn.loads.values(), default=0),
        "least": min(drawn.loads.values(), default=0),
    }
