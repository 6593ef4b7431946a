"""What a guard misses is named to a person: every code has its words at the desk, in both languages."""

import importlib
import itertools
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.domain.states import Move
from enforcement.domain.leniency import GROUNDS, Prior, Rule, Shown, leniency_missing
from registry.domain.credit import LEVELS, REPAIRS, repair_missing
from scheduling.domain.drawlog import FIELDS

MEASURES = ("education", "pledge", "interview")
LATE = Shown(date(2026, 9, 2), date(2026, 9, 1), in_time=False)
RULES = [
    (None, Shown()), (Rule("A", True, "on_spot", MEASURES), LATE), (Rule("B", False, "within_days"), LATE),
]  # fmt: skip
LOCALES = Path(__file__).parents[2] / "web" / "src" / "locales"
APPS = ("scheduling", "inspections", "enforcement", "counting", "registry")


class Everything(dict[str, Any]):
    """All that is asked is so."""

    def get(self, key: str, default: Any = None) -> Any:
        return True

    __getitem__ = get  # a fact is asked for either way


def tables() -> list[dict[tuple[str, str], Move]]:
    """Every table of moves of every floor."""
    names = [
        f"{app}.domain.{path.stem}"
        for app in APPS
        for path in (Path(__file__).parents[2] / app / "domain").glob("*.py")
    ]
    found = [value for name in names for value in vars(importlib.import_module(name)).values()]
    return [
        one for one in found if isinstance(one, dict) and isinstance(next(iter(one.values()), None), Move)
    ]


def told() -> set[str]:
    """What the guards say when they are told nothing, and what they say of everything that is so."""
    guards = {move.guard for table in tables() for move in table.values() if move.guard}
    said: set[str] = set()
    told: tuple[dict[str, Any], ...] = ({}, Everything())
    for guard in guards:
        for facts in told:
            try:
                said.update(guard(facts))
            except (TypeError, AttributeError, KeyError, ValueError):
                continue  # a guard that reads a list or a day finds none here
    lenient = [
        leniency_missing(
            ground,
            priors=[Prior("1", date(2026, 1, 1))],
            corrected=False,
            educated=False,
            time_barred=False,
            reason="",
            shown=shown,
            rule=rule,
            rules=1,
            traces=1,
        )
        for ground in (*GROUNDS, "")
        for rule, shown in RULES
    ]
    repairs = [
        repair_missing(level, mode, over=False, proof="", pledge=False, training=False)
        for level, mode in itertools.product(LEVELS, REPAIRS)
    ]
    return said.union(*lenient, *repairs)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_on_a_lead_has_its_words_in_its_course(language: str) -> None:
    words = json.loads((LOCALES / f"leads.{language}.json").read_text(encoding="utf-8"))
    services = (Path(__file__).parents[2] / "enforcement" / "services" / "leads").glob("*.py")
    source = "".join(path.read_text(encoding="utf-8") for path in services)
    acts = set(re.findall(r'\bline\(\w+, "(lead\.[a-z]+)"', source))
    assert len(acts) > 10
    assert sorted(act for act in acts if f"event.{act}" not in words) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fact_a_guard_misses_has_its_words(language: str) -> None:
    words = json.loads((LOCALES / f"desk.{language}.json").read_text(encoding="utf-8"))
    said = {code.split(":")[0] for code in told()}
    assert len(said) > 60
    assert sorted(code for code in said if f"missing.{code}" not in words) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_of_the_journal_has_its_word(language: str) -> None:
    words = json.loads((LOCALES / f"settings.{language}.json").read_text(encoding="utf-8"))
    root = Path(__file__).parents[2]
    said = {verb for moves in tables() for _, verb in moves}
    nouns = set()
    for path in (path for app in ("backend", *APPS) for path in (root / app).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r'\bverb="([a-z_]+\.[a-z_]+)"', text))
        nouns |= set(re.findall(r'\bnoun="([a-z_]+)"', text))
    assert len(said) > 150
    assert [verb for verb in sorted(said) if f"act.{verb.partition('.')[2]}" not in words] == []
    assert [noun for noun in sorted(nouns) if f"noun.{noun}" not in words] == []


def test_what_a_clock_starts_from_is_said_in_english_too() -> None:
    given = re.compile(r'"?start_event"?[=:]\s*"([^"]+)"')
    files = [
        path
        for app in APPS
        for path in Path(__file__).parents[2].glob(f"{app}/**/*.*")
        if path.suffix in {".py", ".json"}
    ]
    events = {event for path in files for event in given.findall(path.read_text(encoding="utf-8"))}
    words = json.loads((LOCALES / "clocks.en.json").read_text(encoding="utf-8"))
    assert len(events) > 30
    assert {event for event in events if f"start.{event}" not in words} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["draws", "public"])
def test_every_line_of_a_draws_log_has_its_word(page: str, language: str) -> None:
    words = json.loads((LOCALES / f"{page}.{language}.json").read_text(encoding="utf-8"))
    assert [event for event in FIELDS if f"event.{event}" not in words] == []
