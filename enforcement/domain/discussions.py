"""Which penalty the leaders discussed together (集体讨论, 行政处罚法 Art 57)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enforcement.domain.penalties import heavier


@dataclass(frozen=True, slots=True)
class Weighed:
    """A penalty: its classes, and its sums in fen."""

    classes: Sequence[str]
    fine_fen: int
    confiscated_fen: int

    def above(self, other: "Weighed") -> bool:
        """Whether it is heavier in its classes or in either sum."""
        more = self.fine_fen > other.fine_fen or self.confiscated_fen > other.confiscated_fen
        return more or heavier(self.classes, other.classes)


def discussed(penalty: Weighed, held_on: Sequence[date], notices: Sequence[tuple[date, Weighed]]) -> bool:
    """Whether a discussion stands for this penalty.

    `notices`: each with the day it was drawn up on, in order. A discussion speaks of the notices of its day
    and before, where none was drawn up yet of the first to come; what rises above them is discussed anew.
    """
    for on in held_on:
        known = [notice for drawn_on, notice in notices if drawn_on <= on] or [row[1] for row in notices[:1]]
        if not known or any(not penalty.above(notice) for notice in known):
            return True
    return False
