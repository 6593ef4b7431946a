"""Random acts against a pure model: no illegal state, no lost number, a journal whole and in order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.services.enforcement.case_dice import act_by
from tests.services.enforcement.case_machine import CaseMachine

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
EXAMPLES, STEPS = 8, 25
SEQUENCES, ACTS = 16, 50


def test_random_acts_never_lead_where_the_table_does_not(cast: Cast) -> None:
    machine = type("OfThisCast", (CaseMachine,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_long_courses_of_cases_with_all_beside_them_end_where_the_model_says(cast: Cast) -> None:
    machine: type[CaseMachine] = type("OfThisCast", (CaseMachine,), {"cast": cast})

    @settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.integers(0, 2**32 - 1), min_size=ACTS, max_size=ACTS))
    def played(numbers: list[int]) -> None:
        one = machine()
        try:
            one.start([4, 7], heavy=False)
            for number in numbers:
                act_by(one, number)
        finally:
            one.teardown()

    played()
