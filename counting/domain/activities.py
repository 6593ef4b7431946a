"""Activities (活动: 绿书签, committee meetings, trainings, drills): planned, held, confirmed by another."""

from backend.domain.states import Facts, Move, Moves

# who took part: code → (中文, English)
AUDIENCES: dict[str, tuple[str, str]] = {
    "pupils": ("学生", "Pupils"),
    "street": ("街道执法人员", "Enforcement staff of streets"),
    "members": ("成员单位人员", "Members of the committee"),
    "operators": ("经营单位人员", "Staff of venues"),
    "officers": ("本队执法人员", "Officers of the brigade"),
    "public": ("群众", "The public"),
    "other": ("其他", "Others"),
}
STANDING = ("planned", "held", "confirmed")


def _held(facts: Facts) -> list[str]:
    return [] if facts.get("people") else ["people"]


def _shown(facts: Facts) -> list[str]:
    return [] if facts.get("files") else ["activity_proof"]


def _confirmed(facts: Facts) -> list[str]:
    """By another person than the one who held it, and with what shows it in the store."""
    missing = [] if facts.get("stored") else ["activity_proof"]
    return missing + (["another_person"] if facts.get("own") else [])


def _text(facts: Facts) -> list[str]:
    return [] if facts.get("text") else ["text"]


ACTIVITY: Moves = {
    ("planned", "activity.hold"): Move("held", _held),
    ("held", "activity.prove"): Move("held", _shown),
    ("held", "activity.confirm"): Move("confirmed", _confirmed),
    **{(state, "activity.withdraw"): Move("withdrawn", _text) for state in STANDING},
}
