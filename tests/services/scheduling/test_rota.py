"""Publishing weeks and changing seats: nothing published is computed anew, nothing is erased."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django_celery_beat.models import PeriodicTask

from backend import clock
from backend.clock import BEIJING
from backend.domain.errors import DomainError
from backend.domain.workdays import DayKind, SpecialDay
from backend.models import JournalLine, Organ, User
from backend.services.calendar import calendar_load_year
from scheduling.domain.rota import Standing, week_plan
from scheduling.models import DutySeat, DutyWeek, Leave, RotaPolicy
from scheduling.selectors.duties import rule_of
from scheduling.services.leaves import leave_enter
from scheduling.services.rota.changing import duty_change, duty_swap
from scheduling.services.rota.rotating import duty_rotate
from scheduling.tasks import rotate_duty
from tests.cast import Cast
from tests.factories_rota import AREAS, MONDAY, apart, officers_make, policy_of, rota_make, seat_of, seats_of
from tests.factories_scheduling import officer_make
from tests.racing import race


def weeks(organ: Organ) -> list[DutyWeek]:
    return list(DutyWeek.objects.everywhere("guard").filter(organ=organ).order_by("starts_on"))


def picture(organ: Organ) -> list[tuple[Any, ...]]:
    return [(s.week.starts_on, s.team, s.seat, s.officer_id) for s in seats_of(organ)]


def later(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 8, tzinfo=BEIJING)


def test_new_rules_publish_this_week_and_eight_ahead(cast: Cast) -> None:
    rota_make(cast)
    rows = weeks(cast.organ)
    assert [row.starts_on for row in rows] == [MONDAY + timedelta(weeks=n) for n in range(9)]
    assert len([seat for seat in seats_of(cast.organ) if seat.officer]) == 36
    assert [row.holiday for row in rows[:4]] == ["", "中秋", "国庆", "国庆"]
    assert {name for row in rows for areas in row.areas for name in areas} == {"东片区", "西片区"}


def test_every_published_week_can_be_computed_again_from_its_row(cast: Cast) -> None:
    rota_make(cast)
    for row in weeks(cast.organ):
        plan = week_plan(rule_of(row.policy), Standing.of_json(row.standing))
        held = [(s.team, s.seat, s.officer.cert_no) for s in seats_of(cast.organ, week=row) if s.officer]
        assert held == [(t, n, who) for t, team in enumerate(plan.teams) for n, who in enumerate(team)]


def test_rotation_that_runs_twice_publishes_once(cast: Cast) -> None:
    rota_make(cast)
    before = picture(cast.organ)
    assert duty_rotate(organ_id=cast.organ.pk, now=clock.now()) == 0
    assert picture(cast.organ) == before


def test_worker_dead_for_three_weeks_catches_up_and_touches_nothing_published(cast: Cast) -> None:
    rota_make(cast)
    before = picture(cast.organ)
    with clock.at(later(MONDAY + timedelta(weeks=3))):
        assert rotate_duty() == 3
        assert rotate_duty() == 0
    assert len(weeks(cast.organ)) == 12
    assert picture(cast.organ)[: len(before)] == before


def test_weeks_nobody_published_in_time_are_not_invented_afterwards(cast: Cast) -> None:
    rota_make(cast)
    with clock.at(later(MONDAY + timedelta(weeks=12))):
        rotate_duty()
    assert [row.starts_on for row in weeks(cast.organ)][8:10] == [
        MONDAY + timedelta(weeks=8), MONDAY + timedelta(weeks=12),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_publish_every_week_once(cast: Cast) -> None:
    rota_make(cast)
    now = later(MONDAY + timedelta(weeks=3))
    made = race(*[lambda: duty_rotate(organ_id=cast.organ.pk, now=now)] * 2)
    assert sorted(made) == [0, 3]
    assert len(weeks(cast.organ)) == 12


def test_bureau_without_rules_has_no_rota(organ: Organ) -> None:
    assert rotate_duty() == 0


def test_new_rules_hold_from_the_first_week_that_is_not_published(cast: Cast) -> None:
    officers = rota_make(cast)
    before = picture(cast.organ)
    policy_of(cast.supervisor, teams=3, weeks_ahead=10, exempt=[officers[0].uuid])
    assert picture(cast.organ)[: len(before)] == before
    last = weeks(cast.organ)[-1]
    assert (last.policy.no, last.policy.seed, len(last.areas)) == (2, "WH370117/2", 3)
    assert officers[0].pk not in {s.officer_id for s in seats_of(cast.organ, week__policy__no=2)}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": date(2026, 9, 13)}, "starts_on"),
        ({"areas": [AREAS[0], AREAS[0]]}, "areas"),
        ({"exempt": [RotaPolicy().uuid]}, "exempt"),
    ],
)
def test_rules_that_cannot_hold_are_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        policy_of(cast.supervisor, **values)
    assert list(refused.value.data["fields"]) == [field]
    assert not RotaPolicy.objects.everywhere("guard").exists()


def test_supervisor_without_an_organ_makes_no_rules(cast: Cast) -> None:
    cast.supervisor.organ = None
    with pytest.raises(DomainError, match="not_found"):
        policy_of(cast.supervisor)


def test_week_of_an_unpublished_year_is_provisional_until_its_table_is_loaded(cast: Cast) -> None:
    rota_make(cast)
    with clock.at(later(date(2026, 12, 7))):
        rotate_duty()
        new_year = weeks(cast.organ)[-2]
        assert (new_year.starts_on, new_year.needs_years) == (date(2027, 1, 25), [2027])
        before = picture(cast.organ)
        feast = [SpecialDay(date(2027, 1, 27), DayKind.STATUTORY, "虚构节")]
        calendar_load_year(year=2027, source="虚构通知", days=feast, now=clock.now())
        rotate_duty()
    new_year.refresh_from_db()
    assert (new_year.holiday, new_year.needs_years) == ("虚构节", [])
    assert picture(cast.organ) == before


def test_leave_moves_one_seat_to_the_next_by_the_same_key(cast: Cast) -> None:
    officers = rota_make(cast, 16)
    seat = seat_of(officers[2])
    before = {row.uuid for row in seats_of(cast.organ)}
    monday = seat.week.starts_on
    row = leave_enter(
        officer_id=officers[2].uuid, starts_on=monday, ends_on=monday, actor=cast.supervisor, now=clock.now()
    )
    (new,) = [s for s in seats_of(cast.organ) if s.uuid not in before]
    seat.refresh_from_db()
    assert seat.ended_at is not None
    assert (new.week_id, new.team, new.seat, new.origin) == (seat.week_id, seat.team, seat.seat, "leave")
    assert (new.cause_id, new.warnings) == (row.uuid, [])
    assert new.officer_id not in {None, officers[2].pk}


def test_leave_that_is_over_moves_nothing(cast: Cast) -> None:
    officers = rota_make(cast)
    before = picture(cast.organ)
    held = next(s.officer for s in seats_of(cast.organ) if s.officer)
    leave_enter(
        officer_id=held.uuid, starts_on=MONDAY, ends_on=MONDAY, actor=cast.supervisor, now=clock.now()
    )
    assert picture(cast.organ) == before
    assert len(officers) == 10


def test_seat_nobody_may_take_is_left_open_and_can_be_filled_by_hand(cast: Cast) -> None:
    officers = officers_make(cast.organ, 4)
    policy_of(cast.supervisor, teams=1, weeks_ahead=1)
    seat = next(s for s in seats_of(cast.organ) if s.officer)
    assert seat.officer
    left = duty_change(
        seat_id=seat.uuid, officer_id=None, reason="另有任务", actor=cast.supervisor, now=clock.now()
    )
    assert left.officer is None
    resting = next(o for o in officers if o.pk not in {s.officer_id for s in seats_of(cast.organ)})
    filled = duty_change(
        seat_id=left.uuid, officer_id=resting.uuid, reason="本人自愿", actor=cast.supervisor, now=clock.now()
    )
    assert (filled.officer, filled.reason, filled.origin) == (resting, "本人自愿", "change")


def test_supervisor_exchanges_two_seats_and_the_broken_rule_is_kept(cast: Cast) -> None:
    officers = rota_make(cast)
    first, other = apart(officers[0], officers[1]), apart(officers[1], officers[0])
    given, taken = duty_swap(
        seat_id=first.uuid, other_id=other.uuid, reason="工作需要", actor=cast.supervisor, now=clock.now()
    )
    assert (given.officer_id, taken.officer_id) == (officers[1].pk, officers[0].pk)
    assert JournalLine.objects.everywhere("guard").filter(verb="duty.change").count() == 2
    assert DutySeat.objects.everywhere("guard").filter(pk__in=[first.pk, other.pk]).count() == 2


def test_officer_serving_beside_the_gap_is_placed_with_a_warning(cast: Cast) -> None:
    rota_make(cast)
    first, second = (seats_of(cast.organ, week=row)[0] for row in weeks(cast.organ)[:2])
    assert second.officer
    row = duty_change(
        seat_id=first.uuid, officer_id=second.officer_id, reason="临时抽调", actor=cast.supervisor,
        now=clock.now(),
    )  # fmt: skip
    assert row.warnings == ["gap"]


def test_officer_whose_certificate_ends_is_placed_with_a_warning(cast: Cast) -> None:
    rota_make(cast)
    expiring = officer_make(cast.organ, "37011700399", cert_valid_to=MONDAY)
    row = duty_change(
        seat_id=seats_of(cast.organ)[0].uuid, officer_id=expiring.uuid, reason="临时抽调",
        actor=cast.supervisor, now=clock.now(),
    )  # fmt: skip
    assert row.warnings == ["certificate"]


def test_nobody_serves_twice_in_one_week(cast: Cast) -> None:
    rota_make(cast)
    one, other = seats_of(cast.organ)[:2]
    with pytest.raises(DomainError, match="duty_twice"):
        duty_change(
            seat_id=one.uuid, officer_id=other.officer_id, reason="调整", actor=cast.supervisor,
            now=clock.now(),
        )  # fmt: skip
    one.refresh_from_db()
    assert one.ended_at is None


def test_week_that_is_over_is_locked(cast: Cast) -> None:
    rota_make(cast)
    seat = seats_of(cast.organ)[0]
    with pytest.raises(DomainError, match="duty_past"):
        duty_change(
            seat_id=seat.uuid, officer_id=None, reason="调整", actor=cast.supervisor,
            now=later(MONDAY + timedelta(days=7)),
        )  # fmt: skip


def test_change_without_reason_or_of_a_seat_already_changed_is_refused(cast: Cast, stranger: User) -> None:
    rota_make(cast)
    one, other = seats_of(cast.organ)[0], seats_of(cast.organ)[-1]

    def change(reason: str, actor: User = cast.supervisor, officer: Any = None) -> Any:
        return duty_change(seat_id=one.uuid, officer_id=officer, reason=reason, actor=actor, now=clock.now())

    def code(*given: Any) -> str:
        with pytest.raises(DomainError) as refused:
            change(*given)
        return refused.value.code

    assert code(" ") == "reason_needed"
    assert code("调整", stranger) == "not_found"
    assert code("调整", cast.supervisor, one.uuid) == "not_found"
    assert code("调整", cast.inspector) == "not_allowed"
    with pytest.raises(DomainError, match="invalid"):
        duty_swap(seat_id=one.uuid, other_id=one.uuid, reason="调整", actor=cast.supervisor, now=clock.now())
    change("调整")
    assert code("再调整") == "conflict"
    assert other.ended_at is None
    assert not Leave.objects.everywhere("guard").exists()


SCHEDULES = (
    "seal", "sweep", "clocks_recompute", "files_sweep", "rotate_duty", "draw_logs_recount", "rechecks_due",
    "credit_regrade", "remind",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", SCHEDULES)
def test_schedule_is_there_for_administrators_to_change_and_names_a_task(name: str) -> None:
    from backend.celery import app

    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(name=name)
    when = row.crontab or row.interval
    assert (row.enabled, row.task in app.tasks, when is not None) == (True, True, True)


@pytest.mark.django_db
def test_nothing_runs_by_the_clock_that_is_not_named_here() -> None:
    assert sorted(PeriodicTask.objects.values_list("name", flat=True)) == sorted(SCHEDULES)


def test_bureau_in_trouble_does_not_keep_the_next_from_its_rota(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota_make(cast)

    def broken(**_: Any) -> int:
        raise ValueError("broken")

    monkeypatch.setattr("scheduling.tasks.duty_rotate", broken)
    assert rotate_duty() == 0
