"""The table of talks and commitments: every state and verb."""

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from enforcement.domain.guidance import FORM, GUIDANCE
from enforcement.models import Guidance

WHOLE = {"text": "录错", "signed_copy": True, "over": True}
OPEN = {
    ("given", "guidance.sign"): "signed",
    ("given", "guidance.withdraw"): "withdrawn",
    ("signed", "guidance.check"): "checked",
    ("signed", "guidance.withdraw"): "withdrawn",
}


@pytest.mark.parametrize("verb", ["guidance.sign", "guidance.check", "guidance.withdraw"])
@pytest.mark.parametrize("state", Guidance.State.values)
def test_every_state_and_verb(state: str, verb: str) -> None:
    if (state, verb) in OPEN:
        assert next_state(GUIDANCE, state, verb, WHOLE) == OPEN[state, verb]
        return
    with pytest.raises(DomainError) as refusal:
        next_state(GUIDANCE, state, verb, WHOLE)
    assert refusal.value.code == "move_not_open"


@pytest.mark.parametrize(
    ("verb", "missing"), [("guidance.sign", "signed_copy"), ("guidance.withdraw", "text")]
)
def test_what_a_step_asks_for(verb: str, missing: str) -> None:
    with pytest.raises(DomainError) as refusal:
        next_state(GUIDANCE, "given", verb, {})
    assert refusal.value.data["missing"] == [missing]


def test_a_commitment_is_looked_at_when_its_day_has_ended() -> None:
    with pytest.raises(DomainError) as early:
        next_state(GUIDANCE, "signed", "guidance.check", {"text": "已整改", "over": False})
    assert early.value.data["missing"] == ["pledge_over"]


def test_each_kind_has_its_form() -> None:
    assert sorted(FORM) == sorted(Guidance.Kind.values)
