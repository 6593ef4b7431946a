"""Dates worked out by hand (tests/vectors/deadlines.json), each with its reasoning, around every holiday."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.domain.deadlines import due, due_before
from tests.domain.backend.calendars import published

VECTORS = json.loads(Path("tests/vectors/deadlines.json").read_text(encoding="utf-8"))
CALENDAR = published(2024, 2025, 2026)
LEAST = 60


def _reckoned(row: dict[str, Any]) -> str:
    if "before" in row:
        return due_before(date.fromisoformat(row["before"]), row["length"], CALENDAR).words()
    pauses = [(date.fromisoformat(a), date.fromisoformat(z)) for a, z in row.get("suspensions", [])]
    start = date.fromisoformat(row["start"])
    suspended = row.get("suspended", False)
    return due(start, row["length"], row["unit"], CALENDAR, pauses, suspended=suspended).words()


@pytest.mark.parametrize(
    "row", VECTORS, ids=lambda row: f"{row.get('start', row.get('before'))}_{row['length']}_{row['unit']}"
)
def test_date_is_the_one_worked_out_by_hand(row: dict[str, Any]) -> None:
    assert _reckoned(row) == row["expect"], row["because"]


def test_vectors_are_enough_and_meet_every_kind() -> None:
    assert len(VECTORS) >= LEAST
    assert {row["unit"] for row in VECTORS} == {"workdays", "natural_days", "months"}
    assert {"suspensions", "suspended", "before"} <= {key for row in VECTORS for key in row}
    assert {row.get("start", row.get("before"))[:4] for row in VECTORS} >= {"2024", "2025", "2026"}
    assert all(row["because"] and row["rule"] for row in VECTORS)
