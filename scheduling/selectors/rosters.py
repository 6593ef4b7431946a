"""The rosters of a draw (名录) as they stand at this moment: who may be drawn, who may be sent."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import scheduling
from registry.models import Officer, Recusal, Venue
from scheduling.domain import drawing, roster
from scheduling.domain.drawing import OPEN, Prepared, Seal
from scheduling.domain.encoding import SHA256, Profile
from scheduling.domain.policy import Policy
from scheduling.domain.rules import LEAD, Joint, Rules, duty_window, policy_of
from scheduling.domain.states import OPEN_VISIT
from scheduling.models import Draw, Leave, Visit, VisitOfficer
from scheduling.selectors.caps import caps_in_force
from scheduling.selectors.joint import seats_of
from scheduling.selectors.pools import Pool, about, kinds_of, plain, register_of, roster_rows

VERIFIER = Path(scheduling.__file__).parent / "verifier" / "ssj_verify.py"


@dataclass(frozen=True)
class Roster:
    """Rows ready for `drawing.prepare`, the policy, and the registry's rows behind the ids."""

    policy: Policy
    venues: list[roster.Venue]
    officers: list[roster.Officer]
    blocked: list[roster.Pair]
    lifted: list[roster.Pair]
    venue_rows: dict[str, Venue]


def roster_of(draw: Draw, *, asof: date) -> Roster:
    """The register of the draw's organ, narrowed to its categories, townships and grades.

    A deregistered venue has no row; a closed one stays with its status.
    """
    rules = Rules.of(draw.rules)
    caps = caps_in_force([draw.organ_id], asof.year)[draw.organ_id]
    partners = seats_of(draw)
    pool = Pool.of(draw)
    register = register_of(pool, asof)
    kinds = kinds_of(register, about(register, pool.chosen), caps)
    rows = [row for row in register.rows if row.uuid in kinds]
    policy = policy_of(
        rules,
        caps,
        kinds.values(),
        item_class=draw.item_class,
        asof=asof,
        first=draw.visit_from,
        last=draw.visit_to,
        joint=Joint(draw.organ_id, partners) if partners else None,
    )
    organs = [draw.organ_id, *(organ for organ, _ in partners)]
    officers = list(
        Officer.objects.everywhere("guard").filter(organ_id__in=organs, status=Officer.Status.ACTIVE)
    )
    blocked, lifted = _pairs(draw, rules, rows, officers, asof)
    return Roster(
        policy,
        roster_rows(pool, register, kinds),
        _officers(draw, rules, officers, joint=bool(partners)),
        blocked,
        lifted if "rotation" in rules.relax else [],
        {row.code: row for row in rows},
    )


@cache
def verifier_digest() -> str:
    """SHA-256 of the stand-alone verifier, named in every commit."""
    return hashlib.sha256(VERIFIER.read_bytes()).hexdigest()


def draw_prepared(
    draw: Draw,
    *,
    rosters: Roster,
    beacon: Mapping[str, Any],
    moment: int,
    no: int,
    prev: str,
    seal: Seal = OPEN,
    profile: Profile = SHA256,
) -> Prepared:
    """The commit of a draft against rosters taken now. Nothing is written."""
    return drawing.prepare(
        scope=draw.scope,
        no=no,
        prev=prev,
        policy=rosters.policy,
        beacon=dict(beacon),
        moment=moment,
        verifier=verifier_digest(),
        venues=rosters.venues,
        officers=rosters.officers,
        blocked=rosters.blocked,
        lifted=rosters.lifted,
        seal=seal,
        profile=profile,
    )


def _officers(draw: Draw, rules: Rules, rows: list[Officer], *, joint: bool) -> list[roster.Officer]:
    """In a joint draw an officer's unit is his organ, and only those of the organ that leads have
    qualifications in the roster: nobody else can take its seats.
    """
    leaves: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for leave in Leave.objects.everywhere("guard").filter(
        officer__in=[row.pk for row in rows],
        starts_on__lte=draw.visit_to,
        ends_on__gte=draw.visit_from,
        dropped_at__isnull=True,
    ):
        leaves[leave.officer_id].append((leave.starts_on, leave.ends_on))
    busy = _open_visits(rows)
    made = []
    for row in rows:
        first, last = duty_window(draw.visit_from, draw.visit_to, leaves[row.uuid], rules.leave_natural_days)
        load = row.carried_load + busy.get(row.uuid, 0)
        made.append(
            roster.Officer(
                row.cert_no,
                row.organ_id if joint else plain(row.unit),
                _qualified(row) if row.organ_id == draw.organ_id else (),
                _codes(row.towns) or roster.EVERYWHERE,
                first.isoformat(),
                last.isoformat(),
                _valid_on(row).isoformat(),
                load,
                load + rules.officer_cap,
            )
        )
    return made


def _qualified(row: Officer) -> tuple[str, ...]:
    return _codes([*row.quals, *(LEAD + code for code in row.lead_quals)])


def _valid_on(row: Officer) -> date:
    """The last day of the certificate: its own, or the day before it was revoked."""
    if row.cert_revoked_on is None:
        return row.cert_valid_to
    return min(row.cert_valid_to, row.cert_revoked_on - timedelta(days=1))


def _codes(codes: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes), key=str.encode))


def _open_visits(rows: Collection[Officer]) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    seats = VisitOfficer.objects.everywhere("guard").filter(
        officer__in=[row.pk for row in rows], ended_at__isnull=True, visit__state__in=OPEN_VISIT
    )
    for officer in seats.values_list("officer_id", flat=True):
        found[officer] += 1
    return found


def _pairs(
    draw: Draw, rules: Rules, venues: list[Venue], officers: list[Officer], asof: date
) -> tuple[list[roster.Pair], list[roster.Pair]]:
    """(blocked, lifted): recusals (回避) and rotation (轮换) in one list without reasons; rotation alone.

    A pair that is both is never lifted.
    """
    codes = {row.uuid: row.code for row in venues}
    certs = {row.uuid: row.cert_no for row in officers}
    recusals = Recusal.objects.everywhere("guard").filter(officer__in=list(certs))
    never = {
        roster.Pair(certs[row.officer_id], codes[row.venue_id])
        for row in recusals
        if row.venue_id in codes and (row.ended_on is None or row.ended_on > asof)
    }
    rotation = _last_teams(draw.organ_id, rules, codes, certs, asof) - never
    return sorted(never | rotation), sorted(rotation)


def _last_teams(
    organ: str, rules: Rules, codes: Mapping[UUID, str], certs: Mapping[UUID, str], asof: date
) -> set[roster.Pair]:
    """Everybody who was in a venue's last finished visit, when that was recent enough."""
    if not rules.rotation_natural_days:
        return set()
    since = asof - timedelta(days=rules.rotation_natural_days)
    last: dict[UUID, UUID] = {}
    for venue, visit in (
        Visit.objects.everywhere("guard")
        .filter(finished_on__gte=since, organ_id=organ, remote=False)
        .order_by("finished_on", "finished_at", "pk")
        .values_list("venue_id", "pk")
    ):
        last[venue] = visit
    wanted = {visit: venue for venue, visit in last.items() if venue in codes}
    seats = VisitOfficer.objects.everywhere("guard").filter(ended_at__isnull=True, officer__in=list(certs))
    return {
        roster.Pair(certs[officer], codes[wanted[visit]])
        for visit, officer in seats.values_list("visit_id", "officer_id")
        if visit in wanted
    }
