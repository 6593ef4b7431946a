"""Side tracks: every pair of state and verb, every field, as tables."""

from datetime import date
from typing import Any

import pytest

from backend.domain.errors import DomainError
from backend.domain.states import next_state
from enforcement.domain.acts import FIELDS, read_fields, track_of
from enforcement.domain.relations import closed_to
from enforcement.domain.tracks import (
    ASKING,
    BEGINNINGS,
    GRANTING,
    OPEN_STATES,
    REFUSING,
    STATE_WORDS,
    TRACKS,
    VERB_WORDS,
    WAITING,
)

TODAY = date(2026, 9, 15)
COMPLETE = {
    "hearing_right": True,
    "scheduled_fen": 9,
    "total_fen": 9,
    "urged_over": True,
    "remedies_over": True,
    "payment_over": True,
    "announced_over": True,
    "days": 30,
    "asked_late": True,
    "unserved": True,
}
MANY = {"name": "a", "count": 1}
VERBS = sorted(FIELDS)
TABLE = {
    "preservation": {"": ["ask"], "asked": ["approve", "reject"], "held": ["dispose"]},
    "seizure": {
        "": ["ask", "act"],
        "asked": ["approve", "reject"],
        "acted": ["approve", "reject"],
        "refused": ["lift"],
        "sealed": ["prolong", "lift"],
        "prolonging": ["extend", "deny", "lift"],
        "extended": ["lift"],
    },
    "announcement": {"": ["post"], "posted": ["lapse", "withdraw"]},
    "referral": {
        "": ["propose"],
        "proposed": ["approve", "reject"],
        "granted": ["hand_over"],
        "handed_over": ["accept", "decline"],
        "declined": ["object"],
        "objected": ["accept", "decline"],
        "accepted": ["deliver"],
    },
    "sampling": {"": ["take"], "taken": ["result"]},
    "hearing": {
        "": ["request"],
        "requested": ["notify", "refuse", "withdraw"],
        "notified": ["notify", "hold", "withdraw"],
        "held": ["report"],
    },
    "discussion": {"": ["record"]},
    "instalments": {"": ["ask"], "asked": ["approve", "reject"]},
    "urging": {"": ["send"], "sent": ["apply", "end"], "applied": ["end"]},
    "review": {"": ["receive"], "received": ["answer", "conclude"], "answered": ["conclude"]},
    "litigation": {"": ["receive"], "received": ["plead", "conclude"], "pleaded": ["conclude"]},
}


@pytest.mark.parametrize("kind", TRACKS)
def test_every_pair_of_state_and_verb_of_a_track_moves_as_the_table_says(kind: str) -> None:
    moves = TRACKS[kind].moves
    states = {"", *(move.next for move in moves.values())}
    assert states <= {"", *STATE_WORDS}
    for state in states:
        for verb in VERBS:
            act = verb.partition(".")[2]
            if verb == f"{kind}.{act}" and act in TABLE[kind].get(state, []):
                assert next_state(moves, state, verb, COMPLETE) in states
                continue
            with pytest.raises(DomainError) as refused:
                next_state(moves, state, verb, COMPLETE)
            assert refused.value.code == "move_not_open"


@pytest.mark.parametrize(
    ("state", "verb", "facts", "lacks"),
    [
        ("held", "preservation.dispose", {"late": True}, ["late_reason"]),
        ("sealed", "seizure.lift", {"late": True}, ["late_reason"]),
        ("prolonging", "seizure.extend", {"late": True}, ["in_time"]),
        ("sealed", "seizure.prolong", {"late": True, "days": 31}, ["in_time", "at_most_30"]),
        ("acted", "seizure.approve", {"late": True}, ["late_reason"]),
        ("", "announcement.post", {"unserved": False, "open": True}, ["one_at_a_time", "intended"]),
        ("posted", "announcement.lapse", {"announced_over": False}, ["announcement_period"]),
        ("granted", "referral.hand_over", {"late": True}, ["late_reason"]),
        ("declined", "referral.object", {"late": True}, ["in_time"]),
        ("", "hearing.request", {"hearing_right": False, "open": True}, ["one_at_a_time", "hearing_right"]),
        ("requested", "hearing.notify", {"too_soon": True}, ["seven_workdays"]),
        ("requested", "hearing.refuse", {"asked_late": False}, ["hearing_asked_late"]),
        ("", "instalments.ask", {"scheduled_fen": 8}, ["schedule_sum"]),
        ("", "urging.send", {"payment_over": False}, ["payment_over"]),
        ("", "urging.send", {"payment_over": False, "fallen": True}, ["decision_in_force"]),
        ("sent", "urging.apply", {"fallen": True}, ["decision_in_force"]),
        (
            "sent",
            "urging.apply",
            {"urged_over": False, "remedies_over": False},
            ["ten_workdays", "remedies_over"],
        ),
        ("sent", "urging.apply", {"late": True}, ["late_reason"]),
        ("", "review.receive", {"open": True}, ["one_at_a_time"]),
        ("", "litigation.receive", {"on": "2026-09-15", "copy_on": "2026-09-14"}, ["copy_not_before"]),
        ("received", "review.answer", {"late": True}, ["late_reason"]),
        ("received", "litigation.plead", {"late": True}, ["late_reason"]),
    ],
)
def test_guards_of_tracks_name_what_they_lack(
    state: str, verb: str, facts: dict[str, Any], lacks: list[str]
) -> None:
    moves = TRACKS[track_of(verb)].moves
    with pytest.raises(DomainError) as refused:
        next_state(moves, state, verb, COMPLETE | facts)
    assert refused.value.data["missing"] == lacks
    assert next_state(moves, state, verb, COMPLETE | {"late_reason": "正在鉴定"})


