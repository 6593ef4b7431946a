"""Moves of plans, draws and visits."""

from backend.domain.states import Facts, Move, Moves

TEAM = 2


def _settled(facts: Facts) -> list[str]:
    """A plan is published when every row has its months and its wording is read or settled (V06)."""
    return [] if facts.get("rows") and not facts.get("unsettled") else ["rows"]


def _askable(facts: Facts) -> list[str]:
    """No open seat: an inspection is never approved for one officer alone (V01)."""
    return [] if facts.get("team", 0) >= TEAM else ["two_officers"]


def _approvable(facts: Facts) -> list[str]:
    """As `_askable`, it was asked whether anybody has to go there, and its campaign holds (V14)."""
    asked = [] if facts.get("precheck", True) else ["precheck"]
    return _askable(facts) + asked + list(facts.get("campaign", ()))


def _emergency(facts: Facts) -> list[str]:
    """A visit nobody approved is started on line in an emergency only, with its reason (V12)."""
    return ([] if facts.get("urgent") else ["approval"]) + _startable(facts)


def _startable(facts: Facts) -> list[str]:
    """Two certified officers on the spot (V01), nobody recused (V02), the code shown or why not (V13), and
    what its campaign lacks, if it is one's (V14).
    """
    missing = [] if facts.get("certified", TEAM) >= TEAM else ["two_certified_officers"]
    if facts.get("recused"):
        missing.append("officer_recused")
    mode = facts.get("scan_mode", "before")
    if mode == "before" and not facts.get("scanned", True):
        missing.append("code_scan")
    if mode != "before" and not facts.get("reason"):
        missing.append("reason")
    return missing + list(facts.get("campaign", ()))


def _reason(facts: Facts) -> list[str]:
    return [] if facts.get("reason") else ["reason"]


def _warned(facts: Facts) -> list[str]:
    """A swap against the gap, a leave or a certificate is approved with a reason, which is kept."""
    return _reason(facts) if facts.get("warnings") else []


def _moved(facts: Facts) -> list[str]:
    """The first day needs no reason, another one does."""
    return _reason(facts) if facts.get("set") else []


def _made_up(facts: Facts) -> list[str]:
    """Approval after the fact (补办审批): once, with a reason."""
    return ["already_approved"] if facts.get("approved") else _reason(facts)


def _scannable(facts: Facts) -> list[str]:
    """The code is made up once (补扫), with the reason why it was not shown first (V13)."""
    return ["already_scanned"] if facts.get("has_scan") else _reason(facts)


def _confirmable(facts: Facts) -> list[str]:
    """Each officer says once, by his own sign-in, that he is there."""
    return ["already_confirmed"] if facts.get("confirmed") else []


def _tellable(facts: Facts) -> list[str]:
    """Notice is given on arrival; in advance only where the item says so, never of a sealed draw."""
    missing = [] if facts.get("ahead") else ["notice_on_arrival"]
    if facts.get("untold"):
        missing.append("sealed")
    return missing + (["already_told"] if facts.get("told") else [])


def _reportable(facts: Facts) -> list[str]:
    """A visit outside the district is reported once, with the number of the report (V15)."""
    missing = [] if facts.get("outside") else ["outside"]
    return missing + (["already_reported"] if facts.get("reported") else []) + _reason(facts)


def _running(facts: Facts) -> list[str]:
    """Leave that is over cannot be ended any more."""
    return ["leave_over"] if facts.get("over") else []


def _unstamped(facts: Facts) -> list[str]:
    """A commit is stamped once: another token could only name another time."""
    return ["already_stamped"] if facts.get("stamped") else []


PLAN_MOVES: Moves = {
    ("draft", "plan.edit"): Move("draft"),
    ("draft", "plan.publish"): Move("published", _settled),
}

