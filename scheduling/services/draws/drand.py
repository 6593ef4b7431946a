"""Rounds of drand quicknet: their signature is checked, and fetched where a setting allows (N15)."""

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from functools import cache
from typing import NamedTuple

from django.conf import settings
from py_arkworks_bls12381 import GT, G1Point, G2Point

from backend.domain.errors import DomainError
from scheduling.domain import beacon
from scheduling.domain.beacon import CHAIN
from scheduling.domain.delays import awaited
from scheduling.models import Draw
from scheduling.selectors.packages import delays

# the group key of the chain; its name, CHAIN, is a hash over this key
KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
LARGEST_ANSWER = 65536


class Round(NamedTuple):
    """A round with its signature and the value that follows from it, both in lower hex."""

    number: int
    value: str
    signature: str


@cache
def _key() -> G2Point:
    return G2Point.from_compressed_bytes(KEY)


def signed(number: int, signature: bytes) -> bool:
    """Whether the network signed this round: a point of the right subgroup, and the pairing holds."""
    try:
        point = G1Point.from_compressed_bytes(signature)
    except ValueError:
        return False
    if not point.is_in_subgroup() or point == G1Point.identity():
        return False
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    return bool(GT.pairing_check([point, -G1Point.hash_to_curve(message, DST)], [G2Point(), _key()]))


def round_check(number: int, value: str, signature: str) -> None:
    """Refuse a value that is not the one of this round, or a signature that is not the network's."""
    data = bytes.fromhex(signature)
    if hashlib.sha256(data).hexdigest() != value or not signed(number, data):
        raise DomainError("draw_drand_unsigned", {"round": number})


def round_fetch(number: int) -> Round:
    """The round from the address of the settings, checked; `drand_off` or `drand_unreachable` otherwise."""
    if not settings.DRAND_URL:
        raise DomainError("drand_off")
    address = f"{settings.DRAND_URL.rstrip('/')}/{CHAIN}/public/{number}"
    try:
        asked = urllib.request.Request(address, headers={"Accept": "application/json"})
        with urllib.request.urlopen(asked, timeout=settings.DRAND_TIMEOUT_SECONDS) as answer:  # nosec B310 # an administrator's address
            told = json.loads(answer.read(LARGEST_ANSWER))
        signature = bytes.fromhex(told["signature"]).hex()
    except (
        urllib.error.URLError,
        http.client.HTTPException,
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ) as error:
        raise DomainError("drand_unreachable", {"round": number}) from error
    found = Round(number, hashlib.sha256(bytes.fromhex(signature)).hexdigest(), signature)
    round_check(*found)
    return found


def round_of(draw: Draw, opt: int) -> Round:
    """The round of drand this draw waits for, fetched. `draw_order` before its moment or without one."""
    listed = beacon.options(awaited(draw.beacon, delays(draw))) if draw.beacon else []
    of = beacon.sources(listed[opt]) if opt < len(listed) else []
    rounds = [source["round"] for source in of if source["kind"] == "drand"]
    if not rounds or draw.moment is None:
        raise DomainError("draw_order", {"event": "BEACON", "why": "本次摇号不用 drand"})
    return round_fetch(rounds[0])
