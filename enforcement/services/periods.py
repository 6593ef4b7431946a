"""Start a period of a case from the rule's row of data."""

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

from backend.models import Clock, User
from backend.services.clocks import Shown, clock_start, clocks_done
from enforcement.domain.periods import Period, parse_periods
from enforcement.models import Case, CaseTrack, FollowUp, Lead

FILE = Path(__file__).resolve().parent.parent / "data" / "periods.json"


@cache
def periods() -> dict[str, Period]:
    """All rules of the data file."""
    return parse_periods(json.loads(FILE.read_text(encoding="utf-8")))


def period_start(
    *,
    rule: str,
    of: Case | CaseTrack | FollowUp | Lead,
    on: date,
    actor: User,
    now: datetime,
    follows: Clock | None = None,
    at: datetime | None = None,
    length: int | None = None,
    start_event: str = "",
) -> Clock:
    """Start `rule` for a case, its side track or follow-up, or a lead on `on`, or when `follows` ends.

    A rule that is not verified says so in its basis; one that changed runs as it was on that day. `at`: the
    instant of a rule in hours; `length`: where a decision set it; `start_event`: what it
    runs from here, if not from the rule's own.
    """
    row = periods()[rule].of(on)
    noun, uuid = of.ref
    return clock_start(
        organ=of.organ_id,
        rule=rule,
        noun=noun,
        noun_id=uuid,
        start_event=start_event or row.start_event,
        starts_on=on,
        length=length or row.length,
        unit=row.unit,
        basis=row.basis if row.verified else f"{row.basis}（待核实）",
        actor=actor,
        now=now,
        follows=follows,
        shown=_shown(of),
        starts_at=at if row.unit == "hours" else None,
    )


def period_again(
    *, rule: str, of: Case | FollowUp, on: date, actor: User, now: datetime, follows: Clock | None = None
) -> Clock:
    """One clock of `rule` is open: earlier ones end; a second start of one day runs from that day."""
    noun, uuid = of.ref
    clocks_done(noun=noun, noun_id=uuid, rule=rule, on=on)
    row = period_start(rule=rule, of=of, on=on, actor=actor, now=now, follows=follows)
    Clock.objects.everywhere("guard").filter(pk=row.pk).update(done_on=None)
    return row


def _shown(of: Case | CaseTrack | FollowUp | Lead) -> Shown:
    """The case is opened for its side tracks; a clock is called by party and number, a lead by its venue."""
    if isinstance(of, Lead):
        return Shown(label=of.venue.name if of.venue else of.content[:30])
    case = of if isinstance(of, Case) else of.case
    label = f"{case.party_name} {case.number}"
    return Shown("case", case.uuid, label) if isinstance(of, CaseTrack) else Shown(label=label)
