"""Imports met by several connections at once: one confirmation wins, progress is seen, codes stay single."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from backend import clock
from backend.models import User
from registry.models import ImportRow, RosterImport, Venue
from registry.services.rosters import (
    judging,
    roster_import_confirm,
    roster_import_read,
    roster_import_upload,
    roster_import_write,
)
from registry.services.rosters.work import StillWorking
from registry.services.venues import venue_create
from tests.factories_registry import categories_make, uscc_make, venue_values
from tests.racing import race
from tests.workbooks import roster

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(ask: Callable[[], Any]) -> Any:
    """What another connection sees now."""
    seen: list[Any] = []

    def look() -> None:
        try:
            seen.append(ask())
        finally:
            connections.close_all()

    thread = Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


def preview(supervisor: User, count: int) -> RosterImport:
    categories_make()
    data = roster([[f"甲{n}", uscc_make(), f"一路 {n} 号", "网吧"] for n in range(count)])
    row = roster_import_upload(kind="venues", filename="a.xlsx", data=data, actor=supervisor, now=clock.now())
    roster_import_read(import_id=row.uuid, now=clock.now())
    return RosterImport.objects.everywhere("task").get(uuid=row.uuid)


def test_of_two_supervisors_confirming_at_once_one_wins(supervisor: User, second_supervisor: User) -> None:
    row = preview(supervisor, 3)
    outcomes = race(
        *(
            lambda actor=actor: roster_import_confirm(import_id=row.uuid, actor=actor, now=clock.now())
            for actor in (supervisor, second_supervisor, supervisor, second_supervisor)
        )
    )
    won = [said for said in outcomes if isinstance(said, RosterImport)]
    assert len(won) == 1
    assert {said for said in outcomes if isinstance(said, str)} <= {"conflict", "move_not_open"}


def test_two_workers_at_once_write_once(supervisor: User) -> None:
    row = preview(supervisor, 20)
    roster_import_confirm(import_id=row.uuid, actor=supervisor, now=clock.now())

    def write() -> str:
        try:
            roster_import_write(import_id=row.uuid, now=clock.now())
        except StillWorking:
            return "still working"
        return "done"

    assert "done" in race(write, write)
    row.refresh_from_db()
    assert (row.state, Venue.objects.within(supervisor).count()) == ("done", 20)


def test_same_code_listed_at_once_gets_two_codes(supervisor: User, second_supervisor: User) -> None:
    categories_make()
    code = uscc_make()
    outcomes = race(
        *(
            lambda n=n: venue_create(
                values=venue_values(uscc=code, address=f"路 {n} 号"), actor=supervisor, now=clock.now()
            )
            for n in range(4)
        )
    )
    assert all(isinstance(said, Venue) for said in outcomes)
    codes = Venue.objects.within(supervisor).order_by("code").values_list("code", flat=True)
    assert list(codes) == [code, f"{code}-01", f"{code}-02", f"{code}-03"]


def test_progress_is_seen_from_another_connection_while_rows_come_in(
    supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int, int, int]] = []
    real = judging._put

    def watched(batch: Any, row: RosterImport, worker: Any, progress: int) -> int:
        done = real(batch, row, worker, progress)

        def look() -> tuple[str, int, int, int]:
            kept = RosterImport.objects.everywhere("task").get(uuid=row.uuid)
            rows = ImportRow.objects.everywhere("task").filter(roster=row).count()
            return kept.state, kept.progress, kept.total, rows

        seen.append(elsewhere(look))
        return done

    monkeypatch.setattr(judging, "_put", watched)
    preview(supervisor, 2500)
    assert seen == [
        ("reading", 1250, 2500, 1000),
        ("reading", 1750, 2500, 2000),
        ("reading", 2500, 2500, 2500),
    ]
