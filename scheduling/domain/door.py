"""Where a visit stands for whoever holds its code: may the team come in now, and is anybody named."""

from datetime import date

OPEN = frozenset({"valid", "started"})
# whose names are told: the party compares faces before, and knows afterwards who was there
NAMED = OPEN | {"early", "finished"}


def standing(state: str, *, first: date, last: date, today: date) -> str:
    """planned | early | valid | started | finished | expired | cancelled | replaced, of an existing visit.

    `last` is the last day its code may be shown; a visit that is over stays what it was until then.
    """
    if state in ("cancelled", "replaced"):
        return state
    if today > last:
        return "expired"
    if state == "approved":
        return "early" if today < first else "valid"
    return state


def scan_mode(state: str, *, first: date, today: date) -> str:
    """How a scan by the other side counts (V13): before start, before leaving; "": it proves nothing."""
    if today < first:
        return ""
    return {"approved": "before", "started": "before_leave"}.get(state, "")
