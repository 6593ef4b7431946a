"""Real PostgreSQL, Redis, S3 and Chromium for tests, from PyPI and npm alone: no apt, no root."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


class Missing(RuntimeError):
    """A real service, browser or font could not be had on this machine; the message says why."""
