"""Thousands of random acts on cases against the pure model; the figures go to docs/proof/cases.json."""

import json
from collections import Counter

import pytest

from tests.cast import Cast
from tests.ground import ROOT
from tests.proof.figures import commit_now
from tests.sabotage.cases import noticed
from tests.services.enforcement.case_machine import CaseMachine
from tests.services.enforcement.case_model import CASE, VERBS
from tests.services.enforcement.case_runs import by_dice, by_rules, chosen

pytestmark = pytest.mark.django_db
FIGURES = ROOT / "docs" / "proof" / "cases.json"
EXAMPLES, STEPS = 150, 50
SEQUENCES, ACTS = 450, 80


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
    by_rules(Counted, examples=EXAMPLES, steps=STEPS)
    by_dice(Counted, sequences=SEQUENCES, acts=ACTS)
    # each fact of each guard, taken away in turn: the chosen courses turn red, or this test does
    broken = chosen(Counted, done, tried=noticed)
    figures = {
        "commit": commit_now(),
        "seed": "derandomised: the same sequences on every run of this code",
        "sequences": EXAMPLES + SEQUENCES,
        "acts_most": ACTS,
        "ended_in": dict(sorted(reached.items())),
        "acts_done": dict(sorted(done.items())),
        "guards_broken_and_found": _by_verb({(verb, fact) for verb, fact, _ in broken}),
    }
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert {"archived", "withdrawn", "transferred"} <= set(reached)
    assert {f"case.{verb}" for verb in CASE} | set(VERBS) <= set(done)


def _by_verb(facts: set[tuple[str, str]]) -> dict[str, list[str]]:
    """verb → the facts without which its act was tried with the guard blind to them."""
    return {
        verb: sorted(fact for of, fact in facts if of == verb) for verb in sorted({of for of, _ in facts})
    }
