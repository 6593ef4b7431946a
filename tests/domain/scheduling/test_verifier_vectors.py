"""The published vectors, answered by the stand-alone verifier with its own functions."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.domain.scheduling import drawn
from tests.domain.scheduling.test_draw_vectors import SEED, vector

V = drawn.verifier()
H, SM3 = V.PROFILES["SSJ-DRAW/1"], V.PROFILES["SSJ-DRAW/1-SM3"]
CASE = SimpleNamespace(h=H, seed=SEED)


def table(given: Any) -> bytes:
    rows = sorted(given["rows"], key=lambda row: row[0].encode())
    return "".join("\t".join(row) + "\n" for row in [["SSJ-DRAW/1", *given["columns"]], *rows]).encode()


def seeded(h: Any, commit: str, values: list[str], secret: bytes = b"") -> str:
    return str(h("seed", h("commit", commit), V.spell(values), secret).hex())


def test_v1_v2_v4_digests() -> None:
    v1, v2, v4 = vector("v1"), vector("v2"), vector("v4")
    assert (len(table(v1)), H.plain(table(v1)).hex()) == (v1["bytes"], v1["sha256"])
    assert V.spell(V.unspell(v2["commit"].encode())) == v2["commit"]
    assert H("commit", v2["commit"]).hex() == v2["digest"]
    assert H("secret", v4["scope"], v4["no"], bytes.fromhex(v4["secret"])).hex() == v4["digest"]


def test_v3_v5_v6_x3_seeds_and_keys() -> None:
    for name in ("v3", "v5"):
        given = vector(name)
        secret = bytes.fromhex(given["secret"])
        assert seeded(H, vector("v2")["commit"], given["values"], secret) == given["seed"]
    keys = vector("v6")
    seed = bytes.fromhex(keys.pop("seed"))
    assert {name: H(name, seed).hex() for name in keys} == keys
    x3 = vector("x3")
    assert [seeded(H, x3["commit"], case["values"]) for case in x3["seeds"]] == [
        c["seed"] for c in x3["seeds"]
    ]
    assert [V.round_of(case["moment"]) for case in x3["drand"]["rounds"]] == [
        case["round"] for case in x3["drand"]["rounds"]
    ]


def test_v7_v8_tickets() -> None:
    for given, order in (
        (vector("v7"), [row["id"] for row in vector("v7")["order"]]),
        (vector("v8"), vector("v8")["order"]),
    ):
        key = bytes.fromhex(given["key"])
        assert sorted(order, key=lambda uid: H.plain(key + uid.encode())) == order


@pytest.mark.parametrize("case", [*vector("v9")["quotas"], *vector("x8")["quotas"]])
def test_v9_x8_quotas(case: dict[str, Any]) -> None:
    rows = [
        {"class": cls, "eligible": "Y" if n < case["eligible"][cls] else "case"}
        for cls, count in case["registered"].items()
        for n in range(count)
    ]
    assert V.quotas(rows, case) == (case["quota"], case["shortfall"])


def test_v9_x2_cells() -> None:
    given = vector("v9")["cells"]
    sizes = [(cell, size) for cell, size in given["sizes"]]
    assert V.spread(H, bytes.fromhex(given["key"]), given["label"], given["n"], sizes) == given["counts"]
    x2, alloc = vector("x2"), H("alloc", SEED)
    rows = [
        {"id": uid, "class": "B", "cell": cell, "eligible": "Y"}
        for cell, ids in x2["venues"].items()
        for uid in ids
    ]
    case = V.Case(None, "", "", 0)
    case.seed, case.venues, case.quota, case.policy = SEED, rows, {"B": x2["quota"]}, {"cellmin": {}}
    V.choose(case)
    for cell, lists in x2["drawn"].items():
        assert sorted(uid for uid, key in case.selected.items() if key == ("B", cell)) == sorted(
            lists["selected"]
        )
        assert case.waiting["B", cell] == lists["waiting"]
    for extra in (x2["supplement_after_replace"], x2["supplement_directly"]):
        cells = V.laid(H, alloc, "B", extra["sizes"].items())
        assert V.spread(H, alloc, f"B/sup{extra['k']}", extra["extra"], cells) == extra["counts"]


def test_x2_replacements_follow_cell_and_class() -> None:
    x2 = vector("x2")
    lists = {("B", cell): list(one["waiting"]) for cell, one in x2["drawn"].items()}
    key = H("venue", SEED)
    places = {uid: cell for cell, ids in x2["venues"].items() for uid in ids}
    case = SimpleNamespace(
        h=H,
        seed=SEED,
        waiting=lists,
        cells=places,
        tickets={uid: H.plain(key + uid.encode()) for uid in places},
        loads={},
        results=[
            {"id": uid, "class": "B", "cell": cell, "team": "-"}
            for cell, one in x2["drawn"].items()
            for uid in one["selected"]
        ],
        terms=SimpleNamespace(people={}, room=lambda *_: [[]]),
    )
    duty = V.Duty(case, {row["id"]: ["-"] for row in case.results})
    found = [[out, came["id"], came["cell"]] for out in ("V01", "V02") for came in [duty.next_venue(out)]]
    assert found == x2["replaced"]
    assert {cell: ids for (_, cell), ids in lists.items()} == {
        cell: one["waiting"] for cell, one in x2["after_replace"].items()
    }


@pytest.mark.parametrize("name", ["v10", "x5", "x6"])
def test_v10_x5_x6_matches(name: str) -> None:
    given = vector(name)
    people = {officer["id"]: (officer["load"], officer["cap"]) for officer in given["officers"]}
    run = V.Assignment(CASE, people, given["seats"])
    run.run()
    assert V.seated(run) == given["teams"]
    assert dict(zip(run.people, run.load, strict=True)) == given["loads"]


def test_x1_leaves_roots_and_proofs() -> None:
    given = vector("x1")
    rows = [
        dict(zip(("id", "class", "cell", "team"), row["row"].split("\t"), strict=True))
        for row in given["rows"]
    ]
    assert [V.leaf_of(CASE, row) for row in rows] == [row["leaf"] for row in given["rows"]]
    found = [V.root_over(CASE, some) for some in (rows, [], rows[:1])]
    assert found == [given["root"], given["root_of_none"], given["root_of_first"]]
    for proof in given["proofs"]:
        leaf = bytes.fromhex(V.leaf_of(CASE, rows[proof["index"]]))
        siblings = [bytes.fromhex(one) for one in proof["siblings"]]
        top = V.climbed(H, leaf, proof["index"], len(rows), siblings)
        assert H("root", len(rows), top).hex() == given["root"]


def test_x4_the_other_profile() -> None:
    given = vector("x4")
    assert SM3.plain(table(vector("v1"))).hex() == given["roster"]
    assert SM3("commit", given["commit"]).hex() == given["digest"]
    assert seeded(SM3, given["commit"], vector("v3")["values"]) == given["seed"]
    seed = bytes.fromhex(given["seed"])
    assert {name: SM3(name, seed).hex() for name in given["subkeys"]} == given["subkeys"]


def test_x7_heads() -> None:
    lines = vector("x7")["lines"]
    assert [H("log", case["line"]).hex() for case in lines] == [case["head"] for case in lines]
