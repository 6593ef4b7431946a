"""Chosen and random acts against a pure model: no guard unmet, no illegal state, nothing lost or untold."""

from collections import Counter

import pytest

from enforcement.domain.states import CASE
from enforcement.domain.tracks import TRACKS
from tests.cast import Cast
from tests.services.enforcement.case_lacks import LACKS
from tests.services.enforcement.case_machine import CaseMachine
from tests.services.enforcement.case_model import CASE as MODEL
from tests.services.enforcement.case_model import VERBS
from tests.services.enforcement.case_runs import by_dice, by_rules, chosen
from tests.services.enforcement.track_lacks import TRACK_LACKS

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
# the words of the model → the verbs of the house
VERB = {"prepare": "publication.prepare", "return": "publication.return"}
# guarded acts no case of the machine makes: tests/domain/enforcement holds them, and a file of services each
FACTS = {(one.verb, one.fact) for one in LACKS} | {(one.verb, one.fact) for one in TRACK_LACKS}
APART = {"case.file_simple", "case.assign", "case.consent"}


@pytest.fixture
def machine(cast: Cast) -> type[CaseMachine]:
    return type("OfThisCast", (CaseMachine,), {"cast": cast})


def test_every_act_that_lacks_one_fact_is_refused_by_the_name_of_it(machine: type[CaseMachine]) -> None:
    done: Counter[str] = Counter()
    seen = chosen(machine, done)
    assert {f"case.{verb}" for verb in MODEL} | set(VERBS) <= set(done)
    assert {(verb, fact) for verb, fact, _ in seen} == FACTS


def test_every_guarded_act_has_a_fact_that_is_left_out() -> None:
    tried = {VERB.get(one.verb, f"case.{one.verb}") for one in LACKS} | {one.verb for one in TRACK_LACKS}
    tables = (CASE, *(row.moves for row in TRACKS.values()))
    guarded = {verb for moves in tables for (_, verb), move in moves.items() if move.guard}
    assert guarded - tried == APART


def test_random_acts_never_lead_where_the_table_does_not(machine: type[CaseMachine]) -> None:
    by_rules(machine, examples=4, steps=20)


def test_long_courses_of_cases_with_all_beside_them_end_where_the_model_says(
    machine: type[CaseMachine],
) -> None:
    by_dice(machine, sequences=4, acts=40)
