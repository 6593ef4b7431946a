"""Chi-square on inclusion and on pairs over thousands of seeds; the figures are published."""

import json
import time

from tests.domain.scheduling import fairness
from tests.ground import ROOT
from tests.proof.figures import commit_now

FIGURES = ROOT / "docs" / "proof" / "draw_fairness.json"
TRIALS = 4000


def test_every_venue_and_pair_has_its_chance_over_thousands_of_seeds() -> None:
    started = time.monotonic()
    found = fairness.figures(TRIALS)
    told = {
        "commit": commit_now(),
        "seeds": fairness.SEEDS,
        "trials": TRIALS,
        "seconds": round(time.monotonic() - started),
        "figures": found,
    }
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    assert fairness.fair(found) == []
