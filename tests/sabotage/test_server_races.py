"""Without its guard a race turns red."""

import pytest

from tests.sabotage.server import RACING, Sabotage
from tests.sabotage.turning import turns_red
from tests.services.inspections.test_races import scene  # noqa: F401 what the tests ask for

pytestmark = [pytest.mark.embedded, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("sabotage", RACING, ids=lambda one: one.says)
def test_without_its_guard_the_test_turns_red(sabotage: Sabotage, request: pytest.FixtureRequest) -> None:
    turns_red(sabotage, request)
