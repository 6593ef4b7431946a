"""Cases by clock: the soonest day that binds first, page by page, with the day its card shows."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from backend import clock
from backend.models import Clock, User
from enforcement.models import CaseTrack
from enforcement.services.periods import period_start
from tests.cast import Cast
from tests.factories_enforcement import case_make, track_make

Clients = Callable[[User | None], APIClient]
pytestmark = pytest.mark.django_db


def test_cases_are_listed_by_the_day_their_card_shows_page_by_page(cast: Cast, client_of: Clients) -> None:
    made = [case_make(cast, state) for state in ("filed", "served", "decided")]
    track = CaseTrack.objects.everywhere("guard").get(pk=track_make(cast))
    still = Clock.objects.everywhere("guard").filter(noun="case", noun_id__in=[made[2].pk, track.case_id])
    still.update(done_on="2026-09-15")
    period_start(rule="preservation", of=track, on=clock.today(), actor=cast.supervisor, now=clock.now())
    client = client_of(cast.supervisor)
    rows, cursor = [], ""
    for _ in range(5):
        got = client.get(f"/api/v1/cases?sort=due_on&limit=1{cursor}").json()
        rows += got["rows"]
        if got["next"] is None:
            break
        cursor = f"&cursor={got['next']}"
    days = [row["due"]["due_on"] if row["due"] else None for row in rows]
    assert sorted(row["uuid"] for row in rows) == sorted(str(case.pk) for case in (*made, track.case))
    assert days == [*sorted(day for day in days if day), None]
    assert rows[-1]["uuid"] == str(made[2].pk)
    # a side track's clock is its case's
    assert {row["uuid"]: row["due"]["noun"] for row in rows if row["due"]}[str(track.case_id)] == "casetrack"


def test_another_order_than_the_known_ones_is_refused(cast: Cast, client_of: Clients) -> None:
    got = client_of(cast.supervisor).get("/api/v1/cases?sort=party_name")
    assert (got.status_code, got.json()["data"]["fields"]) == (400, {"sort": ["没有这个选项"]})
