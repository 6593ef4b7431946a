"""Every single byte of two draw packages, changed and removed: none may pass the verifier."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from scheduling.domain.drawing import Prepared
from tests.domain.scheduling import corruption, drawn
from tests.ground import ROOT

FIGURES = ROOT / "docs" / "proof" / "draw_every_byte.json"


@pytest.mark.parametrize(("name", "make"), [("ordinary", drawn.prepared), ("tight", drawn.tight)])
def test_every_changed_or_removed_byte_makes_the_verifier_fail(
    name: str, make: Callable[[], Prepared]
) -> None:
    started = time.monotonic()
    files = drawn.package_of(make())
    tried, missed = corruption.survivors(files, 1)
    figures: dict[str, Any] = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    figures[name] = {
        "bytes": sum(map(len, files.values())),
        "corruptions": tried,
        "not_failed": missed,
        "seconds": round(time.monotonic() - started),
    }
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    assert missed == []
    assert tried == 2 * figures[name]["bytes"]
