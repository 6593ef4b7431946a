"""The published vectors of SSJ-DRAW/1, stored as data so that every implementation reads the same ones."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from scheduling.domain import beacon, drawlog, merkle, quota, sampling
from scheduling.domain.canonical import canon, parse
from scheduling.domain.encoding import SHA256
from scheduling.domain.matching import Capacity, Match, Matching, Pool, match
from scheduling.domain.quota import Cell, Share, cell_order, cells, cells_with_least, class_quota
from scheduling.domain.tables import table_bytes
from tests.domain.scheduling import drawn

VECTORS = Path(__file__).parents[2] / "vectors"


def vector(name: str) -> Any:
    return json.loads((VECTORS / f"draw_{name}.json").read_text())


SEED = bytes.fromhex(vector("v3")["seed"])
KEYS = sampling.subkeys(SHA256, SEED)


def test_v1_roster_has_the_published_bytes() -> None:
    given = vector("v1")
    data = table_bytes(given["columns"], sorted(given["rows"], key=lambda row: row[0].encode()))
    assert (len(data), hashlib.sha256(data).hexdigest()) == (given["bytes"], given["sha256"])


def test_v2_commit_is_canonical_and_has_its_digest() -> None:
    given = vector("v2")
    data = given["commit"].encode()
    assert canon(parse(data, "commit.json")) == data
    assert sampling.commit_digest(SHA256, data).hex() == given["digest"]


@pytest.mark.parametrize("name", ["v3", "v5"])
def test_v3_v5_seed_in_open_and_sealed_mode(name: str) -> None:
    given = vector(name)
    commit = vector("v2")["commit"].encode()
    found = sampling.seed(SHA256, commit, given["values"], bytes.fromhex(given["secret"]))
    assert found.hex() == given["seed"]


def test_v4_secret_has_its_commitment() -> None:
    given = vector("v4")
    secret = bytes.fromhex(given["secret"])
    assert sampling.secret_digest(SHA256, given["scope"], given["no"], secret).hex() == given["digest"]


def test_v6_subkeys_of_a_seed() -> None:
    given = vector("v6")
    keys = sampling.subkeys(SHA256, bytes.fromhex(given.pop("seed")))
    assert {name: key.hex() for name, key in keys._asdict().items()} == given


def test_v7_tickets_in_order() -> None:
    given = vector("v7")
    wanted = [(row["ticket_starts"], row["id"]) for row in given["order"]]
    found = sampling.tickets(
        SHA256, bytes.fromhex(given["key"]), drawn.spelled(sorted(uid for _, uid in wanted))
    )
    assert [(ticket.hex()[:16], uid.decode()) for ticket, uid in found] == wanted


def test_v8_tickets_of_a_zero_key() -> None:
    given = vector("v8")
    found = sampling.tickets(SHA256, bytes.fromhex(given["key"]), drawn.spelled(given["ids"]))
    assert [uid.decode() for _, uid in found] == given["order"]
    assert {uid: ticket.hex() for ticket, uid in found}[b"A"] == given["ticket_A"]


@pytest.mark.parametrize("case", [*vector("v9")["quotas"], *vector("x8")["quotas"]])
def test_v9_x8_quotas(case: dict[str, Any]) -> None:
    shares = {
        cls: Share(count, case["eligible"][cls], case["bp"][cls], case["min"][cls], case["w"][cls])
        for cls, count in case["registered"].items()
    }
    found = class_quota(shares, case["overall"])
    assert found == quota.Quota(case["quota"], case["shortfall"])


def test_v9_cells_in_the_order_given() -> None:
    given = vector("v9")["cells"]
    laid = [Cell(name, size) for name, size in given["sizes"]]
    assert cells(SHA256, bytes.fromhex(given["key"]), given["label"], given["n"], laid) == given["counts"]


@pytest.mark.parametrize("name", ["v10", "x5", "x6"])
def test_v10_x5_x6_matches(name: str) -> None:
    given = vector(name)
    officers = [Capacity(**officer) for officer in given["officers"]]
    found = match(SHA256, KEYS.order, KEYS.match, officers, given["seats"])
    assert found == Matching(
        {uid: tuple(None if o == "-" else o for o in team) for uid, team in given["teams"].items()},
        given["loads"],
        tuple((venue, slot) for venue, slot in given["open"]),
        given["augmented"],
        given["balanced"],
    )


def test_x5_officers_and_venues_have_hashed_orders() -> None:
    given = vector("x5")
    pool = Pool(SHA256, KEYS.order, [Capacity(**officer) for officer in given["officers"]])
    seats = {uid: [pool.mask(ids) for ids in slots] for uid, slots in given["seats"].items()}
    run = Match(SHA256, KEYS.match, pool, seats)
    assert (list(pool.ids), run.venues) == (given["officer_order"], given["venue_order"])


def test_x1_leaves_root_and_proofs() -> None:
    given = vector("x1")
    rows = [row["row"] for row in given["rows"]]
    leaves = [merkle.row_leaf(SHA256, SEED, row) for row in rows]
    assert [leaf.hex() for leaf in leaves] == [row["leaf"] for row in given["rows"]]
    assert merkle.salt(SHA256, SEED, rows[0].split("\t")[0]).hex() == given["salt_0"]
    roots = [merkle.root(SHA256, some).hex() for some in (leaves, [], leaves[:1])]
    assert roots == [given["root"], given["root_of_none"], given["root_of_first"]]
    for wanted in given["proofs"]:
        proof = merkle.prove(SHA256, SEED, rows, wanted["index"])
        assert list(proof.siblings) == wanted["siblings"]
        assert merkle.proves(SHA256, proof, given["root"])


def test_x2_cells_selected_and_waiting() -> None:
    given = vector("x2")
    laid = cell_order(
        SHA256, KEYS.alloc, given["class"], [Cell(c, len(v)) for c, v in given["venues"].items()]
    )
    assert SHA256.below(KEYS.alloc, f"start/{given['class']}", 12) == given["start"]
    counts = cells(SHA256, KEYS.alloc, given["class"], given["quota"], laid)
    found = {}
    for cell, ids in given["venues"].items():
        selected, waiting = sampling.draw_cell(SHA256, KEYS.venue, drawn.spelled(ids), counts[cell])
        found[cell] = {"selected": [t.id for t in selected], "waiting": [t.id for t in waiting]}
    assert found == given["drawn"]


def test_x2_cells_with_a_least_number_each_in_the_order_given() -> None:
    given = vector("x2")
    laid = [Cell(cell, len(given["venues"][cell])) for cell in given["cellmin"]["order"]]
    least = given["cellmin"]["least"]
    found = cells_with_least(SHA256, KEYS.alloc, given["class"], given["quota"], laid, least)
    assert found == given["cellmin"]["counts"]


def test_x2_supplement_goes_by_the_waiting_lists_that_are_left() -> None:
    given = vector("x2")
    for extra in (given["supplement_after_replace"], given["supplement_directly"]):
        sizes = [Cell(cell, size) for cell, size in extra["sizes"].items()]
        laid = cell_order(SHA256, KEYS.alloc, given["class"], sizes)
        label = f"{given['class']}/sup{extra['k']}"
        assert cells(SHA256, KEYS.alloc, label, extra["extra"], laid) == extra["counts"]


def test_x3_beacon_strings_make_their_seeds() -> None:
    given = vector("x3")
    found = [sampling.seed(SHA256, given["commit"].encode(), case["values"]).hex() for case in given["seeds"]]
    assert found == [case["seed"] for case in given["seeds"]]


def test_x3_drand_round_follows_from_the_moment() -> None:
    given = vector("x3")["drand"]
    assert [beacon.drand_round(case["moment"]) for case in given["rounds"]] == [
        case["round"] for case in given["rounds"]
    ]
    source = {"kind": "drand", "chain": beacon.CHAIN, "round": given["round"]}
    beacon.proof_check(source, 0, [given["value"]], [given["signature"]])


def test_x7_log_lines_have_their_heads() -> None:
    lines = [(case["line"].encode(), case["head"]) for case in vector("x7")["lines"]]
    assert [drawlog.head([line]) for line, _ in lines] == [head for _, head in lines]
    following = [parse(line, "log")["prev"] for line, _ in lines[1:]]
    assert following == [head for _, head in lines[:-1]]
