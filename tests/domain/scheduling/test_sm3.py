"""SM3: the published vectors of the profile, and our own code against OpenSSL's."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.domain import sampling
from scheduling.domain.encoding import SM3, Profile, sm3_named
from scheduling.domain.quota import Cell, cells
from scheduling.domain.sm3 import Sm3
from scheduling.domain.tables import table_bytes
from tests.domain.scheduling.test_draw_vectors import vector

OURS = Profile(SM3.spec, sm3_named(()))
THEIRS = pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")


@pytest.mark.parametrize("profile", [SM3, OURS])
def test_x4_everything_under_sm3(profile: Profile) -> None:
    x4, v1 = vector("x4"), vector("v1")
    roster = table_bytes(v1["columns"], sorted(v1["rows"], key=lambda row: row[0].encode()))
    commit = x4["commit"].encode()
    values = vector("v3")["values"]
    seed = sampling.seed(profile, commit, values)
    zero = bytes(32)
    assert profile.hash(roster).hex() == x4["roster"]
    assert sampling.commit_digest(profile, commit).hex() == x4["digest"]
    assert seed.hex() == x4["seed"]
    assert {name: key.hex() for name, key in sampling.subkeys(profile, seed)._asdict().items()} == x4[
        "subkeys"
    ]
    assert sampling.seed(profile, vector("v2")["commit"].encode(), values).hex() == x4["seed_with_V2_commit"]
    found = sampling.tickets(profile, zero, [b"A", b"B", b"C", b"D", b"E"])
    assert [uid.decode() for _, uid in found] == x4["order"]
    assert {uid: ticket.hex() for ticket, uid in found}[b"A"] == x4["ticket_zero_A"]
    assert sampling.secret_digest(profile, "310101", 7, bytes(range(32))).hex() == x4["secret"]
    assert (profile.h("x").hex(), profile.hash(b"abc").hex()) == (x4["h_x"], x4["sm3_abc"])
    laid = [Cell(name, size) for name, size in vector("v9")["cells"]["sizes"]]
    assert cells(profile, zero, "B", 7, laid) == x4["cells"]


@THEIRS
@settings(max_examples=40)
@given(st.lists(st.binary(max_size=150), max_size=4))
def test_our_sm3_is_openssls_however_the_bytes_come(pieces: list[bytes]) -> None:
    ours, theirs = Sm3(), hashlib.new("sm3")
    for piece in pieces:
        ours.update(piece)
        theirs.update(piece)
        assert ours.copy().digest() == theirs.copy().digest()
    assert ours.digest() == theirs.digest()


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 119, 120, 128])
def test_padding_at_every_edge_of_a_block(length: int) -> None:
    whole = Sm3(b"w" * length)
    halves = Sm3(b"w" * (length // 2))
    halves.update(b"w" * (length - length // 2))
    assert whole.digest() == halves.digest() != Sm3(b"w" * length + b"\x80").digest()


def test_where_openssl_has_it_ours_is_not_used() -> None:
    assert (sm3_named({"sm3"}) is Sm3, sm3_named({"sha256"}) is Sm3) == (False, True)
