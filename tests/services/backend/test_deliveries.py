"""What must follow a line is a row; the broker only wakes a worker."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from celery import shared_task
from django.db import transaction

from backend import clock, journal, tasks
from backend.journal import record
from backend.models import Delivery, Organ, User
from tests.racing import race

VERB, NAME = "test.happen", "tests.follow"
heard: list[str] = []
trouble: list[Exception] = []


def follow(noun_id: str) -> None:
    heard.append(noun_id)
    if trouble:
        raise trouble[0]


shared_task(name=NAME)(follow)


@pytest.fixture(autouse=True)
def follower(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(journal.FOLLOWERS, VERB, (NAME,))
    heard.clear()
    trouble.clear()
    yield
    trouble.clear()


@pytest.fixture
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A broker that only counts."""
    sent: list[str] = []
    monkeypatch.setattr(tasks.deliver, "delay", sent.append)
    return sent


def happen(organ: Organ, actor: User) -> UUID:
    noun_id = uuid4()
    with transaction.atomic():
        record(organ=organ, actor=actor, verb=VERB, noun="test", noun_id=noun_id, now=clock.now())
    return noun_id


def deliveries() -> list[tuple[str, int, str]]:
    rows = Delivery.objects.everywhere("task").order_by("not_before")
    return [(row.state, row.attempts, row.error) for row in rows]


@pytest.mark.django_db(transaction=True)
def test_follower_hears_after_the_commit(organ: Organ, inspector: User, nudges: list[str]) -> None:
    with transaction.atomic():
        noun_id = happen(organ, inspector)
        assert nudges == []
    tasks.deliver(*nudges)
    assert (heard, deliveries()) == ([str(noun_id)], [("done", 1, "")])


@pytest.mark.django_db(transaction=True)
def test_nobody_hears_of_what_was_rolled_back(organ: Organ, inspector: User, nudges: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happen(organ, inspector)
        raise ZeroDivisionError
    assert (nudges, deliveries(), tasks.sweep()) == ([], [], 0)


@pytest.mark.django_db(transaction=True)
def test_four_workers_claim_one_delivery_once(organ: Organ, inspector: User, nudges: list[str]) -> None:
    noun_id = happen(organ, inspector)
    race(*[lambda: tasks.deliver(nudges[0])] * 4)
    assert (heard, deliveries()) == ([str(noun_id)], [("done", 1, "")])


@pytest.mark.django_db(transaction=True)
def test_dead_broker_loses_nothing(organ: Organ, inspector: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(_: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.deliver, "delay", dead)
    noun_id = happen(organ, inspector)
    assert (heard, deliveries()) == ([], [("pending", 0, "")])
    assert tasks.sweep() == 1
    assert (heard, deliveries()) == ([str(noun_id)], [("done", 1, "")])


@pytest.mark.django_db(transaction=True)
def test_real_dead_broker_does_not_hold_the_act_up(
    organ: Organ, inspector: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.celery import app

    with app.connection_for_write("redis://127.0.0.1:1/0") as nowhere:
        delay = tasks.deliver.apply_async
        monkeypatch.setattr(
            tasks.deliver, "delay", lambda uuid: delay((uuid,), connection=nowhere, retry=False)
        )
        began = clock.now()
        happen(organ, inspector)
    assert clock.now() - began < timedelta(seconds=5)
    assert deliveries() == [("pending", 0, "")]


def test_failing_follower_is_tried_again_later(organ: Organ, inspector: User, nudges: list[str]) -> None:
    happen(organ, inspector)
    trouble.append(OSError("storage away"))
    assert tasks.sweep() == 1
    assert deliveries() == [("pending", 1, "storage away")]
    assert tasks.sweep() == 0, "not before its time"
    trouble.clear()
    with clock.at(clock.now() + timedelta(seconds=11)):
        assert tasks.sweep() == 1
    assert deliveries() == [("done", 2, "")]


def test_follower_that_always_fails_is_given_up(organ: Organ, inspector: User, nudges: list[str]) -> None:
    happen(organ, inspector)
    trouble.append(OSError("storage away"))
    for hour in range(0, 40, 4):
        with clock.at(clock.now() + timedelta(hours=hour)):
            tasks.sweep()
    assert (deliveries(), len(heard)) == ([("failed", 6, "storage away")], 6)


def _claimed(minutes_ago: int, attempts: int) -> None:
    then = clock.now() - timedelta(minutes=minutes_ago)
    Delivery.objects.everywhere("task").update(state="claimed", claimed_at=then, attempts=attempts)


@pytest.mark.parametrize(
    ("minutes_ago", "attempts", "after"),
    [
        (11, 1, [("done", 2, "")]),
        (9, 1, [("claimed", 1, "")]),
        (11, 6, [("failed", 6, "worker lost")]),
    ],
    ids=["lost", "still at work", "lost too often"],
)
def test_delivery_of_a_lost_worker_comes_back(
    organ: Organ, inspector: User, nudges: list[str], minutes_ago: int, attempts: int, after: Any
) -> None:
    happen(organ, inspector)
    _claimed(minutes_ago, attempts)
    tasks.sweep()
    assert deliveries() == after


def test_sealer_seals_every_organ(organ: Organ, inspector: User, nudges: list[str]) -> None:
    happen(organ, inspector)
    with clock.at(clock.now() + timedelta(seconds=5)):
        assert (tasks.seal(), tasks.seal()) == (1, 0)
