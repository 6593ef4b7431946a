"""Run a command beside real services (`python -m tests.ground pytest tests/api`); bare: show and wait."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.ground.process import stop_on_sigterm
from tests.ground.services import services


def main() -> int:
    stop_on_sigterm()
    with services() as (environment, missing):
        for name, reason in missing.items():
            sys.stderr.write(f"not running: {name}: {reason}\n")
        if missing:
            return 1
        if sys.argv[1:]:
            return _run(sys.argv[1:], environment)
        for name, value in environment.items():
            sys.stdout.write(f"export {name}={value}\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


def _run(command: list[str], environment: dict[str, str]) -> int:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return subprocess.run(command, env={**os.environ, **environment, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
