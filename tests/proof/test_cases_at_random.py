"""Thousands of random acts on cases against the pure model; the figures go to docs/proof/cases.json."""

import json
import subprocess
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import Cast
from tests.ground import ROOT
from tests.services.enforcement.case_dice import act_by
from tests.services.enforcement.case_machine import CaseMachine

pytestmark = pytest.mark.django_db
FIGURES = ROOT / "docs" / "proof" / "cases.json"
EXAMPLES, STEPS = 60, 50
SEQUENCES, ACTS = 160, 80
CHECKS = list(HealthCheck)


def test_random_acts_never_lead_where_the_table_does_not(cast: Cast) -> None:
    reached: Counter[str] = Counter()
    done: Counter[str] = Counter()

    class Counted(CaseMachine):
        """Counts where each case and each track ended, and every act."""

        def teardown(self) -> None:
            super().teardown()
            reached.update(one.state for one in self.cases)
            reached.update(f"{row.kind} {row.state}" for one in self.cases for row in one.tracks)
            done.update(verb for one in self.cases for verb, _ in one.lines)

    Counted.cast = cast
    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=CHECKS
        ),
    )

    @settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=CHECKS)
    @given(st.lists(st.integers(0, 2**32 - 1), min_size=ACTS, max_size=ACTS))
    def played(numbers: list[int]) -> None:
        one = Counted()
        try:
            one.start([4, 7], heavy=False)
            for number in numbers:
                act_by(one, number)
        finally:
            one.teardown()

    played()
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    figures = {
        "commit": commit,
        "seed": "derandomised: the same sequences on every run of this code",
        "sequences": EXAMPLES + SEQUENCES,
        "acts_most": ACTS,
        "ended_in": dict(sorted(reached.items())),
        "acts_done": dict(sorted(done.items())),
    }
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert {"archived", "withdrawn", "transferred"} <= set(reached)
