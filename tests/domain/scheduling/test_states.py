import pytest

from backend.domain.errors import DomainError
from backend.domain.states import Moves, next_state
from scheduling.domain.states import (
    DRAW_MOVES,
    LEAVE_MOVES,
    PLAN_MOVES,
    RECUSAL_MOVES,
    SWAP_MOVES,
    VISIT_MOVES,
)

FACTS = {
    "team": 2,
    "certified": 2,
    "scan_mode": "before",
    "scanned": True,
    "reason": "有",
    "rows": 1,
    "unsettled": 0,
    "ahead": 3,
    "outside": "跨区联合",
}
TABLES = {
    "plan": (
        PLAN_MOVES,
        ("draft", "published"),
        {("draft", "plan.edit"): "draft", ("draft", "plan.publish"): "published"},
    ),
    "draw": (
        DRAW_MOVES,
        ("drafted", "committed", "drawn", "void"),
        {
            ("drafted", "draw.draft"): "drafted",
            ("drafted", "draw.seal"): "drafted",
            ("drafted", "draw.commit"): "committed",
            ("committed", "draw.delay"): "committed",
            ("void", "draw.delay"): "void",
            ("void", "draw.reveal"): "void",
            ("drawn", "draw.reveal"): "drawn",
            ("drawn", "draw.replace"): "drawn",
            ("drawn", "draw.supplement"): "drawn",
            **{(state, "draw.correct"): state for state in ("committed", "drawn", "void")},
            **{(state, "draw.stamp"): state for state in ("committed", "drawn")},
            ("committed", "draw.draw"): "drawn",
            ("committed", "draw.void"): "void",
            ("committed", "draw.export"): "committed",
            ("void", "draw.draw"): "void",
            ("void", "draw.export"): "void",
            ("drawn", "visit.ask"): "drawn",
            ("drawn", "visit.approve"): "drawn",
            ("drawn", "draw.export"): "drawn",
        },
    ),
    "leave": (
        LEAVE_MOVES,
        ("asked", "approved", "rejected", "withdrawn", "ended"),
        {
            ("asked", "leave.approve"): "approved",
            ("asked", "leave.reject"): "rejected",
            ("asked", "leave.withdraw"): "withdrawn",
            ("approved", "leave.end"): "ended",
        },
    ),
    "swap": (
        SWAP_MOVES,
        ("asked", "agreed", "declined", "approved", "rejected", "withdrawn"),
        {
            ("asked", "swap.agree"): "agreed",
            ("asked", "swap.decline"): "declined",
            ("asked", "swap.withdraw"): "withdrawn",
            ("agreed", "swap.withdraw"): "withdrawn",
            ("agreed", "swap.approve"): "approved",
            ("agreed", "swap.reject"): "rejected",
        },
    ),
    "recusal": (
        RECUSAL_MOVES,
        ("asked", "granted", "refused", "withdrawn"),
        {
            ("asked", "recusal.grant"): "granted",
            ("asked", "recusal.refuse"): "refused",
            ("asked", "recusal.withdraw"): "withdrawn",
        },
    ),
    "visit": (
        VISIT_MOVES,
        ("planned", "approved", "started", "finished", "replaced", "cancelled"),
        {
            ("planned", "visit.ask"): "planned",
            ("planned", "visit.assign"): "planned",
            ("planned", "visit.approve"): "approved",
            ("planned", "visit.start"): "facts_missing",
            ("planned", "visit.arrange"): "planned",
            ("approved", "visit.arrange"): "approved",
            ("planned", "visit.cancel"): "cancelled",
            ("approved", "visit.start"): "started",
            ("approved", "visit.cancel"): "cancelled",
            ("planned", "visit.replace"): "replaced",
            ("approved", "visit.replace"): "replaced",
            ("planned", "visit.relieve"): "planned",
            ("approved", "visit.relieve"): "planned",
            ("started", "visit.approve"): "started",
            ("finished", "visit.approve"): "finished",
            ("started", "visit.backfill"): "started",
            ("finished", "visit.backfill"): "finished",
            **{(state, "visit.confirm"): state for state in ("approved", "started", "finished")},
            **{(state, "visit.recuse"): state for state in ("planned", "approved", "started", "finished")},
            ("approved", "visit.notify"): "approved",
            ("finished", "visit.report"): "finished",
            **{
                (state, "visit.finish"): "finished"
                for state in ("planned", "approved", "started", "finished", "replaced", "cancelled")
            },
        },
    ),
}