def test_every_act_has_its_words_and_every_kind_its_beginning() -> None:
    assert set(BEGINNINGS.values()) == set(TRACKS)
    assert {f"{track_of(verb)}.{WAITING[state]}" for state in WAITING for verb in ASKING} >= GRANTING
    assert len(GRANTING) == len(REFUSING)
    assert {verb.partition(".")[2] for verb in FIELDS} == set(VERB_WORDS)
    assert set(STATE_WORDS) > OPEN_STATES
    assert (track_of("hearing.hold"), track_of("hearing.cancel"), track_of("x")) == ("hearing", "", "")


@pytest.mark.parametrize(
    ("verb", "given", "wrong"),
    [
        ("sampling.result", {"on": "2026-09-16", "result": "x"}, {"on"}),
        ("sampling.result", {"on": "yesterday", "result": "x", "weather": "fine"}, {"on", "weather"}),
        ("sampling.result", {"on": 5, "result": 7}, {"on", "result"}),
        ("sampling.result", {"on": "2026-09-15", "result": "  "}, {"result"}),
        ("sampling.result", {"on": "2026-09-15", "result": "长" * 4001}, {"result"}),
        (
            "hearing.notify",
            {"on": "2026-09-16", "hearing_on": "2026-10-20", "place": "长" * 201, "chair": "蓝"},
            {"on", "place"},
        ),
        ("preservation.dispose", {"on": "2026-09-15", "result": "lost"}, {"result"}),
        (
            "seizure.ask",
            {"items": "x", "place": "p", "basis": "b", "reason": "r", "urgent": "yes"},
            {"items", "urgent"},
        ),
        (
            "seizure.act",
            {"at": "2026-09-16T08:00", "items": [MANY], "place": "p", "basis": "b", "reason": "r"},
            {"at"},
        ),
        (
            "seizure.act",
            {"at": "2026-09-15T08:00+00:00", "items": [MANY], "place": "p", "basis": "b", "reason": "r"},
            {"at"},
        ),
        ("seizure.act", {"at": "soon", "items": [MANY], "place": "p", "basis": "b", "reason": "r"}, {"at"}),
        ("seizure.prolong", {"days": True, "reason": "r"}, {"days"}),
        (
            "seizure.prolong",
            {"days": "30", "reason": "r"},
            {"days"},
        ),
        ("preservation.ask", {"items": [{"count": 1}], "place": "p", "reason": "r"}, {"items"}),
        ("preservation.ask", {"items": ["主机"], "place": "p", "reason": "r"}, {"items"}),
        ("preservation.ask", {"items": [MANY | {"count": True}], "place": "p", "reason": "r"}, {"items"}),
        ("preservation.ask", {"items": [MANY] * 201, "place": "p", "reason": "r"}, {"items"}),
        (
            "hearing.notify",
            {"on": "2026-09-15", "hearing_on": "2026-09-28", "hearing_hour": "9点半", "place": "p",
             "chair": "c"},
            {"hearing_hour"},
        ),
        ("review.conclude", {"on": "2026-09-15", "result": "changed", "fine_fen": "8"}, {"fine_fen"}),
        ("review.conclude", {"on": "2026-09-15", "result": "changed", "fine_fen": -1}, {"fine_fen"}),
        ("review.conclude", {"on": "2026-09-15", "result": "upheld", "fine_fen": 0}, {"fine_fen"}),
        ("instalments.ask", {"schedule": {}, "reason": "r"}, {"schedule"}),
        ("instalments.ask", {"schedule": [{"on": "x", "fen": 1}], "reason": "r"}, {"schedule"}),
        ("instalments.ask", {"schedule": [{"on": "2026-10-01", "fen": 0}], "reason": "r"}, {"schedule"}),
        (
            "instalments.ask",
            {"schedule": [{"on": "2026-10-01", "fen": 1}, {"on": "2026-10-01", "fen": 1}], "reason": "r"},
            {"schedule"},
        ),
    ],
)  # fmt: skip
def test_a_wrong_field_of_an_act_is_named(verb: str, given: dict[str, Any], wrong: set[str]) -> None:
    assert set(read_fields(verb, given, TODAY)[1]) == wrong


def test_values_are_read_clean() -> None:
    items = [{"name": " 主机 ", "count": 2, "colour": "黑"}]
    values, wrong = read_fields(
        "seizure.ask", {"items": items, "place": "机房 ", "basis": "网吧条例", "reason": "r"}, TODAY
    )
    assert (values, wrong) == (
        {
            "items": [{"name": "主机", "model": "", "unit": "", "note": "", "count": 2}],
            "place": "机房",
            "basis": "网吧条例",
            "reason": "r",
        },
        {},
    )
    rows = [{"on": "2026-10-01", "fen": 4}, {"on": "2026-11-01", "fen": 5}]
    assert read_fields("instalments.ask", {"schedule": rows, "reason": "r"}, TODAY)[0]["schedule"] == rows
    asked = read_fields("seizure.prolong", {"days": 30, "reason": "案情复杂"}, TODAY)
    assert asked == ({"days": 30, "reason": "案情复杂"}, {})
    assert read_fields("preservation.approve", {"on": "2026-09-14"}, TODAY) == (
        {"on": "2026-09-14", "note": ""},
        {},
    )


def test_who_investigates_neither_approves_nor_presides() -> None:
    mine = {"investigator": True, "filed": False, "oversees": False}
    other = {"investigator": False, "filed": False, "oversees": False}
    assert [closed_to(verb, **mine) for verb in ("seizure.approve", "hearing.hold", "sampling.take")] == [
        "own_record", "own_record", "",
    ]  # fmt: skip
    assert [closed_to(verb, **other) for verb in ("seizure.approve", "sampling.take")] == ["", "not_allowed"]