DRAW_MOVES: Moves = {
    ("drafted", "draw.draft"): Move("drafted"),
    ("drafted", "draw.seal"): Move("drafted"),
    ("drafted", "draw.commit"): Move("committed"),
    ("committed", "draw.draw"): Move("drawn"),
    ("committed", "draw.void"): Move("void", _reason),
    ("committed", "draw.delay"): Move("committed", _reason),
    # the beacon is owed even then: what would have been drawn stays computable
    ("void", "draw.draw"): Move("void"),
    ("void", "draw.delay"): Move("void", _reason),
    ("void", "draw.reveal"): Move("void"),
    ("drawn", "draw.reveal"): Move("drawn"),
    ("drawn", "draw.replace"): Move("drawn", _reason),
    ("drawn", "draw.supplement"): Move("drawn", _reason),
    ("drawn", "visit.ask"): Move("drawn"),
    ("drawn", "visit.approve"): Move("drawn"),
    ("committed", "draw.export"): Move("committed"),
    ("drawn", "draw.export"): Move("drawn"),
    ("void", "draw.export"): Move("void"),
    ("committed", "draw.correct"): Move("committed", _reason),
    ("drawn", "draw.correct"): Move("drawn", _reason),
    ("void", "draw.correct"): Move("void", _reason),
    ("committed", "draw.stamp"): Move("committed", _unstamped),
    ("drawn", "draw.stamp"): Move("drawn", _unstamped),
}

VISIT_MOVES: Moves = {
    ("planned", "visit.ask"): Move("planned", _askable),
    ("planned", "visit.assign"): Move("planned", _reason),
    ("planned", "visit.approve"): Move("approved", _approvable),
    ("planned", "visit.start"): Move("started", _emergency),
    ("planned", "visit.arrange"): Move("planned", _moved),
    ("planned", "visit.cancel"): Move("cancelled", _reason),
    ("approved", "visit.start"): Move("started", _startable),
    ("approved", "visit.arrange"): Move("approved", _moved),
    ("approved", "visit.cancel"): Move("cancelled", _reason),
    # the log of the draw says so; whoever takes over is asked about anew
    ("planned", "visit.replace"): Move("replaced", _reason),
    ("approved", "visit.replace"): Move("replaced", _reason),
    ("planned", "visit.relieve"): Move("planned", _reason),
    ("approved", "visit.relieve"): Move("planned", _reason),
    ("started", "visit.approve"): Move("started", _made_up),
    ("finished", "visit.approve"): Move("finished", _made_up),
    ("started", "visit.backfill"): Move("started", _scannable),
    ("finished", "visit.backfill"): Move("finished", _scannable),
    ("approved", "visit.confirm"): Move("approved", _confirmable),
    ("started", "visit.confirm"): Move("started", _confirmable),
    ("finished", "visit.confirm"): Move("finished", _confirmable),
    ("approved", "visit.notify"): Move("approved", _tellable),
    ("finished", "visit.report"): Move("finished", _reportable),
    # the party asks that an officer keep away (回避): taken whatever the state, the check goes on meanwhile
    ("planned", "visit.recuse"): Move("planned", _reason),
    ("approved", "visit.recuse"): Move("approved", _reason),
    ("started", "visit.recuse"): Move("started", _reason),
    ("finished", "visit.recuse"): Move("finished", _reason),
    # a record already made is a fact, whatever was planned
    ("planned", "visit.finish"): Move("finished"),
    ("approved", "visit.finish"): Move("finished"),
    ("started", "visit.finish"): Move("finished"),
    ("finished", "visit.finish"): Move("finished"),
    ("replaced", "visit.finish"): Move("finished"),
    ("cancelled", "visit.finish"): Move("finished"),
}

LEAVE_MOVES: Moves = {
    ("asked", "leave.approve"): Move("approved"),
    ("asked", "leave.reject"): Move("rejected", _reason),
    ("asked", "leave.withdraw"): Move("withdrawn"),
    ("approved", "leave.end"): Move("ended", _running),
}

SWAP_MOVES: Moves = {
    ("asked", "swap.agree"): Move("agreed"),
    ("asked", "swap.decline"): Move("declined"),
    ("asked", "swap.withdraw"): Move("withdrawn"),
    ("agreed", "swap.withdraw"): Move("withdrawn"),
    ("agreed", "swap.approve"): Move("approved", _warned),
    ("agreed", "swap.reject"): Move("rejected", _reason),
}

RECUSAL_MOVES: Moves = {
    ("asked", "recusal.grant"): Move("granted"),
    ("asked", "recusal.refuse"): Move("refused", _reason),
    ("asked", "recusal.withdraw"): Move("withdrawn"),
}

OPEN_VISIT = ("planned", "approved", "started")
LOST_VISIT = ("replaced", "cancelled")
