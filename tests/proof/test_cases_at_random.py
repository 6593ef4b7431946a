"""Thousands of random acts on cases against the pure model; the figures go to docs/proof/cases.json."""

import json
import subprocess

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.ground import ROOT
from tests.services.enforcement.case_machine import CaseMachine

pytestmark = pytest.mark.django_db
FIGURES = ROOT / "docs" / "proof" / "cases.json"
EXAMPLES, STEPS = 300, 60


def test_random_acts_never_lead_where_the_table_does_not(cast: Cast) -> None:
    reached: dict[str, int] = {}

    class Counted(CaseMachine):
        """Counts where each case ended."""

        def teardown(self) -> None:
            super().teardown()
            for one in self.cases:
                reached[one.state] = reached.get(one.state, 0) + 1

    Counted.cast = cast
    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    figures = {
        "commit": commit,
        "seed": "derandomised: the same sequences on every run of this code",
        "sequences": EXAMPLES,
        "acts_most": STEPS,
        "cases_ended_in": dict(sorted(reached.items())),
    }
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert {"archived", "withdrawn", "transferred"} <= set(reached)
