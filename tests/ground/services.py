"""All real services at once, and the environment that leads the settings to them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from tests.ground import Missing
from tests.ground.broker import broker
from tests.ground.bucket import bucket
from tests.ground.postgres import postgres

SERVICES: dict[str, Callable[[], AbstractContextManager[dict[str, str]]]] = {
    "PostgreSQL": postgres,
    "Redis": broker,
    "S3": bucket,
}


@contextmanager
def services() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yields the environment of what runs, and `{name: reason}` of what this machine cannot run."""
    environment: dict[str, str] = {}
    missing: dict[str, str] = {}
    with ExitStack() as stack:
        for name, start in SERVICES.items():
            try:
                environment |= stack.enter_context(start())
            except Missing as reason:
                missing[name] = str(reason)
        yield environment, missing
