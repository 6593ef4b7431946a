"""An S3 server of its own, with one bucket, for as long as the block runs; it refuses bad signatures."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ground import ROOT, Missing
from tests.ground.node import node
from tests.ground.process import running

BUCKET = "wenxun"
# The one pair of keys s3rver knows.
KEY = SECRET = "S3RVER"
SCRIPT = ROOT / "tests" / "browser" / "bucket.mjs"


@contextmanager
def bucket() -> Iterator[dict[str, str]]:
    """Yields the environment that points the settings at an empty bucket."""
    if not (SCRIPT.parent / "node_modules" / "s3rver").exists():
        raise Missing("npm package s3rver is not installed (make install)")
    with tempfile.TemporaryDirectory(prefix="wenxun-s3-") as scratch:
        told = Path(scratch) / "port"
        with running(
            [node(), SCRIPT, Path(scratch) / "data", BUCKET, told],
            answers=told.exists,
            log=Path(scratch) / "log",
        ):
            yield {
                "S3_ENDPOINT": f"http://127.0.0.1:{told.read_text()}",
                "S3_BUCKET": BUCKET,
                "S3_KEY": KEY,
                "S3_SECRET": SECRET,
            }
