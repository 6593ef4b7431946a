import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state, open_verbs
from enforcement.domain.states import FOLLOW_UP

COMPLETE = {"plan": "回访", "text": "已改", "conclusion": "到位", "steps": 1,
            "reason": "复核整改",
            "opinion": "可予延续", "opinion_to": "审批局", "sent": True, "answer": "已延续",
            "repairable": True}  # fmt: skip


def test_every_pair_of_a_follow_up_moves_as_the_table_says() -> None:
    assert {state: open_verbs(FOLLOW_UP, state) for state in ("opened", "planned", "closed")} == {
        "opened": ("follow_up.plan", "follow_up.prompt", "follow_up.void"),
        "planned": (
            "follow_up.plan",
            "follow_up.step",
            "follow_up.visit",
            "follow_up.prompt",
            "follow_up.close",
            "follow_up.send",
            "follow_up.answer",
            "follow_up.void",
        ),
        "closed": ("follow_up.prompt", "follow_up.send", "follow_up.answer", "follow_up.void"),
    }
    for state, verb in FOLLOW_UP:
        assert next_state(FOLLOW_UP, state, verb, COMPLETE)
        with pytest.raises(DomainError):
            next_state(FOLLOW_UP, state, verb, {})


def test_follow_up_is_not_closed_over_a_visit_under_way() -> None:
    with pytest.raises(DomainError) as early:
        next_state(FOLLOW_UP, "planned", "follow_up.close", COMPLETE | {"pending": True})
    assert early.value.data["missing"] == ["visit_pending"]
