"""Every byte of five draw packages, changed, removed and added: both verifiers must fail, and alike."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.scheduling import corruption, drawn, packages
from tests.domain.scheduling.packages import Files
from tests.ground import ROOT
from tests.proof.figures import commit_now

FIGURES = ROOT / "docs" / "proof" / "draw_every_byte.json"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("ordinary", lambda: packages.package(drawn.prepared())),
        ("tight", lambda: packages.package(drawn.tight())),
        ("sealed", lambda: packages.package(packages.small(), revealed=False, later=packages.brief)),
        ("revealed", lambda: packages.package(packages.small(), later=packages.brief)),
        ("stamped", lambda: packages.package(drawn.prepared(), stamp=packages.GIVEN)),
    ],
)
def test_every_changed_removed_or_added_byte_makes_both_verifiers_fail(
    name: str, make: Callable[[], Files]
) -> None:
    started = time.monotonic()
    files = make()
    tried, missed = corruption.survivors(files, 1)
    figures: dict[str, Any] = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    figures[name] = {
        "commit": commit_now(),
        "seed": "none: every place of every file",
        "bytes": sum(map(len, files.values())),
        "corruptions": tried,
        "not_failed_or_judged_apart": missed,
        "seconds": round(time.monotonic() - started),
        "verifiers": ["ssj_verify.py", "web/src/domain/verify.ts"],
    }
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    assert missed == []
    # each byte changed and removed, and one more before each and at the end of every file
    assert tried > 2.9 * figures[name]["bytes"]
