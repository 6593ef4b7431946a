"""The verifier before packages of every kind: sealed, voided, delayed, replaced, supplemented, in SM3."""

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import drawing
from tests.domain.scheduling import drawn, packages
from tests.domain.scheduling.drawn import MOMENT, SHEET, levels, verdicts
from tests.domain.scheduling.packages import ACTS, KINDS, SEAL, Files, acted, made, roomy
from tests.domain.scheduling.relogged import dropped, recommitted, relogged, told

UNDRAWN = ("cells", "draw", "match", "root")
PARTIAL = {
    "committed": {"times", "beacon", "seed", *UNDRAWN},
    "sealed": {"secret", "seed", *UNDRAWN, "replace", "supplement"},
    "void": {"times", *UNDRAWN},
    "stamped void": {"times", *UNDRAWN},
    "void sealed": {"times", "secret", "seed", *UNDRAWN},
    "void revealed": {"times", *UNDRAWN},
}
WARNED = {"several": {"beacon"}, "delayed lottery": {"beacon"}}


@pytest.mark.parametrize("kind", KINDS)
def test_a_true_package_is_partial_exactly_where_it_must_be(kind: str) -> None:
    found = levels(made(kind))
    partial = PARTIAL.get(kind, set())
    assert {step for step, level in found.items() if level == "PARTIAL"} == partial
    warned = {"times", "match", *WARNED.get(kind, set())} - partial
    assert {
        step: level for step, level in found.items() if level not in ("PASS", "PARTIAL")
    } == dict.fromkeys(warned, "WARN")


def test_a_void_draw_tells_what_was_thrown_away() -> None:
    told = "the draw was voided (beacon); 9 venues follow from its beacon"
    assert verdicts(made("void revealed"))["cells"] == ("PARTIAL", told)


# the secret


def test_withholding_the_secret_fails_once_it_is_due() -> None:
    sealed = made("sealed")
    assert drawn.verifier().verify(zipped(sealed), "", "", SEAL.reveal_by)[8][1] == "PARTIAL"
    assert drawn.verifier().verify(zipped(sealed), "", "", SEAL.reveal_by + 1)[8][1] == "FAIL"
    late = relogged(made("revealed"), told("REVEAL", SEAL.reveal_by + 1))
    assert levels(late)["secret"] == "FAIL"


def test_another_secret_fails() -> None:
    found = levels(relogged(made("revealed"), told("REVEAL", secret="11" * 32)))
    assert (found["secret"], found["seed"], found["draw"]) == ("FAIL", "PARTIAL", "PARTIAL")


def test_nothing_of_a_sealed_result_is_published_before_its_secret() -> None:
    revealed = made("revealed")
    for name in ("results.tsv", "replace.tsv", "supplement-1.tsv"):
        assert levels({**made("sealed"), name: revealed[name]})["secret"] == "FAIL"


def test_no_draw_opens_while_a_secret_is_overdue() -> None:
    def opened(at: int) -> Files:
        return relogged(made("sealed"), lambda events: events.append((at, "COMMIT", {"commit": SHEET})))

    assert levels(opened(SEAL.reveal_by))["log"] == "PASS"
    assert levels(opened(SEAL.reveal_by + 1))["log"] == "FAIL"


@pytest.mark.parametrize(
    ("changed", "step"),
    [
        ({"escrow": ""}, "canon"),
        ({"escrow": "", "secret": ""}, "canon"),
        ({"reveal_by": MOMENT}, "times"),
        ({"reveal_by": MOMENT + 92 * 86400 + 1}, "times"),
    ],
)
def test_sealed_without_escrow_or_without_end_fails(changed: dict[str, Any], step: str) -> None:
    assert levels(recommitted(made("sealed"), **changed))[step] == "FAIL"


