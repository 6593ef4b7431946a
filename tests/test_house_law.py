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


# the other way round: an article some data rests on stands on the page
DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
ARTICLE = re.compile(
    r"(行政处罚法|行政强制法|行政复议法|行政诉讼法|民事诉讼法|安全生产法|移送涉嫌犯罪案件的规定)"
    r"[^第；;、]*((?:第[一二三四五六七八九十百零、]+条、?)+)"
)


def number(words: str) -> int:
    """三百零九 as 309."""
    found, digit = 0, 0
    for sign in words:
        if sign in "十百":
            found, digit = found + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            digit = DIGITS.get(sign, 0)
    return found + digit


def cited() -> set[tuple[str, int]]:
    """Every article a `basis` of a file of data names."""
    found = set()
    for floor in sorted(FLOORS):
        for path in (ROOT / floor / "data").glob("*.json"):
            for basis in re.findall(r'"basis": "([^"]*)"', path.read_text(encoding="utf-8")):
                for law, articles in ARTICLE.findall(basis):
                    found |= {
                        (law, number(one)) for one in re.findall(r"[一二三四五六七八九十百零]+", articles)
                    }
    return found


def told() -> set[tuple[str, int]]:
    """Every article a row of the page is about."""
    laws = {law for law, _ in cited()}
    return {
        (law, int(one))
        for article, *_ in ARTICLES
        for law in laws
        if law in article
        for listed in re.findall(r"Art ([\d, ]+)", article.partition(law)[2])
        for one in re.findall(r"\d+", listed)
    }


def test_every_article_the_data_rests_on_stands_on_the_page() -> None:
    assert len(cited()) > 20
    assert cited() - told() == set()
    assert [number(words) for words in ("二十八", "十", "一百零三", "一百二十三")] == [28, 10, 103, 123]
