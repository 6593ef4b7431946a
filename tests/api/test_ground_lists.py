"""Lists: pages that hold every row once, also where the order has gaps and ties."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Value
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from backend import clock
from backend.api import page
from backend.domain.errors import DomainError
from backend.models import Approval, Organ, User

ROWS = 9


@pytest.fixture
def approvals(organ: Organ, inspector: User) -> list[Approval]:
    """Nine rows: some decided, two at the same moment, some never; in no order at all."""
    now = clock.now()
    decided = [None, 3, 1, None, 2, 2, None, 5, 4]
    rows = [
        Approval(
            organ=organ,
            created_at=now + timedelta(minutes=at % 4),
            noun="visit",
            noun_id=uuid4(),
            act=f"act-{at % 3}",
            decided_at=None if day is None else now + timedelta(days=day),
            asked_by=inspector if at % 2 else None,
        )
        for at, day in enumerate(decided)
    ]
    return Approval.objects.bulk_create(rows)


def walk(rows: Any, order: str, limit: int) -> list[UUID]:
    seen: list[UUID] = []
    cursor = ""
    while True:
        given = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        request = Request(APIRequestFactory().get("/", given))
        answer = page(rows, request, lambda got: [row.uuid for row in got], order=order)
        assert answer["count"] == ROWS
        seen += answer["rows"]
        if answer["next"] is None:
            return seen
        cursor = answer["next"]


@pytest.mark.parametrize("limit", [1, 2, 4, 9])
@pytest.mark.parametrize("order", ["decided_at", "-decided_at", "created_at", "-created_at", "act", "-act"])
def test_pages_of_any_length_make_the_whole_list(approvals: list[Approval], order: str, limit: int) -> None:
    rows = Approval.objects.everywhere("task")
    assert walk(rows, order, limit) == walk(rows, order, ROWS)
    assert set(walk(rows, order, limit)) == {row.uuid for row in approvals}


@pytest.mark.parametrize("order", ["decided_at", "-decided_at"])
def test_empty_values_come_last_on_both_databases(approvals: list[Approval], order: str) -> None:
    rows = Approval.objects.everywhere("task")
    by_uuid = {row.uuid: row.decided_at for row in approvals}
    dates = [by_uuid[uuid] for uuid in walk(rows, order, 2)]
    assert dates[-3:] == [None] * 3
    filled = [day for day in dates if day is not None]
    assert filled == sorted(filled, reverse=order.startswith("-"))


def test_list_may_be_ordered_by_a_neighbour_and_by_a_reckoned_value(approvals: list[Approval]) -> None:
    rows = Approval.objects.everywhere("task").select_related("asked_by")
    assert len(set(walk(rows, "asked_by__username", 2))) == ROWS
    reckoned = rows.annotate(weight=Value(1))
    assert len(set(walk(reckoned, "weight", 2))) == ROWS


@pytest.mark.parametrize("bend", [lambda text: text[:-2], lambda text: "x" + text, lambda _: "x" * 900])
def test_bent_cursor_is_refused(approvals: list[Approval], bend: Any) -> None:
    rows = Approval.objects.everywhere("task")
    first = page(rows, Request(APIRequestFactory().get("/?limit=1")), lambda got: got, order="act")
    with pytest.raises(DomainError) as refusal:
        request = Request(APIRequestFactory().get("/", {"cursor": bend(first["next"])}))
        page(rows, request, lambda got: got, order="act")
    assert (refusal.value.code, list(refusal.value.data["fields"])) == ("invalid", ["cursor"])
