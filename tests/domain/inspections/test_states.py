import pytest

from backend.domain.errors import DomainError
from backend.domain.states import Facts, next_state, open_verbs
from inspections.domain.states import INSPECTION_MOVES, RECTIFICATION_MOVES
from inspections.models import Inspection, Rectification

VERBS = ("settle", "accept", "return", "withdraw", "submit", "publish", "correct")
GOOD: Facts = {"counts": True, "codes": ["1"]}
TABLE = {
    "submitted": {"settle": "submitted", "accept": "accepted", "return": "returned", "withdraw": "withdrawn"},
    "returned": {"submit": "submitted", "withdraw": "withdrawn"},
    "accepted": {"publish": "published", "correct": "accepted", "withdraw": "withdrawn"},
    "published": {"correct": "corrected", "withdraw": "withdrawn"},
    "corrected": {"correct": "corrected", "withdraw": "withdrawn"},
    "withdrawn": {},
}


@pytest.mark.parametrize("state", Inspection.State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_every_state_and_verb_of_a_record(state: str, verb: str) -> None:
    after = TABLE[state].get(verb)
    if after is not None:
        assert next_state(INSPECTION_MOVES, state, f"inspection.{verb}", GOOD) == after
        return
    with pytest.raises(DomainError) as refused:
        next_state(INSPECTION_MOVES, state, f"inspection.{verb}", GOOD)
    assert refused.value.code == "move_not_open"


ORDER_TABLE = {
    "ordered": {"recheck": "ordered", "record": "rechecked", "close": "closed", "fail": "failed"},
    "rechecked": {"recheck": "ordered", "close": "closed", "fail": "failed"},
    "failed": {"close": "closed"},
    "closed": {},
}


@pytest.mark.parametrize("state", Rectification.State.values)
@pytest.mark.parametrize("verb", ["recheck", "record", "close", "fail"])
def test_every_state_and_verb_of_an_order(state: str, verb: str) -> None:
    after = ORDER_TABLE[state].get(verb)
    if after is not None:
        assert next_state(RECTIFICATION_MOVES, state, f"rectification.{verb}", {"overdue": True}) == after
        return
    with pytest.raises(DomainError) as refused:
        next_state(RECTIFICATION_MOVES, state, f"rectification.{verb}", {"overdue": True})
    assert refused.value.code == "move_not_open"


def _missing(state: str, verb: str, facts: Facts) -> list[str]:
    with pytest.raises(DomainError) as refused:
        next_state(INSPECTION_MOVES, state, verb, facts)
    assert refused.value.code == "facts_missing"
    missing: list[str] = refused.value.data["missing"]
    return missing


def test_record_is_accepted_when_all_is_settled_and_has_arrived() -> None:
    facts = {"unsettled": [4, 7], "photos": ["p"], "other_accepted": True}
    assert _missing("submitted", "inspection.accept", facts) == [
        "irregularity:4",
        "irregularity:7",
        "photo:p",
        "other_record_withdrawn",
    ]


def test_v07_record_is_not_published_with_codes_that_do_not_stand() -> None:
    facts = {"counts": True, "codes": ["1", "A"], "code_faults": ["code_1_not_alone"]}
    assert _missing("accepted", "inspection.publish", facts) == ["code:code_1_not_alone"]


def test_v08_code_6_is_not_published_before_the_revisit() -> None:
    facts = {"counts": True, "codes": ["6"]}
    assert _missing("accepted", "inspection.publish", facts) == ["revisit"]
    assert (
        next_state(INSPECTION_MOVES, "accepted", "inspection.publish", {**facts, "revisited": True})
        == "published"
    )


def test_record_that_does_not_count_is_not_published() -> None:
    assert _missing("accepted", "inspection.publish", {"counts": False, "codes": ["1"]}) == ["counted_record"]


def test_correction_obeys_the_rules_of_the_result_it_replaces() -> None:
    assert _missing("published", "inspection.correct", {"counts": True, "codes": ["6"]}) == ["revisit"]
    assert _missing("accepted", "inspection.correct", {"code_faults": ["code_unknown"]}) == [
        "code:code_unknown"
    ]


def test_order_fails_only_after_its_date_or_its_recheck() -> None:
    with pytest.raises(DomainError) as refused:
        next_state(RECTIFICATION_MOVES, "ordered", "rectification.fail", {})
    assert refused.value.data["missing"] == ["due_date_passed"]
    assert next_state(RECTIFICATION_MOVES, "rechecked", "rectification.fail", {}) == "failed"


def test_verbs_of_a_submitted_record() -> None:
    assert open_verbs(INSPECTION_MOVES, "submitted") == (
        "inspection.settle",
        "inspection.accept",
        "inspection.return",
        "inspection.withdraw",
    )
