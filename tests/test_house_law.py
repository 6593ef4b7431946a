"""docs/law.md is true: what it names exists, and every one of the forty rules is on it."""

import importlib
import re
from functools import cache

import pytest

from tests.ground import ROOT

PAGE = ROOT / "docs" / "law.md"
STATES = {"built", "in part", "later"}
FLOORS = {"backend", "registry", "scheduling", "inspections", "enforcement", "counting"}
# Vectors of the draw are numbered V1 to V10 too, and are no rules of this page.
OTHER_NUMBERS = "test_draw_vectors.py"


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = PAGE.read_text(encoding="utf-8").partition(f"## {heading}")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def known_tests() -> frozenset[str]:
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.name != OTHER_NUMBERS:
            found |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    return frozenset(found)


def exists(name: str) -> bool:
    """A file of the house, or an importable name in a module of its floors."""
    if "/" in name:
        return (ROOT / name).is_file()
    module, _, attribute = name.rpartition(".")
    return name.partition(".")[0] in FLOORS and hasattr(importlib.import_module(module), attribute)


ARTICLES = rows("Articles")
RULES = rows("Rules V01–V40")


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: row[0][:30])
def test_every_article_names_what_exists(row: list[str]) -> None:
    _, constant, function, tests = row
    assert constant == "—" or named(constant)
    assert named(function)
    assert named(tests)
    assert [name for name in (*named(constant), *named(function)) if not exists(name)] == []
    assert set(named(tests)) - known_tests() == set()


def test_all_forty_rules_are_listed_in_order() -> None:
    assert [row[0] for row in RULES] == [f"V{n:02d}" for n in range(1, 41)]


@pytest.mark.parametrize("row", RULES, ids=lambda row: row[0])
def test_every_rule_has_its_floor_its_state_and_its_tests(row: list[str]) -> None:
    number, rule, floors, state, tests = row
    assert rule
    assert set(floors.split(", ")) <= FLOORS
    assert state in STATES
    assert set(named(tests)) - known_tests() == set()
    assert bool(named(tests)) == (state != "later")
    mine = {name for name in known_tests() if re.search(rf"_{number.lower()}_", name)}
    assert not (mine and state == "later"), f"{number} has tests by now"
