"""Two verifiers that share nothing but the vectors say the same of the same package, step by step."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import drawing
from tests.domain.scheduling import corruption, drawn, packages, twin
from tests.domain.scheduling.packages import ACTS, KINDS, SEAL, acted, made, roomy
from tests.domain.scheduling.test_verifier_proof import proofs

# of these every step is reached; drand is left to the proof, for its signature is checked every time
SPOILED = ("tight", "sealed", "revealed", "sm3", "busy", "void", "delayed lottery", "stamped")


@pytest.mark.parametrize("kind", KINDS)
def test_both_verifiers_say_the_same_of_every_kind(kind: str) -> None:
    assert twin.levels(made(kind)) == drawn.levels(made(kind))


@pytest.mark.parametrize("kind", SPOILED)
def test_both_verifiers_fail_at_the_step_of_the_byte(kind: str) -> None:
    files = made(kind)
    tried, missed = corruption.survivors(files, max(997, sum(map(len, files.values())) // 9), len(kind))
    assert tried >= 12
    assert missed == []


def test_both_verifiers_know_when_a_secret_is_overdue() -> None:
    for now, level in ((SEAL.reveal_by, "PARTIAL"), (SEAL.reveal_by + 1, "FAIL")):
        assert twin.levels(made("sealed"), now=now)["secret"] == level


def test_both_verifiers_read_a_venues_proof() -> None:
    for proof in proofs()[:3]:
        assert twin.ask(proof=proof, head=proof["head"]) == "pass"
        for other in ({"salt": drawn.SHEET}, {"index": proof["index"] ^ 1}, {"n": 1}, {"spec": ""}):
            assert twin.ask(proof={**proof, **other}).startswith("fail")


@settings(max_examples=15)
@given(
    ACTS,
    st.sampled_from(["SSJ-DRAW/1", "SSJ-DRAW/1-SM3"]),
    st.booleans(),
    st.integers(2, 6),
    st.integers(0, 6),
    st.text("0123456789", min_size=40, max_size=40),
)
def test_any_course_of_a_draw_passes_in_the_browser_too(
    acts: list[tuple[str, int, int]], spec: str, sealed: bool, cap: int, extra: int, digits: str
) -> None:
    files = packages.package(roomy(spec, sealed, cap, extra), [f"dice:40:{digits}"], later=acted(acts))
    assert twin.levels(files) == drawn.levels(files)
    assert not {"FAIL", "PARTIAL"} & set(twin.levels(files).values())


def test_what_is_no_zip_fails_in_both() -> None:
    data = drawing.pack(made("open"))
    for spoiled in (b"", data[:-30], b"x" * 99):
        assert twin.levels(spoiled) == drawn.levels(spoiled)
