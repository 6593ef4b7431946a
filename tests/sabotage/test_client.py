"""Without its guard a test turns red: tests of the phone that could not fail would prove nothing."""

import json
import os
import re
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.ground import ROOT
from tests.ground.node import node
from tests.sabotage.client import CUTS, SCENARIOS
from tests.test_house_field import ROWS, collected

pytestmark = pytest.mark.embedded
VITEST = ROOT / "web" / "node_modules" / "vitest" / "vitest.mjs"
TITLES = "|".join(re.escape(cut.test.partition("::")[2]) for cut in CUTS)


def test_without_their_guards_the_tests_turn_red(tmp_path: Path) -> None:
    cuts, reds = tmp_path / "cuts.json", tmp_path / "reds.json"
    cuts.write_text(json.dumps([asdict(cut) for cut in CUTS]), encoding="utf-8")
    done = subprocess.run(
        [node(), VITEST, "run", "--config", "sabotage.config.ts", "--testNamePattern", TITLES],
        cwd=ROOT / "web",
        env={**os.environ, "CUTS": str(cuts), "REDS": str(reds)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert reds.is_file(), done.stdout + done.stderr
    failed = json.loads(reds.read_text(encoding="utf-8"))
    still_green = [
        cut.says for n, cut in enumerate(CUTS) if cut.test.partition("::")[2] not in failed.get(str(n), [])
    ]
    assert still_green == [], done.stdout + done.stderr


def test_every_guarded_scenario_is_sabotaged_by_a_test_of_its_own_row() -> None:
    assert {cut.scenario for cut in CUTS} == SCENARIOS
    for cut in CUTS:
        assert (ROOT / cut.file).read_text(encoding="utf-8").count(cut.guard) == 1, cut.says
        assert collected(cut.test), cut.test
        assert f"`{cut.test}`" in ROWS[cut.scenario - 1][2], cut.test
