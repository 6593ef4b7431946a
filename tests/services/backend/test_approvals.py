"""Approvals: asked by one, decided by another, with a reason where the law wants one."""

from typing import Any
from uuid import uuid4

import pytest

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Approval, JournalLine, User
from backend.services.approvals import approval_ask, approval_decide
from tests.racing import race


def ask(actor: User) -> Approval:
    assert actor.organ is not None
    return approval_ask(
        organ=actor.organ,
        noun="visit",
        noun_id=uuid4(),
        act="visit",
        content={"n": 1},
        actor=actor,
        now=clock.now(),
    )


def decide(row: Approval, actor: User, approve: str = "approved", **more: Any) -> Approval:
    return approval_decide(
        approval=row, approve=approve, verb="visit.approve", actor=actor, now=clock.now(), **more
    )


def test_leader_approves_what_was_asked(inspector: User, leader: User) -> None:
    row = decide(ask(inspector), leader)
    assert (row.state, row.decided_by, row.retro, row.reason) == ("approved", leader, False, "")
    lines = JournalLine.objects.everywhere("task").values_list("verb", "before", "after")
    assert list(lines) == [("approval.ask", "", "asked"), ("visit.approve", "asked", "approved")]


def test_approval_made_up_afterwards_keeps_its_reason(inspector: User, leader: User) -> None:
    row = decide(ask(inspector), leader, retro="紧急情况")
    assert (row.state, row.retro, row.reason) == ("approved", True, "紧急情况")


@pytest.mark.parametrize(
    ("who", "approve", "code"),
    [
        ("inspector", "approved", "not_allowed"),
        ("leader", "rejected", "reason_needed"),
        ("stranger", "approved", "conflict"),
    ],
)
def test_refused_decision_leaves_no_trace(
    inspector: User, leader: User, stranger: User, who: str, approve: str, code: str
) -> None:
    row = ask(inspector)
    actor = {"inspector": inspector, "leader": leader, "stranger": stranger}[who]
    with pytest.raises(DomainError) as refusal:
        decide(row, actor, approve)
    row.refresh_from_db()
    assert (refusal.value.code, row.state, row.decided_by) == (code, "asked", None)


def test_nobody_decides_on_his_own_request(leader: User) -> None:
    with pytest.raises(DomainError) as refusal:
        decide(ask(leader), leader)
    assert refusal.value.code == "own_record"


def test_decision_is_yes_or_no(inspector: User, leader: User) -> None:
    with pytest.raises(ValueError, match="approved or rejected"):
        decide(ask(inspector), leader, "asked")


@pytest.mark.django_db(transaction=True)
def test_four_decisions_at_once_are_one(inspector: User, leader: User) -> None:
    row = ask(inspector)
    said = race(*[lambda: decide(Approval.objects.everywhere("task").get(pk=row.pk), leader).state] * 4)
    assert sorted(said) == ["approved", "conflict", "conflict", "conflict"]
