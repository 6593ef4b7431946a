"""Leave and swaps: asked by whoever serves, decided by somebody else, kept whatever comes of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Approval, User
from scheduling.domain.weeks import week_of
from scheduling.models import DutySeat, Leave, LeaveRequest, SwapRequest
from scheduling.selectors.changes import leave_conflicts
from scheduling.selectors.duties import people_of
from scheduling.services.rota.changing import duty_change
from scheduling.services.rota.leaving import leave_ask, leave_decide, leave_end, leave_withdraw
from scheduling.services.rota.swapping import swap_answer, swap_ask, swap_decide, swap_withdraw
from tests.cast import Cast
from tests.factories_rota import leave_asked, rota_make, seat_of, seats_of, swap_asked
from tests.factories_scheduling import catalogue_make, venue_make, visit_make
from tests.racing import race


def refusal(act: Any, **values: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act(now=clock.now(), **values)
    return refused.value.code


def agreed(cast: Cast, **seats: Any) -> SwapRequest:
    row = swap_asked(cast, **seats)
    return swap_answer(swap_id=row.uuid, agree="agreed", actor=cast.colleague, now=clock.now())


def test_approved_leave_feeds_the_draw_and_takes_him_off_duty(cast: Cast) -> None:
    officer = rota_make(cast, 16)[0]
    seat = seat_of(officer)
    on = seat.week.starts_on + timedelta(days=6)
    row = leave_ask(starts_on=on, ends_on=on, reason="探亲", actor=cast.inspector, now=clock.now())
    assert not Leave.objects.everywhere("guard").exists()
    row = leave_decide(request_id=row.uuid, approve="approved", actor=cast.supervisor, now=clock.now())
    leave = Leave.objects.everywhere("guard").get()
    assert (row.state, row.leave, leave.officer, leave.starts_on) == ("approved", leave, officer, on)
    assert Approval.objects.everywhere("guard").get().state == Approval.State.APPROVED
    (taken,) = [s for s in seats_of(cast.organ, week=seat.week) if s.cause_id == leave.uuid]
    assert taken.officer not in (None, officer)


def test_leave_ends_on_the_day_he_is_back_and_leave_not_begun_falls_away(cast: Cast) -> None:
    rota_make(cast, 16)
    today = clock.today()
    for first in (today - timedelta(days=3), today, today + timedelta(days=40)):
        row = leave_ask(
            starts_on=first, ends_on=today + timedelta(days=60), actor=cast.inspector, now=clock.now()
        )
        leave_decide(request_id=row.uuid, approve="approved", actor=cast.supervisor, now=clock.now())
        substitutes = [seat.officer_id for seat in seats_of(cast.organ)]
        assert refusal(leave_end, request_id=row.uuid, actor=cast.inspector) == "not_allowed"
        row = leave_end(request_id=row.uuid, reason="提前返回", actor=cast.supervisor, now=clock.now())
        leave = row.leave
        assert leave is not None
        leave.refresh_from_db()
        begun = first < today
        assert (row.state, row.back_on) == ("ended", max(first, today))
        assert (leave.dropped_at is None, leave.ends_on < today) == (begun, begun)
        assert not people_of([row.officer], range(week_of(today) + 1, week_of(today) + 9))[0].away
        assert [seat.officer_id for seat in seats_of(cast.organ)] == substitutes
        assert refusal(leave_end, request_id=row.uuid, actor=cast.supervisor) == "move_not_open"


def test_leave_that_is_over_is_not_ended(cast: Cast) -> None:
    rota_make(cast)
    row = leave_ask(starts_on=clock.today(), ends_on=clock.today(), actor=cast.inspector, now=clock.now())
    leave_decide(request_id=row.uuid, approve="approved", actor=cast.supervisor, now=clock.now())
    with clock.at(clock.now() + timedelta(days=2)):
        assert refusal(leave_end, request_id=row.uuid, actor=cast.supervisor) == "facts_missing"


def test_rejected_or_withdrawn_leave_changes_nothing(cast: Cast) -> None:
    rota_make(cast)
    before = [seat.uuid for seat in seats_of(cast.organ)]
    row, other = leave_asked(cast), leave_asked(cast)
    reject: dict[str, Any] = {"request_id": row.uuid, "approve": "rejected", "actor": cast.leader}
    assert refusal(leave_decide, **reject) == "facts_missing"
    assert leave_decide(**reject, reason="重大活动", now=clock.now()).state == "rejected"
    assert refusal(leave_withdraw, request_id=other.uuid, actor=cast.colleague) == "not_found"
    assert leave_withdraw(request_id=other.uuid, actor=cast.inspector, now=clock.now()).state == "withdrawn"
    assert (
        refusal(leave_decide, request_id=other.uuid, approve="approved", actor=cast.leader) == "move_not_open"
    )
    assert [seat.uuid for seat in seats_of(cast.organ)] == before
    assert not Leave.objects.everywhere("guard").exists()


def test_nobody_decides_on_his_own_leave_or_asks_without_being_an_officer(cast: Cast) -> None:
    row = leave_asked(cast)
    cast.inspector.grants.create(role="supervisor")
    own = User.objects.everywhere("guard").get(pk=cast.inspector.pk)
    assert refusal(leave_decide, request_id=row.uuid, approve="approved", actor=own) == "own_record"
    days = {"starts_on": date(2026, 9, 20), "ends_on": date(2026, 9, 21)}
    assert refusal(leave_ask, actor=cast.supervisor, **days) == "officer_needed"
    past = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 14)}
    assert refusal(leave_ask, actor=cast.inspector, **past) == "invalid"
    assert LeaveRequest.objects.everywhere("guard").count() == 1


def test_leave_is_shown_with_the_visits_and_the_duty_it_meets(cast: Cast) -> None:
    officers = rota_make(cast)
    catalogue_make()
    visit = visit_make(venue_make(cast.organ, "91370117MA3C0001X1"), officers[:2], cast.supervisor)
    seat = seat_of(officers[0])
    found = leave_conflicts(officers[0].uuid, min(seat.week.starts_on, date(2026, 9, 25)), date(2026, 11, 30))
    assert [row["number"] for row in found["visits"]] == [visit.number]
    assert found["duties"][0]["uuid"] == seat.uuid
    assert leave_conflicts(officers[0].uuid, date(2027, 5, 1), date(2027, 5, 2)) == {
        "visits": [],
        "duties": [],
    }


def test_swap_both_agreed_to_changes_two_seats_when_approved(cast: Cast) -> None:
    rota_make(cast)
    row = agreed(cast, given=0, taken=0)
    giver, taker = row.giver, row.taker
    assert row.state == "agreed"
    before = DutySeat.objects.everywhere("guard").count()
    done = swap_decide(
        swap_id=row.uuid, approve="approved", reason="同意", actor=cast.supervisor, now=clock.now()
    )
    assert done.state == "approved"
    changed = {s.week_id: s.officer for s in seats_of(cast.organ, cause_id=row.uuid)}
    assert row.taken
    assert changed == {row.given.week_id: taker, row.taken.week_id: giver}
    assert DutySeat.objects.everywhere("guard").count() == before + 2


def test_duty_given_away_for_nothing_needs_one_seat_only(cast: Cast) -> None:
    rota_make(cast, 16)
    row = agreed(cast)
    swap_decide(swap_id=row.uuid, approve="approved", reason="同意", actor=cast.leader, now=clock.now())
    (seat,) = seats_of(cast.organ, cause_id=row.uuid)
    assert (seat.officer, seat.week_id, seat.origin) == (row.taker, row.given.week_id, "swap")


def test_swap_against_a_rule_is_approved_only_with_a_reason_which_is_kept(cast: Cast) -> None:
    giver, taker = rota_make(cast)[:2]
    theirs = seat_of(taker)
    beside = [s for s in seats_of(cast.organ) if abs((s.week.starts_on - theirs.week.starts_on).days) == 7]
    week = {s.officer_id for s in seats_of(cast.organ, week=beside[0].week)}
    moved = next((s for s in beside if s.officer == giver), None) or duty_change(
        seat_id=beside[0].uuid, officer_id=giver.uuid, reason="调整", actor=cast.supervisor, now=clock.now()
    )
    assert taker.pk not in week
    row = swap_ask(
        given_id=moved.uuid, taker_id=taker.uuid, taken_id=None, reason="有事", actor=cast.inspector,
        now=clock.now(),
    )  # fmt: skip
    swap_answer(swap_id=row.uuid, agree="agreed", actor=cast.colleague, now=clock.now())
    approve: dict[str, Any] = {"swap_id": row.uuid, "approve": "approved", "actor": cast.supervisor}
    assert refusal(swap_decide, **approve) == "facts_missing"
    swap_decide(**approve, reason="本周无人可换", now=clock.now())
    (kept,) = seats_of(cast.organ, cause_id=row.uuid)
    assert (kept.warnings, kept.reason) == (["gap"], "本周无人可换")


def test_swap_is_answered_by_the_other_and_withdrawn_by_the_asker_alone(cast: Cast) -> None:
    rota_make(cast)
    row, other = swap_asked(cast), swap_asked(cast)
    assert refusal(swap_answer, swap_id=row.uuid, agree="agreed", actor=cast.inspector) == "not_found"
    assert refusal(swap_withdraw, swap_id=row.uuid, actor=cast.colleague) == "not_found"
    assert (
        refusal(swap_decide, swap_id=row.uuid, approve="approved", actor=cast.supervisor) == "move_not_open"
    )
    declined = swap_answer(swap_id=row.uuid, agree="declined", actor=cast.colleague, now=clock.now())
    withdrawn = swap_withdraw(swap_id=other.uuid, actor=cast.inspector, now=clock.now())
    assert (declined.state, withdrawn.state) == ("declined", "withdrawn")
    assert not Approval.objects.everywhere("guard").exists()


def test_swap_is_not_decided_by_either_side_nor_after_the_seat_has_moved(cast: Cast) -> None:
    rota_make(cast, 16)
    row = agreed(cast)
    cast.inspector.grants.create(role="supervisor")
    own = User.objects.everywhere("guard").get(pk=cast.inspector.pk)
    approve: dict[str, Any] = {"swap_id": row.uuid, "approve": "approved", "reason": "同意"}
    assert refusal(swap_decide, **approve, actor=own) == "own_record"
    duty_change(seat_id=row.given_id, officer_id=None, reason="另派", actor=cast.supervisor, now=clock.now())
    assert refusal(swap_decide, **approve, actor=cast.supervisor) == "conflict"
    row.refresh_from_db()
    assert row.state == "agreed"
    rejected = swap_decide(
        swap_id=row.uuid, approve="rejected", reason="已调整", actor=cast.supervisor, now=clock.now()
    )
    assert rejected.state == "rejected"


def test_swap_is_asked_of_another_for_seats_that_are_theirs(cast: Cast) -> None:
    giver, taker = rota_make(cast)[:2]
    mine, his = seat_of(giver), seat_of(taker)

    def code(given: DutySeat, to: Any, taken: DutySeat | None, reason: str = "有事") -> str:
        return refusal(
            swap_ask, given_id=given.uuid, taker_id=to, taken_id=taken.uuid if taken else None,
            reason=reason, actor=cast.inspector,
        )  # fmt: skip

    assert code(mine, taker.uuid, None, " ") == "reason_needed"
    assert code(his, taker.uuid, None) == "not_found"
    assert code(mine, taker.uuid, mine) == "not_found"
    assert code(mine, mine.uuid, None) == "not_found"
    assert code(mine, giver.uuid, None) == "invalid"


@pytest.mark.django_db(transaction=True)
def test_two_leaves_approved_at_once_are_both_approved_and_each_seat_has_one_holder(cast: Cast) -> None:
    first, second = rota_make(cast, 16)[:2]
    rows = []
    for officer, user in ((first, cast.inspector), (second, cast.colleague)):
        on = seat_of(officer, 1).week.starts_on
        rows.append(leave_ask(starts_on=on, ends_on=on, actor=user, now=clock.now()))

    def approve(row: LeaveRequest, actor: User) -> Any:
        return lambda: (
            leave_decide(request_id=row.uuid, approve="approved", actor=actor, now=clock.now()).state
        )

    assert race(approve(rows[0], cast.supervisor), approve(rows[1], cast.leader)) == ["approved"] * 2
    held = [(seat.week_id, seat.team, seat.seat) for seat in seats_of(cast.organ)]
    assert len(held) == len(set(held)) == 36
    assert {row.officer_id for row in Leave.objects.everywhere("guard").all()} == {first.pk, second.pk}
