"""Side tracks of a case (案件旁线), each a table beside it: when one may begin, and its moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


EXTENDED_MOST = 30  # 行政强制法 Art 25: natural days
_BEFORE = frozenset({"filed", "investigated", "reviewed", "informed"})
_AFTER = frozenset({"decided", "served", "performed", "closed", "archived"})


def _disposed_in_time(facts: Facts) -> list[str]:
    """V25, V26: after the last day only with the reason."""
    return ["late_reason"] if facts.get("late") and not facts.get("late_reason") else []


def _granted_before_the_decision(facts: Facts) -> list[str]:
    """行政强制法 Art 27, 行政处罚法 Art 56: nothing is taken hold of once a case is decided or has ended."""
    return ["case_undecided"] if facts.get("case_past") else []


def _sealed_in_time(facts: Facts) -> list[str]:
    return _granted_before_the_decision(facts) + _disposed_in_time(facts)


def _prolonged_in_time(facts: Facts) -> list[str]:
    return _granted_before_the_decision(facts) + _extended_in_time(facts)


def _extended_in_time(facts: Facts) -> list[str]:
    """行政强制法 Art 25: extended before the thirty days are over."""
    return ["in_time"] if facts.get("late") else []


def _extension_is_asked_once(facts: Facts) -> list[str]:
    """行政强制法 Art 25: thirty days more at the most, decided before the first thirty are over."""
    missing = _extended_in_time(facts)
    return missing + (["at_most_30"] if not 1 <= (facts.get("days") or 0) <= EXTENDED_MOST else [])


def _announced_long_enough(facts: Facts) -> list[str]:
    """民事诉讼法 Art 95: deemed served when the announcement's period has passed."""
    return [] if facts.get("announced_over") else ["announcement_period"]


def _objected_in_time(facts: Facts) -> list[str]:
    return ["in_time"] if facts.get("late") else []


def _told_seven_workdays_before(facts: Facts) -> list[str]:
    """行政处罚法 Art 64: time and place are told seven working days before the hearing."""
    return ["seven_workdays"] if facts.get("too_soon") else []


def _refused_only_late(facts: Facts) -> list[str]:
    """行政处罚法 Art 64: asked for within five working days; a request in time is never refused."""
    return [] if facts.get("asked_late") else ["hearing_asked_late"]


def _held_once(facts: Facts) -> list[str]:
    return ["one_at_a_time"] if facts.get("open") else []


def _announced_of_a_paper(facts: Facts) -> list[str]:
    """行政处罚法 Art 44, 61: a prior notice that is drawn up and not served, or the decision."""
    return _held_once(facts) + ([] if facts.get("unserved") else ["intended"])


def _hearing_may_be_asked(facts: Facts) -> list[str]:
    return _held_once(facts) + ([] if facts.get("hearing_right") else ["hearing_right"])


def _schedule_is_the_sum(facts: Facts) -> list[str]:
    missing = _held_once(facts)
    if facts.get("scheduled_fen") != facts.get("total_fen"):
        missing.append("schedule_sum")
    return missing


def _court_may_be_asked(facts: Facts) -> list[str]:
    """行政强制法 Art 53, 54: urged ten working days in vain, every remedy's time over, in three months."""
    missing = _decision_stands(facts) + ([] if facts.get("urged_over") else ["ten_workdays"])
    if not facts.get("remedies_over"):
        missing.append("remedies_over")
    return missing + _disposed_in_time(facts)


def _decision_stands(facts: Facts) -> list[str]:
    """行政强制法 Art 53: nothing is enforced by a decision that was revoked or found unlawful."""
    return ["decision_in_force"] if facts.get("fallen") else []


def _decision_is_due(facts: Facts) -> list[str]:
    missing = _held_once(facts) + _decision_stands(facts)
    if not facts.get("payment_over") and not facts.get("fallen"):
        missing.append("payment_over")
    return missing


def _received_once(facts: Facts) -> list[str]:
    """The copy comes with the acceptance or after it."""
    copied = facts.get("copy_on") and facts["copy_on"] < facts.get("on", "")
    return _held_once(facts) + (["copy_not_before"] if copied else [])


def _dispute(kind: str, answer: str, answered: str) -> Moves:
    """Accepted, answered in time, concluded; one that is withdrawn first is concluded without an answer."""
    return {
        ("", f"{kind}.receive"): Move("received", _received_once),
        ("received", f"{kind}.{answer}"): Move(answered, _disposed_in_time),
        ("received", f"{kind}.conclude"): Move("concluded"),
        (answered, f"{kind}.conclude"): Move("concluded"),
    }


