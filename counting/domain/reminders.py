"""When a person is reminded (提醒) of what: advice of the house, no period of the law; those are clocks."""

from collections.abc import Mapping
from datetime import date, datetime

from backend.domain.deadlines import over_at

# How long before the due day a thing is told, in natural days.
SOON_NATURAL_DAYS: Mapping[str, int] = {
    "duty": 7,
    "visit": 3,
    "result": 3,
    "reveal": 7,
    "site_recheck": 30,
}
SOON_OTHERWISE = 3
# How long a thing may wait before somebody above is told, in natural days: no law says, so the house does.
PATIENCE_NATURAL_DAYS: Mapping[str, int] = {
    "seats": 2,
    "activity": 7,
    "activity_proof": 7,
    "guidance": 7,
    "pledge": 7,
    "follow_up_new": 7,
    "dishonesty": 7,
    "change": 7,
    "recheck_none": 3,
}
# Told as soon as it waits, however far off its day is.
WAITING = frozenset(
    {
        "approve",
        "leave",
        "swap",
        "swap_answer",
        "result",
        "lead_extend",
        "hazard",
        "hazard_close",
        "repair",
        "letter",
        *PATIENCE_NATURAL_DAYS,
    }
)
# Overdue, it is told to whoever supervises as well.
ESCALATED = frozenset({"visit", "returned", "result", "reveal", "site_recheck", *PATIENCE_NATURAL_DAYS})
# How many natural days before its end a clock of the law is told, each stage once.
MILESTONES: Mapping[int, str] = {1: "d1", 5: "d5", 15: "d15", 30: "d30"}
# The workbench's words of these are told by their clocks, at their milestones.
BY_CLOCK = frozenset(
    {
        "case",
        "review",
        "publish",
        "recheck",
        "publish_case",
        "amend_case",
        "file",
        "lead",
        "lead_reply",
        "lead_answer",
        "hazard_answer",
        "appeal",
        "credit_repair",
    }
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


def milestone_of(starts_on: date, due_on: date, today: date, *, certain: bool) -> str:
    """The stage a clock of the law has reached; milestones as long as the whole period are left out.

    A day that is not certain yet (provisional) may still move later: it is never told as overdue.
    """
    rest, whole = (due_on - today).days, (due_on - starts_on).days
    if rest < 0 and certain:
        return "overdue"
    if rest <= 0:
        return "today"
    return next((stage for days, stage in MILESTONES.items() if rest <= days < whole), "")


def instant_stage(due_at: datetime, now: datetime) -> str:
    """The stage of a period in hours, told from its start; both in Beijing's time."""
    if over_at(due_at, now):
        return "overdue"
    return "today" if due_at.date() == now.date() else "d1"