def test_a_draw_without_result_is_void_after_three_days() -> None:
    def judged(kind: str, now: int) -> str:
        found = drawn.verifier().verify(zipped(made(kind)), "", "", now)
        return next(str(level) for step, level, _ in found if step == "times")

    assert (judged("committed", MOMENT + 3 * 86400), judged("committed", MOMENT + 3 * 86400 + 1)) == (
        "PARTIAL",
        "FAIL",
    )
    assert judged("void", MOMENT + 9 * 86400) == "PARTIAL"


# after the result


@pytest.mark.parametrize(
    ("kind", "changed", "step"),
    [
        ("REPLACE", {"out": SHEET}, "replace"),
        ("REPLACE", {"in": SHEET}, "replace"),
        ("REPLACE", {"in": ""}, "replace"),
        ("REPLACE", {"code": "leave"}, "replace"),
        ("REPLACE", {"code": "suspended"}, "replace"),
        ("ASSIGN", {"leaf": SHEET}, "match"),
        ("ASSIGN", {"slot": 9}, "match"),
        ("SUPPLEMENT", {"extra": {"A": 3, "B": 1}}, "supplement"),
        ("SUPPLEMENT", {"n": 7}, "supplement"),
        ("SUPPLEMENT", {"root": SHEET}, "supplement"),
    ],
)
def test_a_line_after_the_result_that_does_not_follow_fails(
    kind: str, changed: dict[str, Any], step: str
) -> None:
    assert levels(relogged(made("busy"), told(kind, **changed)))[step] == "FAIL"


def test_a_reason_the_commit_does_not_name_replaces_nobody() -> None:
    files = packages.package(
        drawn.prepared(policy=drawn.policy(replace=["moved"])),
        later=lambda state: packages.replaced(state, "moved"),
    )
    assert levels(files)["replace"] == "PASS"
    assert levels(relogged(files, told("REPLACE", code="cancelled")))["replace"] == "FAIL"


def test_tables_go_with_their_lines() -> None:
    busy = made("busy")
    rows = busy["replace.tsv"].splitlines(keepends=True)
    wrong: list[tuple[str, Files]] = [
        ("replace", {name: data for name, data in busy.items() if name != "replace.tsv"}),
        ("replace", {**busy, "replace.tsv": b"".join(rows[:-1])}),
        ("replace", {**busy, "replace.tsv": b"".join([rows[0], rows[2], rows[1], *rows[3:]])}),
        ("supplement", {name: data for name, data in busy.items() if name != "supplement-1.tsv"}),
        ("supplement", {**busy, "supplement-3.tsv": busy["supplement-1.tsv"]}),
        ("supplement", {**busy, "supplement-1.tsv": busy["supplement-2.tsv"]}),
        ("log", relogged(busy, dropped("REPLACE"))),
    ]
    for step, files in wrong:
        assert levels(files)[step] == "FAIL", step


# SM3


def test_sm3_without_openssl_gives_the_same_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    known = levels(made("sm3"))

    def missing(*_: object) -> None:
        raise ValueError("unsupported hash type")

    monkeypatch.setattr(hashlib, "new", missing)
    assert levels(made("sm3")) == known


def test_sm3_of_every_length_is_that_of_the_library() -> None:
    for length in range(130):
        data = bytes(range(length))
        assert drawn.verifier().sm3_plain(data) == hashlib.new("sm3", data).digest()


def zipped(files: Mapping[str, bytes]) -> Any:
    return io.BytesIO(drawing.pack(files))


@settings(max_examples=25)
@given(
    ACTS,
    st.sampled_from(["SSJ-DRAW/1", "SSJ-DRAW/1-SM3"]),
    st.booleans(),
    st.integers(2, 6),
    st.integers(0, 6),
    st.text("0123456789", min_size=40, max_size=40),
)
def test_any_course_of_a_draw_is_told_alike_by_both_implementations(
    acts: list[tuple[str, int, int]], spec: str, sealed: bool, cap: int, extra: int, digits: str
) -> None:
    commit = roomy(spec, sealed, cap, extra)
    files = packages.package(commit, [f"dice:40:{digits}"], later=acted(acts))
    found = verdicts(files)
    assert not [told for told in found.values() if told[0] not in ("PASS", "WARN")]
