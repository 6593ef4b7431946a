import json

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import Facts, next_state
from inspections.domain.hazards import AUTHORITIES, HAZARD_MOVES, LETTER_MOVES, hazard_terms, letter_state
from inspections.models import Hazard
from inspections.services.hazards.transferring import FILE
from registry.domain.catalogue.rows import TRANSFER_ORGANS

WHOLE: Facts = {
    "text": "已办", "hazard_proof": True, "hazard_finding": True, "to_organ": "消防救援大队",
    "answered_by": "高某", "answer_overdue": True,
}  # fmt: skip
GOES = {"transfer": "transferred"}
TABLE = {
    "found": {"grade": "found", "correct": "corrected", "order": "ordered", "drop": "dropped"} | GOES,
    "corrected": {"grade": "corrected", "order": "ordered", "close": "closed"} | GOES,
    "ordered": {"grade": "ordered", "correct": "ordered", "close": "closed"} | GOES,
    "transferred": {"grade": "transferred", "urge": "transferred", "hear": "transferred"}
    | {"answer": "answered", **GOES},
    "answered": {"grade": "answered", "close": "closed"} | GOES,
    "closed": {},
    "dropped": {},
}  # fmt: skip
VERBS = ("grade", "correct", "order", "transfer", "urge", "hear", "answer", "close", "drop")


@pytest.mark.parametrize("state", Hazard.State.values)
@pytest.mark.parametrize("verb", VERBS)
def test_every_state_and_verb_of_a_hazard(state: str, verb: str) -> None:
    after = TABLE[state].get(verb)
    if after is not None:
        assert next_state(HAZARD_MOVES, state, f"hazard.{verb}", WHOLE) == after
        return
    with pytest.raises(DomainError) as refused:
        next_state(HAZARD_MOVES, state, f"hazard.{verb}", WHOLE)
    assert refused.value.code == "move_not_open"


@pytest.mark.parametrize(
    ("state", "verb", "without", "missing"),
    [
        ("found", "correct", {"hazard_proof": False}, ["hazard_proof"]),
        ("found", "order", {"hazard_finding": None}, ["hazard_finding"]),
        ("found", "transfer", {"to_organ": "", "awaited": True}, ["to_organ", "answer_awaited"]),
        ("transferred", "urge", {"answer_overdue": False}, ["answer_overdue"]),
        ("transferred", "hear", {"answered_by": ""}, ["answered_by"]),
        ("transferred", "answer", {"others_awaited": True}, ["other_answers"]),
        ("answered", "close", {"hazard_proof": False}, ["proof_or_recheck"]),
        ("ordered", "close", {"order_open": True}, ["order_closed"]),
        ("answered", "close", {"order_open": True}, ["order_closed"]),
        ("found", "drop", {"text": ""}, ["text"]),
    ],
)
def test_a_step_that_is_not_whole_names_what_it_lacks(
    state: str, verb: str, without: Facts, missing: list[str]
) -> None:
    with pytest.raises(DomainError) as refused:
        next_state(HAZARD_MOVES, state, f"hazard.{verb}", {**WHOLE, **without})
    assert (refused.value.code, refused.value.data["missing"]) == ("facts_missing", missing)


def test_a_check_made_since_shows_as_well_as_a_picture_that_it_is_gone() -> None:
    facts = {**WHOLE, "hazard_proof": False, "record": True}
    assert next_state(HAZARD_MOVES, "answered", "hazard.close", facts) == "closed"


def test_whoever_a_check_item_names_is_an_authority() -> None:
    assert set(TRANSFER_ORGANS) <= set(AUTHORITIES)


def test_the_period_of_an_answer_is_data_and_says_that_nobody_verified_it() -> None:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    terms = hazard_terms(raw)
    assert (terms["general"].length, terms["major"].length, terms["major"].unit) == (15, 5, "workdays")
    assert terms["major"].words().endswith("（待核实）")
    raw["answer_major"]["verified"] = True
    assert hazard_terms(raw)["major"].words() == raw["answer_major"]["basis"]
    for name, row in (("answer_major", {"length": 0, "unit": "workdays"}), ("answer_never", {})):
        with pytest.raises(ValueError, match=name):
            hazard_terms({**raw, name: row})


def test_a_letter_is_received_then_answered_and_an_answer_ends_it() -> None:
    assert next_state(LETTER_MOVES, "sent", "letter.receive", {}) == "received"
    assert next_state(LETTER_MOVES, "received", "letter.answer", {"text": "已整改"}) == "answered"
    for state, verb in (
        ("sent", "letter.answer"),
        ("received", "letter.answer"),
        ("answered", "letter.answer"),
    ):
        with pytest.raises(DomainError):
            next_state(LETTER_MOVES, state, verb, {})
    told = [
        letter_state(received=got, answered=done)
        for got, done in ((False, False), (True, False), (True, True), (False, True))
    ]
    assert told == ["sent", "received", "answered", "answered"]
