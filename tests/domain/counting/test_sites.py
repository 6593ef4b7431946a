"""The moves of a demonstration site."""

from datetime import date
from typing import Any

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from counting.domain.sites import SITE, recheck_term_read

STATES = ("screened", "created", "checked", "named", "dropped", "revoked")
VERBS = sorted({verb for _, verb in SITE})
WHOLE = {"text": "已办", "households": 60, "found": 3, "self_removed": 3, "left": 0, "shown": True}
TABLE = {
    ("screened", "site.create"): "created",
    ("created", "site.survey"): "created",
    ("created", "site.check"): "checked",
    ("checked", "site.name"): "named",
    ("named", "site.survey"): "named",
    ("named", "site.recheck"): "named",
    ("named", "site.revoke"): "revoked",
    **{(state, "site.drop"): "dropped" for state in STATES[:3]},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_every_pair_of_state_and_verb_of_a_site_moves_as_the_table_says(state: str, verb: str) -> None:
    facts = WHOLE | {"kind": "no_satellite_dish_communities"}
    if (state, verb) in TABLE:
        assert next_state(SITE, state, verb, facts) == TABLE[state, verb]
        return
    with pytest.raises(DomainError):
        next_state(SITE, state, verb, facts)


@pytest.mark.parametrize(
    ("verb", "state", "changed", "missing"),
    [
        ("site.create", "screened", {"text": ""}, ["text"]),
        ("site.survey", "created", {"households": 0}, ["households"]),
        ("site.survey", "created", {"forced": 1}, ["removed_of_found"]),
        ("site.check", "created", {"left": None}, ["survey"]),
        ("site.check", "created", {"left": 2}, ["no_dish_left"]),
        ("site.check", "created", {"shown": False}, ["acceptance_files"]),
        ("site.name", "checked", {"shown": False}, ["acceptance_files"]),
    ],
)
def test_a_step_of_a_site_names_what_it_lacks(
    verb: str, state: str, changed: dict[str, Any], missing: list[str]
) -> None:
    facts = WHOLE | {"kind": "no_satellite_dish_townships"} | changed
    with pytest.raises(DomainError) as refusal:
        next_state(SITE, state, verb, facts)
    assert refusal.value.data["missing"] == missing


def test_a_site_where_dishes_are_not_the_matter_needs_no_survey() -> None:
    facts = {"text": "验收合格", "kind": "anti_piracy_demonstration_sites", "shown": True}
    assert next_state(SITE, "created", "site.check", facts) == "checked"


def test_the_term_of_a_recheck_says_where_it_was_not_read() -> None:
    told: dict[str, Any] = {"months": 12, "basis": "本单位设定", "source": "OKU", "verified": False}
    term = recheck_term_read(told)
    assert (term.words, term.due(date(2026, 2, 28))) == ("本单位设定（待核实）", date(2027, 2, 28))
    assert recheck_term_read(told | {"source": "某办法", "verified": True}).words == "本单位设定"
    for broken in ({"months": 0}, {"basis": ""}, {"verified": True}, {"more": 1}):
        with pytest.raises(ValueError, match=r"\w"):
            recheck_term_read(told | broken)
