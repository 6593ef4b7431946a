"""The table of activities: every state and verb, and what a step asks for."""

from typing import Any

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from counting.domain.activities import ACTIVITY
from counting.models import Activity

WHOLE = {"people": 45, "files": ["photo"], "stored": True, "text": "录错"}
VERBS = ("activity.hold", "activity.prove", "activity.confirm", "activity.withdraw")
OPEN = {
    ("planned", "activity.hold"): "held",
    ("planned", "activity.withdraw"): "withdrawn",
    ("held", "activity.prove"): "held",
    ("held", "activity.confirm"): "confirmed",
    ("held", "activity.withdraw"): "withdrawn",
    ("confirmed", "activity.withdraw"): "withdrawn",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", Activity.State.values)
def test_every_state_and_verb(state: str, verb: str) -> None:
    if (state, verb) in OPEN:
        assert next_state(ACTIVITY, state, verb, WHOLE) == OPEN[state, verb]
        return
    with pytest.raises(DomainError) as refusal:
        next_state(ACTIVITY, state, verb, WHOLE)
    assert refusal.value.code == "move_not_open"


@pytest.mark.parametrize(
    ("state", "verb", "facts", "missing"),
    [
        ("planned", "activity.hold", {}, ["people"]),
        ("held", "activity.prove", {}, ["activity_proof"]),
        ("held", "activity.confirm", {"own": True}, ["activity_proof", "another_person"]),
        ("held", "activity.confirm", {"stored": True, "own": True}, ["another_person"]),
        ("confirmed", "activity.withdraw", {}, ["text"]),
    ],
)
def test_what_a_step_asks_for(state: str, verb: str, facts: dict[str, Any], missing: list[str]) -> None:
    with pytest.raises(DomainError) as refusal:
        next_state(ACTIVITY, state, verb, facts)
    assert refusal.value.data["missing"] == missing
