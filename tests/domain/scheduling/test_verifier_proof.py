"""The verifier before the proof one venue was given, while the rest of a draw is sealed."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scheduling.domain import drawing, drawlog
from scheduling.domain.amendments import Standing
from scheduling.domain.canonical import canon
from tests.domain.scheduling import drawn, packages
from tests.domain.scheduling.drawn import SHEET
from tests.domain.scheduling.packages import SEAL, SECRET


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
    ]
    for other in changed:
        assert "FAIL" in passed({**proof, **other}), other
    assert passed(proof, SHEET)[1] == "FAIL"
    for key in proof:
        assert passed({name: value for name, value in proof.items() if name != key})[0] == "FAIL", key
    assert passed({**proof, "root": "what the page shows"}) == ["PASS"] * 3


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
