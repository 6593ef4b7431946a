"""Which volume (正卷, 副卷) of its file a paper of a case is bound in; the rows are data."""

import json
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "volumes.json"


@cache
def second_volume() -> dict[str, bool]:
    """Forms of the second volume (副卷) → whether that was read in a rule; all others are of the first."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["second"]
    return {row["form"]: row["verified"] for row in rows}


def volume_of(form: str) -> int:
    """1 (正卷) or 2 (副卷)."""
    return 2 if form in second_volume() else 1