@pytest.mark.parametrize("noun", TABLES)
def test_every_state_and_verb_goes_where_the_table_says(noun: str) -> None:
    moves, states, expected = TABLES[noun]
    verbs = {verb for _, verb in moves}
    for state in states:
        for verb in verbs:
            assert outcome(moves, state, verb) == expected.get((state, verb), "move_not_open")


def outcome(moves: Moves, state: str, verb: str) -> str:
    try:
        return next_state(moves, state, verb, FACTS)
    except DomainError as refused:
        return refused.code


@pytest.mark.parametrize(
    ("state", "verb", "facts", "missing"),
    [
        ("planned", "visit.approve", {"team": 1}, ["two_officers"]),
        ("planned", "visit.ask", {"team": 1}, ["two_officers"]),
        ("approved", "visit.arrange", {"set": True, "reason": ""}, ["reason"]),
        ("planned", "visit.approve", {"precheck": ""}, ["precheck"]),
        ("planned", "visit.start", {}, ["approval"]),
        ("planned", "visit.start", {"urgent": "急", "certified": 1}, ["two_certified_officers"]),
        ("approved", "visit.start", {"recused": True}, ["officer_recused"]),
        ("started", "visit.backfill", {"has_scan": True}, ["already_scanned"]),
        ("finished", "visit.backfill", {"reason": ""}, ["reason"]),
        ("started", "visit.confirm", {"confirmed": True}, ["already_confirmed"]),
        ("approved", "visit.notify", {"ahead": 0}, ["notice_on_arrival"]),
        ("approved", "visit.notify", {"untold": True}, ["sealed"]),
        ("approved", "visit.notify", {"told": True}, ["already_told"]),
        ("finished", "visit.report", {"outside": ""}, ["outside"]),
        ("finished", "visit.report", {"reported": "钢报1号"}, ["already_reported"]),
        ("finished", "visit.recuse", {"reason": ""}, ["reason"]),
        ("approved", "visit.start", {"certified": 1}, ["two_certified_officers"]),
        ("approved", "visit.start", {"scanned": False}, ["code_scan"]),
        ("approved", "visit.start", {"campaign": ["campaign_window"]}, ["campaign_window"]),
        ("planned", "visit.approve", {"campaign": ["campaign_scope"]}, ["campaign_scope"]),
        ("approved", "visit.start", {"scan_mode": "backfill", "reason": ""}, ["reason"]),
        ("planned", "visit.cancel", {"reason": ""}, ["reason"]),
        ("finished", "visit.approve", {"reason": ""}, ["reason"]),
        ("finished", "visit.approve", {"approved": True}, ["already_approved"]),
    ],
)
def test_guard_names_what_is_missing(
    state: str, verb: str, facts: dict[str, object], missing: list[str]
) -> None:
    with pytest.raises(DomainError) as refused:
        next_state(VISIT_MOVES, state, verb, {**FACTS, **facts})
    assert (refused.value.code, refused.value.data["missing"]) == ("facts_missing", missing)


def test_commit_is_stamped_once() -> None:
    with pytest.raises(DomainError) as refused:
        next_state(DRAW_MOVES, "drawn", "draw.stamp", {"stamped": True})
    assert refused.value.data["missing"] == ["already_stamped"]


def test_swap_against_a_rule_wants_a_reason_and_one_within_the_rules_does_not() -> None:
    assert next_state(SWAP_MOVES, "agreed", "swap.approve", {"warnings": [], "reason": ""}) == "approved"
    with pytest.raises(DomainError) as refused:
        next_state(SWAP_MOVES, "agreed", "swap.approve", {"warnings": ["gap"], "reason": ""})
    assert refused.value.data["missing"] == ["reason"]


@pytest.mark.parametrize("facts", [{"rows": 0}, {"unsettled": 1}])
def test_plan_with_nothing_or_something_open_is_not_published(facts: dict[str, object]) -> None:
    with pytest.raises(DomainError) as refused:
        next_state(PLAN_MOVES, "draft", "plan.publish", {**FACTS, **facts})
    assert refused.value.data["missing"] == ["rows"]
