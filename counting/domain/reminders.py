"""When a person is reminded (提醒) of what: advice of the house, no period of the law; those are clocks."""

from collections.abc import Mapping
from datetime import date

# How long before the due day a thing is told, in natural days.
SOON_NATURAL_DAYS: Mapping[str, int] = {
    "publish": 7,
    "publish_case": 3,
    "case": 7,
    "file": 3,
    "duty": 7,
    "visit": 3,
    "result": 3,
    "reveal": 7,
}
SOON_OTHERWISE = 3
# Told as soon as it waits, however far off its day is.
WAITING = frozenset({"approve", "leave", "swap", "swap_answer", "result"})
# Overdue, it is told to whoever supervises as well.
ESCALATED = frozenset(
    {"visit", "publish", "publish_case", "recheck", "returned", "case", "file", "result", "reveal"}
)


def stage_of(kind: str, due_on: date | None, today: date) -> str:
    """The stage a thing has reached today, "" for none: only the present one is told, never those missed."""
    if due_on is None:
        return "waiting" if kind in WAITING else ""
    rest = (due_on - today).days
    if rest < 0:
        return "overdue"
    if rest == 0:
        return "today"
    if rest <= SOON_NATURAL_DAYS.get(kind, SOON_OTHERWISE):
        return "soon"
    return "waiting" if kind in WAITING else ""
