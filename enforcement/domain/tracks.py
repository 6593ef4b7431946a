"""Side tracks of a case (案件旁线), each a table beside it: when one may begin, and its moves."""

from dataclasses import dataclass

from backend.domain.states import Facts, Move, Moves


@dataclass(frozen=True, slots=True)
class Track:
    """One kind of side track; `law`: its article; `begins_in`: the states of the case it may begin in."""

    code: str
    zh: str
    en: str
    law: str
    begins_in: frozenset[str]
    moves: Moves


_BEFORE = frozenset({"filed", "investigated", "reviewed", "informed"})
_AFTER = frozenset({"decided", "served", "performed", "closed", "archived"})


def _disposed_in_time(facts: Facts) -> list[str]:
    """V25, V26: after the last day only with the reason."""
    return ["late_reason"] if facts.get("late") and not facts.get("late_reason") else []


def _extended_in_time(facts: Facts) -> list[str]:
    """行政强制法 Art 25: extended before the thirty days are over."""
    return ["in_time"] if facts.get("late") else []


def _told_seven_workdays_before(facts: Facts) -> list[str]:
    """行政处罚法 Art 64: time and place are told seven working days before the hearing."""
    return ["seven_workdays"] if facts.get("too_soon") else []


def _held_once(facts: Facts) -> list[str]:
    return ["one_at_a_time"] if facts.get("open") else []


def _hearing_may_be_asked(facts: Facts) -> list[str]:
    return _held_once(facts) + ([] if facts.get("hearing_right") else ["hearing_right"])


def _schedule_is_the_sum(facts: Facts) -> list[str]:
    missing = _held_once(facts)
    if facts.get("scheduled_fen") != facts.get("total_fen"):
        missing.append("schedule_sum")
    return missing


def _court_may_be_asked(facts: Facts) -> list[str]:
    """行政强制法 Art 53, 54: urged ten working days in vain, every remedy's time over, in three months."""
    missing = [] if facts.get("urged_over") else ["ten_workdays"]
    if not facts.get("remedies_over"):
        missing.append("remedies_over")
    return missing + _disposed_in_time(facts)


def _decision_is_due(facts: Facts) -> list[str]:
    missing = _held_once(facts)
    if not facts.get("payment_over"):
        missing.append("payment_over")
    return missing


def _dispute(kind: str) -> Moves:
    return {
        ("", f"{kind}.receive"): Move("received", _held_once),
        ("received", f"{kind}.conclude"): Move("concluded"),
    }


