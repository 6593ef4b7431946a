"""The package of a draw (draw.zip): everything a stranger needs to run it again."""

import json
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from scheduling.domain import drawing
from scheduling.domain.amendments import Standing, standing
from scheduling.domain.delays import Delay, delays_of
from scheduling.domain.drawing import Drawn
from scheduling.domain.encoding import Profile, profile_named
from scheduling.domain.roster import Rosters, Venues
from scheduling.models import Draw, DrawFile, DrawLogLine, DrawStamp


class Spelled(Func):
    """A text as its bytes: a roster of a million rows is not decoded only to be hashed."""

    template = "CAST(%(expressions)s AS BLOB)"
    output_field = BinaryField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The same there."""
        return self.as_sql(compiler, connection, template="convert_to(%(expressions)s, 'UTF8')")


def rosters_frozen(draw: Draw) -> Rosters:
    """The rosters as they were frozen by the commit: whoever draws from them compares their digests."""
    return Rosters.held(files_frozen(draw))


def roster_frozen(draw: Draw) -> Venues:
    """Its venues alone."""
    files = DrawFile.objects.everywhere("published").filter(draw=draw, name="venues.tsv")
    return Venues.held(files.values_list(Spelled("content"), flat=True).get())


def files_frozen(draw: Draw) -> dict[str, bytes]:
    """name → bytes of the frozen files."""
    files = DrawFile.objects.everywhere("published").filter(draw=draw)
    rows = files.values_list("name", Spelled("content"))
    if connection.vendor == "postgresql":
        # the bytes as they are: Django's own cursors ask for them in hex
        sql, values = rows.query.sql_with_params()
        connection.ensure_connection()
        with psycopg.Cursor(connection.connection) as cursor:
            return dict(cursor.execute(sql, values, binary=True).fetchall())
    return {name: bytes(data) for name, data in rows}


def log_of(scope: str) -> list[DrawLogLine]:
    """The lines of a scope's log in order."""
    return list(DrawLogLine.objects.everywhere("published").filter(scope=scope).order_by("seq"))


def lines_of(draw: Draw) -> list[dict[str, Any]]:
    """The lines about this draw, read."""
    rows = DrawLogLine.objects.everywhere("published").filter(draw=draw).order_by("seq")
    return [json.loads(line) for line in rows.values_list("line", flat=True)]


def profile_of(draw: Draw) -> Profile:
    """The hash function its commit names."""
    return profile_named(json.loads(draw.commit)["spec"])


def scope_profile(scope: str) -> Profile:
    """The profile of a scope's log: that of its first commit; the one of the settings for a new log."""
    first = Draw.objects.everywhere("guard").filter(scope=scope, no__isnull=False).order_by("no").first()
    return profile_named(settings.DRAW_PROFILE) if first is None else profile_of(first)


def delays(draw: Draw) -> list[Delay]:
    """The sources of its beacon that were late."""
    return delays_of(lines_of(draw))


def redrawn(draw: Draw, secret: bytes = b"") -> Drawn | None:
    """The draw run again from its commit, rosters and beacon; None before there is a beacon, or a secret.

    A sealed draw is run again by whoever knows the secret: its services, and everybody from the reveal on.
    """
    if not draw.values:
        return None
    lines = lines_of(draw)
    shown = secret or bytes.fromhex(next((ln["secret"] for ln in lines if ln["ev"] == "REVEAL"), ""))
    if draw.sealed and not shown:
        return None
    return drawing.draw(
        commit_bytes=draw.commit.encode(),
        rosters=rosters_frozen(draw),
        values=draw.values,
        opt=draw.opt,
        secret=shown,
        delays=delays_of(lines),
    )


def standing_of(draw: Draw, secret: bytes = b"") -> Standing | None:
    """The result as every line since has left it; None as long as it is not known."""
    drawn = redrawn(draw, secret)
    if drawn is None:
        return None
    return standing(drawn, json.loads(draw.commit)["policy"], rosters_frozen(draw), lines_of(draw))


def stamp_lines() -> QuerySet[DrawLogLine]:
    """The lines STAMP of all logs."""
    return DrawLogLine.objects.everywhere("published").filter(ev="STAMP")


def stamp_of(draw: Draw) -> bytes:
    """The time-stamp token over its commit, if one was laid beside it and its digest is in the log."""
    row = DrawStamp.objects.everywhere("published").filter(draw=draw, draw__in=stamp_lines().values("draw"))
    return bytes(token) if (token := row.values_list("token", flat=True).first()) else b""


def package_bytes(draw: Draw) -> bytes:
    """draw.zip: commit, log of the whole scope, rosters and, once known, the results and what came after."""
    state = standing_of(draw) if draw.state == Draw.State.DRAWN else None
    files = drawing.package(
        commit_bytes=draw.commit.encode(),
        log=[line.line.encode() for line in log_of(draw.scope)],
        rosters=rosters_frozen(draw),
        drawn=state.drawn if state else None,
        later=state.files() if state else {},
        stamp=stamp_of(draw),
    )
    return drawing.pack(files)
