"""Start a period of a case from the rule's row of data."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

from backend.models import Clock, User
from backend.services.clocks import clock_start
from enforcement.domain.periods import Period, parse_periods
from enforcement.models import Case, CaseTrack, FollowUp, Lead

FILE = Path(__file__).resolve().parent.parent / "data" / "periods.json"


@cache
def periods() -> dict[str, Period]:
    """All rules of the data file."""
    return parse_periods(json.loads(FILE.read_text(encoding="utf-8")))


def period_start(
    *, rule: str, of: Case | CaseTrack | FollowUp | Lead, on: date, actor: User, now: datetime
) -> Clock:
    """Start `rule` for a case, its side track or follow-up, or a lead on `on`.

    A rule that is not verified says so in its basis.
    """
    row = periods()[rule]
    noun, uuid = of.ref
    return clock_start(
        organ=of.organ_id,
        rule=rule,
        noun=noun,
        noun_id=uuid,
        start_event=row.start_event,
        starts_on=on,
        length=row.length,
        unit=row.unit,
        basis=row.basis if row.verified else f"{row.basis}（待核实）",
        actor=actor,
        now=now,
    )
