"""Random acts against a pure model: no illegal state, no lost or doubled number, a whole journal."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.services.enforcement.case_machine import CaseMachine

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
EXAMPLES, STEPS = 12, 25


def test_random_acts_never_lead_where_the_table_does_not(cast: Cast) -> None:
    machine = type("OfThisCast", (CaseMachine,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
