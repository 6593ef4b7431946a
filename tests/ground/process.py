"""Child processes that are always stopped, and the free ports they listen on."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.ground import Missing

START_SECONDS = 60
STOP_SECONDS = 15


def free_port() -> int:
    """A port of the loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop_on_sigterm() -> None:
    """Make SIGTERM unwind the stack like Ctrl-C, so that every child is stopped."""

    def leave(signum: int, frame: FrameType | None) -> None:
        sys.exit(128 + signum)

    signal.signal(signal.SIGTERM, leave)


@contextmanager
def running(
    args: Sequence[str | Path],
    *,
    answers: Callable[[], bool],
    log: Path,
    env: Mapping[str, str] | None = None,
    user: int | None = None,
    group: int | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A child that has answered once; `Missing` with the end of its log when it never does."""
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [str(arg) for arg in args],
            stdin=subprocess.PIPE,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if env is None else env),
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            cwd=log.parent,
        )
        try:
            _wait_for_answer(child, answers, log)
            yield child
        finally:
            _stop(child)


def _wait_for_answer(child: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if child.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(errors="replace")[-1500:]
            raise Missing(f"{Path(str(child.args[0])).name} did not start: {tail.strip() or 'no output'}")  # type: ignore[index]
        time.sleep(0.05)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()
    child.send_signal(signal.SIGINT)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
