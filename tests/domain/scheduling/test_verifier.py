"""The stand-alone verifier: passes what was drawn rightly, and says FAIL to anything else."""

import ast
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.errors import DomainError
from scheduling.domain import drawing, drawlog, sampling
from scheduling.domain.canonical import canon, parse
from scheduling.domain.commit import commit_write
from scheduling.domain.encoding import SHA256
from scheduling.domain.roster import Officer, Pair, Venue
from tests.domain.scheduling import drawn

STEPS = [
    "files", "canon", "rosters", "eligible", "quota", "log", "times", "beacon",
    "secret", "seed", "cells", "draw", "match", "replace", "supplement", "root",
]  # fmt: skip
GOOD = {**dict.fromkeys(STEPS, "PASS"), "times": "WARN", "match": "WARN"}


@pytest.mark.parametrize("make", [drawn.prepared, drawn.tight])
def test_a_true_package_passes_every_step(make: Callable[[], drawing.Prepared]) -> None:
    files = drawn.package_of(make())
    assert drawn.levels(files) == GOOD
    head = drawlog.head(drawlog.read(files["log.jsonl"]))
    assert drawn.levels(files, head) == GOOD


def test_it_runs_alone_and_prints_one_line_per_step(tmp_path: Path) -> None:
    (tmp_path / "ssj_verify.py").write_bytes(drawn.VERIFIER.read_bytes())
    (tmp_path / "draw.zip").write_bytes(drawing.pack(drawn.package_of(drawn.tight())))
    told = alone(tmp_path, "draw.zip")
    lines = [line.split(maxsplit=2) for line in told.stdout.splitlines()]
    assert [(step, level) for level, step, _ in lines] == list(GOOD.items())
    assert (told.returncode, told.stderr) == (0, "")
    assert alone(tmp_path, "draw.zip", "--head", "00" * 32).returncode == 1


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "ssj_verify.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_it_imports_nothing_but_the_standard_library() -> None:
    imported = {
        line.split()[1].partition(".")[0]
        for line in drawn.VERIFIER.read_text().splitlines()
        if line.startswith(("import ", "from ")) and "__future__" not in line
    }
    assert imported <= sys.stdlib_module_names


def test_it_is_written_in_the_python_of_2020() -> None:
    ast.parse(drawn.VERIFIER.read_text(), feature_version=(3, 9))


# packages in other states


def committed_only() -> dict[str, bytes]:
    commit = drawn.prepared()
    return drawing.package(
        commit_bytes=commit.commit_bytes,
        log=drawn.log_of(commit, None),
        rosters=commit.rosters,
        drawn=None,
    )


