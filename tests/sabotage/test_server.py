"""Without its guard a test turns red: tests of the server that could not fail would prove nothing."""

import pytest

from tests.api.inspections.test_submission import phone, scene  # noqa: F401 what the tests ask for
from tests.sabotage.server import ALONE, RACING, SCENARIOS, Sabotage
from tests.sabotage.turning import turns_red
from tests.test_house_field import ROWS, collected

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize("sabotage", ALONE, ids=lambda one: one.says)
def test_without_its_guard_the_test_turns_red(sabotage: Sabotage, request: pytest.FixtureRequest) -> None:
    turns_red(sabotage, request)


def test_every_guarded_scenario_is_sabotaged_by_a_test_of_its_own_row() -> None:
    assert {one.scenario for one in ALONE + RACING} == SCENARIOS
    for one in ALONE + RACING:
        name = f"{one.test.__module__.replace('.', '/')}.py::{one.test.__name__}"
        assert collected(name)
        assert f"`{name}`" in ROWS[one.scenario - 1][2]
