"""The package of a draw (draw.zip): everything a stranger needs to run it again."""

from scheduling.domain import drawing
from scheduling.domain.drawing import Drawn
from scheduling.domain.roster import Rosters
from scheduling.models import Draw, DrawFile, DrawLogLine


def rosters_frozen(draw: Draw) -> Rosters:
    """The rosters as they were frozen by the commit."""
    return Rosters.read(files_frozen(draw))


def files_frozen(draw: Draw) -> dict[str, bytes]:
    """name → bytes of the frozen files."""
    rows = DrawFile.objects.everywhere("published").filter(draw=draw)
    return {name: content.encode() for name, content in rows.values_list("name", "content")}


def log_of(scope: str) -> list[DrawLogLine]:
    """The lines of a scope's log in order."""
    return list(DrawLogLine.objects.everywhere("published").filter(scope=scope).order_by("seq"))


def redrawn(draw: Draw) -> Drawn | None:
    """The draw run again from its commit, rosters and beacon; None before there is a beacon."""
    if not draw.values:
        return None
    return drawing.draw(
        commit_bytes=draw.commit.encode(), rosters=rosters_frozen(draw), values=draw.values, opt=draw.opt
    )


def package_bytes(draw: Draw) -> bytes:
    """draw.zip: commit, log of the whole scope, rosters and, once drawn, the results."""
    drawn = redrawn(draw) if draw.state == Draw.State.DRAWN else None
    files = drawing.package(
        commit_bytes=draw.commit.encode(),
        log=[line.line.encode() for line in log_of(draw.scope)],
        rosters=rosters_frozen(draw),
        drawn=drawn,
    )
    return drawing.pack(files)
