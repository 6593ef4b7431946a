"""行政执法统计年报 表一 行政处罚实施情况: its columns and how a decision is counted (V38).

Rules: the year is that of the decision; one decision is one 宗, in its heaviest class, a clear class before
“其他”; 罚没金额 is the sum in the decision, whatever was paid, of a confiscation only what it sums up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from enforcement.domain.penalties import CLASSES, heaviest, total_fen

PENALTY = "penalty"
# The printed order: light to heavy, “其他” last.
COLUMNS: tuple[str, ...] = (*(name for name in CLASSES if name != "other"), "other")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as the yearbook needs it; `confiscated_fen` is 0 where the goods have no known sum."""

    case: UUID
    organ: str
    on: date
    outcome: str
    classes: Sequence[str]
    fine_fen: int = 0
    confiscated_fen: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the decisions of each class, all of them, and 罚没金额."""

    cells: Mapping[str, tuple[UUID, ...]]
    total: tuple[UUID, ...]
    sum_fen: int


def yearbook(decisions: Iterable[Decision], year: int) -> tuple[Mapping[str, Line], Line]:
    """Organ → its line, and the line of all. Every column adds up, and every line does."""
    counted = sorted(
        (one for one in decisions if one.outcome == PENALTY and one.on.year == year),
        key=lambda one: (-one.on.toordinal(), one.case.int),
    )
    organs = sorted({one.organ for one in counted})
    return {organ: _line(one for one in counted if one.organ == organ) for organ in organs}, _line(counted)


def _line(counted: Iterable[Decision]) -> Line:
    cells: dict[str, list[UUID]] = {name: [] for name in COLUMNS}
    total: list[UUID] = []
    fen = 0
    for one in counted:
        cells[heaviest(one.classes) or "other"].append(one.case)
        total.append(one.case)
        fen += total_fen(one.fine_fen, one.confiscated_fen)
    return Line({name: tuple(ids) for name, ids in cells.items()}, tuple(total), fen)
