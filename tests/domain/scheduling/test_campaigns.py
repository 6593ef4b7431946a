"""Special campaigns: the table of their moves, and when a visit stands under one."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from scheduling.domain.campaigns import (
    CAMPAIGN_MOVES,
    Place,
    Standing,
    campaign_faults,
    draw_faults,
    special_counts,
)

STATES = ("draft", "approved", "filed", "running", "closed", "cancelled")
SAID = {
    "own": True, "plan_text": "方案", "items": ["NET-01"], "reason": "有", "filing_no": "钢专备1号",
    "filed_with": "区司法局", "within": True, "report": "已完成",
}  # fmt: skip
OPEN = {
    ("draft", "campaign.edit"): "draft",
    ("draft", "campaign.ask"): "draft",
    ("draft", "campaign.cancel"): "cancelled",
    ("approved", "campaign.file"): "filed",
    ("approved", "campaign.cancel"): "cancelled",
    ("filed", "campaign.start"): "running",
    ("filed", "campaign.plan"): "filed",
    ("filed", "campaign.cancel"): "cancelled",
    ("running", "campaign.plan"): "running",
    ("running", "campaign.close"): "closed",
    ("running", "campaign.cancel"): "cancelled",
    # nobody was asked yet
    ("draft", "campaign.approve"): ["asked"],
    ("draft", "campaign.reject"): ["asked"],
}
ASKED = {
    ("draft", "campaign.edit"): ["being_decided"],
    ("draft", "campaign.ask"): ["being_decided"],
    ("draft", "campaign.approve"): "approved",
    ("draft", "campaign.reject"): "draft",
}


def outcome(state: str, verb: str, facts: dict[str, Any]) -> object:
    try:
        return next_state(CAMPAIGN_MOVES, state, verb, facts)
    except DomainError as refused:
        return refused.data["missing"] if refused.code == "facts_missing" else refused.code


@pytest.mark.parametrize("asked", [False, True])
def test_every_state_and_verb_of_a_campaign_goes_where_the_table_says(asked: bool) -> None:
    expected = OPEN | (ASKED if asked else {})
    for state in STATES:
        for verb in {verb for _, verb in CAMPAIGN_MOVES}:
            told = outcome(state, verb, {**SAID, "asked": asked})
            assert told == expected.get((state, verb), "move_not_open"), (state, verb)


@pytest.mark.parametrize(
    ("state", "verb", "facts", "missing"),
    [
        ("draft", "campaign.ask", {"plan_text": "", "items": []}, ["plan_text", "items"]),
        ("draft", "campaign.ask", {"own": False}, ["ordered_by"]),
        ("draft", "campaign.reject", {"asked": True, "reason": ""}, ["reason"]),
        ("approved", "campaign.file", {"filing_no": "", "filed_with": ""}, ["filing_no", "filed_with"]),
        ("filed", "campaign.start", {"within": False}, ["window"]),
        ("running", "campaign.plan", {"over": True}, ["window"]),
        ("running", "campaign.close", {"report": "", "open_visits": 2}, ["report", "open_visits"]),
        ("running", "campaign.cancel", {"reason": "", "started_visits": 1}, ["reason", "started_visits"]),
    ],
)
def test_guard_of_a_campaign_names_what_is_missing(
    state: str, verb: str, facts: dict[str, Any], missing: list[str]
) -> None:
    assert outcome(state, verb, {**SAID, **facts}) == missing


SEP10, OCT31 = date(2026, 9, 10), date(2026, 10, 31)
VENUE, OTHER = UUID(int=1), UUID(int=2)
NET = Standing(
    trigger="campaign_own", filed_on=date(2026, 9, 12), starts_on=SEP10, ends_on=OCT31, ended_on=None,
    categories=("NET",), townships=("370117001",), venues=(), items=("NET-01", "NET-02"),
)  # fmt: skip
HERE = Place(VENUE, "370117001", ("NET", "KTV"))


def faults(standing: Standing | None = NET, **change: Any) -> list[str]:
    asked = {
        "trigger": "campaign_own", "place": HERE, "items": ["NET-01"], "first": date(2026, 9, 15),
        "last": date(2026, 9, 18), **change,
    }  # fmt: skip
    return campaign_faults(standing, **asked)


def test_v14_a_visit_stands_under_a_campaign_approved_filed_in_its_days_and_scope() -> None:
    assert faults() == []
    assert faults(first=date(2026, 9, 12), last=OCT31) == []
    assert faults(None) == ["campaign_unknown"]
    assert faults(replace(NET, filed_on=None)) == ["campaign_not_in_force"]
    assert faults(first=date(2026, 9, 11)) == ["campaign_not_in_force"]
    assert faults(first=date(2026, 9, 9)) == ["campaign_not_in_force", "campaign_window"]
    assert faults(last=date(2026, 11, 1)) == ["campaign_window"]
    assert faults(replace(NET, ended_on=date(2026, 9, 18))) == []
    assert faults(replace(NET, ended_on=date(2026, 9, 17))) == ["campaign_not_in_force"]
    assert faults(trigger="campaign_ordered") == ["campaign_other_kind"]
    assert faults(items=["NET-01", "KTV-01"]) == ["campaign_scope"]
    assert faults(place=replace(HERE, township="370117002")) == ["campaign_scope"]
    assert faults(place=replace(HERE, categories=("KTV",))) == ["campaign_scope"]


def test_a_campaign_that_names_venues_covers_those_alone() -> None:
    named = replace(NET, venues=(OTHER,))
    assert faults(named) == ["campaign_scope"]
    assert faults(replace(named, venues=(VENUE,)), place=replace(HERE, township="")) == []
    everywhere = replace(NET, categories=(), townships=())
    assert faults(everywhere, place=replace(HERE, township="", categories=())) == []


def test_a_draw_under_a_campaign_lies_inside_its_scope() -> None:
    asked: dict[str, Any] = {
        "categories": ["NET"], "townships": ["370117001"], "items": ["NET-01"], "first": date(2026, 9, 15),
        "last": OCT31,
    }  # fmt: skip
    assert draw_faults(NET, **asked) == []
    assert draw_faults(None, **asked) == ["campaign_unknown"]
    wider: list[dict[str, Any]] = [
        {"categories": []}, {"townships": []}, {"categories": ["NET", "KTV"]}, {"items": ["KTV-01"]},
    ]  # fmt: skip
    for change in wider:
        assert draw_faults(NET, **(asked | change)) == ["campaign_scope"]
    assert draw_faults(replace(NET, venues=(VENUE,)), **asked) == ["campaign_scope"]
    assert draw_faults(NET, **(asked | {"last": date(2026, 11, 1)})) == ["campaign_window"]


@pytest.mark.parametrize(
    ("counts", "special", "stands", "counted"),
    [
        (True, True, True, True),
        (False, True, True, False),
        (False, True, False, True),
        (False, False, False, False),
    ],
)
def test_v14_a_campaign_lifts_the_cap_only_where_the_visit_stands_under_it(
    counts: bool, special: bool, stands: bool, counted: bool
) -> None:
    assert special_counts(trigger_counts=counts, special=special, stands=stands) == counted
