"""drand quicknet: only what the network signed, fetched only where a setting says so."""

import hashlib
import json
import struct
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_arkworks_bls12381 import G1Point

from backend.domain.errors import DomainError
from scheduling.domain.beacon import CHAIN, CHAIN_PERIOD_S, CHAIN_STARTS_AT
from scheduling.models import Draw
from scheduling.services.draws.drand import KEY, round_check, round_fetch, round_of, signed

KNOWN = json.loads((Path(__file__).parents[2] / "vectors" / "draw_x3.json").read_text())["drand"]
ROUND, VALUE, SIGNATURE = KNOWN["round"], KNOWN["value"], KNOWN["signature"]


def test_the_key_is_the_one_the_name_of_the_chain_stands_for() -> None:
    """drand's own hash of a chain: period, genesis, key, genesis seed, name of the scheme's network."""
    seed = bytes.fromhex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e")
    told = struct.pack(">Iq", CHAIN_PERIOD_S, CHAIN_STARTS_AT) + KEY + seed + b"quicknet"
    assert hashlib.sha256(told).hexdigest() == CHAIN


def test_the_published_round_is_signed() -> None:
    assert signed(ROUND, bytes.fromhex(SIGNATURE))
    round_check(ROUND, VALUE, SIGNATURE)


@given(st.integers(0, 2**40), st.integers(0, 383))
def test_no_other_round_and_no_other_bit_is_signed(number: int, bit: int) -> None:
    spoiled = bytearray.fromhex(SIGNATURE)
    spoiled[bit // 8] ^= 1 << bit % 8
    assert not signed(ROUND, bytes(spoiled))
    assert signed(number, bytes.fromhex(SIGNATURE)) == (number == ROUND)


@pytest.mark.parametrize("number", [ROUND - 1, ROUND + 1, 0, 2**63])
def test_a_signature_of_another_round_is_refused(number: int) -> None:
    assert not signed(number, bytes.fromhex(SIGNATURE))


@pytest.mark.parametrize("bit", range(0, 384, 13))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    data = bytearray.fromhex(SIGNATURE)
    data[bit // 8] ^= 1 << bit % 8
    assert not signed(ROUND, bytes(data))


def test_a_point_outside_the_subgroup_or_at_infinity_is_refused() -> None:
    # x = 4 lies on the curve and not in the subgroup of prime order
    outside = bytes([0x80, *[0] * 46, 4])
    assert not G1Point.from_compressed_bytes_unchecked(outside).is_in_subgroup()
    for data in (outside, G1Point.identity().to_compressed_bytes(), b"", b"x" * 48, b"x" * 47):
        assert not signed(ROUND, data)


def test_a_value_of_another_chain_or_signature_is_refused() -> None:
    other = G1Point.hash_to_curve(b"another network", b"DST").to_compressed_bytes().hex()
    for value, signature in (
        (VALUE, other),
        (hashlib.sha256(bytes.fromhex(other)).hexdigest(), other),
        ("0" * 64, SIGNATURE),
    ):
        with pytest.raises(DomainError, match="draw_drand_unsigned"):
            round_check(ROUND, value, signature)


@pytest.fixture
def relay(settings: Any) -> Iterator[dict[str, Any]]:
    """A relay on this machine that answers what it is told to."""
    told: dict[str, Any] = {"body": {"round": ROUND, "signature": SIGNATURE}, "status": 200, "asked": ""}

    class Relay(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told["asked"] = self.path
            self.send_response(told["status"])
            self.end_headers()
            self.wfile.write(json.dumps(told["body"]).encode())

        def log_message(self, *words: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Relay)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.DRAND_URL = f"http://127.0.0.1:{server.server_port}/"
    yield told
    server.shutdown()
    server.server_close()


def test_a_round_is_fetched_and_checked(relay: dict[str, Any]) -> None:
    assert round_fetch(ROUND) == (ROUND, VALUE, SIGNATURE)
    assert relay["asked"] == f"/{CHAIN}/public/{ROUND}"
    with pytest.raises(DomainError, match="draw_drand_unsigned"):
        round_fetch(ROUND + 1)


@pytest.mark.parametrize(
    "answer", [{"status": 404}, {"body": {}}, {"body": []}, {"body": {"signature": "zz"}}]
)
def test_a_relay_that_does_not_know_is_no_beacon(relay: dict[str, Any], answer: dict[str, Any]) -> None:
    relay |= answer
    with pytest.raises(DomainError, match="drand_unreachable"):
        round_fetch(ROUND)


def test_without_the_setting_nothing_is_fetched(settings: Any) -> None:
    assert settings.DRAND_URL == ""
    with pytest.raises(DomainError, match="drand_off"):
        round_fetch(ROUND)


@pytest.mark.django_db
@pytest.mark.parametrize("beacon", [{}, {"kind": "dice", "n": 40}])
def test_a_draw_without_drand_waits_for_no_round(beacon: dict[str, Any]) -> None:
    for opt in (0, 1):
        with pytest.raises(DomainError, match="draw_order"):
            round_of(Draw(beacon=beacon), opt)
