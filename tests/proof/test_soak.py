"""The soak at full size: 200 records, 600 photos, 20 killed tabs, 10 killed servers; the figures are kept."""

import json
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.soak import PHOTOS, Size, soak_run
from tests.cast import Cast
from tests.ground import ROOT

FIGURES = ROOT / "docs" / "proof" / "soak.json"
SIZE = Size(records=200, by_hand=20, tab_kills=20, server_kills=10, seed=2026, patience_seconds=1800)
SENT_AGAIN_MOST = 0.05


@pytest.mark.usefixtures("transactional_db")
def test_two_hundred_records_arrive_once_and_whole(cast: Cast, browser: Browser, tmp_path: Path) -> None:
    found = soak_run(SIZE, cast, browser, tmp_path)
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    FIGURES.write_text(json.dumps({"commit": commit, **found}, indent=2) + "\n", encoding="utf-8")
    assert (found["records_stored"], found["versions_stored"]) == (SIZE.records, SIZE.records)
    assert (found["photos_stored"], found["photos_lost"]) == (SIZE.records * PHOTOS, 0)
    assert (found["photos_whose_hash_differs"], found["bodies_nobody_could_read"]) == (0, 0)
    assert (found["tab_kills"], found["server_kills"]) == (SIZE.tab_kills, SIZE.server_kills)
    assert found["bytes_sent_again_share"] <= SENT_AGAIN_MOST
