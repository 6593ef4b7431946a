"""Properties 2 and 3 of a draw over many random districts; the figures go to docs/proof/draw_shares.json."""

import json
import time
from random import Random

from tests.domain.scheduling.shares import cell_faults, cells_made, quota_faults, shares_made
from tests.ground import ROOT

FIGURES = ROOT / "docs" / "proof" / "draw_shares.json"
CASES = 20_000


def test_quotas_and_cells_hold_in_many_random_districts() -> None:
    dice, started = Random(2026), time.monotonic()
    quotas = [quota_faults(*shares_made(dice)) for _ in range(CASES)]
    districts = [cells_made(dice) for _ in range(CASES)]
    spread = [cell_faults(*district) for district in districts]
    told = {
        "quota_cases": len(quotas),
        "quota_faults": [fault for faults in quotas for fault in faults],
        "cell_cases": len(spread),
        "cells": sum(len(sizes) for sizes, _, _ in districts),
        "cell_faults": [fault for faults in spread for fault in faults],
        "seconds": round(time.monotonic() - started),
    }
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    assert (told["quota_faults"], told["cell_faults"]) == ([], [])
