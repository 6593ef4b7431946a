"""SM3 (国密杂凑, GM/T 0004): for a Python whose OpenSSL does not have it (N4)."""

from typing import Self

_START: tuple[int, ...] = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
_WORD = 0xFFFFFFFF
_BLOCK = 64


def _turn(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & _WORD


def _p0(word: int) -> int:
    return word ^ _turn(word, 9) ^ _turn(word, 17)


def _p1(word: int) -> int:
    return word ^ _turn(word, 15) ^ _turn(word, 23)


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    """The state after one block of 64 bytes."""
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, _BLOCK, 4)]
    for i in range(16, 68):
        w.append(_p1(w[i - 16] ^ w[i - 9] ^ _turn(w[i - 3], 15)) ^ _turn(w[i - 13], 7) ^ w[i - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        early = j < 16
        ss1 = _turn((_turn(a, 12) + e + _turn(0x79CC4519 if early else 0x7A879D8A, j)) & _WORD, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & _WORD & g)
        tt1 = (ff + d + (ss1 ^ _turn(a, 12)) + (w[j] ^ w[j + 4])) & _WORD
        tt2 = (gg + h + ss1 + w[j]) & _WORD
        a, b, c, d = tt1, a, _turn(b, 9), c
        e, f, g, h = _p0(tt2), e, _turn(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))


class Sm3:
    """A hash object with the methods of `hashlib` a draw uses."""

    def __init__(self, data: bytes = b"") -> None:
        """Begin with some bytes."""
        self._state = _START
        self._rest = b""
        self._length = 0
        self.update(data)

    def update(self, data: bytes, /) -> None:
        """Take more bytes in."""
        self._length += len(data)
        waiting = self._rest + data
        whole = len(waiting) - len(waiting) % _BLOCK
        for at in range(0, whole, _BLOCK):
            self._state = _compressed(self._state, waiting[at : at + _BLOCK])
        self._rest = waiting[whole:]

    def digest(self) -> bytes:
        """The 32 bytes of everything taken in."""
        padding = b"\x80" + b"\0" * ((55 - self._length) % _BLOCK)
        last = self._rest + padding + (self._length * 8).to_bytes(8, "big")
        state = self._state
        for at in range(0, len(last), _BLOCK):
            state = _compressed(state, last[at : at + _BLOCK])
        return b"".join(word.to_bytes(4, "big") for word in state)

    def copy(self) -> Self:
        """A second object in the same state."""
        twin = type(self)()
        twin._state, twin._rest, twin._length = self._state, self._rest, self._length
        return twin
