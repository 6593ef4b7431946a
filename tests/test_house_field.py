"""docs/field.md is true: its scenarios have tests that exist, are collected and not skipped."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.ground import ROOT

PAGE = ROOT / "docs" / "field.md"
SCENARIOS = range(1, 51)
NOT_OURS = "not ours: "
NOT_OURS_MOST = 6
SERVER = {*range(1, 26), 47, 49}  # named by their number in tests/
SKIPS = {"skip", "skipif", "xfail", "importorskip"}
NAMED = re.compile(r"`([^`]+::[^`]+)`")
# test("title", …) and it("title", …); test.skip, test.todo and the like are no tests
TITLED = re.compile(r"""^\s*(?:test|it)(?:\.each\([^\n]*?\))?\(\s*(["'`])(?P<title>.*?)\1""", re.MULTILINE)
TURNED_OFF = re.compile(r"\b(?:test|it|describe)\.(?:skip|todo|only|fails|skipIf|runIf)\b")


def rows() -> list[list[str]]:
    """Number, scenario and tests of each line."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split(" | ", 2)] for line in lines]


ROWS = rows()


@cache
def pytest_names(path: Path) -> frozenset[str]:
    """Tests of one file that pytest collects and that nothing in the file skips."""
    if not (path.name.startswith("test_") and path.suffix == ".py" and (ROOT / "tests") in path.parents):
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if any(_skips(node) for node in tree.body if not isinstance(node, ast.FunctionDef)):
        return frozenset()
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return frozenset(node.name for node in functions if node.name.startswith("test_") and not _skips(node))


def _skips(node: ast.stmt) -> bool:
    """Whether a mark or a call below says skip or xfail; a name of a fixture or a word in a text does not."""
    return any(isinstance(inner, ast.Attribute) and inner.attr in SKIPS for inner in ast.walk(node))


@cache
def vitest_titles(path: Path) -> frozenset[str]:
    """Titles of one file that vitest collects; of a file that turns tests off, none."""
    if not path.name.endswith(".test.ts") or (ROOT / "web" / "src") not in path.parents:
        return frozenset()
    text = path.read_text(encoding="utf-8")
    if TURNED_OFF.search(text):
        return frozenset()
    return frozenset(found["title"] for found in TITLED.finditer(text))


def collected(name: str) -> bool:
    """Whether `path::test` is a test that is run."""
    file, _, test = name.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    return test in (vitest_titles(path) if path.suffix == ".ts" else pytest_names(path))


def test_all_fifty_scenarios_are_there_in_order() -> None:
    assert [row[0] for row in ROWS] == [f"{n:02d}" for n in SCENARIOS]
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_scenario_has_tests_that_are_run(row: list[str]) -> None:
    number, scenario, tests = row
    assert scenario
    if tests.startswith(NOT_OURS):
        assert len(tests) > len(NOT_OURS) + 20, "a reason"
        return
    names = NAMED.findall(tests)
    assert names
    assert [name for name in names if not collected(name)] == []
    others = [name for name in names if (said := re.search(r"field[_ ](\d\d)", name)) and said[1] != number]
    assert others == []
    if int(number) in SERVER:
        assert any(f"::test_field_{number}_" in name for name in names)


def test_few_scenarios_are_not_ours() -> None:
    assert sum(row[2].startswith(NOT_OURS) for row in ROWS) <= NOT_OURS_MOST


def test_every_test_with_a_number_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "web" / "src").rglob("*.test.ts")]
    found = [
        f"{path.relative_to(ROOT)}::{name}"
        for path in files
        if "node_modules" not in path.parts
        for name in (pytest_names(path) | vitest_titles(path))
        if re.match(r"test_field_\d\d_|field \d\d: ", name)
    ]
    assert [name for name in found if f"`{name}`" not in page] == []


def test_a_skipped_test_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_house_field.ROOT", tmp_path)
    python, typed = tmp_path / "tests" / "test_a.py", tmp_path / "web" / "src" / "a.test.ts"
    for path in (python, typed):
        path.parent.mkdir(parents=True)
    python.write_text(
        "@pytest.mark.skip\ndef test_a(): ...\ndef test_b(): pytest.xfail()\ndef test_c(): ...\n"
    )
    typed.write_text('test("a", go);\n')
    seen = [
        collected(f"{file}::{name}")
        for file, name in [("tests/test_a.py", n) for n in ("test_a", "test_b", "test_c", "test_d")]
    ]
    assert seen == [False, False, True, False]
    assert collected("web/src/a.test.ts::a")
    vitest_titles.cache_clear()
    typed.write_text('test("a", go);\ntest.skip("b", go);\n')
    assert not collected("web/src/a.test.ts::a")
