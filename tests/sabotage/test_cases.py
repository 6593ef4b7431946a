"""Of each guard of a case each fact is taken away in turn: the run of the chosen courses must turn red."""

from collections import Counter

import pytest

from tests.cast import Cast
from tests.sabotage.cases import noticed
from tests.services.enforcement.case_lacks import LACKS
from tests.services.enforcement.case_machine import CaseMachine
from tests.services.enforcement.case_runs import chosen
from tests.services.enforcement.track_lacks import TRACK_LACKS

FACTS = {(one.verb, one.fact) for one in LACKS} | {(one.verb, one.fact) for one in TRACK_LACKS}
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_without_any_one_fact_of_a_guard_the_chosen_courses_turn_red(cast: Cast) -> None:
    seen = chosen(type("OfThisCast", (CaseMachine,), {"cast": cast}), Counter(), tried=noticed)
    assert {(verb, fact) for verb, fact, _ in seen} == FACTS
