"""A test of the suite run inside another one, with a guard of the product taken away."""

import inspect

import pytest

from tests.sabotage.server import Sabotage


def turns_red(sabotage: Sabotage, request: pytest.FixtureRequest) -> None:
    """What the test asks for is set up while all is well; then the guard goes, and it must fail."""
    wanted = inspect.signature(sabotage.test).parameters
    given = {name: request.getfixturevalue(name) for name in wanted}
    with pytest.MonkeyPatch.context() as patch:
        sabotage.act(patch)
        with pytest.raises(sabotage.red):
            sabotage.test(**given)
