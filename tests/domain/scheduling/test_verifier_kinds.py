"""The verifier before packages of every kind: sealed, voided, delayed, replaced, supplemented, in SM3."""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import drawing, drawlog
from scheduling.domain.amendments import Seat, Standing
from scheduling.domain.canonical import canon, parse
from scheduling.domain.encoding import profile_named
from scheduling.domain.roster import OPEN_SEAT
from tests.domain.scheduling import drawn, packages
from tests.domain.scheduling.drawn import MOMENT, SHEET, levels, verdicts
from tests.domain.scheduling.packages import KINDS, SEAL, SECRET, Event, Files, made

UNDRAWN = ("cells", "draw", "match", "root")
PARTIAL = {
    "committed": {"times", "beacon", "seed", *UNDRAWN},
    "sealed": {"secret", "seed", *UNDRAWN, "replace", "supplement"},
    "void": {"times", *UNDRAWN},
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


# log lines of one's own making


def relogged(files: Mapping[str, bytes], change: Callable[[list[Event]], object]) -> Files:
    """The package with other lines in its log, chained anew as a dishonest bureau would."""
    spec = parse(files["commit.json"], "commit.json")
    events: list[Event] = []
    for data in drawlog.read(files["log.jsonl"]):
        line = parse(data, "log.jsonl")
        events.append((line["at"], line["ev"], {key: line[key] for key in drawlog.FIELDS[line["ev"]]}))
    change(events)
    profile, lines = profile_named(spec["spec"]), list[bytes]()
    for seq, (at, event, fields) in enumerate(events, start=1):
        no = 1 + sum(one[1] == "COMMIT" for one in events[1:seq])
        common = {"at": at, "ev": event, "no": no, "prev": drawlog.head(lines, profile), "seq": seq}
        lines.append(canon({**fields, **common, "scope": "370117"}, "log"))
    return {**files, "log.jsonl": drawlog.write(lines)}


def of(events: list[Event], kind: str) -> int:
    """Where the first line of a kind stands."""
    return next(place for place, event in enumerate(events) if event[1] == kind)


def told(kind: str, at: int = 0, **changed: Any) -> Callable[[list[Event]], object]:
    """The first line of a kind, told otherwise."""

    def change(events: list[Event]) -> None:
        place = of(events, kind)
        old = events[place]
        events[place] = (at or old[0], kind, {**old[2], **changed})

    return change


def dropped(kind: str) -> Callable[[list[Event]], object]:
    return lambda events: events.pop(of(events, kind))


# the secret


def zipped(files: Mapping[str, bytes]) -> Any:
    return io.BytesIO(drawing.pack(files))


def without_results(files: Mapping[str, bytes]) -> Files:
    return {name: data for name, data in files.items() if not name.startswith(("res", "lif", "rep", "sup"))}


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


def recommitted(files: Mapping[str, bytes], **changed: Any) -> Files:
    """Another commit, logged anew."""
    data = canon({**parse(files["commit.json"], "commit.json"), **changed})
    spec = profile_named("SSJ-DRAW/1")
    return relogged({**files, "commit.json": data}, told("COMMIT", commit=spec.h("commit", data).hex()))


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


# the beacon


@pytest.mark.parametrize(
    "changed",
    [
        {"proof": ["00" + packages.SIGNATURE[2:], SHEET]},
        {"proof": [packages.SIGNATURE[:-1] + "a", SHEET]},
        {"values": ["00" * 32, drawn.THROWN]},
        {"values": [packages.RANDOMNESS]},
        {"opt": 1},
    ],
)
def test_a_value_of_drand_that_was_not_signed_fails(changed: dict[str, Any]) -> None:
    assert levels(relogged(made("drand"), told("BEACON", **changed)))["beacon"] == "FAIL"


SIGNED = bytes.fromhex(packages.SIGNATURE)


def test_the_signature_of_a_round_is_checked() -> None:
    verifier = drawn.verifier()
    assert verifier.signed(packages.ROUND, SIGNED)
    assert not verifier.signed(packages.ROUND + 1, SIGNED)
    # the same point mirrored: on the curve, in the subgroup, signed by nobody
    assert not verifier.signed(packages.ROUND, bytes([SIGNED[0] ^ 0x20]) + SIGNED[1:])


@pytest.mark.parametrize(
    "signature",
    [
        "00" * 48,  # not compressed
        "c0" + "00" * 47,  # infinity
        "9f" + "ff" * 47,  # not below p
        SIGNED.hex()[:-1] + "a",  # not on the curve
        "80" + "00" * 46 + "04",  # outside the subgroup
    ],
)
def test_what_is_no_point_of_the_group_is_no_signature(signature: str) -> None:
    verifier = drawn.verifier()
    with pytest.raises(verifier.Broken):
        verifier.signed(packages.ROUND, bytes.fromhex(signature))


def test_another_chain_fails() -> None:
    committed = recommitted(made("committed"), beacon={**packages.DRAND, "chain": "00" * 32})
    assert levels(committed)["beacon"] == "FAIL"


DELAYED = [
    {"i": 3},  # dice
    {"i": 4},
    {"from": "2026256"},
    {"to": "2026257"},
    {"to": "258"},
    {"at": 1790256600 + 86399},
]


@pytest.mark.parametrize("changed", DELAYED)
def test_a_delay_that_is_none_fails(changed: dict[str, Any]) -> None:
    assert levels(relogged(made("delayed lottery"), told("BEACON_DELAY", **changed)))["beacon"] == "FAIL"


@pytest.mark.parametrize(
    "changed", [{"to": "657412"}, {"to": "657414"}, {"from": "599813"}, {"at": 1694689204}]
)
def test_a_delay_to_another_round_fails(changed: dict[str, Any]) -> None:
    assert levels(relogged(made("delayed drand"), told("BEACON_DELAY", **changed)))["beacon"] == "FAIL"


def test_a_source_is_delayed_once_unless_the_draw_is_void() -> None:
    def twice(events: list[Event]) -> None:
        place = of(events, "BEACON_DELAY")
        at, kind, fields = events[place]
        events.insert(place + 1, (at, kind, {**fields, "from": "2026258", "to": "2026259"}))

    def void(events: list[Event]) -> None:
        twice(events)
        dropped("RESULT")(events)
        events.insert(of(events, "BEACON_DELAY") + 1, (events[1][0], "VOID", {"code": "beacon"}))
        values = [*packages.NUMBERS[:2], "3d:2026259:007", drawn.THROWN]
        told("BEACON", values=values)(events)

    assert levels(relogged(made("delayed lottery"), twice))["beacon"] == "FAIL"
    assert levels(without_results(relogged(made("delayed lottery"), void)))["beacon"] == "WARN"


def test_a_result_may_be_as_late_as_its_source_was() -> None:
    at = 1790256600 + 86400
    latest = MOMENT + 3 * 86400 + (at - 1790256600) + 3 * 86400
    for when, level in ((latest, "WARN"), (latest + 1, "FAIL")):
        assert levels(relogged(made("delayed lottery"), told("RESULT", when)))["times"] == level


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


# one venue's proof


def proof_of(
    commit: drawing.Prepared, lines: list[bytes], result: drawing.Drawn, venue: str
) -> dict[str, Any]:
    given = result.proof(venue)
    line = next(line for line in lines if b'"ev":"RESULT"' in line)
    return {
        "spec": commit.commit["spec"],
        "line": line.decode(),
        "head": result.profile.h("log", line).hex(),
        "row": given.row,
        "salt": given.salt,
        "index": given.index,
        "n": given.n,
        "siblings": list(given.siblings),
    }


def proofs() -> list[dict[str, Any]]:
    """Every venue of a sealed draw in SM3, before its reveal."""
    commit = packages.announced(seal=SEAL, profile=packages.SM3)
    result = drawing.draw(
        commit_bytes=commit.commit_bytes, rosters=commit.rosters, values=[drawn.THROWN], secret=SECRET
    )
    lines = drawlog.read(packages.package(commit, revealed=False)["log.jsonl"])
    return [proof_of(commit, lines, result, row.id) for row in result.rows]


def passed(proof: Mapping[str, Any], head: str = "") -> list[str]:
    return [level for _, level, _ in drawn.verifier().verify_proof(json.dumps(proof).encode(), head)]


def test_every_venue_of_a_sealed_draw_proves_its_row() -> None:
    for proof in proofs():
        assert passed(proof) == passed(proof, proof["head"]) == ["PASS"] * 3


def test_a_proof_changed_anywhere_fails() -> None:
    proof = proofs()[4]
    changed: list[dict[str, Any]] = [
        {"spec": "SSJ-DRAW/1"},
        {"row": proof["row"].replace("370117", "370118", 1)},
        {"salt": SHEET},
        {"index": 5},
        {"n": 8},
        {"siblings": proof["siblings"][1:]},
        {"siblings": [*proof["siblings"], SHEET]},
        {"head": SHEET},
        {"line": proof["line"].replace('"open":', '"open":1')},
        {"more": 1},
    ]
    for other in changed:
        assert "FAIL" in passed({**proof, **other}), other
    assert passed(proof, SHEET)[1] == "FAIL"


def test_a_replacing_venue_proves_its_row_by_its_line() -> None:
    commit = packages.announced()
    state = Standing(drawn.drawn(commit), commit.commit["policy"], commit.rosters)
    change = state.replace("moved", sorted(state.rows)[0])
    assert change.in_ is not None
    line = canon({**change.fields, "evidence": SHEET, "at": 9, "ev": "REPLACE", "no": 1, "prev": SHEET,
                  "scope": "370117", "seq": 4})  # fmt: skip
    profile = state.profile
    proof = {
        "spec": profile.spec,
        "line": line.decode(),
        "head": profile.h("log", line).hex(),
        "row": "\t".join((change.in_.id, change.in_.cls, change.in_.cell, ",".join(change.in_.team))),
        "salt": profile.h("salt", state.seed, change.in_.id).hex(),
        "index": 0,
        "n": 1,
        "siblings": [],
    }
    assert passed(proof) == ["PASS"] * 3
    assert passed({**proof, "salt": SHEET})[2] == "FAIL"


def test_the_program_reads_a_proof_by_itself(tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(json.dumps(proofs()[0]))
    command = [sys.executable, "-I", str(drawn.VERIFIER), str(tmp_path / "proof.json")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert [line.split()[:2] for line in told.stdout.splitlines()] == [
        ["PASS", "proof"], ["PASS", "head"], ["PASS", "row"],
    ]  # fmt: skip


# any course


ACTS = st.lists(st.tuples(st.sampled_from("VVOSA"), st.integers(0, 999), st.integers(0, 2)), max_size=12)


def acted(acts: list[tuple[str, int, int]]) -> packages.Later:
    """What happened after the result, by the engine."""

    def later(state: Standing) -> Any:
        for act, place, slot in acts:
            rows = sorted(state.rows)
            if not rows:
                return
            row = state.rows[rows[place % len(rows)]]
            seat = Seat(row.id, slot % len(row.team))
            if act == "V":
                yield "REPLACE", {**state.replace("moved", row.id).fields, "evidence": SHEET}
            elif act == "O" and row.team[seat.slot] != OPEN_SEAT:
                code = ("leave", "sick", "transfer", "recusal")[place % 4]
                yield "REPLACE", {**state.relieve(code, seat).fields, "evidence": SHEET}
            elif act == "S" and len(state.supplements) < 2:
                yield "SUPPLEMENT", state.supplement().fields
            elif act == "A" and row.team[seat.slot] == OPEN_SEAT and seat not in state.assigned:
                fields = {"leaf": state.leaf(row), "slot": seat.slot, "code": "邻队", "approval": SHEET}
                officer = f"37011700{place % 10}"
                if officer not in state.team(row.id):
                    state.assign(seat, officer)
                    yield "ASSIGN", {**fields, "officer": officer}

    return later


def roomy(spec: str, sealed: bool, cap: int, extra: int) -> drawing.Prepared:
    """A district with long waiting lists, and enough or too few officers."""
    rules = drawn.policy(
        overall=0, bp=dict.fromkeys("ABCD", 1000), max_extra=[{"A": extra, "C": 1}, {"B": extra, "D": 5}]
    )
    return drawn.prepared(
        policy=rules,
        venues=drawn.venues(60),
        officers=drawn.officers(8, cap),
        seal=SEAL if sealed else drawing.OPEN,
        profile=profile_named(spec),
    )


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
