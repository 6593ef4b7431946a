"""What the pool of a draw is narrowed to (抽查对象范围), kept word for word in the record of the draw."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple, Self

# what later floors and visits tell of a venue: verified complaint, penalty, order not obeyed in time
HISTORY = ("complaint", "penalty", "unrectified")
LISTS = ("categories", "townships", "grades")
DAYS = ("set_up_by", "history_since", "not_visited_since")


class Past(NamedTuple):
    """A venue as a filter sees it: when it was set up, last visited, and what was last told of it."""

    set_up_on: date
    last_on: date | None
    told_on: Mapping[str, date]


@dataclass(frozen=True)
class Filter:
    """Empty lists and days mean: not narrowed by this. All conditions hold together; of `history` any one.

    `set_up_by`: 截止日期, set up on that day or before. `history_since`: told of on that day or later.
    `not_visited_since`: no finished visit on that day or later.
    """

    categories: Sequence[str] = ()
    townships: Sequence[str] = ()
    grades: Sequence[str] = ()
    set_up_by: date | None = None
    history: Sequence[str] = ()
    history_since: date | None = None
    not_visited_since: date | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """From what was stored; days are ISO strings there."""
        values: dict[str, Any] = {name: tuple(stored.get(name, ())) for name in (*LISTS, "history")}
        for name in DAYS:
            text = stored.get(name)
            values[name] = date.fromisoformat(text) if text else None
        return cls(**values)

    def as_dict(self) -> dict[str, Any]:
        """As it is stored and shown: lists, and days as strings, "" for none."""
        plain = asdict(self)
        return {
            name: list(value) if isinstance(value, tuple | list) else value.isoformat() if value else ""
            for name, value in plain.items()
        }

    @property
    def directed(self) -> bool:
        """定向: narrowed in any way but by the cut-off day, which every register has."""
        narrowing = (*LISTS, "history", "not_visited_since")
        return any(getattr(self, name) for name in narrowing)

    def takes(self, past: Past) -> bool:
        """Whether a venue with this past belongs to the pool; categories, townships and grades aside."""
        if self.set_up_by is not None and past.set_up_on > self.set_up_by:
            return False
        if self.not_visited_since is not None and past.last_on and past.last_on >= self.not_visited_since:
            return False
        if not self.history:
            return True
        since = self.history_since or date.min
        return any(kind in past.told_on and past.told_on[kind] >= since for kind in self.history)
