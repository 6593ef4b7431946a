"""The one way a noun changes state: of four who are in time, one is."""

from uuid import uuid4

import pytest
from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.domain.states import Move
from backend.models import Approval, Organ, User
from backend.services.moves import lock, move
from tests.racing import race

MOVES = {("asked", "approve"): Move("approved"), ("asked", "reject"): Move("rejected")}


def ask(organ: Organ, actor: User) -> Approval:
    return Approval.objects.create(
        organ=organ, created_at=clock.now(), noun="visit", noun_id=uuid4(), act="visit", asked_by=actor
    )


def test_move_sets_state_and_values_in_one_step(organ: Organ, inspector: User, leader: User) -> None:
    row = ask(organ, inspector)
    moved = move(row, MOVES, "approve", decided_by=leader, decided_at=clock.now())
    row.refresh_from_db()
    assert (moved.state, row.state, row.decided_by) == ("approved", "approved", leader)


def test_refused_move_leaves_no_trace(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector)
    with pytest.raises(DomainError) as refusal:
        move(row, MOVES, "publish")
    row.refresh_from_db()
    assert (refusal.value.code, row.state) == ("move_not_open", "asked")


def test_row_that_moved_meanwhile_is_a_conflict(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector)
    Approval.objects.everywhere("task").update(state="rejected", decided_at=clock.now())
    with pytest.raises(DomainError) as refusal:
        move(row, MOVES, "approve")
    assert refusal.value.code == "conflict"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(5))
def test_four_racers_on_one_move_one_wins(organ: Organ, inspector: User, turn: int) -> None:
    uuid = ask(organ, inspector).uuid

    def run() -> str:
        with transaction.atomic():
            row = lock(Approval, uuid, inspector)
            return move(row, MOVES, "approve", decided_at=clock.now()).state

    assert sorted(race(run, run, run, run)) == ["approved", *["move_not_open"] * 3]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(5))
def test_four_racers_without_a_lock_still_one_wins(organ: Organ, inspector: User, turn: int) -> None:
    row = ask(organ, inspector)
    copies = [Approval.objects.everywhere("task").get(pk=row.pk) for _ in range(4)]
    acts = [lambda copy=copy: move(copy, MOVES, "approve", decided_at=clock.now()).state for copy in copies]
    assert sorted(race(*acts)) == ["approved", *["conflict"] * 3]


def test_row_of_another_district_is_not_found(organ: Organ, inspector: User, stranger: User) -> None:
    row = ask(organ, inspector)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        lock(Approval, row.uuid, stranger)
    assert refusal.value.code == "not_found"


def test_legal_thing_is_never_deleted(organ: Organ, inspector: User) -> None:
    row = ask(organ, inspector)
    with pytest.raises(TypeError, match="never deleted"):
        row.delete()
    assert row.ref == ("approval", row.uuid)
