"""docs/law.md is true: what it names exists, and every one of the forty rules is on it."""

import importlib
import re
from collections.abc import Iterator
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


# The other way round: an article that code, data, papers or pages name stands on the page of the law -----
# how a law may be called, the longest first → its name on the page
LAWS = {
    "行政执法机关移送涉嫌犯罪案件的规定": "行政执法机关移送涉嫌犯罪案件的规定",
    "移送规定": "行政执法机关移送涉嫌犯罪案件的规定",
    "文化和旅游市场信用管理规定": "文化和旅游市场信用管理规定",
    "娱乐场所管理条例": "娱乐场所管理条例",
    "安全生产法": "安全生产法",
    "民事诉讼法": "民事诉讼法",
    "行政诉讼法": "行政诉讼法",
    "行政复议法": "行政复议法",
    "行政强制法": "行政强制法",
    "强制法": "行政强制法",
    "行政处罚法": "行政处罚法",
    "处罚法": "行政处罚法",
    "民法典": "民法典",
}
# Provisions of the catalogue are rows of data, each with its own source and verified flag; the others are
# examples of how one is written.
NOT_LAW_OF_THE_HOUSE = (
    "registry/data/catalogue/",
    "registry/data/sources.json",  # where each of them was read
    "web/src/locales/answers.",
    "web/src/domain/citation.ts",
)
DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
VERSION = r"》?(?: ?[（(][^）)]*[）)])? ?"
CHINESE = r"[一二三四五六七八九十百零]+"
CITED = re.compile(
    rf"(?P<law>[\u4e00-\u9fff]*?)(?P<version>{VERSION})(?:"
    rf"(?P<zh>第{CHINESE}条(?:(?:第{CHINESE}款|第?[（(]?{CHINESE}[）)]?项)*(?:、|和|至|以及)第{CHINESE}条)*)"
    r"|Art\.? (?P<en>\d+(?:(?:, | and |–)\d+)*))"
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


def spread(zh: str | None, en: str | None) -> set[int]:
    """Every article of a list: 第六十三条至第六十五条 and 63–65 are three."""
    if zh:
        ones = [number(one) for one in re.findall(rf"第({CHINESE})条", zh)]
        between = re.findall(rf"({CHINESE})条至第({CHINESE})条", zh)
        ends = [(number(first), number(last)) for first, last in between]
    else:
        ones = [int(one) for one in re.findall(r"\d+", en or "")]
        ends = [(int(first), int(last)) for first, last in re.findall(r"(\d+)–(\d+)", en or "")]
    return {*ones, *(one for first, last in ends for one in range(first, last + 1))}


def citations(text: str) -> set[tuple[str, int]]:
    """(law, article) of a text; ("", article) where its words do not say of which law."""
    joined = re.sub(r"\"\s*\n\s*f?\"", "", text)  # one string written in two pieces
    joined = re.sub(r"\n\s*(?:# )?", " ", joined)
    found = set()
    for hit in CITED.finditer(joined):
        law = next((name for call, name in LAWS.items() if hit["law"].endswith(call)), "")
        found |= {(law, one) for one in spread(hit["zh"], hit["en"])}
    return found


def sources() -> Iterator[tuple[str, str]]:
    """What the house says in words: its code, its data, its forms and templates, and its pages in Chinese."""
    for floor in sorted(FLOORS):
        for kind in ("*.py", "*.json", "*.typ"):
            for path in sorted((ROOT / floor).rglob(kind)):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for kind in ("*.zh.json", "*.vue", "*.ts"):
        for path in sorted((ROOT / "web" / "src").rglob(kind)):
            if not path.name.endswith((".test.ts", ".d.ts")):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


@cache
def cited() -> dict[tuple[str, int], str]:
    """Every article cited → one place that cites it."""
    return {
        one: place
        for place, text in sources()
        if not place.startswith(NOT_LAW_OF_THE_HOUSE)
        for one in citations(text)
    }


def told() -> set[tuple[str, int]]:
    """Every article a row of the page is about."""
    return {one for article, *_ in ARTICLES for one in citations(article)}


def test_every_article_cited_anywhere_names_its_law() -> None:
    assert {place: article for (law, article), place in cited().items() if not law} == {}
    assert [article for law, article in told() if not law] == []


def test_every_article_cited_anywhere_stands_on_the_page() -> None:
    assert len(cited()) > 50
    assert {one: place for one, place in cited().items() if one[0] and one not in told()} == {}


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("《中华人民共和国行政处罚法》第五十四条第二款", {("行政处罚法", 54)}),
        (
            "依据《中华人民共和国行政处罚法》第四十四条、第四十五条，",
            {("行政处罚法", 44), ("行政处罚法", 45)},
        ),
        ("行政诉讼法第六十三条至第六十五条", {("行政诉讼法", n) for n in (63, 64, 65)}),
        ("民事诉讼法（2017年修正）第九十二条", {("民事诉讼法", 92)}),
        (
            "（行政处罚法第八条，移送规定第八条，",
            {("行政处罚法", 8), ("行政执法机关移送涉嫌犯罪案件的规定", 8)},
        ),
        ('"行政处罚法"\n    "第一百零三条"', {("行政处罚法", 103)}),
        ("行政处罚法 Art 57, 58: discussed", {("行政处罚法", 57), ("行政处罚法", 58)}),
        ("行政复议法 (2023) Art 63–65", {("行政复议法", n) for n in (63, 64, 65)}),
        ("# 行政强制法\n    # Art 19", {("行政强制法", 19)}),
        ("on the spot (Art 68)", {("", 68)}),
        ("另有规定的，第二十条", {("", 20)}),
    ],
)
def test_articles_are_read_as_they_are_written(text: str, articles: set[tuple[str, int]]) -> None:
    assert citations(text) == articles
