"""The surcharge on a fine paid late (加处罚款): three per cent a day, up to the fine itself.

行政处罚法 Art 72: three per cent a day, never above the fine. 行政处罚法 Art 73: no surcharge for the days of
a pending review or litigation. 行政处罚法 Art 66: deferral and instalments move the day from which it runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PERCENT_A_DAY = 3

Instalment = tuple[date, int]  # last day, sum in fen
Paid = tuple[date, int]
Moved = tuple[date, Sequence[Instalment]]  # the day it was approved, what holds from then on
Pause = tuple[date, date | None]  # first day, last day; None: still pending


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What is owed on top on `upto`, in fen; `days`: days that counted; `capped`: it stands at the fine."""

    fen: int
    days: int
    paused_days: int
    capped: bool


def surcharge(
    due: Sequence[Instalment],
    paid: Iterable[Paid],
    upto: date,
    pauses: Iterable[Pause] = (),
    moved: Iterable[Moved] = (),
) -> Surcharge:
    """The surcharge on the fine of the schedule `due` (one row without instalments) up to `upto` included.

    It runs from the day after a row's last day; a sum paid on a day still counts as unpaid on that day, so
    three days late are three days. Rounded down to the fen once, at the end. A schedule that was `moved`
    holds from the day after it was approved; what ran before that stays.
    """
    breaks, payments = tuple(pauses), sorted(paid)
    plans = [(date.min, sorted(due)), *((on, sorted(rows)) for on, rows in moved)]
    fine = max(sum(fen for _, fen in rows) for _, rows in plans)
    hundredths = days = paused = 0
    on = min((rows[0][0] for _, rows in plans if rows), default=upto) + timedelta(days=1)
    while on <= upto and hundredths < fine * 100:
        rows = next(plan for since, plan in reversed(plans) if since < on)
        unpaid = sum(fen for last, fen in rows if last < on) - sum(fen for day, fen in payments if day < on)
        if unpaid > 0 and any(first <= on and (last is None or on <= last) for first, last in breaks):
            paused += 1
        elif unpaid > 0:
            days += 1
            hundredths += unpaid * PERCENT_A_DAY
        on += timedelta(days=1)
    capped = hundredths >= fine * 100 > 0
    return Surcharge(fine if capped else hundredths // 100, days, paused, capped)
