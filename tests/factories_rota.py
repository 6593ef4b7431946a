"""A bureau with a rota: officers, its rules, published weeks, requests."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from backend import clock
from backend.models import Organ, Reminder, User
from registry.models import Officer
from scheduling.models import DutySeat, LeaveRequest, RotaPolicy, SwapRequest
from scheduling.services.rota.leaving import leave_ask
from scheduling.services.rota.rotating import policy_make
from scheduling.services.rota.swapping import swap_ask
from tests.cast import Cast
from tests.factories_scheduling import officer_make

AREAS = [{"name": name, "townships": ["370117001"], "streets": ""} for name in ("东片区", "西片区")]
MONDAY = date(2026, 9, 14)
_numbers = count(1)


def officers_make(organ: Organ, number: int, *users: User) -> list[Officer]:
    """`number` officers, the first of them with these sign-ins."""
    return [
        officer_make(organ, f"370117003{n:02d}", user=users[n] if n < len(users) else None)
        for n in range(number)
    ]


def policy_of(actor: User, **values: Any) -> RotaPolicy:
    """Two teams of two, every second week at the earliest, eight weeks ahead, from this week on."""
    return policy_make(
        **{
            "starts_on": MONDAY, "teams": 2, "team_size": 2, "gap_weeks": 2, "weeks_ahead": 8,
            "areas": AREAS, "actor": actor, "now": clock.now(), **values,
        }
    )  # fmt: skip


def seats_of(organ: Organ, **which: Any) -> list[DutySeat]:
    """Seats as they stand, by week, team and seat."""
    rows = DutySeat.objects.everywhere("guard").filter(organ=organ, ended_at__isnull=True, **which)
    return list(rows.select_related("week", "officer").order_by("week__starts_on", "team", "seat"))


def seat_of(officer: Officer, at: int = 0) -> DutySeat:
    """One of the officer's seats, the earliest unless said otherwise."""
    return seats_of(officer.organ, officer=officer)[at]


def apart(officer: Officer, other: Officer, at: int = 0, *, weeks: int = 0) -> DutySeat:
    """One of the officer's seats in whose week, and `weeks` beside it, the other does not serve."""
    days = [seat.week.starts_on for seat in seats_of(officer.organ, officer=other)]
    own = seats_of(officer.organ, officer=officer)
    return [s for s in own if all(abs((s.week.starts_on - day).days) > 7 * weeks for day in days)][at]


def rota_make(cast: Cast, number: int = 10) -> list[Officer]:
    """The inspector, the colleague and eight more, with nine weeks published."""
    officers = officers_make(cast.organ, number, cast.inspector, cast.colleague)
    policy_of(cast.supervisor)
    return officers


def _officers(cast: Cast) -> list[Officer]:
    standing = list(Officer.objects.everywhere("loader").filter(organ=cast.organ, user__isnull=False))
    if len(standing) == 2:
        return sorted(standing, key=lambda row: row.cert_no)
    return rota_make(cast)[:2]


def _seat(cast: Cast) -> UUID:
    return seat_of(_officers(cast)[0]).uuid


def leave_asked(cast: Cast) -> LeaveRequest:
    _officers(cast)
    first = date(2026, 10, next(_numbers) % 20 + 1)
    return leave_ask(starts_on=first, ends_on=first, actor=cast.inspector, now=clock.now())


def swap_asked(cast: Cast, *, given: int = 0, taken: int | None = None) -> SwapRequest:
    """The inspector asks the colleague to take his seat, for one of his when said."""
    giver, taker = _officers(cast)
    return swap_ask(
        given_id=apart(giver, taker, given).uuid, taker_id=taker.uuid,
        taken_id=None if taken is None else apart(taker, giver, taken).uuid, reason="家中有事",
        actor=cast.inspector, now=clock.now(),
    )  # fmt: skip


def _reminder(cast: Cast) -> UUID:
    row = leave_asked(cast)
    made, _ = Reminder.objects.everywhere("loader").get_or_create(
        noun="leaverequest", noun_id=row.uuid, kind="leave", stage="waiting", person=cast.supervisor,
        defaults={"organ": cast.organ, "created_at": clock.now()},
    )  # fmt: skip
    return made.uuid


OBJECTS = {
    "reminders": _reminder,
    "duty-weeks": lambda cast: seat_of(_officers(cast)[0]).week_id,
    "duty-seats": _seat,
    "leave-requests": lambda cast: leave_asked(cast).uuid,
    "swap-requests": lambda cast: swap_asked(cast).uuid,
}
