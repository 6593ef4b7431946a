"""The simple procedure is open to small penalties alone."""

import json
from datetime import date

from enforcement.domain.simple import ORGANISATION, simple_faults, simple_gaps, told_of
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


def test_paper_of_the_spot_is_read_whatever_a_phone_put_there() -> None:
    odd = {"fine_fen": True, "facts": 7, "officers": "韩山", "occurred_at": "昨天", "penalty": "没收"}
    told = told_of(odd, date(2026, 9, 15))
    assert (told.fine_fen, told.facts, told.certs, told.occurred_on, told.classes) == (
        0, "", (), date(2026, 9, 15), (),
    )  # fmt: skip
    later = told_of(
        {"occurred_at": "2026-10-01T08:00", "officers": [{"cert_no": "R1"}, 3]}, date(2026, 9, 15)
    )
    assert (later.occurred_on, later.certs) == (date(2026, 9, 15), ("R1",))


def test_v23_what_else_the_spot_asks() -> None:
    whole = {
        "facts": "未悬挂标志", "statement": "无", "officers": 2, "basis_in_force": True, "within_band": True,
        "fine_fen": 300_00, "collected_fen": 300_00, "hard_reason": "边远", "receipt": "PJ-1",
    }  # fmt: skip
    assert simple_gaps(whole) == []
    assert simple_gaps({}) == ["facts", "statement", "officers", "basis"]
    less = {"within_band": False, "penalised": True, "fine_fen": 1, "hard_reason": "", "receipt": ""}
    assert simple_gaps(whole | less) == ["band", "again", "collected", "hard_reason", "receipt"]
