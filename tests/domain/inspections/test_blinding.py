"""Blind signatures by the vectors of RFC 9474, and what no client makes."""

import json

import pytest

from inspections.domain.blinding import BlindedError, blind_signed
from tests.ground import ROOT

VECTOR = json.loads((ROOT / "tests" / "vectors" / "blind_rsa.json").read_text(encoding="utf-8"))["vectors"][0]
N, E, D = (int(VECTOR[name], 16) for name in ("n", "e", "d"))
BLINDED = bytes.fromhex(VECTOR["blinded_msg"])


@pytest.mark.parametrize("veil", [2, 3**200])
def test_signs_as_the_rfc_says_whatever_the_veil(veil: int) -> None:
    assert blind_signed(BLINDED, n=N, e=E, d=D, veil=veil).hex() == VECTOR["blind_sig"]


@pytest.mark.parametrize(
    "value",
    [
        BLINDED[1:],
        b"\0" + BLINDED,
        N.to_bytes(512, "big"),
        (N - 1).to_bytes(512, "big"),
        bytes(512),
        (1).to_bytes(512, "big"),
    ],
    ids=["short", "long", "n", "n-1", "0", "1"],
)
def test_a_value_no_client_makes_is_not_signed(value: bytes) -> None:
    with pytest.raises(BlindedError):
        blind_signed(value, n=N, e=E, d=D, veil=2)


def test_a_faulty_power_leaves_nothing() -> None:
    with pytest.raises(ArithmeticError):
        blind_signed(BLINDED, n=N, e=E, d=D + 2, veil=2)
