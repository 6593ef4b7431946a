"""The browser's verifier, asked from Python: it runs in Node and shares no code with the other one."""

import atexit
import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scheduling.domain import drawing
from tests.domain.scheduling.drawn import digest_of_verifier

PROGRAM = Path(__file__).with_name("twin.mjs")
NODE = Path(sys.executable).with_name("node")


@cache
def process() -> subprocess.Popen[str]:
    """One Node for the whole run of tests."""
    command = [str(NODE), "--no-warnings", str(PROGRAM)]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(stop, started)
    return started


def stop(node: subprocess.Popen[str]) -> None:
    """It ends with its input."""
    node.communicate()


def ask(**question: Any) -> Any:
    """One question, one answer."""
    node = process()
    assert node.stdin is not None and node.stdout is not None
    node.stdin.write(json.dumps(question) + "\n")
    node.stdin.flush()
    return json.loads(node.stdout.readline())


def verdicts(files: Mapping[str, bytes] | bytes, head: str = "", now: int = 0) -> dict[str, tuple[str, str]]:
    """Step → level and notes."""
    data = files if isinstance(files, bytes) else drawing.pack(files)
    zipped = base64.b64encode(data).decode()
    found = ask(zip=zipped, head=head, now=now, verifier=[digest_of_verifier()])
    return {step: (level, notes) for step, level, notes in found}


def levels(files: Mapping[str, bytes] | bytes, head: str = "", now: int = 0) -> dict[str, str]:
    """Step → level."""
    return {step: level for step, (level, _) in verdicts(files, head, now).items()}
