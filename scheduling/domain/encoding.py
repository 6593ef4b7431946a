"""Bytes and hashes of SSJ-DRAW/1: H, below and the profiles they run under (N1, N4)."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Protocol, Self

from scheduling.domain.refusal import refuse
from scheduling.domain.sm3 import Sm3

PREFIX = b"SSJ-DRAW/1/"
ZERO_DIGEST = "0" * 64

Part = str | bytes | int


class Hasher(Protocol):
    """What a draw needs of a hash object: prefixes are hashed once and copied."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes in."""

    def digest(self) -> bytes:
        """The 32 bytes of everything taken in."""

    def copy(self) -> Self:
        """A second object in the same state."""


def be64(value: int) -> bytes:
    """Eight bytes, big-endian, unsigned."""
    return value.to_bytes(8, "big")


def _part_bytes(part: Part) -> bytes:
    if isinstance(part, str):
        return part.encode()
    if isinstance(part, int):
        return be64(part)
    return part


def number(digest: bytes, n: int) -> int:
    """A number in [0, n) from 32 bytes."""
    return int.from_bytes(digest, "big") * n >> 256


@dataclass(frozen=True)
class Profile:
    """One hash function under its name in the commit; every hash of a draw uses the same one."""

    spec: str
    new: Callable[[bytes], Hasher]

    def hash(self, data: bytes) -> bytes:
        """The bare 32-byte hash: tickets, orders and files."""
        return self.new(data).digest()

    def h(self, label: str, *parts: Part) -> bytes:
        """H(label, p1..pn): every part with its length; text as UTF-8, integers as be64, digests raw."""
        hasher = self.new(PREFIX + label.encode() + b"\0")
        for part in parts:
            data = _part_bytes(part)
            hasher.update(be64(len(data)) + data)
        return hasher.digest()

    def below(self, key: bytes, label: str, n: int) -> int:
        """A number in [0, n), n ≥ 1; the bias is under n/2²⁵⁶ and nothing is rejected."""
        return number(self.h("int", key, label), n)


def sm3_named(available: Collection[str]) -> Callable[[bytes], Hasher]:
    """SM3 of this Python's OpenSSL, ten times and more as fast, or our own where it has none."""
    return partial(hashlib.new, "sm3") if "sm3" in available else Sm3


SHA256 = Profile("SSJ-DRAW/1", hashlib.sha256)
SM3 = Profile("SSJ-DRAW/1-SM3", sm3_named(hashlib.algorithms_available))
PROFILES: dict[str, Profile] = {profile.spec: profile for profile in (SHA256, SM3)}


def profile_named(spec: str) -> Profile:
    """The profile a commit names."""
    if spec not in PROFILES:
        refuse("N4", "spec", f"no such profile: {spec}")
    return PROFILES[spec]
