"""The duty rota of the demonstration year: weeks published as the year went on, two leaves, one swap."""

from datetime import date, datetime, time, timedelta

from backend.clock import BEIJING
from backend.models import User
from counting.services.reminders import remind
from scheduling.models import DutySeat
from scheduling.services.rota.leaving import leave_ask, leave_decide
from scheduling.services.rota.rotating import duty_rotate, policy_make
from scheduling.services.rota.swapping import swap_answer, swap_ask, swap_decide

FIRST_MONDAY, LAST_MONDAY = date(2026, 1, 5), date(2026, 9, 14)
AREAS = (
    {"name": "艾山片区", "townships": ["370117001"], "streets": "钢都大街、双元大街、永兴路、艾山路"},
    {"name": "里辛片区", "townships": ["370117002"], "streets": "里辛大街、九龙路、里兴街"},
    {"name": "汶源片区", "townships": ["370117003"], "streets": "汶源大街、府前大街、友谊大街"},
    {
        "name": "颜庄辛庄片区",
        "townships": ["370117004", "370117005"],
        "streets": "颜庄大街、颜兴路、辛庄大街、砟峪路",
    },
)
SWAPPED_ON = date(2026, 9, 10)
TODAY = date(2026, 9, 15)


def _at(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), BEIJING)


def rota_tell(users: dict[str, User], listed_at: datetime) -> int:
    """Rules at the turn of the year, then Monday by Monday; returns how many weeks are published."""
    organ_id = str(users["shao"].organ_id)
    policy_make(
        starts_on=FIRST_MONDAY, teams=2, team_size=2, gap_weeks=2, weeks_ahead=8, areas=AREAS,
        reason="2026年度值班轮值办法", actor=users["shao"], now=listed_at,
    )  # fmt: skip
    monday = FIRST_MONDAY
    while monday <= LAST_MONDAY:
        if monday > SWAPPED_ON >= monday - timedelta(days=7):
            _swap(users)
        duty_rotate(organ_id=organ_id, now=_at(monday, 0, 20))
        monday += timedelta(days=7)
    _leaves(users)
    remind(now=_at(TODAY, 8, 55))
    return DutySeat.objects.everywhere("loader").values("week").distinct().count()


def _swap(users: dict[str, User]) -> None:
    """The first two with a sign-in who serve in different weeks of the autumn change places."""
    seats = DutySeat.objects.everywhere("loader").filter(
        ended_at__isnull=True,
        week__starts_on__gte=SWAPPED_ON + timedelta(days=18),
        officer__user__isnull=False,
    )
    ordered = list(seats.select_related("officer__user", "week").order_by("week__starts_on", "team", "seat"))
    given = ordered[0]
    taken = next(s for s in ordered if s.week_id != given.week_id and s.officer_id != given.officer_id)
    assert given.officer and given.officer.user and taken.officer and taken.officer.user
    row = swap_ask(
        given_id=given.uuid, taker_id=taken.officer.uuid, taken_id=taken.uuid, reason="家中老人就医，申请对调",
        actor=given.officer.user, now=_at(SWAPPED_ON, 9, 5),
    )  # fmt: skip
    swap_answer(swap_id=row.uuid, agree="agreed", actor=taken.officer.user, now=_at(SWAPPED_ON, 9, 40))
    swap_decide(
        swap_id=row.uuid, approve="approved", reason="双方同意，不影响片区巡查", actor=users["shao"],
        now=_at(SWAPPED_ON, 10, 15),
    )  # fmt: skip


def _leaves(users: dict[str, User]) -> None:
    """One approved for October, one that waits."""
    approved = leave_ask(
        starts_on=date(2026, 10, 12), ends_on=date(2026, 10, 16), reason="年休假", actor=users["han"],
        now=_at(date(2026, 9, 11), 9),
    )  # fmt: skip
    leave_decide(
        request_id=approved.uuid, approve="approved", actor=users["shao"], now=_at(date(2026, 9, 11), 14)
    )
    leave_ask(
        starts_on=date(2026, 10, 26), ends_on=date(2026, 10, 28), reason="子女升学事务", actor=users["jiang"],
        now=_at(date(2026, 9, 14), 8, 50),
    )  # fmt: skip