def logged(files: Mapping[str, bytes], *events: tuple[int, str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The package with more lines in its log."""
    lines = drawlog.read(files["log.jsonl"])
    for at, event, fields in events:
        lines.append(
            drawlog.append(lines, scope="370117", no=1, at=drawn.MOMENT + at, ev=event, fields=fields).line
        )
    return {**files, "log.jsonl": drawlog.write(lines)}


BEACON = (60, "BEACON", {"opt": 0, "values": [drawn.THROWN], "proof": [drawn.SHEET]})


def test_a_draw_that_has_not_happened_is_partial() -> None:
    found = drawn.levels(committed_only())
    assert {step for step, level in found.items() if level == "PARTIAL"} == {
        "times", "beacon", "seed", "cells", "draw", "match", "root",
    }  # fmt: skip
    assert "FAIL" not in found.values()


def test_a_voided_draw_is_partial_and_its_result_is_known() -> None:
    files = logged(committed_only(), (10, "VOID", {"code": "roster"}), BEACON)
    found = drawn.verdicts(files)
    assert found["beacon"][0] == found["seed"][0] == "PASS"
    assert found["cells"] == ("PARTIAL", "the draw was voided (roster); 9 venues follow from its beacon")


def remade(files: Mapping[str, bytes], **changed: Any) -> dict[str, bytes]:
    """A package whose commit was changed and logged again, as a dishonest bureau would make it."""
    commit = {**parse(files["commit.json"], "commit.json"), **changed}
    data = canon(commit)
    lines: list[bytes] = []
    for old in drawlog.read(files["log.jsonl"]):
        line = parse(old, "log.jsonl")
        fields = {key: line[key] for key in drawlog.FIELDS[line["ev"]]}
        if line["ev"] == "COMMIT":
            fields["commit"] = sampling.commit_digest(SHA256, data).hex()
        made = drawlog.append(lines, scope="370117", no=1, at=line["at"], ev=line["ev"], fields=fields)
        lines.append(made.line)
    return {**files, "commit.json": data, "log.jsonl": drawlog.write(lines)}


# what a dishonest bureau might try, with everything logged anew


@pytest.mark.parametrize(
    ("changed", "step"),
    [
        ({"quota": {"A": 1, "B": 2, "C": 2, "D": 3}}, "quota"),
        ({"moment": drawn.MOMENT - 90000 + 3599}, "times"),
        ({"moment": drawn.MOMENT - 4 * 86400}, "times"),
        ({"moment": drawn.MOMENT + 61}, "times"),
        ({"beacon": {"kind": "dice", "n": 41}}, "beacon"),
        ({"beacon": {"kind": "ssq", "issue": "2026112", "date": "2026-12-24"}}, "beacon"),
        ({"venues": "00" * 32}, "rosters"),
        ({"officers": "00" * 32}, "rosters"),
        ({"blocked": "00" * 32}, "rosters"),
        ({"prev": "11" * 32}, "log"),
        ({"no": 2}, "log"),
        ({"scope": "370118"}, "log"),
        ({"spec": "SSJ-DRAW/2"}, "canon"),
        (
            {"policy": dict(drawn.policy(asof="2026-09-16", exclude_days={"*": dict.fromkeys("ABCD", 1)}))},
            "eligible",
        ),
        ({"policy": dict(drawn.policy(cellmin={"A": 1}))}, "cells"),
        ({"policy": dict(drawn.policy(max_count={"书店": {}}))}, "eligible"),
        ({"policy": dict(drawn.policy(w={"A": 1}, lift=[]))}, "quota"),
    ],
)
def test_a_commit_that_does_not_fit_fails_at_its_step(changed: dict[str, Any], step: str) -> None:
    files = drawn.package_of(drawn.prepared())
    assert drawn.levels(remade(files, **changed))[step] == "FAIL"


def test_a_verifier_that_was_not_named_is_a_warning() -> None:
    assert drawn.levels(remade(drawn.package_of(drawn.prepared()), verifier="00" * 32))["canon"] == "WARN"


def resulted(files: Mapping[str, bytes], results: bytes, **changed: Any) -> dict[str, bytes]:
    """Another results.tsv, with a RESULT line changed to go with it."""
    lines = drawlog.read(files["log.jsonl"])
    fields = {
        key: value for key, value in parse(lines.pop(), "log").items() if key in drawlog.FIELDS["RESULT"]
    }
    rest = {**files, "log.jsonl": drawlog.write(lines), "results.tsv": results}
    return logged(rest, (120, "RESULT", {**fields, **changed}))


def test_a_result_that_does_not_follow_fails_at_its_step() -> None:
    files = drawn.package_of(drawn.tight())
    head, *rows = files["results.tsv"].decode().splitlines(keepends=True)
    spoiled: list[tuple[str, str, dict[str, Any]]] = [
        ("cells", head + "".join(rows[1:]), {}),
        ("cells", head + "".join(rows).replace("\tB\t", "\tA\t"), {}),
        ("draw", head + "".join(rows).replace(rows[0][:18], "91370117MA3C0000XL"), {}),
        ("match", head + "".join(rows).replace(",-", ",370117000", 1), {}),
        ("match", files["results.tsv"].decode(), {"open": 3}),
        ("match", files["results.tsv"].decode(), {"relaxed": 1}),
        ("root", files["results.tsv"].decode(), {"n": 8}),
        ("root", files["results.tsv"].decode(), {"root": "00" * 32}),
        ("quota", files["results.tsv"].decode(), {"short": {"A": 1}}),
    ]
    for step, results, changed in spoiled:
        assert drawn.levels(resulted(files, results.encode(), **changed))[step] == "FAIL", (step, changed)


def without(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    return {key: data for key, data in files.items() if key != name}


def test_files_belong_to_what_the_log_tells() -> None:
    files, tight = drawn.package_of(drawn.prepared()), drawn.package_of(drawn.tight())
    wrong = [
        ("files", without(files, "venues.tsv")),
        ("files", {**files, "notes.txt": b""}),
        ("files", {**files, "folder/results.tsv": b""}),
        ("cells", without(files, "results.tsv")),
        ("cells", {**logged(committed_only(), BEACON), "results.tsv": files["results.tsv"]}),
        ("match", without(tight, "lifted.tsv")),
        ("rosters", {**files, "lifted.tsv": tight["lifted.tsv"]}),
        ("replace", {**files, "replace.tsv": b""}),
        ("supplement", {**files, "supplement-1.tsv": b""}),
    ]
    for step, spoiled in wrong:
        assert drawn.levels(spoiled)[step] == "FAIL", step


def test_what_is_no_zip_fails() -> None:
    data = drawing.pack(drawn.package_of(drawn.prepared()))
    twice = io.BytesIO(data)
    with zipfile.ZipFile(twice, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("log.jsonl", b"{}\n")
    for spoiled in (b"", data[:-30], b"x" * 99, twice.getvalue()):
        assert drawn.levels(spoiled)["files"] == "FAIL"


@pytest.mark.parametrize(
    ("name", "data"), [("commit.json", b"[1]"), ("log.jsonl", b"{}"), ("log.jsonl", b'{"a": 1}\n')]
)
def test_what_is_not_canonical_fails(name: str, data: bytes) -> None:
    assert drawn.levels({**drawn.package_of(drawn.prepared()), name: data})["canon"] == "FAIL"


def test_a_log_without_this_draw_fails() -> None:
    files = committed_only()
    other = drawn.log_of(drawn.tight(), None)
    assert drawn.levels({**files, "log.jsonl": drawlog.write(other)})["log"] == "FAIL"


def test_a_lottery_known_late_in_the_evening_is_a_warning() -> None:
    evening = drawn.MOMENT - drawn.MOMENT % 86400 + 14 * 3600
    lotteries = [{"kind": kind, "issue": "2026257", "date": "2026-09-24"} for kind in ("ssq", "pl5", "3d")]
    values = ["ssq:2026257:03-07-11-19-24-30+08", "pl5:2026257:07192", "3d:2026257:719"]
    files = remade(committed_only(), beacon={"kind": "all", "of": lotteries}, moment=evening)
    line = (86400, "BEACON", {"opt": 0, "values": values, "proof": [drawn.SHEET] * 3})
    level, message = drawn.verdicts(logged(files, line))["beacon"]
    assert level == "WARN"
    assert "after 21:30" in message


def test_the_head_may_be_of_the_result_or_later() -> None:
    files = drawn.package_of(drawn.prepared())
    lines = drawlog.read(files["log.jsonl"])
    later = logged(files, (999, "ERRATUM", {"ref": 3, "code": "upload", "evidence": drawn.SHEET}))
    found = drawn.verdicts(later, drawlog.head(lines))["log"]
    assert found[0] == "WARN"
    assert "as printed, line 3" in found[1]
    assert drawn.levels(later, drawlog.head(lines[:2]))["log"] == "FAIL"


def assigned(leaf: str, slot: int, officer: str) -> tuple[int, str, dict[str, Any]]:
    fields = {"leaf": leaf, "slot": slot, "officer": officer, "code": "neighbour", "approval": drawn.SHEET}
    return 300, "ASSIGN", fields


def test_direct_assignment_fills_open_seats_only() -> None:
    commit = drawn.tight()
    # the seed depends on this very program: a throw that leaves one seat of a team open
    throws = [f"dice:40:{number:040}" for number in range(20)]
    values, result, seat = next(
        ([throw], result, seat)
        for throw, result in ((throw, drawn.drawn(commit, [throw])) for throw in throws)
        for seat in result.open
        if {*result.teams[seat.venue]} != {"-"}
    )
    files = drawn.package_of(commit, values)
    leaf, team = result.proof(seat.venue).leaf, result.teams[seat.venue]
    taken = next(slot for slot, uid in enumerate(team) if uid != "-")
    stranger = "370118001"
    right = assigned(leaf, seat.slot, stranger)
    assert drawn.levels(logged(files, right))["match"] == "WARN"
    another = assigned(leaf, seat.slot, "370118002")  # instead of the first
    assert drawn.levels(logged(files, right, another))["match"] == "WARN"
    wrong = [
        [assigned("00" * 32, seat.slot, stranger)],
        [assigned(leaf, taken, stranger)],
        [assigned(leaf, 9, stranger)],
        [assigned(leaf, seat.slot, team[taken])],
        [right, right],
    ]
    for lines in wrong:
        assert drawn.levels(logged(files, *lines))["match"] == "FAIL"


def test_a_blocked_pair_assigned_directly_is_a_warning() -> None:
    commit = drawn.tight()
    result = drawn.drawn(commit)
    blocked = set(commit.rosters.blocked)
    seat = next(
        seat
        for seat in result.open
        if Pair("370117001", seat.venue) in blocked and "370117001" not in result.teams[seat.venue]
    )
    line = assigned(result.proof(seat.venue).leaf, seat.slot, "370117001")
    assert "blocked pair" in drawn.verdicts(logged(drawn.package_of(commit), line))["match"][1]


# any district


WORDS = st.sampled_from
VENUES = st.lists(
    st.builds(
        Venue,
        st.integers(0, 99).map("V{:02}".format),
        WORDS("ABCD"),
        st.tuples(WORDS(drawn.TOWNS), WORDS(drawn.TYPES)).map("/".join),
        st.just("某店"),
        WORDS(["open", "open", "open", "停业"]),
        WORDS(["", "2026-01-01", "2026-08-08"]),
        st.integers(0, 2),
        WORDS(["", "", "", "case"]),
    ),
    max_size=30,
    unique_by=lambda venue: venue.id,
)
OFFICERS = st.lists(
    st.builds(
        Officer,
        st.integers(0, 9).map("I{}".format),
        WORDS(["一中队", ""]),
        WORDS([(), ("NET",), ("NET", "lead"), ("lead",)]),
        WORDS([("*",), ("*",), drawn.TOWNS[:1], ()]),
        WORDS(["", "2026-01-01"]),
        WORDS(["2026-12-31", "2026-12-31", ""]),
        WORDS(["2026-12-31", "2026-10-15", "2026-10-14"]),
        st.integers(0, 3),
        st.integers(0, 6),
    ),
    max_size=7,
    unique_by=lambda officer: officer.id,
)


@settings(max_examples=80)
@given(VENUES, OFFICERS, st.data())
def test_any_district_is_drawn_alike_by_both_implementations(
    venues: list[Venue], officers: list[Officer], data: st.DataObject
) -> None:
    known = [Pair(o.id, v.id) for o in officers for v in venues]
    blocked = data.draw(st.lists(WORDS(known), unique=True, max_size=20)) if known else []
    relax = data.draw(st.permutations(["cap", "rotation", "town", "load"]))[: data.draw(st.integers(0, 4))]
    lifted = blocked[::2] if "rotation" in relax else []
    seats = {"*": ["lead", ""], "网吧": ["NET", "U:一中队", ""]}
    rules = drawn.policy(
        relax=relax,
        seats=seats,
        cellmin=data.draw(WORDS([{}, {"A": 1}])),
        overall=data.draw(WORDS([0, 9000])),
        min=dict.fromkeys("ABCD", data.draw(WORDS([0, 30]))),
    )
    try:
        commit = drawn.prepared(
            policy=rules, venues=venues, officers=officers, blocked=blocked, lifted=lifted
        )
    except DomainError as refused:
        assert refused.data["rule"] == "N11"  # the cells' minima can exceed a quota
        return
    digits = "".join(map(str, data.draw(st.lists(st.integers(0, 9), min_size=40, max_size=40))))
    found = drawn.verdicts(drawn.package_of(commit, [f"dice:40:{digits}"]))
    assert not [told for told in found.values() if told[0] not in ("PASS", "WARN")]


def test_a_changed_commit_is_spelled_as_the_engine_spells_it() -> None:
    commit = drawn.prepared()
    assert commit_write(commit.commit) == canon(dict(commit.commit)) == commit.commit_bytes
