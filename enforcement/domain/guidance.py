"""Administrative guidance (行政指导): talks (约谈) and letters of commitment (承诺书), and their moves."""

from backend.domain.states import Facts, Move, Moves

TALK, PLEDGE = "talk", "pledge"
# kind → the form it prints on; the form names its series
FORM: dict[str, str] = {TALK: "talk_record", PLEDGE: "commitment"}
# what came of a commitment
KEPT, BROKEN = "kept", "broken"
# what one may be about, besides words of its own
CAUSES = ("lead", "case", "hazard", "campaign")


def _signed_copy(facts: Facts) -> list[str]:
    """The paper came back signed, or with the refusal to sign written on it: its picture shows that."""
    return [] if facts.get("signed_copy") else ["signed_copy"]


def _text(facts: Facts) -> list[str]:
    return [] if facts.get("text") else ["text"]


def _kept_or_not(facts: Facts) -> list[str]:
    """A commitment is looked at once its day has ended, and what was found is written down."""
    missing = _text(facts)
    return missing + ([] if facts.get("over") else ["pledge_over"])


GUIDANCE: Moves = {
    ("given", "guidance.sign"): Move("signed", _signed_copy),
    ("given", "guidance.withdraw"): Move("withdrawn", _text),
    ("signed", "guidance.check"): Move("checked", _kept_or_not),
    ("signed", "guidance.withdraw"): Move("withdrawn", _text),
}
