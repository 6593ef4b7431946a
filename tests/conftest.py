"""What every test may ask for: a real browser, and marks that say which real service a test needs."""

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.ground import IN_CI, ROOT, Missing

pytest_plugins = ["tests.cast", "tests.database", "tests.wire_report"]

# The same examples on every run: a red suite is a bug, never a throw of the dice.
settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")

NEEDS: dict[str, Callable[[], bool]] = {
    "postgres": lambda: os.environ.get("DATABASE_URL", "").startswith("postgres"),
    "redis": lambda: os.environ.get("BROKER_URL", "").startswith("redis"),
    "s3": lambda: bool(os.environ.get("S3_ENDPOINT")),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, given in NEEDS.items():
        if item.get_closest_marker(name) and not given():
            _not_here(f"no {name} given: run `make test`, or `python -m tests.ground pytest …`")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for the session; `tests.ground.chromium.screen(browser, PHONE)` opens a user's window."""
    from tests.ground.chromium import chromium

    # Playwright keeps an event loop in this thread; Django would refuse the ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with chromium() as running:
            yield running
    except Missing as reason:
        _not_here(str(reason))


def _not_here(reason: str) -> None:
    """Where the suite must be whole, what is missing fails; elsewhere it is counted as skipped."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
