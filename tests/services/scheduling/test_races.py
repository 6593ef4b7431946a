"""Two people at once: one wins, and nothing is half-written."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from backend import clock
from backend.domain.errors import DomainError
from backend.models import Organ, User
from scheduling.models import Draw, DrawChange, DrawFile, DrawLogLine, DrawPick, Visit
from scheduling.services.draws import draw_draw, draw_replace
from scheduling.services.visits import visit_approve
from tests.factories_scheduling import catalogue_make, officer_make, venue_make, visit_make
from tests.services.scheduling.drawn import (
    OTHER_THROWS,
    THROWS,
    WITNESSES,
    at_moment,
    committed,
    district_make,
    drafted,
    drawn,
    photo_of,
    sheet_of,
    visits_of_draw,
    whole,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run all at the same moment; "done" or the code of the refusal, in the order given."""
    said = [""] * len(acts)
    gate = Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            act()
            said[number] = "done"
        except DomainError as refused:
            said[number] = refused.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_two_supervisors_committing_at_once_one_wins(
    organ: Organ, supervisor: User, second_supervisor: User
) -> None:
    catalogue_make()
    district_make(organ)
    drafts = [drafted(supervisor), drafted(second_supervisor)]
    said = at_once(lambda: committed(supervisor, drafts[0]), lambda: committed(second_supervisor, drafts[1]))
    assert said.count("done") == 1
    assert set(said) <= {"done", "draw_open", "conflict"}
    states = sorted(Draw.objects.everywhere("guard").values_list("state", "no"))
    assert states == [("committed", 1), ("drafted", None)]
    assert DrawLogLine.objects.everywhere("guard").count() == 1
    assert DrawFile.objects.everywhere("guard").count() == 3


def test_one_draft_committed_twice_at_once_is_committed_once(
    organ: Organ, supervisor: User, second_supervisor: User
) -> None:
    catalogue_make()
    district_make(organ)
    draft = drafted(supervisor)
    said = at_once(lambda: committed(supervisor, draft), lambda: committed(second_supervisor, draft))
    assert said.count("done") == 1
    assert set(said) <= {"done", "move_not_open", "conflict"}
    assert DrawLogLine.objects.everywhere("guard").count() == 1


def test_two_supervisors_drawing_at_once_one_wins(
    organ: Organ, supervisor: User, second_supervisor: User
) -> None:
    catalogue_make()
    district_make(organ)
    draw = committed(supervisor)
    with at_moment(draw, timedelta(minutes=5)):
        sheets = [sheet_of(draw, supervisor).uuid, sheet_of(draw, second_supervisor).uuid]

        def throw(actor: User, number: int, throws: str) -> Draw:
            return draw_draw(
                draw_id=draw.uuid, values=[throws], witnesses=WITNESSES, sheet=sheets[number], actor=actor,
                now=clock.now(),
            )  # fmt: skip

        said = at_once(
            lambda: throw(supervisor, 0, THROWS), lambda: throw(second_supervisor, 1, OTHER_THROWS)
        )
    assert said.count("done") == 1
    assert set(said) <= {"done", "move_not_open", "conflict"}
    lines = DrawLogLine.objects.everywhere("guard").order_by("seq")
    assert list(lines.values_list("ev", flat=True)) == ["COMMIT", "BEACON", "RESULT"]
    winner = Draw.objects.everywhere("guard").get(pk=draw.pk)
    assert winner.values == [f"dice:40:{(THROWS, OTHER_THROWS)[said.index('done')]}"]
    assert DrawPick.objects.everywhere("guard").filter(selected=True).count() == 9
    assert Visit.objects.everywhere("guard").count() == 9


