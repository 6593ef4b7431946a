"""What every figure of a long run tells of itself."""

import subprocess

from tests.ground import ROOT


def commit_now() -> str:
    """The commit the run was made from."""
    return subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
