"""The moves of a lead (线索), why a report is not accepted, and how its reporter was told."""

from backend.domain.states import Facts, Move, Moves

# code → (中文, English); 文化市场举报办理规范 names the first three (待核实)
REFUSALS: dict[str, tuple[str, str]] = {
    "time_barred": ("超过二年追究时限", "Beyond the two years' limit"),
    "same_matter": ("同一事项已经受理", "The same matter was accepted before"),
    "litigation": ("应当通过诉讼、仲裁、复议解决", "For litigation, arbitration or review"),
    "not_ours": ("不属于本单位职责", "Not this bureau's duty"),
    "unclear": ("没有明确的被举报人或者违法线索", "Nobody and nothing definite reported"),
    "other": ("其他", "Other"),
}
REPLY_MODES: dict[str, tuple[str, str]] = {
    "phone": ("电话", "By telephone"),
    "hotline": ("热线平台", "On the hotline's platform"),
    "letter": ("书面", "In writing"),
    "face": ("当面", "In person"),
    "message": ("短信、邮件", "By message or mail"),
    "none": ("无法回复", "No reply possible"),
}
REPLIED_TO: dict[str, tuple[str, str]] = {
    "reporter": ("举报人", "The reporter"),
    "platform": ("热线平台", "The hotline"),
    "organ": ("交办、移送单位", "The body that referred it"),
    "nobody": ("无", "Nobody"),
}
OPEN = ("registered", "verified")
# rule of a clock → the roles that are reminded of it; a clock of filing is one of the case's (periods.py)
REMINDED: dict[str, tuple[str, ...]] = {
    "lead_check": ("supervisor",),
    "lead_check_extended": ("supervisor",),
    "lead_reply": ("supervisor",),
    "lead_answer": ("supervisor",),
}
ALL = (*OPEN, "filed", "dismissed", "refused", "joined", "transferred")


def _lacking(facts: Facts, *names: str) -> list[str]:
    return [name for name in names if not facts.get(name)]


def _end_has_its_reason(facts: Facts) -> list[str]:
    return _lacking(facts, "reason")


def _refusal_has_its_ground(facts: Facts) -> list[str]:
    """One of the grounds; one that is none of them is explained."""
    missing = [] if facts.get("ground") in REFUSALS else ["ground"]
    return missing + (_lacking(facts, "reason") if facts.get("ground") == "other" else [])


def _join_is_whole(facts: Facts) -> list[str]:
    """Into another lead that is open itself, of the same venue as far as both name one."""
    wrong = [] if facts.get("other_is_open") else ["open_lead"]
    return wrong + ([] if facts.get("same_venue") else ["same_venue"])


def _transfer_is_whole(facts: Facts) -> list[str]:
    return _lacking(facts, "to_organ", "reason")


def _answer_has_its_words(facts: Facts) -> list[str]:
    missing = _lacking(facts, "text")
    return missing + (["not_answered_yet"] if facts.get("answered") else [])


def _reply_has_its_words(facts: Facts) -> list[str]:
    """What was told; where nobody could be told, why."""
    if facts.get("mode") == "none":
        return _lacking(facts, "reason")
    return _lacking(facts, "text")


def _reporter_is_new(facts: Facts) -> list[str]:
    """Of a channel that has one, not known yet, with a name or a way to reach him."""
    missing = _lacking(facts, "reporter") + (["reporter_known"] if facts.get("named") else [])
    return missing + ([] if facts.get("takes") else ["channel_without_reporter"])


def _extension_is_asked_once(facts: Facts) -> list[str]:
    """With its reason, before the day is over, and no second time."""
    missing = _lacking(facts, "reason", "before_due")
    return missing + (["not_extended_yet"] if facts.get("extended") else [])


def _extension_was_asked(facts: Facts) -> list[str]:
    return _lacking(facts, "asked")


LEAD: Moves = {
    ("registered", "lead.verify"): Move("verified"),
    ("registered", "lead.refuse"): Move("refused", _refusal_has_its_ground),
    ("registered", "lead.extend"): Move("registered", _extension_is_asked_once),
    ("registered", "lead.grant"): Move("registered", _extension_was_asked),
    ("registered", "lead.deny"): Move("registered", _extension_was_asked),
    ("verified", "case.file"): Move("filed"),
    **{(state, "lead.visit"): Move(state) for state in OPEN},
    **{(state, "lead.dismiss"): Move("dismissed", _end_has_its_reason) for state in OPEN},
    **{(state, "lead.join"): Move("joined", _join_is_whole) for state in OPEN},
    **{(state, "lead.transfer"): Move("transferred", _transfer_is_whole) for state in OPEN},
    ("transferred", "lead.answer"): Move("transferred", _answer_has_its_words),
    **{(state, "lead.reply"): Move(state, _reply_has_its_words) for state in ALL},
    **{(state, "lead.name"): Move(state, _reporter_is_new) for state in ALL},
    **{(state, "lead.unmask"): Move(state, _end_has_its_reason) for state in ALL},
}