def test_two_replacements_at_once_bring_two_different_venues(
    organ: Organ, supervisor: User, second_supervisor: User
) -> None:
    catalogue_make()
    district_make(organ)
    draw = whole(supervisor)
    gone = visits_of_draw(draw)[:2]
    photos = [[photo_of(draw, actor, what) for what in ("door", "note")] for actor in (supervisor,) * 2]
    given: dict[str, Any] = {
        "draw_id": draw.uuid, "code": "moved", "reason": "已迁出", "place": "虚构路", "signers": ["甲", "乙"],
    }  # fmt: skip

    def replace(number: int, actor: User) -> Draw:
        photo, note = photos[number]
        return draw_replace(
            **given, visit_id=gone[number].pk, photo=photo, statement=note, actor=actor, now=clock.now()
        )

    with at_moment(draw, timedelta(hours=2)):
        said = at_once(lambda: replace(0, supervisor), lambda: replace(1, second_supervisor))
    assert said.count("done") >= 1
    assert set(said) <= {"done", "conflict"}
    lines = DrawLogLine.objects.everywhere("guard").filter(ev="REPLACE")
    brought = DrawChange.objects.everywhere("guard").values_list("brought__venue", flat=True)
    assert len(set(brought)) == lines.count() == said.count("done")


def test_a_draw_that_breaks_in_the_middle_leaves_nothing(
    organ: Organ, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue_make()
    district_make(organ)
    draw = committed(supervisor)

    def killed(*_: Any) -> None:
        raise SystemExit("the worker is killed with all visits made and the last word not written")

    monkeypatch.setattr("scheduling.services.draws.drawing.open_seats_keep", killed)
    with pytest.raises(SystemExit):
        drawn(draw, supervisor)
    assert Draw.objects.everywhere("guard").get(pk=draw.pk).values == []
    assert DrawLogLine.objects.everywhere("guard").count() == 1
    assert not DrawPick.objects.everywhere("guard").exists()
    assert not Visit.objects.everywhere("guard").exists()
    monkeypatch.undo()
    assert drawn(draw, supervisor).state == "drawn"


def test_a_process_killed_in_the_middle_of_a_draw_leaves_nothing(
    organ: Organ, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue_make()
    district_make(organ)
    draw = committed(supervisor)
    reading, writing = os.pipe()

    def killed(*_: Any) -> None:
        os.write(writing, str(Visit.objects.everywhere("guard").count()).encode())
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr("scheduling.services.draws.drawing.open_seats_keep", killed)
    connection.close()
    child = os.fork()
    if not child:
        try:
            drawn(draw, supervisor)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert int(os.read(reading, 9)) == 9, "it died with the visits written"
    assert Draw.objects.everywhere("guard").get(pk=draw.pk).values == []
    assert DrawLogLine.objects.everywhere("guard").count() == 1
    assert not Visit.objects.everywhere("guard").exists()
    monkeypatch.undo()
    assert drawn(draw, supervisor).state == "drawn"


def test_two_plans_for_the_last_visit_of_the_year_one_wins(organ: Organ, supervisor: User) -> None:
    catalogue_make()
    venue = venue_make(organ, "91370117MA3C0001X1")
    team = [officer_make(organ, "37011700101"), officer_make(organ, "37011700102")]
    visit_make(venue, team, supervisor, trigger="annual_patrol")

    def plan() -> Visit:
        return visit_make(venue, team, supervisor, trigger="annual_patrol")

    assert sorted(at_once(plan, plan)) == ["cap_reached", "done"]
    assert Visit.objects.everywhere("guard").count() == 2


def test_approval_and_rejection_at_once_one_wins(organ: Organ, supervisor: User, leader: User) -> None:
    catalogue_make()
    team = [officer_make(organ, "37011700101"), officer_make(organ, "37011700102")]
    row = visit_make(venue_make(organ, "91370117MA3C0001X1"), team, supervisor)
    said = at_once(
        lambda: visit_approve(visit_id=row.uuid, approve="approved", actor=leader, now=clock.now()),
        lambda: visit_approve(
            visit_id=row.uuid, approve="rejected", reason="依据不足", actor=leader, now=clock.now()
        ),
    )
    assert said.count("done") == 1
    row = Visit.objects.everywhere("guard").get(pk=row.pk)
    assert row.approval is not None
    assert (row.state, row.approval.state) == (
        ("approved", "approved") if said[0] == "done" else ("planned", "rejected")
    )
