"""Licences against the categories of a venue, by the vectors the phone reads too."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.domain.licences import Held, Needed, licence_warnings

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "licences.json").read_text())
NEEDED = {
    code: Needed(row["name"], row["short"], tuple(row["kinds"])) for code, row in VECTORS["needed"].items()
}


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_v19_licence_that_ran_out_is_missing_or_of_another_scope(case: dict[str, Any]) -> None:
    held = [
        Held(
            row["kind"], row["number"], row["scope"], row["valid_to"] and date.fromisoformat(row["valid_to"])
        )
        for row in case["held"]
    ]
    warned = licence_warnings(held, case["of"], NEEDED, date.fromisoformat(VECTORS["on"]))
    assert [asdict(one) for one in warned] == case["warnings"]
