"""The review of a match: every venue with its team, open seats first, and how fair the draw is."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from registry.models import Officer
from scheduling.domain.encoding import profile_named
from scheduling.domain.fairness import (
    SeatChance,
    chances,
    further,
    load_bins,
    pair_counts,
    seeds_for,
    simulated,
    terms_after,
)
from scheduling.domain.policy import policy_read
from scheduling.domain.roster import OPEN_SEAT, Rosters
from scheduling.domain.seats import Seating
from scheduling.models import Draw, DrawPick, Visit, VisitOfficer
from scheduling.selectors.draws.preview import FEW
from scheduling.selectors.packages import rosters_frozen

# venues told one by one; of more, the counts say how many are not shown
SHOWN = 1000


def draw_review(draw: Draw) -> dict[str, Any]:
    """Everything from the frozen rosters, the teams and the commit's policy; seats as they stand now."""
    commit = json.loads(draw.commit)
    policy, rosters = policy_read(commit["policy"]), rosters_frozen(draw)
    picks = list(
        DrawPick.objects.everywhere("published").select_related("venue").filter(draw=draw, selected=True)
    )
    chosen = {pick.code for pick in picks}
    seating = Seating(
        profile_named(commit["spec"]), b"", b"", policy, rosters.officers,
        [venue for venue in rosters.venues if venue.id in chosen], rosters.blocked,
    )  # fmt: skip
    seats = sum(len(seating.needs(venue)) for venue in seating.venues)
    seeds = seeds_for(seats)
    terms = terms_after(policy, draw.relaxed, rosters.lifted)
    by_venue: dict[str, list[SeatChance]] = {}
    for found in simulated(seating, terms, seeds):
        by_venue.setdefault(found.venue, []).append(found)
    teams = [pick.team for pick in picks]
    loads = {officer.id: officer.load for officer in rosters.officers}
    rows = _rows(draw, picks, by_venue)
    return {
        "seeds": seeds,
        "venues_count": len(rows),
        "venues": rows[:SHOWN],
        "seats": seats,
        "open": sum(seat["holder"] is None for row in rows for seat in row["seats"]),
        "thin": sum(len(row.candidates) < FEW for found in by_venue.values() for row in found),
        "few": FEW,
        "officers": len(loads),
        "loads": [row._asdict() for row in load_bins(loads, teams)],
        "pairs": [{"times": times, "pairs": n} for times, n in pair_counts(loads, teams).items()],
        "chances": [
            {
                "grade": row.grade, "cell": row.cell, "eligible": row.eligible,
                "numerator": row.chance.numerator, "denominator": row.chance.denominator,
            }
            for row in chances(rosters.venues, draw.quota, policy)
        ],
        "relaxed": draw.relaxed,
        "stages": draw.stages,
        "further": _further(draw, seating, rosters) if draw.open_seats else [],
    }  # fmt: skip


def _further(draw: Draw, seating: Seating, rosters: Rosters) -> list[dict[str, Any]]:
    found = further(seating, seating.policy, draw.relaxed, rosters.lifted)
    return [{"relaxation": name, "open": left} for name, left in found]


def _rows(
    draw: Draw, picks: Sequence[DrawPick], by_venue: Mapping[str, Sequence[SeatChance]]
) -> list[dict[str, Any]]:
    """Venues with an open seat first, then those with a thin one, then by code."""
    visits = {row.venue_id: row for row in Visit.objects.everywhere("guard").filter(draw=draw)}
    holders = _holders(draw)
    names = dict(
        Officer.objects.everywhere("guard")
        .filter(cert_no__in={uid for found in by_venue.values() for row in found for uid in row.candidates})
        .values_list("cert_no", "name")
    )
    why = {(seat["code"], seat["seat"]): seat for seat in draw.open_seats}
    rows = []
    for pick in picks:
        visit = visits.get(pick.venue_id)
        seats = [
            {
                "seat": found.slot,
                "needs": found.needs,
                "holder": holders.get((visit.pk, found.slot)) if visit else None,
                "drawn": pick.team[found.slot] if found.slot < len(pick.team) else OPEN_SEAT,
                "candidates": [{"cert_no": uid, "name": names.get(uid, "")} for uid in found.candidates],
                "most": found.most,
                "reason": why.get((pick.code, found.slot), {}).get("reason", ""),
                "ways_out": why.get((pick.code, found.slot), {}).get("ways_out", []),
            }
            for found in by_venue.get(pick.code, ())
        ]
        rows.append(
            {
                "code": pick.code, "name": pick.venue.name, "grade": pick.grade, "cell": pick.cell,
                "visit": visit.pk if visit else None, "seats": seats,
            }
        )  # fmt: skip
    return sorted(rows, key=_worst_first)


def _worst_first(row: Mapping[str, Any]) -> tuple[bool, bool, str]:
    seats = row["seats"]
    return (
        all(seat["holder"] for seat in seats),
        all(len(seat["candidates"]) >= FEW for seat in seats),
        str(row["code"]),
    )


def _holders(draw: Draw) -> dict[tuple[Any, int], dict[str, Any]]:
    """(visit, seat) → who sits there now, and the reason where he was assigned directly."""
    seats = VisitOfficer.objects.everywhere("guard").filter(visit__draw=draw, ended_at__isnull=True)
    return {
        (seat.visit_id, seat.seat): {
            "cert_no": seat.officer.cert_no, "name": seat.officer.name, "direct_reason": seat.direct_reason,
        }
        for seat in seats.select_related("officer")
    }  # fmt: skip
