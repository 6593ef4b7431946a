"""The log of a scope: every line chained, in the only order allowed, and nothing changed unnoticed."""

import re
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import drawlog
from scheduling.domain.canonical import canon, parse
from tests.domain.scheduling import drawn

DIGEST = "ab" * 32
FIELDS: dict[str, dict[str, Any]] = {
    "COMMIT": {"commit": DIGEST},
    "BEACON": {"opt": 0, "values": ["x"], "proof": [DIGEST]},
    "BEACON_DELAY": {"i": 0, "from": "2026100", "to": "2026101", "evidence": DIGEST},
    "RESULT": {"n": 3, "open": 0, "relaxed": 0, "root": DIGEST, "short": {"A": 1, "*": 2}},
    "REPLACE": {"code": "moved", "evidence": DIGEST, "out": DIGEST, "in": ""},
    "SUPPLEMENT": {"extra": {"A": 1}, "n": 1, "root": DIGEST},
    "ASSIGN": {"leaf": DIGEST, "slot": 1, "officer": "370117000", "code": "neighbour", "approval": DIGEST},
    "REVEAL": {"secret": DIGEST},
    "VOID": {"code": "beacon"},
    "ERRATUM": {"ref": 1, "code": "display", "evidence": DIGEST},
    "STAMP": {"token": DIGEST},
}


def written(events: Sequence[str], first_at: int = 1000) -> list[bytes]:
    """The log of these events; `COMMIT` opens the next draw, `k` counts by itself."""
    lines: list[bytes] = []
    counts: dict[tuple[int, str], int] = {}
    no = 0
    for place, event in enumerate(events):
        no += event == "COMMIT"
        counts[no, event] = counts.get((no, event), 0) + 1
        fields = dict(FIELDS[event])
        if event in ("REPLACE", "SUPPLEMENT"):
            fields["k"] = counts[no, event]
        if event == "BEACON_DELAY":
            fields["i"] = counts[no, event]
        at = first_at + place
        lines.append(
            drawlog.append(lines, scope="370117", no=max(no, 1), at=at, ev=event, fields=fields).line
        )
    return lines


def allowed(events: Sequence[str]) -> bool:
    try:
        written(events)
    except DomainError as refused:
        assert refused.code == "draw_order"
        return False
    return True


WHOLE = [
    "COMMIT", "BEACON_DELAY", "BEACON", "RESULT", "REPLACE", "SUPPLEMENT", "ASSIGN", "REPLACE", "REVEAL",
    "STAMP", "ERRATUM", "COMMIT", "STAMP", "VOID", "BEACON", "REVEAL", "COMMIT", "BEACON", "VOID", "COMMIT",
]  # fmt: skip


def test_a_whole_history_can_be_written_and_read() -> None:
    lines = written(WHOLE)
    log = drawlog.check(lines)
    assert [line["ev"] for line in log.lines] == WHOLE
    assert (log.seq, log.last_no, log.head) == (len(WHOLE), 4, drawlog.head(lines))
    assert drawlog.read(drawlog.write(lines)) == lines
    assert drawlog.next_no(lines) == 5


def test_an_empty_log_has_a_head_of_zeros() -> None:
    assert (drawlog.head([]), drawlog.next_no([]), drawlog.read(b"")) == ("0" * 64, 1, [])


COURSE = re.compile(r"C(?:D*(?:B(?:V(?:O)?|R[PSA]*O?)?)?|D*V(?:D*(?:BO?)?)?)")


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_every_sequence_of_events_is_allowed_or_refused_by_the_table(length: int) -> None:
    letters = dict(zip("CDBRPSAOV", FIELDS, strict=False))
    letters = {
        "C": "COMMIT", "D": "BEACON_DELAY", "B": "BEACON", "R": "RESULT", "P": "REPLACE",
        "S": "SUPPLEMENT", "A": "ASSIGN", "O": "REVEAL", "V": "VOID",
    }  # fmt: skip
    rest = [letter for letter in letters if letter != "C"]
    for course in product(rest, repeat=length):
        spelled = "C" + "".join(course)
        wanted = COURSE.fullmatch(spelled) is not None
        assert allowed([letters[letter] for letter in spelled]) is wanted, spelled
        assert bool(drawn.verifier().COURSE.fullmatch(spelled.lower())) is wanted, spelled


@pytest.mark.parametrize("before", [[], ["COMMIT"], ["COMMIT", "BEACON"]])
def test_a_draw_opens_only_when_the_last_one_is_decided(before: list[str]) -> None:
    assert allowed([*before, "COMMIT"]) is (not before)


@pytest.mark.parametrize("place", range(1, 5))
def test_a_commit_is_stamped_once_wherever_its_draw_stands(place: int) -> None:
    course = ["COMMIT", "BEACON", "RESULT", "REVEAL"]
    course.insert(place, "STAMP")
    lines = written(course)
    log = drawlog.check(lines)
    assert [line["ev"] for line in log.lines] == course
    drawn.verifier().check_course(log.lines)
    again = log.lines[-1] | {"ev": "STAMP", "seq": 6}
    assert not allowed([*course, "STAMP"])
    with pytest.raises(drawn.verifier().Broken, match="twice"):
        drawn.verifier().check_course([*log.lines, again])