TRACKS: dict[str, Track] = {
    row.code: row
    for row in (
        Track(
            "preservation", "证据先行登记保存", "Registration and preservation", "行政处罚法第五十六条",
            _BEFORE,
            {
                ("", "preservation.ask"): Move("asked"),
                ("asked", "preservation.approve"): Move("held"),
                ("asked", "preservation.reject"): Move("rejected"),
                ("held", "preservation.dispose"): Move("disposed", _disposed_in_time),
            },
        ),
        Track(
            "seizure", "查封扣押", "Seizure", "行政强制法第十八条、第二十五条", _BEFORE,
            {
                ("", "seizure.ask"): Move("asked"),
                ("asked", "seizure.approve"): Move("sealed"),
                ("asked", "seizure.reject"): Move("rejected"),
                ("sealed", "seizure.extend"): Move("extended", _extended_in_time),
                ("sealed", "seizure.lift"): Move("lifted", _disposed_in_time),
                ("extended", "seizure.lift"): Move("lifted", _disposed_in_time),
            },
        ),
        Track(
            "sampling", "抽样取证、鉴定", "Sampling and identification", "行政处罚法第五十六条", _BEFORE,
            {
                ("", "sampling.take"): Move("taken"),
                ("taken", "sampling.result"): Move("identified"),
            },
        ),
        Track(
            "hearing", "听证", "Hearing", "行政处罚法第六十三条至第六十五条", frozenset({"informed"}),
            {
                ("", "hearing.request"): Move("requested", _hearing_may_be_asked),
                ("requested", "hearing.notify"): Move("notified", _told_seven_workdays_before),
                ("notified", "hearing.notify"): Move("notified", _told_seven_workdays_before),
                ("notified", "hearing.hold"): Move("held"),
                ("held", "hearing.report"): Move("reported"),
                ("requested", "hearing.withdraw"): Move("withdrawn"),
                ("notified", "hearing.withdraw"): Move("withdrawn"),
            },
        ),
        Track(
            "discussion", "集体讨论", "Collective discussion", "行政处罚法第五十七条",
            frozenset({"investigated", "reviewed", "informed"}),
            {("", "discussion.record"): Move("recorded")},
        ),
        Track(
            "instalments", "延期、分期缴纳", "Payment by instalments", "行政处罚法第六十六条",
            frozenset({"served"}),
            {
                ("", "instalments.ask"): Move("asked", _schedule_is_the_sum),
                ("asked", "instalments.approve"): Move("approved"),
                ("asked", "instalments.reject"): Move("rejected"),
            },
        ),
        Track(
            "urging", "催告与申请强制执行", "Urging and court enforcement",
            "行政强制法第五十三条、第五十四条",
            frozenset({"served"}),
            {
                ("", "urging.send"): Move("sent", _decision_is_due),
                ("sent", "urging.apply"): Move("applied", _court_may_be_asked),
                ("sent", "urging.end"): Move("ended"),
                ("applied", "urging.end"): Move("ended"),
            },
        ),
        Track(
            "review", "行政复议", "Administrative review", "行政复议法第二十条", _AFTER, _dispute("review")
        ),
        Track(
            "litigation", "行政诉讼", "Litigation", "行政诉讼法第四十六条", _AFTER, _dispute("litigation")
        ),
    )
}  # fmt: skip
BEGINNINGS = {code: next(verb for (state, verb) in row.moves if not state) for code, row in TRACKS.items()}
# states in which a track still binds the case: it is not closed before they are left
OPEN_STATES = frozenset(
    {"asked", "held", "sealed", "extended", "taken", "requested", "notified", "sent", "applied", "received"}
)
STATE_WORDS: dict[str, tuple[str, str]] = {
    "asked": ("待批准", "Awaiting approval"),
    "rejected": ("未批准", "Not approved"),
    "held": ("保存中", "Held"),
    "disposed": ("已处理", "Disposed"),
    "sealed": ("查封扣押中", "Sealed"),
    "extended": ("已延长", "Extended"),
    "lifted": ("已解除", "Lifted"),
    "taken": ("鉴定中", "Being identified"),
    "identified": ("已有结论", "Identified"),
    "requested": ("已申请", "Requested"),
    "notified": ("已通知", "Notified"),
    "reported": ("已出意见", "Reported"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "recorded": ("已记录", "Recorded"),
    "approved": ("已批准", "Approved"),
    "sent": ("已催告", "Urged"),
    "applied": ("已申请法院", "Court applied to"),
    "ended": ("已了结", "Ended"),
    "received": ("审理中", "Pending"),
    "concluded": ("已审结", "Concluded"),
}
VERB_WORDS: dict[str, tuple[str, str]] = {
    "ask": ("申请", "Ask"),
    "approve": ("批准", "Approve"),
    "reject": ("不批准", "Reject"),
    "dispose": ("作出处理", "Dispose"),
    "extend": ("延长三十日", "Extend by 30 days"),
    "lift": ("解除", "Lift"),
    "take": ("抽样送检", "Take samples"),
    "result": ("登记结论", "Record the finding"),
    "request": ("登记听证申请", "Record the request"),
    "notify": ("通知听证", "Notify"),
    "hold": ("登记听证笔录", "Record the hearing"),
    "report": ("提出听证意见", "Report"),
    "withdraw": ("当事人撤回", "Withdrawn by the party"),
    "record": ("登记讨论", "Record"),
    "send": ("发出催告", "Send"),
    "apply": ("申请法院执行", "Apply to the court"),
    "end": ("了结", "End"),
    "receive": ("登记受理", "Register"),
    "conclude": ("登记结果", "Record the ruling"),
}
