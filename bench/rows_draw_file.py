"""Row `draw_file`: what a draw does with a million rows once its beacon is known.

The yardstick is the bare loop of `rows_draw`. The teams of the drawn venues are row `match`.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from bench.row import Comparison, row
from bench.rows_draw import SEED, bare_loop, prepared, register

if TYPE_CHECKING:
    from backend.models import Organ
    from scheduling.domain.roster import Venue as Row
    from scheduling.models import Draw

SCOPE, NAME = "370117", "虚构大队"
VALUES = ["dice:40:" + "0718293645" * 4]


def _committed() -> "Draw":
    """A register of a million venues and a draw whose rosters are frozen."""
    from backend import clock
    from backend.models import Division
    from scheduling.models import Draw, DrawFile
    from tests.cast import organ_make, user_of

    Division.objects.everywhere("loader").get_or_create(
        code=SCOPE, defaults={"name": "钢城区", "parent": "3701", "level": "county"}
    )
    organ = organ_make("WH370117D", NAME, "钢", SCOPE)
    rows, now = register(), clock.now()
    _registered(organ, rows, now)
    made = prepared(rows)
    draw = Draw(
        organ=organ, created_at=now, scope=SCOPE, no=1, name=NAME, commit=made.commit_bytes.decode(),
        commit_digest=made.digest, drafted_by=user_of(organ, "bench-draw", "林知远", "supervisor"),
        visit_from=date(2026, 9, 21), visit_to=date(2026, 9, 30),
    )  # fmt: skip
    draw.save(force_insert=True)
    for name, data in made.files.items():
        DrawFile.objects.create(draw=draw, name=name, sha256=SCOPE, content=data.decode())
    return draw


def _registered(organ: "Organ", rows: list["Row"], now: datetime) -> None:
    """The first by the model, the others as its copies."""
    from django.db import connection, transaction

    from registry.models import Venue

    first = Venue(organ=organ, created_at=now, code="", name="", registered_on=date(2025, 1, 1))
    first.save(force_insert=True)
    table, own = Venue._meta.db_table, ("uuid", "code", "name")
    others = ", ".join(str(field.column) for field in Venue._meta.concrete_fields if field.column not in own)
    copy = f"INSERT INTO {table} (uuid, code, name, {others})"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            ids, names = [row.id for row in rows], [row.name for row in rows]
            cursor.execute(
                f"{copy} SELECT gen_random_uuid(), row.code, row.name, {others} FROM {table},"
                " unnest(%s::text[], %s::text[]) AS row (code, name)",
                [ids, names],
            )
            return
        spelled = Venue._meta.pk.get_db_prep_save
        like = (spelled(first.pk, connection),)
        cursor.executemany(
            f"{copy} SELECT %s, %s, %s, {others} FROM {table} WHERE uuid = %s",
            [(spelled(uuid4(), connection), row.id, row.name, *like) for row in rows],
        )


@row("draw_file")
def draw_file() -> Iterator[Comparison]:
    """The frozen files read and compared with the commit, verdicts and quotas derived anew, every ticket, the
    drawn venues and who follows next in every cell as rows of the database, committed.
    """
    from django.db import connection, transaction

    from scheduling.domain import drawing
    from scheduling.models import DrawPick
    from scheduling.selectors.packages import rosters_frozen
    from scheduling.services.draws.results import picks_write

    draw = _committed()
    picks = DrawPick.objects.everywhere("task").filter(draw=draw)

    def ours() -> None:
        with transaction.atomic():
            found = drawing.choose(
                commit_bytes=draw.commit.encode(), rosters=rosters_frozen(draw), values=VALUES
            )
            picks_write(draw, found.cells, {}, {})

    def before() -> None:
        picks._raw_delete(picks.db)

    loop = bare_loop([venue.id for venue in register()], SEED)
    yield Comparison(
        f"1,000,000 rows of a frozen roster to picks and waiting heads stored, {connection.vendor}", ours,
        "bare hashlib loop, nothing chosen", loop, 5, before,
    )  # fmt: skip
