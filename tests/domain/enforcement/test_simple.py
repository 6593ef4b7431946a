"""The simple procedure is open to small penalties alone."""

import json

from enforcement.domain.simple import ORGANISATION, simple_faults
from tests.ground import ROOT


def test_v23_simple_procedure_ends_at_200_and_3000_yuan() -> None:
    told = json.loads((ROOT / "tests/vectors/papers.json").read_text(encoding="utf-8"))["simple"]
    asked = [
        simple_faults(party=one["party"], classes=one["classes"], fine_fen=one["fine_fen"]) for one in told
    ]
    assert asked == [one["faults"] for one in told]


def test_v23_a_penalty_that_may_be_heard_is_none_for_the_spot() -> None:
    faults = simple_faults(party=ORGANISATION, classes=["warning"], fine_fen=0, hearing=True)
    assert faults == ["hearing"]