TRACKS: dict[str, Track] = {
    row.code: row
    for row in (
        Track(
            "preservation", "证据先行登记保存", "Registration and preservation", "行政处罚法第五十六条",
            _BEFORE,
            {
                ("", "preservation.ask"): Move("asked"),
                ("asked", "preservation.approve"): Move("held", _granted_before_the_decision),
                ("asked", "preservation.reject"): Move("rejected"),
                ("held", "preservation.dispose"): Move("disposed", _disposed_in_time),
            },
        ),
        Track(
            "seizure", "查封扣押", "Seizure", "行政强制法第十八条、第十九条、第二十五条", _BEFORE,
            {
                ("", "seizure.ask"): Move("asked"),
                ("", "seizure.act"): Move("acted"),
                ("asked", "seizure.approve"): Move("sealed", _granted_before_the_decision),
                ("asked", "seizure.reject"): Move("rejected"),
                # 行政强制法 Art 19: done on the spot, told and approved in 24 hours, or lifted at once
                ("acted", "seizure.approve"): Move("sealed", _sealed_in_time),
                ("acted", "seizure.reject"): Move("refused", _disposed_in_time),
                ("refused", "seizure.lift"): Move("lifted", _disposed_in_time),
                ("sealed", "seizure.prolong"): Move("prolonging", _extension_is_asked_once),
                ("prolonging", "seizure.extend"): Move("extended", _prolonged_in_time),
                ("prolonging", "seizure.deny"): Move("sealed"),
                ("sealed", "seizure.lift"): Move("lifted", _disposed_in_time),
                ("prolonging", "seizure.lift"): Move("lifted", _disposed_in_time),
                ("extended", "seizure.lift"): Move("lifted", _disposed_in_time),
            },
        ),
        Track(
            "announcement", "公告送达", "Service by announcement",
            "行政处罚法第六十一条、民事诉讼法第九十五条",
            frozenset({"reviewed", "informed", "decided"}),
            {
                ("", "announcement.post"): Move("posted", _announced_of_a_paper),
                ("posted", "announcement.lapse"): Move("lapsed", _announced_long_enough),
                ("posted", "announcement.withdraw"): Move("withdrawn"),
            },
        ),
        Track(
            "referral", "移送公安机关", "Referral to the police",
            "行政执法机关移送涉嫌犯罪案件的规定第五条至第十二条", _BEFORE | {"decided", "served"},
            {
                ("", "referral.propose"): Move("proposed", _held_once),
                ("proposed", "referral.approve"): Move("granted", _disposed_in_time),
                ("proposed", "referral.reject"): Move("rejected", _disposed_in_time),
                ("granted", "referral.hand_over"): Move("handed_over", _disposed_in_time),
                ("handed_over", "referral.accept"): Move("accepted"),
                ("handed_over", "referral.decline"): Move("declined"),
                ("declined", "referral.object"): Move("objected", _objected_in_time),
                ("objected", "referral.accept"): Move("accepted"),
                ("objected", "referral.decline"): Move("declined"),
                ("accepted", "referral.deliver"): Move("delivered", _disposed_in_time),
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
                ("requested", "hearing.refuse"): Move("unheard", _refused_only_late),
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
            "review", "行政复议", "Administrative review",
            "行政复议法第二十条、第四十八条、第五十四条", _AFTER, _dispute("review", "answer", "answered"),
        ),
        Track(
            "litigation", "行政诉讼", "Litigation", "行政诉讼法第四十六条、第六十七条", _AFTER,
            _dispute("litigation", "plead", "pleaded"),
        ),
    )
}  # fmt: skip


def with_act(values: Mapping[str, Any], verb: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """The acts recorded and this one; what was recorded of it before stays, as `verb#1`, `verb#2` (0026)."""
    if verb not in values:
        return {**values, verb: read}
    times = sum(name.startswith(f"{verb}#") for name in values)
    return {**values, again(verb, times + 1): values[verb], verb: read}


def again(verb: str, time: int) -> str:
    """The name of what was recorded of an act the first, second … time, where it was done once more."""
    return f"{verb}#{time}"


# the acts a track may begin with → its kind
BEGINNINGS = {verb: code for code, row in TRACKS.items() for (state, verb) in row.moves if not state}
# states in which a track still binds the case: it is not closed before they are left
OPEN_STATES = frozenset(
    {
        "asked", "held", "sealed", "extended", "taken", "requested", "notified", "sent", "applied",
        "received", "answered", "pleaded", "acted", "refused", "prolonging", "posted", "proposed", "granted",
        "handed_over", "objected", "accepted",
    }
)  # fmt: skip
# states in which a review or a court has not ruled yet
PENDING = frozenset({"received", "answered", "pleaded"})
# the police have not filed it yet
REFERRED = frozenset({"proposed", "granted", "handed_over", "objected"})
WITH_POLICE = frozenset({"handed_over", "objected"})
# states that wait for the leader → his act (待我审批)
WAITING = {"asked": "approve", "acted": "approve", "prolonging": "extend", "proposed": "approve"}
# acts that ask for a decision, and those that grant or refuse it
ASKING = frozenset(
    {
        "preservation.ask",
        "seizure.ask",
        "seizure.act",
        "seizure.prolong",
        "instalments.ask",
        "referral.propose",
    }
)
GRANTING = frozenset(
    {
        "preservation.approve", "seizure.approve", "seizure.extend", "instalments.approve",
        "referral.approve",
    }
)  # fmt: skip
REFUSING = frozenset(
    {"preservation.reject", "seizure.reject", "seizure.deny", "instalments.reject", "referral.reject"}
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
    "unheard": ("逾期申请，不予听证", "Asked too late, not heard"),
    "reported": ("已出意见", "Reported"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "recorded": ("已记录", "Recorded"),
    "approved": ("已批准", "Approved"),
    "sent": ("已催告", "Urged"),
    "applied": ("已申请法院", "Court applied to"),
    "ended": ("已了结", "Ended"),
    "received": ("已受理", "Accepted"),
    "answered": ("已答复，审理中", "Answered, pending"),
    "pleaded": ("已答辩，审理中", "Defence filed, pending"),
    "concluded": ("已审结", "Concluded"),
    "acted": ("已当场实施，待补批", "Done, awaiting approval"),
    "refused": ("不予批准，应立即解除", "Refused, to be lifted at once"),
    "prolonging": ("待批准延长", "Extension awaiting approval"),
    "posted": ("公告中", "Announced"),
    "lapsed": ("公告期满", "Announcement over"),
    "proposed": ("待批准移送", "Awaiting approval"),
    "granted": ("已批准，待移送", "Approved, to be handed over"),
    "handed_over": ("公安机关审查中", "With the police"),
    "accepted": ("公安机关已立案", "Filed by the police"),
    "declined": ("公安机关不予立案", "Not filed by the police"),
    "objected": ("已提出异议", "Objected to"),
    "delivered": ("已移交物品材料", "Things handed over"),
}
VERB_WORDS: dict[str, tuple[str, str]] = {
    "ask": ("申请", "Ask"),
    "approve": ("批准", "Approve"),
    "reject": ("不批准", "Reject"),
    "dispose": ("作出处理", "Dispose"),
    "act": ("当场实施（情况紧急）", "Done at once (urgent)"),
    "prolong": ("申请延长", "Ask for more time"),
    "extend": ("批准延长", "Extend"),
    "deny": ("不批准延长", "Refuse more time"),
    "lift": ("解除", "Lift"),
    "take": ("抽样送检", "Take samples"),
    "result": ("登记结论", "Record the finding"),
    "request": ("登记听证申请", "Record the request"),
    "notify": ("通知听证", "Notify"),
    "refuse": ("不予听证", "Refuse a late request"),
    "hold": ("登记听证笔录", "Record the hearing"),
    "report": ("提出听证意见", "Report"),
    "withdraw": ("登记撤回", "Record the withdrawal"),
    "record": ("登记讨论", "Record"),
    "send": ("发出催告", "Send"),
    "apply": ("申请法院执行", "Apply to the court"),
    "end": ("了结", "End"),
    "receive": ("登记受理", "Register"),
    "answer": ("登记答复", "Record the answer"),
    "plead": ("登记答辩", "Record the defence"),
    "conclude": ("登记结果", "Record the ruling"),
    "post": ("发出公告", "Announce"),
    "lapse": ("登记公告期满", "Record that it is over"),
    "propose": ("报请移送", "Propose"),
    "hand_over": ("登记移送", "Hand over"),
    "accept": ("登记公安立案", "Record: filed"),
    "decline": ("登记公安不予立案", "Record: not filed"),
    "object": ("提出异议", "Object"),
    "deliver": ("登记移交物品", "Hand the things over"),
}