@pytest.mark.parametrize("event", ["BEACON", "ERRATUM", "RESULT", "STAMP"])
def test_nothing_is_written_of_a_draw_without_commit(event: str) -> None:
    assert not allowed([event])


def test_the_number_of_a_draw_is_the_next_one() -> None:
    with pytest.raises(DomainError, match="draw_order"):
        drawlog.append([], scope="s", no=2, at=0, ev="COMMIT", fields=FIELDS["COMMIT"])


def test_a_source_is_delayed_once_and_once_more_after_void() -> None:
    lines = written(["COMMIT", "BEACON_DELAY"])
    again = {**FIELDS["BEACON_DELAY"], "i": 1}
    with pytest.raises(DomainError, match="draw_order"):
        drawlog.append(lines, scope="370117", no=1, at=2000, ev="BEACON_DELAY", fields=again)
    lines = written(["COMMIT", "BEACON_DELAY", "VOID"])
    drawlog.append(lines, scope="370117", no=1, at=2000, ev="BEACON_DELAY", fields=again)


def test_an_erratum_names_a_line_before_it() -> None:
    lines = written(["COMMIT"])
    fields = {**FIELDS["ERRATUM"], "ref": 2}
    with pytest.raises(DomainError, match="draw_order"):
        drawlog.append(lines, scope="370117", no=1, at=2000, ev="ERRATUM", fields=fields)


def test_replacements_are_counted_without_a_gap() -> None:
    lines = written(["COMMIT", "BEACON", "RESULT"])
    with pytest.raises(DomainError, match="draw_order"):
        drawlog.append(
            lines, scope="370117", no=1, at=2000, ev="REPLACE", fields={**FIELDS["REPLACE"], "k": 2}
        )


@pytest.mark.parametrize(
    ("event", "key", "value"),
    [
        ("COMMIT", "commit", "x"),
        ("BEACON", "opt", -1),
        ("BEACON", "values", "x"),
        ("BEACON", "proof", [1]),
        ("BEACON_DELAY", "from", 1),
        ("RESULT", "n", "3"),
        ("RESULT", "short", {"E": 1}),
        ("RESULT", "short", {"A": 0}),
        ("RESULT", "short", []),
        ("VOID", "code", "mood"),
        ("ASSIGN", "officer", "x y"),
        ("ASSIGN", "slot", ...),
        ("ERRATUM", "ref", 0),
        ("STAMP", "token", ""),
        ("REPLACE", "in", "-"),
        ("SUPPLEMENT", "extra", {"A": -1}),
    ],
)
def test_a_line_with_a_wrong_field_is_refused_twice(event: str, key: str, value: Any) -> None:
    before = {"BEACON_DELAY": 1, "BEACON": 1, "RESULT": 2, "VOID": 1}.get(event, 3)
    lines = written(["COMMIT", "BEACON", "RESULT"][: 0 if event == "COMMIT" else before])
    fields = {**FIELDS[event], **({"k": 1} if event in ("REPLACE", "SUPPLEMENT") else {}), key: value}
    if value is ...:
        del fields[key]
    with pytest.raises(DomainError, match="draw_invalid"):
        drawlog.append(lines, scope="370117", no=1, at=2000, ev=event, fields=fields)
    common = {"at": 1, "ev": event, "no": 1, "prev": DIGEST, "scope": "s", "seq": 1}
    with pytest.raises(drawn.verifier().Broken):
        drawn.verifier().check_line({**fields, **common})


@pytest.mark.parametrize(
    ("key", "value"),
    [("at", 0), ("prev", DIGEST), ("seq", 9), ("scope", "370118"), ("no", 0), ("ev", "DRAW"), ("at", "1")],
)
def test_a_line_that_does_not_follow_is_refused(key: str, value: Any) -> None:
    lines = written(["COMMIT", "BEACON"])
    spoiled = {**parse(lines[1], "line"), key: value}
    with pytest.raises(DomainError, match="draw_invalid"):
        drawlog.check([lines[0], canon(spoiled)])


@pytest.mark.parametrize("data", [b"{}", b'{"a":1}\n{}'])
def test_a_file_without_its_last_line_feed_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError, match="draw_invalid"):
        drawlog.read(data)


HISTORY = written(WHOLE)


@given(st.integers(0, len(drawlog.write(HISTORY[:-1])) - 1), st.integers(0, 7))
def test_a_changed_bit_breaks_the_chain(place: int, bit: int) -> None:
    data = drawlog.write(HISTORY)
    spoiled = data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
    with pytest.raises(DomainError):
        drawlog.check(drawlog.read(spoiled))


@pytest.mark.parametrize("place", range(len(HISTORY) - 1))
def test_a_line_dropped_or_swapped_breaks_the_chain(place: int) -> None:
    swapped = [*HISTORY[:place], HISTORY[place + 1], HISTORY[place], *HISTORY[place + 2 :]]
    for spoiled in (HISTORY[:place] + HISTORY[place + 1 :], swapped):
        with pytest.raises(DomainError):
            drawlog.check(spoiled)
