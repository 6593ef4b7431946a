"""Published wordings kept as data here and in the registry: read once in a process."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import registry
from scheduling.domain.terms import Term, terms_read

DATA = Path(registry.__file__).parent / "data"
OWN = Path(__file__).parents[1] / "data"
POLICY = OWN / "draw_policy.json"


@cache
def prohibitions() -> tuple[str, ...]:
    """五个严禁、八个不得, one sentence each."""
    return tuple(f"{row['zh']}：{'；'.join(row['clauses_zh'])}" for row in _listed())


@cache
def prohibitions_en() -> tuple[str, ...]:
    """The same in English."""
    return tuple(f"{row['en']}: {'; '.join(row['clauses_en'])}" for row in _listed())


def _listed() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / "prohibitions.json").read_text(encoding="utf-8"))[
        "prohibitions"
    ]
    return rows


def trigger_rows() -> list[dict[str, Any]]:
    """The triggers of visits as the file lists them."""
    rows: list[dict[str, Any]] = json.loads((DATA / "triggers.json").read_text(encoding="utf-8"))["triggers"]
    return rows


@cache
def shipped_policy() -> dict[str, Any]:
    """The draw policy that holds until an organ has saved its own: not verified."""
    policy: dict[str, Any] = json.loads(POLICY.read_text(encoding="utf-8"))
    return policy


@cache
def visit_terms() -> dict[str, Term]:
    """The terms of a visit by rule."""
    return terms_read(json.loads((OWN / "terms.json").read_text(encoding="utf-8")))
