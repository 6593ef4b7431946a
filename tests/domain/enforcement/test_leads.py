"""The moves of a lead as a table, and its channels as data."""

import json
from copy import deepcopy
from typing import Any

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from enforcement.domain.channels import channel_of, parse_channels, term_set
from enforcement.domain.leads import ALL, LEAD, OPEN
from enforcement.domain.sources import SOURCES
from enforcement.selectors.channels import FILE

RAW = json.loads(FILE.read_text(encoding="utf-8"))
CHANNELS = parse_channels(RAW, SOURCES)
COMPLETE = {
    "reason": "消费纠纷", "ground": "not_ours", "other_is_open": True, "same_venue": True,
    "to_organ": "市场监管局", "text": "已查处", "mode": "phone", "before_due": True, "asked": True,
    "reporter": True, "takes": True,
}  # fmt: skip
VERBS = sorted({verb for _, verb in LEAD})
TABLE = {
    ("registered", "lead.verify"): "verified",
    ("registered", "lead.refuse"): "refused",
    **{("registered", verb): "registered" for verb in ("lead.extend", "lead.grant", "lead.deny")},
    ("verified", "case.file"): "filed",
    **{(state, "lead.visit"): state for state in OPEN},
    **{(state, "lead.dismiss"): "dismissed" for state in OPEN},
    **{(state, "lead.join"): "joined" for state in OPEN},
    **{(state, "lead.transfer"): "transferred" for state in OPEN},
    ("transferred", "lead.answer"): "transferred",
    **{(state, verb): state for state in ALL for verb in ("lead.reply", "lead.name", "lead.unmask")},
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", ALL)
def test_every_pair_of_state_and_verb_of_a_lead_moves_as_the_table_says(state: str, verb: str) -> None:
    wanted = TABLE.get((state, verb))
    if wanted is not None:
        assert next_state(LEAD, state, verb, COMPLETE) == wanted
        return
    with pytest.raises(DomainError) as refusal:
        next_state(LEAD, state, verb, COMPLETE)
    assert refusal.value.code == "move_not_open"


@pytest.mark.parametrize(
    ("verb", "state", "changed", "missing"),
    [
        ("lead.refuse", "registered", {"ground": ""}, ["ground"]),
        ("lead.refuse", "registered", {"ground": "other", "reason": ""}, ["reason"]),
        ("lead.dismiss", "verified", {"reason": ""}, ["reason"]),
        ("lead.join", "verified", {"other_is_open": False, "same_venue": False}, ["open_lead", "same_venue"]),
        ("lead.transfer", "registered", {"to_organ": ""}, ["to_organ"]),
        ("lead.answer", "transferred", {"text": "", "answered": True}, ["text", "not_answered_yet"]),
        ("lead.reply", "filed", {"text": ""}, ["text"]),
        ("lead.reply", "filed", {"mode": "none", "text": "", "reason": ""}, ["reason"]),
        ("lead.extend", "registered", {"extended": True}, ["not_extended_yet"]),
        ("lead.extend", "registered", {"before_due": False}, ["before_due"]),
        ("lead.grant", "registered", {"asked": False}, ["asked"]),
        ("lead.unmask", "joined", {"reason": ""}, ["reason"]),
        ("lead.name", "joined", {"reporter": ""}, ["reporter"]),
        ("lead.name", "filed", {"named": True}, ["reporter_known"]),
        ("lead.name", "filed", {"takes": False}, ["channel_without_reporter"]),
    ],
)
def test_a_step_of_a_lead_names_what_it_lacks(
    verb: str, state: str, changed: dict[str, Any], missing: list[str]
) -> None:
    with pytest.raises(DomainError) as refusal:
        next_state(LEAD, state, verb, COMPLETE | changed)
    assert refusal.value.data["missing"] == missing


def test_nobody_told_needs_no_words_but_the_reason() -> None:
    assert next_state(LEAD, "joined", "lead.reply", {"mode": "none", "reason": "匿名举报"}) == "joined"


def test_every_source_has_a_channel_and_an_older_lead_finds_the_plainest() -> None:
    assert {channel.source for channel in CHANNELS.values()} == set(SOURCES)
    found = {source: row.code for source in SOURCES if (row := channel_of(CHANNELS, "", source))}
    assert (found["hotline"], found["report"], found["transfer"]) == ("hotline", "letter", "transfer")
    assert channel_of(CHANNELS, "12345", "") is CHANNELS["12345"]
    assert channel_of(CHANNELS, "", "rumour") is None
    assert channel_of(CHANNELS, "rumour", "hotline") is None


def test_only_channels_somebody_waits_behind_owe_a_reply() -> None:
    owing = {code for code, channel in CHANNELS.items() if "reply" in channel.terms}
    assert owing == {code for code, row in CHANNELS.items() if row.reporter or row.number}
    assert all({"check", "check_extended", "answer"} <= set(row.terms) for row in CHANNELS.values())


def test_what_was_not_read_says_so_and_what_the_bureau_set_does_not() -> None:
    term = CHANNELS["12345"].terms["reply"]
    assert (term.length, term.unit, term.words()[-5:]) == (5, "workdays", "（待核实）")
    own = term_set(term, 7, "natural_days", "区热线办〔2026〕1号")
    assert (own.length, own.unit, own.words(), own.set_here) == (
        7,
        "natural_days",
        "区热线办〔2026〕1号",
        True,
    )


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("channels", 0, "source"), "rumour", "source"),
        (("terms", "check", "unit"), "weeks", "unit"),
        (("terms", "check", "length"), 0, "length"),
        (("terms", "answers"), RAW["terms"]["answer"], "unknown"),
        (("channels", 10, "source"), "patrol", "source"),
        (("channels",), RAW["channels"][:5], "no channel for"),
    ],
)
def test_wrong_data_of_channels_is_named(path: tuple[Any, ...], value: Any, said: str) -> None:
    raw = deepcopy(RAW)
    at = raw
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises(ValueError, match=said):
        parse_channels(raw, SOURCES)


def test_a_channel_without_its_terms_is_refused() -> None:
    raw = deepcopy(RAW)
    del raw["terms"]["check"]
    with pytest.raises(ValueError, match="terms"):
        parse_channels(raw, SOURCES)
