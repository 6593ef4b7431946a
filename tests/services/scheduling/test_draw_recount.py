"""The log as the database keeps it: nothing changed, nothing removed, and recounted every night."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django_celery_beat.models import PeriodicTask

from backend.models import JournalLine, JournalNote, User
from scheduling.models import Draw, DrawFile, DrawLogCheck, DrawLogLine
from scheduling.selectors.draws import log_heads
from scheduling.tasks import draw_logs_recount
from tests.database import triggers_lifted
from tests.services.scheduling.drawn import District, at_moment, committed, sealed, whole

TABLES = ("scheduling_drawlogline", "scheduling_drawfile", "scheduling_drawlogcheck")


@pytest.mark.parametrize("table", TABLES)
def test_log_rosters_and_recounts_are_append_only(district: District, supervisor: User, table: str) -> None:
    committed(supervisor)
    draw_logs_recount()
    acts = [f"UPDATE {table} SET id = id", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        acts.append(f"TRUNCATE {table} CASCADE")
    for act in acts:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(act)


def test_every_night_the_logs_are_recounted(district: District, supervisor: User) -> None:
    draw = whole(supervisor)
    with at_moment(draw, timedelta(hours=13)):
        assert draw_logs_recount() == 0
    row = DrawLogCheck.objects.everywhere("guard").get()
    (head,) = log_heads()
    last = DrawLogLine.objects.everywhere("guard").get(seq=3)
    assert (row.scope, row.seq, row.head, row.fault) == (draw.scope, 3, last.head, "")
    assert (head["head"], head["checked_seq"], head["fault"]) == (last.head, 3, False)
    task = PeriodicTask.objects.get(name="draw_logs_recount")
    assert (task.task, task.enabled) == ("scheduling.tasks.draw_logs_recount", True)


def _line(**values: Any) -> Callable[[Draw], object]:
    def spoil(draw: Draw) -> object:
        return DrawLogLine.objects.everywhere("guard").filter(scope=draw.scope, seq=2).update(**values)

    return spoil


def _last_line_gone(draw: Draw) -> object:
    return DrawLogLine.objects.everywhere("guard").filter(scope=draw.scope, seq=3)._raw_delete("default")


def _all_lines_gone(draw: Draw) -> object:
    return DrawLogLine.objects.everywhere("guard").filter(scope=draw.scope)._raw_delete("default")


def _another_commit(draw: Draw) -> object:
    tuned = draw.commit.replace('"cap_step":1', '"cap_step":2')
    return Draw.objects.everywhere("guard").filter(pk=draw.pk).update(commit=tuned)


def _a_friend_left_out(draw: Draw) -> object:
    row = DrawFile.objects.everywhere("guard").get(draw=draw, name="venues.tsv")
    lines = row.content.split("\n")
    return DrawFile.objects.everywhere("guard").filter(pk=row.pk).update(content="\n".join(lines[:-2]) + "\n")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_line(line="{}"), "不成链"),
        (_line(head="0" * 64), "链头"),
        (_last_line_gone, "不一致"),
        (_all_lines_gone, "不一致"),
        (_another_commit, "承诺"),
        (_a_friend_left_out, "venues.tsv"),
    ],
)
def test_what_somebody_changed_in_the_database_raises_an_alarm(
    district: District, supervisor: User, spoil: Callable[[Draw], object], says: str
) -> None:
    draw = whole(supervisor)
    draw_logs_recount()
    with triggers_lifted():
        spoil(draw)
    assert draw_logs_recount() == 1
    row = DrawLogCheck.objects.everywhere("guard").latest("pk")
    assert says in row.fault
    line = JournalLine.objects.everywhere("guard").get(verb="draw.alarm")
    assert JournalNote.objects.everywhere("guard").get(line=line).text == row.fault
    with suppress(IndexError):
        assert log_heads()[0]["fault"]


def test_heads_of_all_logs_are_public(district: District, supervisor: User, client: Any) -> None:
    draw = sealed(supervisor)
    (head,) = client.get("/api/v1/public/draw-heads").json()
    assert (head["scope"], head["seq"], head["checked_at"]) == (draw.scope, 1, None)
    assert head["head"] == DrawLogLine.objects.everywhere("guard").get().head
