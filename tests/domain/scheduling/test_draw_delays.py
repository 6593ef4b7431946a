"""A source that was not produced: named again before it can be known, once, in the open (N16)."""

from typing import Any

import pytest

from backend.domain.errors import DomainError
from scheduling.domain import beacon, delays, drawing
from scheduling.domain.delays import DAY_S, Delay, awaited, delay_check, delay_next, result_by
from tests.domain.scheduling import drawn

MOMENT = 1694775601
DRAND = {"kind": "drand", "chain": beacon.CHAIN, "round": 657413}
SSQ = {"kind": "ssq", "issue": "2026134", "date": "2026-09-15"}
PL5 = {"kind": "pl5", "issue": "2026250", "date": "2026-09-15"}
DICE = {"kind": "dice", "n": 40}
# 21:30 in Beijing on 15 September 2026
DRAWN_AT = 1789479000
ALL: dict[str, Any] = {"kind": "all", "of": [SSQ, PL5, DICE]}
FIRST: dict[str, Any] = {"kind": "first", "of": [DRAND, ALL]}


def test_a_round_and_an_issue_are_known_at_their_time() -> None:
    assert (delays.source_at(DRAND), delays.source_at(SSQ)) == (1694775603, DRAWN_AT)
    assert beacon.drand_round(delays.round_at(657413)) == 657413


def test_the_next_round_is_the_first_a_day_after_the_line() -> None:
    at = 1694775603 + DAY_S
    due, following = delay_next(DRAND, [], 0, at)
    assert (due, delays.round_at(int(following)) - at - DAY_S) == ("657413", 0)
    delay_check(DRAND, [], Delay(0, due, following, at))
    for wrong in ("657414", str(int(following) - 1), str(int(following) + 1)):
        with pytest.raises(DomainError, match="draw_order"):
            delay_check(DRAND, [], Delay(0, due, wrong, at))


def test_a_lottery_goes_on_to_a_later_issue() -> None:
    at = DRAWN_AT + DAY_S
    assert delay_next(ALL, [], 1, at) == ("2026250", "")
    delay_check(ALL, [], Delay(1, "2026250", "2026251", at))
    for due, following in (("2026250", "2026250"), ("2026250", "251"), ("2026249", "2026251")):
        with pytest.raises(DomainError, match="draw_order"):
            delay_check(ALL, [], Delay(1, due, following, at))


@pytest.mark.parametrize(
    ("descriptor", "i", "at", "code"),
    [
        (SSQ, 0, DRAWN_AT + DAY_S - 1, "draw_source_not_late"),
        (ALL, 2, DRAWN_AT + DAY_S, "draw_order"),  # dice
        (ALL, 3, DRAWN_AT + DAY_S, "draw_order"),  # no such source
        (FIRST, 0, DRAWN_AT + DAY_S, "draw_order"),  # another option stands in for it
    ],
)
def test_what_is_not_late_is_not_delayed(descriptor: dict[str, Any], i: int, at: int, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        delay_next(descriptor, [], i, at)


def test_the_descriptor_names_what_is_awaited_now() -> None:
    late = Delay(2, "2026250", "2026251", DRAWN_AT + DAY_S)
    found = awaited(FIRST, [late])
    assert found == {
        "kind": "first",
        "of": [DRAND, {"kind": "all", "of": [SSQ, {**PL5, "issue": "2026251"}, DICE]}],
    }
    assert awaited(DRAND, [Delay(0, "657413", "700000", MOMENT)]) == {**DRAND, "round": 700000}
    assert awaited(FIRST, []) == FIRST


def test_a_second_delay_starts_from_the_first_one() -> None:
    first = Delay(1, "2026250", "2026251", DRAWN_AT + DAY_S)
    assert delay_next(ALL, [first], 1, DRAWN_AT + 3 * DAY_S) == ("2026251", "")


def test_every_delay_adds_its_own_length_to_the_time_for_the_result() -> None:
    assert result_by(ALL, DRAWN_AT, []) == DRAWN_AT + 3 * DAY_S
    late = Delay(1, "2026250", "2026251", DRAWN_AT + 2 * DAY_S)
    assert result_by(ALL, DRAWN_AT, [late]) == DRAWN_AT + 3 * DAY_S + 5 * DAY_S
    at = 1694775603 + DAY_S
    due, following = delay_next(DRAND, [], 0, at)
    assert result_by(DRAND, MOMENT, [Delay(0, due, following, at)]) == MOMENT + 3 * DAY_S + 2 * DAY_S


def test_lines_of_the_log_become_delays() -> None:
    lines = [
        {"ev": "COMMIT", "at": 1},
        {"ev": "BEACON_DELAY", "i": 1, "from": "2026250", "to": "2026251", "at": 5},
    ]
    assert delays.delays_of(lines) == [Delay(1, "2026250", "2026251", 5)]


def test_a_delayed_draw_takes_the_value_of_the_new_issue() -> None:
    # 09:00 in Beijing on the day of the issue
    commit = drawn.prepared(beacon=ALL, moment=DRAWN_AT - 45000)
    thrown = f"dice:40:{'31' * 20}"
    ssq = "ssq:2026134:03-07-11-19-24-30+08"
    late = [Delay(1, "2026250", "2026251", DRAWN_AT + DAY_S)]
    given: dict[str, Any] = {"commit_bytes": commit.commit_bytes, "rosters": commit.rosters}
    found = drawing.draw(**given, values=[ssq, "pl5:2026251:07192", thrown], delays=late)
    assert found.n
    for wrong in ([], late[:1]):
        with pytest.raises(DomainError, match="draw_beacon_wrong"):
            value = "pl5:2026251:07192" if not wrong else "pl5:2026250:07192"
            drawing.draw(**given, values=[ssq, value, thrown], delays=wrong)
