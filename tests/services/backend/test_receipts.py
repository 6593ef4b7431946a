"""The same request sent twice is carried out once, and answered twice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Approval, Organ, Receipt, User
from backend.services.receipts import body_digest, once
from tests.racing import race

Act = Callable[[], tuple[int, Any]]


def asking(organ: Organ, actor: User) -> Act:
    """An act that leaves one row and answers with its uuid."""

    def act() -> tuple[int, Any]:
        row = Approval.objects.create(
            organ=organ, created_at=clock.now(), noun="visit", noun_id=uuid4(), act="visit", asked_by=actor
        )
        return 201, {"uuid": row.uuid, "at": row.created_at}

    return act


def send(user: User, act: Act, *, key: str = "k-1", path: str = "/visits", body: Any = None) -> Any:
    return once(key=key, user=user, path=path, body=body or {"a": 1}, now=clock.now(), act=act)


def asked() -> int:
    return Approval.objects.everywhere("task").count()


def test_second_time_gets_the_first_answer(organ: Organ, inspector: User) -> None:
    first = send(inspector, asking(organ, inspector))
    second = send(inspector, asking(organ, inspector))
    assert (second[0], second[1]["uuid"], asked()) == (201, str(first[1]["uuid"]), 1)


def test_without_a_key_every_time_is_the_first(organ: Organ, inspector: User) -> None:
    for _ in range(2):
        send(inspector, asking(organ, inspector), key="")
    assert asked() == 2


@pytest.mark.parametrize("other", [{"body": {"a": 2}}, {"path": "/plans"}], ids=["body", "door"])
def test_key_used_for_something_else_is_refused(organ: Organ, inspector: User, other: dict[str, Any]) -> None:
    send(inspector, asking(organ, inspector))
    with pytest.raises(DomainError) as refusal:
        send(inspector, asking(organ, inspector), **other)
    assert (refusal.value.code, asked()) == ("receipt_differs", 1)


def test_two_people_may_use_the_same_key(organ: Organ, inspector: User, colleague: User) -> None:
    for user in (inspector, colleague):
        send(user, asking(organ, user))
    assert asked() == 2


def test_refusal_keeps_no_receipt(organ: Organ, inspector: User) -> None:
    def refused() -> tuple[int, Any]:
        asking(organ, inspector)()
        raise DomainError("move_not_open")

    with pytest.raises(DomainError):
        send(inspector, refused)
    assert (asked(), Receipt.objects.everywhere("task").count()) == (0, 0)
    send(inspector, asking(organ, inspector))
    assert asked() == 1


def test_answer_without_a_body_is_kept_too(inspector: User) -> None:
    for _ in range(2):
        assert send(inspector, lambda: (204, None)) == (204, None)


@pytest.mark.parametrize("key", ["k" * 81, "钥匙", "a\tb"])
def test_key_a_column_cannot_hold_is_refused(organ: Organ, inspector: User, key: str) -> None:
    with pytest.raises(DomainError) as refusal:
        send(inspector, asking(organ, inspector), key=key)
    assert (refusal.value.code, asked()) == ("invalid", 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_four_at_once_are_carried_out_once(organ: Organ, inspector: User, turn: int) -> None:
    run = lambda: send(inspector, asking(organ, inspector))  # noqa: E731 one act for four threads
    answers = race(run, run, run, run)
    assert {answer[0] for answer in answers} == {201}
    assert (len({str(answer[1]["uuid"]) for answer in answers}), asked()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_twin_of_a_refused_request_is_judged_by_itself(organ: Organ, inspector: User) -> None:
    def once_only() -> tuple[int, Any]:
        if asked():
            raise DomainError("move_not_open")
        return asking(organ, inspector)()

    answers = race(*[lambda: send(inspector, once_only)] * 4)
    assert ([answer[0] for answer in answers], asked()) == ([201] * 4, 1)


def test_uploaded_file_counts_with_all_its_bytes() -> None:
    bodies = [{"file": SimpleUploadedFile("roster.xlsx", data)} for data in (b"one", b"two", b"one")]
    digests = [body_digest(body) for body in bodies]
    assert (digests[0] == digests[2], digests[0] == digests[1]) == (True, False)
    assert bodies[0]["file"].read() == b"one", "the door still reads it from the start"


def test_order_of_fields_does_not_matter() -> None:
    assert body_digest({"a": 1, "b": [1, 2]}) == body_digest({"b": [1, 2], "a": 1})


@pytest.mark.django_db(transaction=True)
def test_receipt_and_act_are_one_transaction(organ: Organ, inspector: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send(inspector, asking(organ, inspector))
        raise ZeroDivisionError
    assert (asked(), Receipt.objects.everywhere("task").count()) == (0, 0)
